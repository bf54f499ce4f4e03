"""What the tests of the register share: Trà Vinh's offices around 1/3/2025."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from nhipcau.people.models import Function, Office
from tests.factories.people import OfficeFactory, hold, merge

TURN = date(2025, 3, 1)


@dataclass(frozen=True)
class Offices:
    """Who became what: press and external information went to culture, the rest to science."""

    information: Office
    science: Office
    culture: Office
    function: Function


@pytest.fixture
def offices(db: None) -> Offices:
    """The department of information and communications and its two successors."""
    information = OfficeFactory(
        key="tttt", name="Sở Thông tin và Truyền thông", short_name="Sở TT&TT", valid_to=date(2025, 2, 28)
    )
    science = OfficeFactory(key="khcn", name="Sở Khoa học và Công nghệ")
    culture = OfficeFactory(key="vhttdl", name="Sở Văn hóa, Thể thao và Du lịch")
    merge(information, science, TURN)
    function = Function.objects.create(key="thong-tin-doi-ngoai", name="Thông tin đối ngoại")
    hold(function, information, None, date(2025, 2, 28))
    hold(function, culture, TURN, None)
    return Offices(information, science, culture, function)
