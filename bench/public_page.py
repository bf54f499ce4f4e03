"""A public page three ways, against nginx serving the same bytes as a static file in the same run.

    python bench/public_page.py [--stories 20000] [--database-url postgres://…] [--seconds 4] [--rounds 3]

(a) drawn anew, at the server, with many stories in the database: median of 21 rounds through all pages, limit 60 ms;
(b) from the program's own cache in the embedded server (one process): at least 0.25 of nginx;
(c) as shipped for production, ``deploy/nginx``: at least 0.9 of nginx.
Rounds of the three are interleaved and the medians compared. Ends with 1 where a limit is not kept. Needs nginx and wrk.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from many_stories import fill
from throwaway import ROOT, province

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
PROGRAM, FRONT = 8461, 8462
RUNS, LIMIT_MS, OWN, SHIPPED = 21, 60.0, 0.25, 0.9


def pages() -> dict[str, str]:
    """Name → path: home, story, topic, map, in Vietnamese and English."""
    from nhipcau.newsroom.models import HomePage, SectionPage, StoryPage, TopicPage
    from nhipcau.public.machines.addresses import path_of

    found = {}
    for code in ("vi", "en", "km"):
        here = {"locale__language_code": code}
        story = StoryPage.objects.live().filter(**here).order_by("pk").first()
        rows = {
            "home": HomePage.objects.live().filter(**here).first(), "story": story,
            "topic": TopicPage.objects.live().filter(path=story.path[:-4]).first(),
            "map": SectionPage.objects.live().filter(kind="places", **here).first(),
        }  # fmt: skip
        found |= {f"{name} {code}": path_of(row) for name, row in rows.items() if row}
    return found


def uncached(paths: dict[str, str]) -> float:
    """(a): prints each page's median milliseconds by the clock, of them the processor's, and its queries; the slowest median by the clock."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    asked = []

    def counting(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        asked.append(sql)
        return execute(sql, params, many, context)

    settings.NHIPCAU_PAGE_CACHE = False
    client, worst = Client(SERVER_NAME="localhost"), 0.0
    queries: dict[str, int] = {}
    for name, path in paths.items():
        for _warm in range(6):  # PostgreSQL keeps a plan from the sixth time on
            assert client.get(path).status_code == 200, path
        asked.clear()
        with connection.execute_wrapper(counting):
            client.get(path)
        queries[name] = len(asked)
    walls: dict[str, list[float]] = {name: [] for name in paths}
    works: dict[str, list[float]] = {name: [] for name in paths}
    sizes: dict[str, int] = {}
    for _round in range(
        RUNS
    ):  # all pages in turn, so that a moment in which the machine was busy does not fall on one page
        for name, path in paths.items():
            begun, worked = time.perf_counter(), time.process_time()
            sizes[name] = len(client.get(path).content)
            walls[name].append((time.perf_counter() - begun) * 1000)
            works[name].append((time.process_time() - worked) * 1000)
    for name in paths:
        wall, work = statistics.median(walls[name]), statistics.median(works[name])
        worst = max(worst, wall)
        print(
            f"  {name:10} {wall:6.1f} ms, of them processor {work:6.1f}  {queries[name]:3} queries  {sizes[name] / 1000:5.1f} kB"
        )
    return worst


@contextmanager
def running(command: list[str], address: str, **options: object) -> Iterator[None]:
    """A server of our own until the block ends."""
    child = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    try:
        for _try in range(200):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(20)


def fetched(address: str, coding: str) -> tuple[bytes, dict[str, str]]:
    """The body as it came, and the headers."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": coding, "Host": "localhost"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read(), {k.lower(): v for k, v in answer.headers.items()}


def nginx_conf(folder: Path, state: Path) -> str:
    """``deploy/nginx`` on a loopback port, with a static file of the same bytes beside it."""
    shipped = ROOT / "deploy" / "nginx"
    (folder / "nhipcau").mkdir(exist_ok=True)
    for part in ("maps.conf", "headers.conf", "kept.conf", "locations.conf"):
        (folder / "nhipcau" / part).write_text((shipped / part).read_text())
    body = (shipped / "nginx.conf").read_text()
    inside = body[body.index("http {") : body.index("    server { listen 80")]
    inside = inside.replace("127.0.0.1:8000", f"127.0.0.1:{PROGRAM}").replace(
        "include nhipcau/", f"include {folder}/nhipcau/"
    )
    for part in ("kept.conf", "locations.conf"):
        place = folder / "nhipcau" / part
        place.write_text(place.read_text().replace("include nhipcau/", f"include {folder}/nhipcau/"))
    return (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log warn; worker_processes auto;\n"
        f"events {{ worker_connections 2048; }}\n{inside}\n    access_log off;\n"
        f"    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;\n"
        f"    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;\n"
        f"    server {{ listen 127.0.0.1:{FRONT}; set $nhipcau_pages {state}/pages/site; set $nhipcau_media {state}/media;\n"
        f"      set $nhipcau_static {state}/static; include {folder}/nhipcau/locations.conf;\n"
        f"      location = /static-page.html {{ root {folder}/www; gzip_static on; default_type text/html; }} }}\n}}\n"
    )


def load(address: str, seconds: int) -> float:
    """Requests a second: one thread, sixteen connections, as a browser asks."""
    done = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "-H", "Accept-Encoding: gzip", "-H", "Host: localhost", address],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert "Non-2xx" not in done.stdout, done.stdout
    found = re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])


def compared(path: str, seconds: int, rounds: int) -> tuple[float, float]:
    """(b) and (c) as parts of nginx's figure."""
    state = Path(os.environ["NHIPCAU_STATE"])
    env = {**os.environ, "NHIPCAU_HOSTS": "localhost", "NHIPCAU_BASE_URL": "http://localhost"}
    web = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{PROGRAM}", "--workers", "1",
           "--threads", "8", "--worker-class", "nhipcau.public.page_cache.server.Worker", "--log-level", "warning"]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="nhipcau-nginx-") as name, running(
        web, f"http://127.0.0.1:{PROGRAM}/robots.txt", env=env, cwd=ROOT
    ):  # fmt: skip
        folder = Path(name)
        folder.chmod(0o755)
        fetched(f"http://127.0.0.1:{PROGRAM}{path}", "gzip")
        body, headers = fetched(f"http://127.0.0.1:{PROGRAM}{path}", "gzip")
        assert headers["content-encoding"] == "gzip"
        kept = state / "pages" / "site" / "localhost" / path.strip("/") / "index.html"
        (folder / "www").mkdir()
        for ending in ("", ".gz"):
            shutil.copyfile(kept.with_name(kept.name + ending), folder / "www" / f"static-page.html{ending}")
        for place in (state, *kept.relative_to(state).parents):
            (state / place).chmod(0o755)
        conf = folder / "nginx.conf"
        conf.write_text(nginx_conf(folder, state))
        with running([NGINX, "-p", str(folder), "-c", str(conf)], f"http://127.0.0.1:{FRONT}/static-page.html"):
            ways = {
                "nginx, static file": f"http://127.0.0.1:{FRONT}/static-page.html",
                "the program's own cache": f"http://127.0.0.1:{PROGRAM}{path}",
                "as shipped": f"http://127.0.0.1:{FRONT}{path}",
            }  # fmt: skip
            for way in ways.values():
                assert fetched(way, "gzip")[0] == body, way
            return _rounds(ways, seconds, rounds, len(body))


def _rounds(ways: dict[str, str], seconds: int, rounds: int, size: int) -> tuple[float, float]:
    figures: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        for name, address in ways.items():
            figures[name].append(load(address, seconds))
    medians = [statistics.median(found) for found in figures.values()]
    print(f"  the same {size} bytes (gzip):")
    for (name, found), median in zip(figures.items(), medians, strict=True):
        print(f"  {name:26} {median:8.0f} a second  {median / medians[0]:.2f} of nginx  {[round(f) for f in found]}")
    return medians[1] / medians[0], medians[2] / medians[0]


def main() -> int:
    """0 where every limit is kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--stories", type=int, default=20_000)
    parser.add_argument("--database-url")
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with province(asked.database_url) as vendor:
        begun = time.perf_counter()
        fill(asked.stories)
        from nhipcau.newsroom.models import StoryPage

        print(f"{vendor}, {StoryPage.objects.live().count()} stories (made in {time.perf_counter() - begun:.0f} s)")
        paths = pages()
        worst = uncached(paths)
        own, shipped = compared(paths["story vi"], asked.seconds, asked.rounds)
    good = worst <= LIMIT_MS and own >= OWN and shipped >= SHIPPED
    print("all limits kept" if good else "a limit is not kept")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
