"""How a low room has an upload checked by the check that a higher room owns.

The room that knows what may be stored installs its gate when the app starts; rooms below it ask here. Without a gate
nothing is stored: a missing check is a refusal, never a pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from nhipcau.ports.messages import noop


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name on the sender's machine and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """What will be stored: a name that is safe, the bytes (pictures made anew), their type and SHA-256 (hex)."""

    name: str
    content: bytes
    content_type: str
    sha256: str


class UploadRefused(Exception):
    """The file or the words are not taken; ``args[0]`` says what to do, as text or as a message id.

    ``marked`` is true where a secrecy mark was found.
    """

    def __init__(self, message: str, *, marked: bool = False) -> None:
        super().__init__(message)
        self.marked = marked


class Gate(Protocol):
    """Looks at what wants in."""

    def seal(self, upload: Upload) -> Sealed:
        """The upload as it may be stored. Raises UploadRefused."""

    def is_marked(self, words: str) -> bool:
        """Whether typed words bear a secrecy mark."""


class _Closed:
    """Nobody has installed a gate."""

    def seal(self, upload: Upload) -> Sealed:
        """Refuse."""
        raise UploadRefused(noop("Files cannot be checked on this machine, so none is stored."))

    def is_marked(self, words: str) -> bool:
        """Words cannot be checked either."""
        raise UploadRefused(noop("Files cannot be checked on this machine, so none is stored."))


_gates: list[Gate] = [_Closed()]


def install(gate: Gate) -> None:
    """Put ``gate`` in charge; the last one installed counts."""
    _gates[:] = [gate]


def seal(upload: Upload) -> Sealed:
    """``upload`` as it may be stored. Raises UploadRefused."""
    return _gates[0].seal(upload)


def is_marked(words: str) -> bool:
    """Whether ``words`` bear a secrecy mark. Raises UploadRefused without a gate."""
    return _gates[0].is_marked(words)
