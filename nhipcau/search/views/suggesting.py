"""What a box shows while somebody types: a few lines of JSON."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language, override
from django.views import View

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.views.pages import staff_of
from nhipcau.search.addressing import text_of
from nhipcau.search.asking import KINDS, suggest
from nhipcau.search.pace import may_type

MOST = 8


class PublicSuggestions(View):
    """``GET ?q=&language=vi``: ``{"suggestions": [{"text", "kind", "url"}]}``. The same for everybody; sets and reads no cookie."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> JsonResponse:
        """429 for whoever asks without end."""
        if not may_type(request):
            late = JsonResponse({"suggestions": []}, status=429)
            late["Retry-After"] = "60"
            return late
        asked = request.GET.get("language", "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with override(language):
            answer = _lines(text_of(request.GET), by=None, language=language)
        answer["Cache-Control"] = "public, max-age=60"
        answer["X-Robots-Tag"] = "noindex"
        return answer


class OpenSearchSuggestions(View):
    """The same as browsers ask for it: ``[words, [texts], [kinds], [addresses]]`` (OpenSearch Suggestions 1.1)."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> JsonResponse:
        """As ``PublicSuggestions``, with whole addresses."""
        answer = PublicSuggestions().get(request)
        rows = json.loads(answer.content)["suggestions"]
        said = [text_of(request.GET), [row["text"] for row in rows], [row["kind"] for row in rows],
                [request.build_absolute_uri(row["url"]) if row["url"] else "" for row in rows]]  # fmt: skip
        answer.content = json.dumps(said, ensure_ascii=False).encode()
        answer["Content-Type"] = "application/x-suggestions+json"
        return answer


class StaffSuggestions(View):
    """The same for a member of staff: whatever they may see. ``kind`` (any number) narrows to what the box's list shows."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> JsonResponse:
        """Wagtail's door has turned strangers away. Raises NotAllowed for who has no place in any office."""
        me = staff_of(request)
        require(me, "search.see")
        kinds = tuple(kind for kind in request.GET.getlist("kind")[: len(KINDS)] if kind in KINDS)
        answer = _lines(text_of(request.GET), by=me, language=get_language() or settings.LANGUAGE_CODE, kinds=kinds)
        answer["Cache-Control"] = "private, no-store"
        return answer


def _lines(text: str, *, by: Staff | None, language: str, kinds: tuple[str, ...] = ()) -> JsonResponse:
    found = suggest(text, by=by, language=language, limit=MOST, kinds=kinds) if text else ()
    rows = [{"text": one.text, "kind": str(KINDS.get(one.kind, "")), "url": one.url} for one in found]
    return JsonResponse({"suggestions": rows}, json_dumps_params={"ensure_ascii": False})
