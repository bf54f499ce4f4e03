"""How long the translation memory takes to answer: ``python bench/memory.py [SENTENCES]`` (50,000 unless told).

Sentences are drawn from words of the profile's pages with their own frequency, 4 to 40 words long; a third of the questions are a remembered
sentence with one to four words changed, the others are new. Prints milliseconds to build, median and p95 of a question, megabytes.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from nhipcau.newsroom.rules.memory import Memory

SITE = Path(__file__).resolve().parent.parent / "profiles" / "tra-vinh-2023" / "site"


def main() -> None:
    """Build, ask, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    draw = random.Random(7)
    words = [w for path in sorted(SITE.rglob("*.md")) for w in path.read_text("utf-8").split()]
    assert len(words) > 5_000, "no pages of the profile"

    def sentence() -> str:
        return " ".join(draw.choices(words, k=draw.randint(4, 40)))

    sentences = [sentence() for _ in range(count)]
    began = time.perf_counter()
    memory = Memory(enumerate(sentences))
    built = time.perf_counter() - began
    asked, right = [], 0
    for at in range(300):
        key = draw.randrange(count)
        text = sentence()
        if at % 3 == 0:
            changed = sentences[key].split()
            for _ in range(min(draw.randint(1, 4), len(changed) // 5 or 1)):
                changed[draw.randrange(len(changed))] = draw.choice(words)
            text = " ".join(changed)
        began = time.perf_counter()
        found = memory.matches(text)
        asked.append((time.perf_counter() - began) * 1000)
        right += at % 3 == 0 and any(m.key == key for m in found)
    asked.sort()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} sentences: built in {built:.2f} s; a question {statistics.median(asked):.1f} ms in the median, "
        f"{asked[int(len(asked) * 0.95)]:.1f} ms p95, {asked[-1]:.1f} ms at most; {right} of 100 changed sentences found; {megabytes:.0f} MB"
    )


if __name__ == "__main__":
    main()
