"""Which kind a file is, by its content and not by its name, and the reader for it."""

from __future__ import annotations

import io
import re
import zipfile

from nhipcau.ports.extraction.office import read_doc, read_docx
from nhipcau.ports.extraction.pages import read_pdf, read_picture
from nhipcau.ports.extraction.plain import read_html, read_text
from nhipcau.ports.extraction.types import (
    EmptyFile,
    Extraction,
    Limits,
    OnPage,
    ShouldStop,
    Stopped,
    TextExtractor,
    TooLarge,
    Unsupported,
)

READERS: dict[str, TextExtractor] = {
    "txt": read_text, "html": read_html, "docx": read_docx, "doc": read_doc, "pdf": read_pdf, "picture": read_picture,
}  # fmt: skip
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_ENDINGS = {"htm": "html", "html": "html", "txt": "txt", "docx": "docx", "doc": "doc", "pdf": "pdf", "png": "picture",
            "jpg": "picture", "jpeg": "picture", "tif": "picture", "tiff": "picture", "webp": "picture"}  # fmt: skip


def sniff(content: bytes) -> str | None:
    """One of the keys of READERS, or None for what cannot be read."""
    head = content[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if head.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return "doc"
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    if re.match(
        rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|\?xml|div|p|table)\b",
        head,
        re.IGNORECASE | re.DOTALL,
    ):
        return "html"
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return "txt" if wide or control <= len(head) * 0.01 else None


def _zipped(content: bytes) -> str | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError):
        return "docx"  # its reader says what is wrong with it
    return "docx" if "word/document.xml" in names else None


def extract(
    content: bytes, *, name: str, limits: Limits | None = None,
    on_page: OnPage = lambda done, total: None, should_stop: ShouldStop = lambda: False,
) -> Extraction:  # fmt: skip
    """The text of a file. Raises one of the ExtractionErrors and nothing else."""
    bounds = limits or Limits()
    if not content.strip():
        raise EmptyFile
    if len(content) > bounds.size:
        raise TooLarge(what=f"{len(content) // 1_000_000} MB")
    if should_stop():
        raise Stopped
    kind = sniff(content)
    if kind is None:
        raise Unsupported
    got = READERS[kind](content, limits=bounds, on_page=on_page, should_stop=should_stop)
    if not any(c.isalnum() for c in got.text):
        raise EmptyFile
    claimed = _ENDINGS.get(name.rpartition(".")[2].lower())
    warnings = got.warnings + (("mislabelled",) if claimed and claimed != kind else ())
    return Extraction(got.text, got.kind, got.method, got.pages, warnings)
