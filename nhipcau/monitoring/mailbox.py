"""Newsletters in a mailbox: the links of mails, read over IMAP with TLS. Address: ``imaps://host/folder``; the login is in the settings.

Nothing of the sender is kept; a mail is left as it is, unread or read.
"""

from __future__ import annotations

import email
import email.policy
import imaplib
import ssl
from urllib.parse import unquote, urlsplit

from django.conf import settings

from nhipcau.monitoring.rules.feeds import FeedEntry
from nhipcau.monitoring.rules.newsletters import read_newsletter
from nhipcau.ports.fetching import FetchError

LATEST = 50
"""Mails that are looked at, the newest."""
LARGEST = 2_000_000


def look_into_mailbox(address: str) -> tuple[FeedEntry, ...]:
    """Links of the newest mails. Raises FetchError: bad_address, refused, unreachable, not_secure, broken."""
    parts = urlsplit(address)
    login = settings.NHIPCAU_MAILBOXES.get(parts.hostname or "")
    if parts.scheme != "imaps" or not parts.hostname:
        raise FetchError("bad_address")
    if login is None:
        raise FetchError("refused", "no login")
    try:
        with imaplib.IMAP4_SSL(
            parts.hostname, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=15
        ) as box:
            box.login(*login)
            box.select(_quoted(unquote(parts.path.strip("/")) or "INBOX"), readonly=True)
            return tuple(entry for content in _newest(box) for entry in _entries(content))
    except imaplib.IMAP4.error as fault:
        raise FetchError("refused", str(fault)) from fault
    except ssl.SSLError as fault:
        raise FetchError("not_secure") from fault
    except OSError as fault:
        raise FetchError("unreachable") from fault


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _newest(box: imaplib.IMAP4) -> list[bytes]:
    _said, found = box.search(None, "ALL")
    numbers = (found[0] or b"").split()[-LATEST:]
    mails = []
    for number in reversed(numbers):
        _said, parts = box.fetch(number.decode("ascii"), f"(BODY.PEEK[]<0.{LARGEST}>)")
        mails += [part[1] for part in parts if isinstance(part, tuple)]
    return mails


def _entries(content: bytes) -> tuple[FeedEntry, ...]:
    mail = email.message_from_bytes(content, policy=email.policy.default)
    body = mail.get_body(preferencelist=("html", "plain"))
    try:
        words = body.get_content() if body is not None else ""
    except (LookupError, UnicodeError, ValueError):
        return ()
    return read_newsletter(words if isinstance(words, str) else "")
