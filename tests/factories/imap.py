"""A small IMAP server on this machine, over TLS with a certificate of its own, that can be slow, broken, or hang up in the middle.

It speaks what a reader of mail needs (RFC 3501): CAPABILITY, LOGIN, SELECT, EXAMINE, SEARCH, FETCH, STORE, their UID forms, NOOP, LOGOUT.
"""

from __future__ import annotations

import datetime as dt
import re
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "bantin", 'mật khẩu "thử"'.encode("ascii", "replace").decode()


@dataclass
class Folder:
    """Mails by their UID, in order; which of them somebody has seen."""

    validity: int = 1
    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)


class MailHouse:
    """``folders`` by name; ``asked`` holds every command. ``drop_at``: hang up in the middle of that mail (its UID);
    ``refuses``: mails that are not given out."""

    def __init__(self) -> None:
        self.folders: dict[str, Folder] = {"INBOX": Folder()}
        self.asked: list[str] = []
        self.drop_at: int | None = None
        self.refuses: set[int] = set()
        self.pause = 0.0
        self.port = 0

    def post(self, content: bytes, *, folder: str = "INBOX") -> int:
        """Lay a mail into a folder; its UID."""
        mails = self.folders.setdefault(folder, Folder()).mails
        uid = max(mails, default=0) + 1
        mails[uid] = content
        return uid

    @property
    def address(self) -> str:
        """Of the inbox."""
        return f"imaps://localhost:{self.port}/INBOX"


class _Talk(socketserver.StreamRequestHandler):
    house: MailHouse

    def handle(self) -> None:
        self.folder: Folder | None = None
        self.is_in, self.is_readonly = False, True
        try:
            self._say(b"* OK ready")
            while line := self.rfile.readline(65_536):
                tag, _space, rest = line.decode("utf-8", "replace").strip().partition(" ")
                self.house.asked.append(rest if not rest.upper().startswith("LOGIN") else "LOGIN")
                if self._answer(tag, rest):
                    return
        except OSError:
            return

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def _answer(self, tag: str, rest: str) -> bool:
        verb, _space, asked = rest.partition(" ")
        by_uid = verb.upper() == "UID"
        if by_uid:
            verb, _space, asked = asked.partition(" ")
        act = getattr(self, f"do_{verb.lower()}", None)
        if act is None:
            self._say(f"{tag} BAD unknown".encode())
            return False
        return bool(act(tag, asked, by_uid))

    def do_capability(self, tag: str, asked: str, by_uid: bool) -> None:
        self._say(b"* CAPABILITY IMAP4rev1")
        self._say(f"{tag} OK done".encode())

    def do_noop(self, tag: str, asked: str, by_uid: bool) -> None:
        self._say(f"{tag} OK done".encode())

    def do_login(self, tag: str, asked: str, by_uid: bool) -> None:
        said = re.fullmatch(r'"?(\S+?)"? "(.*)"', asked)
        self.is_in = bool(said) and (said[1], re.sub(r"\\(.)", r"\1", said[2])) == (USER, PASSWORD)  # type: ignore[index]
        self._say(f"{tag} {'OK in' if self.is_in else 'NO [AUTHENTICATIONFAILED] wrong'}".encode())

    def do_select(self, tag: str, asked: str, by_uid: bool, *, readonly: bool = False) -> None:
        self.folder = self.house.folders.get(asked.strip('"')) if self.is_in else None
        if self.folder is None:
            self._say(f"{tag} NO no such folder".encode())
            return
        self.is_readonly = readonly
        self._say(f"* {len(self.folder.mails)} EXISTS".encode())
        self._say(f"* OK [UIDVALIDITY {self.folder.validity}] numbered".encode())
        self._say(f"{tag} OK [{'READ-ONLY' if readonly else 'READ-WRITE'}] done".encode())

    def do_examine(self, tag: str, asked: str, by_uid: bool) -> None:
        self.do_select(tag, asked, by_uid, readonly=True)

    def do_search(self, tag: str, asked: str, by_uid: bool) -> None:
        assert self.folder is not None
        uids = sorted(self.folder.mails)
        span = re.fullmatch(r"UID (\d+):\*", asked)
        first = int(span[1]) if span else 0
        found = [uid for uid in uids if uid >= first] or (uids[-1:] if span else [])
        numbers = found if by_uid else [uids.index(uid) + 1 for uid in found]
        self._say(" ".join(["* SEARCH", *map(str, numbers)]).encode())
        self._say(f"{tag} OK done".encode())

    def do_fetch(self, tag: str, asked: str, by_uid: bool) -> bool:
        assert self.folder is not None
        number, _space, what = asked.partition(" ")
        uids = sorted(self.folder.mails)
        uid = int(number) if by_uid else uids[int(number) - 1]
        time.sleep(self.house.pause)
        if uid in self.house.refuses:
            self._say(f"{tag} NO not this one".encode())
            return False
        if uid in self.folder.mails:
            part = re.search(r"BODY(\.PEEK)?\[\](?:<(\d+)\.(\d+)>)?", what)
            assert part is not None
            start, many = int(part[2] or 0), int(part[3] or 1 << 40)
            content = self.folder.mails[uid][start : start + many]
            if not part[1]:
                self.folder.seen.add(uid)
            self.wfile.write(
                f"* {uids.index(uid) + 1} FETCH (UID {uid} BODY[]<{start}> {{{len(content)}}}\r\n".encode()
            )
            if self.house.drop_at == uid:
                self.wfile.write(content[: len(content) // 2])
                self.wfile.flush()
                self.connection.close()
                return True
            self.wfile.write(content + b")\r\n")
        self._say(f"{tag} OK done".encode())
        return False

    def do_store(self, tag: str, asked: str, by_uid: bool) -> None:
        assert self.folder is not None
        if self.is_readonly:
            self._say(f"{tag} NO read-only".encode())
            return
        self.folder.seen.add(int(asked.split()[0]))
        self._say(f"{tag} OK done".encode())

    def do_logout(self, tag: str, asked: str, by_uid: bool) -> bool:
        self._say(b"* BYE")
        self._say(f"{tag} OK done".encode())
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    context: ssl.SSLContext | None = None

    def finish_request(self, request: Any, client_address: Any) -> None:
        """The handshake belongs to the thread of the talk: one that never ends keeps nobody else waiting."""
        if self.context is not None:
            try:
                request = self.context.wrap_socket(request, server_side=True)
            except OSError:
                return
        super().finish_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed hangs up in the middle; that is no fault of the server."""


def certificate_in(folder: Path) -> Path:
    """A certificate for ``localhost``, signed by itself, with its key in one file; valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    place = folder / "imap.pem"
    place.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return place


@contextmanager
def mail_house_running(certificate: Path | None) -> Iterator[MailHouse]:
    """A server with an empty inbox; without a certificate it speaks in the clear."""
    house = MailHouse()
    handler = type("Talk", (_Talk,), {"house": house})
    with _Server(("127.0.0.1", 0), handler) as server:
        if certificate is not None:
            server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.context.load_cert_chain(certificate)
        house.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield house
        finally:
            server.shutdown()
