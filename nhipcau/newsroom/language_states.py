"""Where pages stand in each language, for many pages in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from nhipcau.newsroom.editing import with_last_step
from nhipcau.newsroom.models import EditorialPage, LanguageWork, Step
from nhipcau.newsroom.rules.languages import InLanguage, LanguageState, language_state
from nhipcau.newsroom.rules.standing import Standing, StepKind, Taken, standing_of
from nhipcau.newsroom.translating import OPTIONAL

STATE_NAMES = {
    InLanguage.NONE: _("not there"),
    InLanguage.APART: _("written on its own"),
    InLanguage.UNDERWAY: _("being translated"),
    InLanguage.READY: _("translated, not in the page yet"),
    InLanguage.DRAFT: _("in the draft"),
    InLanguage.WAITS: _("waits for its reviewer"),
    InLanguage.APPROVED: _("approved"),
    InLanguage.PUBLIC: pgettext_lazy("language", "public"),
    InLanguage.WITHDRAWN: pgettext_lazy("standing", "withdrawn"),
}
STATE_TONES = {
    InLanguage.UNDERWAY: "now", InLanguage.READY: "now", InLanguage.WAITS: "warn", InLanguage.APPROVED: "ok",
    InLanguage.PUBLIC: "ok",
}  # fmt: skip
Key = tuple[UUID, str]
OUT = (StepKind.PUBLISHED, StepKind.UPDATED)


@dataclass(frozen=True, slots=True)
class Cell:
    """A page in one language: ``page_id`` of it (None: not there), ``translation_id`` (None: not tied)."""

    language: str
    language_name: str
    page_id: int | None
    translation_id: int | None
    state: LanguageState

    @property
    def name(self) -> str:
        """The state in words."""
        return str(STATE_NAMES[self.state.state])

    @property
    def tone(self) -> str:
        """Its colour."""
        return STATE_TONES.get(self.state.state, "")

    @property
    def shows_percent(self) -> bool:
        """Whether how much is translated is worth telling."""
        return self.translation_id is not None and self.state.needed > 0 and self.state.percent < 100


def cells_of(pages: Sequence[EditorialPage]) -> dict[int, list[Cell]]:
    """For each of ``pages`` (source pages), by its id: its state in every other language of the site. Seven queries."""
    keys = {page.translation_key for page in pages}
    versions = {(p.translation_key, p.locale.language_code): p for p in _versions(keys)}
    logs = _logs([p.pk for p in versions.values()])
    tied = {
        (t.source.object_id, t.target_locale.language_code): t
        for t in Translation.objects.filter(source__object_id__in=keys, enabled=True)
        .select_related("source__version", "target_locale", "work")
        .defer("source__content_json")
    }
    needed, done = _needed(keys), _done(keys)
    found: dict[int, list[Cell]] = {}
    for page in pages:
        own = page.locale.language_code
        source = _translated_now(versions.get((page.translation_key, own)), logs)
        found[page.pk] = [
            _cell((page.translation_key, code), name, source, versions, logs, tied, needed, done)
            for code, name in settings.LANGUAGES
            if code != own
        ]
    return found


def _versions(keys: Iterable[UUID]) -> Iterable[Any]:
    rows = EditorialPage.objects.filter(translation_key__in=keys).select_related("locale")
    return with_last_step(rows.defer("body", "sources", "lead"))


def _logs(ids: Iterable[int]) -> dict[int, list[Taken]]:
    found: dict[int, list[Taken]] = defaultdict(list)
    for step in Step.objects.filter(page_id__in=list(ids)).order_by("pk"):
        found[step.page_id].append(step.taken())
    return found


def _live_content(page: Any, steps: Sequence[Taken]) -> str:
    return next((s.content for s in reversed(steps) if s.kind in OUT), "") if page.live else ""


def _translated_now(page: Any, logs: dict[int, list[Taken]]) -> str:
    """The fingerprint of what is to be translated: the public version, else the draft."""
    return "" if page is None else _live_content(page, logs[page.pk]) or page.draft_content or ""


def _needed(keys: Iterable[UUID]) -> dict[UUID, int]:
    rows = StringSegment.objects.filter(source__object_id__in=keys).exclude(context__path__in=OPTIONAL)
    return dict(rows.values_list("source__object_id").annotate(n=Count("pk")))


def _done(keys: Iterable[UUID]) -> dict[Key, int]:
    rows = StringTranslation.objects.filter(
        context__object_id__in=keys, translation_type="manual", has_error=False,
        translation_of__segments__context_id=F("context_id"),
    ).exclude(context__path__in=OPTIONAL)  # fmt: skip
    counted = rows.values_list("context__object_id", "locale__language_code").annotate(
        n=Count("translation_of__segments", distinct=True)
    )
    return {(key, code): n for key, code, n in counted}


def _cell(
    key: Key, name: str, source: str, versions: dict[Key, Any], logs: dict[int, list[Taken]], tied: dict[Key, Any],
    needed: dict[UUID, int], done: dict[Key, int],
) -> Cell:  # fmt: skip
    page, translation = versions.get(key), tied.get(key)
    standing = Standing.DRAFT
    if page is not None:
        live = _live_content(page, logs[page.pk])
        standing = standing_of(page.draft_content or live, live, logs[page.pk])
    work: LanguageWork | None = getattr(translation, "work", None) if translation else None
    version = getattr(translation.source, "version", None) if translation else None
    made_from = work.source_content if work and work.source_content else (version.content if version else source)
    state = language_state(
        there=page is not None, tied=translation is not None, done=done.get(key, 0), needed=needed.get(key[0], 0),
        taken=bool(work and work.taken_at), standing=standing, source=source, made_from=made_from,
    )  # fmt: skip
    return Cell(key[1], name, page.pk if page else None, translation.pk if translation else None, state)
