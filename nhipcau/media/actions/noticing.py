"""Telling people about rights that end: once a period, in good time, and louder where something public hangs on them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.duties.queries import ground
from nhipcau.duties.rules import successors
from nhipcau.media.models import Asset
from nhipcau.media.queries import ended_by, ending_by, living, with_last_day
from nhipcau.media.rules.rights import SOON_DAYS, period_of
from nhipcau.people.actions import tell
from nhipcau.people.models import Membership, Notice, Staff
from nhipcau.people.permissions import require
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import record

_OWNERS = (StaffRole.FOCAL, StaffRole.EDITOR, StaffRole.COORDINATOR)
_EDITORS = (StaffRole.EDITOR, StaffRole.COORDINATOR)


@transaction.atomic
def tell_of_rights(*, on: date, by: Staff | None = None) -> int:
    """Leave a notice for the staff of the owner office (or of who does its work now) when a right or consent ends within
    90, 60, 30 days and when it has ended; where the asset is public, editors hear it too. Answers how many are new.
    ``by`` None is the program. Raises NotAllowed."""
    if by is not None:
        require(by, "media.manage")
    rows = list(with_last_day(living().filter(ended_by(on) | ending_by(on, SOON_DAYS[-1]))))
    with override(settings.LANGUAGE_CODE):
        said = set(Notice.objects.filter(kind__startswith="media.").values_list("kind", "about"))
        words = [word for row in rows for word in _words(row, on) if word[:2] not in said]
        if not words:
            return 0
        listeners = _Listeners(on)
        told = sum(
            tell(listeners.of(row, kind), kind=kind, about=about, text=text, url=_page(row), by=by)
            for kind, about, text, row in words
        )
    record(by, "media.tell_of_rights", note=str(told))
    return told


def _page(row: Asset) -> str:
    return reverse("media:asset", args=[row.pk])


def _words(row: Asset, on: date) -> list[tuple[str, str, str, Asset]]:
    """(kind, about, text, asset): one for the owners, and one for editors where it is public."""
    last: date = row.last_day  # type: ignore[attr-defined]
    period = period_of(last, on)
    if period is None:
        return []
    about = f"asset:{row.pk}:{last.isoformat()}:{period}"
    values = {"title": row.title, "day": date_format(last, "d/m/Y")}
    text = _("The right to show “%(title)s” ended on %(day)s.") if period == 0 else _(
        "The right to show “%(title)s” ends on %(day)s. Renew it or choose something else in time."
    )  # fmt: skip
    found = [("media.rights", about, text % values, row)]
    if row.is_live and period in {0, SOON_DAYS[0]}:
        live = _("“%(title)s” is public, and the right to show it ended on %(day)s. Take it out or renew the right.")
        soon = _("“%(title)s” is public, and the right to show it ends on %(day)s.")
        found.append(("media.rights_live", about, (live if period == 0 else soon) % values, row))
    return found


class _Listeners:
    """Who hears about an office's files on a day."""

    def __init__(self, on: date) -> None:
        places = Membership.objects.on(on).filter(staff__is_active=True, role__in=[str(r) for r in _OWNERS])
        self._at: dict[int, dict[int, Staff]] = defaultdict(dict)
        self._editors: dict[int, Staff] = {}
        for place in places.select_related("staff"):
            self._at[place.office_id][place.staff_id] = place.staff
            if place.role in _EDITORS:
                self._editors[place.staff_id] = place.staff
        self._ground, self._on = ground(), on

    def of(self, row: Asset, kind: str) -> list[Staff]:
        """Each person once; editors where the owner office has nobody left."""
        if kind == "media.rights_live":
            return list(self._editors.values())
        offices = (row.office_id, *successors(row.office_id, self._ground, self._on))
        own = {pk: staff for office in offices for pk, staff in self._at[office].items()}
        return list((own or self._editors).values())
