"""What the newsroom adds to the pages of the rooms below: facts that stand on a document, facts that an office answers for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.newsroom.facts import fact_list, facts_in_document, figure_of, open_requests, versions_of
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import may, today
from nhipcau.ports.sections import Section, register_section

SHOWN = 60


def register_sections() -> None:
    """Called once when the app starts."""
    register_section("documents.document", facts_on_document)
    register_section("people.office", facts_of_office)


def _rows(facts: list[Any]) -> list[dict[str, Any]]:
    versions = versions_of([fact.current_id for fact in facts])
    return [{"fact": f, "figure": figure_of(versions[f.pk], "vi") if f.pk in versions else None} for f in facts]


def facts_on_document(document: Document, by: Staff) -> Section | None:
    """Facts whose figure stands in the document."""
    facts = list(facts_in_document(document.pk).order_by("key")[:SHOWN]) if may(by, "newsroom.see") else []
    if not facts:
        return None
    context = {"rows": _rows(facts), "today": today()}
    return Section("facts", _("Facts that stand on this document"), "newsroom/sections/facts.html", context, order=40)


def facts_of_office(office: Office, by: Staff) -> Section | None:
    """Facts that the office answers for, and what it is asked."""
    if not may(by, "newsroom.see"):
        return None
    facts = list(fact_list().filter(office=office, ended_on__isnull=True)[:SHOWN])
    asked = list(open_requests().filter(office=office).select_related("asker")[:SHOWN])
    if not facts and not asked:
        return None
    context = {"rows": _rows(facts), "asked": asked, "today": today()}
    return Section("facts", _("Official figures it answers for"), "newsroom/sections/facts.html", context, order=40)
