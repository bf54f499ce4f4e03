"""What the index tells the recogniser: titles that readers may know, and whether the public site answers a reading.

Only what is public: whoever speaks learns from the choice that something answers.
"""

from __future__ import annotations

from collections.abc import Iterable

from nhipcau.search.hearing import judge_of
from nhipcau.search.live import the_index
from nhipcau.search.seeing import Seen, sight_of

MOST = 4_000
"""Titles that the recogniser's words are put right by."""


def titles() -> Iterable[str]:
    """Vietnamese titles of public things, the latest first."""
    index = the_index()
    if index is None:
        return []
    query = index.store.sql(
        "SELECT s.title FROM search_entry{g} AS e JOIN search_shown{g} AS s ON s.row = e.row"
        " WHERE e.public = 1 AND e.language = 'vi' ORDER BY e.row DESC LIMIT %s"
    )
    with index.store.connection.cursor() as cursor:
        cursor.execute(query, [MOST])
        return [row[0] for row in cursor.fetchall()]


def judge(text: str) -> float:
    """See ``rules.heard.Judge``."""
    index = the_index()
    if index is None:
        return 0.0
    sight = sight_of(None)
    return judge_of(Seen(index.store, sight, sight.narrow), index.concepts)(text)
