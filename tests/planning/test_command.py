"""``nhipcau plan``: export, lines, the form of an office, taking it in; exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from nhipcau.people.models import Staff
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound
from nhipcau.planning.rules.sheet import COST_SHEET, PLAN_SHEET
from tests.factories.planning import approved, cost, line_of

pytestmark = pytest.mark.django_db


def run(*words: object) -> str:
    out = io.StringIO()
    call_command("plan", *map(str, words), stdout=out)
    return out.getvalue()


def code_of(*words: object) -> int:
    with pytest.raises(CommandError) as fault:
        run(*words)
    return fault.value.returncode


def test_the_plan_leaves_as_files_and_as_json(
    plan: OfficePlan,
    round_: PlanRound,
    focal: Staff,
    coordinator: Staff,
    finance: Staff,
    approver: Staff,
    tmp_path: Path,
) -> None:
    line = line_of(plan, cost(1_500_000), by=focal)
    year = round_.year
    assert code_of("lines", "--year", year, "--approved") == 2
    approved(round_, by=coordinator, finance=finance, approver=approver)
    book, paper = tmp_path / "p.xlsx", tmp_path / "p.docx"
    said = json.loads(run("export", "--year", year, "--out", book, "--approved", "--json"))
    assert (said["lines"], said["state"]) == (1, "approved")
    assert openpyxl.load_workbook(book, data_only=True)["Kế hoạch"]["L4"].value == 1_500_000
    run("export", "--year", year, "--out", paper)
    assert "Một triệu năm trăm nghìn đồng" in "\n".join(p.text for p in docx.Document(str(paper)).paragraphs)
    lines = json.loads(run("lines", "--year", year, "--json"))["lines"]
    assert [(row["line"], row["now"]) for row in lines] == [(line.pk, "1500000")]
    assert str(line.pk) in run("lines", "--year", year)
    assert code_of("export", "--year", year, "--out", tmp_path / "p.pdf") == 2
    assert code_of("export", "--year", 1999, "--out", book) == 2


def test_a_form_goes_out_and_comes_back_or_every_fault_is_told(
    plan: OfficePlan, focal: Staff, coordinator: Staff, tmp_path: Path, capsys: Any
) -> None:
    line_of(plan, cost(100), by=focal)
    place, of = tmp_path / "bieu.xlsx", ("--year", plan.round.year, "--office", plan.office.key)
    assert json.loads(run("form", *of, "--out", place, "--json"))["lines"] == 1
    book = openpyxl.load_workbook(place)
    book[PLAN_SHEET]["E6"] = "Tên mới"
    book.save(place)
    assert json.loads(run("take-in", place, *of, "--by", focal.username, "--json"))["lines"] == 1
    assert PlanLine.objects.get().activity == "Tên mới"
    assert code_of("take-in", place, *of, "--by", coordinator.username) == 1
    book[PLAN_SHEET]["E6"] = "Tên khác"
    book[COST_SHEET]["D6"] = "12 gian"
    book.save(place)
    assert code_of("take-in", place, *of, "--by", focal.username) == 1
    assert PlanLine.objects.get().activity == "Tên mới"
    for wrong in (("take-in", tmp_path / "none.xlsx", *of, "--by", focal.username), ("take-in", place, *of, "--by", "ai-do"),
                  ("form", "--year", 1999, "--office", "x", "--out", place)):  # fmt: skip
        assert code_of(*wrong) == 2
