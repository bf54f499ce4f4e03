"""A clipping that a person brings: PDF, scan, Word, text. Its text is taken out by the library's ports; the file itself is not kept."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.monitoring.actions.faults import ClippingRefused, words_given
from nhipcau.monitoring.actions.grouping import PageRead, take_in_pages
from nhipcau.monitoring.gazetteer import gazetteer_of
from nhipcau.monitoring.models import Article, Rule, Stream
from nhipcau.monitoring.rules.extras import lead_of
from nhipcau.monitoring.rules.links import absolute, host_of
from nhipcau.monitoring.rules.relevance import RelevanceRule, judge
from nhipcau.monitoring.rules.stories import runs
from nhipcau.people.models import Staff, Topic
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.ports.extraction import ExtractionError, Limits, extract_isolated, sniff

LOOK = Limits(pages=60, seconds=45.0)
"""A person waits for the answer."""
LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class Clipping:
    """What is said with a clipping. ``content`` is the file; ``text`` stands in where there is none."""

    title: str
    outlet: str
    published_on: date | None = None
    url: str = ""
    stream: str = Stream.PRESS
    country: str = ""
    topic: Topic | None = None
    name: str = ""
    content: bytes = b""
    text: str = ""


def bring_clipping(clipping: Clipping, *, by: Staff) -> Article:
    """Take a clipping in as an article of its own. The same file again is the same article.

    Raises NotAllowed, ClippingRefused, NothingSaid. What bears a secrecy mark is refused before anything of it is stored.
    """
    require(by, "monitoring.bring")
    title, outlet = words_given(clipping.title), words_given(clipping.outlet)
    text = _text_of(clipping)
    if bears_a_mark(clipping.name, text):
        note_refusal(by=by)
        raise ClippingRefused(secrecy_message())
    key = hashlib.sha256(clipping.content or f"{title}\n{text}".encode()).hexdigest()
    return store_clipping(replace(clipping, title=title, outlet=outlet), text, key, by=by)


def _text_of(clipping: Clipping) -> str:
    if not clipping.content:
        return words_given(clipping.text)
    if len(clipping.content) > LOOK.size:
        raise ClippingRefused(_("The file is larger than 50 MB. Bring the pages that matter."))
    kind = sniff(clipping.content) or "bin"
    with tempfile.TemporaryDirectory(prefix="nhipcau-clipping-") as folder:
        place = Path(folder) / f"clipping.{kind}"
        place.write_bytes(clipping.content)
        try:
            return extract_isolated(place, name=Path(clipping.name or place.name).name, limits=LOOK).text
        except ExtractionError as fault:
            words = _(fault.message)
            raise ClippingRefused(words % fault.params if fault.params else words) from fault


def bears_a_mark(name: str, text: str) -> bool:
    """Whether a file's name or its words bear a secrecy mark."""
    return any(find_secrecy_mark(words) is not None for words in (text, Path(name).stem.replace("_", " ")))


def secrecy_message() -> str:
    """What a person is told, without repeating anything of the file."""
    return _("The file bears a secrecy mark. Nothing of it was kept. Classified matter does not enter this system.")


@transaction.atomic
def note_refusal(*, by: Staff) -> None:
    """That something was refused; nothing of what. Raises NotAllowed."""
    require(by, "monitoring.bring")
    record(by, "monitoring.refuse_clipping")


@transaction.atomic
def store_clipping(clipping: Clipping, text: str, key: str, *, by: Staff) -> Article:
    """The article of a clipping with its words, in its story. ``key``: SHA-256 of the file; the same one is the same article. Raises NotAllowed."""
    require(by, "monitoring.bring")
    text = text[:LONGEST]
    known = Article.objects.filter(key=key).first()
    if known is not None:
        return known
    now = timezone.now()
    url = absolute(clipping.url) if clipping.url else ""
    day = clipping.published_on
    article = Article.objects.create(
        key=key, way=Article.Way.CLIPPING, stream=clipping.stream, url=url, host=host_of(url), outlet=clipping.outlet[:255],
        title=clipping.title[:500],
        seen_at=now, published_at=min(now, timezone.make_aware(datetime.combine(day, time(12)))) if day else None,
    )  # fmt: skip
    rules = [RelevanceRule(row.name, row.points, row.word_list, row.kind == Rule.Kind.PLACE, row.topic_id)
             for row in Rule.objects.filter(is_active=True)]  # fmt: skip
    judged = judge(clipping.title, text, rules, gazetteer_of(Path(settings.PROFILE)))
    page = PageRead(article.pk, clipping.title, text, lead_of(text), "", "", None, judged, runs(text))
    take_in_pages([page], now=now)
    article.refresh_from_db()
    if article.story is not None:
        if clipping.topic is not None:
            article.story.topics.add(clipping.topic)
        if clipping.country and not article.story.country:
            article.story.country = clipping.country[:80]
            article.story.save(update_fields=["country"])
    record(by, "monitoring.bring_clipping", article, sha256=key)
    return article
