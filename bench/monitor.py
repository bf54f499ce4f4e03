"""How well and how fast the press is read.

    python bench/monitor.py FOLDER [--articles 200000]

FOLDER holds ``pages.json`` ({id: {url, text}}), ``pages/ID.html.gz`` and ``pairs.jsonl``. Articles are scored by precision and recall of
four-grams of words, as scrapinghub's article-extraction-benchmark does; pairs by F1; the index of stories by articles looked up and added a
second, with that many made-up articles in it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nhipcau.monitoring.rules.pages import read_page  # noqa: E402
from nhipcau.monitoring.rules.stories import SAME, StoryIndex, likeness, runs  # noqa: E402


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Four-grams of words with their numbers."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))) if words else Counter()


def shares(wanted: str, found: str) -> tuple[float, float]:
    """Precision and recall."""
    gold, pred = shingles(wanted), shingles(found)
    both = (gold & pred).total()
    return both / max(1, pred.total()), both / max(1, gold.total())


_STATED = re.compile(
    r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)|(?:published_time|datePublished|pubdate)"[^>]{0,40}content="(\d{4}-\d\d-\d\d)'
)
_IN_ADDRESS = re.compile(r"/(20\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|-|$)")


def stated_day(content: bytes, url: str) -> str:
    """The day that a page states for machines, else the one in its address; "" for none."""
    for said in _STATED.finditer(content.decode("utf-8", "replace")):
        if (day := said[1] or said[2]) > "1990":
            return day
    found = _IN_ADDRESS.search(url)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def pages(folder: Path) -> None:
    """Articles in pages."""
    gold = json.loads((folder / "pages.json").read_text("utf-8"))
    content = {key: gzip.decompress((folder / "pages" / f"{key}.html.gz").read_bytes()) for key in gold}
    for key in list(gold)[:5]:
        read_page(content[key])
    begun = time.perf_counter()
    read = {key: read_page(content[key], url=row["url"]) for key, row in gold.items()}
    took = time.perf_counter() - begun
    scores = [shares(row["text"], read[key].text) for key, row in gold.items()]
    p, r = (statistics.mean(column) for column in zip(*scores, strict=True))
    dated = sum(one.published is not None for one in read.values())
    stated = {key: day for key, row in gold.items() if (day := stated_day(content[key], row["url"]))}
    right = sum(str(read[key].published) == day for key, day in stated.items())
    print(
        f"pages       P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.4f}  {len(gold) / took:.0f} a second  {dated}/{len(gold)} dated,"
        f" right {right}/{len(stated)} where the page states its day for machines or in its address"
    )


def pairs(folder: Path) -> list[dict[str, Any]]:
    """One story or not; answers the pairs."""
    rows = [json.loads(line) for line in (folder / "pairs.jsonl").open(encoding="utf-8")]
    said = [likeness(runs(row["a"]["text"]), runs(row["b"]["text"])) >= SAME for row in rows]
    hit = sum(yes and row["label"] for yes, row in zip(said, rows, strict=True))
    print(f"pairs       F1 {2 * hit / (sum(said) + sum(row['label'] for row in rows)):.4f}  of {len(rows)}")
    return rows


def index(rows: list[dict[str, Any]], many: int) -> None:
    """Articles looked up and added with ``many`` in the index; whether each copy is grouped with its own original."""
    texts = [row[side]["text"] for row in rows for side in "ab"]
    dice = random.Random(7)
    words = [word for text in texts for word in text.split()]
    stories = StoryIndex()
    for at in range(many):
        begin = dice.randrange(len(words) - 400)
        stories.add(f"a{at}", runs(" ".join(dice.sample(words[begin : begin + 400], 350))))
    firsts = {f"p{row['id']}": row["a"]["text"] for row in rows}
    for key, text in firsts.items():
        stories.add(key, runs(text))
    met = right = 0
    begun = time.perf_counter()
    for row in rows:
        found = runs(row["b"]["text"])
        nearest = stories.nearest(found, runs_of=lambda key: runs(firsts.get(key, "")))
        stories.add(f"b{row['id']}", found)
        same = nearest is not None and nearest.key == f"p{row['id']}"
        met += same
        right += same and row["label"]
    took = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    score = 2 * right / (met + sum(row["label"] for row in rows))
    print(
        f"index       {len(stories)} articles, {len(rows) / took:.0f} looked up and added a second, pairs F1 {score:.4f}, {memory} MB"
    )


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=200_000)
    options = parser.parse_args()
    pages(options.folder)
    index(pairs(options.folder), options.articles)


if __name__ == "__main__":
    main()
