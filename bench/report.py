"""A report over 5,000 duties with 20,000 progress rows and their evidence: drawn up, as .docx and as .xlsx.

python bench/report.py [--database-url postgres://postgres@127.0.0.1:5432/postgres]
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from populate import TODAY, populate
from throwaway import province

LIMIT_S = 5.0


def main() -> int:
    """Print the seconds of each step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database-url")
    options = parser.parse_args()
    with province(options.database_url) as vendor:
        populate(documents=400, duties=5000, progress=20000)
        import docx
        import openpyxl

        from nhipcau.people.models import Office
        from nhipcau.reports.actions import draw_up, lines_of
        from nhipcau.reports.rules.consolidation import figures_of
        from nhipcau.reports.rules.periods import parse_period
        from nhipcau.reports.rules.templates import TEMPLATES
        from nhipcau.reports.writing import appendix_of, docx_of

        took: dict[str, float] = {}
        begin = last = time.perf_counter()

        def lap(step: str) -> None:
            nonlocal last
            now = time.perf_counter()
            took[step], last = now - last, now

        office = Office.objects.get(key="so-tttt")
        report = draw_up(template=TEMPLATES[0].key, period=parse_period("2024"), office=office, by=None, on=TODAY)
        lap("drawn up, with its figures")
        lines = lines_of(report, on=TODAY)
        lap("lines")
        paper = docx_of(report, lines, on=date(2024, 12, 20))
        lap(".docx")
        book = appendix_of(lines, figures_of(lines), report.title)
        lap(".xlsx")
        whole = time.perf_counter() - begin
        rows = len(docx.Document(io.BytesIO(paper)).tables[-1].rows) - 1
        sheet = openpyxl.load_workbook(io.BytesIO(book), read_only=True).worksheets[0]
        assert rows == len(lines) <= sheet.max_row, (rows, len(lines))
    print(f"{vendor}: {len(lines)} lines, .docx {len(paper):,} bytes, .xlsx {len(book):,} bytes")
    for step, seconds in took.items():
        print(f"  {step:28} {seconds:5.2f} s")
    print(f"  {'all':28} {whole:5.2f} s (limit {LIMIT_S:.0f})")
    return 1 if whole > LIMIT_S else 0


if __name__ == "__main__":
    sys.exit(main())
