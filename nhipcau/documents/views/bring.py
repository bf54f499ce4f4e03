"""Bringing documents in: files or pasted text, and where each stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nhipcau.documents.actions import (
    AlreadyHere,
    Refused,
    receive_text,
    receive_upload,
    retry_intake,
    stop_intake,
)
from nhipcau.documents.forms import BringForm
from nhipcau.documents.jobs import enqueue, words_of
from nhipcau.documents.models import Intake
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports.extraction import ExtractionError, Limits, TooLarge


def _intakes(by: Staff) -> list[Intake]:
    """One's own, newest first; a person sees what they brought and how it went."""
    return list(Intake.objects.filter(by=by).select_related("document")[:40])


def _receive(file: UploadedFile[Any], by: Staff) -> Intake:
    """Too large is said before the file is read into memory."""
    if (file.size or 0) > Limits().size:
        raise TooLarge(what=f"{(file.size or 0) // 1_000_000} MB")
    return receive_upload(file.read(), name=file.name or "", by=by)


class Bring(StaffPage):
    """Drop files, choose them, or paste text."""

    permission = "documents.take_in"
    template_name = "documents/bring.html"
    page_title = gettext_lazy("Bring in documents")
    header_icon = "upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The forms and one's own intakes."""
        intakes = _intakes(staff_of(self.request))
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or BringForm(initial={"name": self.request.GET.get("name", "")}),
            "wanted": self.request.GET.get("name", ""),
            "intakes": intakes,
            "working": any(i.state in Intake.OPEN for i in intakes),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take each file; say of each what became of it."""
        me = staff_of(request)
        files = request.FILES.getlist("files")
        for file in files:
            self._take(request, lambda file=file: _receive(file, me), file.name)
        if request.POST.get("text", "").strip():
            form = BringForm(request.POST)
            if form.is_valid():
                asked = form.cleaned_data
                name = asked["name"] or _("pasted text")
                self._take(request, lambda: receive_text(asked["text"], name=name, by=me), name)
        elif not files:
            messages.error(request, _("Choose a file or paste the text first."))
        return redirect("documents:bring")

    def _take(self, request: HttpRequest, receive: Any, name: str | None) -> None:
        try:
            enqueue(receive())
        except AlreadyHere as fault:
            messages.warning(request, f"{name}: {fault}")
        except Refused as fault:
            messages.error(request, str(fault))
        except ExtractionError as fault:
            messages.error(request, f"{name}: {words_of(fault)}")
        else:
            messages.success(request, _("%(name)s was received and is being read.") % {"name": name})


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """The list of one's intakes alone, for the page that asks again."""
    require(staff_of(request), "documents.take_in")
    intakes = _intakes(staff_of(request))
    working = any(i.state in Intake.OPEN for i in intakes)
    return render(request, "documents/parts/intakes.html", {"intakes": intakes, "working": working})


@require_POST
def step(request: HttpRequest, pk: str) -> HttpResponse:
    """Stop or try again."""
    intake = get_object_or_404(Intake, pk=pk, by=staff_of(request))
    if request.POST.get("step") == "stop":
        stop_intake(intake, by=staff_of(request))
    else:
        again = retry_intake(intake, by=staff_of(request))
        if again.state == Intake.State.WAITING:
            enqueue(again)
    return redirect("documents:bring")
