"""Forms of reports: begun, their parts written and moved, released for use, revised, retired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.reports.actions.faults import Classified, NotNow, locked_version, reason_given
from nhipcau.reports.figures import FIGURES
from nhipcau.reports.models import FormVersion, ReportForm
from nhipcau.reports.rules.answers import checksum
from nhipcau.reports.rules.design import (
    Design,
    PartDesign,
    as_values,
    faults_of,
    from_values,
    moved_part,
    part_faults,
    settled,
    with_part,
    without_part,
)

State = FormVersion.State


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What a form is called and what paper comes of it; ``{ky}`` in the title stands for the period."""

    name: str
    title: str
    kind: str = "BÁO CÁO"
    note: str = ""


@transaction.atomic
def begin_form(facts: FormFacts, *, by: Staff | None, design: Design | None = None) -> FormVersion:
    """A form with an empty first version, or one that begins with ``design``. Raises NotAllowed, NotNow."""
    if by is not None:
        require(by, "reports.design")
    _free(facts)
    form = ReportForm.objects.create(
        name=reason_given(facts.name)[:200], title=reason_given(facts.title)[:300], kind=facts.kind[:80],
        note=facts.note, made_by=by, made_at=timezone.now(),
    )  # fmt: skip
    version = FormVersion.objects.create(
        form=form, number=1, design=as_values(design or Design()), changed_at=timezone.now()
    )
    record(by, "reports.begin_form", form)
    return version


def _free(facts: FormFacts, form: ReportForm | None = None) -> None:
    if find_secrecy_mark(f"{facts.name}\n{facts.title}\n{facts.note}"):
        raise Classified
    if ReportForm.objects.filter(name=facts.name.strip()).exclude(pk=form.pk if form else 0).exists():
        raise NotNow(_("There is a form of this name already."))


@transaction.atomic
def rename_form(form: ReportForm, facts: FormFacts, *, by: Staff) -> ReportForm:
    """Change what the form is called; requests keep the title they were opened with. Raises NotAllowed, NotNow."""
    require(by, "reports.design")
    _free(facts, form)
    form.name, form.title = reason_given(facts.name)[:200], reason_given(facts.title)[:300]
    form.kind, form.note = facts.kind[:80], facts.note
    form.save(update_fields=["name", "title", "kind", "note"])
    record(by, "reports.rename_form", form)
    return form


def _keep(version: FormVersion, design: Design) -> None:
    version.design, version.changed_at = as_values(design), timezone.now()
    version.save(update_fields=["design", "changed_at"])


@transaction.atomic
def write_part(version: FormVersion, part: PartDesign, *, by: Staff) -> FormVersion:
    """Put ``part`` in its place, or at the end. Raises NotAllowed, NotNow where it cannot be asked so."""
    require(by, "reports.design")
    row, part = locked_version(version), settled(part)
    faults = part_faults(part, FIGURES)
    if faults:
        raise NotNow(said(faults[0].message, faults[0].params))
    if find_secrecy_mark("\n".join((part.title, part.hint, *part.lines, *(c.title for c in part.columns)))):
        raise Classified
    _keep(row, with_part(from_values(row.design), part))
    record(by, "reports.write_part", row.form, part=part.key, title=part.title)
    return row


def said(message: str, params: Mapping[str, str]) -> str:
    """A message of the rules in the reader's language."""
    return _(message) % params if params else _(message)


@transaction.atomic
def move_part(version: FormVersion, key: str, *, places: int, by: Staff) -> FormVersion:
    """A part up (below nought) or down. Raises NotAllowed, NotNow."""
    require(by, "reports.design")
    row = locked_version(version)
    _keep(row, moved_part(from_values(row.design), key, places))
    record(by, "reports.move_part", row.form, part=key, places=places)
    return row


@transaction.atomic
def remove_part(version: FormVersion, key: str, *, by: Staff) -> FormVersion:
    """Take a part out. Raises NotAllowed, NotNow."""
    require(by, "reports.design")
    row = locked_version(version)
    _keep(row, without_part(from_values(row.design), key))
    record(by, "reports.remove_part", row.form, part=key)
    return row


@transaction.atomic
def release(version: FormVersion, *, by: Staff | None) -> FormVersion:
    """From now on offices can be asked with it, and it does not change any more. Raises NotAllowed, NotNow."""
    if by is not None:
        require(by, "reports.design")
    row = locked_version(version)
    faults = faults_of(from_values(row.design), FIGURES)
    if faults:
        raise NotNow("\n".join(said(f.message, f.params) for f in faults))
    row.state, row.sha256 = State.RELEASED, checksum(row.design)
    row.released_by, row.released_at = by, timezone.now()
    row.save()
    record(by, "reports.release_form", row.form, version=row.number, sha256=row.sha256)
    return row


@transaction.atomic
def revise(form: ReportForm, *, by: Staff) -> FormVersion:
    """The next version, beginning as the last; where one is being designed, that one. Raises NotAllowed."""
    require(by, "reports.design")
    rows = list(form.versions.select_for_update().order_by("-number"))
    if rows[0].state == State.DRAFT:
        return rows[0]
    made = FormVersion.objects.create(
        form=form, number=rows[0].number + 1, design=rows[0].design, changed_at=timezone.now()
    )
    record(by, "reports.revise_form", form, version=made.number)
    return made


@transaction.atomic
def retire(form: ReportForm, *, reason: str, by: Staff) -> ReportForm:
    """No new request uses the form; its schedules stand still. Raises NotAllowed, NoReason."""
    require(by, "reports.design")
    words = reason_given(reason)
    form.retired_at = timezone.now()
    form.save(update_fields=["retired_at"])
    record(by, "reports.retire_form", form, note=words)
    return form
