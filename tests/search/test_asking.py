"""Asking the site's index: any question answers; order, pages, counts; abbreviations are rows that few may change."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports import index as port
from nhipcau.search.actions import BadAbbreviation, remove_abbreviation, save_abbreviation
from nhipcau.search.asking import Question, Sort, ask, suggest
from nhipcau.search.models import Abbreviation
from tests.factories.duties import ClauseFactory, DocumentFactory, DutyFactory
from tests.factories.people import OfficeFactory, staff_in
from tests.factories.press import story_of
from tests.factories.work import AssignmentFactory

pytestmark = pytest.mark.django_db
KEEPERS = {StaffRole.ADMIN, StaffRole.COORDINATOR, StaffRole.EDITOR}


@pytest.fixture
def things(index: Callable[[], int], coordinator: Staff) -> Staff:
    """A few of several kinds, and who asks."""
    for n in range(12):
        DutyFactory(text=f"Tổ chức đợt tuyên truyền biển đảo lần {n}", deadline=f"2030-01-{n + 10}")
    AssignmentFactory(title="Tuyên truyền biển đảo cho học sinh", duty=None)
    OfficeFactory(name="Ban Tuyên truyền biển đảo", short_name="BTTBĐ", aliases=["Ban Biển đảo"])
    DocumentFactory(number="04/2017/NQ-HĐND", title="Về tuyên truyền biển, đảo quê hương")
    index()
    return coordinator


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(max_size=500), page=st.integers(-5, 10**9), size=st.integers(-5, 10**6), sort=st.sampled_from(Sort),
       words=st.lists(st.text(max_size=12), max_size=3))  # fmt: skip
def test_any_question_is_answered(
    things: Staff, text: str, page: int, size: int, sort: Sort, words: list[str]
) -> None:
    for by in (things, None):
        answer = ask(
            Question(text, page=page, size=size, sort=sort, kinds=tuple(words[:1]), states=tuple(words[1:]), languages=tuple(words[2:])),
            by=by,
        )  # fmt: skip
        assert len(answer.hits) <= 100
        assert answer.total >= len(answer.hits)
        assert len(suggest(text, by=by, language="vi")) <= 8


def test_a_filter_that_no_database_can_hold_finds_nothing(things: Staff) -> None:
    for name in ("kinds", "languages", "states"):
        assert ask(Question("", **{name: ("\0",)}), by=things).total == 0


def test_a_question_of_any_length_answers_within_bounds(things: Staff) -> None:
    for text in (
        "tuyên truyền " * 50_000,
        "a" * 500_000,
        "biển đảo\n" * 10_000,
        "#" * 100_000,
        "\U0001f600" * 9_000,
        "57-KL/TW " * 9_000,
    ):
        begun = time.process_time()
        ask(Question(text), by=things)
        suggest(text, by=things, language="vi")
        assert time.process_time() - begun < 1


def test_order_and_pages(things: Staff) -> None:
    newest = ask(Question("tuyen truyen bien dao", kinds=("duty",), sort=Sort.NEWEST, size=5), by=things)
    days = [hit.date for hit in newest.hits]
    assert newest.total == 12
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]
    oldest = ask(Question("tuyen truyen bien dao", kinds=("duty",), sort=Sort.OLDEST, size=12), by=things)
    assert [hit.date for hit in oldest.hits] == sorted(hit.date for hit in oldest.hits)  # type: ignore[type-var]
    titles = ask(Question("tuyen truyen bien dao", sort=Sort.TITLE, size=50), by=things).hits
    assert "".join(piece.text for piece in titles[0].title).startswith("Ban Tuyên")
    assert titles[-1].kind == "assignment"


def test_the_office_so_named_stands_on_top_by_any_of_its_names(things: Staff) -> None:
    for text in ("Ban Tuyên truyền biển đảo", "ban tuyen truyen bien dao", "bttbđ", "ban biển đảo"):
        top = ask(Question(text), by=things).top
        assert top is not None, text
        assert top.kind == "office"
    assert ask(Question("tuyên truyền biển đảo"), by=things).top is None
    assert ask(Question("ban biển đảo"), by=None).top is None


def test_a_number_in_any_spacing(things: Staff) -> None:
    for text in ("04/2017/NQ-HĐND", "4/2017/nq-hdnd", "04 2017 nq hdnd", "nghị quyết 04/2017", "4-2017-NQHĐND"):
        assert ask(Question(text), by=things).hits[0].kind == "document", text


# ---- lists below ask the index


def test_lists_find_as_the_index_does(
    index: Callable[[], int], signed_in: Callable[[Staff], Client], coordinator: Staff
) -> None:
    text = "Điều 1\nViệc khai thác nghêu ở cồn Nạng do xã quản lý."
    document = DocumentFactory(text=text, title="Quyết định về bãi bồi")
    ClauseFactory(document=document, label="Điều 1", path="dieu-1")
    duty = DutyFactory(text="Hướng dẫn ngư dân khai thác nghêu")
    AssignmentFactory(title="Tập huấn khai thác nghêu", duty=duty)
    story = story_of("Mùa nghêu ở Ba Động")
    client = signed_in(coordinator)
    asked = [
        (reverse("documents:library"), "khai thac ngheu", document), (reverse("duties:register_results"), "khai thac ngheu", duty),
        (reverse("work:list_results"), "khai thacs ngheeu", None),
        (reverse("monitoring:desk") + "?view=new", "mua ngheu ba dong", story),
    ]  # fmt: skip
    index()
    for url, words, thing in asked:
        page = client.get(url, {"q": words, "view": "new"})
        assert page.status_code == 200, url
        assert (str(thing) if thing else "Tập huấn khai thác nghêu") in page.content.decode(), (url, words)
        nothing = client.get(url, {"q": "qwxz", "view": "new"})
        assert (str(thing) if thing else "Tập huấn khai thác nghêu") not in nothing.content.decode(), url


def test_the_port_answers_only_of_the_kind_and_among_what_is_given(things: Staff) -> None:
    every = port.rank("duty", "biển đảo")
    assert every is not None
    assert len(every) == 12
    assert port.rank("duty", "biển đảo", among=every[3:5]) == every[3:5]
    assert port.rank("office", "lần 3") == []
    assert port.rank("unheard of", "biển đảo") is None


def test_without_an_index_lists_filter_by_themselves(
    db: None, signed_in: Callable[[Staff], Client], coordinator: Staff
) -> None:
    duty = DutyFactory(text="Hướng dẫn ngư dân")
    assert port.rank("duty", "hướng dẫn") is None
    page = signed_in(coordinator).get(reverse("duties:register_results"), {"q": "ngư dân"})
    assert str(duty) in page.content.decode()


# ---- abbreviations


@pytest.mark.parametrize("role", StaffRole)
def test_who_may_keep_abbreviations(office: Office, role: StaffRole) -> None:
    person = staff_in(office, role)
    row = Abbreviation.objects.create(short="XYZ", forms=["xã yên zuyên"])
    steps: list[Callable[[], object]] = [
        lambda: save_abbreviation("QLNN", ["quản lý nhà nước"], by=person),
        lambda: save_abbreviation("XYZ", ["xã yên bình"], by=person, row=row),
        lambda: remove_abbreviation(row, by=person),
    ]
    for step in steps:
        if role in KEEPERS:
            step()
        else:
            with pytest.raises(NotAllowed):
                step()
    assert Abbreviation.objects.filter(short="QLNN").exists() is (role in KEEPERS)
    assert TrailEntry.objects.filter(action__startswith="search.").count() == (3 if role in KEEPERS else 0)


@pytest.mark.parametrize(("short", "forms"), [
    ("", ["ủy ban nhân dân"]), ("U", ["ủy ban"]), ("!!", ["ủy ban nhân dân"]), ("UBNDTINH", []), ("UBNDTINH", ["  "]),
    ("UBNDTINH", ["ubndt"]), ("X" * 41, ["ủy ban nhân dân"]), ("UBNDTINH", [f"dạng {n}" for n in range(13)]), ("ubnd", ["ủy ban nhân dân"]),
])  # fmt: skip
def test_what_makes_no_abbreviation_is_refused(coordinator: Staff, short: str, forms: list[str]) -> None:
    Abbreviation.objects.get_or_create(short="UBND", defaults={"forms": ["ủy ban nhân dân"]})
    before = Abbreviation.objects.count()
    with pytest.raises(BadAbbreviation) as refused:
        save_abbreviation(short, forms, by=coordinator)
    assert str(refused.value)
    assert Abbreviation.objects.count() == before


def test_filters_without_words_leaf_through_the_newest_first(things: Staff) -> None:
    answer = ask(Question("", kinds=("duty",), size=5), by=things)
    days = [hit.date for hit in answer.hits]
    assert (answer.total, len(days)) == (12, 5)
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]
    assert not any(piece.marked for hit in answer.hits for piece in (*hit.title, *hit.snippet))
    last = ask(Question("", kinds=("duty",), size=5, page=3), by=things)
    assert len(last.hits) == 2
    oldest = ask(Question("", kinds=("duty",), sort=Sort.OLDEST, size=12), by=things)
    assert [hit.date for hit in oldest.hits] == sorted(hit.date for hit in oldest.hits)  # type: ignore[type-var]
    assert {facet.value for facet in answer.facets["kinds"]} >= {"duty", "office", "document"}, (
        "one click to another kind"
    )
    since = ask(Question("", kinds=("duty",), since=days[0]), by=things)
    assert since.total == len(since.hits) == 1
    assert ask(Question("", kinds=("duty",)), by=None).hits == ()
    assert ask(Question(""), by=things).hits == (), "neither words nor filters ask for nothing"


def test_a_list_suggests_its_own_kind(things: Staff) -> None:
    assert {one.kind for one in suggest("tuyen truyen bien", by=things, language="vi")} > {"duty"}
    for kind in ("duty", "office", "document"):
        assert {one.kind for one in suggest("tuyen truyen bien", by=things, language="vi", kinds=(kind,))} == {kind}
