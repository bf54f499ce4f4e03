"""The recogniser as a web process sees it: another process behind a Unix socket, started when it is first needed."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nhipcau.ports.speech.manifest import read_manifest
from nhipcau.ports.speech.types import FAULTS, Crashed, Samples, Slow, SpeechFault, Transcript
from nhipcau.ports.speech.wire import ANOTHER, Bounds, Garbled, address_for, receive, send

ROOT = Path(__file__).resolve().parents[3]
_AGAIN = 0.05
START = 30.0
"""Seconds that a process may take until it listens. A busy machine needs several; a model loads in one when it is not."""
_REST = 20.0
"""Seconds in which a process that could not start is not started again."""


class RemoteRecogniser:
    """Asks the process of one model. May be used from many threads."""

    def __init__(
        self, model: Path, *, runtime: Path, bounds: Bounds | None = None, command: Sequence[str] = ()
    ) -> None:
        """``command`` takes the place of the server's own (tests). Raises ModelFault on a folder without a manifest."""
        self.languages = read_manifest(model).languages
        self._bounds = bounds or Bounds()
        self._address = address_for(model, runtime)
        own = [sys.executable, "-m", "nhipcau.ports.speech.server", "--model", str(model), "--socket", str(self._address),
               "--waiting", str(self._bounds.waiting), "--seconds", str(self._bounds.seconds),
               "--idle", str(self._bounds.idle), "--with-starter"]  # fmt: skip
        self._command = list(command) or own
        self._starting = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._listened = False
        self._failed_at: float | None = None

    @property
    def address(self) -> Path:
        """The socket's path."""
        return self._address

    def recognise(self, samples: Samples[float], *, language: str, prompt: str) -> Transcript:
        """See Recogniser. Raises Busy, Slow, Crashed, Noise, LanguageUnknown, SpeechFault."""
        with self._connected(time.monotonic() + START) as process:
            process.settimeout(self._bounds.seconds)
            try:
                send(process, {"language": language, "prompt": prompt}, samples.tobytes())
                answer, _body = receive(process)
            except TimeoutError as fault:
                raise Slow from fault
            except (OSError, Garbled) as fault:
                self._see_it_end()
                raise Crashed from fault
        return _understood(answer)

    def wake(self) -> None:
        """Let the process start, or stay, because somebody is about to speak. Waits for nothing and never fails."""
        with contextlib.suppress(OSError, SpeechFault), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(0.1)
            try:
                line.connect(str(self._address))
            except (FileNotFoundError, ConnectionRefusedError):
                self._see_that_it_runs()

    def end(self) -> None:
        """End the process if this one started it."""
        if self._child is not None:
            self._child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(5)
            if self._child.poll() is None:
                self._child.kill()
            self._child = None

    def _see_it_end(self) -> None:
        """It hung up, so it is about to end: the next request must not meet it dying."""
        child = self._child
        if child is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(2)

    @contextlib.contextmanager
    def _connected(self, until: float) -> Iterator[socket.socket]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            while True:
                line.settimeout(max(0.1, until - time.monotonic()))
                try:
                    line.connect(str(self._address))
                    self._listened = True
                    break
                except (FileNotFoundError, ConnectionRefusedError):
                    self._see_that_it_runs()
                except OSError as fault:
                    raise Crashed from fault
                if time.monotonic() > until:
                    raise Slow
                time.sleep(_AGAIN)
            yield line

    def _see_that_it_runs(self) -> None:
        """Start the process unless it is starting, here or elsewhere. Raises SpeechFault where it lately could not."""
        with self._starting:
            if self._child is not None:
                code = self._child.poll()
                if code is None:
                    return
                self._child = None
                # One that once listened and crashed is started again at once; one that another process was quicker than, too.
                if code > 0 and code != ANOTHER and not self._listened:
                    self._failed_at = time.monotonic()
            if self._failed_at is not None and time.monotonic() - self._failed_at < _REST:
                raise SpeechFault
            self._listened = False
            self._child = subprocess.Popen(  # noqa: S603
                self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=ROOT
            )


def _understood(answer: dict[str, Any]) -> Transcript:
    if "fault" in answer:
        raise FAULTS.get(str(answer["fault"]), SpeechFault)
    try:
        return Transcript(
            str(answer["text"]), tuple(str(one) for one in answer["alternatives"]), float(answer["confidence"]),
            float(answer["seconds"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as fault:
        raise Crashed from fault
