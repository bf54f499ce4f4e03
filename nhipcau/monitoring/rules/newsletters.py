"""Links to articles in a newsletter, HTML or plain: those with a headline for words; never those to unsubscribe or to share."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

from lxml import html as lxml_html
from lxml.etree import LxmlError

from nhipcau.monitoring.rules.feeds import FeedEntry
from nhipcau.monitoring.rules.links import absolute, normal

MOST = 100
_NOT = re.compile(
    r"unsubscrib|huỷ|hủy đăng|bỏ theo dõi|view (?:in|this)|xem (?:trên|trong) trình|facebook|twitter|preferences|privacy",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def read_mail(content: bytes) -> tuple[FeedEntry, ...]:
    """Headlines and links of a mail as it lies in a mailbox. A mail with one link that has no headline is called by its subject.

    Nothing of who sent it is read. May raise what Python's parser of mails raises on what is no mail.
    """
    mail = email.message_from_bytes(content, policy=email.policy.default)
    for kind in ("html", "plain"):
        body = mail.get_body(preferencelist=(kind,))
        words = _words_of(body) if isinstance(body, EmailMessage) else ""
        if found := read_newsletter(words, subject=_subject_of(mail)):
            return found
    return ()


def _words_of(part: EmailMessage) -> str:
    """The part's text; in UTF-8 as far as it goes where its charset is unknown or wrong."""
    try:
        words = part.get_content()
    except (LookupError, UnicodeError, ValueError):
        packed = part.get_payload(decode=True)
        return packed.decode("utf-8", "replace") if isinstance(packed, bytes) else ""
    return words if isinstance(words, str) else ""


def _subject_of(mail: EmailMessage) -> str:
    """One line, whatever it was packed in; bytes that stand there raw are taken for UTF-8."""
    try:
        said = str(mail.get("Subject") or "")
    except (LookupError, UnicodeError, ValueError, AttributeError, IndexError):
        return ""
    if re.search("[\udc80-\udcff]", said):
        said = said.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(said.split())[:500]


def read_newsletter(markup: str, *, subject: str = "") -> tuple[FeedEntry, ...]:
    """Headlines and links in the mail's order, each once. ``subject`` names the one link of a mail that has but one. Never raises."""
    pairs = (
        _of_html(markup)
        if re.search(r"<\s*(?:a|html|body|p|div|table)\b", markup, re.IGNORECASE)
        else _of_plain(markup)
    )
    found: dict[str, FeedEntry] = {}
    others: dict[str, str] = {}
    for words, url in pairs:
        if not url or _NOT.search(words) or _NOT.search(url):
            continue
        if len(words.split()) >= 4 and len(words) >= 20:
            found.setdefault(normal(url), FeedEntry(words[:500], url, None, url))
        else:
            others.setdefault(normal(url), url)
    if not found and len(others) == 1 and len(subject.split()) >= 4:
        (url,) = others.values()
        return (FeedEntry(subject, url, None, url),)
    return tuple(list(found.values())[:MOST])


def _of_html(markup: str) -> list[tuple[str, str]]:
    try:
        tree = lxml_html.document_fromstring(
            markup.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (LxmlError, ValueError, AssertionError):
        return []
    return [(" ".join("".join(link.itertext()).split()), absolute(link.get("href") or "")) for link in tree.iter("a")]


def _of_plain(text: str) -> list[tuple[str, str]]:
    """The headline stands before the address, on its line or on the one above."""
    pairs: list[tuple[str, str]] = []
    above = ""
    for line in filter(str.strip, text.splitlines()):
        found = list(_ADDRESS.finditer(line))
        for match in found:
            before = _headline(line[: match.start()])
            pairs.append((before or above, absolute(match[0].rstrip(".,;:)]>"))))
        above = "" if found else _headline(line)
    return pairs


def _headline(line: str) -> str:
    return " ".join(line.split()).strip(" -–:•*<([")
