"""From a request to what offices hand in: freezing, returning, correcting, merging, the clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from nhipcau.people.models import Notice, Office, OfficeGroup, Staff, TrailEntry
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from nhipcau.planning.queries import Holders
from nhipcau.reports import actions
from nhipcau.reports.models import FormVersion, Handing, ReportRequest, Submission, SubmissionStep
from nhipcau.reports.queries import is_late, late_q, may_answer, scopes_of, visible_submissions
from nhipcau.reports.rules.answers import Answer, Row, from_values
from nhipcau.reports.rules.design import PartDesign, PartKind
from nhipcau.work.models import Assignment
from tests.factories.people import OfficeFactory, merge
from tests.factories.planning import someone
from tests.factories.reports import (
    DESIGN,
    answered,
    draft_form,
    drawn,
    form_in_use,
    handed,
    request_of,
    submission_of,
    write,
)
from tests.factories.work import AssignmentFactory, evidence_of

pytestmark = pytest.mark.django_db
R = StaffRole


def test_a_request_keeps_the_form_as_it_was(asked: ReportRequest, coordinator: Staff) -> None:
    form = asked.version.form
    revised = actions.revise(form, by=coordinator)
    actions.write_part(revised, PartDesign("p9", "Kiến nghị", PartKind.WORDS), by=coordinator)
    actions.release(revised, by=coordinator)
    asked.refresh_from_db()
    assert [p["key"] for p in asked.version.design["parts"]] == [p.key for p in DESIGN.parts]
    later = request_of(asked.office, by=coordinator, period="2026-Q3")
    assert later.version.number == 2


def test_the_database_refuses_to_change_a_released_form(asked: ReportRequest) -> None:
    for values in ({"design": {}}, {"state": "draft"}, {"sha256": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FormVersion.objects.filter(pk=asked.version_id).update(**values)


def test_what_was_handed_in_is_frozen(asked: ReportRequest, other_office: Office) -> None:
    handing = handed(asked, other_office)
    for change in (lambda r: r.update(note="x"), lambda r: r.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(Handing.objects.filter(pk=handing.pk))
        with pytest.raises(IntegrityError), transaction.atomic():
            change(SubmissionStep.objects.all())
    assert handing.sha256


def test_nothing_is_submitted_while_something_needed_is_missing(
    submission: Submission, focal: Staff, on: date
) -> None:
    with pytest.raises(actions.NotNow) as told:
        actions.hand_in_report(submission, by=focal, on=on)
    assert "Đánh giá chung" in str(told.value)
    write(submission, Answer({"p1": "x"}, {"p3": (Row("a", {"c1": "Báo chí"}),)}), by=focal)
    with pytest.raises(actions.NotNow) as told:
        actions.hand_in_report(submission, by=focal, on=on)
    assert "Số lượng" in str(told.value)
    assert not Handing.objects.exists()


def test_returned_with_remarks_then_handed_in_again(
    asked: ReportRequest, other_office: Office, coordinator: Staff, focal: Staff, on: date
) -> None:
    first = handed(asked, other_office)
    one = submission_of(asked, other_office)
    actions.return_report(one, reason="Thiếu số liệu", remarks={"p3": "Bổ sung hội chợ", "zz": "x"}, by=coordinator)
    one.refresh_from_db()
    assert one.state == "returned"
    remarks = one.steps.filter(kind="returned").get().remarks.values_list("part", "text")
    assert list(remarks) == [("p3", "Bổ sung hội chợ")]
    write(one, answered("9"), by=focal)
    second = actions.hand_in_report(one, by=focal, on=on + timedelta(days=400))
    one.refresh_from_db()
    assert (second.number, one.handed_on) == (2, on), "late is judged by the first handing"
    first.refresh_from_db()
    assert from_values(first.answer).rows("p3")[0].cells["c2"] == "3"
    assert trail_faults() == []


def test_a_report_may_be_corrected_after_it_was_accepted(
    asked: ReportRequest, other_office: Office, focal: Staff, on: date
) -> None:
    handed(asked, other_office, accept=True)
    one = submission_of(asked, other_office)
    with pytest.raises(actions.NoReason):
        actions.take_back_report(one, reason=" ", by=focal, on=on)
    actions.take_back_report(one, reason="Sai số kinh phí", by=focal, on=on)
    one.refresh_from_db()
    assert one.state == "draft"


def test_two_writers_of_one_office_do_not_overwrite_each_other(
    submission: Submission, focal: Staff, on: date
) -> None:
    seen = submission.revision
    actions.keep_part(submission, "p1", Answer({"p1": "Một"}), seen=seen, by=focal, on=on)
    with pytest.raises(actions.Changed):
        actions.keep_part(submission, "p1", Answer({"p1": "Hai"}), seen=seen, by=focal, on=on)
    submission.refresh_from_db()
    assert submission.answer["texts"]["p1"] == "Một"


def test_a_part_is_kept_and_the_others_stay(submission: Submission, focal: Staff, on: date) -> None:
    write(submission, answered(), by=focal)
    rows = (
        Row("q", {"c1": "Hội chợ", "c2": "1.250,5", "c3": "2 triệu", "zz": "x"}),
        Row("q", {"c1": "Báo chí", "c2": "1"}),
        Row("e", {}),
    )
    actions.keep_part(submission, "p3", Answer(tables={"p3": rows}), seen=None, by=focal, on=on)
    submission.refresh_from_db()
    kept = from_values(submission.answer)
    assert kept.texts["p1"]
    assert [dict(r.cells) for r in kept.rows("p3")] == [
        {"c1": "Hội chợ", "c2": "1250.5", "c3": "2000000"}, {"c1": "Báo chí", "c2": "1"}
    ]  # fmt: skip
    assert len({r.id for r in kept.rows("p3")}) == 2
    assert kept.rows("p4")


@pytest.mark.parametrize("cells", [{"c1": "Không có"}, {"c2": "mười"}, {"c3": "12,5"}, {"c2": "1e20"}])
def test_a_value_of_the_wrong_kind_is_refused(
    submission: Submission, focal: Staff, on: date, cells: dict[str, str]
) -> None:
    with pytest.raises(actions.BadAnswer):
        actions.keep_part(submission, "p3", Answer(tables={"p3": (Row("a", cells),)}), seen=None, by=focal, on=on)
    submission.refresh_from_db()
    assert submission.answer == {}


def test_words_with_a_secrecy_mark_are_not_kept(submission: Submission, focal: Staff, on: date) -> None:
    for answer in (Answer({"p1": "TỐI MẬT\nNội dung"}), Answer(tables={"p4": (Row("a", {"c1": "TUYỆT MẬT"}),)})):
        part = "p1" if answer.texts else "p4"
        with pytest.raises(actions.Classified):
            actions.keep_part(submission, part, answer, seen=None, by=focal, on=on)
    submission.refresh_from_db()
    assert submission.answer == {}


def test_no_step_keeps_words_with_a_secrecy_mark(
    asked: ReportRequest, other_office: Office, focal: Staff, coordinator: Staff, on: date
) -> None:
    marked = "TUYỆT MẬT\nlý do"
    one = handed(asked, other_office).submission
    before = SubmissionStep.objects.count()
    for step in (
        lambda: actions.accept_report(one, by=coordinator, note=marked),
        lambda: actions.return_report(one, reason=marked, remarks={}, by=coordinator),
        lambda: actions.leave_out_report(one, reason=marked, by=coordinator),
        lambda: actions.hand_over_report(one, OfficeFactory(), reason=marked, by=coordinator),
        lambda: actions.take_back_report(one, reason=marked, by=focal, on=on),
    ):
        with pytest.raises(actions.Classified), transaction.atomic():
            step()
    assert SubmissionStep.objects.count() == before
    assert not TrailEntry.objects.filter(note__contains="TUYỆT").exists()


def test_figures_come_from_the_work_and_are_frozen_with_the_handing(
    asked: ReportRequest, other_office: Office, focal: Staff
) -> None:
    inside = {"lead": other_office, "opens_on": date(2026, 1, 5), "due_on": date(2026, 3, 1)}
    AssignmentFactory(**inside, state="accepted", closed_on=date(2026, 2, 20))
    AssignmentFactory(**inside, state="accepted", closed_on=date(2026, 4, 1))
    late = AssignmentFactory(**inside)
    AssignmentFactory(lead=asked.office, opens_on=date(2026, 1, 5), due_on=date(2026, 3, 1))
    evidence_of(other_office, focal, happened_on=date(2026, 5, 2))
    evidence_of(other_office, focal, happened_on=date(2026, 8, 2), title="ngoài kỳ")
    handing = handed(asked, other_office)
    got = {key: figure["value"] for key, figure in handing.figures.items()}
    assert got == {"work.all": "3", "work.in_time": "1", "work.overdue": "1", "evidence.all": "1", "money.paid": "0"}
    assert list(handing.figures["work.overdue"]["rows"]) == [late.pk]
    Assignment.objects.filter(pk=late.pk).update(state="accepted", closed_on=date(2026, 2, 1))
    handing.refresh_from_db()
    assert handing.figures["work.overdue"]["value"] == "1"


def test_an_answer_cannot_overwrite_a_figure(submission: Submission, focal: Staff, on: date) -> None:
    said = Answer(texts={"work.all": "99"}, notes={"work.all": "Một việc chuyển kỳ sau", "khac": "x"})
    actions.keep_part(submission, "p2", said, seen=None, by=focal, on=on)
    submission.refresh_from_db()
    kept = from_values(submission.answer)
    assert kept.notes["work.all"] == "Một việc chuyển kỳ sau"
    assert "khac" not in kept.notes
    assert "work.all" not in kept.texts


def test_a_merged_offices_draft_is_its_successors(
    asked: ReportRequest, submission: Submission, focal: Staff, on: date
) -> None:
    write(submission, answered("5"), by=focal)
    after = OfficeFactory(name="Sở mới")
    merge(submission.office, after, on)
    heir = someone(R.FOCAL, after)
    assert may_answer(heir, submission, on=on)
    handing = actions.hand_in_report(submission, by=heir, on=on)
    assert (handing.office_now, handing.office_asked) == ("Sở mới", submission.office.name)
    assert submission.office.name in handing.office_words
    assert from_values(handing.answer).rows("p3")[0].cells["c2"] == "5"
    assert Holders(on).words(submission) == ("Sở mới", submission.office.name)


def test_a_predecessors_work_counts_once(office: Office, other_office: Office, coordinator: Staff) -> None:
    gone, split = OfficeFactory(), OfficeFactory()
    merge(gone, other_office, date(2026, 3, 1))
    merge(split, office, date(2026, 3, 1))
    merge(split, other_office, date(2026, 3, 1))
    request = request_of(office, other_office, by=coordinator)
    scopes = scopes_of(request)
    counted = [o for offices in scopes.values() for o in offices]
    assert sorted(counted) == sorted({office.pk, other_office.pk, gone.pk, split.pk})
    assert gone.pk in scopes[submission_of(request, other_office).pk]


def test_an_office_that_was_merged_but_asked_itself_stays_its_own(
    office: Office, other_office: Office, coordinator: Staff
) -> None:
    merge(other_office, office, date(2026, 3, 1))
    request = request_of(office, other_office, by=coordinator)
    assert set(map(tuple, scopes_of(request).values())) == {(office.pk,), (other_office.pk,)}


def test_late_is_shown(asked: ReportRequest, submission: Submission, coordinator: Staff) -> None:
    due, day = asked.due_on, timedelta(days=1)
    late = Submission.objects.filter(late_q(due + day))
    assert not is_late(submission, asked, due)
    assert is_late(submission, asked, due + day)
    assert submission in late
    submission.handed_on = due
    assert not is_late(submission, asked, due + timedelta(days=90))
    submission.handed_on = due + day
    assert is_late(submission, asked, due)
    submission.handed_on = None
    cancelled = actions.cancel_request(asked, reason="Gửi nhầm", by=coordinator)
    assert not is_late(submission, cancelled, due + day), "nobody is late with what is not asked any more"
    assert submission not in late.all()


def test_focal_points_see_their_own_office_alone(
    asked: ReportRequest, submission: Submission, focal: Staff, on: date
) -> None:
    assert list(visible_submissions(focal, on=on)) == [submission]


def test_the_clock_opens_each_period_once(office: Office, coordinator: Staff) -> None:
    group = OfficeGroup.objects.create(key="so", name="Các sở", kinds=["so"], levels=["province"])
    gone = OfficeFactory(valid_to=date(2026, 2, 28))
    after = OfficeFactory(valid_from=date(2026, 3, 1), kind="ban")
    merge(gone, after, date(2026, 3, 1))
    rhythm = actions.Rhythm("quarter", date(2026, 1, 1), opens_shift=-10, due_shift=5)
    actions.keep_schedule(form_in_use(coordinator), rhythm, office, groups=[group], offices=[gone], by=coordinator)
    assert actions.open_scheduled(on=date(2026, 3, 20)) == 0
    assert actions.open_scheduled(on=date(2026, 3, 21)) == 1
    assert actions.open_scheduled(on=date(2026, 3, 25)) == 0
    request = ReportRequest.objects.get()
    assert (request.period_label, request.due_on) == ("quý I năm 2026", date(2026, 4, 5))
    assert request.opened_by is None
    assert {s.office_id for s in request.submissions.all()} == {office.pk, after.pk}, "as offices are on that day"
    assert actions.open_scheduled(on=date(2026, 6, 21)) == 1


def test_a_stopped_schedule_opens_nothing(office: Office, coordinator: Staff) -> None:
    rhythm = actions.Rhythm("month", date(2026, 1, 1))
    kept = actions.keep_schedule(
        form_in_use(coordinator), rhythm, office, groups=[], offices=[office], by=coordinator
    )
    actions.stop_schedule(kept, reason="Thôi", by=coordinator)
    assert actions.open_scheduled(on=date(2026, 3, 31)) == 0


def test_reminders_are_said_once(
    asked: ReportRequest, focal: Staff, coordinator: Staff, other_office: Office
) -> None:
    due = asked.due_on
    for day in (due - timedelta(days=9), due - timedelta(days=4), due - timedelta(days=1), due + timedelta(days=1)):
        actions.remind(on=day)
        actions.remind(on=day)
    kinds = Notice.objects.filter(staff=focal).values_list("kind", flat=True)
    assert sorted(kinds) == ["reports.asked", "reports.due_soon", "reports.due_tomorrow", "reports.overdue"]
    handed(asked, other_office)
    actions.remind(on=due)
    assert Notice.objects.filter(staff=coordinator, kind="reports.submitted").count() == 1
    one = submission_of(asked, other_office)
    actions.return_report(one, reason="Thiếu", remarks={}, by=coordinator)
    actions.remind(on=due)
    assert Notice.objects.filter(staff=focal, kind="reports.returned").get().text.endswith("Thiếu")


def test_a_cancelled_request_takes_no_answers(
    asked: ReportRequest, submission: Submission, coordinator: Staff, focal: Staff, on: date
) -> None:
    actions.cancel_request(asked, reason="Gửi nhầm", by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.keep_part(submission, "p1", Answer({"p1": "x"}), seen=None, by=focal, on=on)


def test_a_form_that_cannot_be_asked_is_not_released(coordinator: Staff) -> None:
    version = draft_form(coordinator)
    with pytest.raises(actions.NotNow):
        actions.release(version, by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.write_part(version, PartDesign("p1", "Bảng", PartKind.TABLE), by=coordinator)
    actions.write_part(version, PartDesign("p1", "Lời", PartKind.WORDS), by=coordinator)
    actions.release(version, by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.write_part(version, PartDesign("p2", "Lời khác", PartKind.WORDS), by=coordinator)


def test_everything_stands_in_the_trail(asked: ReportRequest, other_office: Office, coordinator: Staff) -> None:
    handed(asked, other_office, accept=True)
    drawn(asked, by=coordinator)
    told = set(TrailEntry.objects.values_list("action", flat=True))
    assert {"reports.begin_form", "reports.release_form", "reports.open_request", "reports.take_in_answer",
            "reports.hand_in", "reports.accept", "reports.consolidate"} <= told  # fmt: skip
    assert trail_faults() == []
