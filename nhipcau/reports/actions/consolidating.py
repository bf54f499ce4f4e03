"""Drawing the report together, taking changes over, its words, issuing it for good, and the next version after that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.reports.actions.faults import (
    Classified,
    NotNow,
    locked_consolidation,
    locked_request,
    must_be_open,
    reason_given,
)
from nhipcau.reports.actions.reports import WORDS
from nhipcau.reports.merged_writing import as_frozen, docx_of, pdf_of, xlsx_of
from nhipcau.reports.models import Consolidation, ConsolidationSource, Handing, ReportRequest, Submission
from nhipcau.reports.queries import design_of, latest_handings, outdated, waiting
from nhipcau.reports.rules.design import PartKind

State = Consolidation.State


def _take(consolidation: Consolidation, handings: Iterable[Handing]) -> int:
    rows = [
        ConsolidationSource(consolidation=consolidation, submission_id=h.submission_id, handing=h) for h in handings
    ]
    ConsolidationSource.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def consolidate(request: ReportRequest, *, by: Staff | None) -> Consolidation:
    """Draw together what is handed in at this moment. What comes later is shown as a difference and can be taken over.

    Raises NotAllowed, NotNow.
    """
    if by is not None:
        require(by, "reports.write")
    row = locked_request(request)
    must_be_open(row)
    if row.consolidations.filter(state=State.DRAFT).exists():
        raise NotNow(_("The report is being drawn up already. Open it and take over what is new."))
    handings = list(latest_handings(row).only("pk", "submission_id"))
    if not handings:
        raise NotNow(_("No office has handed in yet: there is nothing to draw together."))
    last = row.consolidations.aggregate(n=Max("version"))["n"] or 0
    before = row.consolidations.order_by("-version").first()
    now = timezone.now()
    made = Consolidation.objects.create(
        request=row, version=last + 1, title=row.title, words=before.words if before else {}, made_by=by, made_at=now,
        taken_at=now, **({n: getattr(before, n) for n in WORDS if n != "title"} if before else {}),
    )  # fmt: skip
    count = _take(made, handings)
    record(by, "reports.consolidate", made, sources=count)
    return made


@transaction.atomic
def take_over(consolidation: Consolidation, submissions: Iterable[int], *, by: Staff) -> int:
    """Put what these offices stand by now in the place of what went in before. Answers how many changed.

    Raises NotAllowed, NotNow.
    """
    require(by, "reports.write")
    row = locked_consolidation(consolidation)
    wanted = outdated(row).keys() & set(submissions)
    row.sources.filter(submission_id__in=wanted).delete()
    _take(row, latest_handings(row.request).filter(submission_id__in=wanted).only("pk", "submission_id"))
    row.taken_at = timezone.now()
    row.save(update_fields=["taken_at"])
    record(by, "reports.take_over", row, submissions=sorted(wanted))
    return len(wanted)


@transaction.atomic
def write_report(
    consolidation: Consolidation, *, words: Mapping[str, str], fields: Mapping[str, str], by: Staff
) -> Consolidation:
    """Write the words of sections and the fields of the paper; an empty section follows what offices wrote.

    Raises NotAllowed, NotNow, Classified.
    """
    require(by, "reports.write")
    row = locked_consolidation(consolidation)
    if find_secrecy_mark("\n".join((*words.values(), *fields.values()))):
        raise Classified
    keys = {p.key for p in design_of(row.request).of_kind(PartKind.WORDS)}
    kept = {**row.words, **{key: text.strip() for key, text in words.items() if key in keys}}
    row.words = {key: text for key, text in kept.items() if text}
    for name in WORDS:
        if name in fields:
            setattr(row, name, fields[name])
    row.save()
    record(by, "reports.write_report", row)
    return row


@transaction.atomic
def issue_report(consolidation: Consolidation, *, by: Staff, on: date, reason: str = "") -> Consolidation:
    """Freeze cells, figures, words and files; the request is closed. Every office has to be accepted or left out; where
    something changed after the report was drawn together, ``reason`` says why it is issued all the same.

    Raises NotAllowed, NotNow, NoReason.
    """
    require(by, "reports.issue")
    row = locked_consolidation(consolidation)
    list(Submission.objects.select_for_update().filter(request=row.request).order_by("pk").values_list("pk"))
    open_ones = list(waiting(row.request)[:5])
    if open_ones:
        names = ", ".join(s.office.name for s in open_ones)
        raise NotNow(_("Not every office is accepted or left out yet: %(names)s.") % {"names": names})
    news = outdated(row)
    if news and not reason.strip():
        raise NotNow(
            _(
                "Some reports changed after this one was drawn together. Take them over, or say why it is issued as it is."
            )
        )
    _freeze(row, by=by, on=on)
    request = row.request
    request.state, request.closed_at = ReportRequest.State.CLOSED, timezone.now()
    request.save(update_fields=["state", "closed_at"])
    record(by, "reports.issue_report", row, note=reason.strip(), frozen=row.frozen_sha256, docx=row.docx_sha256,
           xlsx=row.xlsx_sha256, pdf=row.pdf_sha256, not_taken_over=sorted(news))  # fmt: skip
    return row


def _freeze(row: Consolidation, *, by: Staff, on: date) -> None:
    row.frozen = as_frozen(row)
    row.frozen_sha256 = hashlib.sha256(
        json.dumps(row.frozen, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    row.state, row.issued_on, row.issued_by = State.ISSUED, on, by
    files: dict[str, bytes] = {"docx": docx_of(row, on=on), "xlsx": xlsx_of(row), "pdf": pdf_of(row, on=on)}
    for kind, content in files.items():
        setattr(row, f"{kind}_sha256", hashlib.sha256(content).hexdigest())
        stored: Any = getattr(row, kind)
        stored.save(f"bao-cao-tong-hop-{row.pk}-v{row.version}.{kind}", ContentFile(content), save=False)
    row.save()


@transaction.atomic
def correct_report(consolidation: Consolidation, *, reason: str, by: Staff) -> Consolidation:
    """Open the request again after its report was issued, with a next version that begins as the last.

    Raises NotAllowed, NotNow, NoReason.
    """
    require(by, "reports.write")
    words = reason_given(reason)
    request = locked_request(consolidation.request)
    last = request.consolidations.order_by("-version").first()
    if last is None or last.state != State.ISSUED:
        raise NotNow(_("Only an issued report has a next version."))
    request.state, request.closed_at = ReportRequest.State.OPEN, None
    request.save(update_fields=["state", "closed_at"])
    now = timezone.now()
    made = Consolidation.objects.create(
        request=request, version=last.version + 1, words=last.words, made_by=by, made_at=now, taken_at=now,
        **{name: getattr(last, name) for name in WORDS},
    )  # fmt: skip
    _take(made, Handing.objects.filter(used_in__consolidation=last).only("pk", "submission_id"))
    record(by, "reports.correct_report", made, note=words, of=last.pk)
    return made
