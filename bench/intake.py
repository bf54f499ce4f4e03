"""From fetched bytes to a grouped article, and the desk, with many articles stored.

    python bench/intake.py FOLDER [--articles 200000] [--rounds 5] [--database-url postgres://… [--workers 2]]

FOLDER holds ``pages.json`` and ``pages/ID.html.gz``. Each page is taken in ROUNDS times under other addresses: once as a new story, then as copies,
which are compared in full. On one process; fetching is not counted. Then the desk's pages: the first, and one after scrolling past 5,000 stories.

With ``--workers 2`` (PostgreSQL) instead: the same articles by one process, then shared out between two at the same time into one database,
both by the clock. The machine has to be quiet and have a core for each worker beside the database's. What its further cores are worth is
measured in the same run, by processes that only read pages and touch no database: a core that shares its silicon gives no whole one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BATCH = 40
WORDS = "tra vinh dau tu du lich cang bien dien gio lua tom dua sap le hoi khmer hop tac quoc te doanh nghiep xuat khau duong cau"


def fill(many: int) -> None:
    """Stored articles, each a story of its own, with made-up runs in the usual numbers and a folded text to search in."""
    from django.db import connection
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
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE"
        )  # as autovacuum does while articles come; a server where it is switched off would read whole tables


Asked = list[tuple[str, int]]
"""(page, round): the same page of another round stands at another address."""


def pages_of(folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What is known of each page, and its bytes."""
    gold = json.loads((folder / "pages.json").read_text("utf-8"))
    return gold, {key: gzip.decompress((folder / "pages" / f"{key}.html.gz").read_bytes()) for key in gold}


def take_in(folder: Path, asked: Asked, *, stores: bool = True) -> tuple[float, float]:
    """Seconds of processor time to read the pages, and to group and store them."""
    from django.utils import timezone

    from nhipcau.monitoring.actions import take_in_pages
    from nhipcau.monitoring.models import Article
    from nhipcau.monitoring.reading import Wanted, read_answer, scales
    from nhipcau.ports.fetching import Answer

    gold, content = pages_of(folder)
    now, on = timezone.now(), scales()
    rows = [
        Article(key=f"new{number}{key}"[:64], url=f"https://x{number}.vn/{key}", seen_at=now, next_try_at=now)
        for key, number in asked
    ]
    if stores:
        Article.objects.bulk_create(rows)
    ready()
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
        if stores:
            take_in_pages([page for page in pages if hasattr(page, "text_runs")], now=now)  # type: ignore[misc]
        reading, storing = reading + middle - begun, storing + time.process_time() - middle
    return reading, storing


def ready() -> None:
    """A worker among several waits here until all are there."""
    if "--share" in sys.argv:
        print("ready", flush=True)
        sys.stdin.readline()


def all_asked(folder: Path, rounds: int) -> Asked:
    """Every page in every round."""
    keys = json.loads((folder / "pages.json").read_text("utf-8"))
    return [(key, number) for number in range(rounds) for key in keys]


def intake(folder: Path, rounds: int) -> None:
    """Pages through reading, weighing, grouping and storing."""
    from nhipcau.monitoring.models import Story

    asked, before = all_asked(folder, rounds), Story.objects.count()
    reading, storing = take_in(folder, asked)
    many = len(asked)
    each, kept = 1000 * reading / many, 1000 * storing / many
    print(
        f"intake      {1000 / (each + kept):.0f} articles a second of processor time ({each:.1f} ms to read, {kept:.1f} ms to group and store)"
    )
    print(
        f"            {Story.objects.count() - before} new stories of {many} articles, {many // rounds} different pages"
    )


def share_of(folder: Path, rounds: int, share: str, *, stores: bool) -> None:
    """What one of several workers does: every n-th batch of the whole. The database is named by the environment."""
    import django

    django.setup()
    first, workers = map(int, share.split("/"))
    asked = all_asked(folder, rounds)
    batches = [asked[at : at + BATCH] for at in range(0, len(asked), BATCH)]
    reading, storing = take_in(folder, [one for batch in batches[first::workers] for one in batch], stores=stores)
    print(json.dumps({"reading": reading, "storing": storing}), flush=True)


def side_by_side(options: argparse.Namespace) -> None:
    """The same articles taken in by one process and by several, each time into a copy of the same database, by the clock."""
    many = (1, options.workers)
    alone = [_rate(options, workers, os.environ["DATABASE_URL"], stores=False) for workers in many]
    rates = []
    for workers in many:
        with copied(os.environ["DATABASE_URL"]) as url:
            rates.append(_rate(options, workers, url))
    core, gain = ((both / one - 1) / (options.workers - 1) for one, both in (alone, rates))
    print(
        f"            a further core is worth {core:.2f} of the first on this machine now (reading alone, no database)"
    )
    print(f"            each further worker adds {gain:.2f} of the first (goal: at least 0.8)")


def _rate(options: argparse.Namespace, workers: int, url: str, *, stores: bool = True) -> float:
    command = [sys.executable, __file__, str(options.folder), "--rounds", str(options.rounds)]
    command += [] if stores else ["--only-read"]
    children = [
        subprocess.Popen(
            [*command, "--share", f"{at}/{workers}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "DATABASE_URL": url},
        )
        for at in range(workers)
    ]  # fmt: skip
    try:
        for child in children:
            said = child.stdout.readline() if child.stdout else ""
            if said.strip() != "ready":
                raise SystemExit("a worker did not get ready; its error stands above")
        begun = time.perf_counter()
        for child in children:
            child.stdin.write("go\n")  # type: ignore[union-attr]
            child.stdin.flush()  # type: ignore[union-attr]
        told = [json.loads(child.stdout.readline()) for child in children]  # type: ignore[union-attr]
        took = time.perf_counter() - begun
    finally:
        for child in children:
            child.kill() if child.poll() is None and sys.exc_info()[0] else child.wait()
    many = len(all_asked(options.folder, options.rounds))
    reading, storing = (1000 * sum(one[part] for one in told) / many for part in ("reading", "storing"))
    each = f"{reading:.1f} ms of a worker's processor to read"
    each += f", {storing:.1f} ms to group and store" if stores else "; nothing stored"
    print(f"{workers} worker(s) {many / took:7.1f} articles a second by the clock ({many} in {took:.1f} s; {each})")
    return many / took


@contextmanager
def copied(url: str) -> Iterator[str]:
    """A copy of a PostgreSQL database, dropped at the end."""
    import psycopg
    from django.db import connection
    from psycopg.sql import SQL, Identifier

    connection.close()
    parts = urlsplit(url)
    name = parts.path.strip("/")
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(f"{name}_copy"), Identifier(name)))
        try:
            yield urlunsplit(parts._replace(path=f"/{name}_copy"))
        finally:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(f"{name}_copy")))


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
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--share", help=argparse.SUPPRESS)
    parser.add_argument("--only-read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.share:
        share_of(options.folder, options.rounds, options.share, stores=not options.only_read)
        return
    if options.workers > 1 and not (options.database_url or "").startswith("postgres"):
        parser.error("--workers asks for PostgreSQL: SQLite lets one write at a time")
    from bench.throwaway import province

    with province(options.database_url) as vendor:
        begun = time.perf_counter()
        fill(options.articles)
        print(f"{vendor}: {options.articles} articles stored in {time.perf_counter() - begun:.0f} s")
        if options.workers > 1:
            side_by_side(options)
            return
        intake(options.folder, options.rounds)
        desk()


if __name__ == "__main__":
    main()
