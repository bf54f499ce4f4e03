"""Pages on which something is done by forms that unfold: one form a deed, each ending in one action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from nhipcau.media.actions import MediaRefused, NotPublishable
from nhipcau.newsroom.faults import NotNow
from nhipcau.people.views.pages import StaffPage
from nhipcau.work.actions import EvidenceRefused


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done on a page: the words on its button, its form, and whether it cannot be taken back."""

    title: str | Promise
    form: type[forms.Form]
    is_final: bool = False


class DeedPage(StaffPage):
    """A page with deeds. ``known`` are all there are; ``open_deeds`` those that the person may do as things stand."""

    known: ClassVar[Mapping[str, Deed]] = {}
    faults: ClassVar[tuple[type[Exception], ...]] = (NotNow, MediaRefused, NotPublishable, EvidenceRefused)

    def open_deeds(self) -> list[str]:
        """Keys of ``known``, the most wanted first. The actions ask again."""
        raise NotImplementedError

    def perform(self, key: str, asked: dict[str, Any]) -> str:
        """Do it; answers what is said afterwards."""
        raise NotImplementedError

    def form_for(self, key: str, **given: Any) -> forms.Form:
        """The form of a deed, empty or filled with what was sent."""
        return self.known[key].form(prefix=key, **given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A form for each open deed; the one with a fault is unfolded."""
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        keys = list(dict.fromkeys([*faulty, *self.open_deeds()]))
        return super().get_context_data(**kwargs) | {
            "deeds": [
                {"key": key, "deed": self.known[key], "form": faulty.get(key) or self.form_for(key)} for key in keys
            ],
            "opened": next(iter(faulty), ""),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """One deed, named by ``deed``."""
        key = request.POST.get("deed", "")
        if key not in self.known:
            return redirect(request.path)
        form = self.form_for(key, data=request.POST, files=request.FILES)
        if form.is_valid():
            try:
                said = self.perform(key, form.cleaned_data)
            except self.faults as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, said)
                return redirect(self.after(key))
        return self.render_to_response(self.get_context_data(faulty={key: form}), status=422)

    def after(self, key: str) -> str:
        """Where the person goes then: the page again."""
        return self.request.path
