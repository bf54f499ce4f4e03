"""What is asked about a translation: its sentences and how far each is, what changed in the source, who is at work on it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.segments.types import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.strings import StringValue

from nhipcau.newsroom.editing import draft_of
from nhipcau.newsroom.models import EditorialPage, Hand, Term
from nhipcau.newsroom.rules.terms import FixedTerm, Use, uses
from nhipcau.newsroom.rules.words import (
    Change,
    TooLong,
    changes,
    nearest,
    outer_tags,
    pieces,
    seen_token,
    too_long,
    without_tags,
)
from nhipcau.ports.translation import Translator, translator_at

OPTIONAL = frozenset({"slug"})
"""Paths that may stay as they are in the source."""
HERE = timedelta(seconds=45)
"""Somebody whose screen has been silent for longer is no longer here."""


class WordsState(StrEnum):
    """How far one sentence is."""

    EMPTY = "empty"
    STALE = "stale"
    MACHINE = "machine"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Older:
    """What the sentence's source said when it was last translated, and the translation of that (HTML)."""

    key: int
    source: str
    target: str
    changes: list[tuple[Change, str]]


@dataclass(slots=True)
class Words:
    """One sentence: where it stands, its source and its translation. Texts ``source`` and ``target`` are as a translator reads and writes
    them: plain for a plain field, with inline tags for rich text."""

    segment: StringSegment
    label: str
    is_rich: bool
    source: str
    target: str
    state: WordsState
    row: StringTranslation | None
    older: Older | None
    uses: list[Use]
    too_long: TooLong | None

    @property
    def pk(self) -> int:
        """Of the segment."""
        return int(self.segment.pk)

    @property
    def path(self) -> str:
        """Where it stands in the page."""
        return str(self.segment.context.path)

    @property
    def is_needed(self) -> bool:
        """Whether the page waits for it."""
        return self.path not in OPTIONAL

    @property
    def seen(self) -> str:
        """What a screen gives back with its words."""
        return seen_token(self.row.data if self.row else "")

    @property
    def departures(self) -> list[Use]:
        """The fixed terms of the source that the translation does not say; none as long as there is no translation."""
        is_kept = self.target.strip() == self.source.strip()
        return [use for use in self.uses if use.target is None] if self.target and not is_kept else []

    @property
    def source_pieces(self) -> list[tuple[str, str]]:
        """The source cut where tags and terms stand (``rules.words.pieces``)."""
        missing = self.departures
        spans = [(*use.source, "missing" if use in missing else "term") for use in self.uses]
        return pieces(self.source, spans)

    @property
    def tags(self) -> list[tuple[str, str, str]]:
        """The tags to put in: opening tag, the whole as in the source, its plain text."""
        found = outer_tags(self.source) if self.is_rich else []
        return [(tag, whole, plain_of(whole)) for tag, whole in found]


def translation_of(page: Page) -> Translation | None:
    """The translation that ``page`` is the target of, with its source, or None."""
    found: Translation | None = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source__locale", "source__version", "target_locale", "work")
        .first()
    )
    return found


def source_page(source: TranslationSource) -> EditorialPage:
    """The page that ``source`` was taken from."""
    page = Page.objects.get(translation_key=source.object_id, locale_id=source.locale_id)
    specific: EditorialPage = page.specific
    return specific


def target_page(translation: Translation) -> EditorialPage:
    """The page that ``translation`` makes."""
    page = Page.objects.get(translation_key=translation.source.object_id, locale_id=translation.target_locale_id)
    specific: EditorialPage = page.specific
    return specific


def base_of(page: EditorialPage) -> EditorialPage:
    """The version of ``page`` that is translated: what is public, else the newest draft."""
    fresh = Page.objects.get(pk=page.pk)
    specific: EditorialPage = fresh.specific if fresh.live else draft_of(page)
    return specific


# ---- text


def to_shown(html: str, is_rich: bool) -> str:
    """Stored words as a translator reads them."""
    return html.replace("&amp;", "&") if is_rich else StringValue(html).render_text()


def to_stored(text: str, is_rich: bool) -> str:
    """A translator's words as they are stored. Raises ValueError for a tag that no sentence may hold."""
    value = StringValue.from_translated_html(text) if is_rich else StringValue.from_plaintext(text)
    return str(value.data)


def plain_of(html: str) -> str:
    """Stored words without tags."""
    return str(StringValue(html).render_text())


@lru_cache(maxsize=2_000)
def label_of(model: Any, field_path: str, language: str) -> str:
    """What a place in the page is called on the editor's screen: "Nội dung · Trích dẫn". ``language`` is only for the cache."""
    first, *rest = field_path.split(".")
    names = {"title": "Headline", "slug": "Slug"}
    field = model._meta.get_field(first)
    parts = [str(capfirst(str(getattr(field, "verbose_name", names.get(first, first)))))]
    block: Any = field.stream_block if isinstance(field, StreamField) else None
    for name in rest:
        children = getattr(block, "child_blocks", None)
        block = children.get(name) if children else getattr(block, "child_block", None)
        if block is None:
            break
        if name != "item":
            parts.append(str(block.label))
    return " · ".join(parts)


# ---- sentences


def words_of(translation: Translation, *, language: str = "") -> list[Words]:
    """The sentences of a translation in their order: five queries, however many there are."""
    source = translation.source
    segments = list(
        StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order", "pk")
    )
    rich = set(source.templatesegment_set.values_list("context_id", flat=True))
    rows, orphans = _rows(translation, segments)
    terms = terms_in(translation.target_locale.language_code)
    model = source.specific_content_type.model_class()
    code = translation.target_locale.language_code
    found = []
    for segment in segments:
        is_rich = segment.context_id in rich
        row = rows.get((segment.string_id, segment.context_id))
        older = None if row else _older(segment, orphans.get(segment.context_id, []))
        text = row.data if row else ""
        shown, said = to_shown(segment.string.data, is_rich), to_shown(text, is_rich)
        label = label_of(model, segment.context.field_path or segment.context.path, language)
        used = uses(without_tags(shown), without_tags(said), terms, code)
        limit = too_long(segment.context.path, said)
        found.append(Words(segment, label, is_rich, shown, said, state_of(row, older), row, older, used, limit))
    return found


def _rows(
    translation: Translation, segments: Sequence[StringSegment]
) -> tuple[dict[tuple[int, int], StringTranslation], dict[int, list[StringTranslation]]]:
    """What is translated, by string and context; and by context what was translated of sentences no longer there."""
    wanted = {(s.string_id, s.context_id) for s in segments}
    rows: dict[tuple[int, int], StringTranslation] = {}
    orphans: dict[int, list[StringTranslation]] = defaultdict(list)
    every = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
    ).select_related("translation_of", "last_translated_by")
    for row in every.order_by("updated_at"):
        if (row.translation_of_id, row.context_id) in wanted:
            rows[row.translation_of_id, row.context_id] = row
        elif row.context_id is not None:
            orphans[row.context_id].append(row)
    return rows, orphans


def state_of(row: StringTranslation | None, older: Older | None) -> WordsState:
    """How far a sentence is whose translation is ``row``."""
    if row is None or row.has_error:
        return WordsState.STALE if older else WordsState.EMPTY
    return WordsState.MACHINE if row.translation_type == "machine" else WordsState.DONE


def _older(segment: StringSegment, orphans: Sequence[StringTranslation]) -> Older | None:
    at = nearest(plain_of(segment.string.data), [plain_of(o.translation_of.data) for o in orphans])
    if at is None:
        return None
    old = orphans[at]
    was, now = plain_of(old.translation_of.data), plain_of(segment.string.data)
    return Older(old.pk, old.translation_of.data, old.data, changes(was, now))


def words_print(words: Iterable[Words]) -> str:
    """A fingerprint of all translated words, to see whether the page has them."""
    said = [(w.path, w.segment.order, w.row.data if w.row else "") for w in words]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def terms_in(language: str) -> list[FixedTerm]:
    """The fixed terms with their forms in ``language``: two queries."""
    return [
        FixedTerm(term.vi, tuple(form.text for form in term.translations.all() if form.language == language))
        for term in Term.objects.filter(translations__language=language).distinct().prefetch_related("translations")
    ]


# ---- the page made of it


def composed(translation: Translation) -> EditorialPage:
    """The target page's draft saying what is translated so far, in memory; where nothing is, what the source says."""
    source, locale = translation.source, translation.target_locale
    original = source.as_instance()
    target = draft_of(target_page(translation))
    copy_synchronised_fields(original, target)
    every = source._get_segments_for_translation(locale, fallback=True)
    own_slug = not StringTranslation.objects.filter(
        context__object_id=source.object_id, context__path="slug", locale=locale, has_error=False,
        translation_of__segments__source=source,
    ).exists()  # fmt: skip
    ingest_segments(
        original, target, source.locale, locale, [s for s in every if not (own_slug and s.path == "slug")]
    )
    return target


# ---- what changed in the source


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A sentence of the source that is new, gone, or says something else (both)."""

    label: str
    old: str
    new: str
    changes: list[tuple[Change, str]]


def source_changes(source: TranslationSource, version: EditorialPage, *, language: str = "") -> list[SourceChange]:
    """How ``version`` of the source page differs from the sentences that are being translated, in its order."""
    now = defaultdict(list)
    for value in strings_of(version):
        now[value.path].append(plain_of(value.string.data))
    before: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    model: Any = type(version)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order"):
        before[segment.context.path].append(plain_of(segment.string.data))
        labels[segment.context.path] = label_of(model, segment.context.field_path or "title", language)
    found = []
    for path in dict.fromkeys([*now, *before]):
        label = labels.get(path) or label_of(model, path.split(".")[0], language)
        found += [SourceChange(label, old, new, changes(old, new)) for old, new in pair(before[path], now[path])]
    return found


def pair(before: Sequence[str], now: Sequence[str]) -> list[tuple[str, str]]:
    """What became of what; sentences that are in both are left out. "" stands for none."""
    gone = [text for text in before if text not in now]
    found = []
    for text in (text for text in now if text not in before):
        at = nearest(text, gone)
        found.append((gone.pop(at) if at is not None else "", text))
    return found + [(text, "") for text in gone]


def strings_of(page: EditorialPage) -> list[StringSegmentValue]:
    """The sentences of a page as it stands in memory."""
    return [value for value in extract_segments(page) if isinstance(value, StringSegmentValue)]


def rich_paths_of(page: EditorialPage) -> set[str]:
    """Where rich text stands in a page."""
    return {value.path for value in extract_segments(page) if isinstance(value, TemplateSegmentValue)}


# ---- who is here


def others_here(translation: Translation, *, but: int, now: datetime) -> list[Hand]:
    """Who else has this translation before them, by name."""
    return list(
        translation.hands.filter(seen_at__gt=now - HERE).exclude(staff_id=but).select_related("staff").order_by("pk")
    )


def machine() -> Translator:
    """The machine that the operator named; one that suggests nothing unless there is one."""
    return translator_at(settings.NHIPCAU_TRANSLATE_URL, settings.NHIPCAU_TRANSLATE_KEY)
