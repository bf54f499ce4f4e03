"""Who may see what of the index, as a condition inside every query: nothing that a person may not see is found, counted or suggested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nhipcau.people.models import Staff
from nhipcau.people.permissions import reach
from nhipcau.search.answers import KINDS, Question
from nhipcau.search.rules.expressions import Expression
from nhipcau.search.rules.scoring import Entry
from nhipcau.search.rules.vocabulary import Vocabulary
from nhipcau.search.sources import SCOPES, SOURCES
from nhipcau.search.stores import PUBLIC, Narrow, Store

NOBODY = Narrow("1 = 0")


@dataclass(frozen=True, slots=True)
class Sight:
    """``audiences``: whose words may be known; ``narrow``: which entries may be seen."""

    audiences: tuple[str, ...]
    narrow: Narrow


def sight_of(by: Staff | None) -> Sight:
    """What ``by`` may see today; None is the public."""
    if by is None:
        return Sight((PUBLIC,), Narrow("e.public = 1"))
    everywhere: list[str] = []
    ways: list[str] = []
    params: list[Any] = []
    audiences: list[str] = []
    for scope in SCOPES:
        offices = reach(by, scope)
        if offices is None:
            everywhere.append(scope)
        elif offices:
            mine, ids = of_offices(offices)
            ways.append(f"(e.scope = %s AND {mine})")
            params += [scope, *ids]
        if offices is None or offices:
            audiences.append(scope)
    if everywhere:
        ways.insert(0, f"e.scope IN ({', '.join(['%s'] * len(everywhere))})")
        params = [*everywhere, *params]
    return Sight(tuple(audiences), Narrow(f"({' OR '.join(ways)})", tuple(params)) if ways else NOBODY)


def kinds_of(by: Staff) -> list[str]:
    """The kinds of things of which ``by`` may see some."""
    return [kind for kind in KINDS if (reached := reach(by, SOURCES[kind].scope)) is None or reached]


def of_offices(offices: Iterable[int]) -> tuple[str, list[Any]]:
    """The condition that an entry belongs to one of ``offices``."""
    ids = sorted(offices)
    return f"({' OR '.join(['e.offices LIKE %s'] * len(ids))})", [f"% {pk} %" for pk in ids]


def asked_for(question: Question, *, but: str = "") -> Narrow:
    """The filters of a question, without the one named ``but``."""
    narrow = Narrow()
    for name, column in (("kinds", "e.kind"), ("languages", "e.language")):
        values = getattr(question, name)
        if values and name != but:
            narrow &= Narrow(f"{column} IN ({', '.join(['%s'] * len(values))})", tuple(values))
    if question.states and but != "states":
        narrow &= _in_states(question.states)
    if question.offices and but != "offices":
        where, params = of_offices(question.offices)
        narrow &= Narrow(where, tuple(params))
    if question.since:
        narrow &= Narrow("e.day >= %s", (question.since.isoformat(),))
    if question.until:
        narrow &= Narrow("e.day <= %s", (question.until.isoformat(),))
    return narrow


def _in_states(states: Sequence[str]) -> Narrow:
    """``duty.open``: the same word means another thing of another kind."""
    pairs = [state.partition(".")[::2] for state in states]
    return Narrow(
        f"({' OR '.join(['(e.kind = %s AND e.state = %s)'] * len(pairs))})",
        tuple(part for pair in pairs for part in pair),
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """An index of which only some may be seen: what ``finding`` asks."""

    store: Store
    sight: Sight
    narrow: Narrow

    def vocabulary(self) -> Vocabulary:
        """Of what may be seen."""
        return self.store.vocabulary(self.sight.audiences)

    def propose(self, expression: Expression, *, limit: int) -> Sequence[Entry]:
        """Of what may be seen."""
        return self.store.propose(expression, limit=limit, narrow=self.narrow)
