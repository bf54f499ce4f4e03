"""What is asked of publications: what one says now, whether it may go out, the book of it, and what readers are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.staticfiles import finders
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.media import shelf
from nhipcau.media.models import Asset
from nhipcau.media.queries import publication_faults
from nhipcau.newsroom.book_text import Text
from nhipcau.newsroom.models import BookFile, Part, Publication, StoryPage
from nhipcau.newsroom.rules.book import Book, Chapter, Words, fingerprint_of
from nhipcau.people.permissions import today

FONTS = ("be-vietnam-pro-400.woff2", "be-vietnam-pro-700.woff2", "noto-sans-khmer-400-700.woff2")
"""The site's own fonts, put into the books where they are there."""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file to take away: ``format`` in words, ``size`` in bytes."""

    format: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class ShownChapter:
    """A story of the book."""

    title: str
    lead: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownPublication:
    """A publication as readers see it. ``imprint`` is lines of text."""

    key: str
    title: str
    subtitle: str
    about: str
    language: str
    imprint: str
    day: date
    cover: Asset | None
    files: tuple[ShownFile, ...]
    chapters: tuple[ShownChapter, ...]


def parts_of(publication: Publication) -> list[Part]:
    """The stories in their order."""
    return list(publication.parts.select_related("page__locale", "page__picture").order_by("order", "pk"))


def said_by(publication: Publication) -> dict[str, object]:
    """What an approval is about: imprint, cover, and what each story says in public now."""
    p = publication
    return {
        "title": p.title, "subtitle": p.subtitle, "about": p.about, "language": p.language, "office": p.office_id,
        "cover": p.cover.sha256 if p.cover else "", "editor": p.editor, "licence": [p.licence_number, p.licence_on],
        "isbn": p.isbn, "day": p.day, "parts": [[part.page_id, part.page.content()] for part in parts_of(p)],
    }  # fmt: skip


def content_of(publication: Publication) -> str:
    """Its fingerprint now."""
    return fingerprint_of(said_by(publication))


def faults_of(publication: Publication) -> list[str]:
    """Everything that keeps it from the public, in words."""
    parts = parts_of(publication)
    found = [] if parts else [_("There is no story in it yet.")]
    found += [_("“%(page)s” is not public.") % {"page": part.page.title} for part in parts if not part.page.live]
    found += [
        _("“%(page)s” is in another language.") % {"page": part.page.title}
        for part in parts
        if part.page.locale.language_code != publication.language
    ]
    if publication.cover:
        cover = publication.cover
        found += [
            _("“%(title)s”: %(fault)s") % {"title": cover.title, "fault": _(fault.message)}
            for fault in publication_faults(cover, today())
        ]
    return found


def is_public(publication: Publication) -> bool:
    """Whether readers see it."""
    return publication.approved_at is not None and not publication.withdrawn_because


def imprint_of(publication: Publication) -> tuple[str, ...]:
    """The lines of its imprint, in the language that is active."""
    p = publication
    licence = ""
    if p.licence_number:
        day = date_format(p.licence_on, "d/m/Y") if p.licence_on else ""
        licence = _("Publication licence: %(number)s") % {
            "number": ", ".join(part for part in (p.licence_number, day) if part)
        }
    lines = (
        p.office.name,
        _("Editor: %(name)s") % {"name": p.editor} if p.editor else "",
        licence,
        f"ISBN {p.isbn}" if p.isbn else "",
        date_format(p.day, "d/m/Y"),
    )
    return tuple(line for line in lines if line)


def words_of(language: str) -> Words:
    """The book's own words."""
    with override(language):
        return Words(_("Contents"), _("Imprint"), _("Cover"))


def book_of(publication: Publication) -> Book:
    """The book as its stories stand in public now."""
    p = publication
    text = Text(p.language)
    with override(p.language):
        chapters = tuple(
            Chapter(str(part.page_id), part.page.title, part.page.lead, text.body(part.page)) for part in parts_of(p)
        )
        inside = dict(text.images)
        cover = text.picture(p.cover)
        return Book(
            key=p.key, title=p.title, subtitle=p.subtitle, language=p.language, publisher=p.office.name, day=p.day,
            imprint=imprint_of(p), about=p.about, chapters=chapters,
            images=tuple(i for name, i in inside.items() if cover is None or name != cover.name), cover=cover, isbn=p.isbn,
        )  # fmt: skip


def fonts() -> list[tuple[str, bytes]]:
    """The site's fonts that are there: name and bytes."""
    found = []
    for name in FONTS:
        place = finders.find(f"public/fonts/{name}")
        if isinstance(place, str):
            with open(place, "rb") as file:  # noqa: PTH123
                found.append((name, file.read()))
    return found


def font_css(names: Sequence[str]) -> str:
    """``@font-face`` for each."""
    faces = []
    for name in names:
        family = "Noto Sans Khmer" if "khmer" in name else "Be Vietnam Pro"
        weight = "400 700" if "400-700" in name else "700" if "700" in name else "400"
        faces.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url(fonts/{name}) format("woff2"); }}'
        )
    return "\n".join(faces)


def publications_shown(language: str) -> list[ShownPublication]:
    """What the section of publications lists in ``language``, the latest first."""
    return [_shown(row) for row in _public().filter(language=language)]


def publication_shown(key: str) -> ShownPublication | None:
    """One by its key, or None for one that is not public."""
    found = _public().filter(key=key).first()
    return _shown(found) if found else None


def snapshot_of(publication: Publication) -> dict[str, Any]:
    """What readers are shown from its approval on, whatever is edited afterwards."""
    p = publication
    with override(p.language):
        return {
            "title": p.title, "subtitle": p.subtitle, "about": p.about, "imprint": "\n".join(imprint_of(p)),
            "cover": p.cover_id, "day": p.day.isoformat(), "pages": [part.page_id for part in parts_of(p)],
        }  # fmt: skip


def _public() -> QuerySet[Publication]:
    rows = Publication.objects.filter(approved_at__isnull=False, withdrawn_because="")
    return rows.prefetch_related("files").order_by("-day", "title")


def _shown(p: Publication) -> ShownPublication:
    with override(p.language):
        files = tuple(
            ShownFile(str(f.get_format_display()), shelf.public_address(f.name), f.size)
            for f in p.files.all()
            if f.name and f.content == p.content and f.format != BookFile.Format.PRINT
        )
    said = p.shown
    pages = StoryPage.objects.filter(pk__in=said["pages"], live=True).defer("body", "sources").in_bulk()
    chapters = [pages[pk] for pk in said["pages"] if pk in pages]
    return ShownPublication(
        p.key, said["title"], said["subtitle"], said["about"], p.language, said["imprint"],
        date.fromisoformat(said["day"]), Asset.objects.filter(pk=said["cover"]).first() if said["cover"] else None, files,
        tuple(ShownChapter(page.title, page.lead, page.url or "") for page in chapters),
    )  # fmt: skip
