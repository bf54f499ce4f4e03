"""``nhipcau same-story --json``: whether two articles tell one story in the same words.

Exit codes: 0 every pair was compared, 1 at least one line was no pair, 2 wrong usage.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nhipcau.monitoring.lines import LinesCommand
from nhipcau.monitoring.rules.stories import SAME, likeness, runs


class Command(LinesCommand):
    """A pair in, a line out, in order."""

    help = _(
        'Compare pairs of articles. Reads JSON lines {"id", "a": {"title", "text"}, "b": {…}} and prints {"id", "same", "score"}.'
        " Exit codes: 0 every pair was compared, 1 at least one line was no pair, 2 wrong usage."
    )

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The share of the shorter text's runs of words that the other has, and whether that is enough."""
        found = likeness(runs(str(asked["a"]["text"])), runs(str(asked["b"]["text"])))
        return {"id": asked.get("id"), "same": found >= SAME, "score": round(found, 4)}
