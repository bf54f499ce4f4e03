"""What the tests of the corrections desk share: a signing key of their own, clocks, an editor and a second person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nhipcau.newsroom.rules.signing import key_id
from nhipcau.newsroom.signing_key import make_key
from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from tests.factories.corrections import clocks
from tests.public.conftest import addresses, kept, small_site  # noqa: F401


@dataclass
class Desk:
    """Who is there."""

    editor: Staff
    second: Staff
    office: Office
    key: str


@pytest.fixture
def key(settings: Any, tmp_path: Path) -> str:
    """A signing key in a state folder of its own."""
    settings.STATE = tmp_path
    return key_id(make_key())


@pytest.fixture
def desk(office: Office, staff_of: Callable[..., Staff], key: str) -> Desk:
    """An editor, an approver, clocks and a key."""
    clocks()
    return Desk(staff_of(StaffRole.EDITOR), staff_of(StaffRole.APPROVER), office, key)
