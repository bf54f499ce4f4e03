"""The public site: pages in each language with their drafts, places, official figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from nhipcau.newsroom.facts import current_versions, figure_of
from nhipcau.newsroom.models import EditorialPage, Fact, FactVersion, Place, SectionPage, StoryPage
from nhipcau.people.models import TrailEntry
from nhipcau.search.sources.library import section_url
from nhipcau.search.sources.types import Card, Source, own, subject_of

_NOTE = re.compile(r"<sup>(?:<a\b[^>]*>)?[\s\d,;]*(?:</a>)?</sup>")
"""The number of a source, which would grow together with the word before it."""
_UNIT = re.compile(r"^(?:Huyện|Thị xã|Thành phố|Thị trấn|Xã|Phường|Tỉnh) (?=\w)")


def text_of(page: EditorialPage) -> str:
    """What the page says below its headline, as plain text."""
    parts = [page.lead, page.search_description]
    if isinstance(page, StoryPage):
        parts.append(page.event_when)
    parts += [text for block in page.body for text in _said(block.block_type, block.value)]
    parts += [" ".join(filter(None, (s.value["title"], s.value["number"]))) for s in page.sources]
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part and part.strip()))


def _said(kind: str, value: Any) -> Iterator[str]:
    if kind in {"text", "remark"}:
        yield get_text_for_indexing(_NOTE.sub(" ", value.source))
    elif kind == "heading":
        yield value["text"]
    elif kind == "quote":
        yield from (value["text"], value["said_by"], value["source"])
    elif kind == "timeline":
        yield value["title"]
        yield from (f"{moment['when']}: {moment['text']}" for moment in value["moments"])
    elif kind == "table":
        yield value["caption"]
        yield from (" ".join(row["cells"]) for row in value["rows"])
    elif kind == "gallery":
        yield value["title"]
        yield from (one["caption"] for one in value["pictures"])
    elif kind in {"image", "video", "audio", "map"}:
        yield value["caption"]
    elif kind in {"document", "action"}:
        yield value.get("title") or value.get("text") or ""


def _pages(pks: Sequence[int]) -> Iterator[Card]:
    live = set(EditorialPage.objects.live().public().filter(pk__in=pks).values_list("pk", flat=True))
    above = _ancestors(pks)
    for row in Page.objects.filter(pk__in=pks).specific().select_related("locale"):
        if not isinstance(row, EditorialPage):
            continue
        has_draft = row.has_unpublished_changes or not row.live
        if row.pk in live:
            yield _page_card(row, above, public=True, scope="" if has_draft else "newsroom.see")
        if has_draft or row.pk not in live:
            draft = row.get_latest_revision_as_object() if row.latest_revision_id else row
            yield _page_card(draft, above, part="draft" if row.pk in live else "", scope="newsroom.see")


def _page_card(
    page: EditorialPage, above: dict[str, tuple[str, str]], *, part: str = "", public: bool = False, scope: str
) -> Card:
    steps = [above[page.path[:n]] for n in range(8, len(page.path), 4) if page.path[:n] in above]
    day = page.first_published_at or page.latest_revision_created_at
    return Card(
        pk=page.pk, title=page.title, text=text_of(page), part=part, language=page.locale.language_code,
        state="live" if public else "withdrawn" if page.first_published_at and not page.live else "draft",
        day=timezone.localdate(day) if day else None, offices=(page.office_id,) if page.office_id else (),
        public=public, scope=scope, url=(page.url or "") if public else "",
        staff_url=reverse("newsroom:page", args=[page.pk]), crumbs=tuple(steps),
    )  # fmt: skip


def _ancestors(pks: Sequence[int]) -> dict[str, tuple[str, str]]:
    """Path → title and address of every page above ``pks``."""
    paths = Page.objects.filter(pk__in=pks).values_list("path", flat=True)
    wanted = {path[:n] for path in paths for n in range(8, len(path), 4)}
    return {page.path: (page.title, page.url or "") for page in Page.objects.filter(path__in=wanted)}


def _touched_pages(page: EditorialPage) -> Iterable[int]:
    """The page, and those below it: their addresses and steps hang on it."""
    if isinstance(page, StoryPage) or not page.path:
        return (page.pk,)
    below = Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True)
    return {page.pk, *below}


def _page_told(entry: TrailEntry) -> Iterable[int]:
    kinds = ("newsroom.storypage", "newsroom.topicpage", "newsroom.sectionpage", "newsroom.homepage")
    for kind in (*kinds, "newsroom.editorialpage", "wagtailcore.page"):
        if found := subject_of(entry, kind):
            return found
    return ()


pages = Source(
    kind="page", scope="newsroom.see",
    keys=lambda: EditorialPage.objects.order_by("pk").values_list("pk", flat=True),
    cards=_pages,
    follows={EditorialPage: _touched_pages},
    trail=_page_told,
    states={"live": _("public"), "draft": _("draft"), "withdrawn": _("withdrawn")},
    lists=(_("Newsroom"), "newsroom:desk"),
)  # fmt: skip


def _places(pks: Sequence[int]) -> Iterator[Card]:
    sections = {
        page.locale.language_code: page.url or ""
        for page in SectionPage.objects.live().public().filter(kind=SectionPage.Kind.PLACES).select_related("locale")
    }
    for row in Place.objects.filter(pk__in=pks):
        names = {language: name for language, name in row.names.items() if name}
        for language, name in names.items():
            below = sections.get(language, "")
            short = _UNIT.sub("", row.names.get("vi", ""))
            others = tuple(dict.fromkeys(other for other in (short, *names.values()) if other and other != name))
            url = f"{below}{row.key}/" if below else ""
            yield Card(
                pk=row.pk, part=language, title=name, names=others, text="", language=language,
                public=bool(below), scope="newsroom.see", url=url, staff_url=url,
            )  # fmt: skip


def _of_places(page: SectionPage) -> Iterable[int]:
    return Place.objects.values_list("pk", flat=True) if page.kind == SectionPage.Kind.PLACES else ()


places = Source(
    kind="place", scope="newsroom.see",
    keys=lambda: Place.objects.order_by("pk").values_list("pk", flat=True),
    cards=_places,
    follows={Place: own, SectionPage: _of_places},
    trail=lambda entry: subject_of(entry, "newsroom.place"),
)  # fmt: skip


def _facts(pks: Sequence[int]) -> Iterator[Card]:
    versions = current_versions(pks)
    urls = {language: section_url(SectionPage.Kind.FACTS, language) for language in _languages(pks)}
    for row in Fact.objects.filter(pk__in=pks):
        version = versions.get(row.pk)
        for language, label in row.labels.items():
            if not label:
                continue
            figure = figure_of(version, language) if version else None
            shown = figure is not None and figure.language == language and row.ended_on is None
            url = urls.get(language, "")
            text = f"{figure.sentence}\n{figure.source.title}\n{figure.owner}" if figure else ""
            yield Card(
                pk=row.pk, part=language, title=figure.name if shown and figure else label, text=text, language=language,
                state="ended" if row.ended_on else "current" if version else "waiting",
                day=version.as_of if version else None, offices=(row.office_id,), public=shown and bool(url),
                scope="newsroom.see", url=url, staff_url=reverse("newsroom:fact", args=[row.pk]),
            )  # fmt: skip


def _languages(pks: Sequence[int]) -> set[str]:
    labels = Fact.objects.filter(pk__in=pks).values_list("labels", flat=True)
    return {language for names in labels for language in names}


def _of_facts(page: SectionPage) -> Iterable[int]:
    return Fact.objects.values_list("pk", flat=True) if page.kind == SectionPage.Kind.FACTS else ()


facts = Source(
    kind="fact", scope="newsroom.see",
    keys=lambda: Fact.objects.order_by("pk").values_list("pk", flat=True),
    cards=_facts,
    follows={Fact: own, FactVersion: lambda row: (row.fact_id,), SectionPage: _of_facts},
    trail=lambda entry: subject_of(entry, "newsroom.fact"),
    states={"current": _("counts"), "waiting": _("waits for approval"), "ended": _("no longer kept")},
    lists=(_("Fact bank"), "newsroom:facts"),
)  # fmt: skip
