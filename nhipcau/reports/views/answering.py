"""Writing one part of a report, and the form for those without a connection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.permissions import NotAllowed, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.queries import Holders
from nhipcau.planning.views.files import attachment
from nhipcau.ports.papers import XLSX
from nhipcau.ports.papers.filled_form import MAX_BYTES, Fault
from nhipcau.reports.actions import FAULTS, Classified, figures_of, keep_part, note_refusal
from nhipcau.reports.forms import Grid, MailForm, NotesForm, UploadForm, WordsForm
from nhipcau.reports.models import Submission
from nhipcau.reports.offline import blank_form, bring_in_file, expected_of, take_in_file
from nhipcau.reports.queries import design_of, known_for, may_answer, may_bring_in
from nhipcau.reports.rules.answers import Answer, from_values, rows_to_fill
from nhipcau.reports.rules.cells import Known
from nhipcau.reports.rules.design import Design, PartDesign, PartKind
from nhipcau.reports.views.crumbs import to_request, to_requests, to_submission
from nhipcau.reports.views.showing import figure_shown
from nhipcau.reports.views.submissions import submission_for


class WritingPage(StaffPage):
    """A page on which a report is written: for the office that answers, while it may."""

    permission = "reports.answer"
    header_icon = "edit"

    @cached_property
    def submission(self) -> Submission:
        """Raises Http404, NotAllowed where it cannot be written now."""
        found = submission_for(self.request, self.kwargs["pk"])
        if not may_answer(staff_of(self.request), found, on=today()):
            raise NotAllowed("reports.answer")
        return found

    @cached_property
    def holders(self) -> Holders:
        """Who answers today."""
        return Holders(today())

    def known(self, design: Design) -> Known:
        """Offices and duties that may be named."""
        return known_for(design, self.submission.request, self.holders.of(self.submission), on=today())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests, the request, the office, this page."""
        items, one = super().get_breadcrumbs_items(), self.submission
        name = self.holders.words(one)[0]
        return [*items[:-1], to_requests(), to_request(one.request), to_submission(one, name), items[-1]]


class PartPage(WritingPage):
    """One part: words, a table, or explanations of figures."""

    template_name = "reports/part.html"

    @cached_property
    def part(self) -> PartDesign:
        """The part of the address."""
        found = next((p for p in design_of(self.submission.request).parts if p.key == self.kwargs["part"]), None)
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """The part's title."""
        return self.part.title

    @cached_property
    def answer(self) -> Answer:
        """What stands there."""
        return from_values(self.submission.answer)

    def grid(self) -> Grid:
        """The rows of the page asked for."""
        page = self.request.GET.get("p", "1")
        rows = rows_to_fill(self.part, self.answer)
        return Grid(self.part, rows, self.known(Design((self.part,))), page=int(page) if page.isdecimal() else 1)

    def _notes_form(self, data: Any = None) -> NotesForm:
        figures = figures_of(self.submission, Design((self.part,)), on=today())
        names = {}
        for key in self.part.figures:
            told = figure_shown(key, figures.get(key))
            inside = "; ".join(f"{label}: {value}" for label, value in told["parts"])
            names[key] = f"{told['name']}: {told['value']}" + (f" ({inside})" if inside else "")
        first = {f"note-{at}": self.answer.notes.get(key, "") for at, key in enumerate(self.part.figures)}
        return NotesForm(names, data, initial=first)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form of the part's kind."""
        part = self.part
        shown: dict[str, Any] = {"part": part, "submission": self.submission, "asked": self.submission.request,
                                 "revision": kwargs.get("revision", self.submission.revision)}  # fmt: skip
        if part.kind is PartKind.TABLE:
            grid = kwargs.get("grid") or self.grid()
            shown |= {"grid": grid, "rows": grid.rows(), "page": grid.page, "known": grid.known,
                      "faults": list(dict.fromkeys(grid.faults.values()))}  # fmt: skip
        elif part.kind is PartKind.WORDS:
            shown["form"] = kwargs.get("form") or WordsForm(initial={"words": self.answer.texts.get(part.key, "")})
        else:
            shown["form"] = kwargs.get("form") or self._notes_form()
        return super().get_context_data(**kwargs) | shown | {"fault": kwargs.get("fault", "")}

    def post(self, request: HttpRequest, pk: int, part: str) -> HttpResponse:
        """Keep it; with ``more`` stay on the page, which then has new rows."""
        sent = request.POST.get("revision", "")
        seen, shown = int(sent) if sent.isdecimal() else -1, dict[str, Any]()
        answer, shown = self._read()
        if answer is not None:
            try:
                keep_part(self.submission, part, answer, seen=seen, by=staff_of(request), on=today())
            except FAULTS as fault:
                if isinstance(fault, Classified):
                    note_refusal(by=staff_of(request))
                shown |= {"fault": str(fault), "revision": seen}
            else:
                messages.success(request, _("Saved."))
                if "more" in request.POST:
                    return redirect(f"{reverse('reports:part', args=[pk, part])}?p={request.POST.get('next', '99')}")
                return redirect("reports:submission", pk=pk)
        return self.render_to_response(self.get_context_data(**shown), status=422)

    def _read(self) -> tuple[Answer | None, dict[str, Any]]:
        """(what was sent, what to show again); None where it cannot be kept."""
        key, sent = self.part.key, self.request.POST
        if self.part.kind is PartKind.TABLE:
            grid = self.grid()
            rows = grid.read(sent)
            return (None if grid.faults else Answer(tables={key: tuple(rows)})), {"grid": grid}
        form: forms.Form = WordsForm(sent) if self.part.kind is PartKind.WORDS else self._notes_form(sent)
        if not form.is_valid():
            return None, {"form": form}
        if isinstance(form, NotesForm):
            return Answer(notes=form.notes()), {"form": form}
        return Answer(texts={key: form.cleaned_data["words"]}), {"form": form}


class OfflinePage(WritingPage):
    """Download the form; bring it back; every fault stands with its cell, and nothing is half kept."""

    template_name = "reports/offline.html"
    page_title = gettext_lazy("Form to fill in without a connection")
    header_icon = "upload"
    form_class: type[UploadForm] = UploadForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or with ``?form`` the form itself."""
        if "form" in request.GET:
            content = blank_form(self.submission, self.holders, on=today())
            return attachment(content, f"bieu-bao-cao-{self.submission.pk}.xlsx", XLSX)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The upload and what was wrong with the last one."""
        return super().get_context_data(**kwargs) | {
            "submission": self.submission, "form": kwargs.get("form") or self.form_class(), "faults": kwargs.get("faults", []),
        }  # fmt: skip

    def take(self, form: UploadForm) -> tuple[list[Fault], str]:
        """(every fault, else what was done)."""
        file, on = form.cleaned_data["file"], today()
        expected, content = expected_of(self.submission, self.holders, on=on), file.read(MAX_BYTES + 1)
        faults = take_in_file(self.submission, file.name, content, expected, by=staff_of(self.request), on=on)
        return faults, _("The form is taken in. Look at the report, then submit it.")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it in."""
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            faults, done = self.take(form)
        except FAULTS as fault:
            if isinstance(fault, Classified):
                note_refusal(by=staff_of(request))
            form.add_error(None, str(fault))
            faults = []
        else:
            if not faults:
                messages.success(request, done)
                return redirect("reports:submission", pk=pk)
        shown = [(f.sheet, f.cell, _(f.message) % f.params if f.params else _(f.message)) for f in faults]
        return self.render_to_response(self.get_context_data(form=form, faults=shown), status=422)


class MailPage(OfflinePage):
    """The form for an office without a connection: the coordinator sends it, and takes in and hands in what came back."""

    permission = "reports.bring_in"
    template_name = "reports/mail.html"
    page_title = gettext_lazy("Form sent by e-mail")
    header_icon = "mail"
    form_class = MailForm

    @cached_property
    def submission(self) -> Submission:
        """Raises Http404, NotAllowed where nothing can be taken in now."""
        found = submission_for(self.request, self.kwargs["pk"])
        if not may_bring_in(staff_of(self.request), found):
            raise NotAllowed("reports.bring_in")
        return found

    def take(self, form: UploadForm) -> tuple[list[Fault], str]:
        """(every fault, else what was done)."""
        asked, on = form.cleaned_data, today()
        expected, content = expected_of(self.submission, self.holders, on=on), asked["file"].read(MAX_BYTES + 1)
        faults = bring_in_file(
            self.submission,
            asked["file"].name,
            content,
            expected,
            came=asked["came"],
            by=staff_of(self.request),
            on=on,
        )
        return faults, _("The form is taken in and submitted for the office; the office is told.")
