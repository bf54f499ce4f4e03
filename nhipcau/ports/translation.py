"""Suggestions of a translating machine. None unless the operator names one; what it says is a suggestion until a person has read it."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit

MOST_LETTERS = 60_000
"""How much is sent for one page at most."""
AT_ONCE = 8_000
"""How many letters go in one request."""
MOST_ANSWERED = 2_000_000
_CODES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


class NoSuggestion(Exception):
    """The machine could not be asked or did not answer as agreed. The message says why, in English, for the log."""


class Translator(Protocol):
    """Suggests a translation for each text."""

    name: str

    def suggest(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """One suggestion a text, in their order. ``texts`` are HTML with inline tags only, kept by the machine.

        ``source`` and ``target`` are our language codes (``vi``, ``zh-hans`` …). Raises NoSuggestion.
        """
        ...


class NoTranslator:
    """What stands where no machine is named."""

    name = ""

    def suggest(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Raises NoSuggestion, always."""
        raise NoSuggestion("no translating machine is configured")


class LibreTranslate:
    """A machine that speaks LibreTranslate's ``POST /translate`` (https://docs.libretranslate.com): q, source, target, format, api_key."""

    name = "LibreTranslate"

    def __init__(self, url: str, key: str = "", *, timeout: float = 20.0) -> None:
        self._url, self._key, self._timeout = url, key, timeout

    def suggest(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """As the protocol says; texts go in batches of at most ``AT_ONCE`` letters."""
        if sum(map(len, texts)) > MOST_LETTERS:
            raise NoSuggestion(f"more than {MOST_LETTERS} letters at once")
        return [said for batch in _batches(texts) for said in self._ask(batch, _code(source), _code(target))]

    def _ask(self, texts: list[str], source: str, target: str) -> list[str]:
        asked = {"q": texts, "source": source, "target": target, "format": "html"}
        if self._key:
            asked["api_key"] = self._key
        try:
            answer = json.loads(self._post(json.dumps(asked).encode()))
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise NoSuggestion(f"{type(fault).__name__}: {fault}") from fault
        said = answer.get("translatedText") if isinstance(answer, dict) else None
        said = [said] if isinstance(said, str) else said
        if not isinstance(said, list) or len(said) != len(texts) or not all(isinstance(one, str) for one in said):
            raise NoSuggestion("the answer does not hold one translation a text")
        return said

    def _post(self, body: bytes) -> bytes:
        parts = urlsplit(self._url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise NoSuggestion("the address of the machine is not an http address")
        if parts.scheme == "https":
            link: http.client.HTTPConnection = http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=self._timeout, context=ssl.create_default_context()
            )
        else:
            link = http.client.HTTPConnection(parts.hostname, parts.port, timeout=self._timeout)
        try:
            path = f"{parts.path.rstrip('/').removesuffix('/translate')}/translate"
            link.request("POST", path, body, {"Content-Type": "application/json", "Accept": "application/json"})
            answer = link.getresponse()
            said = answer.read(MOST_ANSWERED + 1)
        finally:
            link.close()
        if answer.status != http.client.OK:
            raise NoSuggestion(f"the machine answered {answer.status}")
        if len(said) > MOST_ANSWERED:
            raise NoSuggestion("the answer is too long")
        return said


def translator_at(url: str, key: str = "", *, timeout: float = 20.0) -> Translator:
    """The machine at ``url``; for "" the one that suggests nothing."""
    return LibreTranslate(url, key, timeout=timeout) if url else NoTranslator()


def _code(language: str) -> str:
    return _CODES.get(language, language)


def _batches(texts: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = []
    room = 0
    for text in texts:
        if not found or len(text) > room:
            found.append([])
            room = AT_ONCE
        found[-1].append(text)
        room -= len(text)
    return found
