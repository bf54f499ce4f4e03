"""Each list screen at 5,000 duties, 20,000 progress rows and 400 documents: time at the server, number of queries.

    python bench/screens.py [--database-url postgres://postgres@127.0.0.1:5432/postgres]

Measured twice, with a tenth of the rows and with all: the number of queries must be the same. Ends with 1 where a
screen takes longer than the limit (the median of eleven, in process, without a network) or its queries grow.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from populate import populate, staff_for
from throwaway import province

LIMIT_MS = 150.0
RUNS = 11


def screens() -> dict[str, str]:
    """Name → address."""
    from django.urls import reverse

    from nhipcau.people.models import Office

    office = Office.objects.get(key="so-tttt").pk
    register, work = reverse("duties:register"), reverse("work:list")
    return {
        "first page": "/staff/",
        "register of duties": register,
        "… of an office": f"{register}?office={office}",
        "… by clause, page 9": f"{register}?group=clause&p=9",
        "… by office": f"{register}?group=office",
        "… in force, chủ trì": f"{register}?state=open&role=chủ+trì",
        "work": work,
        "… of one office": f"{work}?office={office}",
        "… page 30": f"{work}?p=30",
        "evidence": reverse("work:evidence_list"),
        "dissemination": reverse("work:disseminations"),
        "recurring work": reverse("work:recurrences"),
        "library": reverse("documents:library"),
        "… in effect, decisions": reverse("documents:library") + "?kind=quyết+định&effect=in_effect",
        "cited, not here": reverse("documents:missing"),
        "reports": reverse("reports:list"),
        "offices": reverse("people:offices"),
        "trail": reverse("people:trail"),
    }


def measure(client: Any, address: str) -> tuple[float, float, int]:
    """Median and slowest milliseconds, and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    asked = len(queries)
    assert answer.status_code == 200, (address, answer.status_code)
    took = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        client.get(address)
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took), max(took), asked


def measure_all(client: Any) -> dict[str, tuple[float, float, int]]:
    """Every screen."""
    return {name: measure(client, address) for name, address in screens().items()}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database-url")
    options = parser.parse_args()
    with province(options.database_url) as vendor:
        from django.conf import settings
        from django.test import Client

        settings.ALLOWED_HOSTS = ["*"]
        settings.DEBUG = False
        populate(documents=40, duties=500, progress=2000)
        client = Client()
        client.force_login(staff_for("coordinator"), backend="django.contrib.auth.backends.ModelBackend")
        small = measure_all(client)
        populate(documents=360, duties=4500, progress=18000, seed=2)
        large = measure_all(client)
    bad = 0
    print(f"{vendor}: 400 documents, 5,000 duties, 5,000 assignments, 20,000 progress rows")
    for name, (middle, slowest, queries) in large.items():
        fault = " ← slow" if middle > LIMIT_MS else ""
        fault += f" ← {small[name][2]} queries with a tenth" if queries > small[name][2] else ""
        bad += bool(fault)
        print(f"  {name:28} {middle:6.0f} ms  (slowest {slowest:4.0f})  {queries:3} queries{fault}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
