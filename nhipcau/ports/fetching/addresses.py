"""Which addresses may be connected to. What is checked is what is connected to: a name is resolved once.

Refused: loopback, private, link-local (and with it the metadata services of clouds), shared, reserved, multicast; also where such an
address hides in IPv6 (mapped, 6to4, Teredo, NAT64). RFC 6890, RFC 6052; OWASP's cheat sheet on server-side request forgery.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from nhipcau.ports.fetching.types import FetchError

PORTS = frozenset({80, 443, 8080, 8443})
_NEVER = tuple(
    ip_network(one)
    for one in (
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "100.64.0.0/10",
        "240.0.0.0/4",
        "::/96",
        "fec0::/10",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
    )
)
"""Public by their numbers, and yet not the public web: a cloud's own service, relays, benchmarks, shared and old ranges."""

Found = tuple[int, Any]
"""(address family, socket address)."""
Resolve = Callable[..., Sequence[tuple[Any, ...]]]


class Forbidden(FetchError):
    """The address lies inside a house; nothing was connected to."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("forbidden_address", detail)


def is_public(said: str) -> bool:
    """Whether ``said`` (an IP address, perhaps with a zone) belongs to the public internet."""
    try:
        ip = ip_address(said.partition("%")[0])
    except ValueError:
        return False
    return _is_public(ip)


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return _is_public(ip.ipv4_mapped)
        if ip.sixtofour is not None or ip.teredo is not None:
            return False
    if any(ip in net for net in _NEVER if net.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local)


def parts_of(url: str) -> Url:
    """``url`` in its parts, escaped. Raises FetchError(bad_address) for anything but http and https, and for names and passwords in it."""
    try:
        parts = parse_url(url.strip())
    except (LocationParseError, ValueError, UnicodeError) as fault:
        raise FetchError("bad_address") from fault
    if parts.scheme not in ("http", "https") or not parts.host or parts.auth:
        raise FetchError("bad_address")
    return parts


def checked(parts: Url, *, open_to: frozenset[tuple[str, int]], resolve: Resolve = socket.getaddrinfo) -> list[Found]:
    """Where to connect for ``parts``. ``open_to``: pairs of address and port inside the house that a test allows.

    Raises Forbidden as soon as one of the name's addresses is not public, FetchError(unknown_host) where there is none.
    """
    host = (parts.host or "").strip("[]")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        rows = resolve(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise FetchError("unknown_host", host) from fault
    found: list[Found] = [(row[0], row[4]) for row in rows if row[0] in (socket.AF_INET, socket.AF_INET6)]
    if not found:
        raise FetchError("unknown_host", host)
    for _family, address in found:
        if (address[0], port) in open_to:
            continue
        if not is_public(str(address[0])) or port not in PORTS:
            raise Forbidden(host)
    return found
