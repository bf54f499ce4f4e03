"""The planning room at 40 offices, 3 years, 4,000 lines, 12,000 pieces of work: time at the server, number of queries.

    python bench/planning.py [--database-url postgres://postgres@127.0.0.1:5432/postgres]

Measured twice, with a tenth of the lines and with all: the number of queries must be the same. Ends with 1 where a
screen takes longer than the limit (the median of eleven, in process, without a network) or its queries grow. On SQLite
all of a screen's work is done in this process, so it is judged by processor time, whatever else the machine does; on
PostgreSQL by the clock. Also:
the workbook and the paper of a year, and giving the work of a year of 400 lines.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from populate import BATCH, TODAY, populate, staff_for
from screens import LIMIT_MS, RUNS
from throwaway import province

YEARS = (2025, 2026, 2027)


def more_work(count: int) -> None:
    """Copies of the work that is there, ``count`` of them."""
    from nhipcau.work.models import Assignment

    first = list(Assignment.objects.all())
    Assignment.objects.bulk_create(
        (Assignment(duty_id=w.duty_id, title=w.title, lead_id=w.lead_id, opens_on=w.opens_on, due_on=w.due_on)
         for w in (first[n % len(first)] for n in range(count))),
        batch_size=BATCH,
    )  # fmt: skip


def fill(lines: int, seed: int) -> None:
    """``lines`` lines over three years and 40 offices, with items, amendments, contracts and bookings.

    The first two years are approved by the actions' own last step; the third is being appraised.
    """
    from django.db import transaction

    from nhipcau.duties.models import Duty
    from nhipcau.people.models import Office, Topic

    chance, people = random.Random(seed), {role: staff_for(role) for role in ("coordinator", "finance", "approver")}
    offices = list(Office.objects.on(TODAY).order_by("pk")[:40])
    duties, topics = list(Duty.objects.order_by("pk").values_list("pk", flat=True)[:200]), list(Topic.objects.all())
    with transaction.atomic():
        for at, year in enumerate(YEARS):
            _year(year, lines // 3, offices, duties, topics, people, chance, approve=at < 2)


def _year(
    year: int, count: int, offices: list[Any], duties: list[int], topics: list[Any], people: dict[str, Any],
    chance: random.Random, *, approve: bool,
) -> None:  # fmt: skip
    from django.utils import timezone

    from nhipcau.planning.models import Item, OfficePlan, PlanLine, PlanRound, PlanStep

    now = timezone.now()
    round_ = PlanRound.objects.create(
        year=year, title=f"Hoạt động thông tin đối ngoại năm {year}", office=offices[0], due_on=date(year - 1, 7, 9),
        opened_by=people["coordinator"], opened_at=now,
    )  # fmt: skip
    plans = OfficePlan.objects.bulk_create(
        OfficePlan(round=round_, office=o, state="accepted", changed_at=now) for o in offices
    )
    PlanStep.objects.bulk_create(PlanStep(plan=p, kind="opened", by=people["coordinator"], at=now) for p in plans)
    rows = PlanLine.objects.bulk_create(
        (PlanLine(
            plan=plans[n % len(plans)], position=n // len(plans) + 1, duty_id=chance.choice(duties) if n % 4 else None,
            basis="" if n % 4 else "Kế hoạch 15/KH-UBND", topic=chance.choice(topics) if topics else None,
            activity=f"Hoạt động số {n}: tổ chức đoàn báo chí, sản xuất tin bài bằng nhiều thứ tiếng",
            output="Tin bài, phim, ảnh", measure="12 tin bài", starts_on=date(year, 1 + n % 6, 1),
            ends_on=date(year, 7 + n % 6, 28), lead=plans[n % len(plans)].office,
            fund=("province", "province", "aid", "own")[n % 4],
         ) for n in range(count)),
        batch_size=BATCH,
    )  # fmt: skip
    link = PlanLine.partners.through
    link.objects.bulk_create(
        (link(planline_id=r.pk, office_id=chance.choice(offices).pk) for r in rows), batch_size=BATCH
    )
    prices = [chance.randrange(1, 90) * 100_000 for _n in range(3)]
    Item.objects.bulk_create(
        (Item(line=r, position=at, text=f"Nội dung chi {at}", unit="lần", quantity=Decimal(2), times=Decimal(1),
              unit_price=price, amount=2 * price) for r in rows for at, price in enumerate(prices)),
        batch_size=BATCH,
    )  # fmt: skip
    if approve:
        _approve(round_, people, chance)


def _approve(round_: Any, people: dict[str, Any], chance: random.Random) -> None:
    from nhipcau.planning import actions
    from nhipcau.planning.actions.rounds import Decision
    from nhipcau.planning.models import Contract, PlanLine

    for plan in round_.plans.all():
        actions.appraise_rest(plan, by=people["finance"])
    actions.present(round_, by=people["coordinator"])
    actions.approve(round_, Decision("2150/QĐ-UBND", TODAY), by=people["approver"], on=TODAY)
    on, now = TODAY, round_.opened_at
    Contract.objects.bulk_create(
        (Contract(line=line, office=line.lead, kind="contract", number=f"{line.pk}/HĐ", signed_on=on, subject="Thực hiện",
                  amount=line.current // 2, value=line.current // 2, by=people["coordinator"], at=now)
         for line in PlanLine.objects.filter(plan__round=round_).select_related("lead") if chance.random() < 0.5),
        batch_size=BATCH,
    )  # fmt: skip


def screens() -> dict[str, str]:
    """Name → address."""
    from django.urls import reverse

    from nhipcau.people.models import Office
    from nhipcau.planning.models import Contract, OfficePlan, PlanLine

    plan = OfficePlan.objects.filter(round__year=YEARS[-1]).order_by("pk").first()
    done = OfficePlan.objects.filter(round__year=YEARS[0]).order_by("pk").first()
    line, contract = PlanLine.objects.filter(contracts__isnull=False).first(), Contract.objects.first()
    assert plan
    assert done
    assert line
    assert contract
    lines, money = reverse("planning:lines"), reverse("planning:money")
    return {
        "years": reverse("planning:rounds"),
        "one year, approved": reverse("planning:round", args=[YEARS[0]]),
        "one year, open": reverse("planning:round", args=[YEARS[-1]]),
        "an office's plan, open": reverse("planning:plan", args=[plan.pk]),
        "an office's plan, approved": reverse("planning:plan", args=[done.pk]),
        "a line": reverse("planning:line", args=[line.pk]),
        "lines": lines,
        "… of a year and office": f"{lines}?year={YEARS[0]}&office={Office.objects.get(pk=done.office_id).pk}",
        "… page 60": f"{lines}?p=60",
        "money by office": money,
        "… by duty": f"{money}?by=duty",
        "… by source": f"{money}?by=fund",
        "commitments": reverse("planning:contracts"),
        "a commitment": reverse("planning:contract", args=[contract.pk]),
        "norms": reverse("planning:norms"),
        "reviews": reverse("planning:reviews"),
        "inspections": reverse("planning:inspections"),
        "a duty with its lines": reverse("duties:duty", args=[line.duty_id]) if line.duty_id else lines,
        "appraisal of a plan": reverse("planning:appraisal", args=[plan.pk]),
    }  # fmt: skip


def clients() -> tuple[Any, Any]:
    """(coordinator's, finance officer's)."""
    from django.test import Client

    found = []
    for role in ("coordinator", "finance"):
        client = Client()
        client.force_login(staff_for(role), backend="django.contrib.auth.backends.ModelBackend")
        found.append(client)
    return found[0], found[1]


def measure(client: Any, address: str) -> tuple[float, float, int]:
    """Median milliseconds by the processor and by the clock, and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    asked = len(queries)
    assert answer.status_code == 200, (address, answer.status_code)
    spent, took = [], []
    for _ in range(RUNS):
        begin, work = time.perf_counter(), time.process_time()
        client.get(address)
        spent.append((time.process_time() - work) * 1000)
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent), statistics.median(took), asked


def measure_all() -> dict[str, tuple[float, float, int]]:
    """Every screen, each as a person who uses it."""
    coordinator, finance = clients()
    return {n: measure(finance if n.startswith("appraisal") else coordinator, a) for n, a in screens().items()}


def papers() -> None:
    """Seconds of the processor for a year's files and for giving its work."""
    from nhipcau.planning.actions.working import give_work_of, waiting_lines
    from nhipcau.planning.gathering import gather
    from nhipcau.planning.models import PlanRound
    from nhipcau.planning.writing import paper_of, workbook_of
    from nhipcau.ports.papers import write_docx

    round_ = PlanRound.objects.select_related("office__parent").get(year=YEARS[0])
    begin = time.process_time()
    lines = gather(round_, on=TODAY)
    gathered = time.process_time()
    book = workbook_of(round_, lines)
    wrote = time.process_time()
    paper = write_docx(paper_of(round_, lines))
    end = time.process_time()
    print(f"  a year of {len(lines)} lines, seconds of the processor: gathered {gathered - begin:.2f} s, .xlsx {wrote - gathered:.2f} s "
          f"({len(book) // 1024} kB), .docx {end - wrote:.2f} s ({len(paper) // 1024} kB)")  # fmt: skip
    waiting = waiting_lines(round_)[:400]
    begin = time.process_time()
    count = sum(give_work_of(waiting[at : at + 50], on=TODAY, by=None) for at in range(0, len(waiting), 50))
    print(f"  work of {count} lines given in {time.process_time() - begin:.2f} s")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database-url")
    options = parser.parse_args()
    with province(options.database_url) as vendor:
        from django.conf import settings

        settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
        populate(documents=40, duties=200, progress=100)
        more_work(11_800)
        small = measured_small()
        fill(4000, 2)
        large = measure_all()
        bad = 0
        print(f"{vendor}: 40 offices, 3 years, 4,000 lines with 12,000 items, 12,000 pieces of work")
        for name, (spent, took, queries) in large.items():
            fault = " ← slow" if (spent if vendor == "sqlite" else took) > LIMIT_MS else ""
            fault += f" ← {small[name][2]} queries with a tenth" if queries > small[name][2] else ""
            bad += bool(fault)
            print(
                f"  {name:28} {spent:5.0f} ms of the processor  {took:5.0f} ms by the clock  {queries:3} queries{fault}"
            )
        papers()
    return 1 if bad else 0


def measured_small() -> dict[str, tuple[float, float, int]]:
    """The screens over a tenth of the lines, which are taken back afterwards."""
    from django.db import transaction

    with transaction.atomic():
        fill(400, 1)
        found = measure_all()
        transaction.set_rollback(True)
    return found


if __name__ == "__main__":
    sys.exit(main())
