"""The recognition process: one model in memory, one request after another, a short queue, and nothing kept.

``python -m nhipcau.ports.speech.server --model FOLDER --socket PATH``. Ends by itself when nothing was asked for a while, when the one who
started it is gone, or when its socket is. Exit codes: 0 ended as meant, 3 another process listens already, 4 the model could not be loaded,
70 one recognition took far too long.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import logging
import os
import queue
import signal
import socket
import sys
import threading
import time
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nhipcau.ports.speech.types import Busy, Recogniser, Slow, SpeechFault, Transcript
from nhipcau.ports.speech.wire import ANOTHER, STUCK, UNLOADABLE, Bounds, Garbled, receive, send

_TALKERS = 16
"""Connections at a time; each is a thread that reads one request."""
log = logging.getLogger("nhipcau.speech")


@dataclass(slots=True)
class _Job:
    client: socket.socket
    head: dict[str, Any]
    body: bytes
    until: float
    done: threading.Event = field(default_factory=threading.Event)


class Server:
    """Takes requests on a socket. ``load`` is called once, in the thread that recognises."""

    def __init__(self, address: Path, load: Any, bounds: Bounds | None = None) -> None:
        self._address, self._load, self._bounds = address, load, bounds or Bounds()
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._places = threading.Semaphore(self._bounds.waiting + 1)
        self._talkers = threading.Semaphore(_TALKERS)
        self._over = threading.Event()
        self._exit = 0
        self._begun: float | None = None
        self._last = time.monotonic()

    def end(self, code: int = 0) -> None:
        """Stop listening; what is at work is not waited for."""
        self._exit = self._exit or code
        self._over.set()

    def run(self) -> int:
        """Serve until ended; the exit code."""
        self._address.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._address.with_suffix(".lock")).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return ANOTHER
            self._address.unlink(missing_ok=True)
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
                door.bind(str(self._address))
                self._address.chmod(0o600)
                door.listen(_TALKERS)
                door.settimeout(1.0)
                mine = self._address.stat().st_ino
                threading.Thread(target=self._recognise, daemon=True, name="recogniser").start()
                self._accept(door, mine)
            self._address.unlink(missing_ok=True)
        return self._exit

    def _accept(self, door: socket.socket, mine: int) -> None:
        while not self._over.is_set():
            self._look_around(mine)
            try:
                client, _ = door.accept()
            except TimeoutError:
                continue
            self._last = time.monotonic()
            if not self._talkers.acquire(blocking=False):
                client.close()
                continue
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _look_around(self, mine: int) -> None:
        now = time.monotonic()
        if self._begun is not None and now - self._begun > self._bounds.seconds * 2:
            os._exit(
                STUCK
            )  # a thread in foreign code cannot be ended; who waits is told, and the next request starts anew
        if self._begun is None and now - self._last > self._bounds.idle:
            self.end()
        with contextlib.suppress(OSError):
            if self._address.stat().st_ino == mine:
                return
        self.end()

    def _talk(self, client: socket.socket) -> None:
        try:
            with contextlib.suppress(OSError, Garbled), client:
                client.settimeout(self._bounds.seconds)
                head, body = receive(client)
                if not self._places.acquire(blocking=False):
                    send(client, {"fault": Busy.code})
                    return
                job = _Job(client, head, body, time.monotonic() + self._bounds.seconds)
                self._jobs.put(job)
                job.done.wait()
        finally:
            self._talkers.release()

    def _recognise(self) -> None:
        try:
            recogniser: Recogniser = self._load()
        except Exception:
            log.exception("the model could not be loaded")
            self.end(UNLOADABLE)
            return
        while not self._over.is_set():
            job = self._jobs.get()
            self._begun = time.monotonic()
            try:
                answer = self._answer(recogniser, job)
            finally:
                self._begun, self._last = None, time.monotonic()
                self._places.release()  # before the answer: who has it may ask again at once
            with contextlib.suppress(OSError):
                send(job.client, answer)
            job.done.set()

    def _answer(self, recogniser: Recogniser, job: _Job) -> dict[str, Any]:
        if time.monotonic() > job.until or _hung_up(job.client):
            return {"fault": Slow.code}
        samples = array("f")
        try:
            samples.frombytes(job.body)
            heard: Transcript = recogniser.recognise(
                samples, language=str(job.head.get("language", "")), prompt=str(job.head.get("prompt", ""))
            )
        except SpeechFault as fault:
            return {"fault": fault.code}
        except Exception:  # whatever foreign code raises: one request fails, the process goes on
            log.exception("a recognition failed")
            return {"fault": SpeechFault.code}
        return {
            "text": heard.text, "alternatives": heard.alternatives, "confidence": heard.confidence,
            "seconds": heard.seconds,
        }  # fmt: skip


def _hung_up(client: socket.socket) -> bool:
    """Whether who asked has gone; their recording need not be heard any more."""
    try:
        client.setblocking(False)
        return client.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        client.setblocking(True)


def _end_with_starter(server: Server) -> None:
    """The starter holds the other end of standard input and never writes to it: its end is the starter's end."""
    while sys.stdin.buffer.read(1):
        pass
    server.end()


def main() -> int:
    """See the module."""
    usual = Bounds()
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--waiting", type=int, default=usual.waiting)
    parser.add_argument("--seconds", type=float, default=usual.seconds)
    parser.add_argument("--idle", type=float, default=usual.idle)
    parser.add_argument("--threads", type=int, default=max(1, min(4, os.cpu_count() or 1)))
    parser.add_argument("--with-starter", action="store_true")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")

    def load() -> Recogniser:
        from nhipcau.ports.speech.whisper import Whisper

        return Whisper(options.model, threads=options.threads)

    server = Server(options.socket, load, Bounds(options.waiting, options.seconds, options.idle))
    signal.signal(signal.SIGTERM, lambda *_: server.end())
    signal.signal(signal.SIGINT, lambda *_: server.end())
    with contextlib.suppress(OSError):
        os.nice(5)  # pages are served first
    if options.with_starter:
        threading.Thread(target=_end_with_starter, args=(server,), daemon=True).start()
    return server.run()


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # a recognition that is still at work must not hold the end up
