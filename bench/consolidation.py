"""Reports of 40 offices drawn together: 30 tables each, files of 600 rows, screens with 60 rounds.

    python bench/consolidation.py [--database-url postgres://postgres@127.0.0.1:5432/postgres]

Drawing together and the files are judged at 2 s, screens at 150 ms (the median of eleven, in process); every screen is
measured with six rounds and with sixty: the queries must be the same, ten times the rows may cost 1.3 × the time. On SQLite
all work is done in this process, so processor time is judged, whatever else the machine does; on PostgreSQL the clock.
Ends with 1 where a limit is passed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from populate import TODAY, populate, staff_for
from screens import LIMIT_MS, RUNS
from throwaway import province

OFFICES, TABLES, ROWS, ROUNDS, SECONDS, GROWTH, SLACK_MS = 40, 30, 8, 60, 2.0, 1.3, 5
VENDOR = "sqlite"


def clock() -> float:
    """The processor's on SQLite, the wall's on PostgreSQL."""
    return time.process_time() if VENDOR == "sqlite" else time.perf_counter()


def timed(step: Callable[[], Any]) -> tuple[Any, float]:
    """(what it gave, seconds)."""
    begin = clock()
    made = step()
    return made, clock() - begin


def design(tables: int, *, stacked: bool) -> Any:
    """A section of words, all figures, and ``tables`` tables of five columns."""
    from nhipcau.reports.figures import FIGURES
    from nhipcau.reports.rules.design import ColumnDesign as C
    from nhipcau.reports.rules.design import Design, Joining, Kind, PartDesign, PartKind

    columns = (C("c1", "Nội dung", is_key=True), C("c2", "Loại", Kind.CHOICE, ("Báo chí", "Hội chợ"), is_key=True),
               C("c3", "Số lượng", Kind.NUMBER), C("c4", "Kinh phí", Kind.MONEY), C("c5", "Ghi chú"))  # fmt: skip
    parts = [
        PartDesign("p1", "Đánh giá chung", PartKind.WORDS),
        PartDesign("p2", "Số liệu", PartKind.FIGURES, figures=tuple(FIGURES)),
    ]
    joining = Joining.STACK if stacked else Joining.ADD
    parts += [
        PartDesign(f"t{n}", f"Bảng số {n}", PartKind.TABLE, joining=joining, columns=columns) for n in range(tables)
    ]
    return Design(tuple(parts))


def request_with(form: Any, period: str, offices: list[Any], rows: int) -> Any:
    """A request that all ``offices`` have answered, each with ``rows`` rows a table, accepted."""
    from django.utils import timezone

    from nhipcau.reports import actions
    from nhipcau.reports.models import Handing, Submission
    from nhipcau.reports.queries import design_of
    from nhipcau.reports.rules.answers import Answer, Row, as_values, checksum
    from nhipcau.reports.rules.periods import parse_period

    by = staff_for("coordinator")
    request = actions.open_request(
        form, actions.Ask("month", parse_period(period), TODAY), offices[0], offices, by=by, on=TODAY
    )
    tables = [p.key for p in design_of(request).parts if p.columns]
    made = tuple(Row(f"r{n}", {"c1": f"Hoạt động {n}", "c2": ("Báo chí", "Hội chợ")[n % 2], "c3": str(n + 1), "c4": str(1000 * n), "c5": "Ghi chú"})
                 for n in range(rows))  # fmt: skip
    answer = as_values(Answer({"p1": "Hoàn thành các nhiệm vụ được giao trong kỳ."}, dict.fromkeys(tables, made)))
    figures = {"work.all": {"value": "3", "parts": [], "rows": [1, 2, 3]}}
    Submission.objects.filter(request=request).update(state="accepted", handed_on=TODAY, answer=answer)
    Handing.objects.bulk_create(
        Handing(submission=s, number=1, answer=answer, figures=figures, office_now=s.office.name, sha256=checksum(answer),
                by=by, on_date=TODAY, at=timezone.now())
        for s in Submission.objects.filter(request=request).select_related("office")
    )  # fmt: skip
    return request


def form_of(name: str, tables: int, *, stacked: bool = False) -> Any:
    """A released form."""
    from nhipcau.reports import actions

    by = staff_for("coordinator")
    version = actions.begin_form(
        actions.FormFacts(name, "Kết quả {ky}"), by=by, design=design(tables, stacked=stacked)
    )
    return actions.release(version, by=by).form


def drawn(request: Any) -> Any:
    """Drawn together, with what its writers need."""
    from nhipcau.reports import actions
    from nhipcau.reports.models import Consolidation

    made = actions.consolidate(request, by=staff_for("coordinator"))
    return Consolidation.objects.select_related("request__version__form", "request__office__parent").get(pk=made.pk)


def heavy(offices: list[Any]) -> int:
    """40 × 30 tables; a report of 600 rows."""
    from nhipcau.reports.merged_writing import docx_of, pdf_of, whole_of, xlsx_of

    request = request_with(form_of("Ba mươi bảng", TABLES), "2024", offices, ROWS)
    (_report, whole), took = timed(lambda: (r := drawn(request), whole_of(r)))
    rows = sum(len(t.rows) for t in whole.merged.tables.values())
    bad = told(
        f"{OFFICES} submissions × {TABLES} tables × {ROWS} rows → {rows} rows, {len(whole.handed)} sources", took
    )
    long = drawn(request_with(form_of("Sáu trăm dòng", 1, stacked=True), "2023", offices, 600 // len(offices)))
    for kind, write in (("docx", lambda: docx_of(long, on=TODAY)), ("xlsx", lambda: xlsx_of(long))):
        content, took = timed(write)
        bad += told(f".{kind} of 600 rows ({len(content) // 1024} kB)", took)
    content, took = timed(lambda: pdf_of(long, on=TODAY))
    print(f"  .pdf of 600 rows ({len(content) // 1024} kB): {took:.2f} s (no limit)")
    return bad


def told(name: str, took: float) -> int:
    """Print a line; 1 where it took too long."""
    slow = took > SECONDS
    print(f"  {name}: {took:.2f} s{' ← slow' if slow else ''}")
    return int(slow)


def screens(request: Any, report: Any) -> dict[str, str]:
    """Name → address."""
    from django.urls import reverse

    one = request.submissions.first()
    requests = reverse("reports:requests")
    return {
        "requests": requests, "… late": f"{requests}?late=yes", "a request of 40 offices": reverse("reports:request", args=[request.pk]),
        "a submission": reverse("reports:submission", args=[one.pk]), "as handed in": reverse("reports:handing", args=[one.pk, 1]),
        "consolidated": reverse("reports:consolidated", args=[report.pk]),
        "a consolidated table": reverse("reports:consolidated_table", args=[report.pk, "t0"]), "forms": reverse("reports:forms"),
        "a form": reverse("reports:form", args=[request.version.form_id]), "asking": reverse("reports:open_request"),
    }  # fmt: skip


def measure(client: Any, address: str) -> tuple[float, int]:
    """Median milliseconds and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    took = [timed(lambda: client.get(address))[1] * 1000 for _run in range(RUNS)]
    return statistics.median(took), len(queries)


def fills_its_page(name: str) -> bool:
    """The list of six rounds is shorter than a page of fifty: its time grows with what it shows, until the page is full."""
    return name in {"requests", "… late"}


def light(offices: list[Any]) -> int:
    """Screens with a tenth of the rounds and with all."""
    from django.test import Client

    client = Client()
    client.force_login(staff_for("coordinator"), backend="django.contrib.auth.backends.ModelBackend")
    form, months = (
        form_of("Hằng tháng", 4, stacked=True),
        [f"{2019 + n // 12}-{n % 12 + 1:02d}" for n in range(ROUNDS)],
    )
    found: list[dict[str, tuple[float, int]]] = []
    for wanted in (months[: ROUNDS // 10], months[ROUNDS // 10 :]):
        for month in wanted:
            request = request_with(form, month, offices, ROWS)
        places = screens(request, drawn(request))
        found.append({name: measure(client, address) for name, address in places.items()})
    bad, (small, large) = 0, found
    for name, (took, queries) in large.items():
        grown = took > GROWTH * small[name][0] + SLACK_MS
        fault = " ← slow" if took > LIMIT_MS else ""
        fault += f" ← {small[name][1]} queries with a tenth" if queries > small[name][1] else ""
        fault += " ← grows" if grown and not fills_its_page(name) else ""
        bad += bool(fault)
        print(f"  {name:26} {took:5.0f} ms ({small[name][0]:4.0f} with a tenth)  {queries:3} queries{fault}")
    return bad


def main() -> int:
    """Print the table."""
    global VENDOR
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database-url")
    options = parser.parse_args()
    with province(options.database_url) as VENDOR:
        from django.conf import settings

        from nhipcau.people.models import Office

        settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
        populate(documents=40, duties=200, progress=100)
        offices = list(Office.objects.on(TODAY).order_by("pk")[:OFFICES])
        print(
            f"{VENDOR}: {len(offices)} offices, {ROUNDS} rounds; {'processor' if VENDOR == 'sqlite' else 'wall'} time"
        )
        bad = light(offices) + heavy(offices)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
