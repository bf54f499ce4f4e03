"""What can stand in the way of a step, said so that the person knows what to do; rows held against two at once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.trail import record
from nhipcau.reports.models import Consolidation, FormVersion, ReportRequest, Submission


class NotNow(Exception):
    """The step makes no sense in the state things are in."""


class NoReason(Exception):
    """A step that others will ask about needs its reason in words."""


class Changed(Exception):
    """Somebody else changed the same thing meanwhile."""


class BadAnswer(Exception):
    """A value is not what the form asks for."""


class Classified(Exception):
    """The words bear a secrecy mark. Nothing of them is kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The words bear a secrecy mark. Nothing of them was kept. Classified matter does not enter this system."
            )
        )


FAULTS = (NotNow, NoReason, Changed, BadAnswer, Classified)
"""What a step can be refused with; each says what to do."""


@transaction.atomic
def note_refusal(*, by: Staff) -> None:
    """A line in the trail that words were refused for a secrecy mark; nothing of the words."""
    record(by, "reports.refuse_words")


def reason_given(reason: str) -> str:
    """``reason`` without space around it. Raises NoReason where nothing is left."""
    if not reason.strip():
        raise NoReason(_("Say why, so that others can follow it later."))
    return reason.strip()


def locked_version(version: FormVersion) -> FormVersion:
    """The version as it stands now, held until the transaction ends. Raises NotNow for one in use."""
    row = FormVersion.objects.select_for_update(of=("self",)).select_related("form").get(pk=version.pk)
    if row.state == FormVersion.State.RELEASED:
        raise NotNow(_("This version is in use and does not change. Begin the next version."))
    return row


def locked_request(request: ReportRequest) -> ReportRequest:
    """The request as it stands now, held until the transaction ends."""
    return ReportRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def locked_submission(submission: Submission) -> Submission:
    """The submission as it stands now, held until the transaction ends.

    The request is read after the lock is held, in a statement of its own: it may have been closed while we waited.
    """
    row = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    row.request = ReportRequest.objects.select_related("version__form").get(pk=row.request_id)
    return row


def locked_consolidation(consolidation: Consolidation) -> Consolidation:
    """The draft as it stands now; the request is held first, as in every other step. Raises NotNow once issued."""
    ReportRequest.objects.select_for_update().get(pk=consolidation.request_id)
    rows = Consolidation.objects.select_for_update(of=("self",)).select_related(
        "request__version__form", "request__office__parent"
    )
    row = rows.get(pk=consolidation.pk)
    if row.state == Consolidation.State.ISSUED:
        raise NotNow(
            _("The report was issued by %(who)s on %(day)s and does not change. Begin the next version.")
            % {"who": row.issued_by, "day": f"{row.issued_on:%d/%m/%Y}"}
        )
    return row


def must_be_open(request: ReportRequest) -> None:
    """Raise NotNow unless offices may still answer."""
    if request.state == ReportRequest.State.CLOSED:
        raise NotNow(
            _("The consolidated report is issued. A correction goes into its next version: ask the coordinator.")
        )
    if request.state == ReportRequest.State.CANCELLED:
        raise NotNow(_("The request was cancelled."))


def must_be(submission: Submission, *states: str) -> None:
    """Raise NotNow unless ``submission`` is in one of ``states`` and its request is open."""
    must_be_open(submission.request)
    if submission.state not in states:
        last = submission.steps.select_related("by").first()
        raise NotNow(
            _("This step is not possible now: the report is “%(state)s” (%(who)s, %(day)s).")
            % {
                "state": submission.get_state_display(),
                "who": last.by if last and last.by else _("the program"),
                "day": f"{submission.changed_at:%d/%m/%Y}",
            }
        )
