"""Entries as schema.org ClaimReview, for an export alone: the office reviewed, the claim is a sentence at an address, no Person is in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nhipcau.corrections.rules.log import Entry

RATINGS = {
    "accurate": "Accurate", "inaccurate": "Inaccurate", "missing_context": "Missing context",
    "evidence_insufficient": "Evidence insufficient", "we_were_wrong": "We were wrong",
}  # fmt: skip


def claim_reviews(entries: Iterable[Entry], *, site: str) -> dict[str, Any]:
    """One graph. ``entries``: the row that holds for each case; withdrawn ones are left out."""
    return {
        "@context": "https://schema.org",
        "@graph": [_review(e, site) for e in entries if e.verdict and e.kind != "withdrawn"],
    }


def _review(entry: Entry, site: str) -> dict[str, Any]:
    language = "en" if "en" in entry.words else next(iter(entry.words), "")
    claim: dict[str, Any] = {"@type": "Claim", "text": entry.statement, "inLanguage": entry.statement_language}
    if entry.item_url:
        shown: dict[str, Any] = {"@type": "CreativeWork", "url": entry.item_url}
        claim["appearance"] = shown | ({"datePublished": entry.item_on} if entry.item_on else {})
    return {
        "@type": "ClaimReview", "url": entry.url, "datePublished": entry.time, "claimReviewed": entry.statement, "inLanguage": language,
        "author": {"@type": "GovernmentOrganization", "name": entry.office, "url": site}, "itemReviewed": claim,
        "reviewBody": entry.words.get(language, {}).get("records", ""),
        "reviewRating": {"@type": "Rating", "alternateName": RATINGS[entry.verdict]},
    }  # fmt: skip
