"""How a web process and the recognition process speak over a Unix socket: a line of JSON and a stretch of bytes, each after its length."""

from __future__ import annotations

import json
import socket
import struct
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from nhipcau.ports.speech.types import RATE, SECONDS, TOLERANCE

LARGEST_HEAD = 64_000
LARGEST_BODY = int((SECONDS + TOLERANCE) * RATE) * 4
"""Bytes of the longest recording as float32."""
_LENGTHS = struct.Struct("!II")
ANOTHER, UNLOADABLE, STUCK = 3, 4, 70
"""Exit codes of the recognition process: one listens already, its model could not be loaded, one recognition never ended."""
_LONGEST_ADDRESS = 100
"""Bytes of a socket's path: macOS takes 104, Linux 108."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """``waiting`` requests beside the one at work; seconds a request may take, waiting included; seconds without work until the end."""

    waiting: int = 3
    seconds: float = 20.0
    idle: float = 900.0


class Garbled(Exception):
    """The other side said something that is none of our messages, or hung up in the middle."""


def send(to: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    """Raises OSError (TimeoutError among them)."""
    line = json.dumps(head, ensure_ascii=False).encode()
    to.sendall(_LENGTHS.pack(len(line), len(body)) + line + body)


def receive(source: socket.socket) -> tuple[dict[str, Any], bytes]:
    """Raises Garbled, OSError (TimeoutError among them)."""
    line_length, body_length = _LENGTHS.unpack(_exactly(source, _LENGTHS.size))
    if line_length > LARGEST_HEAD or body_length > LARGEST_BODY:
        raise Garbled
    try:
        head = json.loads(_exactly(source, line_length))
    except ValueError as fault:
        raise Garbled from fault
    if not isinstance(head, dict):
        raise Garbled
    return head, _exactly(source, body_length)


def _exactly(source: socket.socket, many: int) -> bytes:
    got = bytearray()
    while len(got) < many:
        block = source.recv(min(many - len(got), 1 << 16))
        if not block:
            raise Garbled
        got += block
    return bytes(got)


def address_for(model: Path, runtime: Path) -> Path:
    """Where the process of ``model`` listens: in ``runtime``, or in the temporary folder where that path is too long for a socket."""
    mark = sha256(str(model.resolve()).encode()).hexdigest()[:12]
    place = runtime / f"{mark}.sock"
    if len(str(place.resolve()).encode()) <= _LONGEST_ADDRESS:
        return place
    return Path(tempfile.gettempdir()) / f"nhipcau-{mark}" / "s.sock"
