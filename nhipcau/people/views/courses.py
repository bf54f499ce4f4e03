"""Courses: their list, planning one, one with programme, materials, places, attendance, evaluation, certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.actions import (
    FAULTS,
    Attendee,
    CourseFacts,
    LessonFacts,
    add_lesson,
    add_material,
    call_off_course,
    close_course,
    edit_course,
    enrol,
    evaluate,
    leave_course,
    open_course,
    plan_course,
    remove_lesson,
)
from nhipcau.people.models import Course, Enrolment, EvaluationTally, Lesson
from nhipcau.people.permissions import may, offices_of, reach, today
from nhipcau.people.queries import visible_enrolments
from nhipcau.people.rules.training import FEWEST_ANSWERS, means
from nhipcau.people.training_forms import (
    CourseForm,
    EnrolForm,
    EvaluationForm,
    LessonForm,
    MaterialForm,
    ReasonForm,
)
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.people.views.steps import StepsPage, uploaded

State = Course.State
TONES = {"draft": "", "open": "now", "closed": "ok", "called_off": "warn"}


class CourseList(StaffPage):
    """Courses, the latest first; ``?whose=mine`` those one is enrolled in."""

    permission = "people.see"
    template_name = "people/courses.html"
    page_title = gettext_lazy("Courses")
    header_icon = "calendar"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fifty at a time. What is only being planned is shown to those who plan."""
        by = staff_of(self.request)
        may_plan = may(by, "people.train")
        rows = Course.objects.select_related("subject", "organiser")
        if not may_plan:
            rows = rows.exclude(state=State.DRAFT)
        mine = self.request.GET.get("whose") == "mine"
        if mine:
            rows = rows.filter(enrolments__staff=by)
        page = Paginator(rows.order_by("-starts_on", "-pk"), 50).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page": page, "may_plan": may_plan, "is_mine": mine, "query": "&whose=mine" if mine else "",
        }  # fmt: skip


class PlanCoursePage(StaffPage):
    """A new course."""

    permission = "people.train"
    template_name = "people/plan_course.html"
    page_title = gettext_lazy("Plan a course")
    header_icon = "plus"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; one's own office organises."""
        own = sorted(offices_of(staff_of(self.request), "people.train", on=today()))
        first = {"organiser": own[-1] if own else None, "subject": self.request.GET.get("subject")}
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or CourseForm(initial=first)}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Plan it."""
        form = CourseForm(request.POST)
        if form.is_valid():
            try:
                made = plan_course(CourseFacts(**form.cleaned_data), by=staff_of(request))
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The course is planned. Add its programme, then open it for enrolment."))
                return redirect("people:course", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CoursePage(StepsPage):
    """One course, with what the person may do about it now."""

    permission = "people.see"
    template_name = "people/course.html"
    header_icon = "calendar"

    @cached_property
    def course(self) -> Course:
        """The course of the address."""
        rows = Course.objects.select_related("subject", "organiser", "planned_by")
        if not may(staff_of(self.request), "people.train"):
            rows = rows.exclude(state=State.DRAFT)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def forget(self) -> None:
        """As it stands now."""
        self.__dict__.pop("course", None)

    def get_page_title(self) -> str:
        """Its number; the title stands on the page."""
        return _("Course %(number)d") % {"number": self.course.pk}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, courses, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("people:courses"), "label": _("Courses")}, items[-1]]

    @cached_property
    def runs_it(self) -> bool:
        """Whether the person runs courses of this office."""
        return may(staff_of(self.request), "people.train", office=self.course.organiser_id)

    def steps(self) -> list[str]:
        """What may be done with it as it stands."""
        row, on = self.course, today()
        steps = []
        if row.state == State.OPEN and on <= row.enrol_until and may(staff_of(self.request), "people.enrol"):
            steps.append("enrol")
        if not self.runs_it:
            return steps
        if row.state == State.DRAFT:
            return ["lesson", "material", "open", "edit", "call_off"]
        if row.state == State.OPEN:
            closing = ["close"] if on >= row.ends_on else []
            return [*steps, *closing, "lesson", "material", "edit", "call_off"]
        return ["material"] if row.state == State.CLOSED else []

    def form_of(self, step: str, data: Any = None, files: Any = None) -> forms.Form | None:
        """The form of each step."""
        if step == "edit":
            return CourseForm(data, prefix=step) if data is not None else CourseForm.of(self.course, prefix=step)
        if step == "enrol":
            offices = reach(staff_of(self.request), "people.enrol", on=today())
            return EnrolForm(data, offices=offices, prefix=step)
        if step == "lesson":
            return LessonForm(data, initial={"held_on": self.course.starts_on}, prefix=step)
        plain: dict[str, type[forms.Form]] = {
            "material": MaterialForm, "call_off": ReasonForm, "evaluate": EvaluationForm, "open": forms.Form,
            "close": forms.Form, "remove_lesson": forms.Form, "leave": forms.Form,
        }  # fmt: skip
        return plain[step](data, files, prefix=step) if step in plain else None

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """One step."""
        row, by, on = self.course, staff_of(request), today()
        if step == "enrol":
            enrol(row, Attendee(**asked), by=by, on=on)
            return _("The place is taken.")
        if step == "leave":
            leave_course(get_object_or_404(Enrolment, course=row, pk=_number(request, "enrolment")), by=by, on=on)
            return _("The place is free again.")
        if step == "evaluate":
            evaluate(row, asked, by=by, on=on)
            return _("Thank you. Your marks are added to the others; nothing tells whose they were.")
        if step == "close":
            made = close_course(row, by=by, on=on)
            return _("The course is finished; %(n)d certificates are issued.") % {"n": len(made)}
        return self._run(step, asked, request)

    def _run(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        row, by = self.course, staff_of(request)
        if step == "lesson":
            add_lesson(row, LessonFacts(**asked), by=by)
            return _("The lesson is added.")
        if step == "remove_lesson":
            remove_lesson(get_object_or_404(Lesson, course=row, pk=_number(request, "lesson")), by=by)
            return _("The lesson is taken out.")
        if step == "material":
            add_material(row, title=asked["title"], upload=uploaded(asked["file"]), by=by)
            return _("The material is added.")
        if step == "open":
            open_course(row, by=by, on=today())
            return _("Enrolment is open; the focal points are told.")
        if step == "edit":
            edit_course(row, CourseFacts(**asked), by=by)
            return _("The course was changed.")
        call_off_course(row, reason=asked["reason"], by=by)
        return _("The course is called off.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Programme, materials, places, one's own part, and a form for each step."""
        row, by, on, faulty = self.course, staff_of(self.request), today(), kwargs.get("faulty", {})
        seen = visible_enrolments(by, on=on).filter(course=row)
        people = seen.select_related("office", "certificate").annotate(attended=Count("attendances"))
        enrolled = list(people)
        mine = next((e for e in enrolled if e.staff_id == by.pk), None)
        asks = mine is not None and mine.attended and not mine.evaluated and row.state == State.OPEN
        sheet = asks and on >= row.ends_on
        return super().get_context_data(**kwargs) | {
            "course": row, "tone": TONES[row.state], "runs_it": self.runs_it, "today": on, "mine": mine,
            "lessons": list(row.lessons.annotate(there=Count("attendances"))), "materials": list(row.materials.all()),
            "enrolled": enrolled, "free": row.places - row.taken, "fewest": FEWEST_ANSWERS,
            "steps": [
                {"key": s, "form": faulty.get(s) or self.form_of(s), "first": at == 0 and s != "material"}
                for at, s in enumerate(self.steps())
            ],
            "sheet": (faulty.get("evaluate") or self.form_of("evaluate")) if sheet else None,
            "opened": next(iter(faulty), ""), "laid_out": {"evaluate"} if sheet else set(),
            "results": results_of(row) if row.state == State.CLOSED else (),
            "enrolments_of": reach(by, "people.enrol", on=on), "me": by,
        }  # fmt: skip


def results_of(course: Course) -> list[dict[str, Any]]:
    """The means of a finished course by question; empty where fewer than five answered."""
    tallies: dict[str, list[tuple[int, int]]] = {key: [] for key in EvaluationTally.Question.values}
    for tally in course.tallies.all():
        tallies[tally.question].append((tally.mark, tally.count))
    names = dict(EvaluationTally.Question.choices)
    return [{"name": names[s.question], "answers": s.answers, "mean": s.mean} for s in means(tallies)]


def _number(request: HttpRequest, name: str) -> int:
    asked = request.POST.get(name, "")
    return int(asked) if asked.isdecimal() else 0
