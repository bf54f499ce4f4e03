"""The site's style as a part of each page, and the policy that lets just this one in (ADR 36)."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.templatetags.static import static

from nhipcau.public.rules.policies import policy_in_page
from nhipcau.public.rules.used_style import Sheet, sheet_of, words_of
from nhipcau.public.security import HEAD, POLICY_SIGN, players

SHEET = "public/site.css"
POLICY_PLACE, STYLE_PLACE = "<!-- policy -->", "<!-- style -->"
"""Where a page wants them. The policy first in its head, for it rules what comes after."""
SCRIPTED = {
    ".gallery": frozenset({".lightbox", ".lightbox__bar"}),
    ".map": frozenset({".is-lit"}),
    ".media": frozenset({"iframe", "video"}),
}
"""What scripts add to a page that has the first."""
_ADDRESS = re.compile(r'url\("(?!data:|/)([^"]+)"\)')


def dressed(html: str) -> str:
    """``html`` with its style and policy in the places for them; as it is where it has none."""
    before, policy_place, rest = html.partition(POLICY_PLACE)
    between, style_place, after = rest.partition(STYLE_PLACE)
    if not (policy_place and style_place):
        return html
    words = words_of(html)
    words = words.union(*(more for sign, more in SCRIPTED.items() if sign in words))
    sheet = the_sheet()
    text = _text(sheet, words & sheet.words)
    source = f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    policy = policy_in_page(source, players())
    return f'{before}{POLICY_SIGN} content="{policy}">{between}<style>{text}</style>{after}'


def the_sheet() -> Sheet:
    """The site's style sheet as it lies in the room."""
    found = finders.find(SHEET)
    if not isinstance(found, str):
        raise FileNotFoundError(SHEET)
    return _read(found, Path(found).stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: str, changed: int) -> Sheet:
    return sheet_of(Path(path).read_text("utf-8"))


@lru_cache(maxsize=512)
def _text(sheet: Sheet, words: frozenset[str]) -> str:
    """The rules for ``words``; addresses of files made to hold wherever the page lies."""
    return _ADDRESS.sub(lambda match: f'url("{static("public/" + match[1])}")', sheet.used_by(words))


class StyleMiddleware:
    """Innermost: dresses pages when they are drawn, before anything measures or keeps them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if isinstance(answer, HttpResponse) and POLICY_PLACE.encode() in answer.content[:HEAD]:
            answer.content = dressed(answer.content.decode(answer.charset)).encode(answer.charset)
        return answer
