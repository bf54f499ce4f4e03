"""PDF by WeasyPrint. Its system libraries may be missing on a machine: then the books are made without PDF and staff are told what to install."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nhipcau.newsroom.rules.book import Book, Words, print_css, print_html


class CannotPrint(Exception):
    """No PDF can be made here; the message says what to install."""


def pdf(book: Book, words: Words, *, fonts: list[tuple[str, bytes]], font_css: str, crop: bool) -> bytes:
    """The book as A5 PDF with its fonts inside; with ``crop`` 3 mm bleed and marks. Raises CannotPrint.

    Nothing is fetched: pictures and fonts come from the book, every other address is refused.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as fault:
        raise CannotPrint(
            _(
                "PDF needs Pango on this machine. Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
            )
        ) from fault
    inside = {
        f"images/{image.name}": image.content for image in [*book.images, *([book.cover] if book.cover else [])]
    }
    inside |= {f"fonts/{name}": content for name, content in fonts}

    class Shelf(URLFetcher):
        """Hands out what is in the book."""

        def fetch(self, url: str, headers: object = None) -> object:
            """Raises ValueError for everything else."""
            name = url.removeprefix("book:/")
            if name not in inside:
                raise ValueError(url)
            return URLFetcherResponse(url, body=inside[name], headers={"Content-Type": _type(name)})

    document = HTML(
        string=print_html(book, words, font_css + print_css(crop=crop)), base_url="book:/", url_fetcher=Shelf()
    )
    return bytes(document.write_pdf())


def _type(name: str) -> str:
    return {"jpg": "image/jpeg", "svg": "image/svg+xml", "png": "image/png", "woff2": "font/woff2"}.get(
        name.rpartition(".")[2], ""
    )
