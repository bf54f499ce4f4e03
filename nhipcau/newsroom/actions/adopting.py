"""A page that was written in two languages on its own becomes a translation, without losing a word of it."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from nhipcau.newsroom.actions.translating import _begin, _source_of, _write
from nhipcau.newsroom.editing import draft_of
from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import EditorialPage, LanguageWork
from nhipcau.newsroom.rules.aligning import paths_alike
from nhipcau.newsroom.rules.words import tag_faults
from nhipcau.newsroom.translating import OPTIONAL, base_of, strings_of, translation_of, words_of, words_print
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

SOURCE_LANGUAGE = "vi"


@transaction.atomic
def adopt_translation(page: Page, *, by: Staff) -> LanguageWork:
    """Tie ``page`` to the Vietnamese page it stands beside: what it says becomes the translation, sentence by sentence.

    Where the two are not built alike the sentences stay untranslated and what the page says there is kept in ``leftover``. The page itself is
    not touched. Raises NotAllowed, NotNow.
    """
    mine: EditorialPage = Page.objects.get(pk=page.pk).specific
    require(by, "newsroom.translate", office=mine.office_id)
    source_page = _source_page(mine)
    source = _source_of(source_page)
    translation = Translation.objects.create(source=source, target_locale=mine.locale)
    work = _begin(translation, by)
    target = draft_of(mine)
    work.leftover = _align(translation, source.as_instance(), target)
    words = words_of(translation)
    whole = all(w.row for w in words if w.is_needed)
    work.source_content = source.version.content if whole else ""
    work.words = words_print(words) if whole else ""
    work.taken_at = timezone.now()
    work.save()
    found = sum(w.row is not None for w in words)
    record(by, "newsroom.adopt_translation", mine, aligned=found, left=len(words) - found, kept=len(work.leftover))
    return work


def _source_page(page: EditorialPage) -> EditorialPage:
    if translation_of(page) is not None:
        raise NotNow(_("This page is tied to its source already."))
    found = (
        Page.objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE_LANGUAGE)
        .exclude(pk=page.pk)
        .first()
    )
    if found is None:
        raise NotNow(_("There is no Vietnamese page that this one could be a translation of."))
    specific: EditorialPage = found.specific
    return base_of(specific)


def _align(translation: Translation, source: EditorialPage, target: EditorialPage) -> list[str]:
    """Write what the target says where it belongs; give back what found no place."""
    paths = {name: name for name in ("title", "slug", "seo_title", "search_description", "lead", "event_when")}
    for field in ("body", "sources"):
        pairs = paths_alike(_stored(source, field), _stored(target, field))
        paths |= {f"{field}.{a}": f"{field}.{b}" for a, b in pairs.items()}
    said: dict[str, list[str]] = defaultdict(list)
    for value in strings_of(target):
        said[value.path].append(value.string.data)
    placed: set[str] = set()
    for path, segments in _by_path(translation).items():
        texts = said.get(paths.get(path, ""), [])
        if len(texts) != len(segments):
            continue
        placed.add(paths[path])
        for segment, text in zip(segments, texts, strict=True):
            if tag_faults(segment.string.data, text):
                said[f"- {path}"].append(text)
            elif path not in OPTIONAL:
                _write(segment, translation, text, by=None, kind="manual")
    return [text for path, texts in said.items() if path not in placed and path not in OPTIONAL for text in texts]


def _stored(page: EditorialPage, field: str) -> list[dict[str, object]]:
    value = getattr(page, field)
    return list(value.get_prep_value())


def _by_path(translation: Translation) -> dict[str, list[StringSegment]]:
    found: dict[str, list[StringSegment]] = defaultdict(list)
    rows = StringSegment.objects.filter(source=translation.source).select_related("string", "context")
    for segment in rows.order_by("order", "pk"):
        found[segment.context.path].append(segment)
    return found
