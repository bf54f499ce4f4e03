"""PDF with a text layer, scans and pictures through Tesseract."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageSequence, UnidentifiedImageError

from nhipcau.ports.extraction.encodings import mend_fonts, vietnamese_share
from nhipcau.ports.extraction.plain import tidy
from nhipcau.ports.extraction.types import (
    Broken,
    Encrypted,
    Extraction,
    ExtractionError,
    Limits,
    OcrMissing,
    OnPage,
    ShouldStop,
    Stopped,
    TooLarge,
    TooSlow,
)

DPI = 300


def read_pdf(content: bytes, *, limits: Limits, on_page: OnPage, should_stop: ShouldStop) -> Extraction:
    """The text layer; page by page through recognition where there is none to speak of."""
    document = _open(content)
    try:
        count = len(document)
        if count > limits.pages:
            raise TooLarge(what=f"{count} > {limits.pages}")
        layers = [_layer(document[at]) for at in range(count)]
        if _has_text(layers, count):
            on_page(count, count)
            text, _fonts = mend_fonts("\n".join(_without_margins(layers)))
            return Extraction(tidy(text, limits), "pdf", "pdf", count)
        pages = []
        for at in range(count):
            if should_stop():
                raise Stopped
            image = document[at].render(scale=DPI / 72, grayscale=True).to_pil()
            pages.append(recognise(image, limits))
            on_page(at + 1, count)
        return Extraction(tidy("\n".join(_without_margins(pages)), limits), "pdf", "ocr", count, ("ocr",))
    except pdfium.PdfiumError as fault:
        raise Broken from fault
    finally:
        document.close()


def _open(content: bytes) -> Any:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as fault:
        kind = Encrypted if "assword" in str(fault) else Broken
        raise kind from fault


def _layer(page: Any) -> str:
    text = page.get_textpage().get_text_range()
    return str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "")


def _has_text(layers: list[str], count: int) -> bool:
    """Enough letters a page, and letters that make words."""
    text = "\n".join(layers)
    letters = sum(c.isalpha() for c in text)
    if letters < 30 * max(count, 1):
        return False
    mended, _fonts = mend_fonts(text)
    return vietnamese_share(mended) > 0.02 or letters > 200 * count


def _without_margins(pages: list[str]) -> list[str]:
    """Page numbers and lines that stand at the edge of most pages are not text."""
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line.strip() for line in page.split("\n") if line.strip()]
        edges.update({*lines[:1], *lines[-1:]})
    repeated = {line for line, n in edges.items() if n > 2 and n > len(pages) * 0.6}
    kept = []
    for page in pages:
        lines = [line for line in page.split("\n") if line.strip() not in repeated]
        while lines and re.fullmatch(r"\s*[-–]?\s*\d{1,4}\s*[-–]?\s*", lines[0] or " 0 x"):
            lines.pop(0)
        while lines and re.fullmatch(
            r"\s*(?:Trang\s*)?[-–]?\s*\d{1,4}\s*(?:/\s*\d+)?\s*[-–]?\s*", lines[-1] or " 0 x"
        ):
            lines.pop()
        kept.append("\n".join(lines))
    return kept


def read_picture(content: bytes, *, limits: Limits, on_page: OnPage, should_stop: ShouldStop) -> Extraction:
    """A scan in a picture file; each frame of a TIFF is a page."""
    Image.MAX_IMAGE_PIXELS = limits.pixels
    try:
        image = Image.open(io.BytesIO(content))
        frames = getattr(image, "n_frames", 1)
        if frames > limits.pages:
            raise TooLarge(what=f"{frames} > {limits.pages}")
        pages = []
        for at, frame in enumerate(ImageSequence.Iterator(image)):
            if should_stop():
                raise Stopped
            pages.append(recognise(frame.convert("L"), limits))
            on_page(at + 1, frames)
    except Image.DecompressionBombError as fault:
        raise TooLarge(what="pixels") from fault
    except ExtractionError:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise Broken from fault
    return Extraction(tidy("\n".join(pages), limits), "picture", "ocr", frames, ("ocr",))


@cache
def ocr_command() -> str | None:
    """Tesseract with Vietnamese, or None."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    listed = subprocess.run([command, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    return command if "vie" in listed.stdout.split() + listed.stderr.split() else None


def recognise(image: Image.Image, limits: Limits) -> str:
    """The text of one page. Raises OcrMissing, TooSlow."""
    command = ocr_command()
    if command is None:
        raise OcrMissing
    if image.width * image.height > limits.pixels:
        raise TooLarge(what="pixels")
    if image.width < 1000:
        image = image.resize((image.width * 2, image.height * 2))
    picture = io.BytesIO()
    image.save(picture, "PNG")
    try:
        done = subprocess.run(  # noqa: S603
            [command, "stdin", "stdout", "-l", "vie", "--psm", "6"],
            input=picture.getvalue(), capture_output=True, timeout=min(180.0, limits.seconds), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise TooSlow from fault
    return done.stdout.decode("utf-8", "replace")
