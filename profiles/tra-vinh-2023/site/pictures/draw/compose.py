"""Write every picture of the starter site anew: ``python compose.py``. Refuses one that weighs more than 9,000 bytes."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import country  # noqa: E402
import festivals  # noqa: E402
import table  # noqa: E402
import works  # noqa: E402
from hand import sheet  # noqa: E402

LIMIT = 9_000


def main() -> int:
    """The number of pictures that are too heavy."""
    with (HERE.parent / "pictures.csv").open(encoding="utf-8", newline="") as rows:
        titles = {row["key"]: row["title_vi"] for row in csv.DictReader(rows)}
    scenes = {**country.SCENES, **festivals.SCENES, **table.SCENES, **works.SCENES}
    heavy = 0
    for key, draw in scenes.items():
        text = sheet(draw(), titles.get(key, key))
        (HERE.parent / f"{key}.svg").write_text(text, "utf-8")
        weight = len(text.encode())
        heavy += weight > LIMIT
        sys.stdout.write(f"{key:22}{weight:6}{'  too heavy' if weight > LIMIT else ''}\n")
    for key in sorted(set(titles) ^ set(scenes)):
        sys.stdout.write(f"{key}: only in {'pictures.csv' if key in titles else 'the scenes'}\n")
    return heavy


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
