"""Awards: dossiers by proposal, the person's own hand in them, council and decision, and an end to keeping them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Notice, Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.uploads import Upload
from nhipcau.work import actions
from nhipcau.work.jobs import tend
from nhipcau.work.models import AwardCategory, AwardOpinion, AwardPaper, AwardProposal, AwardRevision
from nhipcau.work.rules.keeping import is_over
from tests.factories.awards import advised, category_of, keeping_rules, proposal_of
from tests.factories.people import OfficeFactory, StaffFactory, staff_in
from tests.factories.work import AssignmentFactory, evidence_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def on() -> date:
    return timezone.localdate()


@pytest.fixture
def leader(staff_of: Callable[..., Staff]) -> Staff:
    return staff_of(StaffRole.LEADER)


@pytest.fixture
def editor(staff_of: Callable[..., Staff], other_office: Office) -> Staff:
    """The person proposed: an editor of the focal point's office."""
    return staff_of(StaffRole.EDITOR, other_office)


@pytest.fixture
def proposal(other_office: Office, editor: Staff, focal: Staff) -> AwardProposal:
    return proposal_of(other_office, person=editor, proposed_by=focal)


def asked(on: date, **fields: Any) -> actions.Asked:
    values = {"year": on.year, "category": category_of(), "merits": "Có thành tích xuất sắc"}
    return actions.Asked(**values | fields)


def file(name: str = "qd.txt", words: str = "Quyet dinh tang Bang khen") -> Upload:
    return Upload(name, words.encode())


def place_of(paper: AwardPaper) -> Path:
    return Path(settings.STORAGES["private"]["OPTIONS"]["location"]) / str(paper.file.name)


def test_the_categories_have_their_basis_and_none_claims_to_be_verified() -> None:
    rows = AwardCategory.objects.all()
    assert rows.count() >= 11
    assert all("06/2022/QH15" in row.instrument and row.article for row in rows)
    assert not rows.exclude(verified_by="").exists()


def test_from_proposal_to_decision(
    other_office: Office, focal: Staff, editor: Staff, coordinator: Staff, leader: Staff, on: date
) -> None:
    made = actions.propose_award(other_office, asked(on, person=editor), by=focal, on=on)
    assert Notice.objects.get(staff=editor).kind == "work.award_proposed"
    with pytest.raises(actions.NotNow):  # an empty dossier
        actions.submit_award(made, by=focal, on=on)
    proof = evidence_of(other_office, focal)
    done = AssignmentFactory(lead=other_office, state="accepted")
    assert actions.add_proofs(made, evidence=[proof], work=[done], by=focal, on=on) == 2
    actions.submit_award(made, by=focal, on=on)
    assert Notice.objects.filter(staff=coordinator, kind="work.award_submitted").exists()
    with pytest.raises(actions.NotNow):  # not advised yet
        actions.decide_award(made, actions.Decided("refused", on, words="x"), by=leader, on=on)
    actions.advise_award(made, actions.Advice("agree", on, 7, 9, minutes=file("bb.txt")), by=coordinator, on=on)
    assert Notice.objects.filter(staff=leader, kind="work.award_advised").exists()
    with pytest.raises(actions.NotNow):  # no file
        actions.decide_award(made, actions.Decided("awarded", on, number="9/QĐ-UBND"), by=leader, on=on)
    decision = actions.decide_award(
        made, actions.Decided("awarded", on, number="9/QĐ-UBND", file=file()), by=leader, on=on
    )
    made.refresh_from_db()
    assert (made.state, made.closed_on, decision.number) == ("awarded", on, "9/QĐ-UBND")
    assert decision.paper is not None
    assert place_of(decision.paper).read_bytes() == b"Quyet dinh tang Bang khen"
    assert Notice.objects.filter(staff=editor, kind="work.award_decided").exists()


def test_nothing_that_outlives_a_dossier_names_the_person(
    proposal: AwardProposal, editor: Staff, focal: Staff, on: date
) -> None:
    actions.correct_entry(
        proposal, printed_name="Bà Nguyễn Thị Lan", printed_position="", merits="Khác", by=editor, on=on
    )
    actions.withdraw_award(proposal, reason="Tôi xin rút", by=editor, on=on)
    for entry in TrailEntry.objects.filter(action__contains="award"):
        assert editor.full_name not in f"{entry.subject} {entry.note} {entry.facts}"
        assert "Lan" not in f"{entry.subject} {entry.note} {entry.facts}"
    assert not Notice.objects.filter(text__contains=editor.full_name).exists()


@pytest.mark.parametrize("state", ["draft", "submitted", "advised", "awarded"])
def test_the_person_corrects_their_entry_at_any_time(
    state: str, proposal: AwardProposal, editor: Staff, focal: Staff, on: date
) -> None:
    proposal.state, proposal.closed_on = state, on if state == "awarded" else None
    proposal.save()
    actions.correct_entry(
        proposal, printed_name="Nguyễn Thị Lan", printed_position="Biên tập viên", merits=proposal.merits, by=editor, on=on,
        words="Sai họ tên",
    )  # fmt: skip
    proposal.refresh_from_db()
    row = AwardRevision.objects.get()
    assert (proposal.printed_name, proposal.state) == ("Nguyễn Thị Lan", state)
    assert (row.by_person_named, row.before["printed_name"]) == (True, editor.full_name)
    assert Notice.objects.filter(staff=focal, kind="work.award_corrected").exists()


def test_the_office_corrects_only_while_it_prepares(
    proposal: AwardProposal, focal: Staff, editor: Staff, on: date
) -> None:
    change: dict[str, Any] = {"printed_name": "Lan", "printed_position": "", "merits": "Khác", "by": focal, "on": on}
    actions.correct_entry(proposal, **change)
    assert Notice.objects.filter(staff=editor, kind="work.award_changed").exists()
    with pytest.raises(actions.NotNow):  # nothing new
        actions.correct_entry(proposal, **change)
    AwardProposal.objects.update(state="submitted")
    with pytest.raises(actions.NotNow):
        actions.correct_entry(proposal, **change | {"merits": "Nữa"})


def test_nobody_advises_or_decides_on_their_own(
    other_office: Office, coordinator: Staff, leader: Staff, on: date
) -> None:
    mine = proposal_of(other_office, person=coordinator, state="submitted")
    with pytest.raises(NotAllowed):
        actions.advise_award(mine, actions.Advice("agree", on, 9, 9), by=coordinator, on=on)
    with pytest.raises(NotAllowed):
        actions.return_award(mine, remark="x", by=coordinator, on=on)
    theirs = advised(proposal_of(other_office, person=leader), coordinator)
    with pytest.raises(NotAllowed):
        actions.decide_award(theirs, actions.Decided("awarded", on, "1", file=file()), by=leader, on=on)
    assert not AwardPaper.objects.exists()


def test_who_proposed_does_not_decide(other_office: Office, coordinator: Staff, leader: Staff, on: date) -> None:
    row = advised(proposal_of(other_office, proposed_by=leader), coordinator)
    with pytest.raises(actions.NotNow):
        actions.decide_award(row, actions.Decided("refused", on, words="x"), by=leader, on=on)


def test_the_council_agrees_by_a_majority_and_the_decision_follows_it(
    other_office: Office, coordinator: Staff, leader: Staff, on: date
) -> None:
    row = proposal_of(other_office, state="submitted")
    for votes in (0, 4):
        with pytest.raises(actions.NotNow):
            actions.advise_award(row, actions.Advice("agree", on, votes, 8), by=coordinator, on=on)
    actions.advise_award(row, actions.Advice("agree", on, 5, 8), by=coordinator, on=on)
    with pytest.raises(actions.NotNow):
        actions.decide_award(row, actions.Decided("refused", on - timedelta(days=1), words="x"), by=leader, on=on)
    assert actions.decide_award(row, actions.Decided("refused", on, words="x"), by=leader, on=on).outcome == "refused"


@pytest.mark.parametrize(
    "wrong", [{"category": "office"}, {"for_office": True}, {"merits": " "}, {"year": 1990}, {"merits": "TUYỆT MẬT"}]
)
def test_what_cannot_be_proposed(
    wrong: dict[str, Any], other_office: Office, focal: Staff, editor: Staff, on: date
) -> None:
    fields: dict[str, Any] = {"person": editor} | wrong
    if "category" in wrong:
        fields["category"] = category_of("co-thi-dua-tinh")
    if "for_office" in wrong:
        fields["for_office"] = other_office
    with pytest.raises(actions.FAULTS):
        actions.propose_award(other_office, asked(on, **fields), by=focal, on=on)
    assert not AwardProposal.objects.exists()


def test_the_same_award_is_not_proposed_twice(
    proposal: AwardProposal, focal: Staff, editor: Staff, other_office: Office, on: date
) -> None:
    with pytest.raises(actions.NotNow):
        actions.propose_award(other_office, asked(on, person=editor), by=focal, on=on)
    actions.withdraw_award(proposal, reason="Đề nghị lại", by=focal, on=on)
    actions.propose_award(other_office, asked(on, person=editor), by=focal, on=on)


def test_only_what_the_office_did_goes_into_the_dossier(
    proposal: AwardProposal, focal: Staff, other_office: Office, on: date
) -> None:
    foreign = evidence_of(OfficeFactory(), StaffFactory())
    open_work = AssignmentFactory(lead=other_office)
    withdrawn = evidence_of(other_office, focal)
    actions.withdraw_evidence(withdrawn, reason="Nhầm", by=focal, on=on)
    with pytest.raises(actions.NotNow):
        actions.add_proofs(proposal, evidence=[foreign, withdrawn], work=[open_work], by=focal, on=on)
    assert not proposal.proofs.exists()


def test_a_marked_file_is_refused_and_leaves_nothing(proposal: AwardProposal, focal: Staff, on: date) -> None:
    with pytest.raises(actions.EvidenceRefused):
        actions.add_award_paper(proposal, kind="report", upload=file("bc.txt", "MẬT\nnội dung"), by=focal, on=on)
    assert not AwardPaper.objects.exists()
    assert TrailEntry.objects.filter(action="work.refuse_paper").count() == 1
    own = f"Bao cao {timezone.now().isoformat()}"
    actions.add_award_paper(proposal, kind="report", upload=file("bc.txt", own), by=focal, on=on)
    with pytest.raises(actions.NotNow):
        actions.add_award_paper(proposal, kind="report", upload=file("bc2.txt", own), by=focal, on=on)
    folder = place_of(AwardPaper.objects.get()).parent
    assert len([p for p in folder.iterdir() if p.name.startswith(AwardPaper.objects.get().sha256[:16])]) == 1


def test_the_database_holds_a_dossier_together(
    other_office: Office, editor: Staff, coordinator: Staff, on: date
) -> None:
    row = proposal_of(other_office, person=editor)
    for wrong in ({"for_office": other_office}, {"state": "awarded"}, {"printed_name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AwardProposal.objects.filter(pk=row.pk).update(**wrong)
    advised(row, coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardOpinion.objects.update(votes_for=10)


# keeping


def test_the_day_a_dossier_goes() -> None:
    day = date(2026, 1, 1)
    assert not is_over(closed_on=day, year=2025, days=365, on=date(2027, 1, 1))
    assert is_over(closed_on=day, year=2025, days=365, on=date(2027, 1, 2))
    assert is_over(closed_on=None, year=2025, days=365, on=date(2027, 1, 1))
    assert not is_over(closed_on=None, year=2025, days=365, on=date(2026, 12, 31))


def test_the_clock_takes_out_what_is_over_and_its_files(
    other_office: Office, editor: Staff, focal: Staff, coordinator: Staff, leader: Staff, on: date,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    row = advised(proposal_of(other_office, person=editor, proposed_by=focal), coordinator)
    decision = actions.decide_award(row, actions.Decided("awarded", on, "9/QĐ", file=file()), by=leader, on=on)
    actions.correct_entry(row, printed_name="Lan", printed_position="", merits="x", by=editor, on=on)
    assert decision.paper is not None
    place = place_of(decision.paper)
    young = proposal_of(other_office, person=focal)
    assert actions.purge_awards(on=on + timedelta(days=4000)) == 0  # no rule, nothing goes
    keeping_rules()
    tend(on=on + timedelta(days=364))
    assert AwardProposal.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_awards(on=on + timedelta(days=1826)) == 2
    assert not AwardProposal.objects.exists()
    assert not AwardRevision.objects.exists()
    assert not place.exists()
    assert not AwardProposal.objects.filter(pk=young.pk).exists()
    with pytest.raises(actions.NotNow):
        actions.withdraw_award(row, reason="x", by=focal, on=on)


# screens


def test_who_sees_which_dossier(
    proposal: AwardProposal, editor: Staff, focal: Staff, coordinator: Staff, leader: Staff, signed_in: SignIn
) -> None:
    address, listing = reverse("work:award", args=[proposal.pk]), reverse("work:awards")
    stranger = staff_in(OfficeFactory(), StaffRole.FOCAL)
    colleague = staff_in(proposal.office, StaffRole.VIEWER)
    finance = staff_in(proposal.office, StaffRole.FINANCE)
    for person in (editor, focal, coordinator, leader):
        assert signed_in(person).get(address).status_code == 200
        assert list(signed_in(person).get(listing).context["object_list"]) == [proposal]
    for person in (stranger, colleague, finance):
        assert signed_in(person).get(address).status_code == 403
        assert not signed_in(person).get(listing).context["object_list"]


def test_a_dossier_on_the_screen(
    other_office: Office, focal: Staff, editor: Staff, coordinator: Staff, leader: Staff, signed_in: SignIn, on: date
) -> None:
    client = signed_in(focal)
    form = {"office": other_office.pk, "year": on.year, "category": category_of().pk, "merits": "Xuất sắc"}
    assert client.post(reverse("work:propose_award"), form).status_code == 422
    assert client.post(reverse("work:propose_award"), form | {"person": editor.pk}).status_code == 302
    row = AwardProposal.objects.get()
    address = reverse("work:award", args=[row.pk])
    proof = evidence_of(other_office, focal)
    assert client.post(address, {"step": "proof"}).status_code == 422
    assert client.post(address, {"step": "proof", "proof-evidence": [proof.pk]}).status_code == 302
    client.post(address, {"step": "submit"})
    client = signed_in(editor)
    assert {s["key"] for s in client.get(address).context["steps"]} == {"correct", "withdraw"}
    fix = {"step": "correct", "correct-printed_name": "Nguyễn Thị Lan", "correct-merits": "Xuất sắc"}
    assert client.post(address, fix).status_code == 302
    assert client.post(address, fix).status_code == 422
    client = signed_in(coordinator)
    advise = {
        "step": "advise",
        "advise-advice": "agree",
        "advise-held_on": on,
        "advise-votes_for": 8,
        "advise-votes_all": 9,
    }
    assert client.post(address, advise | {"advise-votes_for": 10}).status_code == 422
    assert client.post(address, advise).status_code == 302
    assert client.post(address, {"step": "decide", "decide-outcome": "refused", "decide-decided_on": on, "decide-words": "x"}
                       ).status_code == 403  # fmt: skip
    client = signed_in(leader)
    decide = {"step": "decide", "decide-outcome": "awarded", "decide-decided_on": on, "decide-number": "9/QĐ-UBND"}
    assert client.post(address, decide).status_code == 422
    assert (
        client.post(address, decide | {"decide-file": SimpleUploadedFile("qd.txt", b"Quyet dinh")}).status_code == 302
    )
    row.refresh_from_db()
    assert (row.state, row.printed_name) == ("awarded", "Nguyễn Thị Lan")
    paper = reverse("work:award_paper", args=[row.decision.paper_id])
    assert signed_in(editor).get(paper).content == b"Quyet dinh"
    assert signed_in(staff_in(OfficeFactory(), StaffRole.FOCAL)).get(paper).status_code == 403


def test_the_categories_page_keeps_rows(coordinator: Staff, focal: Staff, signed_in: SignIn) -> None:
    address = reverse("work:award_categories")
    form = {"kind": "form", "whom": "both", "decided_by": "Chủ tịch", "instrument": "Luật", "name": "Kỷ niệm chương"}
    add = {"step": "add", **{f"add-{k}": v for k, v in form.items()}}
    assert signed_in(focal).get(address).status_code == 200
    assert signed_in(focal).post(address, add).status_code == 403
    client = signed_in(coordinator)
    assert client.post(address, add | {"add-instrument": ""}).status_code == 422
    assert client.post(address, add).status_code == 302
    row = AwardCategory.objects.get(name="Kỷ niệm chương")
    edit = {"step": f"edit-{row.key}", **{f"edit-{row.key}-{k}": v for k, v in form.items()},
            f"edit-{row.key}-verified_by": "Nguyễn Văn A"}  # fmt: skip
    assert client.post(address, edit).status_code == 302
    row.refresh_from_db()
    assert row.verified_by == "Nguyễn Văn A"


def test_the_list_asks_a_constant_number_of_questions(
    coordinator: Staff, other_office: Office, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for _n in range(40):
        place = OfficeFactory()
        proposal_of(place, person=StaffFactory())
    client = signed_in(coordinator)
    client.get(reverse("work:awards_results"))
    with django_assert_max_num_queries(12):
        client.get(reverse("work:awards_results"))
