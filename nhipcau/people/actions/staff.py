"""Who works here: accounts, places in offices, first logins."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.people.models import Membership, Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import record


class AlreadyThere(Exception):
    """The sign-in name is taken, or the person already has this place on these days."""


class LastAdministrator(Exception):
    """The step would leave nobody who can manage staff."""


@dataclass(frozen=True, slots=True)
class FirstLogin:
    """A sign-in that was just made; ``password`` is shown once and kept nowhere."""

    username: str
    password: str
    role: StaffRole
    office: str


def new_password() -> str:
    """A random password of four groups that can be read out over the telephone (about 78 bits)."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


@transaction.atomic
def add_staff(
    *, username: str, full_name: str, password: str, by: Staff | None, email: str = "", position: str = ""
) -> Staff:
    """Make an account without any role. ``by`` None is the program itself at its first start.

    Raises NotAllowed, AlreadyThere.
    """
    _require_or_first_start(by)
    if Staff.objects.filter(username__iexact=username).exists():
        raise AlreadyThere(_("The sign-in name “%(name)s” is taken. Choose another.") % {"name": username})
    staff = Staff(username=username, full_name=full_name, email=email, position=position)
    staff.set_password(password)
    staff.save()
    record(by, "people.add_staff", staff)
    return staff


@transaction.atomic
def begin_membership(
    staff: Staff, office: Office, role: StaffRole, *, by: Staff | None, since: date | None = None
) -> Membership:
    """Give ``staff`` a role in ``office`` from ``since`` on. Raises NotAllowed, AlreadyThere."""
    _require_or_first_start(by)
    if Membership.objects.filter(staff=staff, office=office, role=role, valid_to__isnull=True).exists():
        raise AlreadyThere(_("%(who)s already has this role in this office.") % {"who": staff})
    membership = Membership.objects.create(staff=staff, office=office, role=role, valid_from=since)
    record(by, "people.begin_membership", staff, role=str(role), office=office.key, since=since and since.isoformat())
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Staff, last_day: date) -> Membership:
    """End a role with ``last_day``. Raises NotAllowed, LastAdministrator."""
    require(by, "people.manage_staff")
    others = Membership.objects.on(last_day).filter(role=StaffRole.ADMIN, staff__is_active=True)
    if membership.role == StaffRole.ADMIN and not others.exclude(pk=membership.pk).exists():
        raise LastAdministrator(_("This is the last administrator. Give the role to another person first."))
    membership.valid_to = last_day
    membership.save(update_fields=["valid_to"])
    record(by, "people.end_membership", membership.staff, role=membership.role, last_day=last_day.isoformat())
    return membership


@transaction.atomic
def close_account(staff: Staff, *, by: Staff) -> Staff:
    """Shut an account; what the person did stays under their name. Raises NotAllowed, LastAdministrator."""
    require(by, "people.manage_staff")
    if staff == by:
        raise LastAdministrator(_("You cannot close your own account. Ask another administrator."))
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    record(by, "people.close_account", staff)
    return staff


@transaction.atomic
def reset_password(staff: Staff, *, by: Staff | None) -> str:
    """Give ``staff`` a new random password, shown once. Raises NotAllowed."""
    _require_or_first_start(by)
    password = new_password()
    staff.set_password(password)
    staff.save(update_fields=["password"])
    record(by, "people.reset_password", staff)
    return password


@transaction.atomic
def first_logins(places: list[tuple[str, str, StaffRole, Office]], *, by: Staff | None = None) -> list[FirstLogin]:
    """One account for each (username, full name, role, office) that has none yet; with random passwords.

    Only those made now are returned: the second start makes none. Raises NotAllowed.
    """
    made: list[FirstLogin] = []
    for username, full_name, role, office in places:
        if Staff.objects.filter(username=username).exists():
            continue
        password = new_password()
        staff = add_staff(username=username, full_name=full_name, password=password, by=by)
        begin_membership(staff, office, role, by=by)
        if role is StaffRole.ADMIN:
            Staff.objects.filter(pk=staff.pk).update(is_superuser=True, is_staff=True)
        made.append(FirstLogin(username, password, role, office.name))
    record(by, "people.first_logins", note=", ".join(login.username for login in made))
    return made


def _require_or_first_start(by: Staff | None) -> None:
    """The program itself may act where no person is there to ask: at the command line of its own machine."""
    if by is not None:
        require(by, "people.manage_staff")
