"""What can stand in the way of a step, said so that the person knows what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nhipcau.work.models import Assignment


class NotNow(Exception):
    """The work is not in a state in which this step makes sense."""


class NoReason(Exception):
    """A step that others will ask about needs its reason in words."""


def reason_given(reason: str) -> str:
    """``reason`` without space around it. Raises NoReason where nothing is left."""
    if not reason.strip():
        raise NoReason(_("Say why, so that others can follow it later."))
    return reason.strip()


def must_be(assignment: Assignment, *states: str) -> None:
    """Raise NotNow unless ``assignment`` is in one of ``states``."""
    if assignment.state not in states:
        raise NotNow(
            _("This step is not possible now: the work is “%(state)s”.") % {"state": assignment.get_state_display()}
        )


def locked(assignment: Assignment) -> Assignment:
    """The row as it stands now, held until the transaction ends, so that two people cannot decide at once."""
    return Assignment.objects.select_for_update(of=("self",)).select_related("lead", "duty").get(pk=assignment.pk)
