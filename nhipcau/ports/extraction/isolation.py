"""Extraction in a child process: a parser that hangs, crashes or eats memory takes nobody with it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue

from nhipcau.ports.extraction.types import (
    FAULTS,
    Broken,
    Extraction,
    ExtractionError,
    Limits,
    OnPage,
    ShouldStop,
    Stopped,
    TooSlow,
)

ROOT = Path(__file__).resolve().parents[3]


def extract_isolated(
    path: Path, *, name: str, limits: Limits | None = None,
    on_page: OnPage = lambda done, total: None, should_stop: ShouldStop = lambda: False,
) -> Extraction:  # fmt: skip
    """Like ``extract`` for a file on disk. The child is ended at the time limit or when asked to stop."""
    bounds = limits or Limits()
    command = [sys.executable, "-m", "nhipcau.ports.extraction.child", str(path), name, str(bounds.seconds)]
    child = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd=ROOT
    )
    said: Queue[bytes] = Queue()
    threading.Thread(target=_listen, args=(child, said), daemon=True).start()
    deadline = time.monotonic() + bounds.seconds
    try:
        while True:
            if time.monotonic() > deadline:
                raise TooSlow
            if should_stop():
                raise Stopped
            try:
                line = said.get(timeout=0.25)
            except Empty:
                continue
            if not line:
                raise Broken
            if (got := _understood(json.loads(line), on_page)) is not None:
                return got
    finally:
        child.kill()
        child.wait()


def _listen(child: subprocess.Popen[bytes], said: Queue[bytes]) -> None:
    assert child.stdout is not None  # noqa: S101
    for line in child.stdout:
        said.put(line)
    said.put(b"")


def _understood(message: dict[str, object], on_page: OnPage) -> Extraction | None:
    if "page" in message:
        on_page(int(str(message["page"])), int(str(message["pages"])))
        return None
    if "fault" in message:
        raise _fault(message)
    return Extraction(
        str(message["text"]), str(message["kind"]), str(message["method"]),
        int(str(message["count"])) if message["count"] is not None else None,
        tuple(str(w) for w in message["warnings"]),  # type: ignore[attr-defined]
    )  # fmt: skip


def _fault(message: dict[str, object]) -> ExtractionError:
    params = message.get("params")
    return FAULTS[str(message["fault"])](**(params if isinstance(params, dict) else {}))
