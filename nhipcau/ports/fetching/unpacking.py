"""Undoing gzip and deflate with a bound on what comes out: a bomb is given up as soon as it passes it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from nhipcau.ports.fetching.types import FetchError


def gathered(pieces: Iterable[bytes], *, coding: str, most: int) -> bytes:
    """All of ``pieces``, unpacked. Raises FetchError: too_large past ``most`` bytes, broken where they cannot be unpacked."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return _joined(pieces, most)
    if coding in ("gzip", "x-gzip"):
        return _unpacked(pieces, 16 + zlib.MAX_WBITS, most)
    if coding == "deflate":
        return _unpacked(pieces, zlib.MAX_WBITS, most)
    raise FetchError("broken", coding)


def gunzipped(content: bytes, *, most: int) -> bytes:
    """A ``.gz`` file. Raises as ``gathered`` does."""
    return _unpacked([content], 16 + zlib.MAX_WBITS, most)


def _joined(pieces: Iterable[bytes], most: int) -> bytes:
    got = bytearray()
    for piece in pieces:
        got += piece
        if len(got) > most:
            raise FetchError("too_large")
    return bytes(got)


def _unpacked(pieces: Iterable[bytes], window: int, most: int) -> bytes:
    got = bytearray()
    opened = zlib.decompressobj(window)
    first = True
    for piece in pieces:
        waiting = piece
        while waiting:
            try:
                got += opened.decompress(waiting, most + 1 - len(got))
            except zlib.error as fault:
                if not first or window != zlib.MAX_WBITS:
                    raise FetchError("broken") from fault
                opened, window = (
                    zlib.decompressobj(-zlib.MAX_WBITS),
                    -zlib.MAX_WBITS,
                )  # deflate without its wrapping, as some servers send it
                continue
            if len(got) > most:
                raise FetchError("too_large")
            first = False
            waiting = opened.unconsumed_tail
    return bytes(got)
