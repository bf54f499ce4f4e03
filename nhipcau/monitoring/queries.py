"""Asking about what is listened to: the desk's views, the archive, how sources do, what happened over time. Never who wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils import timezone

from nhipcau.documents.rules.folding import fold
from nhipcau.monitoring.models import Article, Digest, Mark, SavedSearch, Source, Story, StoryPlace, Stream
from nhipcau.people.models import Staff
from nhipcau.ports import index

HEAVY = ("first__text", "first__folded", "first__kept_runs", "first__lead")
LOOK_BACK = timedelta(days=120)
"""How far back a search for words goes where no day is given."""
VIEWS = ("first", "new", "kept", "dropped", "leadership", "answer", "inaccurate", "idea")


@dataclass(frozen=True, slots=True)
class DeskView:
    """What the desk is asked to show. ``view`` is one of VIEWS; the rest narrows it down."""

    view: str = "first"
    stream: str = Stream.PRESS
    words: str = ""
    topic: int | None = None
    place: str = ""
    source: int | None = None
    country: str = ""
    since: date | None = None
    until: date | None = None


def desk_stories(asked: DeskView, *, threshold: int, now: datetime) -> QuerySet[Story]:
    """The stories of a view with what a row shows, the newest first."""
    rows = _narrowed(_of_view(Story.objects.filter(stream=asked.stream), asked.view, threshold), asked, now)
    return rows.select_related("first").defer(*HEAVY).prefetch_related("topics", "marks").order_by("-first_at", "-pk")


def _of_view(rows: QuerySet[Story], view: str, threshold: int) -> QuerySet[Story]:
    if view in Mark.Kind.values:
        return rows.filter(Exists(Mark.objects.filter(story=OuterRef("pk"), kind=view)))
    if view in Story.State.values:
        return rows.filter(state=view)
    return rows.filter(state=Story.State.NEW, points__gte=threshold)


def _narrowed(rows: QuerySet[Story], asked: DeskView, now: datetime) -> QuerySet[Story]:
    if asked.topic:
        rows = rows.filter(Exists(Story.topics.through.objects.filter(story_id=OuterRef("pk"), topic_id=asked.topic)))
    if asked.place:
        rows = rows.filter(Exists(StoryPlace.objects.filter(story=OuterRef("pk"), name=asked.place)))
    if asked.source:
        rows = rows.filter(Exists(Article.objects.filter(story=OuterRef("pk"), source=asked.source)))
    if asked.country:
        rows = rows.filter(country=asked.country)
    if asked.since or asked.words:
        rows = rows.filter(first_at__gte=_midnight(asked.since) if asked.since else now - LOOK_BACK)
    if asked.until:
        rows = rows.filter(first_at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.words:
        rows = _that_answer(rows, asked.words)
    return rows


def _that_answer(rows: QuerySet[Story], words: str) -> QuerySet[Story]:
    """As the index finds them, or while it has not followed yet, those of which an article holds each word."""
    said = Q()
    for word in fold(words).split()[:8]:
        said &= Q(folded__contains=word)
    plain = Q(Exists(Article.objects.filter(said, story=OuterRef("pk"))))
    found = index.rank("article", words)
    return rows.filter(plain if found is None else Q(pk__in=found) | plain)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def after(rows: QuerySet[Story], moment: datetime, pk: int) -> QuerySet[Story]:
    """Those that follow in the order of the desk: paging that skips nothing when new stories come in on top."""
    return rows.filter(Q(first_at__lt=moment) | Q(first_at=moment, pk__lt=pk))


COUNTED = 1_000
"""Where a view holds more, it says so and counts no further: a count of everything would cost more than the page."""


def desk_counts(stream: str, *, threshold: int) -> dict[str, str]:
    """How many stories each view holds, "1000+" where there are more."""
    mine = Story.objects.filter(stream=stream).order_by()
    counted = {view: _of_view(mine, view, threshold)[: COUNTED + 1].count() for view in ("first", "new", "kept")}
    marks = Mark.objects.filter(story__stream=stream).order_by().values("kind").annotate(many=Count("pk"))
    counted |= {row["kind"]: row["many"] for row in marks}
    return {view: str(many) if many <= COUNTED else f"{COUNTED}+" for view, many in counted.items()}


def whole_story(pk: int) -> QuerySet[Story]:
    """One story with all that its pane shows."""
    articles = (
        Article.objects.select_related("source", "recording")
        .defer("folded", "kept_runs", "recording__words")
        .order_by("published_at", "seen_at", "pk")
    )
    return Story.objects.filter(pk=pk).prefetch_related(
        "topics", "places", "notes__by", "marks__by", "digest_items__digest", Prefetch("articles", queryset=articles)
    )


def searches_of(by: Staff) -> QuerySet[SavedSearch]:
    """One's own and the shared ones."""
    return SavedSearch.objects.filter(Q(owner=by) | Q(is_shared=True)).select_related("owner")


def sources_with_rates(*, now: datetime) -> QuerySet[Source]:
    """Sources with how many articles they brought in the last thirty days."""
    month = Count("articles", filter=Q(articles__seen_at__gte=now - timedelta(days=30)))
    return Source.objects.select_related("topic").annotate(month=month).order_by("name", "pk")


def archive() -> QuerySet[Digest]:
    """Digests, the newest first, with how many stories each holds."""
    return (
        Digest.objects.select_related("office", "made_by", "released_by")
        .defer("folded")
        .annotate(many=Count("items"))
        .order_by("-on_date", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Series:
    """How many stories a topic or place had in each period, the periods in order."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all periods."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Times:
    """Series over the same periods; each period by its first day."""

    periods: tuple[date, ...]
    series: tuple[Series, ...]

    @property
    def highest(self) -> int:
        """The greatest count of one period."""
        return max((count for one in self.series for count in one.counts), default=0)


def topics_over_time(*, since: date, until: date, by_month: bool) -> Times:
    """Stories that were kept, by topic and week or month."""
    rows = Story.topics.through.objects.filter(**_kept_between("story__", since, until))
    return _times(rows, "topic__name", "story__first_at", by_month=by_month)


def places_over_time(*, since: date, until: date, by_month: bool) -> Times:
    """Stories that were kept, by place and week or month."""
    return _times(
        StoryPlace.objects.filter(**_kept_between("story__", since, until)),
        "name",
        "story__first_at",
        by_month=by_month,
    )


def _kept_between(prefix: str, since: date, until: date) -> dict[str, object]:
    return {f"{prefix}state": Story.State.KEPT, f"{prefix}first_at__gte": _midnight(since),
            f"{prefix}first_at__lt": _midnight(until + timedelta(days=1))}  # fmt: skip


def _times(rows: QuerySet[object], name: str, moment: str, *, by_month: bool, most: int = 20) -> Times:  # type: ignore[type-var]
    truncated = TruncMonth(moment) if by_month else TruncWeek(moment)
    counted = rows.annotate(period=truncated).order_by().values_list(name, "period").annotate(many=Count("pk"))
    found: dict[str, dict[date, int]] = {}
    for named, period, many in counted:
        found.setdefault(named, {})[timezone.localdate(period)] = many
    periods = tuple(sorted({period for counts in found.values() for period in counts}))
    series = [Series(named, tuple(counts.get(period, 0) for period in periods)) for named, counts in found.items()]
    return Times(periods, tuple(sorted(series, key=lambda one: (-one.total, one.name))[:most]))


TRIED = 3_000
"""Articles that a rule is tried on at most."""


def recent_articles(*, since: datetime, most: int = TRIED) -> Iterable[Article]:
    """The articles seen since then that still have their text, the newest first: what a rule is tried on."""
    rows = Article.objects.filter(seen_at__gte=since).exclude(text="", lead="").order_by("-seen_at", "-pk")
    return rows.only("title", "text", "lead", "outlet", "published_at", "story_id", "url", "seen_at")[:most]


def titles_by_state(state: str, *, since: datetime, most: int = 800) -> list[str]:
    """Titles of stories that people kept or dropped."""
    return list(
        Story.objects.filter(state=state, decided_at__gte=since)
        .order_by("-decided_at")
        .values_list("title", flat=True)[:most]
    )
