"""What is typed about reports."""

from nhipcau.reports.forms.answering import Grid, MailForm, NotesForm, ReturnForm, UploadForm, WordsForm
from nhipcau.reports.forms.asking import EditRequestForm, OpenRequestForm, ScheduleForm
from nhipcau.reports.forms.designing import (
    JOINING_NAMES,
    KIND_NAMES,
    PART_NAMES,
    FormFactsForm,
    column_forms_for,
    columns_of,
    form_for,
)
from nhipcau.reports.forms.filters import RequestFilters
from nhipcau.reports.forms.reports import DrawUpForm, PaperForm

__all__ = [
    "JOINING_NAMES", "KIND_NAMES", "PART_NAMES", "DrawUpForm", "EditRequestForm", "FormFactsForm", "Grid", "MailForm", "NotesForm",
    "OpenRequestForm", "PaperForm", "RequestFilters", "ReturnForm", "ScheduleForm", "UploadForm", "WordsForm",
    "column_forms_for", "columns_of", "form_for",
]  # fmt: skip
