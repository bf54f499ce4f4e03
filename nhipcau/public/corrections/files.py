"""What programs read: the signed log, single rows, archived documents, figures, ClaimReview, feeds."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from nhipcau.corrections.exports import figures_told, log_file
from nhipcau.corrections.models import LogEntry
from nhipcau.corrections.queries import entries_that_hold, logged, public_cases, public_paper, years
from nhipcau.corrections.rules.claim_review import claim_reviews
from nhipcau.corrections.rules.log import row_file
from nhipcau.corrections.views.case import archived
from nhipcau.newsroom.signing_key import public_keys
from nhipcau.people.permissions import today
from nhipcau.public.chrome import office_name, province_name, with_prefix
from nhipcau.public.corrections.frame import LOG, language_now, shown
from nhipcau.public.machines.addresses import absolute
from nhipcau.public.machines.feeds import xml_of
from nhipcau.public.machines.lists import FORMATS
from nhipcau.public.page_cache import keep
from nhipcau.public.rules.feeds import Channel, Item, json_feed
from nhipcau.public.rules.languages import tag_of

NEWEST = 40


def whole_log(request: HttpRequest) -> HttpResponse:
    """``/dinh-chinh/log.jsonl``: every row, signed and chained, for ``nhipcau verify-log``."""
    answer = HttpResponse(log_file(), content_type="application/x-ndjson; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="dinh-chinh.jsonl"'
    return keep(_open(answer), {"corrections", "keys"})


def row(request: HttpRequest, seq: str) -> HttpResponse:
    """``/dinh-chinh/rows/7.json``: one signed row as a file. 404 where its key is no longer known."""
    found = get_object_or_404(LogEntry, seq=int(seq))
    key = public_keys().get(found.key_id)
    if key is None:
        raise Http404
    answer = JsonResponse(row_file(found.row(), key), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return keep(_open(answer), {"corrections", "keys"})


def paper(request: HttpRequest, sha256: str) -> FileResponse:
    """``/dinh-chinh/documents/SHA``: an archived document that an entry stands on. 404 for what is only at the desk."""
    found = public_paper(sha256)
    if found is None:
        raise Http404
    return archived(found)


def reviews(request: HttpRequest) -> HttpResponse:
    """``/dinh-chinh/claim-review.json``: an export alone; no page of ours bears it."""
    told = claim_reviews(entries_that_hold(), site=absolute("/"))
    answer = JsonResponse(
        told, json_dumps_params={"ensure_ascii": False, "indent": 1}, content_type="application/ld+json"
    )
    return keep(_open(answer), {"corrections"})


def yearly(request: HttpRequest) -> HttpResponse:
    """``/dinh-chinh/figures.json``: the figures of all years, as of this moment."""
    on = today()
    return _open(JsonResponse({"on": on.isoformat(), "years": [figures_told(year, on=on) for year in years()]}))


def feed(request: HttpRequest, form: str) -> HttpResponse:
    """``/dinh-chinh/feed.FORM`` in the language of the address."""
    language = language_now()
    if form not in FORMATS:
        raise Http404
    title = f"{_('Corrections')} – {province_name(language)}"
    channel = Channel(
        title=title, description=_("What we looked into, what the records say, and where we were wrong."), language=tag_of(language),
        home=absolute(with_prefix(LOG, language)), address=absolute(f"{with_prefix(LOG, language)}feed.{form}"), author=office_name(),
    )  # fmt: skip
    items = [_item(shown(entry, language)) for entry in logged(list(public_cases()[:NEWEST]))]
    text = (
        json.dumps(json_feed(channel, items), ensure_ascii=False) if form == "json" else xml_of(channel, items, form)
    )
    answer = HttpResponse(text, content_type=f"{FORMATS[form]}; charset=utf-8")
    return keep(_open(answer), {"corrections", f"lang:{language}"})


def _item(told: dict[str, Any]) -> Item:
    lead = "" if told["is_plain"] else f"{told['kind_name']}. "
    on: datetime = told["on"]
    return Item(
        url=absolute(told["url"]), title=f"{told['verdict']}: {told['title']}", summary=f"{lead}“{told['said'].statement}”", text=told["records"],
        language=told["words_language"], published=on, updated=told["last"], author=told["said"].office, tags=(str(told["verdict"]),),
    )  # fmt: skip


def _open(answer: HttpResponse) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
