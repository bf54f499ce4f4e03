"""A file on its way in: the same bytes once, secrecy refused, faults told, nothing lost."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import docx
import pytest
from django.utils import timezone

from nhipcau.documents import jobs, liveness
from nhipcau.documents.actions import (
    AlreadyHere,
    Refused,
    receive_text,
    receive_upload,
    retry_intake,
    start_intake,
    stop_intake,
    sweep_quarantine,
    take_in,
)
from nhipcau.documents.actions.sweeping import LEFT_AFTER
from nhipcau.documents.models import Document, EffectPeriod, Intake, ItemState, SourceFile
from nhipcau.documents.rules import read
from nhipcau.people.models import Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import PERMISSIONS, StaffRole
from nhipcau.people.trail import trail_faults
from nhipcau.ports.extraction import Extraction, TooLarge
from tests.factories.documents import PLAN, brought, plan, seed

pytestmark = pytest.mark.django_db
MARKED = "TỐI MẬT\nỦY BAN NHÂN DÂN TỈNH\nSố: 1/KH-UBND\n" + PLAN
Commits = Callable[..., object]


def trail_words() -> str:
    return " ".join(f"{e.subject} {e.note} {e.facts}" for e in TrailEntry.objects.all())


def test_a_text_becomes_a_document_with_all_that_was_read(document: Document, coordinator: Staff) -> None:
    assert (document.number, document.kind, document.stage) == ("15/KH-STTTT", "kế hoạch", Document.Stage.REVIEW)
    assert document.taken_in_by == coordinator
    assert document.clauses.filter(path="II/1", parent__path="II").exists()
    assert {d.role for d in document.duty_readings.all()} >= {"chủ trì", "tham mưu"}
    for duty in document.duty_readings.all():
        printed = " ".join(document.text[duty.start : duty.end].split())
        assert printed.startswith(duty.text[:20])
        assert duty.clause is not None
    mention = document.references.get(number="1899/QĐ-UBND").mentions.first()
    assert mention is not None
    assert document.text[mention.start : mention.end].split() == mention.printed.split()
    period = document.effects.get()
    assert (period.valid_from, period.note) == (document.issued_on, EffectPeriod.FROM_ISSUE)


def test_the_same_file_twice_is_one_document(document: Document, coordinator: Staff) -> None:
    with pytest.raises(AlreadyHere, match="15/KH-STTTT") as found:
        receive_upload(plan(), name="khac.txt", by=coordinator)
    assert found.value.document == document
    assert SourceFile.objects.count() == Document.objects.count() == Intake.objects.count() == 1


def test_a_file_still_waiting_is_not_taken_twice(coordinator: Staff) -> None:
    first = receive_upload(plan(), name="a.txt", by=coordinator)
    with pytest.raises(AlreadyHere) as found:
        receive_upload(plan(), name="b.txt", by=coordinator)
    assert found.value.intake == first


def test_links_close_in_whichever_order_documents_come() -> None:
    decision = brought(seed())
    later = brought(plan(16))
    assert later.references.get(number_key=decision.number_key).target == decision
    assert decision.referred_to_by.get().document == later


def test_a_citing_document_that_came_first_is_linked_later() -> None:
    first = brought(plan(16))
    assert first.references.get(number="1899/QĐ-UBND").target is None
    decision = brought(seed())
    assert first.references.get(number="1899/QĐ-UBND").target == decision


def test_taking_in_twice_changes_nothing(document: Document) -> None:
    intake = Intake.objects.get()
    before = [list(rows.values()) for rows in (document.clauses, document.references, document.duty_readings)]
    assert take_in(intake, text=document.text, reading=read(document.text), kind="txt", by=None) == document
    assert [list(rows.values()) for rows in (document.clauses, document.references, document.duty_readings)] == before


# ---- secrecy


def docx_of(text: str) -> bytes:
    paper, out = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        paper.add_paragraph(line)
    paper.save(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [
    MARKED.encode(), MARKED.encode("utf-16"), f"<html><body><p>MẬT</p><p>{PLAN}</p></body></html>".encode(), docx_of(MARKED),
], ids=["txt", "utf-16", "html", "docx"])  # fmt: skip
def test_a_marked_file_is_refused_before_anything_is_stored(
    content: bytes, coordinator: Staff, quarantine: Path
) -> None:
    before = set(quarantine.glob("*"))
    with pytest.raises(Refused):
        receive_upload(content, name="ke-hoach-bi-an.txt", by=coordinator)
    assert not Intake.objects.exists()
    assert set(quarantine.glob("*")) == before
    entry = TrailEntry.objects.get()
    assert (entry.action, entry.by, entry.subject, entry.note, entry.facts) == (
        "documents.refused_secrecy", coordinator.username, "", "", {})  # fmt: skip


def test_pasted_text_with_a_mark_is_refused(coordinator: Staff) -> None:
    with pytest.raises(Refused):
        receive_text(MARKED, name="dán", by=coordinator)
    assert not Intake.objects.exists()


def test_the_word_inside_a_sentence_is_no_mark(coordinator: Staff) -> None:
    words = PLAN.format(number=3) + "Bảo đảm công tác bảo mật, bí mật nhà nước theo quy định.\n"
    assert receive_text(words, name="x", by=coordinator).state == Intake.State.WAITING


def test_a_scan_whose_words_bear_a_mark_is_erased_with_its_name_and_hash(
    coordinator: Staff, quarantine: Path, django_capture_on_commit_callbacks: Commits
) -> None:
    scan = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    intake = receive_upload(scan, name="bi-mat-quan-su.png", by=coordinator)
    held = Path(intake.held.path)
    assert held.parent == quarantine
    with (
        patch.object(jobs, "extract_isolated", return_value=Extraction(MARKED, "picture", "ocr")),
        django_capture_on_commit_callbacks(execute=True),  # type: ignore[attr-defined]
    ):
        assert jobs.read_now(intake) is None
    assert not held.exists()
    assert not Intake.objects.exists()
    assert not Document.objects.exists()
    assert TrailEntry.objects.filter(action="documents.refused_secrecy").count() == 1
    assert "bi-mat-quan-su" not in trail_words()
    assert intake.sha256 not in trail_words()


def test_what_a_killed_process_left_in_quarantine_is_swept(coordinator: Staff, quarantine: Path) -> None:
    kept = Path(receive_upload(plan(), name="a.txt", by=coordinator).held.path)
    left, fresh = quarantine / "look-left.pdf", quarantine / "fresh.bin"
    for path in (left, fresh):
        path.write_bytes(b"x")
    old = time.time() - LEFT_AFTER.total_seconds() - 5
    os.utime(left, (old, old))
    os.utime(kept, (old, old))
    assert sweep_quarantine() == 1
    assert not left.exists()
    assert fresh.exists()
    assert kept.exists()
    fresh.unlink()


# ---- faults, stopping, trying again


def test_a_broken_file_is_kept_and_can_be_tried_again(coordinator: Staff) -> None:
    intake = receive_upload(b"%PDF-1.4 broken", name="hong.pdf", by=coordinator)
    assert jobs.read_now(intake) is None
    intake.refresh_from_db()
    assert (intake.state, intake.fault_code) == (Intake.State.FAILED, "broken")
    assert intake.fault
    assert Path(intake.held.path).exists()
    again = retry_intake(intake, by=coordinator)
    assert (again.state, again.fault) == (Intake.State.WAITING, "")
    with patch.object(jobs, "extract_isolated", return_value=Extraction(PLAN.format(number=9), "pdf", "pdf", 1)):
        document = jobs.read_now(again)
    assert document is not None
    assert document.number == "9/KH-STTTT"


def test_bringing_a_failed_file_anew_tries_it_again(coordinator: Staff) -> None:
    intake = receive_upload(b"%PDF-1.4 broken", name="hong.pdf", by=coordinator)
    jobs.read_now(intake)
    again = receive_upload(b"%PDF-1.4 broken", name="hong.pdf", by=coordinator)
    assert again.pk == intake.pk
    assert again.state == Intake.State.WAITING


def test_an_empty_file_says_so(coordinator: Staff) -> None:
    intake = receive_upload(b"   \n", name="trong.txt", by=coordinator)
    jobs.read_now(intake)
    intake.refresh_from_db()
    assert intake.fault_code == "empty"


def test_a_file_too_large_is_not_kept(coordinator: Staff) -> None:
    with pytest.raises(TooLarge):
        receive_upload(b"x" * (50 * 1024 * 1024 + 1), name="to.txt", by=coordinator)
    assert not Intake.objects.exists()


def test_a_fault_nobody_thought_of_does_not_leave_the_intake_hanging(coordinator: Staff) -> None:
    intake = receive_upload(plan(), name="a.txt", by=coordinator)
    with patch.object(jobs, "read", side_effect=RuntimeError("x")):
        assert jobs.read_now(intake) is None
    intake.refresh_from_db()
    assert (intake.state, intake.fault_code) == (Intake.State.FAILED, "unexpected")


def test_what_waits_stops_at_once_and_what_runs_is_asked(coordinator: Staff) -> None:
    waiting = receive_upload(plan(1), name="a.txt", by=coordinator)
    assert stop_intake(waiting, by=coordinator).state == Intake.State.STOPPED
    running = start_intake(receive_upload(plan(2), name="b.txt", by=coordinator))
    assert running is not None
    asked = stop_intake(running, by=coordinator)
    assert asked.stop_asked
    assert asked.state == Intake.State.EXTRACTING
    with patch.object(liveness, "may_live", return_value=False):
        assert jobs.read_now(asked) is None
    asked.refresh_from_db()
    assert (asked.state, asked.fault_code) == (Intake.State.STOPPED, "stopped")


# ---- who has it


def test_two_workers_do_not_read_the_same_file(coordinator: Staff) -> None:
    intake = receive_upload(plan(), name="a.txt", by=coordinator)
    assert start_intake(intake) is not None
    assert start_intake(intake) is None


def test_a_dead_workers_file_is_taken_over_at_once_a_silent_ones_after_a_while(coordinator: Staff) -> None:
    intake = receive_upload(plan(), name="a.txt", by=coordinator)
    start_intake(intake)
    host = liveness.me().split(":")[0]
    Intake.objects.update(holder=f"{host}:{2**22 + 1}:gone")
    assert start_intake(intake) is not None
    Intake.objects.update(holder="another-machine:1:x")
    assert start_intake(intake) is None
    Intake.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    assert start_intake(intake) is not None


def test_recover_puts_lost_files_in_line_and_leaves_the_others(coordinator: Staff) -> None:
    lost = receive_upload(plan(1), name="a.txt", by=coordinator)
    held = receive_upload(plan(2), name="b.txt", by=coordinator)
    start_intake(held)
    with patch.object(jobs, "enqueue") as enqueue:
        assert jobs.recover() == 1
    assert [call.args[0].pk for call in enqueue.call_args_list] == [lost.pk]


# ---- who may


@pytest.mark.parametrize("role", list(StaffRole))
def test_only_those_who_bring_documents_may_bring_stop_and_retry(
    role: StaffRole, staff_of: Callable[..., Staff]
) -> None:
    me = staff_of(role)
    if role in PERMISSIONS["documents.take_in"]:
        intake = receive_upload(plan(), name="a.txt", by=me)
        assert stop_intake(intake, by=me).state == Intake.State.STOPPED
        return
    intake = receive_upload(plan(), name="a.txt", by=None)
    for attempt in (
        lambda: receive_upload(plan(2), name="a.txt", by=me),
        lambda: stop_intake(intake, by=me),
        lambda: retry_intake(intake, by=me),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_trail_holds_and_names_the_document_once_it_is_clean(document: Document) -> None:
    assert [e.action for e in TrailEntry.objects.order_by("seq")] == [
        "documents.receive", "documents.start_intake", "documents.take_in"]  # fmt: skip
    assert TrailEntry.objects.get(action="documents.take_in").subject == str(document)
    assert trail_faults() == []
    assert document.clauses.filter(state=ItemState.PROPOSED).exists()
