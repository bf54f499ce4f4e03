"""Rules: a consolidated cell equals the function of its sources; every source can be found; cells and designs round-trip."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.reports.rules.answers import Answer, Row, changes_between, checksum
from nhipcau.reports.rules.answers import as_values as answer_values
from nhipcau.reports.rules.answers import from_values as answer_from
from nhipcau.reports.rules.cells import BadCell, Known, amount, as_typed, read_cell
from nhipcau.reports.rules.design import (
    COUNTED,
    ColumnDesign,
    Design,
    Joining,
    Kind,
    PartDesign,
    PartKind,
    as_values,
    faults_of,
    from_values,
    moved_part,
    next_key,
    settled,
    without_part,
)
from nhipcau.reports.rules.merging import Figure, Handed, fed_by, folded, merge, value_of
from nhipcau.reports.rules.periods import free_period, period_at
from tests.factories.reports import DESIGN

C = ColumnDesign
ADDED = PartDesign("t1", "Cộng", PartKind.TABLE, joining=Joining.ADD, columns=(
    C("c1", "Loại", is_key=True), C("c2", "Số", Kind.NUMBER), C("c3", "Tiền", Kind.MONEY), C("c4", "Ghi chú")))  # fmt: skip
STACKED = PartDesign("t2", "Xếp", PartKind.TABLE, columns=(C("c1", "Tên"), C("c2", "Số", Kind.NUMBER)))
BOTH = Design(
    (ADDED, STACKED, PartDesign("w", "Lời", PartKind.WORDS), PartDesign("f", "Số", PartKind.FIGURES, figures=("x",)))
)

numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=2).map(lambda d: read_cell(ADDED.columns[1], d))
money = st.integers(0, 10**12).map(str)
names = st.sampled_from(["Báo chí", "báo  chí", "Hội chợ", "", "Phim"])


@st.composite
def answers(draw: Any) -> Answer:
    ids = iter(f"r{n}" for n in range(100))
    added = tuple(
        Row(
            next(ids),
            {"c1": draw(names), "c2": draw(numbers), "c3": draw(money), "c4": draw(st.sampled_from(["", "a", "b"]))},
        )
        for _n in range(draw(st.integers(0, 4)))
    )
    stacked = tuple(Row(next(ids), {"c1": draw(names), "c2": draw(numbers)}) for _n in range(draw(st.integers(0, 3))))
    return Answer({"w": draw(st.sampled_from(["", "Lời"]))}, {"t1": added, "t2": stacked})


@st.composite
def many_handed(draw: Any) -> list[Handed]:
    return [
        Handed(n, n * 10, f"Sở {n}", draw(answers()), {"x": Figure(draw(money))})
        for n in range(1, draw(st.integers(1, 5)) + 1)
    ]


@given(many_handed())
def test_a_consolidated_cell_equals_the_function_of_its_sources(handed: list[Handed]) -> None:
    merged = merge(BOTH, handed, adding=["x"])
    there = {
        (h.submission, part, row.id): row for h in handed for part, rows in h.answer.tables.items() for row in rows
    }
    for part in (ADDED, STACKED):
        for row in merged.tables[part.key].rows:
            for column in part.columns:
                cell = row.cells[column.key]
                for source in cell.sources:
                    assert there[source.submission, part.key, source.row].cells[column.key] == source.value
                if column.is_key:
                    assert {folded(s.value) for s in cell.sources} <= {folded(cell.value)}
                elif part is ADDED:
                    assert cell.value == value_of(column, [s.value for s in cell.sources])
                else:
                    assert [s.value for s in cell.sources] == ([cell.value] if cell.value else [])


@given(many_handed())
def test_nothing_is_lost_and_nothing_counts_twice(handed: list[Handed]) -> None:
    merged = merge(BOTH, handed, adding=["x"])
    for part in (ADDED, STACKED):
        for column in (c for c in part.columns if c.kind in COUNTED):
            whole = sum((amount(r.cells[column.key]) for h in handed for r in h.answer.rows(part.key)), Decimal(0))
            table = merged.tables[part.key]
            assert amount(table.totals[column.key].value) == whole
            assert sum((amount(r.cells[column.key].value) for r in table.rows), Decimal(0)) == whole
    total = merged.figures["x"].total
    assert total
    assert amount(total.value) == sum(amount(h.figures["x"].value) for h in handed)


@given(many_handed())
def test_a_submission_is_found_from_each_cell_it_fed(handed: list[Handed]) -> None:
    merged = merge(BOTH, handed)
    for one in handed:
        fed = fed_by(merged, one.submission)
        for part in (ADDED, STACKED):
            told = {(c, v) for row in one.answer.rows(part.key) for c, v in row.cells.items() if v}
            rows = {r.key: r for r in merged.tables[part.key].rows}
            found = {
                (c, s.value)
                for key, c in fed[part.key]
                for s in rows[key].cells[c].sources
                if s.submission == one.submission
            }
            assert found == told


@given(many_handed())
def test_the_last_handing_of_an_office_counts_alone(handed: list[Handed]) -> None:
    old = [Handed(h.submission, h.handing - 1, h.office, Answer({"w": "cũ"}), {}) for h in handed]
    for mixed in ([*old, *handed], [*handed, *old]):
        assert merge(BOTH, mixed, adding=["x"]) == merge(BOTH, handed, adding=["x"])


@given(answers())
def test_an_answer_survives_storing(answer: Answer) -> None:
    stored = answer_values(answer)
    assert answer_values(answer_from(stored)) == stored
    assert checksum(stored) == checksum(dict(reversed(list(stored.items()))))
    assert changes_between(BOTH, answer, answer_from(stored)) == ()


def test_what_changed_is_told_cell_by_cell() -> None:
    before = Answer({"w": "a"}, {"t1": (Row("1", {"c1": "Phim", "c2": "1"}),), "t2": (Row("9", {"c1": "x"}),)})
    now = Answer({"w": "b"}, {"t1": (Row("7", {"c1": "Phim", "c2": "2"}),), "t2": ()})
    told = [(c.part, c.row, c.column, c.before, c.now) for c in changes_between(BOTH, before, now)]
    assert told == [("t1", "Phim", "c2", "1", "2"), ("t2", "x", "c1", "x", ""), ("w", "", "", "a", "b")]


@given(st.one_of(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.integers(-(10**9), 10**9)))
def test_a_number_reads_as_it_is_shown(number: Any) -> None:
    column = C("c", "Số", Kind.NUMBER)
    value = read_cell(column, number)
    assert amount(value) == number
    assert read_cell(column, value) == value
    assert read_cell(column, as_typed(column, value)) == value


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [(Kind.NUMBER, "1.250", "1250"), (Kind.NUMBER, "1.250,5", "1250.5"), (Kind.NUMBER, "12.5", "12.5"), (Kind.NUMBER, 3.0, "3"),
     (Kind.NUMBER, 0.1 + 0.2, "0.3"), (Kind.MONEY, "1,5 triệu", "1500000"), (Kind.MONEY, 2e6, "2000000"),
     (Kind.DATE, "31/12/2026", "2026-12-31"), (Kind.TEXT, " a \n b ", "a\nb"), (Kind.TEXT, 7.0, "7"), (Kind.CHOICE, "HỘI CHỢ", "Hội chợ"),
     (Kind.OFFICE, "5 Sở A", "5"), (Kind.OFFICE, "sở a", "5"), (Kind.DUTY, 9.0, "9"), (Kind.MONEY, "  ", "")],
)  # fmt: skip
def test_what_people_type_becomes_one_form(kind: Kind, typed: Any, value: str) -> None:
    assert read_cell(C("c", "x", kind, ("Báo chí", "Hội chợ")), typed, Known({5: "Sở A"}, {9: "Việc"})) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [(Kind.NUMBER, "mười"), (Kind.NUMBER, True), (Kind.NUMBER, "1,234"), (Kind.NUMBER, "inf"), (Kind.NUMBER, "nan"),
     (Kind.MONEY, "1,5"), (Kind.MONEY, -3), (Kind.MONEY, float("nan")), (Kind.DATE, "31/02/2026"), (Kind.DATE, 45000), (Kind.CHOICE, "Khác"),
     (Kind.OFFICE, "99"), (Kind.DUTY, "không"), (Kind.TEXT, "x" * 5000)],
)  # fmt: skip
def test_what_cannot_stand_is_refused(kind: Kind, typed: Any) -> None:
    with pytest.raises(BadCell):
        read_cell(C("c", "x", kind, ("Báo chí",)), typed, Known({5: "Sở A"}, {9: "Việc"}))


def test_a_design_survives_storing() -> None:
    assert from_values(as_values(DESIGN)) == DESIGN
    assert faults_of(DESIGN, DESIGN.figures) == []


def test_keys_are_never_used_again() -> None:
    assert next_key(["p1", "p3"], "p") == "p4"
    assert next_key([], "c") == "c1"


def test_parts_move_as_far_as_there_is_room() -> None:
    keys = [p.key for p in DESIGN.parts]
    assert [p.key for p in moved_part(DESIGN, "p1", -1).parts] == keys
    assert [p.key for p in moved_part(DESIGN, "p1", 1).parts][:2] == ["p2", "p1"]
    assert "p2" not in [p.key for p in without_part(DESIGN, "p2").parts]


@pytest.mark.parametrize(
    "part",
    [PartDesign("p", "", PartKind.WORDS), PartDesign("p", "B", PartKind.TABLE), PartDesign("p", "F", PartKind.FIGURES, figures=("no.such",)),
     PartDesign("p", "B", PartKind.TABLE, joining=Joining.ADD, columns=(C("c1", "x"),)),
     PartDesign("p", "B", PartKind.TABLE, columns=(C("c1", "x", Kind.CHOICE, ("một",)),)),
     PartDesign("p", "B", PartKind.TABLE, columns=(C("c1", "x"), C("c2", "X"))),
     PartDesign("p", "B", PartKind.TABLE, columns=(C("c1", "x", Kind.NUMBER),), lines=("a",)),
     PartDesign("p", "B", PartKind.TABLE, columns=(C("c1", "x"),), lines=("a", "A"))],
)  # fmt: skip
def test_a_design_that_cannot_be_asked_is_told(part: PartDesign) -> None:
    assert faults_of(Design((part,)), ["work.all"])


def test_fixed_rows_are_told_apart_by_their_label() -> None:
    part = settled(
        PartDesign(
            "p",
            "B",
            PartKind.TABLE,
            joining=Joining.ADD,
            columns=(C("c1", "x"), C("c2", "n", Kind.NUMBER)),
            lines=("a",),
        )
    )
    assert part.columns[0].is_key
    assert not settled(STACKED).columns[0].is_key


def test_periods_that_come_back() -> None:
    from datetime import date

    day = date(2026, 5, 17)
    assert [period_at(o, day).label for o in ("month", "quarter", "half", "interim", "year", "final")] == [
        "tháng 5 năm 2026", "quý II năm 2026", "6 tháng đầu năm 2026", "6 tháng đầu năm 2026", "năm 2026", "năm 2026"
    ]  # fmt: skip
    assert free_period(date(2026, 1, 2), date(2026, 3, 4)).label == "từ 02/01/2026 đến 04/03/2026"
