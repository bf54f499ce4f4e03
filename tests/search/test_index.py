"""The index follows its sources: on commit, by rebuilding, by mending; and nothing that was taken back leaves a trace."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from nhipcau.documents.models import Document
from nhipcau.duties import actions as duties
from nhipcau.duties.models import Duty
from nhipcau.monitoring.actions.keeping import forget_old_texts
from nhipcau.monitoring.models import Article
from nhipcau.newsroom.actions import withdraw
from nhipcau.newsroom.models import EditorialPage
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import today
from nhipcau.people.rules.roles import StaffRole
from nhipcau.search import building, live
from nhipcau.search.asking import Question, ask
from nhipcau.search.building import drift, ensure, mend, rebuild
from nhipcau.search.models import Abbreviation, Due, IndexState
from nhipcau.search.sources import SOURCES
from tests.factories.duties import ClauseFactory, DocumentFactory, DutyFactory
from tests.factories.newsroom import change, out, story
from tests.factories.people import OfficeFactory, staff_in
from tests.factories.press import story_of
from tests.factories.work import AssignmentFactory

pytestmark = pytest.mark.django_db


def found(text: str, by: Staff | None, **asked: object) -> list[str]:
    """``kind:id`` of the hits."""
    return [f"{hit.kind}:{hit.id}" for hit in ask(Question(text, **asked), by=by).hits]


def test_saving_changing_and_deleting_is_followed(index: Callable[[], int], coordinator: Staff) -> None:
    office = OfficeFactory(name="Sở Đệ nhất kỳ quan")
    index()
    assert found("đệ nhất kỳ quan", coordinator) == [f"office:{office.pk}"]
    office.name = "Sở Hải đăng"
    office.save()
    index()
    assert found("đệ nhất kỳ quan", coordinator) == []
    assert found("hai dang", coordinator) == [f"office:{office.pk}"]
    office.delete()
    index()
    assert found("hải đăng", coordinator) == []
    assert not any(drift())


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_leaves_nothing_behind(coordinator: Staff, frozen_rows_let_go: None) -> None:
    live.forget()
    ensure()
    with contextlib.suppress(RuntimeError), transaction.atomic():
        OfficeFactory(name="Sở Chưa từng có")
        assert Due.objects.exists()
        raise RuntimeError
    assert not Due.objects.exists()
    assert found("chưa từng có", coordinator) == []
    with transaction.atomic():
        kept = OfficeFactory(name="Sở Được giữ lại")
        with contextlib.suppress(RuntimeError), transaction.atomic():
            OfficeFactory(name="Sở Bị bỏ đi")
            raise RuntimeError
    assert not Due.objects.exists(), "followed on commit, without anybody asking"
    assert found("được giữ lại", coordinator) == [f"office:{kept.pk}"]
    assert found("bị bỏ đi", coordinator) == []
    assert not any(drift())


def test_bulk_paths_of_actions_are_followed_by_the_trail(index: Callable[[], int], coordinator: Staff) -> None:
    office = OfficeFactory(name="Sở Ngoại vụ thử")
    duty = DutyFactory(text="Chủ trì đón đoàn nhà báo nước ngoài")
    index()
    assert found("nhà báo nước ngoài", coordinator, offices=(office.pk,)) == []
    duties.set_offices(duty, [duties.OfficeChoice(office=office)], by=coordinator)
    index()
    assert found("nhà báo nước ngoài", coordinator, offices=(office.pk,)) == [f"duty:{duty.pk}"]


def test_a_page_is_public_only_as_it_went_out(index: Callable[[], int], coordinator: Staff, office: Office) -> None:
    editor, second = staff_in(office, StaffRole.EDITOR), staff_in(office, StaffRole.APPROVER)
    page = story("Đua ghe ngo trên sông Long Bình", by=editor, office=office)
    index()
    assert found("ghe ngo", None) == []
    assert found("ghe ngo", coordinator) == [f"page:{page.pk}"]
    out(page, by=editor, second=second)
    index()
    hit = ask(Question("ghe ngo"), by=None).hits[0]
    assert (hit.kind, hit.id, hit.state) == ("page", str(page.pk), "")
    assert hit.url == EditorialPage.objects.get(pk=page.pk).url
    change(EditorialPage.objects.get(pk=page.pk).specific, by=editor, title="Đua thuyền rồng trên sông")
    index()
    assert found("thuyền rồng", None) == []
    assert found("ghe ngo", None) == [f"page:{page.pk}"]
    assert found("thuyền rồng", coordinator) == [f"page:{page.pk}"]
    withdraw(EditorialPage.objects.get(pk=page.pk).specific, reason="Sai nguồn", by=second)
    index()
    assert found("ghe ngo", None) == []
    assert ask(Question("thuyền rồng"), by=coordinator).hits[0].state
    assert not any(drift())


def test_a_document_is_found_by_its_clause(index: Callable[[], int], coordinator: Staff) -> None:
    text = "Điều 1. Phạm vi\nBan hành kế hoạch.\nĐiều 2. Hiệu lực\nViệc tuyên truyền biển đảo thực hiện hằng năm."
    document: Document = DocumentFactory(text=text)
    ClauseFactory(document=document, path="dieu-1", label="Điều 1", start=0, end=34, position=0)
    second = ClauseFactory(
        document=document, path="dieu-2", label="Điều 2", start=text.index("Điều 2"), end=len(text), position=1
    )
    index()
    hit = ask(Question("tuyen truyen bien dao"), by=coordinator).hits[0]
    assert (hit.kind, hit.clause) == ("document", "Điều 2")
    assert hit.url.endswith(f"/{document.pk}/#clause-{second.pk}")
    assert "tuyên truyền biển đảo" in [piece.text for piece in hit.snippet if piece.marked]


def test_texts_that_have_to_be_forgotten_leave_the_index(index: Callable[[], int], coordinator: Staff) -> None:
    old = story_of("Tin cũ", text="Câu chuyện về loài chim lạ ở cồn Nạng.")
    story_of("Tin mới", text="Chuyện khác.", url="https://bao-vi-du.vn/moi.html")
    index()
    assert found("chim lạ", coordinator) == [f"article:{old.pk}"]
    Article.objects.filter(story=old).update(seen_at="2001-01-01T00:00:00Z")
    assert forget_old_texts(on=today()) == 1
    index()
    assert found("chim lạ", coordinator) == []
    assert not any(drift(["article"]))


def test_drift_is_found_told_and_mended(index: Callable[[], int], coordinator: Staff) -> None:
    first, second, third = (OfficeFactory(name=f"Sở Trôi dạt {n}") for n in ("một", "hai", "ba"))
    index()
    connection.cursor().execute("UPDATE people_office SET name = 'Sở Âm thầm đổi' WHERE id = %s", [first.pk])
    store = live.the_index().store  # type: ignore[union-attr]
    store.remove([f"office:{second.pk}"])
    connection.cursor().execute("DELETE FROM people_office WHERE id = %s", [third.pk])
    (wrong,) = [one for one in drift() if one]
    assert (wrong.kind, wrong.missing, wrong.extra, wrong.stale) == (
        "office", (f"office:{second.pk}",), (f"office:{third.pk}",), (f"office:{first.pk}",)
    )  # fmt: skip
    said = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("search_index", "--check", "--json", stdout=said)
    assert refused.value.returncode == 1
    assert json.loads(said.getvalue())["office"]["missing"] == [f"office:{second.pk}"]
    assert mend() == 3
    call_command("search_index", "--check", stdout=StringIO())
    assert found("âm thầm đổi", coordinator) == [f"office:{first.pk}"]


def test_a_build_that_was_broken_off_goes_on(
    index: Callable[[], int], coordinator: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices = [OfficeFactory(name=f"Sở Dựng lại {n}") for n in range(7)]
    index()
    monkeypatch.setattr(building, "BATCH", 3)
    told: list[tuple[str, int]] = []

    def break_off(kind: str, done: int, _all: int) -> None:
        told.append((kind, done))
        if kind == "office" and done >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(progress=break_off)
    state = IndexState.objects.get()
    assert state.building
    assert (state.built_kind, state.building) == ("office", state.live + 1)
    assert len(found("dựng lại", coordinator)) == 7, "the old one goes on answering"
    offices[0].name = "Sở Đổi tên giữa chừng"
    offices[0].save()
    offices[1].delete()
    index()
    told.clear()
    rebuild(progress=lambda kind, done, _all: told.append((kind, done)))
    assert [done for kind, done in told if kind == "office"] == [2], "it went on behind the sixth of eight"
    after = IndexState.objects.get()
    assert (after.live, after.building) == (state.building, 0)
    assert len(found("dựng lại", coordinator)) == 5
    assert found("đổi tên giữa chừng", coordinator) == [f"office:{offices[0].pk}"]
    assert not any(drift())


def test_another_table_of_abbreviations_builds_the_index_anew(index: Callable[[], int], coordinator: Staff) -> None:
    office = OfficeFactory(name="Ban Quản lý Khu bảo tồn voọc bạc")
    index()
    assert not ensure()
    assert found("KBTVB", coordinator) == []
    Abbreviation.objects.create(short="KBTVB", forms=["khu bảo tồn voọc bạc"])
    assert ensure()
    assert found("kbtvb", coordinator) == [f"office:{office.pk}"]


def test_one_that_cannot_be_read_keeps_no_other_from_its_turn(
    index: Callable[[], int], coordinator: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = OfficeFactory(name="Sở Lành"), OfficeFactory(name="Sở Hỏng")
    whole = SOURCES["office"].cards

    def cards(pks: list[int]) -> object:
        if bad.pk in pks:
            raise ValueError
        return whole(pks)

    source = SOURCES["office"]
    monkeypatch.setitem(
        SOURCES,
        "office",
        type(source)(
            **{name: getattr(source, name) for name in source.__dataclass_fields__ if name != "cards"}
            | {"cards": cards}
        ),
    )  # type: ignore[arg-type]
    index()
    assert found("sở lành", coordinator) == [f"office:{good.pk}"]
    assert not Due.objects.exists()


def test_without_an_index_nothing_is_found_and_nothing_fails(db: None, coordinator: Staff) -> None:
    assert live.the_index() is None
    assert ask(Question("sở"), by=coordinator).hits == ()
    with pytest.raises(CommandError):
        call_command("search_index", "--check", stdout=StringIO())


def test_the_screens_of_every_kind_have_an_address(index: Callable[[], int], coordinator: Staff) -> None:
    duty: Duty = DutyFactory(text="Báo cáo thống nhất về rồng")
    AssignmentFactory(duty=duty, title="Việc thống nhất về rồng")
    index()
    hits = ask(Question("thống nhất về rồng"), by=coordinator).hits
    assert {hit.kind for hit in hits} == {"duty", "assignment"}
    assert all(hit.url.startswith("/staff/") for hit in hits)
    assert all(hit.crumbs[0].url.startswith("/staff/") for hit in hits)
