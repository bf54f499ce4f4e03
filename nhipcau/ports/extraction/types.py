"""What comes out of a file, what bounds the work, and what can go wrong.

Messages are English templates marked for translation; the edge translates them and fills in ``params``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from nhipcau.ports.messages import noop

MEGABYTE = 1024 * 1024
OnPage = Callable[[int, int], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one extraction: bytes of the file, pages, seconds, letters of text, pixels of a picture."""

    size: int = 50 * MEGABYTE
    pages: int = 400
    seconds: float = 900.0
    letters: int = 5_000_000
    pixels: int = 120_000_000


@dataclass(frozen=True, slots=True)
class Extraction:
    """Text in NFC with line feeds. ``method``: text, html, docx, pdf, ocr or doc."""

    text: str
    kind: str
    method: str
    pages: int | None = None
    warnings: tuple[str, ...] = field(default=())


class TextExtractor(Protocol):
    """Takes the text out of one kind of file. Raises ExtractionError."""

    def __call__(self, content: bytes, *, limits: Limits, on_page: OnPage, should_stop: ShouldStop) -> Extraction: ...


class ExtractionError(Exception):
    """Why no text came out. ``code`` is stable, ``message`` says what a person can do."""

    code = "broken"
    message = noop("The file could not be read. Open it, save it anew and bring it again.")

    def __init__(self, **params: object) -> None:
        super().__init__(self.message)
        self.params = params


class EmptyFile(ExtractionError):
    """No bytes, or no letters."""

    code = "empty"
    message = noop("There is no text in the file. Check that it is the right one.")


class Encrypted(ExtractionError):
    """Asks for a password."""

    code = "encrypted"
    message = noop("The file is locked with a password. Save a copy without one and bring that.")


class Broken(ExtractionError):
    """Damaged or cut off."""


class TooLarge(ExtractionError):
    """Over a bound of size, pages or pixels."""

    code = "too_large"
    message = noop("The file is too large (%(what)s). Split it and bring the parts.")


class TooSlow(ExtractionError):
    """Over the bound of time."""

    code = "too_slow"
    message = noop("Reading took too long and was ended. Split the file or bring a copy with a text layer.")


class Unsupported(ExtractionError):
    """None of the kinds that can be read."""

    code = "unsupported"
    message = noop("This kind of file cannot be read. Bring .txt, .html, .docx, .pdf, .doc or a picture.")


class OcrMissing(ExtractionError):
    """Tesseract or its Vietnamese is not installed."""

    code = "ocr_missing"
    message = noop(
        "This is a scan, and text recognition is not installed on the server. Install it (Debian: apt install"
        " tesseract-ocr tesseract-ocr-vie; macOS: brew install tesseract tesseract-lang), then press “Try again”."
        " The file is kept."
    )


class LibreOfficeMissing(ExtractionError):
    """An old .doc without LibreOffice."""

    code = "libreoffice_missing"
    message = noop(
        "Old .doc files need LibreOffice on the server (Debian: apt install libreoffice-writer). Install it and press"
        " “Try again”, or save the file as .docx. The file is kept."
    )


class Stopped(ExtractionError):
    """A person stopped it."""

    code = "stopped"
    message = noop("Reading was stopped.")


FAULTS: dict[str, type[ExtractionError]] = {
    fault.code: fault
    for fault in (EmptyFile, Encrypted, Broken, TooLarge, TooSlow, Unsupported, OcrMissing, LibreOfficeMissing, Stopped)
}  # fmt: skip
