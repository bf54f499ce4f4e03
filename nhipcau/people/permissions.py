"""The one door: may this person do this, here? Every action asks before it changes anything.

Being a superuser grants nothing. A focal point's reach is their own office on the day asked, and what that
office took over from its predecessors.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.models import Membership, Office, Staff, Succession
from nhipcau.people.rules.roles import Scope, StaffRole, scope_of


class NotAllowed(Exception):
    """The person may not do this. The message says so in their language."""

    def __init__(self, action: str) -> None:
        super().__init__(
            _("You are not allowed to do this. Ask an administrator of your office for the role it needs.")
        )
        self.action = action


def today() -> date:
    """The day in the province. Asked at the edge; rules are given the day."""
    return timezone.localdate()


def _memberships(by: Staff, on: date) -> list[Membership]:
    if not by.is_active:
        return []
    cache: dict[date, list[Membership]] = by.__dict__.setdefault("_memberships_on", {})
    if on not in cache:
        cache[on] = list(Membership.objects.on(on).filter(staff=by))
    return cache[on]


def roles_of(by: Staff | AnonymousUser, *, on: date | None = None) -> frozenset[StaffRole]:
    """The roles that a person has on a day, in any office."""
    if not isinstance(by, Staff):
        return frozenset()
    return frozenset(StaffRole(m.role) for m in _memberships(by, on or today()))


def offices_of(by: Staff, action: str | None = None, *, on: date | None = None) -> frozenset[int]:
    """Ids of the offices a person acts for (in a role that has ``action``), with all their predecessors."""
    own: set[int] = set()
    for m in _memberships(by, on or today()):
        if action is None or scope_of(action, frozenset({StaffRole(m.role)})) is not None:
            own.add(m.office_id)
    return with_predecessors(own)


def with_predecessors(office_ids: Iterable[int]) -> frozenset[int]:
    """``office_ids`` and every office that was merged, renamed or split into one of them."""
    found, frontier = set(office_ids), set(office_ids)
    while frontier:
        before = set(Succession.objects.filter(after__in=frontier).values_list("before_id", flat=True))
        frontier = before - found
        found |= frontier
    return frozenset(found)


def may(
    by: Staff | AnonymousUser, action: str, *, office: Office | int | None = None,
    offices: Iterable[Office | int] = (), on: date | None = None,
) -> bool:  # fmt: skip
    """Whether ``by`` may do ``action`` for ``office`` or any of ``offices``.

    With no office named, an own-office permission is enough: the caller then narrows the rows it shows.
    """
    scope = scope_of(action, roles_of(by, on=on))
    if scope is None or not isinstance(by, Staff):
        return False
    if scope is Scope.ALL:
        return True
    asked = {o.pk if isinstance(o, Office) else o for o in (*offices, *([office] if office is not None else []))}
    return not asked or bool(asked & offices_of(by, action, on=on))


def require(
    by: Staff | AnonymousUser, action: str, *, office: Office | int | None = None,
    offices: Iterable[Office | int] = (), on: date | None = None,
) -> None:  # fmt: skip
    """Raise NotAllowed unless ``may``."""
    if not may(by, action, office=office, offices=offices, on=on):
        raise NotAllowed(action)


def reach(by: Staff | AnonymousUser, action: str, *, on: date | None = None) -> frozenset[int] | None:
    """Which offices' rows ``by`` may touch: None for all, else a set of office ids (maybe empty)."""
    scope = scope_of(action, roles_of(by, on=on))
    if scope is Scope.ALL:
        return None
    if scope is None or not isinstance(by, Staff):
        return frozenset()
    return offices_of(by, action, on=on)
