"""What a cache of whole pages may keep and hand out. Everything here says no unless it can say why not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

ALLOWED = {"p": re.compile(r"[1-9]\d{0,3}")}
"""Query parameters that name another page, with what they may say. Anything else in a query goes to the program."""
IGNORED = frozenset({"fbclid", "gclid", "igshid", "zarsrc", "mc_cid", "mc_eid"})
"""What other sites hang on our addresses (and ``utm_…``): no page of ours reads them."""
ENCODINGS = ("br", "gzip")
"""Best first."""
ENDINGS = {"br": ".br", "gzip": ".gz", "": ""}
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:]{2,45}\]")
_OURS = re.compile(r"(?:^|/)(?:index\.html|[^/]*\.(?:br|gz))$")
_SEGMENT = 200
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer (status 200). ``bodies``: coding ("" is none) → bytes; ``headers`` without length, coding, tag and date."""

    key: str
    etag: str
    headers: tuple[tuple[str, str], ...]
    bodies: Mapping[str, bytes]
    until: datetime | None = None

    def tag_for(self, coding: str) -> str:
        """The strong entity tag of one coding: other bytes, another tag (RFC 9110, 8.8.3.3)."""
        return f'"{self.etag}-{coding}"' if coding else f'"{self.etag}"'

    @property
    def weight(self) -> int:
        """Bytes in memory, roughly."""
        return sum(len(body) for body in self.bodies.values()) + 500


def etag_of(body: bytes) -> str:
    """By content alone: the same bytes have the same tag on every machine."""
    return hashlib.sha256(body).hexdigest()[:32]


def key_of(host: str, path: str, query: str) -> str | None:
    """The name under which an answer is kept; None where it is never kept. ``host`` may have a port, which counts for nothing."""
    name = hostname_of(host)
    said = query_key(query)
    if name is None or said is None or segments_of(path) is None:
        return None
    return f"{name}{path}{said}"


def hostname_of(host: str) -> str | None:
    """The host without its port in small letters; None for what is no host's name."""
    lowered = host.lower()
    name = lowered if lowered.endswith("]") else lowered.rpartition(":")[0] or lowered
    return name if _HOST.fullmatch(name) and ".." not in name else None


def query_key(query: str) -> str | None:
    """ "" for no query that counts, ``?p=2`` for one that does, None for one that the program has to see."""
    if not query:
        return ""
    pairs = [
        (k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k not in IGNORED and not k.startswith("utm_")
    ]  # fmt: skip
    names = [k for k, _v in pairs]
    if len(set(names)) != len(names) or any(k not in ALLOWED or not ALLOWED[k].fullmatch(v) for k, v in pairs):
        return None
    return "?" + "&".join(f"{k}={v}" for k, v in sorted(pairs)) if pairs else ""


def segments_of(path: str) -> list[str] | None:
    """The parts of the file's path below the host's folder; None for a path that is never kept as a file."""
    if not path.startswith("/") or len(path) > _LONGEST or "//" in path or _OURS.search(path):
        return None
    if any(ord(sign) < 32 or sign in '\\:*?"<>|\x7f' for sign in path):
        return None
    parts = path[1:].split("/")
    if parts[-1] == "":
        parts[-1] = "index.html"
    wrong = (p in {"", ".", ".."} or p.startswith(".") or len(p.encode("utf-8", "replace")) > _SEGMENT for p in parts)
    return None if any(wrong) else parts


def is_for_everyone(method: str, cookies: Iterable[str], personal: Iterable[str], *, has_authorisation: bool) -> bool:
    """Whether who asks may be given what is kept: nobody who has a session or a message waiting."""
    return method in {"GET", "HEAD"} and not has_authorisation and not set(cookies) & set(personal)


def may_keep(status: int, headers: Mapping[str, str], *, has_cookies: bool, is_streaming: bool) -> bool:
    """Whether an answer says the same to everybody. ``headers`` in small letters."""
    if status != 200 or has_cookies or is_streaming or "content-encoding" in headers:
        return False
    cache = headers.get("cache-control", "").lower()
    if "private" in cache or "no-store" in cache or "set-cookie" in headers:
        return False
    varies = {part.strip().lower() for part in headers.get("vary", "").split(",") if part.strip()}
    return varies <= {"accept-encoding", "accept-language"}


def coding_for(accept: str, there: Iterable[str]) -> str:
    """The best coding that is there and that ``accept`` (Accept-Encoding) takes; "" for none. RFC 9110, 12.5.3."""
    if not accept:
        return ""
    wanted: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, _semicolon, rest = part.strip().partition(";")
        wanted[name.strip()] = _quality(rest)
    available = set(there)
    for coding in ENCODINGS:
        if coding in available and wanted.get(coding, wanted.get("*", 0.0)) > 0:
            return coding
    return ""


def _quality(rest: str) -> float:
    said = rest.strip()
    if not said.startswith("q="):
        return 1.0
    try:
        return float(said[2:])
    except ValueError:
        return 0.0


def is_unchanged(known: str, tag: str) -> bool:
    """Whether ``known`` (If-None-Match) names ``tag``; compared weakly, as for GET."""
    if not known:
        return False
    tags = {part.strip().removeprefix("W/") for part in known.split(",")}
    return "*" in tags or tag in tags
