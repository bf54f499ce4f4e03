"""Drawing up a report, writing its words, issuing it for good, and the next version after that."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.reports.gathering import Scope, gather
from nhipcau.reports.models import Report
from nhipcau.reports.rules.consolidation import ReportLine, as_values, figures_of, from_values
from nhipcau.reports.rules.periods import ReportPeriod
from nhipcau.reports.rules.templates import fill, template_of
from nhipcau.reports.writing import appendix_of, docx_of

WORDS = ("title", "addressee", "place", "number", "signer_title", "signer", "recipients")


class AlreadyIssued(Exception):
    """An issued report does not change. Make the next version."""


class NotIssued(Exception):
    """Only an issued report has a next version."""


def scope_of(report: Report) -> Scope:
    """What the report covers."""
    return Scope(
        start=report.period_start, end=report.period_end,
        documents=tuple(report.documents.values_list("pk", flat=True)), paths=tuple(report.paths),
        offices=tuple(report.offices.values_list("pk", flat=True)),
    )  # fmt: skip


def lines_of(report: Report, *, on: date) -> list[ReportLine]:
    """The frozen lines of an issued report, the current ones of a draft."""
    if report.frozen is not None:
        return from_values(report.frozen["lines"])
    return gather(scope_of(report), on=min(on, report.period_end))


@transaction.atomic
def draw_up(
    *, template: str, period: ReportPeriod, office: Office, by: Staff | None, on: date,
    documents: list[Any] | None = None, offices: list[Office] | None = None, paths: list[str] | None = None,
) -> Report:  # fmt: skip
    """Make a draft with the template's words, its figures filled in. Raises NotAllowed, KeyError."""
    if by is not None:
        require(by, "reports.write")
    form = template_of(template)
    report = Report.objects.create(
        template=template, title="", period_start=period.start, period_end=period.end, period_label=period.label,
        office=office, paths=paths or [], made_by=by,
    )  # fmt: skip
    report.documents.set(documents or [])
    report.offices.set(offices or [])
    lines = gather(scope_of(report), on=min(on, period.end))
    named = ", ".join(str(d) for d in (documents or [])) or "các văn bản về thông tin đối ngoại"
    figures = figures_of(lines)
    report.title = fill(form.title, figures=figures, period=period.label, documents=named)
    report.words = {
        s.key: fill(s.words, figures=figures, period=period.label, documents=named) for s in form.sections
    }  # fmt: skip
    report.save(update_fields=["title", "words"])
    record(by, "reports.draw_up", report, period=period.label)
    return report


@transaction.atomic
def write_words(report: Report, *, words: dict[str, str], fields: dict[str, str], by: Staff) -> Report:
    """Change the words around the table, and the fields of the paper. Raises NotAllowed, AlreadyIssued."""
    require(by, "reports.write")
    _still_draft(report)
    keys = {section.key for section in template_of(report.template).sections}
    report.words = {**report.words, **{key: text for key, text in words.items() if key in keys}}
    for name in WORDS:
        if name in fields:
            setattr(report, name, fields[name])
    report.save()
    record(by, "reports.write_words", report)
    return report


def _still_draft(report: Report) -> None:
    if report.state != Report.State.DRAFT:
        raise AlreadyIssued(_("This report was issued and does not change. Make a new version instead."))


@transaction.atomic
def issue(report: Report, *, by: Staff | None, on: date) -> Report:
    """Freeze lines, figures, words and files. Raises NotAllowed, AlreadyIssued."""
    if by is not None:
        require(by, "reports.issue")
    report = Report.objects.select_for_update(of=("self",)).select_related("office__parent").get(pk=report.pk)
    _still_draft(report)
    lines = lines_of(report, on=on)
    figures = figures_of(lines)
    report.frozen = {"lines": as_values(lines), "figures": asdict(figures), "words": report.words}
    body = json.dumps(report.frozen, ensure_ascii=False, sort_keys=True).encode()
    report.frozen_sha256 = hashlib.sha256(body).hexdigest()
    report.state, report.issued_on, report.issued_by = Report.State.ISSUED, on, by
    docx, xlsx = docx_of(report, lines, on=on), appendix_of(lines, figures, report.title)
    report.docx_sha256, report.xlsx_sha256 = hashlib.sha256(docx).hexdigest(), hashlib.sha256(xlsx).hexdigest()
    report.docx.save(f"bao-cao-{report.pk}-v{report.version}.docx", ContentFile(docx), save=False)
    report.xlsx.save(f"phu-luc-{report.pk}-v{report.version}.xlsx", ContentFile(xlsx), save=False)
    report.save()
    record(by, "reports.issue", report, frozen=report.frozen_sha256, docx=report.docx_sha256, xlsx=report.xlsx_sha256)
    return report


@transaction.atomic
def next_version(report: Report, *, by: Staff) -> Report:
    """A new draft of the same scope and words after an issued one. Raises NotAllowed, NotIssued."""
    require(by, "reports.write")
    if report.state != Report.State.ISSUED:
        raise NotIssued(_("Only an issued report has a next version."))
    existing = Report.objects.filter(previous=report).first()
    if existing is not None:
        return existing
    new = Report.objects.create(
        template=report.template, title=report.title, period_start=report.period_start, period_end=report.period_end,
        period_label=report.period_label, office=report.office, paths=report.paths, words=report.words,
        addressee=report.addressee, place=report.place, signer_title=report.signer_title, signer=report.signer,
        recipients=report.recipients, version=report.version + 1, previous=report, made_by=by,
    )  # fmt: skip
    new.documents.set(report.documents.all())
    new.offices.set(report.offices.all())
    record(by, "reports.next_version", new, of=report.pk)
    return new
