"""What stands around every page of the desk: chrome, head, the way to it; and an entry as its template shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nhipcau.corrections.queries import Logged
from nhipcau.corrections.rules.verdicts import EntryKind, Verdict
from nhipcau.public.chrome import chrome_of, languages_for, with_prefix
from nhipcau.public.corrections.words import KINDS, VERDICTS
from nhipcau.public.machines.addresses import absolute
from nhipcau.public.machines.identity import identity_of
from nhipcau.public.machines.meta import meta_for
from nhipcau.public.once import drawn
from nhipcau.public.rules import jsonld
from nhipcau.public.rules.jsonld import Node
from nhipcau.public.rules.languages import alternates
from nhipcau.public.rules.subjects import Crumb, Version

LOG = "/dinh-chinh/"
"""The path without a language's prefix."""


def language_now() -> str:
    """The language of the address."""
    return get_language() or "vi"


def spoken(words: dict[str, dict[str, str]], language: str) -> str:
    """In which language an entry is shown to a reader of ``language``: that, else English, else what exists."""
    return next((code for code in (language, "en", "vi", *words) if code in words), language)


@drawn
def draw(
    request: HttpRequest, template: str, *, title: str, path: str, description: str = "", robots: str = "",
    nodes: list[Node] | None = None, codes: tuple[str, ...] = (), status: int = 200, **context: Any,
) -> TemplateResponse:  # fmt: skip
    """A page of the desk. ``path`` without the language's prefix; ``codes``: languages in which it says the same."""
    language = language_now()
    chrome = chrome_of(None, language, path)
    site = identity_of(language)
    here = absolute(with_prefix(path, language))
    way = [Crumb(site.name, site.home), Crumb(_("Corrections"), absolute(with_prefix(LOG, language)))]
    way += [Crumb(title, here)] if path != LOG else []
    told = [jsonld.organisation(site.publisher), *(nodes or [])]
    if (crumbs := jsonld.breadcrumbs(way)) is not None:
        told.append(crumbs)
    there = [Version(code, absolute(with_prefix(path, code))) for code in (codes or _codes(language))]
    meta = meta_for(
        title=title, description=description, path=with_prefix(path, language), language=language, robots=robots,
        versions=[] if robots else alternates(there), nodes=[] if robots else told,
    )  # fmt: skip
    frame = {
        "page_language": language, "site_chrome": chrome, "meta": meta, "page_title": title,
        "breadcrumbs": [{"title": step.name, "url": step.url} for step in way],
        "log_url": reverse("public:corrections"), "report_url": reverse("public:report"),
    }  # fmt: skip
    return TemplateResponse(request, template, frame | context, status=status)


def _codes(language: str) -> list[str]:
    return [entry["code"] for entry in languages_for(None, language, LOG)]


def entry_path(number: str) -> str:
    """Its path in the language of the address."""
    return reverse("public:correction", args=[number])


def shown(entry: Logged, language: str) -> dict[str, Any]:
    """An entry as the templates show it; ``language`` is the reader's, ``words_language`` that of the desk's words."""
    code = spoken(entry.words, language)
    said, words = entry.holds.said, entry.words.get(code, {})
    return {
        "number": entry.number, "url": entry_path(entry.number), "title": words.get("title", ""), "records": words.get("records", ""),
        "words_language": code, "is_elsewhere": code != language, "languages": entry.languages,
        "verdict": VERDICTS[Verdict(entry.verdict)], "is_ours": entry.verdict == Verdict.WE_WERE_WRONG,
        "kind": entry.kind, "kind_name": KINDS[EntryKind(entry.kind)], "is_withdrawn": entry.kind == EntryKind.WITHDRAWN,
        "item_day": date.fromisoformat(said.item_on) if said.item_on else None, "is_plain": entry.kind == EntryKind.PUBLISHED,
        "said": said, "on": entry.first.at, "last": entry.last.at,
        "rows": [
            {"row": row, "name": KINDS[EntryKind(row.kind)], "verdict": VERDICTS[Verdict(row.said.verdict)],
             "change": row.said.words.get(code, {}).get("change", ""), "file": reverse("machines:correction_row", args=[row.seq])}
            for row in entry.rows
        ],
        "papers": [{"paper": paper, "file": reverse("machines:correction_paper", args=[paper.sha256])} for paper in said.papers],
    }  # fmt: skip
