"""Bringing the report forms that a profile ships."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.reports.actions.designing import FormFacts, begin_form, release
from nhipcau.reports.models import FormVersion, ReportForm
from nhipcau.reports.rules.design import as_values
from nhipcau.reports.rules.shipped_forms import ShippedForm


@transaction.atomic
def load_forms(shipped: Iterable[ShippedForm], *, by: Staff | None = None) -> int:
    """Each form that is not there yet, released; answers how many are new or have a new version.

    What the profile changed later becomes the next version of its form, as long as nobody has revised or retired it: from
    then on it is the province's own. Names are given once. ``by`` None is the program. Raises NotAllowed.
    """
    if by is not None:
        require(by, "reports.design")
    there = {form.key: form for form in ReportForm.objects.exclude(key="").prefetch_related("versions")}
    named = set(ReportForm.objects.values_list("name", flat=True))
    made = 0
    for one in shipped:
        if one.key in there:
            made += _renewed(there[one.key], one, by)
        elif one.name not in named:
            version = begin_form(FormFacts(one.name, one.title, one.kind, one.note), by=by, design=one.design)
            version.form.key = one.key
            version.form.save(update_fields=["key"])
            release(version, by=by)
            made += 1
    return made


def _renewed(form: ReportForm, one: ShippedForm, by: Staff | None) -> bool:
    versions = list(form.versions.all())
    own = any(v.state == FormVersion.State.DRAFT or v.released_by_id for v in versions)
    newest, design = max(versions, key=lambda v: v.number), as_values(one.design)
    if own or form.retired_at or _plain(newest.design) == _plain(design):
        return False
    version = FormVersion.objects.create(
        form=form, number=newest.number + 1, design=design, changed_at=timezone.now()
    )
    record(by, "reports.revise_form", form, version=version.number)
    release(version, by=by)
    return True


def _plain(value: object) -> object:
    """JSON has no tuples."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
