"""Who sees what: role × kind × (find, count, facet, suggest, what was meant). Nothing comes from a row that a person may not see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from nhipcau.newsroom.models import EditorialPage, SectionPage
from nhipcau.people.models import Membership, Office, Staff
from nhipcau.people.rules.roles import PERMISSIONS, Scope, StaffRole
from nhipcau.search.asking import KINDS, Answer, Question, ask, suggest
from nhipcau.search.sources import SOURCES
from tests.factories.commissions import ordered
from tests.factories.corrections import received
from tests.factories.duties import DocumentFactory, duty_of
from tests.factories.facts import fact_of
from tests.factories.media import asset_of
from tests.factories.newsroom import home, out, place_of, story
from tests.factories.people import OfficeFactory, StaffFactory, staff_in
from tests.factories.planning import line_of, round_of, someone
from tests.factories.press import story_of
from tests.factories.work import AssignmentFactory

pytestmark = pytest.mark.django_db
WORD = "xoàixiêm"
"""A word that stands in nothing but what this module makes."""
OTHER = "mítruột"


@dataclass(frozen=True)
class Made:
    """One thing of each kind of an office, every title holding WORD, and the office."""

    office: Office
    ids: dict[str, str]


def make(office: Office, word: str) -> Made:
    """One of each kind; the plan line and the assignment are the office's own business."""
    coordinator, editor = someone(StaffRole.COORDINATOR, office), someone(StaffRole.EDITOR, office)
    focal = someone(StaffRole.FOCAL, office)
    plan = round_of(office, by=coordinator).plans.get()
    things = {
        "page": story(f"Bài {word}", by=editor, office=office),
        "document": DocumentFactory(title=f"Văn bản {word}"),
        "duty": duty_of(office, text=f"Nhiệm vụ {word}"),
        "assignment": AssignmentFactory(title=f"Việc {word}", lead=office, duty=None),
        "media": asset_of(office, title=f"Ảnh {word}"),
        "fact": fact_of(office, labels={"vi": f"Số liệu {word}"}, wordings={}, units={}, by=focal),
        "place": place_of("noi-thu", vi=f"Nơi {word}"),
        "office": OfficeFactory(name=f"Phòng {word}"),
        "article": story_of(f"Tin {word}"),
        "plan_line": line_of(plan, by=focal, activity=f"Hoạt động {word}"),
        "commission": ordered(office, title=f"Phim {word}"),
        "correction": received(item_title=f"Bài báo {word}"),
    }
    return Made(office, {kind: str(thing.pk) for kind, thing in things.items()})


def expected(role: StaffRole, *, own: bool) -> set[str]:
    """The kinds that the table of permissions lets ``role`` see of its own or of another office."""
    scopes = {kind: PERMISSIONS[source.scope].get(role) for kind, source in SOURCES.items()}
    return {kind for kind, scope in scopes.items() if scope is Scope.ALL or (scope is Scope.OWN and own)}


def shown(answer: Answer) -> dict[str, int]:
    """Kind → how many hits."""
    kinds: dict[str, int] = {}
    for hit in answer.hits:
        kinds[hit.kind] = kinds.get(hit.kind, 0) + 1
    return kinds


def check(answer: Answer, wanted: set[str]) -> None:
    """Hits, total and facets say the same: one thing of each wanted kind."""
    assert shown(answer) == dict.fromkeys(wanted, 1)
    assert answer.total == len(wanted)
    assert {facet.value: facet.count for facet in answer.facets.get("kinds", ())} == dict.fromkeys(wanted, 1)
    assert sum(facet.count for facet in answer.facets.get("languages", ())) == len(wanted)


@pytest.fixture
def made(index: Callable[[], int], office: Office) -> Made:
    """Everything, of the coordinating office."""
    things = make(office, WORD)
    index()
    return things


def test_every_kind_is_made_and_has_a_source(made: Made) -> None:
    assert set(made.ids) == set(KINDS) == set(SOURCES)


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize("own", [True, False])
def test_staff_find_count_and_are_suggested_what_they_may_see(
    made: Made, other_office: Office, role: StaffRole, own: bool
) -> None:
    person = staff_in(made.office if own else other_office, role)
    wanted = expected(role, own=own)
    assert wanted, "every role sees something"
    if not own and role in {StaffRole.FOCAL, StaffRole.EDITOR}:
        assert {"assignment", "plan_line"} & set(made.ids) - wanted == {"assignment", "plan_line"}
    check(ask(Question(WORD, size=50), by=person), wanted)
    assert {one.kind for one in suggest(WORD, by=person, language="vi", limit=50)} == wanted
    assert {one.kind for one in suggest(WORD[:3], by=person, language="vi", limit=50)} == wanted
    for kind in KINDS:
        answer = ask(Question(WORD, kinds=(kind,)), by=person)
        assert answer.total == len(answer.hits) == int(kind in wanted)
        leafed = ask(Question("", kinds=(kind,), size=100), by=person)
        assert (made.ids[kind] in {hit.id for hit in leafed.hits}) is (kind in wanted)
        assert {hit.kind for hit in leafed.hits} <= {kind} & wanted
        assert leafed.total == sum(facet.count for facet in leafed.facets.get("languages", ()))
        assert {one.kind for one in suggest(WORD, by=person, language="vi", kinds=(kind,))} == {kind} & wanted


@pytest.mark.parametrize("role", [StaffRole.FOCAL, StaffRole.EDITOR])
def test_what_one_may_not_see_is_not_what_was_meant(
    index: Callable[[], int], office: Office, other_office: Office, role: StaffRole
) -> None:
    AssignmentFactory(title="Khảo sát cồn Ngao", lead=office, duty=None, expected_output="Báo cáo kín về thuyềnchài")
    index()
    inside, outside = staff_in(office, role), staff_in(other_office, role)
    assert ask(Question("khảo sát con ngoa"), by=inside).did_you_mean == "khảo sát con ngao"
    answer = ask(Question("khảo sát con ngoa"), by=outside)
    assert (answer.did_you_mean, answer.hits, answer.total) == ("", (), 0)
    for text in ("thuyềnchài", "khảo sát cồn ngao", "thuyềnch", "thuyencai"):
        refused = ask(Question(text), by=outside)
        assert (refused.hits, refused.total, refused.did_you_mean, refused.facets.get("kinds", ())) == ((), 0, "", ())
        assert suggest(text, by=outside, language="vi") == ()


def test_the_public_sees_only_what_is_public(made: Made, index: Callable[[], int], office: Office) -> None:
    check(ask(Question(WORD), by=None), set())
    assert suggest(WORD, by=None, language="vi") == ()
    editor, second = staff_in(office, StaffRole.EDITOR), staff_in(office, StaffRole.APPROVER)
    page = story(f"Chuyện {OTHER}", by=editor, office=office)
    out(page, by=editor, second=second)
    index()
    check(ask(Question(OTHER), by=None), {"page"})
    check(ask(Question(WORD), by=None), set())


def test_places_and_figures_are_public_where_the_site_has_a_part_for_them(
    made: Made, index: Callable[[], int]
) -> None:
    for kind, slug in (("places", "dia-diem"), ("facts", "so-lieu")):
        home().add_child(instance=SectionPage(title=kind, slug=slug, kind=kind, live=False))
    EditorialPage.objects.filter(title__in=["places", "facts", "Trà Vinh"]).update(live=True)  # past the gate
    index()
    check(ask(Question(WORD), by=None), {"place", "fact"})
    assert {one.kind for one in suggest(WORD, by=None, language="vi")} == {"place", "fact"}


def test_who_has_no_role_today_sees_nothing(made: Made) -> None:
    stranger: Staff = StaffFactory()
    check(ask(Question(WORD), by=stranger), set())
    assert suggest(WORD, by=stranger, language="vi") == ()
    retired = staff_in(made.office, StaffRole.ADMIN)
    Membership.objects.filter(staff=retired).update(valid_to="2001-01-01")
    check(ask(Question(WORD), by=Staff.objects.get(pk=retired.pk)), set())
    gone = staff_in(made.office, StaffRole.ADMIN, is_active=False)
    check(ask(Question(WORD), by=gone), set())


def test_who_took_an_office_over_sees_its_work(made: Made) -> None:
    from nhipcau.people.models import Succession

    heir = OfficeFactory(name="Sở kế tục")
    Succession.objects.create(before=made.office, after=heir, on_date="2025-07-01", reason="merged")
    check(ask(Question(WORD), by=staff_in(heir, StaffRole.FOCAL)), set(KINDS))


def test_filters_and_facets_agree(made: Made, index: Callable[[], int], other_office: Office) -> None:
    AssignmentFactory(
        title=f"Việc khác {WORD}",
        lead=other_office,
        duty=None,
        state="cancelled",
        cancel_reason="thôi",
        due_on="2031-05-06",
    )
    index()
    person = staff_in(made.office, StaffRole.COORDINATOR)
    whole = ask(Question(WORD), by=person)
    for name, facets in whole.facets.items():
        for facet in facets:
            value = int(facet.value) if name == "offices" else facet.value
            narrowed = ask(Question(WORD, **{name: (value,)}), by=person)
            assert narrowed.total == len(narrowed.hits) == facet.count, facet
    assert [hit.kind for hit in ask(Question(WORD, since=date(2031, 5, 6)), by=person).hits] == ["assignment"]
