"""From what a reader says to the signed public answer: every step, what stands in its way, and what nobody can do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from nhipcau.corrections import actions
from nhipcau.corrections.actions import NotAFact, NotNow, SamePerson
from nhipcau.corrections.draft import content_of, missing_in
from nhipcau.corrections.jobs import tend_day
from nhipcau.corrections.models import Case, Contact, ContactRetention, LogEntry, Step
from nhipcau.corrections.queries import figures_of, logged_at, overdue_cases
from nhipcau.corrections.rules.log import check_rows
from nhipcau.corrections.rules.tokens import hash_of
from nhipcau.corrections.rules.verdicts import About, Kind, Verdict
from nhipcau.monitoring.actions import mark_story
from nhipcau.monitoring.models import Mark
from nhipcau.newsroom.actions import approve, hand_over
from nhipcau.newsroom.editing import draft_of as page_draft
from nhipcau.newsroom.models import StoryPage
from nhipcau.newsroom.signing_key import public_keys
from nhipcau.people.models import Notice, Staff, TrailEntry
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from nhipcau.work.models import Evidence
from tests.corrections.conftest import Desk
from tests.factories.corrections import (
    at_desk,
    changed,
    checked,
    draft_of,
    drafted,
    page_case,
    published,
    ready,
    received,
    replied,
    report_of,
    with_evidence,
)
from tests.factories.duties import DutyFactory
from tests.factories.newsroom import change, out, story
from tests.factories.press import story_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


# ---- receiving
def test_a_report_gets_a_number_a_link_and_clocks(desk: Desk) -> None:
    receipt = actions.receive(report_of(email="ban-doc@example.vn"), now=NOW)
    case = receipt.case
    assert case.number == f"{timezone.localdate(NOW).year}-0001"
    assert case.token_hash == hash_of(receipt.token)
    assert receipt.token not in str(Case.objects.filter(pk=case.pk).values())
    assert case.triage_due_on is not None
    assert case.due_on is not None
    assert case.triage_due_on < case.due_on
    assert Contact.objects.get().email == "ban-doc@example.vn"
    assert received().number.endswith("-0002")
    assert Notice.objects.filter(staff=desk.editor, kind="corrections.received").count() == 2
    assert not Notice.objects.filter(staff=desk.second).exists()


def test_without_a_clock_no_day_is_made_up(db: None) -> None:
    case = received()
    assert (case.triage_due_on, case.due_on) == (None, None)
    assert list(overdue_cases(date(2100, 1, 1))) == []


def test_a_secrecy_mark_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(actions.BearsSecrecyMark):
        received("TUYỆT MẬT\nNội dung")
    assert not Case.objects.exists()
    assert TrailEntry.objects.filter(action="corrections.refuse_marked").count() == 1


def test_a_mark_at_the_reading_desk_becomes_a_case_once(
    desk: Desk, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    found = story_of("Điện gió Trà Vinh")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        mark_story(found, Mark.Kind.INACCURATE, words="Bài ghi 12 nhà máy; số công bố là 9.", by=desk.editor)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        mark_story(found, Mark.Kind.IDEA, by=desk.editor)
    case = Case.objects.get()
    assert (case.way, case.story, case.state) == ("monitoring", found, "received")
    assert case.item_url == found.first.url  # type: ignore[union-attr]
    assert actions.receive_from_monitoring(found, "khác", by=desk.editor) == case


# ---- triage
@pytest.mark.parametrize("kind", [Kind.OPINION, Kind.OUT_OF_SCOPE])
def test_an_opinion_gets_an_answer_and_never_a_verdict(desk: Desk, kind: Kind) -> None:
    case = received("Trang của tỉnh viết rất tẻ nhạt.")
    case = actions.triage(case, actions.Decision(kind, "Là nhận xét."), by=desk.editor, now=NOW)
    assert case.state == "correspondence"
    for attempt in (
        lambda: actions.save_draft(case, draft_of(), by=desk.editor),
        lambda: with_evidence(case, by=desk.editor),
        lambda: replied(case, by=desk.editor),
        lambda: actions.hand_over(case, seen=content_of(case), by=desk.editor),
        lambda: actions.agree(case, seen=content_of(case), by=desk.second),
        lambda: actions.pass_check(
            case, actions.Check(True, True, True, True), seen=content_of(case), by=desk.second
        ),
    ):
        with pytest.raises(NotAFact):
            attempt()
    with pytest.raises(NotNow):
        actions.publish_entry(case, by=desk.second, now=NOW)
    assert not LogEntry.objects.exists()
    answered = actions.answer(case, words="Cảm ơn. Chúng tôi sẽ viết gọn hơn.", by=desk.editor, now=NOW)
    assert answered.state == "answered"
    assert not answered.verdict


def test_the_database_refuses_a_verdict_for_an_opinion(desk: Desk) -> None:
    case = actions.triage(received(), actions.Decision(Kind.OPINION, "x"), by=desk.editor, now=NOW)
    for fields in ({"verdict": "inaccurate"}, {"state": "desk"}, {"state": "published", "closed_on": NOW.date()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**fields)
    row = LogEntry(seq=1, case=case, kind="published", verdict="inaccurate", at=NOW, signed="{}", signature="x", key_id="x",
                   previous_hash="0" * 64, own_hash="1" * 64)  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=at_desk(received(), by=desk.editor).pk).update(verdict="we_were_wrong")


def test_a_draft_loses_its_verdict_when_triage_finds_an_opinion_after_all(desk: Desk) -> None:
    case = at_desk(received(), by=desk.editor)
    actions.save_draft(case, draft_of(), by=desk.editor)
    case = actions.triage(case, actions.Decision(Kind.OPINION, "Đọc lại: là nhận định."), by=desk.editor, now=NOW)
    assert (case.verdict, case.state) == ("", "correspondence")


def test_a_duplicate_names_the_case_that_was_there_first(desk: Desk) -> None:
    first, again = received(), received()
    with pytest.raises(NotNow):
        actions.triage(again, actions.Decision(Kind.DUPLICATE, "x"), by=desk.editor, now=NOW)
    with pytest.raises(NotNow):
        actions.triage(again, actions.Decision(Kind.DUPLICATE, "x", again), by=desk.editor, now=NOW)
    row = actions.triage(again, actions.Decision(Kind.DUPLICATE, "x", first), by=desk.editor, now=NOW)
    assert row.duplicate_of == first


def test_the_desk_puts_in_the_exact_sentence_and_keeps_the_words_as_received(desk: Desk) -> None:
    case = received("Bài ghi 12 nhà máy, sai", item_title="", item_on=None)
    exact = actions.Decision(
        Kind.FACT, "x", statement="Tỉnh có 12 nhà máy.", item_title="Điện gió", item_on=date(2026, 11, 20)
    )
    row = actions.triage(case, exact, by=desk.editor, now=NOW)
    assert (row.statement, row.item_title, row.item_on) == ("Tỉnh có 12 nhà máy.", "Điện gió", date(2026, 11, 20))
    assert "Bài ghi 12 nhà máy, sai" in row.steps.get(kind="triaged").note
    for bad in (
        actions.Decision(Kind.FACT, "x", item_on=date(2100, 1, 1)),
        actions.Decision(Kind.FACT, "x", statement="MẬT"),
    ):
        with pytest.raises(NotNow):
            actions.triage(row, bad, by=desk.editor, now=NOW)
    undated = at_desk(received(item_on=None), by=desk.editor)
    assert any("ngày đăng" in line for line in missing_in(undated))


# ---- evidence, reply, second person
def test_what_is_missing_is_said_and_stops_the_draft(desk: Desk) -> None:
    case = at_desk(received(), by=desk.editor)
    actions.save_draft(case, draft_of(), by=desk.editor)
    with pytest.raises(NotNow) as fault:
        actions.hand_over(case, seen=content_of(Case.objects.get(pk=case.pk)), by=desk.editor)
    assert "tài liệu gốc" in str(fault.value)
    assert "phản hồi" in str(fault.value)


def test_a_document_is_archived_with_its_hash_once(desk: Desk) -> None:
    case = at_desk(received(), by=desk.editor)
    with_evidence(case, by=desk.editor)
    with_evidence(case, by=desk.editor)
    paper = case.papers.get()
    with paper.file.open("rb") as file:
        import hashlib

        assert hashlib.sha256(file.read()).hexdigest() == paper.sha256
    with pytest.raises(actions.PaperRefused):
        actions.add_paper(case, actions.PaperFacts("x"), name="x.exe", content=b"MZ\x00\x01", by=desk.editor)
    with pytest.raises(actions.BearsSecrecyMark):
        with_evidence(case, by=desk.editor, content="MẬT\nNội dung".encode())
    assert case.papers.count() == 1


def test_who_drafted_is_not_the_second_person_coordinators_included(
    desk: Desk, staff_of: Callable[..., Staff]
) -> None:
    boss = staff_of(StaffRole.COORDINATOR)
    Staff.objects.filter(pk=boss.pk).update(is_superuser=True)
    case = replied(with_evidence(at_desk(received(), by=boss), by=boss), by=boss)
    drafted(case, by=boss)
    seen = content_of(Case.objects.get(pk=case.pk))
    with pytest.raises(SamePerson):
        actions.agree(case, seen=seen, by=boss)
    actions.agree(case, seen=seen, by=desk.second)
    with pytest.raises(SamePerson):
        actions.pass_check(case, actions.Check(True, True, True, True), seen=seen, by=boss)


def test_a_change_after_the_second_persons_word_asks_for_it_again(desk: Desk) -> None:
    case = ready(received(), by=desk.editor, second=desk.second)
    facts = actions.PaperFacts("Bảng kê", is_primary=False)
    actions.add_paper(case, facts, name="b.txt", content="Bảng kê 9 nhà máy".encode(), by=desk.editor)
    case.refresh_from_db()
    assert case.state == "desk"
    with pytest.raises(NotNow):
        actions.publish_entry(case, by=desk.second, now=NOW)
    stale = content_of(case)
    actions.save_draft(case, draft_of(Verdict.MISSING_CONTEXT), by=desk.editor)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.hand_over(case, seen=stale, by=desk.editor)


def test_nothing_goes_out_while_the_publisher_may_still_reply(desk: Desk) -> None:
    case, on = with_evidence(at_desk(received(), by=desk.editor), by=desk.editor), timezone.localdate()
    with pytest.raises(NotNow):  # shorter than the clock gives
        actions.offer_reply(case, actions.Letter("Tòa soạn", "Thư", "bưu điện", on, on), by=desk.editor, on=on)
    offer = actions.offer_reply(case, actions.Letter("Tòa soạn", "Thư", "bưu điện", on), by=desk.editor, on=on)
    checked(drafted(case, by=desk.editor), second=desk.second)
    with pytest.raises(NotNow):
        actions.publish_entry(case, by=desk.second, now=timezone.now())
    later = timezone.now() + (offer.reply_due_on - on) + timedelta(days=1)
    made = actions.publish_entry(case, by=desk.second, now=later)
    assert made.said.publisher_reply == ""


def test_the_check_needs_all_four(desk: Desk) -> None:
    case = drafted(
        replied(with_evidence(at_desk(received(), by=desk.editor), by=desk.editor), by=desk.editor), by=desk.editor
    )
    seen = content_of(Case.objects.get(pk=case.pk))
    actions.agree(case, seen=seen, by=desk.second)
    with pytest.raises(NotNow):
        actions.pass_check(case, actions.Check(True, True, False, True), seen=seen, by=desk.second)


# ---- the log
def test_a_published_entry_is_signed_chained_and_says_all_of_it(desk: Desk) -> None:
    first = published(by=desk.editor, second=desk.second)
    second = published(received("Cầu Cổ Chiên dài 3 km."), by=desk.editor, second=desk.second)
    assert (first.seq, second.seq) == (1, 2)
    assert second.previous_hash == first.own_hash
    said = first.said
    assert said.statement == "Tỉnh có 12 nhà máy điện gió đang vận hành."
    assert set(said.words) == {"vi", "en"}
    assert said.office == desk.office.name
    assert said.publisher_reply == "Chúng tôi ghi nhận và sẽ sửa."
    assert said.papers[0].sha256 == first.case.papers.get().sha256
    assert check_rows([first.row(), second.row()], public_keys()) == []
    assert trail_faults() == []


def test_the_log_and_the_steps_cannot_be_changed(desk: Desk) -> None:
    entry = published(by=desk.editor, second=desk.second)
    for rows in (LogEntry.objects.filter(pk=entry.pk), Step.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(kind="updated")
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_a_change_is_a_new_row_and_the_old_one_stays(desk: Desk) -> None:
    entry = published(by=desk.editor, second=desk.second)
    with pytest.raises(NotNow):  # says not what changed
        changed(entry, by=desk.editor, second=desk.second, draft=draft_of(Verdict.MISSING_CONTEXT))
    again = changed(
        entry, by=desk.editor, second=desk.second, draft=draft_of(Verdict.MISSING_CONTEXT, change="Có thêm tài liệu.")
    )
    gone = changed(
        again,
        by=desk.editor,
        second=desk.second,
        draft=draft_of(Verdict.MISSING_CONTEXT, change="Rút.", is_withdrawal=True),
    )
    assert [row.kind for row in LogEntry.objects.order_by("seq")] == ["published", "updated", "withdrawn"]
    shown = logged_at(entry.case.number)
    assert shown is not None
    assert (shown.kind, shown.verdict, len(shown.rows)) == ("withdrawn", "missing_context", 3)
    assert shown.rows[0].said.verdict == "inaccurate"
    assert figures_of(timezone.localdate().year, on=timezone.localdate()).withdrawn == 1
    assert gone.case.closed_on == entry.case.closed_on


def test_an_appeal_is_answered_and_may_be_taken_up_in_public(desk: Desk) -> None:
    entry = published(by=desk.editor, second=desk.second)
    with pytest.raises(NotNow):
        actions.receive(actions.Report("x", "published", appeal_of=received()), now=NOW)
    appeal = actions.receive(
        actions.Report("Báo cáo đã bị thay thế.", "published", appeal_of=entry.case), now=NOW
    ).case
    assert (appeal.kind, appeal.state) == ("appeal", "correspondence")
    with pytest.raises(NotAFact):
        actions.save_draft(appeal, draft_of(), by=desk.editor)
    row = actions.take_up_appeal(
        appeal, words={"vi": "Có tài liệu mới.", "en": "A new document."}, by=desk.second, now=NOW
    )
    assert (row.kind, row.case.state) == ("appeal", "desk")
    shown = logged_at(entry.case.number)
    assert shown is not None
    assert (shown.kind, shown.words["vi"]["title"]) == ("appeal", "Số nhà máy điện gió")
    assert shown.holds.said.verdict == "inaccurate"
    actions.answer(appeal, words="Chúng tôi đã xem lại.", by=desk.editor, now=NOW)
    changed(entry, by=desk.editor, second=desk.second, draft=draft_of(change="Giữ nguyên kết luận sau khi xem lại."))
    assert check_rows([e.row() for e in LogEntry.objects.order_by("seq")], public_keys()) == []


def test_without_a_signing_key_nothing_goes_out(desk: Desk, settings: object, tmp_path: object) -> None:
    case = ready(received(), by=desk.editor, second=desk.second)
    settings.STATE = tmp_path / "empty"  # type: ignore[attr-defined, operator]
    with pytest.raises(NotNow):
        actions.publish_entry(case, by=desk.second, now=NOW)
    assert not LogEntry.objects.exists()
    case.refresh_from_db()
    assert case.state == "checked"


# ---- we were wrong
def wrong_page(desk: Desk) -> StoryPage:
    page = story("Điện gió", by=desk.editor, office=desk.office, body=[("text", "<p>Tỉnh có 12 nhà máy.</p>")])
    for above in page.get_ancestors().filter(depth__gt=1).specific():
        if not above.live:
            above.save_revision(user=desk.editor)
            out(above, by=desk.editor, second=desk.second)
    out(page, by=desk.editor, second=desk.second)
    found: StoryPage = StoryPage.objects.get(pk=page.pk)
    return found


def test_where_we_were_wrong_our_page_goes_out_with_its_note_in_the_same_moment(
    desk: Desk, staff_of: Callable[..., Staff]
) -> None:
    page, boss = wrong_page(desk), staff_of(StaffRole.COORDINATOR)
    case = ready(page_case(page), by=desk.editor, second=desk.second, draft=draft_of(Verdict.WE_WERE_WRONG))
    with pytest.raises(NotNow):  # our page is not corrected yet
        actions.publish_entry(case, by=boss, now=timezone.now())
    assert not LogEntry.objects.exists()
    change(page, by=desk.editor, body=[("text", "<p>Tỉnh có 9 nhà máy.</p>")])
    seen = page_draft(page).content()
    hand_over(page, seen=seen, note="Trang này từng ghi 12 nhà máy; số đúng là 9.", by=desk.editor)
    approve(page, seen=seen, by=desk.second)
    assert "12 nhà máy" in str(StoryPage.objects.get(pk=page.pk).body)
    entry = actions.publish_entry(case, by=boss, now=timezone.now())
    assert "9 nhà máy" in str(StoryPage.objects.get(pk=page.pk).body)
    case.refresh_from_db()
    assert case.page_step is not None
    assert case.page_step.note == "Trang này từng ghi 12 nhà máy; số đúng là 9."
    deeds = list(
        TrailEntry.objects.filter(action__in=["corrections.log_published", "newsroom.page_out"])
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert deeds[-2:] == ["corrections.log_published", "newsroom.page_out"], "the log says so first"
    assert entry.said.verdict == "we_were_wrong"
    figures = figures_of(timezone.localdate().year, on=timezone.localdate())
    assert figures.verdicts[0] == ("we_were_wrong", 1)


def test_we_were_wrong_is_not_said_of_others(desk: Desk) -> None:
    case = at_desk(received(), by=desk.editor)
    with pytest.raises(NotNow):
        actions.save_draft(case, draft_of(Verdict.WE_WERE_WRONG), by=desk.editor)


def test_an_entry_that_is_open_again_has_a_clock_of_its_own(desk: Desk, staff_of: Callable[..., Staff]) -> None:
    entry = published(by=desk.editor, second=desk.second)
    on, case = timezone.localdate(), Case.objects.get(pk=entry.case_id)
    first = (case.due_on, case.closed_on)
    assert case.next_due() is None
    actions.reopen(case, reason="Có tài liệu mới.", by=desk.editor)
    case.refresh_from_db()
    assert case.again_due_on is not None
    assert case.again_due_on > on
    assert case.next_due() == case.again_due_on
    late = case.again_due_on + timedelta(days=1)
    assert list(overdue_cases(case.again_due_on)) == []
    assert list(overdue_cases(late)) == [case]
    assert figures_of(timezone.localdate(case.received_at).year, on=late).overdue == 1
    tend_day(late)
    assert Notice.objects.filter(kind="corrections.overdue", staff=desk.editor).count() == 1
    changed(entry, by=desk.editor, second=desk.second, draft=draft_of(change="Bổ sung."))
    case.refresh_from_db()
    assert (case.again_due_on, case.next_due()) == (None, None)
    assert list(overdue_cases(late)) == []
    assert (case.due_on, case.closed_on) == first, "the first answer stays in time or not, as it was"


def test_an_appeal_that_is_taken_up_starts_the_clock_again(desk: Desk, staff_of: Callable[..., Staff]) -> None:
    entry = published(by=desk.editor, second=desk.second)
    appeal = received(entry.case.statement, appeal_of=entry.case)
    boss = staff_of(StaffRole.COORDINATOR)
    actions.take_up_appeal(appeal, words={"vi": "Có tài liệu mới.", "en": "New papers."}, by=boss, now=timezone.now())
    case = Case.objects.get(pk=entry.case_id)
    assert case.again_due_on is not None
    assert list(overdue_cases(case.again_due_on + timedelta(days=1))).count(case) == 1


# ---- clocks, keeping, evidence
def test_overdue_is_computed_said_once_and_public(desk: Desk) -> None:
    case = received(now=timezone.now() - timedelta(days=60))
    on = timezone.localdate()
    assert list(overdue_cases(on)) == [case]
    tend_day(on)
    tend_day(on)
    assert Notice.objects.filter(kind="corrections.overdue", staff=desk.editor).count() == 1
    figures = figures_of(timezone.localdate(case.received_at).year, on=on)
    assert (figures.received, figures.answered, figures.in_time, figures.overdue) == (1, 0, 0, 1)
    actions.triage(case, actions.Decision(Kind.OPINION, "x"), by=desk.editor, now=timezone.now())
    actions.answer(case, words="Trả lời muộn.", by=desk.editor, now=timezone.now())
    figures = figures_of(timezone.localdate(case.received_at).year, on=on)
    assert (figures.answered, figures.in_time, figures.overdue, figures.correspondence) == (1, 0, 0, 1)


def test_contacts_go_when_the_rule_says_and_cases_stay(desk: Desk, staff_of: Callable[..., Staff]) -> None:
    on = timezone.localdate()
    case = received(email="a@example.vn")
    actions.triage(case, actions.Decision(Kind.OPINION, "x"), by=desk.editor, now=NOW)
    actions.answer(case, words="x", by=desk.editor, now=timezone.now())
    assert actions.forget_contacts(on=on + timedelta(days=90)) == 0
    boss = staff_of(StaffRole.COORDINATOR)
    actions.set_contact_retention(days=10, valid_from=on, source="Quy chế 12", by=boss)
    assert ContactRetention.objects.get().verified_by == str(boss)
    assert actions.forget_contacts(on=on + timedelta(days=10)) == 0
    assert actions.forget_contacts(on=on + timedelta(days=11)) == 1
    assert not Contact.objects.exists()
    assert Case.objects.filter(pk=case.pk).exists()
    assert "a@example.vn" not in str(list(TrailEntry.objects.values()))


def test_a_lost_link_is_renewed_only_for_the_address_that_was_left(desk: Desk) -> None:
    with_mail, without = received(email="a@example.vn"), received()
    old = Case.objects.get(pk=with_mail.pk).token_hash
    assert actions.renew_link(without.number, "a@example.vn") is None
    assert actions.renew_link(with_mail.number, "b@example.vn") is None
    renewed = actions.renew_link(with_mail.number, "A@example.vn")
    assert renewed is not None
    with_mail.refresh_from_db()
    assert with_mail.token_hash == hash_of(renewed[1]) != old


def test_entries_and_answers_are_evidence_for_the_duties_of_the_settings(
    desk: Desk, staff_of: Callable[..., Staff]
) -> None:
    boss, duty = staff_of(StaffRole.COORDINATOR), DutyFactory(text="Làm rõ thông tin sai lệch")
    actions.change_desk_settings(office=desk.office, duties=[duty], by=boss)
    entry = published(by=desk.editor, second=desk.second)
    changed(entry, by=desk.editor, second=desk.second, draft=draft_of(change="x"))
    opinion = actions.triage(received("Bài viết dở."), actions.Decision(Kind.OPINION, "x"), by=desk.editor, now=NOW)
    actions.answer(opinion, words="x", by=desk.editor, now=timezone.now())
    rows = list(Evidence.objects.filter(duty=duty).order_by("pk").values_list("title", "address"))
    assert len(rows) == 2, "a change of the same entry is no second piece"
    assert rows[0][1].endswith(f"/dinh-chinh/vu/{entry.case.number}/")
    assert opinion.number in rows[1][0]


def test_about_names_whose_item_it_is() -> None:
    assert {a.value for a in About} == {"own", "published"}
