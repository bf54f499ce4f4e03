"""How a page of the newsroom looks: its template and all that the template asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.media.queries import Shelf
from nhipcau.newsroom.actions.media import asset_ids_of
from nhipcau.newsroom.models import EditorialPage, HomePage, Place, SectionPage, Step, StoryPage, TopicPage
from nhipcau.public.body import parts_of
from nhipcau.public.cards import cards_of, first_of, stories_of_topic
from nhipcau.public.chrome import chrome_of, elsewhere
from nhipcau.public.fronts import home_context
from nhipcau.public.machines.addresses import path_of
from nhipcau.public.machines.meta import WHOLE, Side, meta_of
from nhipcau.public.machines.shown import assets_to_draw, held_by
from nhipcau.public.once import drawing, drawn
from nhipcau.public.page_cache import keep, tags
from nhipcau.public.pictures import first_picture
from nhipcau.public.sections import NAMED, SECTIONS
from nhipcau.public.stories import corrections_shown, story_context
from nhipcau.public.tree import locale_of, translations_of, way_to

PER_PAGE = 12


def show(request: HttpRequest, page: EditorialPage, *, view: str = "", **facts: Any) -> HttpResponse:
    """The Face of ``ports.faces``: draws ``page``, or another ``view`` of it: preview, tombstone, place, publication."""
    with drawing(), override(locale_of(page).language_code):
        if view == "tombstone":
            return _draw(request, "public/tombstone.html", _frame(page, Shelf.PUBLIC) | _tombstone(page), status=410)
        shelf = Shelf.STAFF if view == "preview" else Shelf.PUBLIC
        context = _frame(page, shelf, _side_of(page, view, request, facts))
        template, more = _template_of(page, view, request, shelf, facts, context["picture"])
        answer = _draw(request, template, context | more)
        return answer if view == "preview" else keep(answer, tags.of_page(page, view=view, **facts))


def _draw(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return TemplateResponse(request, template, context, status=status).render()


def _frame(page: EditorialPage, shelf: Shelf, side: Side = WHOLE) -> dict[str, Any]:
    """What every page of the site has."""
    language = page.locale.language_code
    layout = "hero" if isinstance(page, HomePage) else "body_wide"
    held = held_by(page.pk)
    assets = assets_to_draw([*asset_ids_of(page), *held])
    top = assets.get(page.picture_id) if page.picture_id else None
    told = [assets[pk] for pk in held if pk in assets]
    robots = "" if shelf is Shelf.PUBLIC and page.live else "noindex"
    return {
        "page": page, "page_language": language, "site_chrome": chrome_of(page, language),
        "breadcrumbs": breadcrumbs_of(page), "picture": first_picture(top, language, layout, shelf),
        "body": parts_of(page, shelf, assets), "meta": meta_of(page, robots=robots, side=side, assets=told),
        "page_notes": [] if isinstance(page, StoryPage) else corrections_shown(page),
    }  # fmt: skip


def _side_of(page: EditorialPage, view: str, request: HttpRequest, facts: dict[str, Any]) -> Side:
    """What machines are told the address is of: the page, a place below it, or a further page of its list."""
    key = str(facts.get("key", ""))
    if view == "place" and (place := Place.objects.filter(key=key).first()):
        return Side(below=f"{key}/", name=place.name_in(page.locale.language_code))
    if view in NAMED and (name := NAMED[view](key)):
        return Side(below=f"{key}/", name=name)
    asked = request.GET.get("p", "")
    return Side(below=f"{key}/" if key else "", name=page.title, number=int(asked) if asked.isdecimal() else 1)


def breadcrumbs_of(page: EditorialPage) -> list[dict[str, str]]:
    """From the home page to ``page``; none on a home page."""
    if isinstance(page, HomePage):
        return []
    return [{"title": one.title, "url": path_of(one)} for one in way_to(page)]


def _template_of(
    page: EditorialPage,
    view: str,
    request: HttpRequest,
    shelf: Shelf,
    facts: dict[str, Any],
    picture: dict[str, Any] | None,
) -> tuple[str, dict[str, Any]]:
    language = page.locale.language_code
    if isinstance(page, HomePage):
        return "public/home.html", home_context(page, language, picture)
    if isinstance(page, TopicPage):
        return "public/topic.html", paged(request, stories_of_topic(page, language), language, below=page)
    if isinstance(page, SectionPage):
        draw: Callable[..., tuple[str, dict[str, Any]]] = SECTIONS[view if view in SECTIONS else page.kind]
        return draw(request, page, language, **facts)
    if isinstance(page, StoryPage):
        return story_context(page, language, shelf)
    raise Http404


def paged(request: HttpRequest, stories: Any, language: str, *, below: EditorialPage) -> dict[str, Any]:
    """A page of cards out of ``stories``, as ``?p=`` asks."""
    pages = Paginator(stories, PER_PAGE).get_page(request.GET.get("p"))
    return {
        "cards": cards_of(pages.object_list, language, first=first_of(below)), "pages": pages,
        "page_numbers": list(pages.paginator.get_elided_page_range(pages.number, on_each_side=1, on_ends=1)),
    }  # fmt: skip


def _tombstone(page: EditorialPage) -> dict[str, Any]:
    step = Step.objects.filter(page_id=page.pk, kind="withdrawn").last()
    return {
        "tombstone": {"withdrawn_at": step.at if step else None, "reason": step.note if step else ""},
        "body": [], "picture": None,
    }  # fmt: skip


@drawn
def other_languages(request: HttpRequest, page: EditorialPage, language: str) -> HttpResponse:
    """A page in a language into which it is not translated: says so, and leads to what exists."""
    there = translations_of(page)
    best = there.get("en") or there.get("vi") or next(iter(there.values()))
    chrome = chrome_of(None, language)
    chrome["languages"] = [
        entry | {"url": there[entry["code"]].url if entry["code"] in there else elsewhere(page, entry["code"]),
                 "is_available": entry["code"] in there}
        for entry in chrome["languages"]
    ]  # fmt: skip
    context = {
        "page": best, "page_language": language, "site_chrome": chrome,
        "meta": {"title": best.title, "description": "", "canonical": best.full_url, "alternates": [],
                 "robots": "noindex", "image": "", "json_ld": ""},
        "breadcrumbs": [{"title": chrome["name"], "url": chrome["home_url"]}, {"title": _("Not yet in this language"), "url": ""}],
        "story": {"available_in": [{"code": c, "name": str(p.locale), "url": p.url} for c, p in there.items()]},
        "card": cards_of([best.specific], best.locale.language_code)[0],
    }  # fmt: skip
    return _draw(request, "public/other_languages.html", context)
