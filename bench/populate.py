"""Rows as a province has after years: altered copies of the real decision's duties, work, progress and evidence.

``populate(...)`` fills the database that Django is set up for (see ``throwaway.province``); it never runs on a site.
"""

from __future__ import annotations

import hashlib
import random
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).resolve().parent.parent / "tests" / "data" / "legal"
TODAY = date(2024, 12, 15)
BATCH = 2000


@cache
def _reading() -> tuple[str, Any]:
    from nhipcau.documents.rules import read

    text = (TEXTS / "seed-1899-travinh.txt").read_text("utf-8")
    return text, read(text)


def populate(*, documents: int, duties: int, progress: int, seed: int = 1899) -> None:
    """Add that many of each, spread evenly; assignments: one for each duty; evidence: one for every second."""
    from django.db import transaction

    chance = random.Random(seed)
    with transaction.atomic():
        books = _documents(documents, seed)
        register = _duties(books, duties, chance)
        work = _assignments(register, chance)
        _progress(work, progress, chance)
        _evidence(work, chance)


def staff_for(role: str) -> Any:
    """Someone with ``role`` in the coordinating office."""
    from nhipcau.people.models import Membership, Office, Staff

    office = Office.objects.get(key="so-tttt")
    person, _made = Staff.objects.get_or_create(username=f"bench-{role}", defaults={"full_name": f"Bench {role}"})
    Membership.objects.get_or_create(staff=person, office=office, role=role)
    return person


def _offices() -> list[Any]:
    from nhipcau.people.models import Office

    return list(Office.objects.on(TODAY).order_by("pk")[:40])


def _documents(count: int, seed: int) -> list[Any]:
    from nhipcau.documents.models import Clause, Document, EffectPeriod, SourceFile

    text, reading = _reading()
    first = SourceFile.objects.count()
    sources = SourceFile.objects.bulk_create(
        SourceFile(sha256=hashlib.sha256(f"{seed}/{n}".encode()).hexdigest(), name=f"{n}.txt", size=len(text),
                   kind="txt", content=f"sources/{n}")
        for n in range(first, first + count)
    )  # fmt: skip
    kinds, stages = ("quyết định", "kế hoạch", "chỉ thị", "công văn"), list(Document.Stage)
    books = Document.objects.bulk_create(
        Document(
            number=f"{n}/{'QĐ' if n % 4 == 0 else 'KH'}-UBND", number_key=f"{n}/qđ-ubnd", kind=kinds[n % 4],
            issuer="Ủy ban nhân dân tỉnh", issued_on=date(2015 + n % 10, 1 + n % 12, 1 + n % 28),
            title=f"Kế hoạch hoạt động thông tin đối ngoại, số {n}", text=text, source=source,
            stage=stages[n % len(stages)],
        )
        for n, source in enumerate(sources, start=first)
    )  # fmt: skip
    Clause.objects.bulk_create(
        (Clause(document=book, path=c.path, label=c.label or "", heading=c.heading or "", text=c.text,
                start=c.span.start, end=c.span.end, position=at)
         for book in books for at, c in enumerate(reading.clauses[:40])),
        batch_size=BATCH,
    )  # fmt: skip
    EffectPeriod.objects.bulk_create(
        EffectPeriod(document=book, effect=EffectPeriod.Effect.IN_EFFECT, valid_from=book.issued_on) for book in books
    )
    return books


def _duties(books: list[Any], count: int, chance: random.Random) -> list[Any]:
    from nhipcau.duties.models import Duty, DutyOffice

    _text, reading = _reading()
    cadence = ("", "", "hàng năm", "hàng quý")
    rows = Duty.objects.bulk_create(
        (Duty(
            document=books[n % len(books)], path=read.path, position=n // len(books), text=f"{read.text} ({n})",
            quote=read.text, start=read.span.start, end=read.span.end, role=read.role.value,
            cadence=cadence[n % 4], deadline=date(2024, 1 + n % 12, 20) if n % 3 == 0 else None,
        ) for n, read in ((n, reading.duties[n % len(reading.duties)]) for n in range(count))),
        batch_size=BATCH,
    )  # fmt: skip
    offices = _offices()
    picked = [(duty, chance.sample(offices, 3)) for duty in rows]
    DutyOffice.objects.bulk_create(
        (DutyOffice(duty=duty, office=office, printed=office.name, is_lead=at == 0)
         for duty, three in picked for at, office in enumerate(three)),
        batch_size=BATCH,
    )  # fmt: skip
    return [(duty, three) for duty, three in picked]


def _assignments(register: list[Any], chance: random.Random) -> list[Any]:
    from nhipcau.work.models import Assignment

    states = ("open", "open", "handed_in", "accepted")
    rows = []
    for n, (duty, offices) in enumerate(register):
        opens = date(2024, 1, 1) + timedelta(days=chance.randrange(300))
        due, state = opens + timedelta(days=20 + n % 60), states[n % 4]
        rows.append(Assignment(
            duty=duty, title=duty.text[:200], expected_output="Báo cáo bằng văn bản", lead=offices[0],
            opens_on=opens, due_on=due, state=state, percent=100 if state == "accepted" else n % 100,
            period_start=date(2024, 1, 1), period_end=date(2024, 12, 31), period_label="2024",
            closed_on=due - timedelta(days=n % 9 - 3) if state == "accepted" else None,
        ))  # fmt: skip
    work = Assignment.objects.bulk_create(rows, batch_size=BATCH)
    link = Assignment.partners.through
    link.objects.bulk_create(
        (link(assignment_id=row.pk, office_id=office.pk)
         for row, (_duty, offices) in zip(work, register, strict=True) for office in offices[1:]),
        batch_size=BATCH,
    )  # fmt: skip
    return work


def _progress(work: list[Any], count: int, chance: random.Random) -> None:
    from django.utils import timezone

    from nhipcau.work.models import Progress

    by, zone = staff_for("coordinator"), timezone.get_default_timezone()
    begin = datetime(2024, 1, 1, 8, tzinfo=zone)
    Progress.objects.bulk_create(
        (Progress(assignment=work[n % len(work)], percent=n % 101, by=by, office=work[n % len(work)].lead,
                  words=f"Đã thực hiện {n % 101}% khối lượng; đang lấy ý kiến các cơ quan phối hợp.",
                  at=begin + timedelta(minutes=chance.randrange(480_000)))
         for n in range(count)),
        batch_size=BATCH,
    )  # fmt: skip


def _evidence(work: list[Any], chance: random.Random) -> None:
    from django.utils import timezone

    from nhipcau.work.models import Evidence

    by = staff_for("coordinator")
    Evidence.objects.bulk_create(
        (Evidence(assignment=row, duty=row.duty, office=row.lead, kind="link", title=f"Tin bài {n} trên Cổng thông tin",
                  address=f"https://example.vn/{row.pk}", happened_on=date(2024, 1 + chance.randrange(12), 10),
                  sha256=hashlib.sha256(str(row.pk).encode()).hexdigest(), filed_by=by, filed_at=timezone.now())
         for n, row in enumerate(work) if n % 2 == 0),
        batch_size=BATCH,
    )  # fmt: skip
