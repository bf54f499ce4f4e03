"""Ground that tests share is the same for each of them, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from nhipcau.people.models import Office
from tests.factories.people import OfficeFactory
from tests.ground import MAKERS, Ground

pytestmark = pytest.mark.django_db
STORED = Path(settings.STATE) / "private" / "ground.txt"


def one_office() -> Office:
    STORED.parent.mkdir(parents=True, exist_ok=True)
    STORED.write_text("as made")
    return OfficeFactory(key="ground-1", name="As made")


MAKERS["ground_with_one_office"] = one_office
MAKERS["ground_with_another"] = lambda: OfficeFactory(key="ground-2")


@pytest.fixture
def ground_with_one_office(ground: Ground, db: None) -> Office:
    office: Office = ground.take("ground_with_one_office")
    return office


@pytest.fixture
def ground_with_another(ground: Ground, db: None) -> Office:
    office: Office = ground.take("ground_with_another")
    return office


@pytest.mark.parametrize("what", ["change", "delete", "change again"])
def test_what_one_test_does_the_next_does_not_find(what: str, ground_with_one_office: Office) -> None:
    assert ground_with_one_office.name == Office.objects.get(key="ground-1").name == "As made"
    assert STORED.read_text() == "as made"
    if what == "delete":
        STORED.unlink()
        Office.objects.filter(key="ground-1").delete()
        return
    STORED.write_text(what)
    ground_with_one_office.name = what
    ground_with_one_office.save()


@pytest.mark.parametrize("time", [1, 2])
def test_other_ground_lies_alone(time: int, ground_with_another: Office) -> None:
    assert list(Office.objects.filter(key__startswith="ground-")) == [ground_with_another]


@pytest.mark.parametrize("time", [1, 2])
def test_who_asks_for_none_finds_none(time: int) -> None:
    assert not Office.objects.filter(key__startswith="ground-").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("frozen_rows_let_go")
def test_who_empties_the_tables_finds_none() -> None:
    assert not Office.objects.filter(key__startswith="ground-").exists()


def test_who_did_not_ask_is_given_nothing(ground: Ground) -> None:
    with pytest.raises(AssertionError):
        ground.take("ground_with_one_office")
