"""Whether something may be shown to the public on a day, and what is missing where it may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nhipcau.media.rules.kinds import PICTURES, Kind
from nhipcau.ports.messages import noop

SOON_DAYS = (30, 60, 90)
"""Rights that end within so many days are listed; a notice is left when each is passed."""


class Consent(StrEnum):
    """Whether the people shown agreed (Luật 91/2025/QH15 on personal data; Bộ luật Dân sự 2015, Điều 32)."""

    MISSING = "missing"
    NONE_SHOWN = "none_shown"
    GIVEN = "given"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class RightsFacts:
    """What is known about the rights in one asset. ``allows_publish`` None: no licence was chosen."""

    kind: Kind
    allows_publish: bool | None
    needs_credit: bool
    needs_proof: bool
    holder: str
    credit: str
    has_proof: bool
    term_from: date | None
    term_to: date | None
    consent: Consent
    consent_words: str
    consent_keeper: str
    consent_until: date | None
    has_alt: bool
    is_ready: bool = True
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that stands in the way of publication. ``message`` is a message id; ``field`` says where it is mended."""

    code: str
    message: str
    field: str = ""


_FAULTS = {
    "erased": Fault("erased", noop("The file was erased from the library.")),
    "not_ready": Fault("not_ready", noop("The sizes for the site are not made yet. Wait for the background job.")),
    "no_licence": Fault("no_licence", noop("No licence is chosen."), "licence"),
    "licence_forbids": Fault("licence_forbids", noop("The licence does not allow publication."), "licence"),
    "no_holder": Fault("no_holder", noop("The rights holder is not named."), "holder"),
    "no_credit": Fault("no_credit", noop("The licence asks for a credit line, and there is none."), "credit"),
    "no_proof": Fault("no_proof", noop("The proof of the right is missing: a document, a file or a contract number."),
                      "proof_number"),
    "not_begun": Fault("not_begun", noop("The right to use it has not begun yet."), "term_from"),
    "ended": Fault("ended", noop("The right to use it has ended."), "term_to"),
    "consent_missing": Fault("consent_missing", noop("Nobody has said whether the people shown agreed."), "consent"),
    "consent_unkept": Fault("consent_unkept", noop("It is not said which paper holds the consent and who keeps it."),
                            "consent_keeper"),
    "consent_unexplained": Fault("consent_unexplained", noop("It is not said why no consent is needed."),
                                 "consent_words"),
    "consent_ended": Fault("consent_ended", noop("The consent of the people shown has ended."), "consent_until"),
    "no_alt": Fault("no_alt", noop("The description for those who cannot see it (alt text) is missing in Vietnamese."),
                    "vi-alt"),
}  # fmt: skip


def publication_faults(facts: RightsFacts, on: date) -> list[Fault]:
    """Everything that keeps it from the public on ``on``; empty where it may be shown."""
    if facts.is_erased:
        return [_FAULTS["erased"]]
    wrong = {
        "no_licence": facts.allows_publish is None,
        "licence_forbids": facts.allows_publish is False,
        "no_holder": not facts.holder.strip(),
        "no_credit": facts.needs_credit and not facts.credit.strip(),
        "no_proof": facts.needs_proof and not facts.has_proof,
        "not_begun": facts.term_from is not None and facts.term_from > on,
        "ended": facts.term_to is not None and facts.term_to < on,
        "no_alt": facts.kind in PICTURES and not facts.has_alt,
        "not_ready": not facts.is_ready,
    }
    return [_FAULTS[code] for code, is_so in wrong.items() if is_so] + _consent_faults(facts, on)


def _consent_faults(facts: RightsFacts, on: date) -> list[Fault]:
    given = facts.consent is Consent.GIVEN
    wrong = {
        "consent_missing": facts.consent is Consent.MISSING,
        "consent_unkept": given and not (facts.consent_words.strip() and facts.consent_keeper.strip()),
        "consent_unexplained": facts.consent is Consent.NOT_NEEDED and not facts.consent_words.strip(),
        "consent_ended": given and facts.consent_until is not None and facts.consent_until < on,
    }
    return [_FAULTS[code] for code, is_so in wrong.items() if is_so]


def ends_on(term_to: date | None, consent_until: date | None) -> date | None:
    """The last day on which it may be shown: the earlier of the licence's and the consent's."""
    return min((day for day in (term_to, consent_until) if day), default=None)


def period_of(last_day: date, on: date) -> int | None:
    """Which notice is due for a right whose last day is ``last_day``: 0 (ended), 30, 60 or 90 days; None for none yet."""
    if last_day < on:
        return 0
    return next((days for days in SOON_DAYS if last_day <= on + timedelta(days=days)), None)
