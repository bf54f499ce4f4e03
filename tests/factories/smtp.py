"""A small SMTP server on this machine that keeps what it is given (RFC 5321: EHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT)."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage


@dataclass
class MailSink:
    """``letters`` as they came over the line, each with the addresses that it was for."""

    port: int = 0
    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)


class _Talk(socketserver.StreamRequestHandler):
    sink: MailSink

    def handle(self) -> None:
        self.wants: list[str] = []
        self._say("220 localhost")
        while line := self.rfile.readline(1000):
            said = line.decode("ascii", "replace").strip()
            verb = said[:4].upper()
            if verb == "RCPT":
                self.wants.append(said.partition("<")[2].partition(">")[0])
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "DATA":
                self._take()
            else:
                self._say("250 localhost")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        letter = email.message_from_bytes(b"".join(lines), policy=policy.default)
        self.sink.letters.append((self.wants, letter))
        self.wants = []
        self._say("250 kept")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_sink_running() -> Iterator[MailSink]:
    """Until the end of the block."""
    sink = MailSink()
    handler = type("Talk", (_Talk,), {"sink": sink})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        sink.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield sink
        finally:
            server.shutdown()
