"""How well and how fast the reader reads.

``bench/read.py [--gold DIR]`` prints the contract's figures, a row for each file, and the documents
read in a second on one core. ``--fuzz N`` reads N hostile texts and asserts that none raises and none
takes more than a second.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from hostile import hostile_text  # noqa: E402
from score import score  # noqa: E402

from nhipcau.documents.rules import read, reading_as_json  # noqa: E402

LIMIT = 1.0
"""Seconds that one document may take."""


def measure(gold: Path) -> dict[str, Any]:
    """The contract's scores of what is read in ``gold``'s texts."""
    with tempfile.TemporaryDirectory() as out:
        for path in sorted(gold.glob("*.txt")):
            reading = reading_as_json(read(path.read_text("utf-8")))
            (Path(out) / f"{path.stem}.json").write_text(json.dumps(reading, ensure_ascii=False), "utf-8")
        return score(gold, Path(out))


def documents_per_second(text: str, *, runs: int = 7, times: int = 10) -> tuple[float, float]:
    """The median over ``runs`` of reading ``text`` ``times`` times on one core, and milliseconds for one."""
    read(text)
    took = []
    for _ in range(runs):
        begin = time.perf_counter()
        for _ in range(times):
            read(text)
        took.append((time.perf_counter() - begin) / times)
    middle = statistics.median(took)
    return 1 / middle, middle * 1000


def fuzz(count: int, texts: list[str]) -> bool:
    """Whether ``count`` hostile texts were all read without an error and within the limit. Prints the slowest."""
    slowest: list[tuple[float, int, str, int]] = []
    failures = 0
    for seed in range(count):
        kind, text = hostile_text(seed, texts)
        begin = time.perf_counter()
        try:
            read(text)
        except Exception as error:
            failures += 1
            print(f"seed {seed} ({kind}): {type(error).__name__}: {error}")
        slowest = sorted([*slowest, (time.perf_counter() - begin, seed, kind, len(text))], reverse=True)[:5]
    print(f"\n{count} hostile texts, {failures} errors; slowest:")
    for took, seed, kind, size in slowest:
        print(f"  {took * 1000:8.1f} ms  seed {seed}  {kind}  {size} letters")
    return not failures and (not slowest or slowest[0][0] <= LIMIT)


def _print_scores(scores: dict[str, Any]) -> None:
    for name in ("references", "clauses", "duties"):
        row = scores[name]
        print(
            f"{name:16} F1 {row['f1']:.4f}  P {row['precision']:.4f}  R {row['recall']:.4f}"
            f"  ({row['tp']}/{row['gold']})"
        )
    for name in ("reference_dates", "role", "cadence", "deadline"):
        print(f"{name:16} {scores[name]['accuracy']}  ({scores[name]['ok']}/{scores[name]['n']})")
    for name, row in scores["metadata"].items():
        print(f"metadata {name:10} {row['accuracy']}  ({row['ok']}/{row['n']})")
    for name, row in scores["files"].items():
        print(f"  {name:24} references {row['references']}  clauses {row['clauses']}  duties {row['duties']}")


def main() -> int:
    """Print the figures; 1 where a hostile text broke the reader."""
    options = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("NHIPCAU_GOLD", str(ROOT / "tests/data/legal"))
    options.add_argument("--gold", type=Path, default=Path(default), help="folder of NAME.txt and NAME.gold.json")
    options.add_argument("--fuzz", type=int, nargs="?", const=10_000, default=0, metavar="N")
    chosen = options.parse_args()
    texts = [path.read_text("utf-8") for path in sorted(chosen.gold.glob("*.txt"))]
    if not texts:
        print(f"{chosen.gold}: no texts", file=sys.stderr)
        return 2
    _print_scores(measure(chosen.gold))
    longest = max(texts, key=len)
    speed, took = documents_per_second(longest)
    print(f"speed            {speed:.1f} documents/s on one core ({took:.1f} ms for {len(longest.encode())} bytes)")
    return 0 if not chosen.fuzz or fuzz(chosen.fuzz, texts) else 1


if __name__ == "__main__":
    sys.exit(main())
