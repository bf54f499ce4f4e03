"""A drawing as a picture of points, for the cards that social networks and messengers show: they take no SVG."""

from __future__ import annotations

import base64
import io
import logging
from typing import Any

from nhipcau.media.rules.ladder import CARD

log = logging.getLogger("nhipcau.media")
QUALITY = 85
_WIDE, _HIGH = CARD
_SHEET = (
    f"<style>@page {{ size: {_WIDE}px {_HIGH}px; margin: 0 }} body {{ margin: 0 }}"
    f" img {{ display: block; width: {_WIDE}px; height: {_HIGH}px; object-fit: cover }}</style>"
    '<img src="data:image/svg+xml;base64,{drawing}">'
)
_PIXELS_A_POINT = 96 / 72


def drawn_card(drawing: bytes) -> bytes | None:
    """A JPEG of 1200 × 630 of a cleaned SVG, its middle filling the card; None where this machine cannot draw it.

    WeasyPrint lays it out (it needs Pango from the system) and pdfium paints it; neither loads anything from elsewhere.
    """
    try:
        import pypdfium2
        from weasyprint import HTML

        sheet = _SHEET.replace("{drawing}", base64.b64encode(drawing).decode())
        paper = HTML(string=sheet, url_fetcher=_only_data()).write_pdf()
        page = pypdfium2.PdfDocument(paper)[0]
        image = page.render(scale=_PIXELS_A_POINT).to_pil().convert("RGB").resize(CARD)
    except (OSError, ValueError):
        log.exception("a drawing could not be made into a card")
        return None
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _only_data() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",))
