"""What a profile brings to the reports room."""

from __future__ import annotations

from pathlib import Path

from nhipcau.ports.profile_parts import BadPart
from nhipcau.reports.actions import load_forms
from nhipcau.reports.figures import FIGURES
from nhipcau.reports.rules.shipped_forms import BadForms, read_forms


def load_part(folder: Path) -> dict[str, int]:
    """Report forms. Raises BadPart."""
    try:
        return {"report_forms": load_forms(read_forms(folder, FIGURES))}
    except BadForms as fault:
        raise BadPart(str(fault)) from fault
