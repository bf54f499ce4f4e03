"""Which bytes of a file were asked for (RFC 9110, section 14): how a film is wound forward."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class Unsatisfiable(ValueError):
    """The range lies outside the file."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """First and last byte, both inside."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.last - self.first + 1


def read_range(header: str, size: int) -> ByteRange | None:
    """The one range asked for; None where the header is not understood or asks for several: then the whole is sent, as
    the RFC allows. Raises Unsatisfiable."""
    found = _ONE.fullmatch(header)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        count = int(found[2])
        if count == 0 or size == 0:
            raise Unsatisfiable
        return ByteRange(max(0, size - count), size - 1)
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return ByteRange(first, last)
