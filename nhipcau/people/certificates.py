"""A certificate as PDF: A4 across, the site's own letters, nothing fetched."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from nhipcau.people.models import Certificate
from nhipcau.ports.days import signed_day

FONTS = ("be-vietnam-pro-400.woff2", "be-vietnam-pro-700.woff2")
DRAWING = "people/certificate.svg"


class CannotPrint(Exception):
    """No PDF can be made here; the message says what to install."""


def certificate_html(certificate: Certificate) -> str:
    """The page that is printed, for certificates always in Vietnamese."""
    hours, minutes = divmod(certificate.minutes, 60)
    return render_to_string(
        "people/certificate.html",
        {"certificate": certificate, "hours": hours, "minutes": minutes, "day": signed_day(certificate.issued_on)},
    )


def certificate_pdf(certificate: Certificate) -> bytes:
    """One page. Raises CannotPrint where the machine lacks Pango."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as fault:
        raise CannotPrint(
            _("PDF needs Pango on this machine. Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0")
        ) from fault
    inside = {name: _static(f"public/fonts/{name}") for name in FONTS} | {"certificate.svg": _static(DRAWING)}

    class Shelf(URLFetcher):
        """Hands out the letters and the drawing, and nothing else."""

        def fetch(self, url: str, headers: object = None) -> object:
            """Raises ValueError for everything else."""
            name = url.removeprefix("paper:/")
            if not inside.get(name):
                raise ValueError(url)
            kind = "image/svg+xml" if name.endswith(".svg") else "font/woff2"
            return URLFetcherResponse(url, body=inside[name], headers={"Content-Type": kind})

    page = HTML(string=certificate_html(certificate), base_url="paper:/", url_fetcher=Shelf())
    return bytes(page.write_pdf())


def _static(name: str) -> bytes:
    place = finders.find(name)
    return Path(place).read_bytes() if isinstance(place, str) else b""
