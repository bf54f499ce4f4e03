"""Overdue, periods, due rules and uploads as plain thinking."""

from __future__ import annotations

import contextlib
import io
import itertools
import zipfile
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from nhipcau.work.rules import (
    BadDueRule,
    Facts,
    Period,
    Reminder,
    Status,
    due_date,
    handed_in_late,
    label_parts,
    parse_due_rule,
    period_of,
    periods_open,
    reminder_of,
    status_of,
)
from nhipcau.work.rules.uploads import RefusedUpload, seal, sheet_text, statement_hash

DUE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("on", "status", "reminder"),
    [
        (date(2026, 5, 31), Status.NOT_OPEN, None),
        (date(2026, 6, 1), Status.ON_TRACK, None),
        (date(2026, 6, 22), Status.ON_TRACK, None),
        (date(2026, 6, 23), Status.DUE_SOON, Reminder.DUE_SOON),
        (date(2026, 6, 29), Status.DUE_SOON, Reminder.DUE_TOMORROW),
        (date(2026, 6, 30), Status.DUE_SOON, Reminder.DUE_TOMORROW),
        (date(2026, 7, 1), Status.OVERDUE, Reminder.OVERDUE),
    ],
)
def test_open_work_grows_late_by_the_day(on: date, status: Status, reminder: Reminder | None) -> None:
    work = Facts("open", date(2026, 6, 1), DUE)
    assert status_of(work, on) is status
    assert reminder_of(work, on) is reminder


@pytest.mark.parametrize("state", ["handed_in", "accepted", "cancelled"])
def test_work_that_is_not_open_is_never_overdue(state: str) -> None:
    assert status_of(Facts(state, date(2026, 1, 1), DUE), date(2030, 1, 1)) == state


def test_in_time_is_judged_by_the_day_of_handing_in() -> None:
    assert not handed_in_late(DUE, DUE)
    assert handed_in_late(DUE, DUE + timedelta(days=1))
    assert not handed_in_late(DUE, None)


@pytest.mark.parametrize(
    ("cadence", "period"),
    [
        ("year", Period(date(2024, 1, 1), date(2024, 12, 31), "2024")),
        ("half", Period(date(2024, 1, 1), date(2024, 6, 30), "H1/2024")),
        ("quarter", Period(date(2024, 1, 1), date(2024, 3, 31), "Q1/2024")),
        ("month", Period(date(2024, 2, 1), date(2024, 2, 29), "02/2024")),
    ],
)
def test_a_day_lies_in_its_period(cadence: str, period: Period) -> None:
    assert period_of(cadence, date(2024, 2, 29)) == period
    assert label_parts(period.label)[0] == cadence


@given(
    st.sampled_from(["year", "half", "quarter", "month"]),
    st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    st.integers(0, 1500),
)
def test_periods_follow_each_other_without_gap_or_overlap(cadence: str, start: date, days: int) -> None:
    on = start + timedelta(days=days)
    periods = periods_open(cadence, start, None, on)
    assert periods[0].start <= start <= periods[0].end
    assert periods[-1].start <= on <= periods[-1].end
    for before, after in itertools.pairwise(periods):
        assert after.start == before.end + timedelta(days=1)
    assert len({p.label for p in periods}) == len(periods)


def test_no_period_opens_before_or_after_its_recurrence() -> None:
    assert periods_open("year", date(2027, 1, 1), None, date(2026, 6, 1)) == ()
    labels = [p.label for p in periods_open("year", date(2024, 5, 1), date(2025, 12, 31), date(2030, 1, 1))]
    assert labels == ["2024", "2025"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("end", date(2026, 12, 31)),
        ("end-11", date(2026, 12, 20)),
        ("end+5", date(2027, 1, 5)),
        ("12-20", date(2026, 12, 20)),
        ("02-29", date(2026, 2, 28)),
        ("end-999", date(2026, 1, 1)),
    ],
)
def test_a_due_rule_names_a_day(rule: str, expected: date) -> None:
    assert due_date(rule, period_of("year", date(2026, 5, 5))) == expected


@given(st.sampled_from(["year", "half", "quarter", "month"]), st.dates(date(2020, 1, 1), date(2030, 1, 1)),
       st.sampled_from(["end", "end-10", "end-40", "end+30", "12-20", "01-01", "02-29"]))  # fmt: skip
def test_work_is_never_due_before_its_period_begins(cadence: str, day: date, rule: str) -> None:
    period = period_of(cadence, day)
    assert due_date(rule, period) >= period.start


@pytest.mark.parametrize("rule", ["", "ngày mai", "13-01", "02-30", "end-", "12-00", "1-1"])
def test_a_due_rule_that_says_nothing_is_refused(rule: str) -> None:
    with pytest.raises(BadDueRule):
        parse_due_rule(rule)


def photo(kind: str = "JPEG", mode: str = "RGB", **extra: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 30), 120 if mode in {"L", "P"} else (10, 20, 30)).save(out, kind, **extra)
    return out.getvalue()


def zipped(*names: str, text: str = "<t/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, text)
    return out.getvalue()


def test_a_photo_loses_what_the_camera_wrote() -> None:
    exif = Image.Exif()
    exif[0x0110] = "May anh X100"
    exif.get_ifd(0x8825)[1] = "N"
    content = photo(exif=exif, comment=b"ghi chu")
    assert b"May anh X100" in content
    sealed = seal(content)
    assert sealed.is_photo
    with Image.open(io.BytesIO(sealed.content)) as made:
        assert not dict(made.getexif())
        assert "comment" not in made.info
        assert made.size == (40, 30)


def test_a_photo_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(seal(photo(exif=exif)).content)) as made:
        assert made.size == (30, 40)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA"])
def test_pictures_of_every_mode_are_made_anew(mode: str) -> None:
    content = photo("PNG", "P" if mode == "P" else "RGB" if mode == "RGBA" else mode)
    assert seal(content).content_type == "image/png"


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (zipped("word/document.xml"), "docx"),
        (zipped("xl/workbook.xml"), "xlsx"),
        (zipped("ppt/presentation.xml"), "pptx"),
        ("Biên bản".encode(), "txt"),
        (b"\x00\x00\x00\x18ftypmp42", "mp4"),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, extension: str) -> None:
    assert seal(content).extension == extension


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x" * (25 * 1024 * 1024 + 1),
        b"MZ\x90\x00\xff\xfe",
        b"<html><script>alert(1)</script></html>",
        zipped("bai.exe"),
        zipped("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04broken",
        b"\xff\xd8\xff\xe0 not a picture",
    ],
)
def test_what_is_not_evidence_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedUpload):
        seal(content)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_seal(content: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff", b"PK\x03\x04", b"\x89PNG\r\n", b"RIFF....WEBP"):
        with contextlib.suppress(RefusedUpload):
            assert len(seal(start + content).sha256) == 64


def test_the_words_of_a_workbook_come_out_cell_by_cell() -> None:
    content = zipped("xl/sharedStrings.xml", text="<si><t>TUYỆT MẬT</t></si><si><t>Số &amp; ngày</t></si>")
    assert sheet_text(content).splitlines() == ["TUYỆT MẬT", "Số & ngày"]


def test_a_statement_hash_depends_on_all_it_says() -> None:
    day = date(2026, 1, 1)
    base = statement_hash("link", "a", "https://x", day, None)
    assert base == statement_hash("link", "a", "https://x", day, None)
    others = {statement_hash("link", "b", "https://x", day, None),
              statement_hash("link", "a", "https://y", day, None),
              statement_hash("link", "a", "https://x", day + timedelta(days=1), None),
              statement_hash("session", "a", "https://x", day, None),
              statement_hash("link", "a", "https://x", day, 3)}  # fmt: skip
    assert base not in others
    assert len(others) == 5
