"""A year from its opening to its approval and the work that comes of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions
from nhipcau.planning.actions.rounds import Call, Decision
from nhipcau.planning.gathering import gather
from nhipcau.planning.models import Norm, OfficePlan, PlanLine, PlanRound
from nhipcau.planning.queries import Holders, coverage, may_draft, visible_plans
from nhipcau.planning.rules.consolidation import as_values, checksum, from_values
from nhipcau.work.models import Assignment
from tests.factories.duties import duty_of
from tests.factories.people import OfficeFactory, merge, staff_in
from tests.factories.planning import approved, cost, line_of, round_of, written

pytestmark = pytest.mark.django_db


def test_a_year_has_one_round(office: Office, coordinator: Staff, on: date, round_: PlanRound) -> None:
    assert {p.state for p in round_.plans.all()} == {"draft"}
    with pytest.raises(actions.NotNow, match=str(round_.year)):
        actions.open_round(Call(round_.year, "x", on), office, [office], by=coordinator, on=on)
    with pytest.raises(actions.NotNow):
        actions.open_round(Call(round_.year + 1, "x", on), office, [], by=coordinator, on=on)
    late = Call(round_.year + 1, "x", on - timedelta(days=1))
    with pytest.raises(actions.NotNow):
        actions.open_round(late, office, [office], by=coordinator, on=on)


def test_more_offices_are_asked_once(round_: PlanRound, office: Office, coordinator: Staff) -> None:
    new = OfficeFactory()
    assert actions.ask_offices(round_, [office, new, new], by=coordinator) == 1
    assert round_.plans.count() == 3


def test_a_line_multiplies_and_the_database_adds(plan: OfficePlan, focal: Staff) -> None:
    line = line_of(plan, cost(250_000, "1.5", "3"), cost(333_333, "3"), by=focal)
    assert line.proposed == Decimal(1_125_000 + 999_999)
    assert line.lead == plan.office
    changed = actions.edit_line(line, written(plan.round.year, cost(5)), by=focal, on=timezone.localdate())
    assert changed.proposed == 5
    actions.remove_line(changed, by=focal, on=timezone.localdate())
    assert not plan.lines.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"activity": "  "},
        {"ends_on": date(2020, 1, 1)},
        {"starts_on": date(2001, 1, 1), "ends_on": date(2001, 2, 1)},
        {"basis": ""},
        {"fund": PlanLine.Fund.NONE},
    ],
)
def test_a_line_that_cannot_stand_is_refused(wrong: dict[str, object], plan: OfficePlan, focal: Staff) -> None:
    with pytest.raises(actions.BadLine):
        line_of(plan, cost(), by=focal, **wrong)
    assert not plan.lines.exists()


def test_the_whole_year(
    round_: PlanRound,
    plan: OfficePlan,
    office: Office,
    focal: Staff,
    coordinator: Staff,
    finance: Staff,
    approver: Staff,
    on: date,
) -> None:
    duty = duty_of(plan.office)
    first = line_of(plan, cost(40_000_000), by=focal, duty=duty, output="12 bài", measure="bài đăng")
    second = line_of(plan, cost(10_000_000), by=focal, activity="In ấn phẩm")
    with pytest.raises(actions.NotNow):
        actions.accept_plan(plan, by=coordinator)
    actions.submit(plan, by=focal, on=on)
    with pytest.raises(actions.NotNow):
        line_of(plan, by=focal)

    actions.return_plan(
        plan, reason="Thiếu sản phẩm", remarks={second.pk: "Ghi rõ số bản in", first.pk: " "}, by=coordinator
    )
    remark = plan.remarks.get()
    assert remark.line == second
    with pytest.raises(actions.NotNow, match=r"."):
        actions.submit(plan, by=focal, on=on)
    actions.answer_remark(remark, answer="1.000 bản", by=focal, on=on)
    actions.submit(plan, by=focal, on=on)
    actions.accept_plan(plan, by=coordinator)

    with pytest.raises(actions.NotEnough):
        actions.appraise_line(first, actions.Appraisal(Decimal(40_000_001), "x"), by=finance)
    with pytest.raises(actions.NoReason):
        actions.appraise_line(first, actions.Appraisal(Decimal(30_000_000)), by=finance)
    actions.appraise_line(first, actions.Appraisal(Decimal(30_000_000), "Theo định mức"), by=finance)
    with pytest.raises(actions.NotNow):
        actions.present(round_, by=coordinator)
    actions.appraise_line(second, actions.Appraisal(Decimal(0), "Trùng với dòng 1", taken=False), by=finance)
    own = round_.plans.get(office=office)
    actions.leave_out(own, reason="Không lập riêng", by=coordinator)
    actions.present(round_, by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.accept_plan(plan, by=coordinator)

    done = actions.approve(round_, Decision("2150/QĐ-UBND", on), by=approver, on=on)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.approved, first.current) == ("approved", 30_000_000, 30_000_000)
    assert (second.state, second.approved) == ("dropped", 0)
    assert done.approved_total == 30_000_000
    assert done.frozen_sha256 == checksum(done.frozen)
    assert [line.line for line in from_values(done.frozen)] == [first.pk]

    assert actions.give_work(on=on) == 1
    assert actions.give_work(on=on) == 0
    work = Assignment.objects.get()
    first.refresh_from_db()
    assert first.assignment == work
    assert (work.duty, work.lead, work.due_on, work.title) == (duty, plan.office, first.ends_on, first.activity)
    assert "2150/QĐ-UBND" in work.note
    assert "30.000.000" in work.note
    assert work.assigned_by is None


def test_whoever_presented_does_not_approve(
    round_: PlanRound,
    plan: OfficePlan,
    focal: Staff,
    coordinator: Staff,
    finance: Staff,
    approver: Staff,
    on: date,
    staff_of: object,
) -> None:
    line_of(plan, cost(), by=focal)
    both = staff_of(StaffRole.COORDINATOR, username="hai-vai")  # type: ignore[operator]
    staff_of(StaffRole.APPROVER, username="hai-vai")  # type: ignore[operator]
    for p in round_.plans.all():
        OfficePlan.objects.filter(pk=p.pk).update(state="accepted")
    actions.appraise_rest(plan, by=finance)
    actions.present(round_, by=both)
    with pytest.raises(actions.NotNow):
        actions.approve(round_, Decision("1/QĐ", on), by=both, on=on)
    actions.take_back(round_, reason="Sửa lời văn", by=both)
    actions.present(round_, by=coordinator)
    actions.approve(round_, Decision("1/QĐ", on), by=both, on=on)
    with pytest.raises(actions.NotNow, match="1/QĐ"):
        actions.approve(round_, Decision("2/QĐ", on), by=approver, on=on)


def test_last_years_plan_is_a_start(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, on: date
) -> None:
    ended = duty_of(plan.office)
    norm = Norm.objects.create(name="Nước uống", unit="người", unit_price=20_000, instrument="TT 40/2017/TT-BTC")
    kept = line_of(plan, cost(20_000, "30", norm=norm), by=focal, starts_on=date(plan.round.year, 2, 1))
    line_of(plan, cost(), by=focal, duty=ended, basis="")
    approved(round_, by=coordinator, finance=finance, approver=approver)
    ended.state, ended.state_reason, ended.ended_on = "ended", "x", on
    ended.save()
    later = round_of(plan.office, by=coordinator, year=round_.year + 1)
    new = later.plans.get()
    assert actions.copy_last_year(new, by=focal, on=on) == 1
    assert actions.copy_last_year(new, by=focal, on=on) == 0
    line = new.lines.get()
    assert (line.copied_from, line.proposed, line.starts_on) == (kept, 600_000, date(later.year, 2, 1))
    assert line.items.get().norm == norm


def test_recurring_duties_are_shown_until_covered_or_explained(plan: OfficePlan, focal: Staff, on: date) -> None:
    planned, explained, neither = (duty_of(plan.office, cadence="hàng năm") for _n in range(3))
    duty_of(plan.office, cadence="một lần")
    line_of(plan, by=focal, duty=planned)
    with pytest.raises(actions.NoReason):
        actions.excuse(plan, explained, reason=" ", by=focal, on=on)
    actions.excuse(plan, explained, reason="Ghép với Sở khác", by=focal, on=on)
    found = coverage(plan, [plan.office], on=on)
    assert (found.covered, found.excused, found.open) == ((planned.pk,), (explained.pk,), (neither.pk,))


def test_a_merged_offices_draft_goes_to_its_successor_under_both_names(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, on: date
) -> None:
    line_of(plan, cost(), by=focal)
    after = OfficeFactory(name="Sở hợp nhất")
    successor = staff_in(after, StaffRole.FOCAL)
    stranger = staff_in(OfficeFactory(), StaffRole.FOCAL)
    assert not may_draft(successor, plan, on=on)
    merge(plan.office, after, on)
    successor, stranger = Staff.objects.get(pk=successor.pk), Staff.objects.get(pk=stranger.pk)
    assert may_draft(successor, plan, on=on)
    assert not may_draft(stranger, plan, on=on)
    assert list(visible_plans(successor, on=on)) == [plan]
    assert Holders(on).words(plan) == ("Sở hợp nhất", plan.office.name)
    second = line_of(plan, cost(), by=successor)
    assert second.lead == after
    assert {line.office_words for line in gather(round_, on=on)} == {f"Sở hợp nhất (trước là {plan.office.name})"}
    actions.submit(plan, by=successor, on=on)
    approved(round_, by=coordinator, finance=finance, approver=approver)
    actions.give_work(on=on)
    assert {work.lead for work in Assignment.objects.all()} == {after}


def test_a_plan_can_be_handed_to_another_office_by_name(plan: OfficePlan, coordinator: Staff, on: date) -> None:
    other = OfficeFactory()
    its = staff_in(other, StaffRole.FOCAL)
    actions.hand_over(plan, other, reason="Chức năng chuyển sang", by=coordinator)
    plan = OfficePlan.objects.select_related("round").get(pk=plan.pk)
    assert may_draft(its, plan, on=on)
    assert Holders(on).of(plan) == [other]


def test_a_returned_plan_is_appraised_anew(
    plan: OfficePlan, focal: Staff, coordinator: Staff, finance: Staff, on: date
) -> None:
    line = line_of(plan, cost(9), by=focal)
    actions.submit(plan, by=focal, on=on)
    actions.accept_plan(plan, by=coordinator)
    actions.appraise_rest(plan, by=finance)
    actions.return_plan(plan, reason="Giảm", remarks={}, by=coordinator)
    line.refresh_from_db()
    assert (line.state, line.appraised) == ("open", None)
    actions.edit_line(line, written(plan.round.year, cost(4)), by=focal, on=on)


def test_many_lines_are_appraised_all_or_none(
    plan: OfficePlan, focal: Staff, coordinator: Staff, finance: Staff, on: date
) -> None:
    lines = [line_of(plan, cost(9), by=focal) for _n in range(3)]
    actions.submit(plan, by=focal, on=on)
    actions.accept_plan(plan, by=coordinator)
    wrong = {line.pk: actions.Appraisal(Decimal(9 if n else 8)) for n, line in enumerate(lines)}
    with pytest.raises(actions.LineFault) as fault:
        actions.appraise_lines(plan, wrong, by=finance)
    assert fault.value.line == lines[0].pk
    assert set(plan.lines.values_list("state", flat=True)) == {"open"}


def test_norms_that_estimates_use_keep_their_figure(plan: OfficePlan, focal: Staff, finance: Staff) -> None:
    facts = actions.NormFacts("Nước uống", "người/buổi", Decimal(20_000), "TT 40/2017/TT-BTC")
    norm = actions.keep_norm(facts, by=finance)
    with pytest.raises(actions.NotNow):
        actions.keep_norm(facts, by=finance)
    line = line_of(plan, cost(25_000, norm=norm), by=focal)
    assert line.items.get().is_over_norm
    dearer = actions.NormFacts("Nước uống", "người/buổi", Decimal(30_000), "TT 40/2017/TT-BTC")
    with pytest.raises(actions.NotNow):
        actions.keep_norm(dearer, by=finance, norm=norm)
    named = actions.NormFacts("Nước uống", "người/buổi", Decimal(20_000), "TT 40/2017/TT-BTC", article="Điều 3")
    assert actions.keep_norm(named, by=finance, norm=norm).article == "Điều 3"


def test_what_is_frozen_reads_back_the_same(plan: OfficePlan, round_: PlanRound, focal: Staff, on: date) -> None:
    line_of(plan, cost(250_000, "1.5", "3"), by=focal, partners=(OfficeFactory(),))
    lines = gather(round_, on=on)
    assert from_values(as_values(lines)) == lines


def test_every_step_leaves_its_line_in_the_trail(plan: OfficePlan, focal: Staff, on: date) -> None:
    line_of(plan, cost(), by=focal)
    actions.submit(plan, by=focal, on=on)
    assert list(TrailEntry.objects.order_by("seq").values_list("action", flat=True))[-2:] == [
        "planning.add_line", "planning.submit",
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.accept_plan(plan, by=focal)
