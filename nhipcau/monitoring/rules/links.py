"""One way to write an address, so that the same item met twice is one row; and what may be an address at all."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

LONGEST = 2000
_TRACKS = re.compile(r"^(?:utm_\w+|fbclid|gclid|zarsrc|mc_[ce]id|_ga|igshid|spm|ref_src)$", re.IGNORECASE)


def absolute(link: str, *, base: str = "") -> str:
    """``link`` as an address of the web, seen from ``base``; "" where it is none (mail, script, too long, broken)."""
    try:
        found = urljoin(base, link.strip()) if base else link.strip()
        parts = urlsplit(found)
        _port = parts.port
    except ValueError:
        return ""
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or len(found) > LONGEST
        or re.search(r"[\s<>\"]", found)
    ):
        return ""
    return found


def key_of(url: str) -> str:
    """SHA-256 (hex) of the normal form of ``url``: without scheme, ``www.``, fragment, trackers and a last slash."""
    return hashlib.sha256(normal(url).encode("utf-8", "surrogatepass")).hexdigest()


def normal(url: str) -> str:
    """The normal form: for comparing, not for asking."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".").removeprefix("www.").removeprefix("amp.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    asked = sorted(
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKS.match(name)
    )
    return urlunsplit(("", host + port, parts.path.rstrip("/"), urlencode(asked), ""))


def host_of(url: str) -> str:
    """The site's name, small, without ``www.``; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".").removeprefix("www.")[:255]
    except ValueError:
        return ""
