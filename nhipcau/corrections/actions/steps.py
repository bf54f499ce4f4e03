"""What every step shares: the case held, the step noted, those told who have to act next, texts looked through for secrecy marks."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.corrections.actions.faults import BearsSecrecyMark, NotNow
from nhipcau.corrections.addresses import staff_path
from nhipcau.corrections.models import Case, Step
from nhipcau.corrections.rules.verdicts import DRAFTING, State
from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.newsroom.listeners import staff_with
from nhipcau.people.actions import tell
from nhipcau.people.models import Staff
from nhipcau.people.rules.roles import PERMISSIONS
from nhipcau.people.trail import record

NEXT = {
    State.RECEIVED: "corrections.triage", State.DESK: "corrections.draft", State.HANDED_OVER: "corrections.agree",
    State.AGREED: "corrections.check", State.CHECKED: "corrections.publish", State.CORRESPONDENCE: "corrections.answer",
}  # fmt: skip
"""Whose turn it is: the permission that the next step needs."""


def _held(case: Case) -> Case:
    """The case as the database has it now, held until the transaction ends: steps are taken one at a time."""
    return Case.objects.select_for_update().get(pk=case.pk)


def _take(case: Case, kind: str, *, by: Staff | None, note: str = "", content: str = "") -> Step:
    """Append to the case's steps and to the trail."""
    made = Step.objects.create(case=case, kind=kind, by=by, at=timezone.now(), note=note.strip(), content=content)
    record(by, f"corrections.{kind}", case, note=note)
    return made


def _reopen_draft(case: Case) -> None:
    """The draft changed: whoever agreed to it has to read it again. Raises NotNow outside of the desk."""
    if case.state not in DRAFTING:
        raise NotNow(_("This case is not at the desk now."))
    if case.state != State.DESK:
        case.state = State.DESK
        case.save(update_fields=["state"])


def hands_of(case: Case) -> set[int]:
    """Ids of those who drafted since the last row of the log: they cannot be the second person."""
    last = case.steps.filter(kind__in=["published", "appealed"]).last()
    steps = case.steps.filter(kind__in=["drafted", "handed_over"], by__isnull=False)
    return set((steps.filter(pk__gt=last.pk) if last else steps).values_list("by_id", flat=True))


def _tell_next(case: Case, *, by: Staff | None) -> None:
    """Leave a notice for those whose turn it is, once a turn."""
    permission = NEXT.get(State(case.state))
    if permission is None:
        return
    on = timezone.localdate()
    not_asked = hands_of(case) if case.state in {State.HANDED_OVER, State.AGREED} else set()
    people = [p for p in staff_with([*PERMISSIONS[permission]], on=on) if p.pk not in not_asked and p != by]
    with override(settings.LANGUAGE_CODE):  # a reader may have sent it in another
        text = _("Corrections desk, %(number)s: %(state)s") % {
            "number": case.number,
            "state": case.get_state_display(),
        }
    about = f"case:{case.pk}:{case.steps.count()}"
    tell(people, kind=f"corrections.{case.state}", about=about, text=text, url=staff_path(case), by=by)


def _refuse_marked(*texts: str, by: Staff | None) -> None:
    """Raise BearsSecrecyMark where a text bears one. Stands outside the step's transaction, so that the refusal stays in the trail."""
    if any(find_secrecy_mark(text) is not None for text in texts):
        _note_refusal(by=by)
        raise BearsSecrecyMark


@transaction.atomic
def _note_refusal(*, by: Staff | None) -> None:
    record(by, "corrections.refuse_marked")
