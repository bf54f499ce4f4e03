"""The public log: the list with its search, an entry with its history, the desk's figures by year."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.corrections.models import Case
from nhipcau.corrections.queries import Logged, figures_of, logged, logged_at, public_cases, years
from nhipcau.corrections.rules.verdicts import Verdict
from nhipcau.people.permissions import today
from nhipcau.public.corrections.frame import LOG, draw, entry_path, language_now, shown
from nhipcau.public.corrections.words import VERDICTS
from nhipcau.public.machines.addresses import absolute
from nhipcau.public.machines.identity import identity_of
from nhipcau.public.page_cache import keep
from nhipcau.public.rules import jsonld
from nhipcau.public.rules.subjects import Correction

PER_PAGE = 20
NAMES = dict(settings.LANGUAGES)


def log(request: HttpRequest) -> HttpResponse:
    """``/dinh-chinh/``: entries, the newest row first; ``?q=`` searches all their words."""
    language = language_now()
    asked = request.GET.get("q", "").strip()[:200]
    pages = Paginator(public_cases(asked), PER_PAGE).get_page(request.GET.get("p"))
    entries = [shown(entry, language) for entry in logged(list(pages.object_list))]
    title = _("Corrections") if pages.number == 1 else f"{_('Corrections')} ({pages.number})"
    answer = draw(
        request, "public/corrections/log.html", title=title, path=LOG,
        description=_("What we looked into, what the records say, and where we were wrong."),
        robots="noindex" if asked or pages.number > 1 else "", entries=entries, pages=pages, query=asked, pages_query=f"q={asked}&" if asked else "",
        page_numbers=list(pages.paginator.get_elided_page_range(pages.number, on_each_side=1, on_ends=1)),
        files=_files(), figures_url=reverse("public:corrections_figures"),
    ).render()  # fmt: skip
    return answer if asked else keep(answer, {"corrections", f"lang:{language}"})


def _files() -> list[dict[str, Any]]:
    feed = [(form, reverse("public:corrections_feed", args=[form])) for form in ("atom", "json")]
    return [{"name": "Atom", "url": feed[0][1]}, {"name": "JSON Feed", "url": feed[1][1]},
            {"name": "ClaimReview (JSON-LD)", "url": reverse("machines:claim_reviews")}]  # fmt: skip


def entry(request: HttpRequest, number: str) -> HttpResponse:
    """``/dinh-chinh/vu/2026-0007/``. In a language in which the desk does not write it says so and shows what exists."""
    found = logged_at(number)
    if found is None:
        raise Http404
    language = language_now()
    told = shown(found, language)
    path = f"{LOG}vu/{number}/"
    here = [{"code": code, "name": NAMES.get(code, code), "url": _in(code, path)} for code in found.languages]
    answer = draw(
        request, "public/corrections/entry.html", title=told["title"], path=path, description=told["said"].statement,
        robots="noindex" if told["is_elsewhere"] else "", codes=found.languages, nodes=[_comment(found, told, language)],
        entry=told, story={"available_in": here} if told["is_elsewhere"] else {},
        appeal_url=reverse("public:appeal", args=[number]), page_note=page_note(number),
    ).render()  # fmt: skip
    return keep(answer, {f"correction:{number}", f"lang:{language}"})


def _in(code: str, path: str) -> str:
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def page_note(number: str) -> dict[str, Any] | None:
    """The note that our own page bears, where the entry says that we were wrong."""
    case = Case.objects.filter(number=number, page_step__isnull=False).select_related("page", "page_step").first()
    if case is None or case.page is None or case.page_step is None:
        return None
    return {"title": case.page.title, "url": case.page.url, "text": case.page_step.note, "on": case.page_step.at,
            "language": case.page.locale.language_code}  # fmt: skip


def _comment(found: Logged, told: dict[str, Any], language: str) -> jsonld.Node:
    site = identity_of(language)
    said = told["said"]
    return jsonld.correction(
        Correction(
            text=told["records"], url=absolute(entry_path(found.number)), on=found.last.at, language=told["words_language"],
            item_url=said.item_url, item_title=said.item_title, verdict=str(told["verdict"]),
        ),
        site.publisher,
    )  # fmt: skip


def figures(request: HttpRequest) -> HttpResponse:
    """``/dinh-chinh/so-lieu/``: what the desk received, answered in time, and found, by year."""
    on = today()
    rows = [_figures_row(year, on) for year in years()]
    answer = draw(
        request,
        "public/corrections/figures.html",
        title=_("The desk's figures by year"),
        path=f"{LOG}so-lieu/",
        years=rows,
    ).render()
    midnight = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    return keep(answer, {"corrections", "corrections:figures", f"lang:{language_now()}"}, until=midnight)


def _figures_row(year: int, on: Any) -> dict[str, Any]:
    found = figures_of(year, on=on)
    return {"figures": found, "verdicts": [(VERDICTS[Verdict(verdict)], count) for verdict, count in found.verdicts]}
