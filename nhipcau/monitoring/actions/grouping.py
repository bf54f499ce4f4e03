"""From a page that was read to an article in its story: copies found by the index in the database, points given, a batch at a time."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from nhipcau.documents.rules.folding import fold
from nhipcau.monitoring.actions.taking_in import TRIES, Missed, sha256_of
from nhipcau.monitoring.models import Article, CommonRun, Door, Story, StoryPlace
from nhipcau.monitoring.rules.relevance import Judgement
from nhipcau.monitoring.rules.stories import COMMON, SAME, doors_of, kept_of, likeness, may_be_same, runs
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

_LOCK = 0x6E68_6971
"""Any fixed number but the trail's: two workers that group at once would not see each other's copies."""
_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class PageRead:
    """What reading a page gave. ``text`` is empty where only title, link and lead are kept."""

    article: int
    title: str
    text: str
    lead: str
    language: str
    picture: str
    published_on: date | None
    judgement: Judgement
    text_runs: frozenset[int]
    fault_code: str = ""
    url: str = ""


@transaction.atomic
def take_in_pages(
    pages: Sequence[PageRead], missed: Sequence[Missed] = (), *, now: datetime, by: Staff | None = None
) -> int:
    """Store what was read and put each article into its story; put off or give up what was missed. Answers how many were read.

    A worker killed at any point leaves the whole batch undone and waiting. An article read meanwhile by another is left alone.
    Raises NotAllowed.
    """
    if by is not None:
        require(by, "monitoring.bring")
    _one_at_a_time()
    wanted = [page.article for page in pages] + [one.article for one in missed]
    rows = {
        row.pk: row
        for row in Article.objects.filter(pk__in=wanted, state=Article.State.WAITING).select_related("source")
    }
    reading = [page for page in pages if page.article in rows]
    for page in reading:
        _fill(rows[page.article], page)
    put_off = [rows[one.article] for one in missed if one.article in rows]
    given_up = [rows[one.article] for one in missed if one.article in rows and _put_off(rows[one.article], one, now)]
    _group(rows, reading)
    _alone(given_up)
    for row in put_off:
        row.save(update_fields=_COLUMNS)
    if reading or given_up:
        record(by, "monitoring.take_in", note=str(len(reading)), articles=len(reading), not_read=len(given_up))
    return len(reading)


_COLUMNS = [
    "state", "title", "text", "lead", "folded", "language", "picture", "published_at", "sha256", "kept_runs", "story", "attempts", "next_try_at",
    "fault_code", "holder", "held_until",
]  # fmt: skip


def _one_at_a_time() -> None:
    """SQLite's immediate transactions see to it by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _fill(row: Article, page: PageRead) -> None:
    row.state = Article.State.READ if page.text else Article.State.LEAD
    row.title = (page.title or row.title or row.url)[:500]
    row.text, row.lead = page.text, page.lead[:2000]
    row.folded = fold(f"{row.title}\n{page.text or page.lead}")
    row.language, row.picture = page.language[:8], page.picture[:2000]
    row.published_at = published_at(row.published_at, page.published_on, row.seen_at)
    row.sha256 = sha256_of(page.text) if page.text else ""
    row.kept_runs = array("Q", sorted(kept_of(page.text_runs))).tobytes() if page.text_runs else b""
    row.fault_code, row.holder, row.held_until, row.next_try_at = page.fault_code, "", None, None


def published_at(said: datetime | None, on_page: date | None, seen_at: datetime) -> datetime | None:
    """The moment that the feed gave; else the page's day: at noon, or when it was seen if that was the same day."""
    if said is not None or on_page is None:
        return said
    noon = timezone.make_aware(datetime.combine(on_page, time(12)))
    return min(noon, seen_at) if on_page <= timezone.localdate(seen_at) + timedelta(days=1) else None


def _put_off(row: Article, one: Missed, now: datetime) -> bool:
    """Ask again later, each time after a longer while; True where it is given up and kept as title and link."""
    row.attempts += 1
    row.fault_code, row.holder, row.held_until = one.code[:40], "", None
    if one.is_final or row.attempts >= TRIES:
        row.state = Article.State.FAILED
        row.title = row.title or row.url[:500]
        row.folded, row.next_try_at = fold(row.title), None
        return True
    row.next_try_at = now + max(timedelta(minutes=5 * 4**row.attempts), timedelta(seconds=one.retry_after or 0))
    return False


@dataclass
class _Index:
    """The doors of a batch: who stands behind each, in the database and in the batch itself."""

    holders: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    common: set[int] = field(default_factory=set)
    kept: dict[int, frozenset[int]] = field(default_factory=dict)
    stories: dict[int, int | None] = field(default_factory=dict)

    @classmethod
    def around(cls, texts: Sequence[frozenset[int]]) -> _Index:
        """What the database holds behind the doors of ``texts`` (each its kept runs): of each text's holders the few nearest."""
        doors = [doors_of(kept) for kept in texts]
        wanted = list({run for some in doors for run in some})
        index = cls(common=set(CommonRun.objects.filter(run__in=wanted[:30_000]).values_list("run", flat=True)))
        asked = [run for run in wanted if run not in index.common]
        for at in range(0, len(asked), 500):
            for run, article in Door.objects.filter(run__in=asked[at : at + 500]).values_list("run", "article_id"):
                index.holders[run].append(article)
        near = {holder for some in doors for holder in index.candidates(some)}
        for pk, kept, story in Article.objects.filter(pk__in=near).values_list("pk", "kept_runs", "story_id"):
            index.kept[pk], index.stories[pk] = as_runs(kept), story
        return index

    def candidates(self, doors: Iterable[int]) -> list[int]:
        """Those that share the most doors, the most first."""
        shared = Counter(holder for run in doors if run not in self.common for holder in self.holders.get(run, ()))
        return [holder for holder, _many in shared.most_common(_CANDIDATES)]

    def nearest(self, text_runs: frozenset[int], runs_in: dict[int, frozenset[int]]) -> int | None:
        """The article most like these runs, if it tells the same story. Of each story only the likest is compared in full:
        what a hundred sites copied costs no more than what one did."""
        kept = kept_of(text_runs)
        likest = sorted(self.candidates(doors_of(kept)), key=lambda holder: -likeness(kept, self._kept_of(holder)))
        best: tuple[float, int] | None = None
        compared: set[int | None] = set()
        for holder in likest:
            if (story := self.stories.get(holder)) in compared:
                continue
            found = likeness(kept, self._kept_of(holder))
            if may_be_same(kept, self._kept_of(holder)):
                found = likeness(text_runs, runs_in[holder] if holder in runs_in else _runs_of(holder)) or found
            if found >= SAME:
                compared.add(story)
                if best is None or found > best[0]:
                    best = (found, holder)
        return best[1] if best else None

    def _kept_of(self, holder: int) -> frozenset[int]:
        return self.kept.get(holder, frozenset())

    def add(self, article: int, text_runs: frozenset[int], story: int | None) -> list[Door]:
        """Keep an article; the rows to be stored. A run that has become common is kept no more."""
        kept = kept_of(text_runs)
        self.kept[article], self.stories[article] = kept, story
        rows = []
        for run in doors_of(kept):
            if run in self.common:
                continue
            self.holders[run].append(article)
            rows.append(Door(run=run, article_id=article))
            if len(self.holders[run]) > COMMON:
                self.common.add(run)
        return rows


def as_runs(kept: bytes | memoryview) -> frozenset[int]:
    """What ``Article.kept_runs`` holds."""
    found = array("Q")
    found.frombytes(bytes(kept))
    return frozenset(found)


def _runs_of(article: int) -> frozenset[int]:
    """All runs of a stored text; nothing where the text is gone, and the kept ones have to do."""
    text = Article.objects.filter(pk=article).values_list("text", flat=True).first()
    return runs(text) if text else frozenset()


def _group(rows: dict[int, Article], pages: Sequence[PageRead]) -> None:
    """Each article joins the story of the one it copies, or begins one; what was made is stored at the end."""
    grouped = [page for page in pages if page.text_runs]
    index = _Index.around([kept_of(page.text_runs) for page in grouped])
    known = set(index.common)
    in_batch = {page.article: page.text_runs for page in grouped}
    doors: list[Door] = []
    touched: set[int] = set()
    begun: list[tuple[Story, PageRead]] = []
    for page in pages:
        row = rows[page.article]
        like = index.nearest(page.text_runs, in_batch) if page.text_runs else None
        story = index.stories.get(like) if like is not None else None
        if story is None:
            made = _begin(row, page.judgement)
            begun.append((made, page))
            story = made.pk
        else:
            touched.add(story)
        row.story_id = story
        row.save(update_fields=_COLUMNS)
        if page.text_runs:
            doors += index.add(page.article, page.text_runs, story)
    Door.objects.bulk_create([door for door in doors if door.run not in index.common], batch_size=2_000)
    _close_common(index.common - known)
    _label(begun, rows)
    for group in Story.objects.select_for_update().filter(pk__in=touched):
        _settle(group)


def _label(begun: Sequence[tuple[Story, PageRead]], rows: dict[int, Article]) -> None:
    """Topics and places of the stories that begin."""
    through = Story.topics.through
    topics, places = [], []
    for story, page in begun:
        source = rows[page.article].source
        own = {source.topic_id} if source and source.topic_id else set()
        topics += [through(story_id=story.pk, topic_id=topic) for topic in {*page.judgement.topics, *own}]
        places += [StoryPlace(story=story, name=name[:120]) for name in page.judgement.places[:30]]
    through.objects.bulk_create(topics)
    StoryPlace.objects.bulk_create(places)


def _close_common(new: set[int]) -> None:
    if new:
        CommonRun.objects.bulk_create([CommonRun(run=run) for run in new], ignore_conflicts=True)
        Door.objects.filter(run__in=new).delete()


def _moment(row: Article) -> datetime:
    return row.published_at or row.seen_at


def _begin(row: Article, judged: Judgement) -> Story:
    return Story.objects.create(
        stream=row.stream, first=row, title=row.title, first_at=_moment(row), points=judged.points, reasons=reasons_of(judged),
        in_province=judged.in_province, country=row.source.country if row.source else "",
    )  # fmt: skip


def reasons_of(judged: Judgement) -> list[list[Any]]:
    """As stored in ``Story.reasons``."""
    return [[reason.rule, reason.points, list(reason.found)] for reason in judged.reasons]


def _settle(story: Story) -> None:
    """The earliest article leads; how many there are."""
    articles = list(story.articles.only("title", "published_at", "seen_at"))
    first = min(articles, key=lambda row: (_moment(row), row.pk))
    story.first, story.title, story.first_at, story.copies = first, first.title, _moment(first), len(articles)
    story.save(update_fields=["first", "title", "first_at", "copies"])


_NOTHING = Judgement(0, (), (), (), False)


def _alone(given_up: Sequence[Article]) -> None:
    """An article whose page never came is still shown, by its title and link."""
    for row in given_up:
        row.story = _begin(row, _NOTHING)
