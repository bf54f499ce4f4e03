"""Cases at the corrections desk for tests, taken the ordinary way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from nhipcau.corrections import actions
from nhipcau.corrections.draft import content_of
from nhipcau.corrections.models import Case, LogEntry
from nhipcau.corrections.rules.verdicts import About, Kind, Verdict
from nhipcau.newsroom.models import EditorialPage
from nhipcau.people.models import LegalClock, Staff

STATEMENT = "Tỉnh có 12 nhà máy điện gió đang vận hành."
RECORDS = "Báo cáo 45/BC-SCT ngày 02/11/2026: 9 nhà máy đang vận hành."
RECORDS_EN = "Report 45/BC-SCT of 2 November 2026: nine plants in operation."
DOCUMENT = "BÁO CÁO\nTính đến ngày 31/10/2026, trên địa bàn tỉnh có 9 nhà máy điện gió đang vận hành.\n".encode()


def clocks() -> None:
    """The clocks that the profile ships."""
    for rule, amount in (
        ("dinh-chinh-phan-loai", 2),
        ("dinh-chinh-phan-hoi", 3),
        ("dinh-chinh-tra-loi", 15),
        ("tra-loi-bao-chi", 15),
    ):
        LegalClock.objects.get_or_create(
            rule=rule, instrument="Quy ước", defaults={"amount": amount, "unit": "working_day"}
        )


def report_of(statement: str = STATEMENT, **fields: Any) -> actions.Report:
    """What a reader says of an item that a newspaper published."""
    fields.setdefault("about", About.PUBLISHED)
    if fields["about"] == About.PUBLISHED:
        fields.setdefault("item_url", "https://bao-vi-du.vn/dien-gio.html")
        fields.setdefault("item_title", "Điện gió Trà Vinh")
        fields.setdefault("item_on", date(2026, 11, 20))
    return actions.Report(statement=statement, why=fields.pop("why", "Số liệu công bố là 9."), **fields)


def received(statement: str = STATEMENT, *, now: datetime | None = None, **fields: Any) -> Case:
    """A case as a reader sends it."""
    return actions.receive(report_of(statement, **fields), now=now or timezone.now()).case


def page_case(page: EditorialPage, **fields: Any) -> Case:
    """A case about a page of ours."""
    address = f"http://testserver{page.url}"
    return received(about=About.OWN, page=page, item_url=address, item_title=page.title, **fields)


def at_desk(case: Case, *, by: Staff) -> Case:
    """Found to be a statement of fact."""
    return actions.triage(case, actions.Decision(Kind.FACT, "Một số liệu."), by=by, now=timezone.now())


def with_evidence(case: Case, *, by: Staff, content: bytes = DOCUMENT) -> Case:
    """With a public primary document."""
    facts = actions.PaperFacts("Báo cáo 45/BC-SCT", "Sở Công Thương", "https://sct.example.vn/45")
    actions.add_paper(case, facts, name="45-bc-sct.txt", content=content, by=by)
    return case


def replied(case: Case, *, by: Staff) -> Case:
    """The publisher was asked and has answered."""
    on = timezone.localdate()
    letter = actions.Letter("Tòa soạn Báo Ví Dụ", "Kính gửi Tòa soạn", "thư điện tử", on, on + timedelta(days=30))
    offer = actions.offer_reply(case, letter, by=by, on=on)
    actions.record_reply(offer, words="Chúng tôi ghi nhận và sẽ sửa.", replied_on=on, by=by, on=on)
    return case


def draft_of(
    verdict: Verdict = Verdict.INACCURATE, *, change: str = "", is_withdrawal: bool = False
) -> actions.Draft:
    """Words in both languages."""
    return actions.Draft(
        verdict,
        {"vi": actions.Words("Số nhà máy điện gió", RECORDS, change), "en": actions.Words("Number of wind plants", RECORDS_EN, change and f"en: {change}")},
        is_withdrawal,
    )  # fmt: skip


def drafted(case: Case, *, by: Staff, draft: actions.Draft | None = None) -> Case:
    """With a draft that ``by`` wrote and handed over."""
    actions.save_draft(case, draft or draft_of(), by=by)
    return actions.hand_over(case, seen=content_of(Case.objects.get(pk=case.pk)), by=by)


def checked(case: Case, *, second: Staff) -> Case:
    """Agreed and checked by ``second``."""
    seen = content_of(Case.objects.get(pk=case.pk))
    actions.agree(case, seen=seen, by=second)
    return actions.pass_check(case, actions.Check(True, True, True, True), seen=seen, by=second)


def ready(case: Case, *, by: Staff, second: Staff, draft: actions.Draft | None = None) -> Case:
    """All the way to the press of the button."""
    at_desk(case, by=by)
    with_evidence(case, by=by)
    if case.about == About.PUBLISHED:
        replied(case, by=by)
    drafted(case, by=by, draft=draft)
    return checked(case, second=second)


def published(case: Case | None = None, *, by: Staff, second: Staff, draft: actions.Draft | None = None) -> LogEntry:
    """In the public log."""
    return actions.publish_entry(
        ready(case or received(), by=by, second=second, draft=draft), by=second, now=timezone.now()
    )


def changed(entry: LogEntry, *, by: Staff, second: Staff, draft: actions.Draft) -> LogEntry:
    """A further row about the same case."""
    case = Case.objects.get(pk=entry.case_id)
    if case.state == "published":
        actions.reopen(case, reason="Có tài liệu mới.", by=by)
    drafted(case, by=by, draft=draft)
    checked(case, second=second)
    return actions.publish_entry(case, by=second, now=timezone.now())
