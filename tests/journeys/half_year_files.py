"""The files of a half-year's report opened again, figure by figure against what the database says."""

from __future__ import annotations

import io
import shutil
import subprocess

import docx
import openpyxl
from django.utils.translation import override

from nhipcau.ports.papers import check_nd30
from nhipcau.reports.figures import FIGURES
from tests.journeys.conftest import SHOTS
from tests.journeys.half_year import ADDED, ASKED, STACKED, HalfYear


def grouped(number: int) -> str:
    """1500000 as a Vietnamese paper writes it."""
    return f"{number:,}".replace(",", ".")


def check_workbook(half: HalfYear) -> None:
    """The .xlsx opened again: every figure is what the database says."""
    book = openpyxl.load_workbook(half.folder / "bao-cao.xlsx", data_only=True)
    rows, sheet = half.added_up(), book[ADDED]
    for at, row in enumerate(rows, start=4):
        assert tuple(sheet[f"{c}{at}"].value for c in "BCD") == row
    assert [sheet[f"{c}{4 + len(rows)}"].value for c in "CD"] == [sum(r[1] for r in rows), sum(r[2] for r in rows)]
    found = [row[1:] for row in book[STACKED].iter_rows(min_row=4, max_col=5, values_only=True) if row[1]]
    assert sorted((o, a, d.date(), p or "") for o, a, d, p in found) == sorted(half.one_below_the_other())
    sheet = book["Số liệu theo cơ quan"]
    shown = {row[0]: dict(zip(ASKED, row[1:], strict=True)) for row in sheet.iter_rows(min_row=4, values_only=True)}
    for office in half.focal.values():
        assert shown[office] == half.counted(office)
    words = {(row[1], row[2]) for row in book["Phần lời"].iter_rows(min_row=4, values_only=True)}
    said = {(h.submission.office.name, h.answer["texts"]["p1"]) for h in half.handings()}
    assert said <= words
    assert len(said) == len(half.focal)


def check_paper(half: HalfYear) -> None:
    """The .docx opened again: every figure is what the database says, and the form is that of Nghị định 30."""
    content = (half.folder / "bao-cao.docx").read_bytes()
    assert check_nd30(content) == []
    document = docx.Document(io.BytesIO(content))
    cells = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    for at, (name, number, money) in enumerate(half.added_up(), start=1):
        assert [str(at), name, grouped(number), grouped(money)] in cells
    stacked = [row[1:] for row in cells if len(row) == 5 and row[0].isdigit()]
    assert sorted(stacked) == sorted([o, a, f"{d:%d/%m/%Y}", p] for o, a, d, p in half.one_below_the_other())
    sums, broken_down = half.all_offices(), half.broken_down()
    with override("vi"):
        labels = {name: str(FIGURES[name].name).removeprefix("… ") for name in ASKED}
    for name, label in labels.items():
        [(_no, _label, total, parts)] = [row for row in cells if len(row) == 4 and row[1].endswith(label)]
        assert total == (grouped(sums[name]) if name in sums else "theo từng cơ quan"), name
        wanted = [f"{part}: {grouped(number)}" for part, number in broken_down.get(name, {}).items()]
        assert sorted(parts.split("\n") if parts else []) == sorted(wanted), name


def print_pages(half: HalfYear) -> None:
    """What LibreOffice makes of the paper, page by page, beside the screenshots: to be looked at."""
    office, pages = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or pages is None:
        return
    made, paper = half.folder / "made", half.folder / "bao-cao.docx"
    profile = f"-env:UserInstallation=file://{half.folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(made), str(paper)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture = str(SHOTS / f"{half.prefix}-paper")
    subprocess.run([pages, "-r", "60", "-png", str(made / "bao-cao.pdf"), picture], check=True, timeout=120)
    assert list(SHOTS.glob(f"{half.prefix}-paper-*.png"))
