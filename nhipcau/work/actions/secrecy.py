"""Whether an upload bears a secrecy mark."""

from __future__ import annotations

from nhipcau.work.rules.uploads import Sealed


def bears_secrecy_mark(name: str, sealed: Sealed) -> bool:
    raise NotImplementedError
