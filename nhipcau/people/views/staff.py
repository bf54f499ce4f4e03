"""Staff: the list, one person's places, new accounts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.actions import (
    AlreadyThere,
    LastAdministrator,
    add_staff,
    begin_membership,
    close_account,
    end_membership,
    reset_password,
)
from nhipcau.people.actions.staff import new_password
from nhipcau.people.forms import NewPlaceForm, NewStaffForm
from nhipcau.people.models import Membership, Staff
from nhipcau.people.permissions import may, today
from nhipcau.people.views.pages import StaffPage, staff_of


class StaffList(StaffPage):
    """Everyone with their places today; a form for a new account where that is allowed."""

    permission = "people.see"
    template_name = "people/staff_list.html"
    page_title = gettext_lazy("Staff")
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """People with the places they hold today."""
        places = Prefetch("memberships", Membership.objects.on(today()).select_related("office"), to_attr="places")
        return super().get_context_data(**kwargs) | {
            "people": Staff.objects.order_by("-is_active", "full_name", "username").prefetch_related(places),
            "form": kwargs.get("form") or NewStaffForm(),
            "may_manage": may(staff_of(self.request), "people.manage_staff"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make an account with its first place; the password is shown once."""
        form = NewStaffForm(request.POST)
        if form.is_valid():
            asked, by, password = form.cleaned_data, staff_of(request), new_password()
            try:
                staff = add_staff(
                    username=asked["username"], full_name=asked["full_name"], password=password, by=by,
                    email=asked["email"], position=asked["position"],
                )  # fmt: skip
                begin_membership(staff, asked["office"], asked["role"], by=by, since=today())
            except AlreadyThere as fault:
                form.add_error("username", str(fault))
            else:
                messages.success(request, _first_password(staff, password))
                return redirect("people:staff")
        return self.render_to_response(self.get_context_data(form=form))


class StaffMember(StaffPage):
    """One person: places over time, and what an administrator may do about them."""

    permission = "people.see"
    template_name = "people/staff_member.html"
    header_icon = "user"

    def get_page_title(self) -> str:
        """The person's name."""
        return str(self.member)

    @property
    def member(self) -> Staff:
        """The person of the address."""
        return get_object_or_404(Staff, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Places in order of time."""
        return super().get_context_data(**kwargs) | {
            "member": self.member,
            "places": self.member.memberships.select_related("office").order_by("-valid_from", "-pk"),
            "form": kwargs.get("form") or NewPlaceForm(),
            "today": today(),
            "may_manage": may(staff_of(self.request), "people.manage_staff"),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One of: a new place, the end of one, a new password, closing the account."""
        step = request.POST.get("step", "")
        form = NewPlaceForm(request.POST if step == "begin" else None)
        try:
            said = self._do(step, form, request)
        except (AlreadyThere, LastAdministrator) as fault:
            messages.error(request, str(fault))
            return redirect("people:staff_member", pk=pk)
        if said is None:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, said)
        return redirect("people:staff_member", pk=pk)

    def _do(self, step: str, form: NewPlaceForm, request: HttpRequest) -> str | None:
        by, member = staff_of(request), self.member
        if step == "end":
            place = get_object_or_404(Membership, pk=request.POST.get("place"), staff=member)
            end_membership(place, by=by, last_day=today())
            return _("The place ends today.")
        if step == "password":
            return _first_password(member, reset_password(member, by=by))
        if step == "close":
            close_account(member, by=by)
            return _("The account is closed.")
        if step == "begin" and form.is_valid():
            asked = form.cleaned_data
            begin_membership(member, asked["office"], asked["role"], by=by, since=asked["since"] or today())
            return _("The place begins.")
        return None


def _first_password(staff: Staff, password: str) -> str:
    return _("Password of %(name)s, shown only this once: %(password)s") % {
        "name": staff.username,
        "password": password,
    }
