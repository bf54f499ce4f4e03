"""Whatever is thrown at the reader: it answers, soon, and every place it names holds the words it says."""

from __future__ import annotations

import random
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.documents.rules import Reading, Span, read

ROOT = Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "bench"))
from hostile import KINDS, hostile_text  # noqa: E402

TEXTS = [path.read_text("utf-8") for path in sorted((ROOT / "tests/data/legal").glob("*.txt"))]
SECONDS = 1.0


def _words(text: str) -> str:
    """What a reader of the page sees: no debris of tables or Markdown, one space, composed letters."""
    kept = "".join(" " if c in "|*_#>-–—" else c for c in text if c not in "\ufeff\u200b\u200c\u200d\u2060\u00ad\x00")
    return unicodedata.normalize("NFC", "".join(kept.split()))


def _spans(reading: Reading, size: int) -> None:
    fields = (reading.metadata.number, reading.metadata.kind, reading.metadata.issuer, reading.metadata.title)
    spans: list[Span | None] = [field.span for field in (*fields, reading.metadata.issued_on)]
    spans += [c.span for c in reading.clauses] + [c.heading_span for c in reading.clauses]
    spans += [m.span for r in reading.references for m in r.mentions]
    spans += [d.span for d in reading.duties] + [d.sentence for d in reading.duties]
    for span in filter(None, spans):
        assert 0 <= span.start <= span.end <= size


def _judge(text: str) -> None:
    begin = time.thread_time()
    reading = read(text)
    assert time.thread_time() - begin < SECONDS
    _spans(reading, len(text))
    for clause in reading.clauses:
        if clause.heading and clause.heading_span:
            printed = text[clause.heading_span.start : clause.heading_span.end]
            assert _words(printed).rstrip(":") == _words(clause.heading).rstrip(":")
        assert clause.text == " ".join(clause.text.split())
        assert 0 <= clause.confidence <= 1
    for duty in reading.duties:
        assert _words(text[duty.span.start : duty.span.end]) == _words(duty.text)
        assert duty.sentence.start <= duty.span.start <= duty.span.end <= duty.sentence.end


@given(st.text(max_size=2000))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    _judge(text)


@given(st.integers(min_value=0, max_value=10**9))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_text_is_read(seed: int) -> None:
    _judge(hostile_text(seed, TEXTS)[1])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_of_hostile_text_is_read(kind: object) -> None:
    assert callable(kind)
    for seed in range(5):
        _judge(kind(random.Random(seed), TEXTS))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_form_and_line_ends_change_no_reading(form: str, newline: str, mark: str) -> None:
    text = TEXTS[-1]
    changed = mark + unicodedata.normalize(form, text).replace("\n", newline)  # type: ignore[arg-type]
    plain, other = read(text), read(changed)
    assert [c.path for c in other.clauses] == [c.path for c in plain.clauses]
    assert [d.text for d in other.duties] == [d.text for d in plain.duties]
    assert other.metadata.title.text == plain.metadata.title.text
    _spans(other, len(changed))
    title = other.metadata.title.span
    assert title is not None
    assert _words(changed[title.start : title.end]) == _words(plain.metadata.title.text or "")


@pytest.mark.parametrize("path", range(len(TEXTS)))
def test_every_cut_of_a_real_text_is_read(path: int) -> None:
    text = TEXTS[path]
    for stop in range(0, len(text), max(1, len(text) // 25)):
        _judge(text[:stop])


def test_one_endless_line_is_read_in_time() -> None:
    _judge("Điều 1. " + "phối hợp với Sở Tài chính, " * 4000)


def test_a_hundred_thousand_letters_of_markers_are_read_in_time() -> None:
    _judge("1. Giao Sở Nội vụ chủ trì;\n" * 3700)
    _judge("“Điều 4. \n" * 9000)
