"""What is asked of a draft: its fingerprint, what it lacks before somebody else reads it, what it lacks before it goes out."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.corrections.models import Case, Offer, Paper
from nhipcau.corrections.rules.draft import fingerprint
from nhipcau.corrections.rules.verdicts import LANGUAGES, About, Verdict


def papers_in_use(case: Case) -> QuerySet[Paper]:
    """Documents that the draft stands on."""
    return case.papers.filter(set_aside_at__isnull=True)


def public_papers(case: Case) -> QuerySet[Paper]:
    """Those that readers will see."""
    return papers_in_use(case).filter(is_public=True)


def replies_of(case: Case) -> str:
    """What the publisher answered, as it will be printed."""
    return "\n\n".join(case.offers.exclude(reply="").order_by("pk").values_list("reply", flat=True))


def words_of(case: Case) -> dict[str, dict[str, str]]:
    """Language → title, records, change."""
    rows = case.wordings.order_by("language")
    return {row.language: {"title": row.title, "records": row.records, "change": row.change} for row in rows}


def content_of(case: Case) -> str:
    """The fingerprint of all that the entry will say."""
    papers = [f"{row.sha256} {row.title} {row.is_primary}" for row in public_papers(case)]
    return fingerprint(
        verdict=case.verdict, statement=case.statement, is_withdrawal=case.is_withdrawal, words=words_of(case), papers=papers,
        reply=replies_of(case),
    )  # fmt: skip


def missing_in(case: Case) -> list[str]:
    """What is missing before a second person can read it, in words."""
    words, names = words_of(case), {"vi": _("Vietnamese"), "en": _("English")}
    found = [] if case.verdict else [_("Choose a verdict on the statement.")]
    for language in LANGUAGES:
        said = words.get(language, {})
        if not (said.get("title") and said.get("records")):
            found.append(_("Write heading and records in %(language)s.") % {"language": names[language]})
        elif case.entries.exists() and not said.get("change"):
            found.append(_("Say what changed in %(language)s: readers see it.") % {"language": names[language]})
    if not public_papers(case).filter(is_primary=True).exists():
        found.append(_("Archive at least one public primary document."))
    if case.item_on is None:
        found.append(_("Name the day on which the item was published (triage anew)."))
    if case.about == About.PUBLISHED and not case.offers.exists():
        found.append(_("Offer the publisher a reply first."))
    if case.verdict == Verdict.WE_WERE_WRONG and case.page_id is None:
        found.append(_("Name the page of ours that was wrong."))
    return found


def awaited_reply(case: Case, on: date) -> Offer | None:
    """The letter whose time to reply still runs on ``on``; None where the desk need not wait."""
    return case.offers.filter(replied_on__isnull=True, reply_due_on__gte=on).order_by("-reply_due_on").first()
