"""Handing out files: public ones to everyone, for ever; private ones to staff, never kept by a cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from django.utils.text import get_valid_filename
from django.views import View

from nhipcau.media import shelf
from nhipcau.media.models import Asset, Rendition
from nhipcau.media.rules.ranges import ByteRange, Unsatisfiable, read_range
from nhipcau.people.permissions import require
from nhipcau.people.views.pages import staff_of

_PIECE = 256 * 1024
FOR_EVER = "public, max-age=31536000, immutable"
NEVER = "private, no-store"
CSP = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A file opened on its own may run nothing and load nothing; drawings may keep their own colours."""


class PublicFile(View):
    """``/media/p/<name>``: reads only what lies in the public folder under a name of ours."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """The file or a part of it. 404 for every other name."""
        if not shelf.NAME.fullmatch(name):
            raise Http404
        answer = _packed(request, shelf.public_file(name), name) or send(request, shelf.public_file(name), name)
        answer["Cache-Control"] = FOR_EVER
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer


class StaffFile(View):
    """A rendition for a preview: the same bytes as in public, for those who may see the library."""

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """404 for what is no rendition."""
        require(staff_of(request), "media.see")
        if not Rendition.objects.filter(name=name).exists():
            raise Http404
        answer = send(request, shelf.private_file(name), name)
        answer["Cache-Control"] = "private, max-age=3600"
        return answer


class OriginalFile(View):
    """The original with all that is in it, as a download, for those who may edit the asset."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Never shown inside our own pages."""
        asset = get_object_or_404(Asset, pk=pk)
        require(staff_of(request), "media.edit", office=asset.office_id)
        return _download(asset.original, asset.file_name)


class ProofFile(View):
    """The proof of the right, as a download, for those who may edit the asset."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """404 where there is none."""
        asset = get_object_or_404(Asset, pk=pk)
        require(staff_of(request), "media.edit", office=asset.office_id)
        return _download(asset.proof_file, "")


def _download(file: object, name: str) -> HttpResponseBase:
    stored = getattr(file, "name", "")
    if not stored:
        raise Http404
    shown = get_valid_filename(name or stored.rpartition("/")[2])
    try:
        opened = file.open("rb")  # type: ignore[attr-defined]
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(opened, as_attachment=True, filename=shown, content_type="application/octet-stream")
    answer["Cache-Control"] = NEVER
    _harden(answer)
    return answer


PAPER_CSP = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""Browsers do not open their PDF viewer in a sandbox; the viewer itself runs nothing of the page."""


def send(request: HttpRequest, path: Path, name: str, *, coding: str = "") -> HttpResponseBase:
    """``path`` with its type and safe headers: 200, 206 for one range, 304 for who has it, 416. ``coding`` names how it is packed.
    Raises Http404."""
    try:
        size = path.stat().st_size
    except OSError:
        raise Http404 from None
    tag = f'"{name.partition(".")[0]}{coding and f"-{coding}"}"'
    answer = _unchanged(request, tag) or _whole_or_part(request, path, size, tag)
    answer["ETag"] = tag
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Type"] = shelf.CONTENT_TYPES[name.rpartition(".")[2]]
    _harden(answer)
    if name.endswith(".pdf"):
        answer["Content-Security-Policy"] = PAPER_CSP
    return answer


def _packed(request: HttpRequest, path: Path, name: str) -> HttpResponseBase | None:
    """The packed file for those who take it whole; None where there is none or a part is asked for."""
    taken = {part.partition(";")[0].strip() for part in request.headers.get("Accept-Encoding", "").split(",")}
    coding = next((c for c, end in shelf.PACKED.items() if c in taken and Path(f"{path}{end}").is_file()), None)
    if coding is None or "Range" in request.headers:
        return None
    answer = send(request, Path(f"{path}{shelf.PACKED[coding]}"), name, coding=coding)
    answer["Content-Encoding"] = coding
    answer["Vary"] = "Accept-Encoding"
    del answer["Accept-Ranges"]
    return answer


def _harden(answer: HttpResponseBase) -> None:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = CSP


def _unchanged(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return HttpResponse(status=304) if known and (tag in known or known == ["*"]) else None


def _whole_or_part(request: HttpRequest, path: Path, size: int, tag: str) -> HttpResponseBase:
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag or request.method == "HEAD":
        asked = ""
    try:
        part = read_range(asked, size) if asked else None
    except Unsatisfiable:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    if request.method == "HEAD":
        answer: HttpResponseBase = HttpResponse()
        answer["Content-Length"] = str(size)
        return answer
    file = path.open("rb")
    if part is None:
        return FileResponse(file)
    answer = StreamingHttpResponse(_pieces(file, part), status=206)
    answer["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    answer["Content-Length"] = str(part.length)
    return answer


def _pieces(file: BinaryIO, part: ByteRange) -> Iterator[bytes]:
    with file:
        file.seek(part.first)
        left = part.length
        while left > 0 and (piece := file.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece
