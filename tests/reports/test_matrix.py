"""Role × action on forms, requests, submissions and consolidated reports: who may do what where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.reports import actions
from nhipcau.reports.models import Consolidation, FormVersion, ReportRequest
from nhipcau.reports.rules.answers import Answer
from nhipcau.reports.rules.design import PartDesign, PartKind
from tests.factories.people import OfficeFactory, staff_in
from tests.factories.planning import someone
from tests.factories.reports import answered, draft_form, drawn, form_in_use, handed, request_of, submission_of, write
from tests.planning.test_matrix import undone

pytestmark = pytest.mark.django_db
R = StaffRole
COORDINATING, ANSWERING, ISSUING = (
    {R.ADMIN, R.COORDINATOR},
    {R.COORDINATOR, R.FOCAL},
    {R.ADMIN, R.COORDINATOR, R.APPROVER, R.LEADER},
)

OWN: dict[str, set[StaffRole]] = {
    **dict.fromkeys(["begin_form", "rename_form", "write_part", "move_part", "remove_part", "release", "revise", "retire",
                     "open_request", "ask_more", "edit_request", "cancel_request", "keep_schedule", "stop_schedule",
                     "open_scheduled", "remind", "accept_report", "return_report", "bring_in_report", "leave_out_report", "hand_over_report",
                     "consolidate", "take_over", "write_report", "correct_report"], COORDINATING),
    **dict.fromkeys(["keep_part", "take_in_answer", "hand_in_report", "take_back_report"], ANSWERING),
    "issue_report": ISSUING,
}  # fmt: skip
ELSEWHERE = {name: set() if roles is ANSWERING else roles for name, roles in OWN.items()}
OLDER = {
    "draw_up",
    "issue",
    "lines_of",
    "next_version",
    "scope_of",
    "write_words",
    "freeze_overview",
    "recount",
    "load_forms",
}
"""Actions tested elsewhere: the first report (test_actions.py), the overview (test_overview.py, test_tallies.py), forms of the profile (test_shipped_forms.py); questions that change nothing."""
NO_STEP = {"figures_of", "span_of", "note_refusal", "reckon"}


def designing(by: Staff) -> dict[str, Callable[[], object]]:
    desk = someone(R.COORDINATOR, OfficeFactory())
    draft, used = draft_form(desk), form_in_use(desk)
    part = PartDesign("p1", "Lời", PartKind.WORDS)
    actions.write_part(draft, part, by=desk)
    draft = FormVersion.objects.get(pk=draft.pk)
    facts = actions.FormFacts("Mẫu khác", "Kết quả {ky}")
    return {
        "begin_form": lambda: actions.begin_form(facts, by=by),
        "rename_form": lambda: actions.rename_form(draft.form, facts, by=by),
        "write_part": lambda: actions.write_part(draft, part, by=by),
        "move_part": lambda: actions.move_part(draft, "p1", places=1, by=by),
        "remove_part": lambda: actions.remove_part(draft, "p1", by=by),
        "release": lambda: actions.release(draft, by=by),
        "revise": lambda: actions.revise(used, by=by),
        "retire": lambda: actions.retire(used, reason="x", by=by),
    }


def asking(by: Staff, office: Office) -> dict[str, Callable[[], object]]:
    desk, on = someone(R.COORDINATOR, OfficeFactory()), timezone.localdate()
    request = request_of(office, by=desk)
    form, rhythm = (
        request.version.form,
        actions.Rhythm("month", date(on.year, on.month, 1), opens_shift=-60, due_shift=5),
    )
    ask = actions.Ask("year", actions_period(), on)
    kept = actions.keep_schedule(form, rhythm, office, groups=[], offices=[office], by=desk)
    return {
        "open_request": lambda: actions.open_request(form, ask, office, [office], by=by, on=on),
        "ask_more": lambda: actions.ask_more(request, [OfficeFactory()], by=by),
        "edit_request": lambda: actions.edit_request(request, due_on=on, guidance="", by=by),
        "cancel_request": lambda: actions.cancel_request(request, reason="x", by=by),
        "keep_schedule": lambda: actions.keep_schedule(form, rhythm, office, groups=[], offices=[office], by=by),
        "stop_schedule": lambda: actions.stop_schedule(kept, reason="x", by=by),
        "open_scheduled": lambda: actions.open_scheduled(on=on, by=by),
        "remind": lambda: actions.remind(on=request.due_on, by=by),
    }


def actions_period() -> object:
    from nhipcau.reports.rules.periods import parse_period

    return parse_period("2026")


def answering(name: str, by: Staff, office: Office) -> dict[str, Callable[[], object]]:
    desk, on = someone(R.COORDINATOR, OfficeFactory()), timezone.localdate()
    focal = someone(R.FOCAL, office)
    request = request_of(office, by=desk)
    one = submission_of(request, office)
    write(one, answered(), by=focal)
    if name in {"accept_report", "return_report", "take_back_report"}:
        actions.hand_in_report(one, by=focal, on=on)
    return {
        "keep_part": lambda: actions.keep_part(one, "p1", Answer({"p1": "x"}), seen=None, by=by, on=on),
        "take_in_answer": lambda: actions.take_in_answer(one, answered(), sha256="0", by=by, on=on),
        "hand_in_report": lambda: actions.hand_in_report(one, by=by, on=on),
        "take_back_report": lambda: actions.take_back_report(one, reason="x", by=by, on=on),
        "bring_in_report": lambda: actions.bring_in_report(one, answered(), came="x", sha256="0", by=by, on=on),
        "accept_report": lambda: actions.accept_report(one, by=by),
        "return_report": lambda: actions.return_report(one, reason="x", remarks={}, by=by),
        "leave_out_report": lambda: actions.leave_out_report(one, reason="x", by=by),
        "hand_over_report": lambda: actions.hand_over_report(one, OfficeFactory(), reason="x", by=by),
    }


def consolidating(name: str, by: Staff, office: Office) -> dict[str, Callable[[], object]]:
    desk, on = someone(R.COORDINATOR, OfficeFactory()), timezone.localdate()
    request: ReportRequest = request_of(office, by=desk)
    handed(request, office, accept=True)
    if name == "consolidate":
        return {"consolidate": lambda: actions.consolidate(request, by=by)}
    report: Consolidation = drawn(request, by=desk)
    if name == "correct_report":
        report = actions.issue_report(report, by=desk, on=on)
    return {
        "take_over": lambda: actions.take_over(report, [], by=by),
        "write_report": lambda: actions.write_report(report, words={}, fields={}, by=by),
        "issue_report": lambda: actions.issue_report(report, by=by, on=on),
        "correct_report": lambda: actions.correct_report(report, reason="x", by=by),
    }


DESIGNING = {"begin_form", "rename_form", "write_part", "move_part", "remove_part", "release", "revise", "retire"}
ASKING = {
    "open_request",
    "ask_more",
    "edit_request",
    "cancel_request",
    "keep_schedule",
    "stop_schedule",
    "open_scheduled",
    "remind",
}
CONSOLIDATING = {"consolidate", "take_over", "write_report", "issue_report", "correct_report"}


def step(name: str, by: Staff, office: Office) -> Callable[[], object]:
    if name in DESIGNING:
        return designing(by)[name]
    if name in ASKING:
        return asking(by, office)[name]
    return (consolidating if name in CONSOLIDATING else answering)(name, by, office)[name]


def check(name: str, by: Staff, office: Office, *, allowed: bool) -> None:
    take = step(name, by, office)
    before = TrailEntry.objects.count()
    if allowed:
        take()
        assert TrailEntry.objects.count() > before
        return
    with pytest.raises(NotAllowed):
        take()
    assert TrailEntry.objects.count() == before


@pytest.mark.parametrize("name", sorted(OWN))
def test_in_ones_own_office(name: str) -> None:
    for role in StaffRole:
        with undone():
            office = OfficeFactory()
            check(name, staff_in(office, role), office, allowed=role in OWN[name])


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_in_another_office(name: str) -> None:
    for role in StaffRole:
        with undone():
            check(name, staff_in(OfficeFactory(), role), OfficeFactory(), allowed=role in ELSEWHERE[name])


def test_every_action_of_the_room_stands_in_the_matrix() -> None:
    public = {name for name in actions.__all__ if name[0].islower()}
    assert public - OLDER - NO_STEP <= OWN.keys()


SEES_ALL = {R.ADMIN, R.COORDINATOR, R.APPROVER, R.FINANCE, R.LEADER, R.VIEWER}


@pytest.mark.parametrize("role", list(StaffRole))
def test_who_sees_whose_report(role: StaffRole, client: Client) -> None:
    office, other = OfficeFactory(), OfficeFactory()
    desk = someone(R.COORDINATOR, OfficeFactory())
    request, foreign_request = request_of(office, other, by=desk), request_of(other, by=desk, period="2025")
    for one in (office, other):
        handed(request, one)
    report, sees = drawn(request, by=desk), role in SEES_ALL
    client.force_login(staff_in(office, role), backend="django.contrib.auth.backends.ModelBackend")
    own, foreign = (submission_of(request, o).pk for o in (office, other))
    for name in ("submission", "handing"):
        more = [1] if name == "handing" else []
        assert client.get(reverse(f"reports:{name}", args=[own, *more])).status_code == 200
        assert client.get(reverse(f"reports:{name}", args=[foreign, *more])).status_code == (200 if sees else 403)
    rows = client.get(reverse("reports:request", args=[request.pk])).context["rows"]
    assert {row["submission"].pk for row in rows} == ({own, foreign} if sees else {own})
    assert client.get(reverse("reports:request", args=[foreign_request.pk])).status_code == (200 if sees else 404)
    whole = [reverse("reports:consolidated", args=[report.pk]), reverse("reports:consolidated_table", args=[report.pk, "p3"]),
             reverse("reports:consolidated_file", args=[report.pk, "xlsx"])]  # fmt: skip
    assert {client.get(a).status_code for a in whole} == {200 if sees else 403}


@pytest.mark.parametrize("role", list(StaffRole))
def test_pages_offer_what_the_actions_allow(role: StaffRole, client: Client) -> None:
    office, desk = OfficeFactory(), someone(R.COORDINATOR, OfficeFactory())
    request = request_of(office, by=desk)
    client.force_login(staff_in(office, role), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("reports:submission", args=[submission_of(request, office).pk]))
    offered = {s["key"] for s in page.context["steps"]}
    named = {"hand_in": "hand_in_report", "leave_out": "leave_out_report", "hand_over": "hand_over_report"}
    assert offered == {key for key, name in named.items() if role in OWN[name]}
    assert page.context["may_write"] == (role in ANSWERING)
    steps = {s["key"] for s in client.get(reverse("reports:request", args=[request.pk])).context["steps"]}
    assert steps == ({"edit", "ask", "cancel"} if role in COORDINATING else set())
