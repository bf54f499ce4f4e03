"""At the reading desk: keep, drop, label, note, mark; searches that a person keeps; rules and settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.duties.models import Duty
from nhipcau.monitoring.actions.faults import NotNow, words_given
from nhipcau.monitoring.models import DeskSettings, Mark, Note, Rule, SavedSearch, Story
from nhipcau.monitoring.signals import story_marked
from nhipcau.newsroom.listeners import staff_with
from nhipcau.people.actions import tell
from nhipcau.people.models import Staff, Topic
from nhipcau.people.permissions import NotAllowed, may, require, today
from nhipcau.people.queries import coordinating_office
from nhipcau.people.rules.roles import PERMISSIONS
from nhipcau.people.trail import announce, record


def _decide(story: Story, state: str, by: Staff) -> Story:
    row = Story.objects.select_for_update().get(pk=story.pk)
    if row.state != state:
        row.state, row.decided_by = state, by
        row.decided_at = timezone.now()
        row.save(update_fields=["state", "decided_by", "decided_at"])
        record(by, f"monitoring.{state}", row)
    return row


@transaction.atomic
def keep_story(story: Story, *, by: Staff) -> Story:
    """It matters to the province. Raises NotAllowed."""
    require(by, "monitoring.sort")
    return _decide(story, Story.State.KEPT, by)


@transaction.atomic
def drop_story(story: Story, *, by: Staff) -> Story:
    """It does not. Its copies that come later stay with it. Raises NotAllowed."""
    require(by, "monitoring.sort")
    return _decide(story, Story.State.DROPPED, by)


@transaction.atomic
def reopen_story(story: Story, *, by: Staff) -> Story:
    """Undecided again. Raises NotAllowed."""
    require(by, "monitoring.sort")
    return _decide(story, Story.State.NEW, by)


@transaction.atomic
def label_story(story: Story, topics: Iterable[Topic], *, by: Staff, country: str | None = None) -> None:
    """The topics of a story are these, and its country is that; None leaves the country as it is. Raises NotAllowed."""
    require(by, "monitoring.sort")
    wanted = list(topics)
    story.topics.set(wanted)
    if country is not None:
        story.country = country.strip()[:80]
        story.save(update_fields=["country"])
    record(by, "monitoring.label", story, topics=[topic.key for topic in wanted], country=story.country)


@transaction.atomic
def note_story(story: Story, words: str, *, by: Staff) -> Note:
    """Leave a note for colleagues. Raises NotAllowed, NothingSaid."""
    require(by, "monitoring.sort")
    made = Note.objects.create(story=story, words=words_given(words)[:5000], by=by, at=timezone.now())
    record(by, "monitoring.note", story)
    return made


@transaction.atomic
def mark_story(story: Story, kind: Mark.Kind, *, by: Staff, words: str = "") -> Mark:
    """Say what the story needs from somebody; it is kept with that. The rooms that have to act hear of it once.

    "Maybe inaccurate" is about a statement of fact and needs words that name it: an opinion is no matter for the corrections desk.
    Raises NotAllowed, NothingSaid.
    """
    require(by, "monitoring.sort")
    if kind == Mark.Kind.INACCURATE:
        words = words_given(words)
    made, is_new = Mark.objects.get_or_create(
        story=story, kind=kind, defaults={"words": words.strip()[:5000], "by": by, "at": timezone.now()}
    )
    if is_new:
        _decide(story, Story.State.KEPT, by)
        record(by, "monitoring.mark", story, note=words, kind=str(kind))
        announce(story_marked, story=story, mark=str(kind), words=made.words, by=by)
        if kind == Mark.Kind.IDEA:
            _tell_the_newsroom(story, by)
        elif kind == Mark.Kind.ANSWER:
            _tell_who_answers(story, by)
    return made


def _tell_the_newsroom(story: Story, by: Staff) -> None:
    """Whoever plans pieces hears of an idea once."""
    people = [one for one in staff_with([*PERMISSIONS["newsroom.plan"]], on=today()) if one != by]
    with override(settings.LANGUAGE_CODE):
        text = _("Newsroom idea from the reading desk: %(title)s") % {"title": story.title}
    address = reverse("monitoring:story", args=[story.pk])
    tell(people, kind="monitoring.idea", about=f"story:{story.pk}", text=text, url=address, by=by)


def _tell_who_answers(story: Story, by: Staff) -> None:
    """Whoever answers letters in the office that holds external information hears once that a story asks for an answer."""
    on, roles = today(), [*PERMISSIONS["corrections.answer"]]
    office = coordinating_office(on)
    people = staff_with(roles, on=on, office=office.pk if office else None) or staff_with(roles, on=on)
    with override(settings.LANGUAGE_CODE):
        text = _("The press asks for an answer: %(title)s") % {"title": story.title}
    address = reverse("monitoring:story", args=[story.pk])
    others = [one for one in people if one != by]
    tell(others, kind="monitoring.answer", about=f"story:{story.pk}", text=text, url=address, by=by)


@transaction.atomic
def unmark_story(story: Story, kind: Mark.Kind, *, by: Staff) -> None:
    """Take a mark back. What other rooms made of it stays with them. Raises NotAllowed."""
    require(by, "monitoring.sort")
    if Mark.objects.filter(story=story, kind=kind).delete()[0]:
        record(by, "monitoring.unmark", story, kind=str(kind))


@transaction.atomic
def save_search(name: str, query: str, *, by: Staff, is_shared: bool = False) -> SavedSearch:
    """Keep a view of the desk; one of the same name is replaced. For everyone only with the right to manage.

    Raises NotAllowed, NothingSaid.
    """
    require(by, "monitoring.see")
    if is_shared:
        require(by, "monitoring.manage")
    row, _new = SavedSearch.objects.update_or_create(
        owner=by, name=words_given(name)[:120], defaults={"query": query[:1000], "is_shared": is_shared}
    )
    record(by, "monitoring.save_search", row)
    return row


@transaction.atomic
def drop_search(search: SavedSearch, *, by: Staff) -> None:
    """Keep it no more. One's own; a shared one also who may manage. Raises NotAllowed."""
    require(by, "monitoring.see")
    if search.owner_id != by.pk and not may(by, "monitoring.manage"):
        raise NotAllowed("monitoring.manage")
    record(by, "monitoring.drop_search", search)
    search.delete()


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What a person says of a rule."""

    kind: str
    name: str
    words: str
    points: int
    topic: Topic | None = None
    is_active: bool = True


@transaction.atomic
def save_rule(rule: Rule | None, facts: RuleFacts, *, by: Staff) -> Rule:
    """Make or change a rule. It holds for what comes from now on; what is here keeps its points. Raises NotAllowed, NothingSaid."""
    require(by, "monitoring.manage")
    row = rule or Rule()
    row.name, row.kind = words_given(facts.name)[:255], facts.kind
    row.words = facts.words.strip() if facts.kind == Rule.Kind.PLACE else words_given(facts.words)
    row.points, row.topic, row.is_active = max(-50, min(50, facts.points)), facts.topic, facts.is_active
    row.save()
    record(by, "monitoring.save_rule", row, points=row.points, words=list(row.word_list)[:50])
    return row


@transaction.atomic
def drop_rule(rule: Rule, *, by: Staff) -> None:
    """Take a rule away. Raises NotAllowed."""
    require(by, "monitoring.manage")
    record(by, "monitoring.drop_rule", rule)
    rule.delete()


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """The desk's settings as a person gives them."""

    threshold: int
    digest_hour: int
    issuer: str
    superior: str
    place: str
    duties: tuple[Duty, ...] = ()


def desk_settings() -> DeskSettings:
    """The one row, or what holds until somebody changed it."""
    return DeskSettings.objects.filter(pk=1).first() or DeskSettings(pk=1)


@transaction.atomic
def change_settings(facts: DeskFacts, *, by: Staff) -> DeskSettings:
    """Raises NotAllowed, NotNow."""
    require(by, "monitoring.manage")
    if not 0 <= facts.digest_hour <= 23:
        raise NotNow(_("An hour lies between 0 and 23."))
    row, _new = DeskSettings.objects.update_or_create(
        pk=1,
        defaults={name: getattr(facts, name) for name in ("threshold", "digest_hour", "issuer", "superior", "place")},
    )
    row.duties.set(facts.duties)
    record(by, "monitoring.change_settings", row, threshold=row.threshold, hour=row.digest_hour)
    return row


@transaction.atomic
def rules_from_topics(*, by: Staff) -> int:
    """A rule for each topic that has words and no rule yet, with its label. Answers how many are new. Raises NotAllowed."""
    require(by, "monitoring.manage")
    have = set(Rule.objects.filter(topic__isnull=False).values_list("topic_id", flat=True))
    made = [
        Rule(kind=Rule.Kind.TOPIC, name=topic.name, words="\n".join(words), points=2, topic=topic)
        for topic in Topic.objects.order_by("name")
        if topic.pk not in have and (words := [word.strip() for word in topic.keywords if word.strip()])
    ]
    Rule.objects.bulk_create(made)
    record(by, "monitoring.rules_from_topics", note=str(len(made)))
    return len(made)
