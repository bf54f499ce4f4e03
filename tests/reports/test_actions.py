"""Drawing up, freezing, versions; who may; the command."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import NotAllowed, today
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.papers import check_nd30
from nhipcau.reports.actions import AlreadyIssued, NotIssued, draw_up, issue, lines_of, next_version, write_words
from nhipcau.reports.models import Report
from nhipcau.reports.rules.consolidation import Outcome
from nhipcau.reports.rules.periods import parse_period
from nhipcau.work.models import Assignment
from tests.factories.work import AssignmentFactory, evidence_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def work(other_office: Office) -> Assignment:
    made: Assignment = AssignmentFactory(lead=other_office, opens_on=date(2024, 2, 1), due_on=date(2024, 11, 30))
    return made


@pytest.fixture
def report(work: Assignment, office: Office, coordinator: Staff) -> Report:
    return draw_up(
        template="ket-qua", period=parse_period("2024"), office=office, by=coordinator, on=today(),
        documents=[work.duty.document],  # type: ignore[union-attr]
    )  # fmt: skip


def test_a_line_carries_its_clause_its_office_and_its_evidence(
    report: Report, work: Assignment, focal: Staff
) -> None:
    evidence_of(work.lead, focal, assignment=work, happened_on=date(2024, 5, 2))
    evidence_of(work.lead, focal, assignment=work, happened_on=date(2025, 5, 2), title="Ngoài kỳ")
    (line,) = lines_of(report, on=today())
    assert (line.path, line.office) == (work.duty.path, work.lead.name)  # type: ignore[union-attr]
    assert [proof.title for proof in line.proofs] == ["Bài trên Cổng thông tin"]
    assert line.outcome is Outcome.OVERDUE


def test_a_past_period_is_judged_by_its_last_day(work: Assignment, office: Office, coordinator: Staff) -> None:
    early = draw_up(template="ket-qua", period=parse_period("2024-H1"), office=office, by=coordinator, on=today())
    assert [line.outcome for line in lines_of(early, on=today())] == [Outcome.IN_HAND]


def test_an_issued_report_stands_when_the_work_changes(report: Report, work: Assignment, coordinator: Staff) -> None:
    issued = issue(report, by=coordinator, on=today())
    Assignment.objects.filter(pk=work.pk).update(state="accepted", closed_on=date(2024, 11, 1), percent=100)
    issued.refresh_from_db()
    assert lines_of(issued, on=today())[0].outcome is Outcome.OVERDUE
    content = issued.docx.read()
    assert hashlib.sha256(content).hexdigest() == issued.docx_sha256
    assert check_nd30(content) == []
    new = next_version(issued, by=coordinator)
    assert lines_of(new, on=today())[0].outcome is Outcome.DONE
    assert next_version(issued, by=coordinator) == new, "asking twice makes one version"


def test_nothing_of_an_issued_report_changes(report: Report, coordinator: Staff) -> None:
    issued = issue(report, by=coordinator, on=today())
    with pytest.raises(AlreadyIssued):
        write_words(issued, words={}, fields={"title": "khác"}, by=coordinator)
    with pytest.raises(AlreadyIssued):
        issue(issued, by=coordinator, on=today())


def test_only_an_issued_report_has_a_next_version(report: Report, coordinator: Staff) -> None:
    with pytest.raises(NotIssued):
        next_version(report, by=coordinator)


@pytest.mark.parametrize("role", [StaffRole.FOCAL, StaffRole.EDITOR, StaffRole.VIEWER, StaffRole.FINANCE])
def test_who_may_not_write_or_issue(role: StaffRole, report: Report, staff_of: Callable[..., Staff]) -> None:
    person = staff_of(role)
    with pytest.raises(NotAllowed):
        write_words(report, words={}, fields={}, by=person)
    with pytest.raises(NotAllowed):
        issue(report, by=person, on=today())


def test_the_words_and_links_are_in_the_files(
    report: Report, work: Assignment, focal: Staff, coordinator: Staff
) -> None:
    proof = evidence_of(work.lead, focal, assignment=work, happened_on=date(2024, 5, 2))
    write_words(report, words={"han-che": "Thiếu kinh phí."}, fields={"place": "Trà Vinh"}, by=coordinator)
    issued = issue(report, by=coordinator, on=date(2025, 1, 5))
    paper = docx.Document(io.BytesIO(issued.docx.read()))
    assert any("Thiếu kinh phí" in p.text for p in paper.paragraphs)
    links = [r.target_ref for r in paper.part.rels.values() if r.is_external]
    assert any(link.endswith(reverse("work:evidence", args=[proof.pk])) for link in links)
    book = openpyxl.load_workbook(io.BytesIO(issued.xlsx.read()))
    assert book.sheetnames == ["Tổng hợp", "Minh chứng", "Theo cơ quan"]


def test_the_screens_open_and_the_files_come(report: Report, coordinator: Staff, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    assert client.get(reverse("reports:list")).status_code == 200
    assert client.get(reverse("reports:report", args=[report.pk])).status_code == 200
    for kind in ("docx", "xlsx"):
        answer = client.get(reverse("reports:download", args=[report.pk, kind]))
        assert answer.content[:2] == b"PK"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_focal_point_sees_their_own_lines_of_issued_reports_alone(
    report: Report, work: Assignment, focal: Staff, coordinator: Staff, signed_in: SignIn
) -> None:
    AssignmentFactory(duty=work.duty, opens_on=date(2024, 2, 1), due_on=date(2024, 11, 30))
    client = signed_in(focal)
    assert client.get(reverse("reports:report", args=[report.pk])).status_code == 404
    issue(report, by=coordinator, on=today())
    page = client.get(reverse("reports:report", args=[report.pk]))
    assert {line.office for line in page.context["page"]} == {work.lead.name}
    assert client.get(reverse("reports:download", args=[report.pk, "docx"])).status_code == 403


def test_a_bad_period_is_told_at_the_field(coordinator: Staff, office: Office, signed_in: SignIn) -> None:
    form = {"template": "ket-qua", "period": "năm nay", "office": office.pk}
    page = signed_in(coordinator).post(reverse("reports:list"), form)
    assert page.status_code == 200
    assert "period" in page.context["form"].errors
    assert not Report.objects.exists()


def test_gathering_asks_the_same_however_many(
    report: Report, work: Assignment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    AssignmentFactory.create_batch(20, duty=work.duty, opens_on=date(2024, 2, 1), due_on=date(2024, 11, 30))
    with django_assert_max_num_queries(12):
        assert len(lines_of(report, on=today())) == 21


def test_the_command_writes_both_kinds(work: Assignment, office: Office, tmp_path: Path, capsys: object) -> None:
    for name in ("r.docx", "r.xlsx"):
        call_command("report", "--period", "2024", "--out", str(tmp_path / name), "--office", office.key, "--json")
        assert (tmp_path / name).read_bytes()[:2] == b"PK"
    said = json.loads(capsys.readouterr().out.splitlines()[-1])  # type: ignore[attr-defined]
    assert said["figures"]["lines"] == 1


@pytest.mark.parametrize("arguments", [("--period", "nay", "--out", "a.docx"), ("--period", "2024", "--out", "a.txt"),
                                       ("--period", "2024", "--out", "a.docx", "--document", "0/QĐ-X")])  # fmt: skip
def test_the_command_says_what_is_wrong(arguments: tuple[str, ...], office: Office) -> None:
    with pytest.raises(CommandError) as told:
        call_command("report", *arguments, "--office", office.key)
    assert told.value.returncode == 2
