"""Voice search over HTTP: a recording in, words out. Public, without cookies; nothing is stored."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from nhipcau.ports.speech import LARGEST, SECONDS, SpeechFault
from nhipcau.search.hearing import hear, recogniser, wake
from nhipcau.search.pace import may_speak
from nhipcau.search.voice_words import TROUBLES, sentences

KINDS = {"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"}


# No cookie is read and nothing is changed, so there is no one to forge a request for. What other sites could do is spend our time:
# a body of type audio/wav makes browsers ask first (CORS preflight, never granted), and the origin is looked at besides.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Voice(View):
    """``POST``: the body is a WAV file (16-bit, mono, 16 kHz, ≤ 10 s), ``?language=vi`` the language spoken.

    Answers ``{text, alternatives, language, seconds}``, or ``{error, message}`` with 403, 413, 415, 422, 429 or 503.
    """

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Refuse early what need not be read."""
        if not _is_from_here(request):
            return _trouble("origin")
        if request.content_type not in KINDS:
            return _trouble("format")
        length = str(request.META.get("CONTENT_LENGTH") or "")
        if not length.isdecimal():
            return _trouble("format")
        if int(length) > LARGEST:
            return _trouble("too_long")
        if not may_speak(request):
            return _trouble("pace")
        try:
            heard = hear(request.read(LARGEST + 1), language=request.GET.get("language", "vi")[:8])
        except SpeechFault as fault:
            return _trouble(fault.code)
        except OSError:  # the visitor hung up
            return _trouble("format")
        return JsonResponse(
            {"text": heard.text, "alternatives": heard.alternatives, "language": heard.language,
             "seconds": round(heard.seconds, 2)},
            json_dumps_params={"ensure_ascii": False},
        )  # fmt: skip


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class VoiceWake(View):
    """``POST`` without a body: somebody has tapped the microphone, so the model loads while they speak. Answers 204, or 403."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """One process however many ask."""
        if not _is_from_here(request):
            return _trouble("origin")
        wake()
        return HttpResponse(status=204)


class VoiceState(View):
    """``GET``: ``{languages, seconds, bytes}``: what the server hears and what it takes."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Starts nothing."""
        answer = JsonResponse({"languages": recogniser().languages, "seconds": SECONDS, "bytes": LARGEST})
        answer["Cache-Control"] = "public, max-age=60"
        return answer


class VoiceWords(View):
    """``GET``: what a box says in a language of the site, {code: sentence}; 404 for any other."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, language: str) -> HttpResponse:
        """The same for everybody."""
        if language not in dict(settings.LANGUAGES):
            raise Http404
        with override(language):
            answer = JsonResponse(sentences(), json_dumps_params={"ensure_ascii": False})
        answer["Cache-Control"] = "public, max-age=3600"
        return answer


def _is_from_here(request: HttpRequest) -> bool:
    """Programs that send no such headers are let through: they forge for nobody."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def _trouble(code: str) -> HttpResponse:
    trouble = TROUBLES.get(code, TROUBLES["broken"])
    answer = JsonResponse(
        {"error": code, "message": str(trouble.message)}, status=trouble.status,
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
    if trouble.again_in is not None:
        answer["Retry-After"] = str(trouble.again_in)
    return answer
