"""Newsletters in a mailbox: the links of mails, read over IMAP with TLS. Address: ``imaps://host/folder``; the login is in the settings.

Nothing of the sender is kept; a mail is left as it is, unread or read. How far the mailbox was read stands in the source's mark
(``UIDVALIDITY:UID``), which is stored together with what was found: however many mails came since, and whoever was killed, none is passed over.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

from nhipcau.monitoring.rules.feeds import FeedEntry
from nhipcau.monitoring.rules.newsletters import read_mail
from nhipcau.ports.fetching import FetchError

FIRST = 50
"""Mails that a new source begins with, the newest."""
AT_ONCE = 200
"""Mails of one look, the oldest first; the rest at the next."""
LARGEST = 2_000_000
"""Bytes of a mail: its words stand before its attachments."""
SECONDS, LONGEST = 15.0, 60.0
"""Without an answer; and of a look, after which the rest waits for the next."""
log = logging.getLogger("nhipcau.monitoring")


@dataclass(frozen=True, slots=True)
class Post:
    """What the mails hold, and the mark from which the next look goes on."""

    entries: tuple[FeedEntry, ...]
    mark: str


def look_into_mailbox(address: str, mark: str = "") -> Post:
    """Links of the mails that came after ``mark``. Raises FetchError: bad_address, mailbox_login, mailbox_folder, unreachable, not_secure, broken."""
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
    try:
        return _read(host, port, login, unquote(parts.path.strip("/")) or "INBOX", mark)
    except imaplib.IMAP4.abort as fault:
        raise FetchError("broken") from fault
    except imaplib.IMAP4.error as fault:
        raise FetchError("broken", type(fault).__name__) from fault
    except ssl.SSLError as fault:
        raise FetchError("not_secure") from fault
    except OSError as fault:
        raise FetchError("unreachable") from fault


def _read(host: str, port: int, login: tuple[str, str], folder: str, mark: str) -> Post:
    with imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS) as box:
        try:
            box.login(*login)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as fault:
            raise FetchError("mailbox_login") from fault
        said, _count = box.select(_quoted(folder), readonly=True)
        if said != "OK":
            raise FetchError("mailbox_folder", folder)
        validity = _number(box.response("UIDVALIDITY")[1])
        after = _after(mark, validity)
        found = [uid for uid in _uids(box, after or 0) if uid > (after or 0)]
        wanted = found[-FIRST:] if after is None else found[:AT_ONCE]
        entries: list[FeedEntry] = []
        last, until = after or 0, time.monotonic() + LONGEST
        for uid in wanted:
            entries += _mail(box, uid)
            last = uid
            if time.monotonic() > until:
                break
        return Post(tuple(entries), f"{validity}:{last}" if validity else "")


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
    """A mail that nobody can read has no links; one that is gone meanwhile neither."""
    _said, parts = box.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")
    content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    try:
        return read_mail(content)
    except Exception:  # the parser of mails falls over some of what is sent; the others are still read
        log.exception("mail %s of a mailbox could not be read", uid)
        return ()


def _quoted(folder: str) -> str:
    """In quotes, and in IMAP's own UTF-7 where it has other letters than ASCII."""
    return '"' + _utf7(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(name: str) -> str:
    """RFC 3501, 5.1.3."""

    def packed(letters: re.Match[str]) -> str:
        return "&" + letters[0].encode("utf-7").decode("ascii")[1:].rstrip("-").replace("/", ",") + "-"

    return re.sub(r"[^\x20-\x7e]+", packed, name.replace("&", "&-"))
