"""Which process reads a file, and whether it still lives."""

from __future__ import annotations

import os
import socket
import uuid

_TOKEN = uuid.uuid4().hex[:8]


def me() -> str:
    """This process: machine, process id, and a token that tells it from an earlier one with the same id."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}:{_TOKEN}"


def may_live(holder: str) -> bool:
    """False only where the process is certainly gone: it ran on this machine and its id is free or reused."""
    machine, _, rest = holder.rpartition(":")[0].rpartition(":")
    if os.name == "nt" or machine != socket.gethostname()[:80] or not rest.isdigit():
        return True
    pid = int(rest)
    if pid == os.getpid():
        return holder == me()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Killed, and not yet fetched by its parent. Known on Linux only."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:  # noqa: PTH123
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False
