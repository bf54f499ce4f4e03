"""What leaves as a file: the consolidated workbook, the paper, the decision."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_GET

from nhipcau.people.permissions import NotAllowed, reach, require, today
from nhipcau.people.views.pages import staff_of
from nhipcau.planning.gathering import gather
from nhipcau.planning.models import Amendment, PlanRound
from nhipcau.planning.rules.consolidation import from_values
from nhipcau.planning.writing import paper_of, workbook_of
from nhipcau.ports.papers import DOCX, XLSX, write_docx


def _round_for(request: HttpRequest, year: int) -> PlanRound:
    """Whole-province files are for those who see every office's plan."""
    me = staff_of(request)
    require(me, "planning.see")
    if reach(me, "planning.see", on=today()) is not None:
        raise NotAllowed("planning.see")
    return get_object_or_404(PlanRound.objects.select_related("office__parent"), year=year)


@require_GET
def download(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The plan as it stands (``?as=approved``: as it was approved)."""
    round_ = _round_for(request, year)
    frozen = round_.frozen if request.GET.get("as") == "approved" else None
    lines = gather(round_, on=today()) if frozen is None else from_values(frozen)
    content = workbook_of(round_, lines) if kind == "xlsx" else write_docx(paper_of(round_, lines))
    return attachment(content, f"ke-hoach-ttdn-{year}.{kind}", XLSX if kind == "xlsx" else DOCX)


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Bytes as a download."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
def decision(request: HttpRequest, year: int) -> FileResponse:
    """The decision that approved the plan."""
    require(staff_of(request), "planning.see")
    return _decision_of(get_object_or_404(PlanRound.objects.defer("frozen"), year=year))


@require_GET
def amendment_decision(request: HttpRequest, year: int, number: int) -> FileResponse:
    """The decision by which an approved year was amended."""
    require(staff_of(request), "planning.see")
    return _decision_of(get_object_or_404(Amendment, round__year=year, number=number))


def _decision_of(row: PlanRound | Amendment) -> FileResponse:
    """The file as it was stored. Raises Http404 where there is none."""
    if not row.decision_file.name:
        raise Http404
    name = get_valid_filename(row.decision_name or "quyet-dinh")
    answer = FileResponse(row.decision_file.open("rb"), as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
