"""The fixed parts of the site: lists, places and map, figures, documents, contact."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from nhipcau.documents.models import Document
from nhipcau.media.queries import Shelf
from nhipcau.newsroom.facts import all_figures
from nhipcau.newsroom.models import Place, SectionPage
from nhipcau.newsroom.publications import publication_shown, publications_shown
from nhipcau.public.cards import cards_of, first_of, live_stories
from nhipcau.public.chrome import contact_of
from nhipcau.public.fronts import place_cards
from nhipcau.public.offices import names_in
from nhipcau.public.pictures import picture_for, pictures_for
from nhipcau.public.province_map import map_for

Drawn = tuple[str, dict[str, Any]]
PER_PAGE, DOCUMENTS_PER_PAGE, MEANWHILE = 12, 30, 4


def _paged(request: HttpRequest, rows: Any, size: int) -> dict[str, Any]:
    pages = Paginator(rows, size).get_page(request.GET.get("p"))
    numbers = list(pages.paginator.get_elided_page_range(pages.number, on_each_side=1, on_ends=1))
    return {"pages": pages, "page_numbers": numbers}


def _listing(form: str) -> Any:
    def draw(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
        rows = live_stories(language)
        paged = _paged(request, rows.filter(form=form) if form else rows, PER_PAGE)
        cards = cards_of(paged["pages"].object_list, language, first=first_of(page))
        return "public/listing.html", paged | {"cards": cards, "meanwhile": [] if cards else _meanwhile(language)}

    return draw


def _meanwhile(language: str) -> list[dict[str, Any]]:
    """What a part of the site that holds nothing yet leads to: the newest stories."""
    return cards_of(live_stories(language)[:MEANWHILE], language)


def _places(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
    return "public/places.html", {"map": map_for(language), "cards": place_cards(language, page.url)}


def _place(request: HttpRequest, page: SectionPage, language: str, key: str) -> Drawn:
    place = Place.objects.filter(key=key).first()
    if place is None:
        raise Http404
    others = [
        {"code": c, "name": n} for c, n in place.names.items() if c in {"vi", "km", "en"} and c != language and n
    ]
    stories = live_stories(language).filter(places=place)
    cards = cards_of(stories[:24], language)
    name = place.name_in(language)
    here = map_for(language, marked=[place])
    return "public/place.html", {
        "place": {"name": name, "kind": place.kind, "other_names": others, "map": here},
        "map": here, "cards": cards, "body": [], "place_title": name,
        "breadcrumbs": [{"title": page.get_parent().title, "url": page.get_parent().url},
                        {"title": page.title, "url": page.url}, {"title": name, "url": ""}],
    }  # fmt: skip


def _facts(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
    groups: dict[str, list[Any]] = {}
    for figure in all_figures(language, offices=names_in(language)):
        groups.setdefault(figure.owner, []).append(figure)
    return "public/facts.html", {"fact_groups": [{"title": owner, "facts": rows} for owner, rows in groups.items()]}


def _documents(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
    paged = _paged(request, public_documents().order_by("-issued_on", "-pk"), DOCUMENTS_PER_PAGE)
    shown = [_document_row(row, f"{page.url}{row.pk}/") for row in paged["pages"].object_list]
    return "public/documents.html", paged | {"documents": shown}


def public_documents() -> QuerySet[Document]:
    """What readers may see of the library: what came with the profile, and what an approved figure stands on. The library is
    the house's own; a document that staff brought in becomes public only by being such a source."""
    shown = Q(intakes__by__isnull=True, intakes__isnull=False) | Q(fact_versions__approved_at__isnull=False)
    return Document.objects.filter(shown).select_related("source").defer("text").distinct()


def _document_row(row: Document, url: str) -> dict[str, Any]:
    return {"title": f"{row}: {row.title}" if row.number else row.title, "number": row.number, "issuer": row.issuer,
            "issued_on": row.issued_on, "url": url}  # fmt: skip


def _document(request: HttpRequest, page: SectionPage, language: str, key: str) -> Drawn:
    row = public_documents().defer(None).filter(pk=int(key)).first() if key.isdigit() else None
    if row is None:
        raise Http404
    said = _document_row(row, "")
    return "public/document.html", {
        "document": said, "lines": [line for line in row.text.splitlines() if line.strip()], "page_title": said["title"],
        "breadcrumbs": [{"title": page.get_parent().title, "url": page.get_parent().url},
                        {"title": page.title, "url": page.url}, {"title": row.number or row.title, "url": ""}],
    }  # fmt: skip


def _contact(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
    return "public/contact.html", {"contact": contact_of(language)}


def _publications(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
    rows = publications_shown(language)
    pictures = pictures_for([row.cover for row in rows], language, "card", Shelf.PUBLIC)
    cards = [
        {"url": f"{page.url}{row.key}/", "title": row.title, "lead": row.subtitle or row.about, "language": row.language,
         "picture": picture, "topic": None, "kind": "", "badge": ""}
        for row, picture in zip(rows, pictures, strict=True)
    ]  # fmt: skip
    return "public/listing.html", {"cards": cards, "meanwhile": [] if cards else _meanwhile(language)}


def _publication(request: HttpRequest, page: SectionPage, language: str, key: str) -> Drawn:
    found = publication_shown(key)
    if found is None or found.language != language:
        raise Http404
    return "public/publication.html", {
        "publication": found, "picture": picture_for(found.cover, language, "card_wide", Shelf.PUBLIC),
        "breadcrumbs": [{"title": page.get_parent().title, "url": page.get_parent().url},
                        {"title": page.title, "url": page.url}, {"title": found.title, "url": ""}],
    }  # fmt: skip


def _name_of_document(key: str) -> str:
    row = public_documents().filter(pk=int(key)).first() if key.isdigit() else None
    return (str(row) if row.number else row.title) if row else ""


def _name_of_publication(key: str) -> str:
    found = publication_shown(key)
    return found.title if found else ""


NAMED: dict[str, Any] = {"document": _name_of_document, "publication": _name_of_publication}
"""Views below a section that have a name of their own: how a machine is told of them."""
SECTIONS: dict[str, Any] = {
    "stories": _listing(""), "photos": _listing("photo"), "films": _listing("film"), "people": _listing("person"),
    "places": _places, "place": _place, "facts": _facts, "documents": _documents, "contact": _contact,
    "about": _contact, "publications": _publications, "publication": _publication, "document": _document,
}  # fmt: skip
