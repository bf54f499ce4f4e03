"""Tables of reports."""

from nhipcau.reports.models.overview import OverviewCopy
from nhipcau.reports.models.reports import Report

__all__ = ["OverviewCopy", "Report"]
