"""The first page, first start, backup and restore, the second factor."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nhipcau.documents.models import Document
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import today
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from nhipcau.reports.overview import work_sums_anew
from nhipcau.work.models import Assignment
from nhipcau.workspace.backup import BackupFault, read_manifest
from nhipcau.workspace.desk import late_by_office, progress_by_document, waiting_for, work_for
from nhipcau.workspace.first_start import make_first_logins, take_in_source_documents
from tests.factories.duties import duty_of
from tests.factories.people import OfficeFactory
from tests.factories.work import AssignmentFactory

SignIn = Callable[[Staff], Client]


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(StaffRole))
def test_the_first_page_opens_for_every_role(
    role: StaffRole, staff_of: Callable[..., Staff], signed_in: SignIn
) -> None:
    AssignmentFactory(due_on=today(), opens_on=today())
    assert signed_in(staff_of(role)).get("/staff/").status_code == 200


@pytest.mark.django_db
def test_every_number_leads_to_its_rows(coordinator: Staff, other_office: Office, signed_in: SignIn) -> None:
    late = AssignmentFactory(lead=other_office, opens_on="2024-01-01", due_on="2024-02-01")
    AssignmentFactory(state="handed_in")
    client = signed_in(coordinator)
    for number in waiting_for(coordinator, on=today()):
        assert client.get(number.url).status_code == 200, number
    (office,) = late_by_office(work_for(coordinator, on=today()))
    assert (office.label, office.late) == (other_office.name, 1)
    assert late.title in client.get(office.late_url).content.decode()
    assert sum(row.total for row in progress_by_document(work_for(coordinator, on=today()))) == 2


@pytest.mark.django_db
def test_a_focal_point_sees_only_their_own_lateness(focal: Staff, other_office: Office) -> None:
    AssignmentFactory(opens_on="2024-01-01", due_on="2024-02-01")
    assert late_by_office(work_for(focal, on=today())) == []
    AssignmentFactory(lead=other_office, opens_on="2024-01-01", due_on="2024-02-01")
    assert [row.label for row in late_by_office(work_for(focal, on=today()))] == [other_office.name]


@pytest.mark.django_db
def test_the_first_page_asks_a_bounded_number_of_questions(
    coordinator: Staff, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    AssignmentFactory.create_batch(15, opens_on="2024-01-01", due_on="2024-02-01")
    client = signed_in(coordinator)
    client.get("/staff/")
    with django_assert_max_num_queries(41):
        client.get("/staff/")


@pytest.mark.django_db
def test_the_first_pages_figures_of_all_work_are_not_counted_at_each_look(
    coordinator: Staff, other_office: Office, signed_in: SignIn
) -> None:
    on = today()
    offices = [other_office, OfficeFactory(), OfficeFactory()]
    duties = [duty_of(office) for office in offices]
    states = itertools.cycle(["open", "accepted", "cancelled", "handed_in", "open"])

    def give(many: int) -> None:
        for at in range(many):
            due = on + timedelta(days=at % 41 - 30)
            duty = duties[at % 3] if at % 4 else None
            AssignmentFactory(lead=offices[at % 3], duty=duty, opens_on=due - timedelta(days=5), due_on=due,
                              state=next(states), cancel_reason="x")  # fmt: skip

    def looked() -> list[str]:
        work_for(coordinator, on=on)
        with CaptureQueriesContext(connection) as queries:
            sums = work_for(coordinator, on=on)
            late_by_office(sums), progress_by_document(sums)
        return [query["sql"] for query in queries]

    give(12)
    few = looked()
    give(120)
    many = looked()
    assert len(many) == len(few)
    assert not [sql for sql in many if '"work_assignment"' in sql]
    sums, anew = work_for(coordinator, on=on), work_sums_anew(Assignment.objects.all(), on)
    assert set(sums.offices) == set(anew.offices)
    assert set(sums.documents) == set(anew.documents)
    assert len(sums.documents) > 1
    tomorrow = work_for(coordinator, on=on + timedelta(days=1))
    assert set(tomorrow.offices) == set(work_sums_anew(Assignment.objects.all(), on + timedelta(days=1)).offices)
    assert tomorrow != sums
    Assignment.objects.filter(lead=other_office).update(lead=offices[1])
    moved = work_for(coordinator, on=on)
    assert set(moved.offices) == set(work_sums_anew(Assignment.objects.all(), on).offices)
    assert signed_in(coordinator).get("/staff/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_first_start_makes_a_login_for_each_role_and_the_second_none(frozen_rows_let_go: None) -> None:
    call_command("load_profile", str(settings.PROFILE), verbosity=0)
    made = make_first_logins()
    assert {login.role for login in made} == set(StaffRole)
    assert all(Staff.objects.get(username=m.username).check_password(m.password) for m in made)
    assert make_first_logins() == []
    assert list(take_in_source_documents())
    assert list(take_in_source_documents()) == []
    assert Document.objects.get().number == "1899/QĐ-UBND"


@pytest.mark.django_db(transaction=True)
def test_what_was_backed_up_comes_back(frozen_rows_let_go: None, tmp_path: Path, settings: Any) -> None:
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")
    settings.STATE = tmp_path / "state"
    (settings.STATE / "private").mkdir(parents=True)
    (settings.STATE / "private" / "a.bin").write_bytes(b"kept")
    call_command("load_profile", str(settings.PROFILE), verbosity=0)
    call_command("backup", str(tmp_path / "b"))
    Office.objects.create(key="after-the-backup", name="x", kind="so", level="province")
    (settings.STATE / "private" / "a.bin").unlink()
    with pytest.raises(CommandError):
        call_command("restore", str(tmp_path / "b"))
    call_command("restore", str(tmp_path / "b"), "--yes")
    assert not Office.objects.filter(key="after-the-backup").exists()
    assert Office.objects.filter(key="so-tttt").exists()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Office._meta.db_table])
            assert cursor.fetchone()[0] == Office.objects.count(), "the statistics are made with the restoring"
    assert (settings.STATE / "private" / "a.bin").read_bytes() == b"kept"
    assert trail_faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    frozen_rows_let_go: None, tmp_path: Path, settings: Any
) -> None:
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")
    settings.STATE = tmp_path / "state"
    call_command("backup", str(tmp_path / "b"))
    stored = next((tmp_path / "b").glob("database*"))
    stored.write_bytes(stored.read_bytes()[:-10])
    with pytest.raises(BackupFault):
        read_manifest(tmp_path / "b")
    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path / "b"))


@pytest.mark.django_db
def test_where_it_is_asked_for_staff_set_up_a_second_factor_first(
    coordinator: Staff, signed_in: SignIn, settings: Any
) -> None:
    settings.NHIPCAU_REQUIRE_SECOND_FACTOR = True
    answer = signed_in(coordinator).get("/staff/")
    assert answer.status_code == 302
    assert "/2fa/" in answer["Location"]


@pytest.mark.django_db
def test_five_wrong_passwords_lock_the_name(client: Client, coordinator: Staff) -> None:
    coordinator.set_password("đúng-mật-khẩu-dài")
    coordinator.save()
    for _try in range(5):
        answer = client.post("/staff/sign-in/login/", {"login": coordinator.username, "password": "sai"})
    assert answer.status_code == 429
    assert "nửa giờ" in answer.content.decode()
    client.post("/staff/sign-in/login/", {"login": coordinator.username, "password": "đúng-mật-khẩu-dài"})
    assert "_auth_user_id" not in client.session, "the right password does not open a locked door"


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    client.post("/staff/sign-in/signup/", {"username": "la", "password1": "x" * 20, "password2": "x" * 20})
    assert not Staff.objects.exists()
