"""Duties as a workbook."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.duties.models import Duty
from nhipcau.ports.papers import Column, Link, Table, write_xlsx
from nhipcau.ports.papers.table import Cell


def workbook_of(duties: QuerySet[Duty], *, on: date) -> bytes:
    """``duties`` as .xlsx, a row each (by office: a row for each of its offices), with a link to its page."""
    columns = (
        Column("number", "#", "number", 7),
        Column("document", _("Document"), width=26),
        Column("clause", _("Clause"), width=34),
        Column("text", _("Duty"), "link", 70),
        Column("leads", _("Addressed to"), width=36),
        Column("partners", _("Together with"), width=30),
        Column("role", _("Part in it"), width=14),
        Column("cadence", _("How often"), width=16),
        Column("deadline", _("Deadline"), "date", 13),
        Column("topics", _("Topics"), width=26),
        Column("state", _("State"), width=14),
    )
    rows = tuple(_row(number, duty) for number, duty in enumerate(duties, start=1))
    title = _("Register of duties on %(day)s") % {"day": f"{on:%d/%m/%Y}"}
    return write_xlsx((Table(_("Duties"), columns, rows),), title=title, author=settings.WAGTAIL_SITE_NAME)


def _row(number: int, duty: Duty) -> tuple[Cell, ...]:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    named = list(duty.offices.all())
    return (
        number,
        str(duty.document),
        str(duty.clause) if duty.clause else duty.path,
        Link(duty.text, f"{base}{reverse('duties:duty', args=[duty.pk])}"),
        "; ".join(str(n) for n in named if n.is_lead),
        "; ".join(str(n) for n in named if not n.is_lead),
        duty.get_role_display(),
        duty.get_cadence_display() if duty.cadence else "",
        duty.deadline,
        ", ".join(topic.name for topic in duty.topics.all()),
        duty.get_state_display(),
    )
