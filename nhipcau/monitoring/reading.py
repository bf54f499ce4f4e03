"""Reading one article's page: fetch, find the article, weigh it. Touches no table: the fetching runs in threads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.monitoring.actions.grouping import PageRead
from nhipcau.monitoring.actions.taking_in import Missed
from nhipcau.monitoring.gazetteer import gazetteer_of
from nhipcau.monitoring.models import Article, Rule
from nhipcau.monitoring.rules.extras import is_closed, lead_of, picture_of
from nhipcau.monitoring.rules.pages import read_page
from nhipcau.monitoring.rules.places import Gazetteer
from nhipcau.monitoring.rules.relevance import RelevanceRule, judge
from nhipcau.monitoring.rules.stories import runs
from nhipcau.ports.fetching import Answer, Ask, Bounds, Fetcher, FetchError

BOUNDS = Bounds(seconds=20)
LONGEST = 60_000
"""Letters of an article that are kept: a page that gives more is no article."""
FINAL = frozenset(
    {"not_found", "gone", "robots", "bad_address", "forbidden_address", "too_large", "too_many_redirects"}
)
KEEPS_TITLE = frozenset({"refused", "robots"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a thread needs to know of an article."""

    pk: int
    url: str
    title: str
    lead_only: bool

    @classmethod
    def of(cls, article: Article, closed: frozenset[str]) -> Wanted:
        """From the row; ``closed``: sites that asked to be left alone."""
        lead_only = bool(article.source and article.source.lead_only) or article.host in closed
        return cls(article.pk, article.url, article.title, lead_only)


@dataclass(frozen=True, slots=True)
class Scales:
    """What articles are weighed with."""

    rules: tuple[RelevanceRule, ...]
    gazetteer: Gazetteer


def scales() -> Scales:
    """The rules that apply now and the places of the province's profile."""
    rules = tuple(relevance_of(row) for row in Rule.objects.filter(is_active=True))
    return Scales(rules, gazetteer_of(Path(settings.PROFILE)))


def relevance_of(row: Rule) -> RelevanceRule:
    """A rule's row as the rules know it."""
    return RelevanceRule(row.name, row.points, row.word_list, row.kind == Rule.Kind.PLACE, row.topic_id)


def get_page(wanted: Wanted, *, by: Fetcher) -> Answer | Missed:
    """The page's bytes, or why there are none. Never raises."""
    try:
        return by.fetch(Ask(wanted.url, accept="text/html, application/xhtml+xml, */*;q=0.3"), BOUNDS)
    except FetchError as fault:
        return Missed(
            wanted.pk,
            fault.code,
            is_final=fault.code in FINAL or fault.code in KEEPS_TITLE,
            retry_after=fault.retry_after,
        )
    except Exception:  # one odd page must not stop the others
        return Missed(wanted.pk, "unexpected")


def read_answer(wanted: Wanted, answer: Answer, on: Scales) -> PageRead | Missed:
    """The article in the page, weighed. A page without an article, or with a secrecy mark, gives ``Missed``."""
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind and kind not in ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"):
        return Missed(wanted.pk, "not_a_page", is_final=True)
    article = read_page(answer.content, url=answer.url)
    title = article.title or wanted.title
    text = article.text[:LONGEST]
    if not title and not text:
        return Missed(wanted.pk, "no_article", is_final=True)
    if find_secrecy_mark(text) is not None:
        return Missed(wanted.pk, "secrecy", is_final=True)
    lead = lead_of(text)
    kept = "" if wanted.lead_only or is_closed(answer.content) else text
    return PageRead(
        wanted.pk, title, kept, lead, article.language or "", picture_of(answer.content, url=answer.url), article.published,
        judge(title, kept or lead, on.rules, on.gazetteer), runs(kept) if kept else frozenset(), "" if kept else "lead_only",
    )  # fmt: skip
