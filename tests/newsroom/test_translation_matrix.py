"""Role × action on translations, terms and reviewers; and the machine through the screen."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from nhipcau.newsroom import actions
from nhipcau.newsroom.actions.terms import as_row
from nhipcau.newsroom.models import EditorialPage, LanguageReviewer, StoryPage, Term
from nhipcau.newsroom.rules import starter_types
from nhipcau.newsroom.rules.term_rows import TermRow
from nhipcau.newsroom.translating import Words, WordsState, words_of
from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.translation import NoSuggestion
from tests.factories.newsroom import story
from tests.factories.translation import asked, frame_in, say_all, sentence

pytestmark = pytest.mark.django_db
R = StaffRole
TRANSLATE_ALL, TERMS, MANAGE = {R.COORDINATOR, R.EDITOR}, {R.ADMIN, R.COORDINATOR, R.EDITOR}, {R.ADMIN, R.COORDINATOR}
OWN = {
    **dict.fromkeys(["ask_translation", "update_source", "save_words", "accept_words", "keep_suggestions", "take_into_page",
                     "adopt_translation"], TRANSLATE_ALL | {R.FOCAL}),
    **dict.fromkeys(["save_term", "import_terms", "remove_term"], TERMS),
    **dict.fromkeys(["appoint_reviewer", "dismiss_reviewer"], MANAGE),
    "note_presence": set(StaffRole),
}  # fmt: skip
ELSEWHERE = {name: roles - {R.FOCAL} if name != "note_presence" else roles for name, roles in OWN.items()}


@dataclass
class State:
    """The state in which a step makes sense."""

    page: StoryPage
    second: Staff
    english: EditorialPage | None = None
    translation: Translation | None = None
    lead: Words | None = None
    term: Term | None = None


def ready(name: str, office: Office) -> State:
    """A page of ``office`` and whatever else the step wants."""
    author, second = Staff.objects.get(username="author"), Staff.objects.get(username="second")
    page = story(by=author, office=office)
    if name in {"ask_translation", "adopt_translation"}:
        frame_in("en")
        return State(page, second)
    english, translation = asked(page, "en", by=author)
    lead = sentence(translation, "lead")
    if name == "accept_words":
        actions.keep_suggestions(translation, {lead.pk: "x"}, tool="m", by=author)
        lead = sentence(translation, "lead")
    if name == "take_into_page":
        say_all(translation, by=author)
    return State(page, second, english, translation, lead, Term.objects.create(vi="x", kind="term"))


def perform(name: str, state: State, by: Staff) -> object:
    """Take the step as ``by``."""
    if name == "ask_translation":
        return actions.ask_translation(state.page, ["en"], by=by)
    if name == "adopt_translation":
        english = state.page.copy_for_translation(Locale.objects.get(language_code="en"))
        return actions.adopt_translation(english, by=by)
    translation, lead, term = state.translation, state.lead, state.term
    assert translation is not None
    assert lead is not None
    assert term is not None
    steps: dict[str, Callable[[], object]] = {
        "update_source": lambda: actions.update_source(state.page, by=by),
        "save_words": lambda: actions.save_words(translation, lead.segment, "x", seen="", by=by),
        "accept_words": lambda: actions.accept_words(translation, lead.segment, seen=lead.seen, by=by),
        "keep_suggestions": lambda: actions.keep_suggestions(translation, {lead.pk: "x"}, tool="m", by=by),
        "take_into_page": lambda: actions.take_into_page(translation, by=by),
        "note_presence": lambda: actions.note_presence(translation, segment=None, by=by),
        "save_term": lambda: actions.save_term(TermRow("y", "dish", {"en": ("z",)}), by=by),
        "import_terms": lambda: actions.import_terms("vi,kind,en\ny,dish,z\n", by=by),
        "remove_term": lambda: actions.remove_term(term, by=by),
        "appoint_reviewer": lambda: actions.appoint_reviewer(state.second, language="en", by=by),
        "dismiss_reviewer": lambda: actions.dismiss_reviewer(
            LanguageReviewer.objects.create(language="en", staff=state.second), by=by
        ),
    }
    return steps[name]()


@pytest.mark.parametrize("name", sorted(OWN))
def test_each_role_may_do_what_its_row_says(
    name: str, staff_of: Callable[..., Staff], office: Office, other_office: Office
) -> None:
    """The state is made once for each office; each role finds it as it was, in the tables and in the objects."""
    staff_of(R.EDITOR, username="author")
    staff_of(R.APPROVER, username="second")
    for at, wanted in ((office, OWN[name]), (other_office, ELSEWHERE[name])):
        start = transaction.savepoint()
        state = ready(name, at)
        for role in StaffRole:
            by = staff_of(role, username=f"{role.value}-x")
            before = TrailEntry.objects.count()
            point = transaction.savepoint()
            try:
                perform(name, copy.deepcopy(state), by)
            except NotAllowed:
                allowed = False
                assert TrailEntry.objects.count() == before
            else:
                allowed = True
                assert TrailEntry.objects.count() > before or name == "note_presence"
            transaction.savepoint_rollback(point)
            assert allowed is (role in wanted), f"{role} {name} in {at.key}"
        transaction.savepoint_rollback(start)


# ---- terms of the profile


def test_terms_of_the_profile_are_brought_once_and_then_the_staffs(coordinator: Staff) -> None:
    rows = [starter_types.Term("dish", {"vi": "Bún nước lèo", "en": "bun nuoc leo", "km": ""}, "", "x"),
            starter_types.Term("dish", {"vi": "Bún nước lèo", "en": "twice"}, "", "x")]  # fmt: skip
    assert actions.load_terms(rows) == 1
    actions.save_term(
        TermRow("Bún nước lèo", "dish", {"en": ("fish noodle soup",)}), term=Term.objects.get(), by=coordinator
    )
    assert actions.load_terms(rows) == 0
    assert as_row(Term.objects.get()).forms == {"en": ("fish noodle soup",)}


# ---- the machine through the screen


class Echo:
    name = "Echo"

    def suggest(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        return [f"{target}: {text}" for text in texts]


class Broken(Echo):
    def suggest(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        raise NoSuggestion("down")


def test_the_machine_is_asked_from_the_screen_and_its_words_wait(
    staff_of: Callable[..., Staff],
    office: Office,
    signed_in: Callable[[Staff], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    editor = staff_of(R.EDITOR)
    _page, translation = asked(story(by=editor, office=office), "en", by=editor)
    url = reverse("newsroom:translating", args=[translation.pk])
    me = signed_in(editor)
    assert 'value="suggest"' not in me.get(url).content.decode(), "none is configured"
    assert me.post(url, {"do": "suggest"}).status_code == 422
    monkeypatch.setattr("nhipcau.newsroom.views.translating.machine", Broken)
    assert "down" in me.post(url, {"do": "suggest"}).content.decode()
    monkeypatch.setattr("nhipcau.newsroom.views.translating.machine", Echo)
    assert 'value="suggest"' in me.get(url).content.decode()
    assert me.post(url, {"do": "suggest"}).status_code == 302
    assert {w.state for w in words_of(translation) if w.is_needed} == {WordsState.MACHINE}
    assert me.post(url, {"do": "take"}).status_code == 422
    for words in words_of(translation):
        if words.is_needed:
            assert me.post(url, {"do": f"accept-{words.pk}"}).status_code == 302
    assert me.post(url, {"do": "take"}).status_code == 302
