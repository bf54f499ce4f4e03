"""How well and how fast search finds: known items of a corpus, asked for in the ways people type.

    python bench/search.py CORPUS.jsonl [--size 100000] [--queries 12] [--database-url URL] [--plain]

Makes queries of each class from the corpus ({id, title, text, lang} a line): a piece of a title or of the body, then with the marks
taken off, in telex, with a slip, cut short … ``--size`` adds altered copies until there are that many. A target is every entry that holds
the piece, copies too, because what holds it by chance answers as well; where the query has marks, with these marks. Pieces that more than
three entries hold name no item and are left out. ``--plain`` also asks SQLite's FTS5 as it comes (unicode61, bm25), on the same corpus and
queries. ``--show`` prints each query whose target is not the first. Making the copies is not counted as indexing.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import os
import random
import re
import resource
import sqlite3
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Document = dict[str, str]
_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_HATS = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}


def bare(words: str) -> str:
    """Without any mark."""
    marks = unicodedata.normalize("NFD", words.lower())
    return "".join(c for c in marks if not unicodedata.combining(c)).replace("đ", "d")


def telex(words: str) -> str:
    """As the keys were struck."""
    out = []
    for word in words.lower().split():
        tone, typed = "", ""
        for letter in unicodedata.normalize("NFC", word):
            parts = unicodedata.normalize("NFD", letter)
            tone = next((_TELEX[c] for c in parts if c in _TELEX), tone)
            plain = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TELEX))
            typed += _HATS.get(plain, plain)
        out.append(typed + tone)
    return " ".join(out)


def slip(words: str, dice: random.Random) -> str:
    """One letter of the longest word struck wrong."""
    parts = bare(words).split()
    at = max(range(len(parts)), key=lambda i: len(parts[i]))
    word = parts[at]
    place = dice.randrange(1, max(2, len(word) - 1))
    way = dice.randrange(3)
    if way == 0 and len(word) > place + 1:
        word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    elif way == 1:
        word = word[:place] + word[place + 1 :]
    else:
        word = word[:place] + dice.choice("bcdghklmnptv") + word[place + 1 :]
    parts[at] = word
    return " ".join(parts)


def piece(text: str, dice: random.Random, many: int) -> str:
    """``many`` words of ``text`` in a row, without figures; empty where the place drawn has no such row."""
    words = text.split()
    at = dice.randrange(max(1, len(words) - many + 1))
    row = [word.strip('.,;:"“”()!?…') for word in words[at : at + many]]
    return " ".join(row) if len(row) == many and all(word.isalpha() for word in row) else ""


def two_pieces(text: str, dice: random.Random) -> str:
    """Two short phrases from two places."""
    words = text.split()
    half = len(words) // 2
    one, two = piece(" ".join(words[:half]), dice, 2), piece(" ".join(words[half:]), dice, 2)
    return f"{one} {two}" if one and two and half > 30 else ""


# Of each class: how many words of the title (0: two phrases of the body), and what becomes of them.
CLASSES: dict[str, tuple[int, Callable[[str, random.Random], str]]] = {
    "exact": (4, lambda words, _dice: words),
    "folded": (5, lambda words, _dice: bare(words)),
    "folded short": (3, lambda words, _dice: bare(words)),
    "decomposed": (4, lambda words, _dice: unicodedata.normalize("NFD", words)),
    "telex": (4, lambda words, _dice: telex(words)),
    "slip": (4, slip),
    "beginning": (4, lambda words, _dice: words[:-2]),
    "d for đ": (4, lambda words, _dice: words.lower().replace("đ", "d")),
    "two phrases": (0, lambda words, _dice: words),
}


UNMARKED = {"folded", "folded short", "slip"}
"""Classes whose queries have no marks, so that an entry may have any."""
MOST_TARGETS = 3
SPARE = 8
"""How many times as many pieces are drawn as queries are wanted, because copies hold some of them too."""
Case = tuple[str, str, set[str]]
"""Class, query, ids that answer it."""


def asked(documents: list[Document], many: int, size: int) -> list[Case]:
    """``many`` queries of each class, of pieces that at most three of ``size`` entries hold."""
    dice = random.Random(1899)
    vietnamese = [d for d in documents if d.get("lang", "vi") == "vi"]
    drawn: list[tuple[str, str, Piece]] = []
    for name, (length, change) in CLASSES.items():
        got = tried = 0
        while got < many * SPARE and tried < many * SPARE * 20:
            tried += 1
            document = dice.choice(vietnamese)
            words = piece(document["title"], dice, length) if length else two_pieces(document["text"], dice)
            if words:
                got += 1
                parts = words.lower().split()
                rows = [tuple(parts)] if length else [tuple(parts[:2]), tuple(parts[2:])]
                drawn.append((name, change(words, dice), Piece(tuple(rows), marked=name not in UNMARKED)))
    holders = held_by([piece for _name, _query, piece in drawn], altered(documents, size))
    cases: dict[str, list[Case]] = {name: [] for name in CLASSES}
    for (name, query, _parts), ids in zip(drawn, holders, strict=True):
        if 0 < len(ids) <= MOST_TARGETS and len(cases[name]) < many and all(query != q for _n, q, _t in cases[name]):
            cases[name].append((name, query, ids))
    return [case for rows in cases.values() for case in rows]


@dataclass(frozen=True)
class Piece:
    """Rows of words in small letters, all of which an entry has to hold; ``marked``: with these marks."""

    rows: tuple[tuple[str, ...], ...]
    marked: bool


@functools.lru_cache(maxsize=200_000)
def _words_in(word: str) -> tuple[tuple[str, str], ...]:
    """The words of what stands between two spaces, without and with marks."""
    return tuple((bare(w), w) for w in re.findall(r"\w+", unicodedata.normalize("NFC", word.lower())))


def held_by(pieces: list[Piece], entries: Iterator[Document]) -> list[set[str]]:
    """Of each piece: the ids of the entries that hold all its rows, in title or text."""
    starts: dict[tuple[str, str], list[tuple[int, int]]] = {}
    wanted: dict[tuple[int, int], list[str]] = {}
    for number, one in enumerate(pieces):
        for at, row in enumerate(one.rows):
            plain = [bare(word) for word in row]
            starts.setdefault((plain[0], plain[1]), []).append((number, at))
            wanted[number, at] = list(row) if one.marked else plain
    holders: list[set[str]] = [set() for _piece in pieces]
    for entry in entries:
        found: dict[int, set[int]] = {}
        for field in ("title", "text"):
            words = [w for word in entry[field].split() for w in _words_in(word)]
            for place, (one_word, next_word) in enumerate(itertools.pairwise(words)):
                for number, at in starts.get((one_word[0], next_word[0]), ()):
                    sought = wanted[number, at]
                    if [w[pieces[number].marked] for w in words[place : place + len(sought)]] == sought:
                        found.setdefault(number, set()).add(at)
        for number, rows in found.items():
            if len(rows) == len(pieces[number].rows):
                holders[number].add(entry["id"])
    return holders


def altered(documents: list[Document], size: int) -> Iterator[Document]:
    """The documents, and copies with nearly all words from others, beginning elsewhere."""
    yield from documents
    dice = random.Random(2023)
    words = [w for d in documents for w in d["text"].split()]
    for at in range(size - len(documents)):
        model = documents[at % len(documents)]
        changed = dict(model, id=f"copy-{at}")
        for field in ("title", "text"):
            parts = model[field].split()
            for place in range(len(parts)):
                if dice.random() < 0.97:
                    parts[place] = dice.choice(words)
            cut = dice.randrange(len(parts)) if parts else 0
            changed[field] = " ".join(parts[cut:] + parts[:cut])
        yield changed


class Clock:
    """Milliseconds on the wall and of this process alone: on a busy machine only the second compares."""

    def __init__(self) -> None:
        self._wall, self._own = time.perf_counter(), time.process_time()

    def passed(self) -> tuple[float, float]:
        """Since it was made."""
        return (time.perf_counter() - self._wall) * 1000, (time.process_time() - self._own) * 1000


Answered = tuple[list[str], float, float]
"""Ids, milliseconds on the wall, milliseconds of the processor."""


def plain_fts5(documents: Iterator[Document], queries: list[str]) -> list[Answered]:
    """SQLite's own full text search, as most sites use it."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, title, body)")
    base.executemany("INSERT INTO d VALUES (?, ?, ?)", ((d["id"], d["title"], d["text"]) for d in documents))
    out = []
    for query in queries:
        terms = " ".join('"' + word.replace('"', "") + '"' for word in query.split())
        clock = Clock()
        rows = base.execute("SELECT id FROM d WHERE d MATCH ? ORDER BY rank LIMIT 10", [terms]).fetchall()
        out.append(([row[0] for row in rows], *clock.passed()))
    return out


def told(name: str, cases: list[Case], answers: list[Answered]) -> None:
    """A line a class, and one for all; the last two columns are of the processor."""
    print(f"\n{name:16}{'n':>5}{'MRR@10':>9}{'recall':>9}{'p50 ms':>9}{'p95 ms':>9}{'p50 cpu':>9}{'p95 cpu':>9}")
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for (kind, _query, targets), (ids, wall, own) in zip(cases, answers, strict=True):
        rank = next((1 / at for at, key in enumerate(ids, 1) if key in targets), 0.0)
        rows.setdefault(kind, []).append((rank, wall, own))
        rows.setdefault("all", []).append((rank, wall, own))
    for kind in [*CLASSES, "all"]:
        ranks = [row[0] for row in rows.get(kind, [])]
        if ranks:
            times = [
                f"{_share(sorted(r[at] for r in rows[kind]), part):9.2f}" for at in (1, 2) for part in (0.5, 0.95)
            ]
            found = sum(rank > 0 for rank in ranks) / len(ranks)
            print(f"{kind:16}{len(ranks):5}{statistics.mean(ranks):9.3f}{found:9.3f}{''.join(times)}")


def _share(values: list[float], part: float) -> float:
    return values[min(len(values) - 1, round(part * (len(values) - 1)))]


def main() -> None:
    """Index, ask, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--size", type=int, default=0)
    parser.add_argument("--queries", type=int, default=12, help="of each class")
    parser.add_argument("--database-url", default="")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from nhipcau.search.finding import find
    from nhipcau.search.rules.analysis import analyse
    from nhipcau.search.shipped import shipped_concepts
    from nhipcau.search.stores import Row
    from nhipcau.search.throwaway import throwaway_store

    documents: list[Document] = [json.loads(line) for line in options.corpus.open(encoding="utf-8")]
    cases = asked(documents, options.queries, options.size)
    concepts = shipped_concepts()
    with throwaway_store(options.database_url) as store:
        many, took, own = 0, 0.0, 0.0
        waiting = altered(documents, options.size)
        while chunk := list(itertools.islice(waiting, 5_000)):
            clock = Clock()
            many += store.add(
                Row(d["id"], analyse(d["title"], concepts), analyse(d["text"], concepts)) for d in chunk
            )
            wall, process = clock.passed()
            took, own = took + wall / 1000, own + process / 1000
        clock = Clock()
        store.filled()
        took += clock.passed()[0] / 1000
        store.vocabulary()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{many} entries, {many / took:.0f} a second, {many / own:.0f} a second of the processor, {memory} MB")
        answers = []
        for _kind, query, _targets in cases:
            clock = Clock()
            found = find(query, store=store, concepts=concepts).found
            answers.append(([one.id for one in found], *clock.passed()))
    told("this search", cases, answers)
    if options.show:
        for (kind, query, targets), (ids, wall, _own) in zip(cases, answers, strict=True):
            if not ids or ids[0] not in targets:
                print(f"{kind}: {query} | wanted {sorted(targets)} | got {ids[:4]} | {wall:.0f} ms")
    if options.plain:
        told("plain FTS5", cases, plain_fts5(altered(documents, options.size), [query for _k, query, _t in cases]))


if __name__ == "__main__":
    main()
