"""Films that other sites show: which sites, and what a film is called there. Nothing of theirs loads before the click."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from nhipcau.media.rules.faults import BadFile
from nhipcau.ports.messages import noop

UNKNOWN_SITE = noop(
    "Films can be shown from YouTube, Vimeo and Dailymotion. Paste the address of the film's own page there."
)


@dataclass(frozen=True, slots=True)
class Provider:
    """A site whose player may be shown. ``player`` and ``page`` take the film's number; ``origin`` is for the CSP."""

    key: str
    name: str
    hosts: frozenset[str]
    number: re.Pattern[str]
    player: str
    page: str
    origin: str


PROVIDERS = {
    p.key: p
    for p in (
        Provider(
            "youtube", "YouTube",
            frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}),
            re.compile(r"[A-Za-z0-9_-]{11}"), "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
            "https://www.youtube.com/watch?v={}", "https://www.youtube-nocookie.com",
        ),
        Provider(
            "vimeo", "Vimeo", frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"}), re.compile(r"[0-9]{6,12}"),
            "https://player.vimeo.com/video/{}?dnt=1&autoplay=1", "https://vimeo.com/{}", "https://player.vimeo.com",
        ),
        Provider(
            "dailymotion", "Dailymotion", frozenset({"dailymotion.com", "www.dailymotion.com", "dai.ly"}),
            re.compile(r"[a-z0-9]{6,10}"), "https://geo.dailymotion.com/player.html?video={}",
            "https://www.dailymotion.com/video/{}", "https://geo.dailymotion.com",
        ),
    )
}  # fmt: skip


def find_film(address: str) -> tuple[Provider, str]:
    """The site and the film's number there. Raises BadFile for any other address."""
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").lower()
    provider = next((p for p in PROVIDERS.values() if host in p.hosts), None)
    if parts.scheme not in {"http", "https"} or provider is None:
        raise BadFile(UNKNOWN_SITE)
    pieces = [piece for piece in parts.path.split("/") if piece]
    asked = parse_qs(parts.query).get("v", [])
    candidates = [*asked, *reversed(pieces)]
    number = next(
        (c for c in candidates if provider.number.fullmatch(c) and c not in {"embed", "video", "watch"}), None
    )
    if number is None:
        raise BadFile(UNKNOWN_SITE)
    return provider, number
