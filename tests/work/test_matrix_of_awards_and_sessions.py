"""Role × action on awards and working sessions: who may do what where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from django.utils import timezone

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.uploads import Upload
from nhipcau.work import actions
from nhipcau.work.models import AwardCategory
from tests.factories.awards import advised, category_of, proposal_of, session_of
from tests.factories.duties import DocumentFactory
from tests.factories.people import OfficeFactory, StaffFactory, staff_in
from tests.factories.work import evidence_of

pytestmark = pytest.mark.django_db
R = StaffRole
COORDINATING, PROPOSE, DECIDE = {R.ADMIN, R.COORDINATOR}, {R.COORDINATOR, R.FOCAL}, {R.APPROVER, R.LEADER}
HOLD = COORDINATING | {R.FOCAL}
OWN: dict[str, set[StaffRole]] = {
    **dict.fromkeys(
        ("propose_award", "add_proofs", "remove_proof", "add_award_paper", "correct_entry", "submit_award",
         "withdraw_award", "answer_invitation"), PROPOSE),
    **dict.fromkeys(("return_award", "advise_award", "keep_category", "purge_awards"), COORDINATING),
    "decide_award": DECIDE, "correct_own_entry": set(R), "withdraw_own": set(R),
    **dict.fromkeys(
        ("plan_session", "edit_session", "ask_to_session", "add_agenda_item", "remove_agenda_item",
         "add_session_paper", "hold_session", "call_off_session", "conclude_session", "link_conclusions"), HOLD),
}  # fmt: skip
ELSEWHERE = {
    name: (set() if roles is PROPOSE else COORDINATING if roles is HOLD and name != "link_conclusions" else roles)
    for name, roles in OWN.items()
}


def award_step(name: str, by: Staff, office: Office) -> Callable[[], object]:
    on = timezone.localdate()
    state = "submitted" if name in {"return_award", "advise_award"} else "draft"
    row = proposal_of(office, person=by if "own" in name else StaffFactory(), state=state)
    if name == "decide_award":
        advised(row, StaffFactory())
    proof = row.proofs.create(evidence=evidence_of(office, StaffFactory(), title="Bài khác"))
    evidence = evidence_of(office, StaffFactory())
    asked = actions.Asked(on.year, category_of("giay-khen"), "x", person=StaffFactory())
    facts = actions.CategoryFacts("Mới", AwardCategory.Kind.FORM, AwardCategory.Whom.BOTH, "x", "Luật")
    entry = {"printed_name": "Mới", "printed_position": "", "merits": "Mới"}
    steps: dict[str, Callable[[], object]] = {
        "propose_award": lambda: actions.propose_award(office, asked, by=by, on=on),
        "add_proofs": lambda: actions.add_proofs(row, evidence=[evidence], by=by, on=on),
        "remove_proof": lambda: actions.remove_proof(proof, by=by, on=on),
        "add_award_paper": lambda: actions.add_award_paper(
            row, kind="report", upload=Upload("a.txt", b"a"), by=by, on=on
        ),
        "correct_entry": lambda: actions.correct_entry(row, **entry, by=by, on=on),
        "correct_own_entry": lambda: actions.correct_entry(row, **entry, by=by, on=on),
        "submit_award": lambda: actions.submit_award(row, by=by, on=on),
        "withdraw_award": lambda: actions.withdraw_award(row, reason="x", by=by, on=on),
        "withdraw_own": lambda: actions.withdraw_award(row, reason="x", by=by, on=on),
        "return_award": lambda: actions.return_award(row, remark="x", by=by, on=on),
        "advise_award": lambda: actions.advise_award(row, actions.Advice("agree", on, 5, 9), by=by, on=on),
        "decide_award": lambda: actions.decide_award(row, actions.Decided("refused", on, words="x"), by=by, on=on),
        "keep_category": lambda: actions.keep_category(facts, by=by),
        "purge_awards": lambda: actions.purge_awards(on=on, by=by),
    }
    return steps[name]


def session_step(name: str, by: Staff, office: Office) -> Callable[[], object]:
    on = timezone.localdate()
    asking = name == "answer_invitation"
    row = session_of(OfficeFactory() if asking else office, office if asking else OfficeFactory(),
                     state="held" if name == "conclude_session" else "planned")  # fmt: skip
    item = row.agenda.create(position=1, text="x")
    facts = actions.SessionFacts("meeting", "x", office, on, time(8), "x")
    words = actions.Conclusions("1/TB", "x", on, words=f"1. Giao {office.name} báo cáo kết quả.")
    steps: dict[str, Callable[[], object]] = {
        "answer_invitation": lambda: actions.answer_invitation(
            row.offices.get(), answer="comes", people=1, by=by, on=on
        ),
        "plan_session": lambda: actions.plan_session(facts, [OfficeFactory()], by=by, on=on),
        "edit_session": lambda: actions.edit_session(row, facts, by=by, on=on),
        "ask_to_session": lambda: actions.ask_to_session(row, [OfficeFactory()], by=by, on=on),
        "add_agenda_item": lambda: actions.add_agenda_item(row, text="y", by=by, on=on),
        "remove_agenda_item": lambda: actions.remove_agenda_item(item, by=by, on=on),
        "add_session_paper": lambda: actions.add_session_paper(
            row, title="x", document=DocumentFactory(), by=by, on=on
        ),
        "hold_session": lambda: actions.hold_session(row, [], by=by, on=on),
        "call_off_session": lambda: actions.call_off_session(row, reason="x", by=by, on=on),
        "conclude_session": lambda: actions.conclude_session(row, words, by=by, on=on),
        "link_conclusions": lambda: actions.link_conclusions(DocumentFactory(), by=by),
    }
    return steps[name]


def perform(name: str, by: Staff, office: Office) -> object:
    """Bring things into the state in which the step makes sense, then take the step as ``by``."""
    step = (
        session_step
        if "session" in name or "agenda" in name or name in {"answer_invitation", "link_conclusions"}
        else award_step
    )
    return step(name, by, office)()


def check(name: str, by: Staff, office: Office, *, allowed: bool) -> None:
    if allowed:
        perform(name, by, office)
        return
    with pytest.raises(NotAllowed):
        perform(name, by, office)
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(OWN))
def test_in_ones_own_office(name: str, role: StaffRole) -> None:
    office = OfficeFactory()
    check(name, staff_in(office, role), office, allowed=role in OWN[name])


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_in_another_office(name: str, role: StaffRole) -> None:
    check(name, staff_in(OfficeFactory(), role), OfficeFactory(), allowed=role in ELSEWHERE[name])


def test_someone_without_a_role_may_nothing() -> None:
    office = OfficeFactory()
    for name in OWN:
        with pytest.raises(NotAllowed):
            perform(name, StaffFactory(), office)
