"""Tables of reports."""

from nhipcau.reports.models.reports import Report

__all__ = ["Report"]
