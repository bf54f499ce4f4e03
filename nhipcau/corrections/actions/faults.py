"""What can stand in the way of a step, said so that the person knows what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _


class NotNow(Exception):
    """The case is not in a state in which this step makes sense."""


class NotAFact(NotNow):
    """No verdict is given on what is no statement of fact."""

    def __init__(self) -> None:
        super().__init__(_("This is no statement of fact, so it gets an answer, not a verdict."))


class SamePerson(NotNow):
    """Who drafted cannot be the second person."""


class ChangedMeanwhile(NotNow):
    """The draft is not what was read."""


class BearsSecrecyMark(NotNow):
    """Nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The text or file bears a secrecy mark. Nothing of it was kept. Classified matter does not enter this system."
            )
        )


class PaperRefused(NotNow):
    """The document is not archived; the message says what to do instead."""


def words_given(words: str) -> str:
    """``words`` without space around them. Raises NotNow where nothing is left."""
    if not words.strip():
        raise NotNow(_("Write a few words, so that others can follow it later."))
    return words.strip()
