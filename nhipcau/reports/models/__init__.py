"""Tables of reports."""

from nhipcau.reports.models.consolidations import Consolidation, ConsolidationSource
from nhipcau.reports.models.overview import OverviewCopy
from nhipcau.reports.models.reports import Report
from nhipcau.reports.models.requests import FormVersion, Occasion, ReportForm, ReportRequest, ReportSchedule
from nhipcau.reports.models.submissions import Handing, Submission, SubmissionRemark, SubmissionStep

__all__ = [
    "Consolidation", "ConsolidationSource", "FormVersion", "Handing", "Occasion", "OverviewCopy", "Report", "ReportForm", "ReportRequest",
    "ReportSchedule", "Submission", "SubmissionRemark", "SubmissionStep",
]  # fmt: skip
