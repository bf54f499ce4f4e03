"""Recordings of radio and television: brought, heard in the background, read by a person against the sound, taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.media.views.serving import send
from nhipcau.monitoring.actions import (
    Clipping,
    ClippingRefused,
    NothingSaid,
    NotNow,
    bring_captions,
    bring_recording,
    clock,
    drop_recording,
    resume_hearing,
    stop_hearing,
    use_recording,
    why_not,
    write_transcript,
)
from nhipcau.monitoring.forms import SPOKEN, RecordingForm
from nhipcau.monitoring.jobs import hear
from nhipcau.monitoring.models import Recording
from nhipcau.monitoring.rules.hearing import words_of_captions
from nhipcau.monitoring.words import said_of_hearing
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, require
from nhipcau.people.views.pages import StaffPage, staff_of

SHOWN = 40


def _latest() -> dict[str, Any]:
    rows = list(Recording.objects.select_related("by").defer("words")[:SHOWN])
    return {
        "recordings": [(row, said_of_hearing(row.fault_code), clock(row.seconds)) for row in rows],
        "working": any(row.state in Recording.OPEN for row in rows),
    }


class RecordingList(StaffPage):
    """Bringing one, and where each stands."""

    permission = "monitoring.bring"
    template_name = "monitoring/recordings.html"
    page_title = gettext_lazy("Radio and television")
    header_icon = "media"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the latest recordings."""
        form = kwargs.get("form") or RecordingForm(initial={"stream": "press", "language": "vi"})
        names = dict(SPOKEN)
        hears = [names[code] for code in names if not why_not("wav", code)]
        others = said_of_hearing(why_not("mp3", "vi")) if hears else said_of_hearing("none")
        return super().get_context_data(**kwargs) | _latest() | {"form": form, "hears": hears, "others": others}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the file; the worker hears it."""
        form = RecordingForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                row = self._bring(dict(form.cleaned_data))
            except (ClippingRefused, NothingSaid) as fault:
                form.add_error(None, str(fault))
            else:
                if row.state == Recording.State.WAITING:
                    hear.enqueue(row.pk)
                    messages.success(request, _("The recording is here. It is heard in the background."))
                return redirect("monitoring:recording", pk=row.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _bring(self, asked: dict[str, Any]) -> Recording:
        file, captions, language = asked.pop("file"), asked.pop("captions"), asked.pop("language")
        if captions is not None and not asked["text"].strip():
            asked["text"] = words_of_captions(captions.read(2_000_001).decode("utf-8-sig", "replace"))
            if not asked["text"]:
                raise ClippingRefused(
                    _("There are no captions in the file. WebVTT (.vtt) and SubRip (.srt) are read.")
                )
        said = Clipping(**asked, name=file.name or "")
        return bring_recording(file, said, language=language, by=staff_of(self.request))


def progress(request: HttpRequest) -> HttpResponse:
    """The list alone, for the page that asks every other second."""
    require(staff_of(request), "monitoring.bring")
    return render(request, "monitoring/parts/recordings.html", _latest())


def _heard(row: Recording, me: Staff) -> dict[str, Any]:
    """What the machine heard, and how far it is."""
    pieces = [(clock(one.at), one.at, one.words, one.is_missed) for one in row.pieces.all()]
    return {
        "recording": row, "pieces": pieces, "fault": said_of_hearing(row.fault_code), "length": clock(row.seconds),
        "heard": clock(row.heard_until), "working": row.state in Recording.OPEN, "may_bring": may(me, "monitoring.bring"),
        "may_go_on": row.state in (Recording.State.STOPPED, Recording.State.FAILED, Recording.State.BY_HAND)
        and bool(row.held) and row.heard_until < row.seconds and not why_not(row.extension, row.language),
    }  # fmt: skip


class RecordingPage(StaffPage):
    """One recording: listen, read, correct, take in."""

    permission = "monitoring.see"
    template_name = "monitoring/recording.html"
    header_icon = "media"

    @cached_property
    def recording(self) -> Recording:
        """The recording of the address."""
        return get_object_or_404(Recording.objects.select_related("article", "by"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its title."""
        return str(self.recording)[:90]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, recordings, this one."""
        items = super().get_breadcrumbs_items()
        return [
            *items[:-1], {"url": reverse("monitoring:recordings"), "label": _("Radio and television")}, items[-1],
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it; words that were refused come back."""
        row = self.recording
        return super().get_context_data(**kwargs) | _heard(row, staff_of(self.request)) | {
            "words": kwargs.get("words", row.words), "refused": kwargs.get("refused", ""),
            "is_film": row.extension in ("mp4", "webm"),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """By ``step``: keep, use, captions, stop, go_on, drop."""
        step = request.POST.get("step", "keep")
        try:
            return self._do(step, request, staff_of(request))
        except (NotNow, ClippingRefused) as fault:
            if not Recording.objects.filter(pk=pk).exists():
                messages.error(request, str(fault))
                return redirect("monitoring:recordings")
            words = request.POST.get("words", self.recording.words)
            return self.render_to_response(self.get_context_data(refused=str(fault), words=words), status=422)

    def _do(self, step: str, request: HttpRequest, me: Staff) -> HttpResponse:
        row = self.recording
        if step in ("keep", "use"):
            write_transcript(row, request.POST.get("words", ""), by=me)
            if step == "use":
                article = use_recording(row, by=me)
                messages.success(request, _("The recording is taken in."))
                return redirect("monitoring:article", pk=article.pk)
            messages.success(request, _("The words are kept."))
        elif step == "captions":
            file = request.FILES.get("captions")
            bring_captions(row, file.read(2_000_001) if file else b"", by=me)
        elif step == "stop":
            stop_hearing(row, by=me)
        elif step == "go_on":
            if resume_hearing(row, by=me).state == Recording.State.WAITING:
                hear.enqueue(row.pk)
        elif step == "drop":
            drop_recording(row, by=me)
            messages.success(request, _("The recording is deleted."))
            return redirect("monitoring:recordings")
        else:
            raise Http404
        return redirect("monitoring:recording", pk=row.pk)


def progress_of(request: HttpRequest, pk: int) -> HttpResponse:
    """What was heard so far, for the page that asks every other second."""
    me = staff_of(request)
    require(me, "monitoring.see")
    return render(request, "monitoring/parts/heard.html", _heard(get_object_or_404(Recording, pk=pk), me))


def recording_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sound or film, for those who read its words against it; it can be wound forward."""
    require(staff_of(request), "monitoring.see")
    row = get_object_or_404(Recording.objects.exclude(held=""), pk=pk)
    answer = send(request, Path(row.held.path), f"{row.sha256[:32]}.{row.extension}")
    answer["Cache-Control"] = "private, no-store"
    return answer
