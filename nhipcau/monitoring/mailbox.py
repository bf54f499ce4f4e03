"""Newsletters in a mailbox: the links of mails, read over IMAP with TLS. Address: ``imaps://host/folder``; the login is in the settings.

Nothing of the sender is kept; a mail is left as it is, unread or read. How far the mailbox was read stands in the source's mark
(``UIDVALIDITY:UID``), which is stored together with what was found: however many mails came since, and whoever was killed, none is passed over.
A mail that cannot be read stands in ``StuckMail`` instead and keeps nobody behind it waiting.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.conf import settings

from nhipcau.monitoring.actions.mails import MailsTried, StuckNumber
from nhipcau.monitoring.rules.feeds import FeedEntry
from nhipcau.monitoring.rules.newsletters import read_mail
from nhipcau.ports.fetching import FetchError

FIRST = 50
"""Mails that a new source begins with, the newest."""
AT_ONCE = 200
"""Mails of one look, the oldest first; the rest at the next."""
AGAIN = 20
"""Mails that could not be read before and are tried again in one look, behind what is new."""
LARGEST = 2_000_000
"""Bytes of a mail: its words stand before its attachments."""
SECONDS, LONGEST = 15.0, 60.0
"""Without an answer; and of a look, after which the rest waits for the next."""
log = logging.getLogger("nhipcau.monitoring")


@dataclass(frozen=True, slots=True)
class Post:
    """What the mails hold, the mark from which the next look goes on, and what became of each mail."""

    entries: tuple[FeedEntry, ...]
    mark: str
    tried: MailsTried
    fault_code: str = ""
    """"broken" where the mailbox broke off before everything new was taken out; what came until then counts."""


class _NotReadable(Exception):
    """A mail that is there and cannot be read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _BrokenOff(Exception):
    """The line is gone: nothing more comes over it."""


def look_into_mailbox(address: str, mark: str = "", *, stuck: Sequence[StuckNumber] = ()) -> Post:
    """Links of the mails that came after ``mark``, then of those of ``stuck`` that were not set aside.

    A mail that breaks off the line or cannot be read is told of by its number, and the next look goes on behind it.
    Raises FetchError: bad_address, mailbox_login, mailbox_folder, unreachable, not_secure, broken.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or 993
    except ValueError as fault:
        raise FetchError("bad_address") from fault
    if parts.scheme != "imaps" or not host:
        raise FetchError("bad_address")
    login = settings.NHIPCAU_MAILBOXES.get(host)
    if login is None:
        raise FetchError("mailbox_login", "no login")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    try:
        box = imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
        try:
            return _read(box, _entered(box, login, folder), mark, stuck)
        finally:
            _leave(box)
    except imaplib.IMAP4.abort as fault:
        raise FetchError("broken") from fault
    except imaplib.IMAP4.error as fault:
        raise FetchError("broken", type(fault).__name__) from fault
    except ssl.SSLError as fault:
        raise FetchError("not_secure") from fault
    except OSError as fault:
        raise FetchError("unreachable") from fault


def _entered(box: imaplib.IMAP4, login: tuple[str, str], folder: str) -> int:
    """Sign in and open the folder, only to read. Answers its UIDVALIDITY, 0 where it has none."""
    try:
        box.login(*login)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as fault:
        raise FetchError("mailbox_login") from fault
    said, _count = box.select(_quoted(folder), readonly=True)
    if said != "OK":
        raise FetchError("mailbox_folder", folder)
    return _number(box.response("UIDVALIDITY")[1])


def _leave(box: imaplib.IMAP4) -> None:
    """Politely where the line still stands."""
    try:
        box.logout()
    except (imaplib.IMAP4.error, OSError):
        box.shutdown()


def _read(box: imaplib.IMAP4, validity: int, mark: str, stuck: Sequence[StuckNumber]) -> Post:
    after = _after(mark, validity)
    known = {one.uid: one.is_aside for one in stuck if one.validity == validity}
    found = [uid for uid in _uids(box, after or 0) if uid > (after or 0) and uid not in known]
    new = found[-FIRST:] if after is None else found[:AT_ONCE]
    again = [uid for uid, is_aside in known.items() if not is_aside][:AGAIN]
    taken = _take_out(box, [*new, *again])
    tried = {*taken.read, *(uid for uid, _code in taken.failed)}
    last = max([after or 0, *(uid for uid in new if uid in tried)])
    return Post(
        tuple(taken.entries),
        f"{validity}:{last}" if validity else "",
        MailsTried(validity, tuple(taken.read), tuple(taken.failed)),
        "broken" if taken.is_broken_off and taken.failed[-1][0] in new else "",
    )


@dataclass
class _Taken:
    entries: list[FeedEntry] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)
    is_broken_off: bool = False


def _take_out(box: imaplib.IMAP4, wanted: Sequence[int]) -> _Taken:
    """One mail after the other until the line breaks off or the time is up."""
    taken, until = _Taken(), time.monotonic() + LONGEST
    for uid in wanted:
        try:
            taken.entries += _mail(box, uid)
            taken.read.append(uid)
        except _NotReadable as fault:
            taken.failed.append((uid, fault.code))
        except _BrokenOff:
            taken.failed.append((uid, "mail_breaks_off"))
            taken.is_broken_off = True
            break
        if time.monotonic() > until:
            break
    return taken


def _after(mark: str, validity: int) -> int | None:
    """The last UID that was read; None where nothing was yet, or the server has numbered its mails anew."""
    known, _colon, last = mark.partition(":")
    return int(last) if known == str(validity) and last.isdigit() and validity else None


def _number(found: list[bytes | None] | list[bytes] | None) -> int:
    digits = re.sub(rb"\D", b"", (found or [b""])[0] or b"")
    return int(digits[:20] or b"0")


def _uids(box: imaplib.IMAP4, after: int) -> list[int]:
    """By their numbers. ``UID n:*`` names the last mail even where it is older than n."""
    said, found = box.uid("SEARCH", "UID", f"{after + 1}:*")
    if said != "OK":
        raise FetchError("broken", "search")
    return sorted(int(one) for one in (found[0] or b"").split() if one.isdigit())


def _mail(box: imaplib.IMAP4, uid: int) -> tuple[FeedEntry, ...]:
    """A mail that is gone meanwhile has no links. Raises _NotReadable, _BrokenOff."""
    try:
        said, parts = box.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")
    except (imaplib.IMAP4.abort, OSError) as fault:
        raise _BrokenOff from fault
    except imaplib.IMAP4.error as fault:
        raise _NotReadable("mail_refused") from fault
    if said != "OK":
        raise _NotReadable("mail_refused")
    content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    try:
        return read_mail(content)
    except Exception as fault:  # the parser of mails falls over some of what is sent; the others are still read
        log.exception("mail %s of a mailbox could not be read", uid)
        raise _NotReadable("mail_unreadable") from fault


def _quoted(folder: str) -> str:
    """In quotes, and in IMAP's own UTF-7 where it has other letters than ASCII."""
    return '"' + _utf7(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(name: str) -> str:
    """RFC 3501, 5.1.3."""

    def packed(letters: re.Match[str]) -> str:
        return "&" + letters[0].encode("utf-7").decode("ascii")[1:].rstrip("-").replace("/", ",") + "-"

    return re.sub(r"[^\x20-\x7e]+", packed, name.replace("&", "&-"))
