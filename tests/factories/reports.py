"""Forms, requests, submissions for tests: made by the actions that people use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.reports import actions
from nhipcau.reports.models import Consolidation, FormVersion, Handing, ReportForm, ReportRequest, Submission
from nhipcau.reports.rules.answers import Answer, Row
from nhipcau.reports.rules.design import ColumnDesign, Design, Joining, Kind, PartDesign, PartKind
from nhipcau.reports.rules.periods import parse_period
from tests.factories.people import OfficeFactory
from tests.factories.planning import someone

C = ColumnDesign
DESIGN = Design((
    PartDesign("p1", "Đánh giá chung", PartKind.WORDS, "Nêu kết quả nổi bật.", required=True),
    PartDesign("p2", "Số liệu hệ thống", PartKind.FIGURES, figures=("work.all", "work.in_time", "work.overdue", "evidence.all", "money.paid")),
    PartDesign("p3", "Kết quả theo hình thức", PartKind.TABLE, joining=Joining.ADD, columns=(
        C("c1", "Hình thức", Kind.CHOICE, ("Báo chí", "Hội chợ", "Xuất bản phẩm"), required=True, is_key=True),
        C("c2", "Số lượng", Kind.NUMBER, required=True), C("c3", "Kinh phí", Kind.MONEY))),
    PartDesign("p4", "Hoạt động tiêu biểu", PartKind.TABLE, columns=(
        C("c1", "Hoạt động", required=True), C("c2", "Ngày", Kind.DATE), C("c3", "Cơ quan phối hợp", Kind.OFFICE),
        C("c4", "Kinh phí", Kind.MONEY))),
    PartDesign("p5", "Theo địa bàn", PartKind.TABLE, joining=Joining.ADD, lines=("Trong nước", "Ngoài nước"), columns=(
        C("c1", "Địa bàn", is_key=True), C("c2", "Số tin bài", Kind.NUMBER))),
))  # fmt: skip


def form_in_use(by: Staff, design: Design = DESIGN, name: str = "Báo cáo định kỳ") -> ReportForm:
    """A released form."""
    found = ReportForm.objects.filter(name=name).first()
    if found is not None:
        return found
    facts = actions.FormFacts(name, "Kết quả công tác thông tin đối ngoại {ky}")
    version = actions.begin_form(facts, by=by, design=design)
    return actions.release(version, by=by).form


def request_of(*offices: Office, by: Staff, design: Design = DESIGN, period: str = "2026-H1", due_on: date | None = None,
               name: str = "Báo cáo định kỳ") -> ReportRequest:  # fmt: skip
    """An open request to ``offices``."""
    on = timezone.localdate()
    ask = actions.Ask("half", parse_period(period), due_on or on + timedelta(days=10))
    return actions.open_request(form_in_use(by, design, name), ask, offices[0], offices, by=by, on=on)


def submission_of(request: ReportRequest, office: Office) -> Submission:
    """With what the actions need of it."""
    rows = Submission.objects.select_related("request__version__form", "request__office", "office", "held_by")
    return rows.get(request=request, office=office)


def answered(
    number: str = "3", money: str = "1500000", words: str = "Hoàn thành tốt nhiệm vụ.", **more: Any
) -> Answer:
    """Something in every part of ``DESIGN``."""
    tables = {
        "p3": (Row("a1", {"c1": "Báo chí", "c2": number, "c3": money}),),
        "p4": (Row("b1", {"c1": "Đón đoàn phóng viên", "c2": "2026-03-08", "c4": money}),),
        "p5": (Row("f1", {"c1": "Trong nước", "c2": "7"}), Row("f2", {"c1": "Ngoài nước", "c2": "2"})),
    }
    return Answer({"p1": words}, tables | more.get("tables", {}), more.get("notes", {}))


def write(submission: Submission, answer: Answer, *, by: Staff) -> Submission:
    """All parts at once, as a form brings them."""
    return actions.take_in_answer(submission, answer, sha256="0" * 64, by=by, on=timezone.localdate())


def handed(request: ReportRequest, office: Office, answer: Answer | None = None, *, accept: bool = False) -> Handing:
    """The office's report, written and handed in by its focal point."""
    by, one = someone(StaffRole.FOCAL, office), submission_of(request, office)
    write(one, answer or answered(), by=by)
    handing = actions.hand_in_report(one, by=by, on=timezone.localdate())
    if accept:
        actions.accept_report(one, by=someone(StaffRole.COORDINATOR, OfficeFactory()))
    return handing


def drawn(request: ReportRequest, *, by: Staff) -> Consolidation:
    """Drawn together, with what its writers need."""
    made = actions.consolidate(request, by=by)
    return Consolidation.objects.select_related("request__version__form", "request__office__parent").get(pk=made.pk)


def draft_form(by: Staff, name: str = "Mẫu mới") -> FormVersion:
    """A form being designed."""
    return actions.begin_form(actions.FormFacts(name, "Kết quả {ky}"), by=by)
