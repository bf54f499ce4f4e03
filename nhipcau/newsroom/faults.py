"""Why a step of a page is not taken. Each says what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from nhipcau.media.actions import MediaRefused, NotPublishable
from nhipcau.work.actions import EvidenceRefused


class NotNow(Exception):
    """The step makes no sense as the page stands; the message says what to do first."""


class SamePerson(NotNow):
    """Who edited the page since the last approval cannot be its second person."""


class ChangedMeanwhile(NotNow):
    """Somebody saved another draft after the page was looked at."""


class MediaNotCleared(NotNow):
    """Pictures, films or sounds of the page may not be shown; ``faults`` says which and why."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class HasHistory(PermissionDenied):
    """A page that was handed over or public is kept: it is withdrawn with a reason, never deleted."""

    def __init__(self) -> None:
        super().__init__(
            _("This page has been handed over or public, so it is kept. Withdraw it with a reason instead.")
        )


class WordsChanged(NotNow):
    """Somebody else saved this sentence meanwhile; ``words`` are theirs (stored form), ``by`` their name."""

    def __init__(self, words: str, by: str) -> None:
        super().__init__(
            _("%(name)s saved this sentence meanwhile. Look at both and keep one.") % {"name": by or _("Somebody")}
        )
        self.words, self.by = words, by


class BadWords(NotNow):
    """The words cannot be kept as they are; ``faults`` says what to mend."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


class BadTerms(NotNow):
    """A file of terms has faults; ``faults`` tells each with its row."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


DEED_FAULTS: tuple[type[Exception], ...] = (NotNow, MediaRefused, NotPublishable, EvidenceRefused)
"""What a deed on a page of the newsroom may raise that a person can mend."""
