"""Tables of reports."""

from nhipcau.reports.models.consolidations import Consolidation, ConsolidationSource
from nhipcau.reports.models.overview import OverviewCopy
from nhipcau.reports.models.reports import Report
from nhipcau.reports.models.requests import FormVersion, Occasion, ReportForm, ReportRequest, ReportSchedule
from nhipcau.reports.models.submissions import Handing, Submission, SubmissionRemark, SubmissionStep
from nhipcau.reports.models.tallies import Counted, DueDay, Group, PlanMoney, Reckoned, Tally, Touched, WorkDay

__all__ = [
    "Consolidation", "ConsolidationSource", "Counted", "DueDay", "FormVersion", "Group", "Handing", "Occasion", "OverviewCopy",
    "PlanMoney", "Reckoned", "Report", "ReportForm", "ReportRequest", "ReportSchedule", "Submission", "SubmissionRemark",
    "SubmissionStep", "Tally", "Touched", "WorkDay",
]  # fmt: skip
