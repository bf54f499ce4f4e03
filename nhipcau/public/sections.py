"""The fixed parts of the site: lists, places and map, figures, documents, contact."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.newsroom.models import Place, SectionPage
from nhipcau.public.cards import cards_of, live_stories
from nhipcau.public.facts import facts_for
from nhipcau.public.fronts import place_cards, shown_facts
from nhipcau.public.province_map import map_for

Drawn = tuple[str, dict[str, Any]]
PER_PAGE, DOCUMENTS_PER_PAGE = 12, 30


def _paged(request: HttpRequest, rows: Any, size: int) -> dict[str, Any]:
    pages = Paginator(rows, size).get_page(request.GET.get("p"))
    numbers = list(pages.paginator.get_elided_page_range(pages.number, on_each_side=1, on_ends=1))
    return {"pages": pages, "page_numbers": numbers}


def _listing(form: str) -> Any:
    def draw(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
        rows = live_stories(language)
        paged = _paged(request, rows.filter(form=form) if form else rows, PER_PAGE)
        return "public/listing.html", paged | {"cards": cards_of(paged["pages"].object_list, language)}

    return draw


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
    shown = facts_for(shown_facts(), language)
    return "public/facts.html", {"fact_groups": [{"title": _("Official figures"), "facts": shown}] if shown else []}


def _documents(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
    rows = Document.objects.filter(stage=Document.Stage.APPROVED).defer("text").order_by("-issued_on", "-pk")
    paged = _paged(request, rows, DOCUMENTS_PER_PAGE)
    shown = [
        {"title": d.title, "number": d.number, "issuer": d.issuer, "issued_on": d.issued_on, "url": ""}
        for d in paged["pages"].object_list
    ]
    return "public/documents.html", paged | {"documents": shown}


def _contact(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
    return "public/contact.html", {"contact": {}}


def _publications(request: HttpRequest, page: SectionPage, language: str) -> Drawn:
    return "public/listing.html", {"cards": []}


SECTIONS: dict[str, Any] = {
    "stories": _listing(""), "photos": _listing("photo"), "films": _listing("film"), "people": _listing("person"),
    "places": _places, "place": _place, "facts": _facts, "documents": _documents, "contact": _contact,
    "about": _contact, "publications": _publications,
}  # fmt: skip
