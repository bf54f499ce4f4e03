"""A table as .csv that Excel opens with its accents, and that runs no formulas."""

from __future__ import annotations

import csv
import io

from nhipcau.ports.papers.table import Table, plain


def write_csv(table: Table) -> bytes:
    """UTF-8 with a mark at its head; a text that would be a formula gets an apostrophe (OWASP, CSV injection)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.title for column in table.columns])
    for row in table.rows:
        writer.writerow([_safe(plain(cell)) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
