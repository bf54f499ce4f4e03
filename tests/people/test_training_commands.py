"""What other programs read: focal points and training needs, award dossiers and sessions as JSON lines."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from nhipcau.people.models import Office, OfficeGroup, Staff, TrainingNeed
from tests.factories.awards import keeping_rules, proposal_of, session_of
from tests.factories.people import StaffFactory
from tests.factories.training import focal_point_of, subject_of

pytestmark = pytest.mark.django_db


def lines(name: str, **options: Any) -> list[Any]:
    out = StringIO()
    call_command(name, stdout=out, json=True, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_focal_points_and_gaps(office: Office, other_office: Office, focal: Staff, on: date) -> None:
    OfficeGroup.objects.create(key="so", name="Các sở", kinds=["so"], levels=["province"])
    focal_point_of(other_office, focal)
    rows = {row["office"]: row["focal_point"] for row in lines("focal_points")}
    assert rows[office.key] is None
    assert rows[other_office.key]["decision"] == "12/QĐ-SCT"
    assert [row["office"] for row in lines("focal_points", gaps=True)] == [office.key]
    assert {row["office"] for row in lines("focal_points", on="2000-01-01", gaps=True)} == {
        office.key,
        other_office.key,
    }
    with pytest.raises(SystemExit):
        lines("focal_points", check=True)
    with pytest.raises(CommandError):
        lines("focal_points", on="hôm qua")


def test_training_needs(other_office: Office, focal: Staff, on: date) -> None:
    assert lines("training", check=True) == []
    TrainingNeed.objects.create(
        office=other_office, subject=subject_of(), year=on.year, places=4, stated_by=focal, stated_at=timezone.now()
    )
    (row,) = lines("training")
    assert (row["needed"], row["given"], row["missing"]) == (4, 0, 4)
    with pytest.raises(SystemExit):
        lines("training", check=True)


def test_awards_are_listed_without_names(other_office: Office) -> None:
    person = StaffFactory(full_name="Nguyễn Thị Lan")
    proposal_of(other_office, person=person)
    old = proposal_of(other_office, year=2020)
    keeping_rules()
    rows = lines("awards")
    assert "Lan" not in json.dumps(rows, ensure_ascii=False)
    assert {row["for_person"] for row in rows} == {True, False}
    assert next(row for row in rows if row["id"] == old.pk)["kept_until"] == "2021-12-31"
    assert lines("awards", purge=True) == [{"purged": 1}]
    assert len(lines("awards")) == 1


def test_sessions(office: Office, other_office: Office) -> None:
    session_of(office, other_office)
    (row,) = lines("sessions")
    assert (row["lead"], row["offices"], row["conclusions"], row["duties"]) == (
        office.key,
        [other_office.key],
        None,
        [],
    )
