"""Screens: designing without code, writing part by part, taking over, issuing, files; and queries that do not grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.rules.roles import StaffRole
from nhipcau.reports import actions
from nhipcau.reports.models import Consolidation, ReportForm, ReportRequest, ReportSchedule, Submission
from nhipcau.reports.rules.answers import Row, from_values
from nhipcau.reports.rules.design import Kind
from nhipcau.reports.rules.design import from_values as design_from
from nhipcau.reports.waiting import waiting_in_reports
from tests.factories.people import OfficeFactory, staff_in
from tests.factories.planning import someone
from tests.factories.reports import answered, drawn, form_in_use, handed, request_of, submission_of, write

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
R = StaffRole


def table_fields(*columns: tuple[str, str, str, bool], title: str = "Bảng") -> dict[str, Any]:
    """What a browser sends for a table: (title, kind, choices, is_key)."""
    sent: dict[str, Any] = {
        "title": title,
        "joining": "add",
        "columns-TOTAL_FORMS": len(columns),
        "columns-INITIAL_FORMS": 0,
    }
    for at, (name, kind, choices, is_key) in enumerate(columns):
        sent |= {f"columns-{at}-title": name, f"columns-{at}-kind": kind, f"columns-{at}-choices": choices}
        sent |= {f"columns-{at}-is_key": "on"} if is_key else {}
    return sent


def test_a_form_is_designed_without_code_and_asked(coordinator: Staff, office: Office, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    begun = client.post(reverse("reports:forms"), {"name": "Mẫu quý", "title": "Kết quả {ky}", "kind": "BÁO CÁO"})
    form = ReportForm.objects.get()
    page = reverse("reports:form", args=[form.pk])
    assert begun["Location"] == page
    empty = client.post(page, {"step": "release"})
    assert empty.status_code == 422

    def part(key: str, **sent: Any) -> Any:
        return client.post(reverse("reports:part_design", args=[form.pk, key]), sent)

    assert part("new-words", title="Tình hình", required="on").status_code == 302
    assert part("new-figures", title="Số liệu", figures=["work.all", "money.paid"]).status_code == 302
    bad = part("new-table", **table_fields(("Loại", "choice", "một", True), ("Số", "number", "", False)))
    assert bad.status_code == 422
    good = part("new-table", **table_fields(("Loại", "choice", "Báo\nPhim", True), ("Số", "number", "", False)))
    assert good.status_code == 302
    client.post(page, {"step": "up", "part": "p3"})
    design = design_from(form.versions.get().design)
    assert [p.key for p in design.parts] == ["p1", "p3", "p2"]
    assert design.part("p3").column("c1").choices == ("Báo", "Phim")
    assert design.part("p3").column("c2").kind is Kind.NUMBER
    again = part("p3", **(table_fields(("Loại mới", "choice", "Báo\nPhim", True), ("Số", "number", "", False))
                          | {"columns-0-key": "c1", "columns-1-key": "c2", "columns-INITIAL_FORMS": 2}))  # fmt: skip
    assert again.status_code == 302
    assert design_from(form.versions.get().design).part("p3").column("c1").title == "Loại mới"
    assert client.post(page, {"step": "release"}).status_code == 302
    due = timezone.localdate() + timedelta(days=5)
    sent = {
        "form": form.pk,
        "occasion": "quarter",
        "period": "2026-Q2",
        "due_on": due.isoformat(),
        "offices": [office.pk],
    }
    opened = client.post(reverse("reports:open_request"), sent)
    assert opened.status_code == 302
    assert ReportRequest.objects.get().title == "Kết quả quý II năm 2026"
    for change in ({"period": "2026-Q9"}, {"period": ""}, {"offices": []}, {"due_on": "2020-01-01"},
                   {"period": "", "starts_on": "2026-05-01", "ends_on": "2026-04-01"}):  # fmt: skip
        assert client.post(reverse("reports:open_request"), sent | change).status_code == 422
    nothing = client.post(reverse("reports:open_request"), {"occasion": "half"}).context["form"]
    assert {"__all__", "form", "period", "due_on"} <= nothing.errors.keys(), (
        "every fault at once, not one after the other"
    )
    assert ReportRequest.objects.count() == 1
    assert client.post(page, {"step": "revise"}).status_code == 302
    assert client.post(page, {"step": "retire", "retire-reason": "Có mẫu mới"}).status_code == 302


def test_a_table_is_written_on_the_screen(
    submission: Submission, focal: Staff, signed_in: SignIn, office: Office
) -> None:
    client, page = signed_in(focal), reverse("reports:part", args=[submission.pk, "p4"])
    shown = client.get(page)
    assert shown.status_code == 200
    assert f'value="{office.pk} {office.name}"' in shown.content.decode()
    sent = {"revision": "0", "rows": "5", "row-0": "", "cell-0-c1": "Hội chợ", "cell-0-c2": "2026-04-01",
            "cell-0-c3": f"{office.pk} {office.name}", "cell-0-c4": "1,5 triệu", "cell-2-c1": "Phim"}  # fmt: skip
    wrong = client.post(page, sent | {"cell-0-c4": "nhiều"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.content.decode()
    submission.refresh_from_db()
    assert submission.answer == {}
    assert client.post(page, sent).status_code == 302
    submission.refresh_from_db()
    assert [dict(r.cells) for r in from_values(submission.answer).rows("p4")] == [
        {"c1": "Hội chợ", "c2": "2026-04-01", "c3": str(office.pk), "c4": "1500000"}, {"c1": "Phim"}
    ]  # fmt: skip
    stale = client.post(page, sent)
    assert stale.status_code == 422, "the page shows an older revision"
    assert from_values(submission.answer).rows("p4")[1].cells["c1"] == "Phim"


def test_a_long_table_is_written_page_by_page(submission: Submission, focal: Staff, signed_in: SignIn) -> None:
    rows = tuple(Row(f"b{n}", {"c1": f"Việc {n}"}) for n in range(300))
    one = write(submission, answered(tables={"p4": rows}), by=focal)
    client, page = signed_in(focal), reverse("reports:part", args=[submission.pk, "p4"])
    grid = client.get(f"{page}?p=2").context["grid"]
    assert grid.first == len(grid.shown) == 140
    sent = {"revision": one.revision, "rows": len(grid.shown)}
    sent |= {f"row-{at}": row.id for at, row in enumerate(grid.shown)}
    sent |= {f"cell-{at}-c1": "Đổi" for at in range(len(grid.shown))}
    assert client.post(f"{page}?p=2", sent).status_code == 302
    one.refresh_from_db()
    kept = [r.cells["c1"] for r in from_values(one.answer).rows("p4")]
    assert (len(kept), kept[139], kept[140], kept[279], kept[280]) == (300, "Việc 139", "Đổi", "Đổi", "Việc 280")


def test_fixed_rows_and_explanations(submission: Submission, focal: Staff, signed_in: SignIn) -> None:
    client = signed_in(focal)
    fixed = reverse("reports:part", args=[submission.pk, "p5"])
    assert "Ngoài nước" in client.get(fixed).content.decode()
    sent = {"revision": "0", "rows": "2", "row-0": "f1", "cell-0-c1": "Sửa tên", "cell-0-c2": "4", "row-1": "f2"}
    assert client.post(fixed, sent).status_code == 302
    figures = reverse("reports:part", args=[submission.pk, "p2"])
    assert client.get(figures).status_code == 200
    assert client.post(figures, {"revision": "1", "note-0": "Chuyển kỳ sau"}).status_code == 302
    submission.refresh_from_db()
    kept = from_values(submission.answer)
    assert [dict(r.cells) for r in kept.rows("p5")] == [{"c1": "Trong nước", "c2": "4"}]
    assert kept.notes["work.all"] == "Chuyển kỳ sau"


def test_words_with_a_mark_are_refused_and_noted(submission: Submission, focal: Staff, signed_in: SignIn) -> None:
    page = reverse("reports:part", args=[submission.pk, "p1"])
    answer = signed_in(focal).post(page, {"revision": "0", "words": "TUYỆT MẬT"})
    assert answer.status_code == 422
    assert TrailEntry.objects.filter(action="reports.refuse_words").count() == 1


def test_steps_on_the_submissions_page(
    asked: ReportRequest, other_office: Office, focal: Staff, coordinator: Staff, signed_in: SignIn
) -> None:
    one = submission_of(asked, other_office)
    page = reverse("reports:submission", args=[one.pk])
    client = signed_in(focal)
    missing = client.post(page, {"step": "hand_in"})
    assert missing.status_code == 422
    assert "Đánh giá chung" in missing.content.decode()
    write(one, answered(), by=focal)
    assert client.post(page, {"step": "hand_in", "hand_in-note": "Kính gửi"}).status_code == 302
    client = signed_in(coordinator)
    back = {"step": "return", "return-reason": "Thiếu", "return-remark-p3": "Bổ sung hội chợ"}
    assert client.post(page, back).status_code == 302
    assert "Bổ sung hội chợ" in client.get(page).content.decode()
    assert client.post(page, back).status_code == 422, "it is returned already"
    client = signed_in(focal)
    assert client.post(page, {"step": "hand_in"}).status_code == 302
    assert client.post(page, {"step": "take_back", "take_back-reason": "Sai"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "draft"


def test_a_cell_opens_to_the_row_that_was_handed_in(
    asked: ReportRequest, office: Office, other_office: Office, coordinator: Staff, signed_in: SignIn
) -> None:
    for one in (office, other_office):
        handed(asked, one)
    report, client = drawn(asked, by=coordinator), signed_in(coordinator)
    table = client.get(reverse("reports:consolidated_table", args=[report.pk, "p3"]))
    row, cells = table.context["rows"][0]
    column, words, _counted, count = cells[1]
    assert (words, count) == ("6", 2)
    cell = client.get(reverse("reports:cell", args=[report.pk, "p3", row.key, column.key]))
    assert cell.context["value"] == "6"
    for one, number, source, _words in cell.context["sources"]:
        page = client.get(
            reverse("reports:handing", args=[one.submission, number]), {"part": "p3", "row": source.row}
        )
        assert f'id="row-p3-{source.row}" class="is-pointed"' in page.content.decode()
    address = reverse("reports:cell", args=[report.pk, "p3", "total", column.key])
    assert f'href="{address}"' in table.content.decode()
    total = client.get(address)
    assert total.context["value"] == dict(table.context["totals"])[column]
    assert {one.office for one, *_rest in total.context["sources"]} == {office.name, other_office.name}
    for path in (("p3", "none", "c1"), ("p3", row.key, "zz"), ("p1", row.key, "c1"), ("p3", "total", "c1")):
        assert client.get(reverse("reports:cell", args=[report.pk, *path])).status_code == 404


def test_words_and_figures_open_what_went_in_not_what_the_office_wrote_since(
    asked: ReportRequest, office: Office, other_office: Office, coordinator: Staff, focal: Staff, signed_in: SignIn
) -> None:
    for one in (office, other_office):
        handed(asked, one)
    report, client = drawn(asked, by=coordinator), signed_in(coordinator)
    changed = submission_of(asked, other_office)
    actions.take_back_report(changed, reason="Sai", by=focal, on=timezone.localdate())
    write(submission_of(asked, other_office), answered(words="Viết lại sau."), by=focal)
    page = client.get(reverse("reports:consolidated", args=[report.pk])).content.decode()
    handing = reverse("reports:handing", args=[changed.pk, 1])
    for part in ("p1", "p2"):
        assert f'href="{handing}?part={part}"' in page
    shown = client.get(handing, {"part": "p1"}).content.decode()
    assert "Hoàn thành tốt nhiệm vụ." in shown
    assert "Viết lại sau." not in shown


def test_differences_are_shown_and_taken_over(
    asked: ReportRequest,
    office: Office,
    other_office: Office,
    coordinator: Staff,
    focal: Staff,
    on: date,
    signed_in: SignIn,
) -> None:
    handed(asked, other_office, accept=True)
    report, one = drawn(asked, by=coordinator), submission_of(asked, other_office)
    actions.take_back_report(one, reason="Sai", by=focal, on=on)
    write(one, answered("44"), by=focal)
    actions.hand_in_report(one, by=focal, on=on)
    handed(asked, office)
    client, page = signed_in(coordinator), reverse("reports:consolidated", args=[report.pk])
    news = {n["office"]: n for n in client.get(page).context["news"]}
    assert [(c["before"], c["now"]) for c in news[other_office.name]["changes"]] == [("3", "44")]
    assert news[office.name]["before"] is None
    assert client.post(page, {"step": "take_over", "submission": [one.pk]}).status_code == 302
    assert {n["office"] for n in client.get(page).context["news"]} == {office.name}


def test_words_issue_files_and_the_next_version(
    asked: ReportRequest, office: Office, other_office: Office, coordinator: Staff, signed_in: SignIn
) -> None:
    for one in (office, other_office):
        handed(asked, one, accept=True)
    client = signed_in(coordinator)
    made = client.post(reverse("reports:request", args=[asked.pk]), {"step": "consolidate"})
    report = Consolidation.objects.get()
    page = reverse("reports:consolidated", args=[report.pk])
    assert made["Location"] == page
    sent = {
        "step": "words",
        "title": "Báo cáo tổng hợp",
        "words-p1": "Lời riêng",
        "addressee": "Ủy ban nhân dân tỉnh",
    }
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent | {"words-p1": "TỐI MẬT"}).status_code == 422
    assert client.post(page, {"step": "issue"}).status_code == 302
    for kind, head in (("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")):
        answer = client.get(reverse("reports:consolidated_file", args=[report.pk, kind]))
        assert answer.content.startswith(head)
        assert "attachment" in answer["Content-Disposition"]
    assert client.post(page, sent).status_code == 422
    goes_to = client.post(page, {"step": "correct", "correct-reason": "Sai số"})["Location"]
    assert client.get(goes_to).status_code == 200
    assert Consolidation.objects.count() == 2


def test_schedules_on_the_screen(coordinator: Staff, office: Office, signed_in: SignIn) -> None:
    client, page, form = signed_in(coordinator), reverse("reports:schedules"), form_in_use(coordinator)
    sent = {
        "form": form.pk,
        "occasion": "month",
        "starts_on": "2026-01-01",
        "opens_shift": "-5",
        "due_shift": "3",
        "offices": [office.pk],
    }
    assert client.post(page, sent | {"due_shift": "-9"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    assert form.name in client.get(page).content.decode()
    kept = ReportSchedule.objects.get()
    client.post(page, {"step": "stop", "schedule": kept.pk, "reason": ""})
    kept.refresh_from_db()
    assert kept.stopped_at is None
    client.post(page, {"step": "stop", "schedule": kept.pk, "reason": "Thôi"})
    kept.refresh_from_db()
    assert kept.stopped_at


def fill(requests: int, offices: int, desk: Staff) -> ReportRequest:
    """Requests with as many offices that have handed in, and a report drawn from the last."""
    asked = [OfficeFactory() for _n in range(offices)]
    for at in range(requests):
        request = request_of(*asked, by=desk, period=f"{2000 + ReportRequest.objects.count() + at}")
    for office in asked:
        handed(request, office, accept=True)
    return request


def test_queries_do_not_grow(coordinator: Staff, signed_in: SignIn) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(coordinator)

    def counted(request: ReportRequest) -> dict[str, int]:
        report = request.consolidations.get()
        one = request.submissions.first()
        assert one
        pages = {
            "requests": reverse("reports:requests"), "request": reverse("reports:request", args=[request.pk]),
            "submission": reverse("reports:submission", args=[one.pk]), "handing": reverse("reports:handing", args=[one.pk, 1]),
            "report": reverse("reports:consolidated", args=[report.pk]), "forms": reverse("reports:forms"),
            "table": reverse("reports:consolidated_table", args=[report.pk, "p4"]),
            "schedules": reverse("reports:schedules"), "open": reverse("reports:open_request"),
        }  # fmt: skip
        found = {}
        for name, page in pages.items():
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found[name] = len(queries)
        return found

    small = fill(1, 2, coordinator)
    drawn(small, by=coordinator)
    first = counted(small)
    large = fill(12, 8, coordinator)
    drawn(large, by=coordinator)
    later = counted(large)
    assert {n: c for n, c in later.items() if c > first[n]} == {}
    assert max(later.values()) < 45


def test_focal_points_find_their_requests(asked: ReportRequest, focal: Staff, signed_in: SignIn) -> None:
    request_of(asked.office, by=someone(R.COORDINATOR, OfficeFactory()), period="2025")
    page = signed_in(focal).get(reverse("reports:requests"))
    assert [r.pk for r, _counts in page.context["rows"]] == [asked.pk]
    for query in (
        "state=open",
        "occasion=half",
        "year=2026",
        "late=yes",
        f"office={asked.office.pk}",
        f"form={asked.version.form_id}",
    ):
        assert signed_in(focal).get(f"{reverse('reports:requests')}?{query}").status_code == 200


def test_the_first_page_counts_what_waits_and_the_list_shows_the_same(
    asked: ReportRequest, other_office: Office, focal: Staff, coordinator: Staff, signed_in: SignIn
) -> None:
    on, listed = timezone.localdate(), reverse("reports:requests")

    def said(me: Staff) -> dict[str, int]:
        client = signed_in(me)
        page, found = client.get("/staff/").content.decode(), {}
        for _label, count, url, _late in waiting_in_reports(me, on=on):
            assert f'href="{url}"' in page
            assert client.get(url).context["page_obj"].paginator.count == count
            found[url.rpartition("=")[2]] = count
        return found

    assert said(focal) == {"answer": 1}
    assert said(coordinator) == {"answer": 1}, "the coordinating office reports as well"
    handed(asked, other_office)
    assert said(focal) == {}
    assert said(coordinator) == {"answer": 1, "accept": 1}
    assert said(staff_in(OfficeFactory(), StaffRole.FOCAL)) == {}, "another office was not asked"
    assert said(staff_in(OfficeFactory(), StaffRole.VIEWER)) == {}
    ReportRequest.objects.filter(pk=asked.pk).update(
        due_on=on - timedelta(days=1), opened_at=timezone.now() - timedelta(days=9)
    )
    asked.refresh_from_db()
    assert [late for *_row, late in waiting_in_reports(coordinator, on=on)] == [True, False]
    stranger = signed_in(staff_in(OfficeFactory(), StaffRole.VIEWER))
    assert stranger.get(listed, {"waits": "accept"}).context["page_obj"].paginator.count == 0
