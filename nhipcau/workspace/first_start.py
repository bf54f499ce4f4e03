"""What the first start makes: one login for each role, and the profile's own documents read for real."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.documents.actions import AlreadyHere, receive_upload
from nhipcau.documents.jobs import read_now
from nhipcau.people.actions import first_logins
from nhipcau.people.actions.staff import FirstLogin
from nhipcau.people.models import FunctionHolding, Office, Staff
from nhipcau.people.permissions import today
from nhipcau.people.rules.roles import StaffRole


def _settings() -> dict[str, Any]:
    with (settings.PROFILE / "profile.yaml").open(encoding="utf-8") as file:
        return dict(yaml.safe_load(file))


def make_first_logins() -> list[FirstLogin]:
    """One person of each role, with a random password, where nobody works here yet."""
    if Staff.objects.exists():
        return []
    profile = _settings()
    places = []
    for username, name, role, office in profile.get("first_logins", []):
        key = str(profile["coordinator_function"]) if office == "coordinator" else ""
        places.append((username, name, StaffRole(role), _office_of(key, office)))
    return first_logins(places)


def _office_of(function: str, key: str) -> Office:
    """The office that answers today for the function or office the profile names."""
    if function:
        holding = FunctionHolding.objects.on(today()).filter(function__key=function).select_related("office").first()
        if holding is not None:
            return holding.office
        return Office.objects.on(today()).order_by("pk")[0]
    office = Office.objects.get(key=key)
    while office.valid_to is not None and office.valid_to < today():
        after = office.successions_after.select_related("after").first()
        if after is None:
            break
        office = after.after
    return office


def take_in_source_documents() -> Iterator[str]:
    """Import the profile's documents by the action a person uses; what is here already is left alone."""
    for name in _settings().get("documents", []):
        path = settings.PROFILE / name
        try:
            intake = receive_upload(path.read_bytes(), name=path.name, by=None)
        except AlreadyHere:
            continue
        document = read_now(intake)
        if document is not None:
            yield _("Read: %(document)s") % {"document": document}
