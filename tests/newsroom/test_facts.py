"""The fact bank: two people, figures by language, what changed since a page went out, requests with a clock, what the profile brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from nhipcau.newsroom import actions
from nhipcau.newsroom.facts import (
    all_figures,
    fact_list,
    fact_shown,
    facts_of_page,
    facts_shown,
    first_numbers,
    lacking,
    past,
)
from nhipcau.newsroom.faults import MediaNotCleared, NotNow, SamePerson
from nhipcau.newsroom.jobs import tend_day
from nhipcau.newsroom.models import Fact, FactRequest, FactVersion, StoryPage
from nhipcau.newsroom.signals import fact_changed
from nhipcau.people.models import LegalClock, Notice, Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed, today
from nhipcau.people.rules.roles import StaffRole
from tests.factories.documents import brought, plan
from tests.factories.facts import answer, changed, fact_of, second
from tests.factories.newsroom import out, story
from tests.factories.people import OfficeFactory, merge, staff_in

pytestmark = pytest.mark.django_db
Make = Callable[..., Staff]


@pytest.fixture
def approver(staff_of: Make) -> Staff:
    return staff_of(StaffRole.APPROVER)


@pytest.fixture
def fact(other_office: Office, focal: Staff) -> Fact:
    return fact_of(other_office, by=focal)


def waiting_version(fact: Fact, by: Staff, **said: Any) -> FactVersion:
    return actions.propose_version(fact, answer(as_of=date(2025, 12, 31), **said), by=by)


# ---- two people


def test_a_fact_counts_once_a_second_person_has_approved_it(
    focal: Staff, approver: Staff, other_office: Office
) -> None:
    version = actions.begin_fact("dan-so", other_office, answer(), by=focal)
    assert fact_shown(version.fact, "vi") is None
    assert Notice.objects.filter(staff=approver, kind="newsroom.fact_waits").count() == 1
    actions.approve_version(version, by=approver)
    shown = fact_shown(version.fact, "vi")
    assert shown is not None
    assert (shown.value, shown.unit, shown.owner, shown.updated_on) == ("2.358,2", "km²", other_office.name, today())
    assert Notice.objects.filter(staff=focal, kind="newsroom.fact_changed").count() == 1
    assert [e.action for e in TrailEntry.objects.filter(action__in=["newsroom.propose_fact", "newsroom.approve_fact"]).order_by("seq")] == [
        "newsroom.propose_fact", "newsroom.approve_fact",
    ]  # fmt: skip


def test_who_proposed_it_decides_nothing(coordinator: Staff, other_office: Office) -> None:
    version = actions.begin_fact("dan-so", other_office, answer(), by=coordinator)
    with pytest.raises(SamePerson):
        actions.approve_version(version, by=coordinator)
    with pytest.raises(SamePerson):
        actions.refuse_version(version, reason="x", by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactVersion.objects.filter(pk=version.pk).update(approved_by=coordinator, approved_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        FactVersion.objects.filter(pk=version.pk).update(approved_at=timezone.now())


def test_the_database_keeps_what_was_approved(fact: Fact) -> None:
    version = fact.versions.get()
    for columns in ({"number": Decimal(1)}, {"wordings": {}}, {"as_of": date(2020, 1, 1)}, {"approved_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactVersion.objects.filter(pk=version.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.delete()


def test_a_refusal_has_a_reason_and_frees_the_way(fact: Fact, focal: Staff, approver: Staff) -> None:
    version = waiting_version(fact, focal)
    with pytest.raises(NotNow):
        waiting_version(fact, focal)
    with pytest.raises(NotNow):
        actions.refuse_version(version, reason=" ", by=approver)
    actions.refuse_version(version, reason="Sai năm", by=approver)
    with pytest.raises(NotNow):
        actions.approve_version(version, by=approver)
    assert "Sai năm" in Notice.objects.get(staff=focal, kind="newsroom.fact_refused").text
    waiting_version(fact, focal)


@pytest.mark.parametrize(
    "said",
    [{"number": None, "text": " "}, {"text": "x", "number": Decimal(1)}, {"as_of": date(2999, 1, 1)}, {"source_title": " "},
     {"next_update": date(2024, 1, 1)}, {"labels": {"en": "Area"}}],
)  # fmt: skip
def test_an_answer_without_sense_is_not_taken(said: dict[str, Any], focal: Staff, other_office: Office) -> None:
    with pytest.raises(NotNow):
        actions.begin_fact("x", other_office, answer(**said), by=focal)
    assert not Fact.objects.exists()


def test_a_key_is_taken_once_and_an_ended_fact_takes_no_version(
    fact: Fact, focal: Staff, other_office: Office
) -> None:
    with pytest.raises(NotNow):
        actions.begin_fact(fact.key, other_office, answer(), by=focal)
    with pytest.raises(NotNow):
        actions.end_fact(fact, on=today(), reason="", by=focal)
    with pytest.raises(NotNow):
        actions.end_fact(fact, on=today() + timedelta(days=1), reason="x", by=focal)
    actions.end_fact(fact, on=today(), reason="Không còn thống kê", by=focal)
    with pytest.raises(NotNow):
        actions.end_fact(fact, on=today(), reason="x", by=focal)
    with pytest.raises(NotNow):
        waiting_version(fact, focal)
    shown = fact_shown(fact, "vi")
    assert shown is not None
    assert shown.is_past
    assert all_figures("vi") == []


def test_an_older_day_approved_later_is_history_and_leaves_the_name(fact: Fact) -> None:
    changed(fact, as_of=date(2020, 12, 31), number=Decimal("2341.2"), labels={"vi": "Diện tích cũ"})
    shown = fact_shown(fact, "vi")
    assert shown is not None
    assert (shown.value, shown.name) == ("2.358,2", "Diện tích")


# ---- who may


R = StaffRole
OWN: dict[str, set[StaffRole]] = {
    "propose": {R.COORDINATOR, R.FOCAL}, "approve": {R.COORDINATOR, R.APPROVER, R.LEADER, R.ADMIN},
    "refuse": {R.COORDINATOR, R.APPROVER, R.LEADER, R.ADMIN}, "end": {R.COORDINATOR, R.FOCAL},
    "confirm": {R.COORDINATOR, R.FOCAL, R.APPROVER, R.LEADER}, "ask": {R.COORDINATOR, R.FOCAL, R.EDITOR},
    "answer": {R.COORDINATOR, R.FOCAL}, "refuse_request": {R.COORDINATOR, R.FOCAL},
    "load": {R.COORDINATOR, R.ADMIN}, "notices": {R.COORDINATOR, R.ADMIN},
}  # fmt: skip
ELSEWHERE = OWN | {
    "propose": {R.COORDINATOR}, "end": {R.COORDINATOR}, "confirm": set(), "ask": {R.COORDINATOR}, "answer": set(), "refuse_request": set(),
}  # fmt: skip


def perform(name: str, by: Staff, office: Office) -> object:
    """Bring the bank into the state in which the step makes sense, then take the step as ``by``."""
    third, on = OfficeFactory(), today()
    if name == "load":
        return actions.load_facts([Shipped(office=office.key)], by=by)
    if name == "notices":
        return actions.make_fact_notices(on=on, by=by)
    if name == "confirm":
        actions.load_facts([Shipped(office=office.key)])
        return actions.confirm_version(FactVersion.objects.get(), by=by)
    if name == "ask":
        return actions.ask_for_fact(third, "x", asker=office, by=by, on=on)
    made = fact_of(office)
    asked = actions.ask_for_fact(office, "x", asker=third, by=staff_in(third, R.FOCAL), on=on)
    version = (
        waiting_version(made, staff_in(office, R.FOCAL)) if name in {"approve", "refuse"} else made.versions.get()
    )
    steps: dict[str, Callable[[], object]] = {
        "propose": lambda: waiting_version(made, by),
        "approve": lambda: actions.approve_version(version, by=by),
        "refuse": lambda: actions.refuse_version(version, reason="x", by=by),
        "end": lambda: actions.end_fact(made, on=on, reason="x", by=by),
        "answer": lambda: actions.answer_request(asked, words="x", by=by),
        "refuse_request": lambda: actions.refuse_request(asked, reason="x", by=by),
    }
    return steps[name]()


@pytest.mark.parametrize("where", ["own", "elsewhere"])
@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(OWN))
def test_role_by_action(name: str, role: StaffRole, where: str) -> None:
    place = OfficeFactory()
    by = staff_in(place if where == "own" else OfficeFactory(), role)
    if role in (OWN if where == "own" else ELSEWHERE)[name]:
        perform(name, by, place)
    else:
        with pytest.raises(NotAllowed):
            perform(name, by, place)


# ---- as pages show it


def test_a_figure_speaks_the_page_s_language(fact: Fact) -> None:
    english, french = fact_shown(fact, "en"), fact_shown(fact, "fr")
    assert english is not None
    assert french is not None
    assert (english.value, english.name, english.sentence) == ("2,358.2", "Area", "The province covers 2,358.2 km².")
    assert (french.language, french.value) == ("en", "2,358.2"), "words and figure are of one language"
    changed(fact, labels={"vi": "Diện tích", "fr": "Superficie"}, units={"vi": "km²", "fr": "km²"})
    french = fact_shown(fact, "fr")
    assert french is not None
    assert french.sentence == "Superficie: 2\u202f390,8 km²."
    assert french.number == "2390.8"


def test_a_source_names_its_document_and_clause(focal: Staff, other_office: Office) -> None:
    document = brought(plan())
    made = fact_of(other_office, "quy-dinh", by=focal, document=document, clause="khoản 2, Điều 1")
    shown = fact_shown(made, "vi")
    assert shown is not None
    assert (shown.source.document_id, shown.source.clause) == (document.pk, "khoản 2, Điều 1")
    assert shown.source.document


def test_many_figures_take_as_few_queries_as_one(other_office: Office, django_assert_num_queries: Any) -> None:
    facts = [fact_of(other_office, f"so-lieu-{n}") for n in range(6)]
    with django_assert_num_queries(2):
        assert len(facts_shown(facts, "vi")) == 6
    with django_assert_num_queries(3):  # and the offices' names
        assert len(facts_shown(facts, "en")) == 6


def test_the_first_numbers_are_those_of_the_public_list(other_office: Office, django_assert_num_queries: Any) -> None:
    facts = [fact_of(other_office, f"so-lieu-{n}") for n in range(5)]
    fact_of(other_office, "a-loi", text="Một lời")
    actions.end_fact(facts[1], on=today(), reason="x", by=staff_in(other_office, R.FOCAL))
    changed(facts[2])
    waiting_version(facts[3], staff_in(other_office, R.FOCAL))
    with django_assert_num_queries(1):
        first = first_numbers("vi", 3)
    assert [figure.key for figure in first] == ["so-lieu-0", "so-lieu-2", "so-lieu-3"]
    assert first == [figure for figure in all_figures("vi") if figure.number][:3]
    assert [figure.owner for figure in first_numbers("vi", 1, offices={other_office.name: "Sở Bạn"})] == ["Sở Bạn"]


@pytest.fixture
def page(fact: Fact, staff_of: Make, office: Office, approver: Staff) -> StoryPage:
    editor = staff_of(StaffRole.EDITOR)
    body = [("fact", {"fact": fact, "form": "figure"})]
    made = out(story(by=editor, office=office, body=body), by=editor, second=approver)
    assert isinstance(made, StoryPage)
    return made


def test_a_page_says_what_changed_since_it_went_out(
    page: StoryPage, fact: Fact, django_assert_num_queries: Any
) -> None:
    shown = facts_of_page(page)
    assert [(s.figure.value, s.change) for s in shown] == [("2.358,2", None)]
    changed(fact)
    page.refresh_from_db()
    assert page.locale
    with django_assert_num_queries(2):
        (now,) = facts_of_page(page)
    assert now.change is not None
    assert (now.change.old, now.change.new, now.change.on) == ("2.358,2 km²", "2.390,8 km²", today())
    assert now.change.text == "Diện tích: 2.358,2 km² → 2.390,8 km²"
    assert page.live, "a change of a fact is no new draft: the page stays as it was approved"


def test_a_new_day_with_the_same_figure_is_no_change(page: StoryPage, fact: Fact) -> None:
    changed(fact, number=Decimal("2358.2"))
    assert facts_of_page(page)[0].change is None
    assert facts_of_page(page)[0].figure.as_of == date(2025, 12, 31)


def test_rooms_above_hear_of_it_on_commit(fact: Fact, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[Fact] = []

    def hear(fact: Fact, **kwargs: Any) -> None:
        heard.append(fact)

    fact_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            changed(fact)
    finally:
        fact_changed.disconnect(hear)
    assert heard == [fact]


def test_who_wrote_the_page_is_told(page: StoryPage, fact: Fact) -> None:
    changed(fact)
    assert Notice.objects.filter(staff=page.owner, kind="newsroom.fact_changed").exists()


def test_a_fact_that_says_nothing_keeps_a_page_back(
    focal: Staff, office: Office, approver: Staff, staff_of: Make
) -> None:
    silent = actions.begin_fact("x", focal.memberships.get().office, answer(), by=focal).fact
    editor = staff_of(StaffRole.EDITOR)
    page = story(by=editor, office=office, body=[("fact", {"fact": silent, "form": "figure"})])
    with pytest.raises(MediaNotCleared, match="Diện tích"):
        out(page, by=editor, second=approver)


# ---- lists


def test_lists_find_what_is_past_waits_and_lacks_words(other_office: Office, focal: Staff) -> None:
    on = today()
    late = fact_of(other_office, "tre", next_update=on - timedelta(days=1))
    fresh = fact_of(other_office, "moi", next_update=on + timedelta(days=90))
    waiting_version(fresh, focal)
    assert list(fact_list().filter(past(on))) == [late]
    assert list(fact_list().filter(is_waiting=True)) == [fresh]
    assert list(fact_list().filter(lacking("en"))) == []
    assert set(fact_list().filter(lacking("km"))) == {late, fresh}


# ---- requests between offices


def test_a_request_is_told_answered_and_told_back(
    focal: Staff, coordinator: Staff, fact: Fact, office: Office
) -> None:
    asked = actions.ask_for_fact(fact.office, "Dân số 2025?", asker=office, by=coordinator, on=today(), fact=fact)
    assert Notice.objects.filter(staff=focal, kind="newsroom.fact_asked").count() == 1
    with pytest.raises(NotNow):
        actions.answer_request(asked, by=focal)
    with pytest.raises(NotNow):
        actions.answer_request(asked, version=waiting_version(fact, focal), by=focal)
    actions.answer_request(asked, version=fact.versions.order_by("pk")[0], by=focal)
    asked.refresh_from_db()
    assert asked.outcome == "answered"
    assert Notice.objects.filter(staff=coordinator, kind="newsroom.fact_answer").count() == 1
    with pytest.raises(NotNow):
        actions.refuse_request(asked, reason="x", by=focal)


def test_a_refusal_of_a_request_says_why(
    focal: Staff, coordinator: Staff, office: Office, other_office: Office
) -> None:
    asked = actions.ask_for_fact(other_office, "Số liệu?", asker=office, by=coordinator, on=today())
    with pytest.raises(NotNow):
        actions.refuse_request(asked, reason=" ", by=focal)
    actions.refuse_request(asked, reason="Chưa công bố", by=focal)
    assert FactRequest.objects.get().words == "Chưa công bố"


def test_an_office_does_not_ask_itself_nor_for_yesterday(
    coordinator: Staff, office: Office, other_office: Office
) -> None:
    with pytest.raises(NotNow):
        actions.ask_for_fact(office, "x", asker=office, by=coordinator, on=today())
    with pytest.raises(NotNow):
        actions.ask_for_fact(
            other_office, "x", asker=office, by=coordinator, on=today(), due_on=today() - timedelta(days=1)
        )


def test_the_clock_that_holds_says_by_when(coordinator: Staff, office: Office, other_office: Office) -> None:
    monday = date(2026, 11, 2)
    asked = actions.ask_for_fact(other_office, "x", asker=office, by=coordinator, on=monday)
    assert (asked.due_on, asked.clock) == (date(2026, 11, 9), None), "five working days where no clock fits"
    LegalClock.objects.create(
        rule="cung-cap-so-lieu", instrument="Quy chế", amount=2, unit="working_day", valid_from=date(2026, 1, 1)
    )
    LegalClock.objects.create(
        rule="cung-cap-so-lieu", instrument="Cũ", amount=9, unit="working_day", valid_to=date(2025, 1, 1)
    )
    asked = actions.ask_for_fact(other_office, "y", asker=office, by=coordinator, on=monday)
    assert asked.due_on == date(2026, 11, 4)
    assert asked.clock is not None
    typed = actions.ask_for_fact(other_office, "z", asker=office, by=coordinator, on=monday, due_on=date(2026, 11, 3))
    assert (typed.due_on, typed.clock) == (date(2026, 11, 3), None)


def test_the_owner_hears_once_of_each_day_and_so_does_a_successor(
    other_office: Office, coordinator: Staff, office: Office
) -> None:
    on = today()
    after = OfficeFactory()
    heir = staff_in(after, StaffRole.FOCAL)
    fact_of(other_office, next_update=on - timedelta(days=1))
    fact_of(other_office, "sap-den", next_update=on + timedelta(days=3))
    merge(other_office, after, on - timedelta(days=10))
    actions.ask_for_fact(after, "x", asker=office, by=coordinator, on=on)
    FactRequest.objects.update(due_on=on - timedelta(days=1))
    tend_day(on=on)
    tend_day(on=on)
    kinds = sorted(Notice.objects.filter(staff=heir).values_list("kind", flat=True))
    assert kinds == ["newsroom.fact_asked", "newsroom.fact_past", "newsroom.fact_request_late", "newsroom.fact_soon"]
    assert Notice.objects.filter(staff=coordinator, kind="newsroom.fact_request_late").count() == 1


# ---- what the profile brings


@dataclass(frozen=True)
class Source:
    title: str = "Quyết định về di tích"
    publisher: str = "Bộ Văn hóa"
    url: str = "https://example.vn/qd"
    number: str = ""
    seen: date | None = date(2026, 1, 2)
    clause: str = ""


@dataclass(frozen=True)
class Shipped:
    key: str = "dien-tich"
    label: dict[str, str] = field(default_factory=lambda: {"vi": "Diện tích", "en": "Area"})
    value: str = "2358.2"
    unit: dict[str, str] = field(default_factory=lambda: {"vi": "km²"})
    as_of: date | None = date(2024, 12, 31)
    next_update: date | None = None
    office: str = "so-ct"
    source: Source = Source()
    wording: dict[str, str] = field(default_factory=dict)

    @property
    def number(self) -> float | None:
        """As the profile's reader has it: a year is in quotation marks there, and is words."""
        looks = self.value.replace(".", "", 1).isdigit()
        return float(self.value) if looks and len(self.value) != 4 else None


def test_a_year_is_words_not_a_quantity(focal: Staff) -> None:
    actions.load_facts([Shipped("nam-xep-hang", value="1994")])
    version = FactVersion.objects.get(fact__key="nam-xep-hang")
    assert (version.number, version.text) == (None, "1994")


def test_what_the_profile_brings_counts_and_waits_for_its_office(focal: Staff, coordinator: Staff) -> None:
    assert actions.load_facts([Shipped(), Shipped("di-tich", value="Di tích cấp quốc gia")]) == actions.Loaded(
        2, 0, 0
    )
    assert actions.load_facts([Shipped(), Shipped("di-tich", value="Di tích cấp quốc gia")]) == actions.Loaded(
        0, 0, 2
    )
    version = FactVersion.objects.get(fact__key="dien-tich")
    assert (version.places, version.is_unconfirmed, version.approved_at is not None) == (1, True, True)
    assert fact_list().filter(is_unconfirmed=True).count() == 2
    with pytest.raises(NotAllowed):
        actions.confirm_version(version, by=coordinator)
    actions.confirm_version(version, by=focal)
    with pytest.raises(NotNow):
        actions.confirm_version(version, by=focal)
    assert fact_list().filter(is_unconfirmed=True).count() == 1


def test_a_newer_profile_changes_only_what_staff_have_not_touched(focal: Staff) -> None:
    both = [Shipped(), Shipped("di-tich", value="Di tích cấp tỉnh")]
    actions.load_facts(both)
    actions.confirm_version(FactVersion.objects.get(fact__key="dien-tich"), by=focal)
    newer = [replace(shipped, as_of=date(2025, 12, 31)) for shipped in both]
    assert actions.load_facts(newer) == actions.Loaded(0, 1, 1)
    assert FactVersion.objects.filter(fact__key="di-tich").count() == 2


def test_what_was_proposed_by_staff_is_not_confirmed(fact: Fact, focal: Staff) -> None:
    with pytest.raises(NotNow):
        actions.confirm_version(fact.versions.get(), by=focal)


def test_a_profile_with_an_unknown_office_or_no_day_is_refused(other_office: Office) -> None:
    with pytest.raises(NotNow, match="khong-co"):
        actions.load_facts([Shipped(office="khong-co")])
    with pytest.raises(NotNow, match="dien-tich"):
        actions.load_facts([Shipped(as_of=None)])
    assert not Fact.objects.exists()


def test_a_shipped_fact_finds_its_document(other_office: Office) -> None:
    document = brought(plan(77))
    actions.load_facts([Shipped(source=Source(number="77/KH-STTTT"))])
    assert FactVersion.objects.get().document_id == document.pk


def test_the_second_person_of_a_second_version_is_somebody_else(fact: Fact, focal: Staff) -> None:
    version = waiting_version(fact, focal)
    actions.approve_version(version, by=second(fact.office))
    assert fact.versions.filter(approved_at__isnull=False).count() == 2
