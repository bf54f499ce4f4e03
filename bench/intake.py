"""From fetched bytes to a grouped article, and the desk, with many articles stored.

    python bench/intake.py FOLDER [--articles 200000] [--rounds 5] [--database-url postgres://…]

FOLDER holds ``pages.json`` and ``pages/ID.html.gz``. Each page is taken in ROUNDS times under other addresses: once as a new story, then as copies,
which are compared in full. On one process; fetching is not counted. Then the desk's pages: the first, and one after scrolling past 5,000 stories.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import sys
import time
from array import array
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BATCH = 40
WORDS = "tra vinh dau tu du lich cang bien dien gio lua tom dua sap le hoi khmer hop tac quoc te doanh nghiep xuat khau duong cau"


def fill(many: int) -> None:
    """Stored articles, each a story of its own, with made-up runs in the usual numbers and a folded text to search in."""
    from django.db.models import OuterRef, Subquery
    from django.utils import timezone

    from nhipcau.monitoring.models import Article, Door, Story

    dice, now = random.Random(5), timezone.now()
    words = WORDS.split()
    for at in range(0, many, 5_000):
        size = min(5_000, many - at)
        moments = [now - timedelta(minutes=3 * (at + n)) for n in range(size)]
        stories = Story.objects.bulk_create(
            [Story(title=f"Tin số {at + n}", first_at=moments[n], points=9) for n in range(size)], batch_size=500
        )
        rows, runs_of = [], []
        for n in range(size):
            kept = sorted(dice.getrandbits(61) // 8 * 8 for _run in range(50))
            runs_of.append([run // 32 * 32 for run in kept[:12]])
            folded = f"tin so {at + n} " + " ".join(dice.choices(words, k=400)) if at < 20_000 else f"tin so {at + n}"
            rows.append(
                Article(
                    key=f"k{at + n}",
                    url=f"https://bao.vn/{at + n}",
                    host="bao.vn",
                    state="read",
                    title=f"Tin số {at + n}",
                    outlet="Báo",
                    published_at=moments[n],
                    seen_at=moments[n],
                    kept_runs=array("Q", kept).tobytes(),
                    story=stories[n],
                    folded=folded,
                )
            )
        made = Article.objects.bulk_create(rows, batch_size=400)
        Door.objects.bulk_create(
            [Door(run=run, article=row) for row, some in zip(made, runs_of, strict=True) for run in some],
            batch_size=5_000,
        )
    Story.objects.update(first_id=Subquery(Article.objects.filter(story=OuterRef("pk")).values("pk")[:1]))


def intake(folder: Path, rounds: int) -> None:
    """Pages through reading, weighing, grouping and storing."""
    from django.utils import timezone

    from nhipcau.monitoring.actions import take_in_pages
    from nhipcau.monitoring.models import Article, Story
    from nhipcau.monitoring.reading import Wanted, read_answer, scales
    from nhipcau.ports.fetching import Answer

    gold = json.loads((folder / "pages.json").read_text("utf-8"))
    content = {key: gzip.decompress((folder / "pages" / f"{key}.html.gz").read_bytes()) for key in gold}
    asked = [(key, number) for number in range(rounds) for key in gold]
    now = timezone.now()
    rows = Article.objects.bulk_create(
        [
            Article(key=f"new{number}{key}"[:64], url=f"https://x{number}.vn/{key}", seen_at=now, next_try_at=now)
            for key, number in asked
        ]
    )
    before, on = Story.objects.count(), scales()
    reading = storing = 0.0
    for at in range(0, len(rows), BATCH):
        begun = time.process_time()
        pages = [
            read_answer(
                Wanted(row.pk, row.url, "", lead_only=False), Answer(gold[key]["url"], content[key], "text/html"), on
            )
            for row, (key, _number) in zip(rows[at : at + BATCH], asked[at : at + BATCH], strict=True)
        ]
        middle = time.process_time()
        take_in_pages([page for page in pages if hasattr(page, "text_runs")], now=now)  # type: ignore[misc]
        reading, storing = reading + middle - begun, storing + time.process_time() - middle
    many = len(rows)
    each, kept = 1000 * reading / many, 1000 * storing / many
    print(
        f"intake      {1000 / (each + kept):.0f} articles a second of processor time ({each:.1f} ms to read, {kept:.1f} ms to group and store)"
    )
    print(f"            {Story.objects.count() - before} new stories of {many} articles, {len(gold)} different pages")


def desk() -> None:
    """The desk's pages as a signed-in editor's browser asks for them."""
    from django.test import Client
    from django.urls import reverse

    from nhipcau.monitoring.models import Story
    from nhipcau.people.models import Membership, Office, Staff

    staff = Staff.objects.create(username="bench")
    Membership.objects.create(staff=staff, office=Office.objects.order_by("pk")[0], role="editor")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    deep = Story.objects.order_by("-first_at", "-pk")[5_000]
    after = f"{deep.first_at.isoformat()}~{deep.pk}".replace("+", "%2B")
    asked = {
        "desk": reverse("monitoring:desk"), "… next 60 rows": reverse("monitoring:rows") + f"?after={after}",
        "… search": reverse("monitoring:desk") + "?view=new&q=dua+sap+le+hoi", "story": reverse("monitoring:story", args=[deep.pk]),
        "sources": reverse("monitoring:sources"), "statistics": reverse("monitoring:statistics"),
    }  # fmt: skip
    for name, address in asked.items():
        times = []
        for _again in range(7):
            begun = time.process_time()
            answer: Any = client.get(address)
            times.append(1000 * (time.process_time() - begun))
            assert answer.status_code == 200, (name, answer.status_code)
        print(f"{name:16}{statistics.median(times):6.0f} ms of processor time")


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database-url")
    options = parser.parse_args()
    from bench.throwaway import province

    with province(options.database_url) as vendor:
        begun = time.perf_counter()
        fill(options.articles)
        print(f"{vendor}: {options.articles} articles stored in {time.perf_counter() - begun:.0f} s")
        intake(options.folder, options.rounds)
        desk()


if __name__ == "__main__":
    main()
