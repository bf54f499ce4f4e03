"""The code of a lesson, the page it leads to, the organiser's list; materials and certificates as files."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nhipcau.people.actions import FAULTS, attend_by_code, keep_attendance_list
from nhipcau.people.attendance_codes import LIVES, StaleCode, code_for, lesson_of
from nhipcau.people.certificates import CannotPrint, certificate_pdf
from nhipcau.people.models import Certificate, CourseMaterial, Enrolment, Lesson
from nhipcau.people.permissions import NotAllowed, may, reach, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.people.views.steps import as_attachment, download


def picture_of(address: str) -> SafeString:
    """``address`` as a QR code in SVG, without styles."""
    code = segno.make(address, error="m", boost_error=False)
    return SafeString(code.svg_inline(scale=8, border=3, dark="#000", light="#fff", omitsize=True, svgclass="nc-qr"))


class LessonPage(StaffPage):
    """A lesson for its organiser: the code that the room scans, and the list."""

    permission = "people.train"
    template_name = "people/lesson.html"
    header_icon = "calendar"

    @cached_property
    def lesson(self) -> Lesson:
        """The lesson of the address. Raises NotAllowed where another office organises."""
        row = get_object_or_404(Lesson.objects.select_related("course"), pk=self.kwargs["pk"])
        require(staff_of(self.request), "people.train", office=row.course.organiser_id)
        return row

    def get_page_title(self) -> str:
        """Its number; what it is about stands on the page."""
        return _("Attendance")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, courses, the course, this lesson."""
        items, course = super().get_breadcrumbs_items(), self.lesson.course
        between = [
            {"url": reverse("people:courses"), "label": _("Courses")},
            {"url": reverse("people:course", args=[course.pk]), "label": course.title},
        ]
        return [*items[:-1], *between, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everyone enrolled with whether they were there."""
        row, on = self.lesson, today()
        how = {a.enrolment_id: a for a in row.attendances.all()}
        people = row.course.enrolments.select_related("office")
        return super().get_context_data(**kwargs) | {
            "lesson": row, "course": row.course, "today": on, "there": len(how),
            "rows": [{"enrolment": e, "attendance": how.get(e.pk)} for e in people],
            "is_open": row.course.state == row.course.State.OPEN and row.held_on == on,
            "may_list": row.course.state == row.course.State.OPEN and row.held_on <= on,
            "minutes": LIVES // 60, "fault": kwargs.get("fault", ""),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the list."""
        present = [int(n) for n in request.POST.getlist("present") if n.isdecimal()]
        try:
            count = keep_attendance_list(self.lesson, present, by=staff_of(request), on=today())
        except FAULTS as fault:
            return self.render_to_response(self.get_context_data(fault=str(fault)), status=422)
        messages.success(request, _("The list is kept: %(n)d attended.") % {"n": count})
        return redirect("people:lesson", pk=pk)


@require_GET
def lesson_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code as it is now; the lesson's page asks for it anew each minute."""
    row = get_object_or_404(Lesson.objects.select_related("course"), pk=pk)
    require(staff_of(request), "people.train", office=row.course.organiser_id)
    address = request.build_absolute_uri(reverse("people:attend", args=[code_for(row.pk)]))
    shown = {"code": picture_of(address), "address": address, "lesson": row, "there": row.attendances.count()}
    answer = render(request, "people/parts/code.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


class AttendPage(StaffPage):
    """Where the code leads: one says that one is here. Looking at the page changes nothing."""

    permission = "people.attend"
    template_name = "people/attend.html"
    page_title = gettext_lazy("I am here")
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lesson of the code, or that it is too old."""
        try:
            lesson = Lesson.objects.select_related("course").filter(pk=lesson_of(self.kwargs["code"])).first()
        except StaleCode:
            lesson = None
        me = staff_of(self.request)
        there = lesson is not None and lesson.attendances.filter(enrolment__staff=me).exists()
        return super().get_context_data(**kwargs) | {
            "lesson": lesson, "there": there, "fault": kwargs.get("fault", ""), "me": me,
        }  # fmt: skip

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Mark it."""
        try:
            attend_by_code(code, by=staff_of(request), on=today())
        except FAULTS as fault:
            return self.render_to_response(self.get_context_data(fault=str(fault)), status=422)
        messages.success(request, _("Your attendance is marked."))
        return redirect("people:attend", code=code)


@require_GET
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """A material: for those enrolled, for the offices that may enrol, and for the organiser."""
    by = staff_of(request)
    require(by, "people.see")
    row = get_object_or_404(CourseMaterial.objects.select_related("course"), pk=pk)
    enrolled = Enrolment.objects.filter(course=row.course, staff=by).exists()
    if not enrolled and not may(by, "people.enrol"):
        raise NotAllowed("people.enrol")
    return download(row.file, name=row.file_name, content_type=row.content_type)


@require_GET
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate: for the person, their office's focal point, and those who run courses."""
    by = staff_of(request)
    require(by, "people.see")
    offices = reach(by, "people.enrol", on=today())
    rows = Certificate.objects.select_related("enrolment")
    row = get_object_or_404(rows, pk=pk)
    own = Q(enrolment__staff=by)
    if offices is not None and not rows.filter(own | Q(enrolment__office_id__in=offices), pk=pk).exists():
        raise NotAllowed("people.enrol")
    try:
        content = certificate_pdf(row)
    except CannotPrint as fault:
        messages.error(request, str(fault))
        return redirect("people:course", pk=row.enrolment.course_id)
    name = f"chung-nhan-{row.number.replace('/', '-')}.pdf"
    return as_attachment(HttpResponse(content, content_type="application/pdf"), name)
