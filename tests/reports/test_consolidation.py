"""Many reports become one: added, stacked, gathered; differences taken over; issued and frozen; the next version."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import docx
import openpyxl
import pytest
from django.db import IntegrityError, transaction

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.papers import check_nd30
from nhipcau.reports import actions
from nhipcau.reports.merged_writing import as_frozen, docx_of, html_of, whole_of, xlsx_of
from nhipcau.reports.models import Consolidation, ConsolidationSource, ReportRequest
from nhipcau.reports.queries import outdated
from nhipcau.reports.rules.answers import Row
from nhipcau.reports.rules.merging import fed_by
from tests.factories.people import OfficeFactory, merge
from tests.factories.planning import someone
from tests.factories.reports import answered, drawn, handed, request_of, submission_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(asked: ReportRequest, office: Office, other_office: Office) -> ReportRequest:
    """Both offices have handed in and are accepted."""
    rows = (Row("a1", {"c1": "Báo chí", "c2": "2.5", "c3": "500000"}), Row("a2", {"c1": "Hội chợ", "c2": "1"}))
    handed(asked, office, answered(words="Sở TTTT làm tốt.", tables={"p3": rows}), accept=True)
    handed(asked, other_office, answered("3", words="Sở Công Thương làm tốt."), accept=True)
    return asked


def test_tables_are_added_stacked_and_words_gathered(both: ReportRequest, coordinator: Staff) -> None:
    merged = whole_of(drawn(both, by=coordinator)).merged
    rows = merged.tables["p3"].rows
    assert [(r.cells["c1"].value, r.cells["c2"].value, r.cells["c3"].value) for r in rows] == [
        ("Báo chí", "5.5", "2000000"), ("Hội chợ", "1", "")
    ]  # fmt: skip
    assert len(rows[0].cells["c2"].sources) == 2
    assert merged.tables["p3"].totals["c3"].value == "2000000"
    assert [r.office for r in merged.tables["p4"].rows] == ["Sở Công Thương", "Sở Thông tin và Truyền thông"]
    assert [r.cells["c2"].value for r in merged.tables["p5"].rows] == ["14", "4"]
    assert [g.words for g in merged.texts["p1"]] == ["Sở Công Thương làm tốt.", "Sở TTTT làm tốt."]


def test_every_cell_leads_to_its_submission(both: ReportRequest, other_office: Office, coordinator: Staff) -> None:
    merged, one = whole_of(drawn(both, by=coordinator)).merged, submission_of(both, other_office)
    fed = fed_by(merged, one.pk)
    assert len(fed["p3"]) == 3, "name, number and money of the row for the press"
    assert all(fed.values())


def test_what_an_office_changes_afterwards_is_a_difference(
    both: ReportRequest, other_office: Office, coordinator: Staff, focal: Staff, on: date
) -> None:
    report, one = drawn(both, by=coordinator), submission_of(both, other_office)
    actions.take_back_report(one, reason="Sai số", by=focal, on=on)
    write(one, answered("30"), by=focal)
    before = whole_of(report).merged
    assert before.tables["p3"].rows[0].cells["c2"].value == "5.5", "a draft changes nothing"
    assert outdated(report) == {one.pk: (report.sources.get(submission=one).handing_id, None)}
    second = actions.hand_in_report(one, by=focal, on=on)
    assert outdated(report)[one.pk][1] == second.pk
    assert actions.take_over(report, [one.pk], by=coordinator) == 1
    assert whole_of(report).merged.tables["p3"].rows[0].cells["c2"].value == "32.5"
    assert outdated(report) == {}


def test_what_comes_later_is_new_and_taken_over(
    asked: ReportRequest, office: Office, other_office: Office, coordinator: Staff
) -> None:
    handed(asked, office)
    report = drawn(asked, by=coordinator)
    later = handed(asked, other_office)
    assert outdated(report) == {later.submission_id: (None, later.pk)}
    actions.take_over(report, outdated(report), by=coordinator)
    assert report.sources.count() == 2


def test_an_office_left_out_afterwards_goes_out(
    asked: ReportRequest, office: Office, other_office: Office, coordinator: Staff
) -> None:
    handed(asked, office)
    handed(asked, other_office)
    report = drawn(asked, by=coordinator)
    actions.leave_out_report(submission_of(asked, other_office), reason="Trùng", by=coordinator)
    actions.take_over(report, outdated(report), by=coordinator)
    assert [s.submission.office for s in report.sources.all()] == [office]


def test_an_office_stands_in_a_report_once(both: ReportRequest, coordinator: Staff) -> None:
    source = drawn(both, by=coordinator).sources.first()
    assert source
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsolidationSource.objects.create(
            consolidation=source.consolidation, submission=source.submission, handing=source.handing
        )


def test_one_draft_at_a_time(both: ReportRequest, coordinator: Staff) -> None:
    drawn(both, by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.consolidate(both, by=coordinator)


def test_nothing_to_draw_together(asked: ReportRequest, coordinator: Staff) -> None:
    with pytest.raises(actions.NotNow):
        actions.consolidate(asked, by=coordinator)


def test_issued_only_when_every_office_is_decided(
    asked: ReportRequest, office: Office, other_office: Office, coordinator: Staff, approver: Staff, on: date
) -> None:
    handed(asked, office, accept=True)
    report = drawn(asked, by=coordinator)
    with pytest.raises(actions.NotNow) as told:
        actions.issue_report(report, by=approver, on=on)
    assert other_office.name in str(told.value)
    actions.leave_out_report(submission_of(asked, other_office), reason="Không có hoạt động", by=coordinator)
    actions.issue_report(report, by=approver, on=on)


def test_an_issued_report_is_frozen(
    both: ReportRequest, coordinator: Staff, approver: Staff, focal: Staff, other_office: Office, on: date
) -> None:
    report = actions.issue_report(drawn(both, by=coordinator), by=approver, on=on)
    report = Consolidation.objects.select_related("request__version__form", "request__office__parent").get(
        pk=report.pk
    )
    for kind in ("docx", "xlsx", "pdf"):
        content = getattr(report, kind).read()
        assert hashlib.sha256(content).hexdigest() == getattr(report, f"{kind}_sha256")
    assert report.pdf.open().read(5) == b"%PDF-"
    assert report.frozen == as_frozen(report), "what is frozen is what its sources come to"
    with pytest.raises(IntegrityError), transaction.atomic():
        Consolidation.objects.filter(pk=report.pk).update(title="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        report.sources.all().delete()
    with pytest.raises(actions.NotNow):
        actions.write_report(report, words={"p1": "x"}, fields={}, by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.take_back_report(submission_of(both, other_office), reason="x", by=focal, on=on)


def test_changes_not_taken_over_need_a_reason(
    both: ReportRequest, coordinator: Staff, approver: Staff, focal: Staff, other_office: Office, on: date
) -> None:
    report, one = drawn(both, by=coordinator), submission_of(both, other_office)
    actions.take_back_report(one, reason="Sai", by=focal, on=on)
    actions.hand_in_report(one, by=focal, on=on)
    actions.accept_report(one, by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.issue_report(report, by=approver, on=on)
    actions.issue_report(report, by=approver, on=on, reason="Số liệu sửa sẽ đưa vào kỳ sau")


def test_a_correction_is_the_next_version(
    both: ReportRequest, coordinator: Staff, approver: Staff, focal: Staff, other_office: Office, on: date
) -> None:
    first = actions.issue_report(drawn(both, by=coordinator), by=approver, on=on)
    second = actions.correct_report(first, reason="Sai số hội chợ", by=coordinator)
    assert (second.version, second.sources.count()) == (2, 2)
    one = submission_of(both, other_office)
    actions.take_back_report(one, reason="Sai", by=focal, on=on)
    write(one, answered("100"), by=focal)
    actions.hand_in_report(one, by=focal, on=on)
    assert set(outdated(second)) == {one.pk}


def test_the_report_names_both_offices_after_a_merger(
    office: Office, other_office: Office, coordinator: Staff, on: date
) -> None:
    asked = request_of(office, other_office, by=coordinator)
    after = OfficeFactory(name="Sở Công Thương và Du lịch")
    merge(other_office, after, on)
    one = submission_of(asked, other_office)
    heir = someone(StaffRole.FOCAL, after)
    write(one, answered(), by=heir)
    actions.hand_in_report(one, by=heir, on=on)
    text = html_of(drawn(asked, by=coordinator), on=None)
    assert "Sở Công Thương và Du lịch (trước là Sở Công Thương)" in text


def test_paper_and_workbook_say_what_the_cells_say(both: ReportRequest, coordinator: Staff) -> None:
    report = drawn(both, by=coordinator)
    actions.write_report(
        report, words={"p1": "Toàn tỉnh hoàn thành."}, fields={"number": "12/BC-STTTT"}, by=coordinator
    )
    report = Consolidation.objects.select_related("request__version__form", "request__office__parent").get(
        pk=report.pk
    )
    content = docx_of(report, on=date(2026, 7, 10))
    assert check_nd30(content) == []
    document = docx.Document(io.BytesIO(content))
    words = "\n".join(p.text for p in document.paragraphs)
    assert "Toàn tỉnh hoàn thành." in words
    assert "Sở TTTT làm tốt" not in words, "the coordinator's own words stand in the place of the gathered ones"
    grids = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    assert ["1", "Báo chí", "5,5", "2.000.000"] in [row for grid in grids for row in grid]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(report)), data_only=True)
    sheet = book["Kết quả theo hình thức"]
    assert [sheet[f"{c}4"].value for c in "ABCD"] == [1, "Báo chí", 5.5, 2_000_000]
    assert {c.value for c in book["Nguồn"]["A"][3:5]} == {"Sở Công Thương", "Sở Thông tin và Truyền thông"}
    assert docx_of(report, on=date(2026, 7, 10)) == content


def test_words_become_no_markup(asked: ReportRequest, office: Office, coordinator: Staff) -> None:
    handed(asked, office, answered(words="<script>alert(1)</script> & =SUM(A1)"))
    report = drawn(asked, by=coordinator)
    assert "<script>alert" not in html_of(report, on=None)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(report)))
    assert all(cell.data_type != "f" for row in book["Phần lời"].iter_rows() for cell in row)
