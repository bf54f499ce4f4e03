"""What leaves the desk as a file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from nhipcau.corrections.queries import figures_of, log_rows
from nhipcau.corrections.rules.log import write_log
from nhipcau.newsroom.signing_key import public_keys


def log_file() -> str:
    """The whole log, signed and chained: what ``nhipcau verify-log`` checks."""
    return write_log((entry.row() for entry in log_rows()), public_keys())


def figures_told(year: int, *, on: date) -> dict[str, Any]:
    """The figures of a year as plain values."""
    figures = figures_of(year, on=on)
    return asdict(figures) | {"verdicts": dict(figures.verdicts)}
