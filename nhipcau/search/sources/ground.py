"""Offices, the media library, and what is listened to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.media.models import Asset, AssetText
from nhipcau.monitoring.models import Article, Story
from nhipcau.people.models import Office, TrailEntry
from nhipcau.search.sources.types import Card, Source, own, subject_of


def _offices(pks: Sequence[int]) -> Iterator[Card]:
    for row in Office.objects.filter(pk__in=pks):
        yield Card(
            pk=row.pk, title=row.name, names=tuple(dict.fromkeys(filter(None, [row.short_name, *row.aliases]))),
            text=row.note, state=row.closing_reason, day=row.valid_from, offices=(row.pk,), scope="people.see",
            staff_url=reverse("people:office", args=[row.key]),
        )  # fmt: skip


offices = Source(
    kind="office", scope="people.see",
    keys=lambda: Office.objects.order_by("pk").values_list("pk", flat=True),
    cards=_offices,
    follows={Office: own},
    trail=lambda entry: subject_of(entry, "people.office"),
    states=dict(Office.Closing.choices),
    lists=(_("Offices"), "people:offices"),
)  # fmt: skip


def _assets(pks: Sequence[int]) -> Iterator[Card]:
    rows = Asset.objects.filter(pk__in=pks, erased_at__isnull=True).prefetch_related("texts").defer("placeholder")
    for row in rows:
        said = [line for text in row.texts.all() for line in (text.alt, text.caption)]
        texts = [row.place, *said, row.credit, row.file_name]
        yield Card(
            pk=row.pk, title=row.title, text="\n".join(dict.fromkeys(filter(None, texts))),
            state="public" if row.is_live else "kept", day=row.taken_on or timezone.localdate(row.added_at),
            offices=(row.office_id,), scope="media.see", staff_url=reverse("media:asset", args=[row.pk]),
        )  # fmt: skip


assets = Source(
    kind="media", scope="media.see",
    keys=lambda: Asset.objects.filter(erased_at__isnull=True).order_by("pk").values_list("pk", flat=True),
    cards=_assets,
    follows={Asset: own, AssetText: lambda row: (row.asset_id,)},
    trail=lambda entry: subject_of(entry, "media.asset"),
    states={"public": _("public"), "kept": _("not public")},
    lists=(_("Media library"), "media:library"),
)  # fmt: skip


def _stories(pks: Sequence[int]) -> Iterator[Card]:
    rows = Story.objects.filter(pk__in=pks).select_related("first").defer("first__folded", "first__kept_runs")
    titles: dict[int, list[str]] = {}
    articles = Article.objects.filter(story__in=pks).order_by("pk").values_list("story_id", "title")
    for story, title in articles:
        titles.setdefault(story, []).append(title)
    for row in rows:
        first = row.first
        others = [title for title in titles.get(row.pk, []) if title and title != row.title][:20]
        yield Card(
            pk=row.pk, title=row.title, text="\n".join(filter(None, [first.text or first.lead, *others] if first else others)),
            language=(first.language if first else "") or "vi", state=row.state, day=timezone.localdate(row.first_at),
            scope="monitoring.see", staff_url=reverse("monitoring:story", args=[row.pk]),
        )  # fmt: skip


def _stories_told(entry: TrailEntry) -> Iterable[int]:
    """A text that was deleted has to leave the index too."""
    if entry.action in {"monitoring.forget", "monitoring.close_site"}:
        day = timezone.localdate(entry.at)
        gone = Article.objects.filter(forgotten_on__gte=day, story__isnull=False)
        return gone.values_list("story_id", flat=True).distinct()
    return subject_of(entry, "monitoring.story")


stories = Source(
    kind="article", scope="monitoring.see",
    keys=lambda: Story.objects.order_by("pk").values_list("pk", flat=True),
    cards=_stories,
    follows={Story: own, Article: lambda row: (row.story_id,) if row.story_id else ()},
    trail=_stories_told,
    states=dict(Story.State.choices),
    lists=(_("Press desk"), "monitoring:desk"),
    soon=False,
)  # fmt: skip
