"""Periods, outcomes, figures, and the difference between two versions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.reports.rules.consolidation import (
    Outcome,
    Proof,
    ReportLine,
    as_values,
    difference,
    figures_of,
    from_values,
    outcome_of,
)
from nhipcau.reports.rules.periods import BadPeriod, parse_period
from nhipcau.reports.rules.templates import TEMPLATES, fill, template_of


def line(key: str = "a1", **changed: object) -> ReportLine:
    values: dict[str, object] = {
        "key": key, "document": "Quyết định 1899/QĐ-UBND", "document_id": 1, "path": "ke-hoach/III/5", "clause": "5 Sở Công Thương",
        "duty_id": 7, "duty": "Tổ chức, tham gia các sự kiện", "role": "thực hiện", "office": "Sở Công Thương", "period": "2024",
        "due": "2024-12-20", "percent": 60, "done": "Đã đăng ký", "proofs": (Proof(3, "Tin", "https://x.vn", "2024-05-01", "ab"),),
        "outcome": Outcome.IN_HAND,
    }  # fmt: skip
    return ReportLine(**{**values, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "start", "end", "label"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "năm 2024"),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30), "6 tháng đầu năm 2024"),
        ("2024-q3", date(2024, 7, 1), date(2024, 9, 30), "quý III năm 2024"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "tháng 2 năm 2024"),
    ],
)
def test_a_period_is_read_as_people_write_it(words: str, start: date, end: date, label: str) -> None:
    period = parse_period(words)
    assert (period.start, period.end, period.label) == (start, end, label)


@given(st.text(max_size=12))
def test_other_words_are_no_period(words: str) -> None:
    try:
        period = parse_period(words)
    except BadPeriod:
        return
    assert period.start <= period.end


@pytest.mark.parametrize(
    ("state", "due", "closed", "expected"),
    [
        ("accepted", date(2024, 6, 1), date(2024, 6, 1), Outcome.DONE),
        ("accepted", date(2024, 6, 1), date(2024, 6, 2), Outcome.DONE_LATE),
        ("handed_in", date(2024, 6, 1), None, Outcome.WAITING),
        ("open", date(2024, 6, 30), None, Outcome.IN_HAND),
        ("open", date(2024, 6, 29), None, Outcome.OVERDUE),
    ],
)
def test_late_is_asked_of_dates(state: str, due: date, closed: date | None, expected: Outcome) -> None:
    assert outcome_of(state=state, due_on=due, closed_on=closed, on=date(2024, 6, 30)) is expected


def test_figures_count_lines_duties_offices_and_evidence_once() -> None:
    figures = figures_of(
        [line(), line("a2", outcome=Outcome.DONE), line("d9", duty_id=9, outcome=Outcome.NOT_ASSIGNED)]
    )
    assert (figures.lines, figures.duties, figures.offices, figures.proofs) == (3, 2, 1, 1)
    assert figures.done_percent == 33
    assert figures.by_office == (("Sở Công Thương", 3, 1, 0),)


def test_frozen_values_come_back_the_same() -> None:
    assert from_values(as_values([line(), line("a2")])) == [line(), line("a2")]


def test_the_difference_names_what_is_new_gone_and_changed() -> None:
    told = difference([line(), line("a2")], [line(percent=100, outcome=Outcome.DONE), line("a3")])
    assert [one.key for one in told.added] == ["a3"]
    assert [one.key for one in told.removed] == ["a2"]
    assert told.changed[0][1] == {"percent": ("60", "100"), "outcome": ("in_hand", "done")}
    assert difference([line()], [line()]).is_empty


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.key)
def test_every_template_fills_all_its_figures(template: object) -> None:
    figures = figures_of([line()])
    form = template_of(template.key)  # type: ignore[attr-defined]
    words = [
        fill(s.words, figures=figures, period="năm 2024", documents="Quyết định 1899/QĐ-UBND") for s in form.sections
    ]
    assert not [w for w in words if "{" in w]
    assert sum(section.table for section in form.sections) == 1


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(KeyError):
        template_of("khong-co")
