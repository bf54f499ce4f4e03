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
    wanted = [page.article for page in pages] + [one.article for one in missed]
    rows = {row.pk: row for row in _still_waiting(wanted)}
    reading = [page for page in pages if page.article in rows]
    for page in reading:
        _fill(rows[page.article], page)
    index = _Index.around([page.text_runs for page in reading])
    given_up = [rows[one.article] for one in missed if one.article in rows and _put_off(rows[one.article], one, now)]
    if _one_at_a_time():
        index.catch_up()
    _group(rows, reading, index)
    _alone(given_up)
    _store(list(rows.values()))
    if reading or given_up:
        record(by, "monitoring.take_in", note=str(len(reading)), articles=len(reading), not_read=len(given_up))
    return len(reading)


def _still_waiting(wanted: Sequence[int]) -> list[Article]:
    """The rows, held until the end of the transaction; what another has read meanwhile is left out."""
    rows = Article.objects.filter(pk__in=wanted, state=Article.State.WAITING).select_related("source")
    return list(rows.order_by("pk").select_for_update(of=("self",)))


_COLUMNS = [
    "state", "title", "text", "lead", "folded", "language", "picture", "published_at", "sha256", "kept_runs", "story", "attempts", "next_try_at",
    "fault_code", "holder", "held_until",
]  # fmt: skip


def _one_at_a_time() -> bool:
    """Wait until no other groups, for the rest of the transaction. False where the transaction began so: SQLite's immediate ones."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return True


def _store(rows: Sequence[Article]) -> None:
    """Write the columns that taking in fills, of all rows in one statement: each has its key, so none is inserted."""
    Article.objects.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=_COLUMNS)


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
    """The doors of a batch: who stands behind each, in the database and in the batch itself.

    What takes long is done before the worker waits for the others: finding who stands behind the doors, reading their texts. What another
    worker has stored by then is read in addition (``catch_up``); only who groups makes doors, so that these are the ones with higher numbers.
    """

    asked: frozenset[int] = frozenset()
    last: int = 0
    holders: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    common: set[int] = field(default_factory=set)
    kept: dict[int, frozenset[int]] = field(default_factory=dict)
    stories: dict[int, int | None] = field(default_factory=dict)
    full: dict[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def around(cls, texts: Sequence[frozenset[int]]) -> _Index:
        """What the database holds behind the doors of ``texts`` (each all its runs): of each text's holders the few nearest."""
        kept = [kept_of(text_runs) for text_runs in texts if text_runs]
        doors = [doors_of(some) for some in kept]
        last = Door.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        index = cls(frozenset(run for some in doors for run in some), last)
        index._leave_common()
        asked = list(index.asked - index.common)
        for at in range(0, len(asked), 500):
            for run, article in Door.objects.filter(run__in=asked[at : at + 500]).values_list("run", "article_id"):
                index.holders[run].append(article)
        index._know({holder for some in doors for holder in index.candidates(some)})
        index._read_full(kept)
        return index

    def catch_up(self) -> None:
        """What other workers have stored since."""
        new: set[int] = set()
        for run, article in Door.objects.filter(pk__gt=self.last).values_list("run", "article_id"):
            if run in self.asked and article not in self.holders[run]:
                self.holders[run].append(article)
                new.add(article)
        self._leave_common()
        self._know(new)
        known = Article.objects.filter(pk__in=self.stories).exclude(pk__in=new)
        self.stories.update(known.values_list("pk", "story_id"))

    def _leave_common(self) -> None:
        asked = list(self.asked)
        for at in range(0, len(asked), 30_000):
            self.common |= set(
                CommonRun.objects.filter(run__in=asked[at : at + 30_000]).values_list("run", flat=True)
            )

    def _know(self, holders: Iterable[int]) -> None:
        for pk, kept, story in Article.objects.filter(pk__in=holders).values_list("pk", "kept_runs", "story_id"):
            self.kept[pk], self.stories[pk] = as_runs(kept), story

    def _read_full(self, texts: Iterable[frozenset[int]]) -> None:
        """All runs of those that will be compared with ``texts`` in any case: the nearest of each."""
        nearest = {likest[0] for kept in texts if (likest := self._likest(kept)) and self._is_near(kept, likest[0])}
        for pk, text in Article.objects.filter(pk__in=nearest).values_list("pk", "text"):
            self.full[pk] = runs(text)

    def candidates(self, doors: Iterable[int]) -> list[int]:
        """Those that share the most doors, the most first."""
        shared = Counter(holder for run in doors if run not in self.common for holder in self.holders.get(run, ()))
        return [holder for holder, _many in shared.most_common(_CANDIDATES)]

    def nearest(self, text_runs: frozenset[int]) -> int | None:
        """The article most like these runs, if it tells the same story. Of each story only the likest is compared in full:
        what a hundred sites copied costs no more than what one did."""
        kept = kept_of(text_runs)
        best: tuple[float, int] | None = None
        compared: set[int | None] = set()
        for holder in self._likest(kept):
            if (story := self.stories.get(holder)) in compared:
                continue
            found = likeness(kept, self._kept_of(holder))
            if self._is_near(kept, holder):
                found = likeness(text_runs, self._full_of(holder)) or found
            if found >= SAME:
                compared.add(story)
                if best is None or found > best[0]:
                    best = (found, holder)
        return best[1] if best else None

    def _likest(self, kept: frozenset[int]) -> list[int]:
        return sorted(self.candidates(doors_of(kept)), key=lambda holder: -likeness(kept, self._kept_of(holder)))

    def _is_near(self, kept: frozenset[int], holder: int) -> bool:
        return may_be_same(kept, self._kept_of(holder))

    def _kept_of(self, holder: int) -> frozenset[int]:
        return self.kept.get(holder, frozenset())

    def _full_of(self, holder: int) -> frozenset[int]:
        """All runs of a stored text; nothing where the text is gone, and the kept ones have to do."""
        if holder not in self.full:
            text = Article.objects.filter(pk=holder).values_list("text", flat=True).first()
            self.full[holder] = runs(text or "")
        return self.full[holder]

    def add(self, article: int, text_runs: frozenset[int], story: int | None) -> list[Door]:
        """Keep an article; the rows to be stored. A run that has become common is kept no more."""
        kept = kept_of(text_runs)
        self.kept[article], self.stories[article], self.full[article] = kept, story, text_runs
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


def _group(rows: dict[int, Article], pages: Sequence[PageRead], index: _Index) -> None:
    """Each article joins the story of the one it copies, or begins one; stories, doors and labels are stored at the end."""
    known = set(index.common)
    doors: list[Door] = []
    begun: list[tuple[Story, PageRead]] = []
    joined: dict[int, int] = {}
    for page in pages:
        like = index.nearest(page.text_runs) if page.text_runs else None
        story = index.stories.get(like) if like is not None else None
        if story is None:
            begun.append((_beginning(rows[page.article], page.judgement), page))
            story = -len(begun)
        else:
            joined[page.article] = story
        if page.text_runs:
            doors += index.add(page.article, page.text_runs, story)
    Story.objects.bulk_create([story for story, _page in begun])
    for made, page in begun:
        rows[page.article].story_id = made.pk
    for article, number in joined.items():
        rows[article].story_id = number if number > 0 else begun[-number - 1][0].pk
    Door.objects.bulk_create([door for door in doors if door.run not in index.common], batch_size=2_000)
    _close_common(index.common - known)
    _label(begun, rows)
    _settle({rows[article].story_id or 0 for article in joined}, rows.values())


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


def _beginning(row: Article, judged: Judgement) -> Story:
    """A story that begins with ``row``, not stored yet."""
    return Story(
        stream=row.stream, first=row, title=row.title, first_at=_moment(row), points=judged.points, reasons=reasons_of(judged),
        in_province=judged.in_province, country=row.source.country if row.source else "",
    )  # fmt: skip


def reasons_of(judged: Judgement) -> list[list[Any]]:
    """As stored in ``Story.reasons``."""
    return [[reason.rule, reason.points, list(reason.found)] for reason in judged.reasons]


def _settle(touched: set[int], new: Iterable[Article]) -> None:
    """The earliest article of each story leads; how many there are. ``new`` know their story, which is not stored with them yet."""
    stories = list(Story.objects.filter(pk__in=touched).order_by("pk").select_for_update())
    stored = Article.objects.filter(story__in=touched).only("title", "published_at", "seen_at", "story")
    articles: dict[int | None, dict[int, Article]] = defaultdict(dict)
    for row in (*stored, *new):
        articles[row.story_id][row.pk] = row
    for story in stories:
        told = articles[story.pk].values()
        first = min(told, key=lambda row: (_moment(row), row.pk))
        story.first_id, story.title, story.first_at, story.copies = first.pk, first.title, _moment(first), len(told)
    Story.objects.bulk_create(
        stories, update_conflicts=True, unique_fields=["pk"], update_fields=["first", "title", "first_at", "copies"]
    )


_NOTHING = Judgement(0, (), (), (), False)


def _alone(given_up: Sequence[Article]) -> None:
    """An article whose page never came is still shown, by its title and link."""
    begun = Story.objects.bulk_create([_beginning(row, _NOTHING) for row in given_up])
    for row, story in zip(given_up, begun, strict=True):
        row.story_id = story.pk
