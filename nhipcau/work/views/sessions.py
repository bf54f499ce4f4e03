"""Working sessions: their list, planning one, one with agenda, papers, offices, conclusions and the duties of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nhipcau.documents.jobs import enqueue, words_of
from nhipcau.documents.models import DutyReading, Intake
from nhipcau.duties.queries import register
from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.permissions import NotAllowed, may, offices_of, reach, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.people.views.steps import StepsPage, download, uploaded
from nhipcau.ports.extraction import ExtractionError
from nhipcau.work.actions import (
    FAULTS,
    Conclusions,
    EvidenceRefused,
    SessionFacts,
    add_agenda_item,
    add_session_paper,
    answer_invitation,
    ask_to_session,
    call_off_session,
    conclude_session,
    edit_session,
    hold_session,
    plan_session,
    remove_agenda_item,
)
from nhipcau.work.forms import ReasonForm
from nhipcau.work.models import AgendaItem, SessionOffice, SessionPaper, WorkingSession
from nhipcau.work.queries import has_work, visible_sessions
from nhipcau.work.session_forms import (
    AgendaForm,
    AnswerForm,
    ConclusionsForm,
    OfficesForm,
    PlanSessionForm,
    SessionFilters,
    SessionPaperForm,
)

State = WorkingSession.State
TONES = {"planned": "now", "held": "warn", "concluded": "ok", "called_off": ""}
HEAVY = ("document__text", "document__metadata_spans", "document__warnings")


class SessionList(StaffListing):
    """Sessions, the latest first."""

    permission = "work.see"
    template_name = "work/list.html"
    results_template_name = "work/sessions_results.html"
    index_url_name = "work:sessions"
    index_results_url_name = "work:sessions_results"
    page_title = gettext_lazy("Working sessions")
    verbose_name_plural = gettext_lazy("working sessions")
    header_icon = "calendar-check"
    filterset_class = SessionFilters
    search_fields = ["title"]

    def get_base_queryset(self) -> QuerySet[WorkingSession]:
        """What the person may see."""
        comes = Q(offices__answer=SessionOffice.Answer.COMES)
        rows = visible_sessions(staff_of(self.request), on=today()).select_related("lead", "document").defer(*HEAVY)
        return rows.annotate(
            asked=Count("offices", distinct=True), come=Count("offices", filter=comes, distinct=True),
            duties=Count("document__duties", distinct=True),
        ).order_by("-held_on", "-pk")  # fmt: skip

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows, and whether the person may plan one."""
        may_hold = may(staff_of(self.request), "work.hold_session")
        return super().get_context_data(*args, **kwargs) | {"may_hold": may_hold, "tones": TONES, "today": today()}


class PlanSessionPage(StaffPage):
    """A new session."""

    permission = "work.hold_session"
    template_name = "work/plan_session.html"
    page_title = gettext_lazy("Plan a session")
    header_icon = "plus"

    def _form(self, data: Any = None) -> PlanSessionForm:
        by, on = staff_of(self.request), today()
        own = sorted(offices_of(by, "work.hold_session", on=on))
        return PlanSessionForm(
            data, leads=reach(by, "work.hold_session", on=on), initial={"lead": own[-1] if own else None}
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is held, and who is asked."""
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or self._form(), "offices_form": kwargs.get("offices_form") or OfficesForm(),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Plan it, and ask the offices."""
        form, asked = self._form(request.POST), OfficesForm(request.POST)
        if form.is_valid() & asked.is_valid():
            try:
                made = plan_session(
                    SessionFacts(**form.cleaned_data), asked.chosen(), by=staff_of(request), on=today()
                )
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The session is planned; the focal points of the offices are told."))
                return redirect("work:session", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form, offices_form=asked), status=422)


class SessionPage(StepsPage):
    """One session."""

    permission = "work.see"
    template_name = "work/session.html"
    header_icon = "calendar-check"
    faults = FAULTS

    @cached_property
    def session(self) -> WorkingSession:
        """The session of the address. Raises NotAllowed where the person's office has no part in it."""
        rows = WorkingSession.objects.select_related("lead", "document", "intake", "planned_by").defer(*HEAVY)
        row = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not visible_sessions(staff_of(self.request), on=today()).filter(pk=row.pk).exists():
            raise NotAllowed("work.see")
        return row

    def forget(self) -> None:
        """As it stands now."""
        self.__dict__.pop("session", None)

    def get_page_title(self) -> str:
        """Its number; the subject stands on the page."""
        return _("Session %(number)d") % {"number": self.session.pk}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, sessions, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("work:sessions"), "label": _("Working sessions")}, items[-1]]

    @cached_property
    def holds_it(self) -> bool:
        """Whether the person's office holds it, or the person coordinates."""
        return may(staff_of(self.request), "work.hold_session", office=self.session.lead_id, on=today())

    def steps(self) -> list[str]:
        """What may be done with it as it stands."""
        row = self.session
        if not self.holds_it or row.state == State.CALLED_OFF:
            return []
        if row.state == State.PLANNED:
            return ["agenda", "paper", "ask", "edit", "call_off"]
        waits = row.document_id is None and (row.intake is None or row.intake.state in ("failed", "stopped"))
        return ["conclude", "paper"] if waits else ["paper"]

    def form_of(self, step: str, data: Any = None, files: Any = None) -> forms.Form | None:
        """The form of each step."""
        row = self.session
        if step == "edit":
            leads = reach(staff_of(self.request), "work.hold_session", on=today())
            if data is None:
                return PlanSessionForm.of(row, leads=leads, prefix=step)
            return PlanSessionForm(data, leads=leads, prefix=step)
        if step == "conclude":
            return ConclusionsForm(data, files, initial={"concluded_on": today()}, prefix=step)
        plain: dict[str, type[forms.Form]] = {
            "agenda": AgendaForm, "paper": SessionPaperForm, "ask": OfficesForm, "call_off": ReasonForm,
            "answer": AnswerForm, "held": forms.Form, "remove_item": forms.Form,
        }  # fmt: skip
        return plain[step](data, files, prefix=step) if step in plain else None

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """One step."""
        row, by, on = self.session, staff_of(request), today()
        if step == "answer":
            part = get_object_or_404(row.offices.select_related("office", "session"), pk=_number(request, "part"))
            answer_invitation(part, **asked, by=by, on=on)
            return _("The answer is kept.")
        if step == "held":
            present = [int(n) for n in request.POST.getlist("present") if n.isdecimal()]
            hold_session(row, present, by=by, on=on)
            return _("The session is recorded as held. Enter its conclusions.")
        if step == "conclude":
            return self._conclude(asked, request)
        if step == "call_off":
            call_off_session(row, reason=asked["reason"], by=by, on=on)
            return _("The session is called off; the offices are told.")
        return self._prepare(step, asked, request)

    def _prepare(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        row, by, on = self.session, staff_of(request), today()
        if step == "agenda":
            add_agenda_item(row, **asked, by=by, on=on)
            return _("The agenda has one more point.")
        if step == "remove_item":
            item = get_object_or_404(
                AgendaItem.objects.select_related("session"), session=row, pk=_number(request, "item")
            )
            remove_agenda_item(item, by=by, on=on)
            return _("The point is off the agenda.")
        if step == "paper":
            file = uploaded(asked["file"]) if asked["file"] else None
            add_session_paper(row, title=asked["title"], document=asked["document"], upload=file, by=by, on=on)
            return _("The paper is added.")
        if step == "ask":
            form = self.form_of("ask", request.POST)
            offices = form.chosen() if isinstance(form, OfficesForm) and form.is_valid() else []
            count = ask_to_session(row, offices, by=by, on=on)
            return _("%(n)d more offices are asked.") % {"n": count}
        edit_session(row, SessionFacts(**asked), by=by, on=on)
        return _("The session was changed; the offices are told.")

    def _conclude(self, asked: dict[str, Any], request: HttpRequest) -> str:
        file = uploaded(asked["file"]) if asked["file"] else None
        try:
            intake = conclude_session(
                self.session, Conclusions(**asked | {"file": file}), by=staff_of(request), on=today()
            )
        except ExtractionError as fault:
            raise EvidenceRefused(words_of(fault)) from fault
        if intake is not None and intake.state in Intake.OPEN:
            enqueue(intake)
        return _("The conclusions are in the library and are being read.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agenda, papers, offices; the reading of the conclusions and the duties that came of it."""
        row, by, on, faulty = self.session, staff_of(self.request), today(), kwargs.get("faulty", {})
        own = offices_of(by, "work.answer_invitation", on=on)
        parts = [
            {"part": p, "form": AnswerForm(initial={"answer": p.answer, "people": p.people, "note": p.note}, prefix="answer")
             if row.state == State.PLANNED and p.office_id in own else None}
            for p in row.offices.select_related("office")
        ]  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "session": row, "tone": TONES[row.state], "today": on, "holds_it": self.holds_it, "parts": parts,
            "agenda": row.agenda.select_related("office"), "faulty_answer": faulty.get("answer"), "laid_out": {"answer"},
            "papers": row.papers.select_related("document__source").defer(*HEAVY),
            "may_hold_now": self.holds_it and row.state in (State.PLANNED, State.HELD) and row.held_on <= on,
            "steps": [
                {"key": s, "form": faulty.get(s) or self.form_of(s), "first": at == 0 and s != "paper"}
                for at, s in enumerate(self.steps())
            ],
            "opened": next(iter(faulty), ""), "may_assign": may(by, "work.assign"), **self._came_of_it(),
        }  # fmt: skip

    def _came_of_it(self) -> dict[str, Any]:
        document = self.session.document
        if document is None:
            return {"duties": [], "read": 0}
        duties = register().filter(document=document).annotate(given=has_work()).order_by("position", "pk")
        return {"duties": list(duties), "read": DutyReading.objects.filter(document=document).count()}


def _number(request: HttpRequest, name: str) -> int:
    asked = request.POST.get(name, "")
    return int(asked) if asked.isdecimal() else 0


@require_GET
def session_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper of a session, for those who see the session."""
    by = staff_of(request)
    require(by, "work.see")
    row = get_object_or_404(SessionPaper, pk=pk)
    if not visible_sessions(by, on=today()).filter(pk=row.session_id).exists():
        raise NotAllowed("work.see")
    if not row.file.name:
        raise Http404
    return download(row.file, name=row.file_name, content_type=row.content_type)
