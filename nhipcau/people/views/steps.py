"""What pages with steps share: one form for each step, named by ``step``, and a message for each outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.text import get_valid_filename

from nhipcau.people.actions import FAULTS
from nhipcau.people.views.pages import StaffPage
from nhipcau.ports.uploads import Upload

MAX_BYTES = 25 * 1024 * 1024


def uploaded(file: UploadedFile[Any]) -> Upload:
    """The upload's bytes; of one that is too large only as many as show that it is."""
    return Upload(file.name or "", file.read(MAX_BYTES + 1))


def download(file: Any, *, name: str, content_type: str) -> HttpResponse:
    """Stored bytes as a download: never shown inside our own pages."""
    with file.open("rb") as stored:
        answer = HttpResponse(stored.read(), content_type=content_type)
    return as_attachment(answer, name)


def as_attachment(answer: HttpResponse, name: str) -> HttpResponse:
    """With the headers that keep a browser from running what it gets."""
    answer["Content-Disposition"] = f'attachment; filename="{get_valid_filename(name)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@dataclass(frozen=True, slots=True)
class Deed:
    """A step as a form that unfolds: the words on its button, its form, and whether it cannot be taken back."""

    title: str | Promise
    form: type[forms.Form]
    is_final: bool = False


class StepsPage(StaffPage):
    """A page on which steps are taken. A fault puts the form back with its message and keeps what was typed.

    A page whose steps are forms that unfold names them in ``known`` and says in ``open_deeds`` which are offered; one
    that lays its forms out by itself answers ``form_of``.
    """

    known: ClassVar[Mapping[str, Deed]] = {}
    """All deeds there are, where the page has such."""
    faults: ClassVar[tuple[type[Exception], ...]] = FAULTS
    """What a step may raise that a person can mend."""

    def open_deeds(self) -> list[str]:
        """Keys of ``known`` that the person may do as things stand, the most wanted first. The actions ask again."""
        return []

    def form_for(self, key: str, **given: Any) -> forms.Form:
        """The form of a deed, empty or filled with what was sent."""
        return self.known[key].form(prefix=key, **given)

    def form_of(self, step: str, data: Any = None, files: Any = None) -> forms.Form | None:
        """The form of ``step``; None for a step there is none of."""
        return self.form_for(step, data=data, files=files) if step in self.known else None

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """Do it, and answer what to say."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A form for each open deed; the one with a fault is unfolded."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if not self.known:
            return context
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        keys = dict.fromkeys([*faulty, *self.open_deeds()])
        deeds = [{"key": key, "deed": self.known[key], "form": faulty.get(key) or self.form_for(key)} for key in keys]
        return context | {"deeds": deeds, "opened": next(iter(faulty), "")}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """One step, named by ``step``."""
        step = request.POST.get("step", "")
        form = self.form_of(step, request.POST, request.FILES)
        if form is None:
            return redirect(request.path)
        if form.is_valid():
            try:
                messages.success(request, self.take(step, form.cleaned_data, request))
            except self.faults as fault:
                form.add_error(None, str(fault))
            else:
                return redirect(self.after(step))
        self.forget()
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)

    def after(self, step: str) -> str:
        """Where the person goes then: the page again."""
        return self.request.get_full_path()

    def forget(self) -> None:
        """Drop rows that a failed step may have changed in memory."""
