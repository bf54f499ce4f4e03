"""What partners fetch with their key: ninjs and NewsML-G2, one story or a list to follow."""

from __future__ import annotations

import fcntl
import json
import re
import time
from collections.abc import Callable
from functools import wraps
from math import ceil

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from nhipcau.newsroom.actions.partnering import hash_of
from nhipcau.newsroom.models import PartnerKey, StoryPage
from nhipcau.public.machines import lists
from nhipcau.public.machines.addresses import absolute
from nhipcau.public.machines.dispatches import dispatch_of
from nhipcau.public.rules.allowance import Bucket, take
from nhipcau.public.rules.syndication import index, newsml, ninjs

FORMS = {"ninjs": "application/json", "newsml": "application/vnd.iptc.g2.newsitem+xml"}
MOST = 100
_KEY = re.compile(r"Bearer (nc_[A-Za-z0-9_-]{43})")
View = Callable[..., HttpResponse]


def with_key(view: View) -> View:
    """Only with a partner's key in the header ``Authorization: Bearer …``, and not more often than it allows."""

    @wraps(view)
    def door(request: HttpRequest, **asked: str) -> HttpResponse:
        row = partner_of(request)
        if row is None:
            refused = HttpResponse(
                "A partner's key is needed: Authorization: Bearer …\n", status=401, content_type="text/plain"
            )
            refused["WWW-Authenticate"] = 'Bearer realm="partners"'
            return refused
        wait = wait_for(row)
        if wait > 0:
            late = HttpResponse("Too many requests\n", status=429, content_type="text/plain")
            late["Retry-After"] = str(ceil(wait))
            return late
        answer = view(request, **asked)
        answer["Cache-Control"] = "private, no-store"
        return answer

    return door


def partner_of(request: HttpRequest) -> PartnerKey | None:
    """Whose key the request bears; None for none, an unknown or a revoked one."""
    found = _KEY.fullmatch(request.headers.get("Authorization", ""))
    return PartnerKey.objects.filter(key_hash=hash_of(found[1]), revoked_at__isnull=True).first() if found else None


def wait_for(row: PartnerKey) -> float:
    """Seconds until the key may be used again; 0 now, and this use is counted. Counted in a file that all processes share:
    how often a partner asks is nothing to keep."""
    folder = settings.STATE / "allowances"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / str(row.pk)).open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        said = file.read()
        before = Bucket(*json.loads(said)) if said else None
        after, wait = take(before, per_hour=row.per_hour, now=time.time())
        file.seek(0)
        file.truncate()
        file.write(json.dumps([after.left, after.at]))
    return wait


@with_key
def stories(request: HttpRequest, *, language: str, form: str) -> HttpResponse:
    """``/partners/LANGUAGE/FORM/``: the newest stories as a list of addresses."""
    if language not in lists.languages() or form not in FORMS:
        raise Http404
    rows = lists.stories_in(language)[:MOST]
    told = [
        (absolute(f"/partners/story/{s.pk}.{form}"), s.title, s.last_published_at)
        for s in rows
        if s.last_published_at
    ]
    return JsonResponse(index(told, form=form))


@with_key
def story(request: HttpRequest, *, pk: str, form: str) -> HttpResponse:
    """``/partners/story/ID.FORM``. 404 for what is not public."""
    if form not in FORMS:
        raise Http404
    page = get_object_or_404(StoryPage.objects.live().select_related("locale", "office"), pk=int(pk))
    told = dispatch_of(page)
    if form == "ninjs":
        return JsonResponse(ninjs(told), json_dumps_params={"ensure_ascii": False})
    return HttpResponse(newsml(told), content_type=f"{FORMS[form]}; charset=utf-8")
