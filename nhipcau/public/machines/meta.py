"""The head of a page: title, description, languages, cards, structured data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from nhipcau.media.models import Asset
from nhipcau.media.queries import card_of
from nhipcau.newsroom.models import EditorialPage, HomePage, SectionPage, StoryPage
from nhipcau.people.permissions import today
from nhipcau.public.machines.addresses import absolute
from nhipcau.public.machines.identity import Identity, identity_of
from nhipcau.public.machines.shown import assets_of, figures_of, film_of, films
from nhipcau.public.machines.telling import crumbs_of, telling_of
from nhipcau.public.rules import jsonld
from nhipcau.public.rules.jsonld import Node
from nhipcau.public.rules.languages import alternates, open_graph_locale
from nhipcau.public.rules.subjects import Image, Occasion, Telling, Version

KINDS = {"about": "AboutPage", "contact": "ContactPage"}
DESCRIPTION = 300


@dataclass(frozen=True, slots=True)
class Alternate:
    """The page in another language: ``code`` as ``hreflang`` wants it."""

    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What the head of a page says. ``open_graph`` and ``twitter``: (name, content) in order. ``kind`` and ``image`` are
    Open Graph's type and picture again, for templates that ask for them alone. ``json_ld`` is a whole script element."""

    title: str
    description: str
    canonical: str
    alternates: tuple[Alternate, ...]
    robots: str
    kind: str
    image: str
    open_graph: tuple[tuple[str, str], ...]
    twitter: tuple[tuple[str, str], ...]
    json_ld: SafeString


def script(nodes: Sequence[Node]) -> SafeString:
    """The nodes as a script element; "" where there are none."""
    if not nodes:
        return SafeString("")
    return mark_safe(f'<script type="application/ld+json">{jsonld.serialise(nodes)}</script>')  # noqa: S308 – escaped there


@dataclass(frozen=True, slots=True)
class Side:
    """Another side of a page: what stands ``below`` its address (``cau-ke/``) with a ``name`` of its own, or the further page of
    its list with that ``number``."""

    below: str = ""
    name: str = ""
    number: int = 1

    def of(self, telling: Telling) -> Telling:
        """The page told from this side. Further pages of lists are told in their own language alone."""
        if self.number > 1:
            return replace(
                telling,
                url=f"{telling.url}?p={self.number}",
                title=f"{telling.title} ({self.number})",
                versions=(),
                original=None,
            )
        if not self.below:
            return telling
        versions = tuple(replace(v, url=f"{v.url}{self.below}", title="") for v in telling.versions)
        original = replace(telling.original, url=f"{telling.original.url}{self.below}") if telling.original else None
        return replace(telling, url=f"{telling.url}{self.below}", title=self.name, description=f"{self.name}. {telling.description}",
                       versions=versions, original=original)  # fmt: skip


WHOLE = Side()


def meta_of(
    page: EditorialPage,
    *,
    robots: str = "",
    on: date | None = None,
    side: Side = WHOLE,
    assets: list[Asset] | None = None,
) -> Meta:
    """The head of ``page``. ``robots`` such as "noindex" for a tombstone or a preview; ``on`` is the day of its facts; ``assets``
    are those that it holds public, where they were read already."""
    assets = assets_of([page.pk])[page.pk] if assets is None else assets
    telling = side.of(telling_of(page, assets=assets))
    site = identity_of(telling.language)
    title = (
        telling.title
        if isinstance(page, HomePage) or telling.title == site.name
        else f"{telling.title} – {site.name}"
    )
    nodes = [] if robots else nodes_of(page, telling, site, assets, on=on or today())
    others = [*telling.versions, *([telling.original] if telling.original else [])]
    versions = alternates([Version(telling.language, telling.url), *others])
    return _meta(
        telling, site, title=title, robots=robots, card=_card(page, telling, assets), nodes=nodes, versions=versions
    )  # fmt: skip


def meta_for(
    *, title: str, description: str, path: str, language: str, versions: Sequence[tuple[str, str]] = (),
    nodes: Sequence[Node] = (), robots: str = "", image: str = "",
) -> Meta:  # fmt: skip
    """The head of something that is no page of the tree: a place, search, a check. ``versions``: (hreflang, address)."""
    site = identity_of(language)
    telling = Telling(absolute(path), title, description, language, None, None)
    return _meta(telling, site, title=f"{title} – {site.name}", robots=robots, card=Image(absolute(image)) if image else None,
                 nodes=nodes, versions=versions)  # fmt: skip


def nodes_of(page: EditorialPage, telling: Telling, site: Identity, assets: list[Asset], *, on: date) -> list[Node]:
    """The structured data of a page of any kind; the publisher first."""
    publisher = site.publisher
    nodes = [jsonld.organisation(publisher)]
    if isinstance(page, HomePage):
        nodes.append(
            jsonld.website(publisher, name=site.name, url=site.home, language=site.language, search=site.search)
        )
    if isinstance(page, StoryPage):
        nodes.append(jsonld.article(telling, publisher))
        nodes += [event for event in [_event(page, telling, site)] if event]
    else:
        kind = KINDS.get(getattr(page, "kind", ""), "WebPage" if isinstance(page, HomePage) else "CollectionPage")
        nodes.append(jsonld.web_page(telling, publisher, kind=kind))
    if isinstance(page, SectionPage) and page.kind == SectionPage.Kind.FACTS:
        nodes.append(_facts(telling, site, on))
    language = telling.language
    nodes += [jsonld.film(film_of(a, language=language, published=page.first_published_at)) for a in films(assets)]
    way = jsonld.breadcrumbs(crumbs_of(page))
    return [*nodes, way] if way else nodes


def _event(page: StoryPage, telling: Telling, site: Identity) -> Node | None:
    if page.form != StoryPage.Form.EVENT or page.event_starts is None:
        return None
    occasion = Occasion(
        name=page.title, description=telling.description, url=telling.url, starts=page.event_starts, ends=page.event_ends,
        places=telling.places, image=telling.images[0] if telling.images else None,
    )  # fmt: skip
    return jsonld.event(occasion, site.publisher)


def _facts(telling: Telling, site: Identity, on: date) -> Node:
    figures = figures_of(telling.language, on=on)
    words = f"{telling.description} {', '.join(f.name for f in figures)}".strip()
    return jsonld.dataset(
        figures, site.publisher, name=telling.title, description=words, url=telling.url, language=telling.language
    )


def _card(page: EditorialPage, telling: Telling, assets: list[Asset]) -> Image | None:
    read = next((asset for asset in assets if asset.pk == page.picture_id), None)
    top = read or page.picture
    card = card_of(top) if top else ""
    if card:
        return Image(absolute(card), 1200, 630, caption=telling.images[0].caption if telling.images else "")
    return next((i for i in telling.images if not i.address.endswith(".svg")), None)


def _meta(
    telling: Telling, site: Identity, *, title: str, robots: str, card: Image | None, nodes: Sequence[Node],
    versions: Sequence[tuple[str, str]],
) -> Meta:  # fmt: skip
    description = " ".join(strip_tags(telling.description).split())[:DESCRIPTION]
    kind = "article" if telling.published and telling.is_news else "website"
    graph = [("og:site_name", site.name), ("og:type", kind), ("og:title", telling.title), ("og:url", telling.url)]
    graph += [("og:description", description)] if description else []
    graph += [("og:locale", here)] if (here := open_graph_locale(telling.language)) else []
    others = [v.code for v in (*telling.versions, *([telling.original] if telling.original else []))]
    graph += [("og:locale:alternate", there) for code in others if (there := open_graph_locale(code))]
    if card:
        graph += [("og:image", card.address), ("og:image:alt", card.caption)]
        graph += [("og:image:width", str(card.width)), ("og:image:height", str(card.height))] if card.width else []
    if kind == "article" and telling.published:
        graph += [("article:published_time", telling.published.isoformat())]
        graph += [("article:modified_time", telling.updated.isoformat())] if telling.updated else []
        graph += [("article:section", telling.section)] if telling.section else []
    cards = [("twitter:card", "summary_large_image" if card else "summary"), ("twitter:title", telling.title)]
    cards += [("twitter:description", description)] if description else []
    cards += [("twitter:image", card.address), ("twitter:image:alt", card.caption)] if card else []
    return Meta(
        title=title, description=description, canonical="" if robots else telling.url,
        alternates=() if robots else tuple(Alternate(code, url) for code, url in versions),
        robots=robots or "max-image-preview:large", kind=kind, image=card.address if card else "",
        open_graph=tuple(graph), twitter=tuple(cards), json_ld=script(nodes),
    )  # fmt: skip
