"""Role × action on media: who may do what for whose files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.media import actions
from nhipcau.media.actions import Origin, Said
from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from tests.factories.media import SVG, VTT, asset_of, cleared, photo, upload
from tests.factories.people import OfficeFactory, staff_in

pytestmark = pytest.mark.django_db
R = StaffRole
ADDS = {R.COORDINATOR, R.EDITOR, R.FOCAL}
OPENS = {R.COORDINATOR, R.EDITOR, R.APPROVER, R.LEADER}

OWN = {
    "add_asset": ADDS,
    "add_embed": ADDS,
    "describe_asset": ADDS,
    "record_rights": ADDS,
    "write_texts": ADDS,
    "write_track": ADDS,
    "set_focal_point": ADDS,
    "ask_again": ADDS,
    "start_making": ADDS,
    "erase_asset": {R.ADMIN, *ADDS},
    "open_to_public": OPENS,
    "close_to_public": OPENS,
    "tell_of_rights": {R.ADMIN, R.COORDINATOR},
}
ELSEWHERE = {
    **OWN,
    **dict.fromkeys(  # noqa: RUF024 (never changed)
        (
            "describe_asset",
            "record_rights",
            "write_texts",
            "write_track",
            "set_focal_point",
            "ask_again",
            "start_making",
        ),
        {R.COORDINATOR, R.EDITOR},
    ),
    "erase_asset": {R.ADMIN, R.COORDINATOR},
}


def perform(name: str, by: Staff, office: Office) -> object:
    """Bring an asset of ``office`` into the state in which the step makes sense, then take it as ``by``."""
    on = timezone.localdate()
    asset = cleared(office, SVG)
    if name == "close_to_public":
        actions.open_to_public(asset, by=None, on=on)
    if name == "start_making":
        actions.ask_again(asset, by=None)
    if name == "tell_of_rights":
        actions.record_rights(asset, {"term_to": on}, by=None)
    steps: dict[str, Callable[[], object]] = {
        "add_asset": lambda: actions.add_asset(upload(photo(seed=7)), origin=Origin(office), by=by),
        "add_embed": lambda: actions.add_embed(
            "https://youtu.be/dQw4w9WgXcQ", title="x", origin=Origin(office), by=by
        ),
        "describe_asset": lambda: actions.describe_asset(asset, {"title": "y"}, by=by),
        "record_rights": lambda: actions.record_rights(asset, {"holder": "y"}, by=by),
        "write_texts": lambda: actions.write_texts(asset, {"en": Said("y")}, by=by),
        "write_track": lambda: actions.write_track(asset, "vi", vtt=VTT, by=by),
        "set_focal_point": lambda: actions.set_focal_point(asset, 0.1, 0.1, by=by),
        "ask_again": lambda: actions.ask_again(asset, by=by),
        "start_making": lambda: actions.start_making(asset, by=by),
        "erase_asset": lambda: actions.erase_asset(asset, reason="x", by=by),
        "open_to_public": lambda: actions.open_to_public(asset, by=by, on=on),
        "close_to_public": lambda: actions.close_to_public(asset, by=by),
        "tell_of_rights": lambda: actions.tell_of_rights(on=on, by=by),
    }
    before = TrailEntry.objects.count()
    try:
        return steps[name]()
    finally:
        perform.wrote = TrailEntry.objects.count() - before  # type: ignore[attr-defined]


def check(name: str, by: Staff, office: Office, *, allowed: bool) -> None:
    if allowed:
        perform(name, by, office)
        assert perform.wrote >= 1  # type: ignore[attr-defined]
        return
    with pytest.raises(NotAllowed):
        perform(name, by, office)
    assert perform.wrote == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(OWN))
def test_in_ones_own_office(name: str, role: StaffRole) -> None:
    office = OfficeFactory()
    check(name, staff_in(office, role), office, allowed=role in OWN[name])


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_in_another_office(name: str, role: StaffRole) -> None:
    check(name, staff_in(OfficeFactory(), role), OfficeFactory(), allowed=role in ELSEWHERE[name])


@pytest.mark.parametrize("role", list(StaffRole))
def test_the_page_offers_what_the_actions_allow(role: StaffRole, client: Client) -> None:
    office = OfficeFactory()
    client.force_login(staff_in(office, role), backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(reverse("media:asset", args=[asset_of(office, SVG).pk])).context
    assert (shown["may_edit"], shown["may_open"], shown["may_erase"]) == (
        role in ADDS,
        role in OPENS,
        role in OWN["erase_asset"],
    )
    assert client.get(reverse("media:add")).status_code == (200 if role in ADDS else 403)


def test_someone_without_a_role_may_nothing() -> None:
    nobody, office = Staff.objects.create(username="nobody"), OfficeFactory()
    for name in OWN:
        with pytest.raises(NotAllowed):
            perform(name, nobody, office)
