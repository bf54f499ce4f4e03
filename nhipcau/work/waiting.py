"""Awards and sessions that wait for a person: rows for the first page, and the conditions by which their lists show the same."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.documents.models import Intake
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, offices_of, reach
from nhipcau.work.actions.session_words import CONCLUDE_WITHIN
from nhipcau.work.models import AwardProposal, SessionOffice, WorkingSession

Row = tuple[str, int, str, bool]
"""What it is, how many, where they are listed, whether they are late."""
AWARDS_WAIT = (
    ("prepare", gettext_lazy("to put together")), ("advise", gettext_lazy("for the council")),
    ("decide", gettext_lazy("to decide on")), ("own", gettext_lazy("naming me: to read and correct")),
)  # fmt: skip
SESSIONS_WAIT = (
    ("answer", gettext_lazy("invitations to answer")), ("conclude", gettext_lazy("conclusions to come")),
)  # fmt: skip
Award, Session = AwardProposal.State, WorkingSession.State
NOBODY = Q(pk__in=[])


def awards_q(what: str, me: Staff, *, on: date) -> Q:
    """Dossiers on which ``me`` has ``what`` to do. Nobody advises or decides on their own award, or decides on what they proposed."""
    own = Q(person=me)
    if what == "own":
        return own & Q(state__in=AwardProposal.GOING)
    if what == "prepare" and may(me, "work.propose_award"):
        return Q(state=Award.DRAFT, office__in=offices_of(me, "work.propose_award", on=on))
    if what == "advise" and may(me, "work.advise_award"):
        return Q(state=Award.SUBMITTED) & ~own
    if what == "decide" and may(me, "work.decide_award"):
        return Q(state=Award.ADVISED) & ~own & ~Q(proposed_by=me)
    return NOBODY


def sessions_q(what: str, me: Staff, *, on: date) -> Q:
    """Sessions that ``me`` has to answer for their office, or whose conclusions their office owes."""
    if what == "answer" and may(me, "work.answer_invitation"):
        mine = offices_of(me, "work.answer_invitation", on=on)
        asked = SessionOffice.objects.filter(session=OuterRef("pk"), answer="", office__in=mine)
        return Q(Exists(asked), state=Session.PLANNED, held_on__gte=on)
    if what == "conclude" and may(me, "work.hold_session"):
        leads = reach(me, "work.hold_session", on=on)
        unread = Q(state=Session.CONCLUDED, intake__state__in=[Intake.State.FAILED, Intake.State.STOPPED])
        due = Q(state=Session.HELD) | Q(state=Session.PLANNED, held_on__lt=on) | unread
        due &= Q(document__isnull=True)
        return due if leads is None else due & Q(lead__in=leads)
    return NOBODY


def waiting_in_work(me: Staff, *, on: date) -> list[Row]:
    """Only what is there is said."""
    awards, sessions = reverse("work:awards"), reverse("work:sessions")
    said = {
        "prepare": _("Award dossiers to put together"), "advise": _("Award proposals before the council"),
        "decide": _("Award proposals to decide on"), "own": _("Award proposals that name me: read and correct"),
    }  # fmt: skip
    counts = AwardProposal.objects.aggregate(**{what: Count("pk", filter=awards_q(what, me, on=on)) for what in said})
    found = [(words, counts[what], f"{awards}?waits={what}", False) for what, words in said.items()]
    owed = sessions_q("conclude", me, on=on)
    held = WorkingSession.objects.aggregate(
        asked=Count("pk", filter=sessions_q("answer", me, on=on)), owed=Count("pk", filter=owed),
        late=Count("pk", filter=owed & Q(held_on__lt=on - CONCLUDE_WITHIN)),
    )  # fmt: skip
    found.append((_("Invitations to sessions to answer"), held["asked"], f"{sessions}?waits=answer", False))
    url = f"{sessions}?waits=conclude"
    found.append((_("Sessions whose conclusions are to come"), held["owed"], url, bool(held["late"])))
    return [row for row in found if row[1]]
