"""What is wrong with the public site. Each fault says where, what, and so what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils import timezone

from nhipcau.media.models import PublicHold
from nhipcau.media.queries import publication_faults
from nhipcau.media.shelf import public_file
from nhipcau.newsroom.gate import steps_of
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.rules.standing import clearing_step, waits_for_second_person
from nhipcau.people.permissions import today
from nhipcau.public.check.walk import Visited, file_exists, is_closed, is_file
from nhipcau.public.machines.addresses import path_of
from nhipcau.public.machines.lists import public_pages
from nhipcau.public.rules.languages import tag_of


@dataclass(frozen=True, slots=True, order=True)
class SiteFault:
    """``kind`` is one of the words below; ``path`` where it stands."""

    kind: str
    path: str
    what: str


KINDS = (
    "broken page", "bad link", "bad fragment", "html", "missing file", "missing rendition", "missing alt", "duplicate title", "orphan",
    "language", "gate", "rights",
)  # fmt: skip


def of_visits(visited: Iterable[Visited]) -> list[SiteFault]:
    """What a visitor's programs find."""
    by_path = {v.path: v for v in visited}
    found = [fault for v in by_path.values() for fault in (*_of_one(v), *_links(v, by_path))]
    return sorted({*found, *_titles(by_path.values()), *_orphans(by_path), *_languages(by_path)})


def _of_one(v: Visited) -> Iterator[SiteFault]:
    if v.status >= 500 or v.status == 404:
        yield SiteFault("broken page", v.path, f"answers {v.status}")
    if v.read is None:
        return
    for fault in v.read.faults:
        yield SiteFault("html", v.path, fault)
    for src in v.read.without_alt:
        yield SiteFault("missing alt", v.path, src)


def _links(v: Visited, by_path: dict[str, Visited]) -> Iterator[SiteFault]:
    for path, fragment in v.links:
        if is_closed(path):
            continue
        if is_file(path):
            if not file_exists(path):
                yield SiteFault("missing file", v.path, path)
            continue
        target = by_path.get(path)
        if target is None or target.status >= 400:
            yield SiteFault("bad link", v.path, path)
        elif fragment and target.read is not None and fragment not in target.read.ids:
            yield SiteFault("bad fragment", v.path, f"{path}#{fragment}")


def _is_public(v: Visited) -> bool:
    return v.status == 200 and v.read is not None and "noindex" not in v.read.robots


def _titles(visited: Iterable[Visited]) -> Iterator[SiteFault]:
    by_title: dict[tuple[str, str], list[str]] = defaultdict(list)
    for v in visited:
        if _is_public(v) and v.read and "?" not in v.path:
            by_title[v.read.language, v.read.title].append(v.path)
    for (_language, title), paths in by_title.items():
        for path in paths[1:]:
            yield SiteFault("duplicate title", path, f"“{title}” as {paths[0]}")


def _orphans(by_path: dict[str, Visited]) -> Iterator[SiteFault]:
    linked = {path for v in by_path.values() if v.read for path, _f in v.links if path != v.path}
    homes = {path_of(page) for page in public_pages().filter(depth=2)}
    for v in by_path.values():
        if _is_public(v) and v.path not in linked and v.path not in homes:
            yield SiteFault("orphan", v.path, "no page leads here")


def _languages(by_path: dict[str, Visited]) -> Iterator[SiteFault]:
    """Pages that name another language have to be named by it, in the language they are in."""
    rows = public_pages()
    language_of = {path_of(row): tag_of(str(row.locale.language_code)) for row in rows}
    for v in by_path.values():
        if not _is_public(v) or v.read is None:
            continue
        expected = language_of.get(v.path)
        if expected and v.read.language not in {expected, expected.lower()}:
            yield SiteFault("language", v.path, f"says it is {v.read.language}, is {expected}")
        for code, url in v.read.alternates.items():
            other = by_path.get(_path(url))
            if other is None or other.read is None or other.status != 200:
                yield SiteFault("language", v.path, f"its version in {code} is not there: {url}")
            elif code != "x-default" and v.read.canonical not in other.read.alternates.values():
                yield SiteFault("language", v.path, f"its version in {code} does not lead back")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def of_tables() -> list[SiteFault]:
    """What the tables know: the gate, rights that ended, files that are not in the public folder."""
    return sorted([*_gate(), *_rights()])


def _gate() -> Iterator[SiteFault]:
    """A live page whose words nobody has cleared, or that waits for its second person longer than it may."""
    now = timezone.now()
    for page in EditorialPage.objects.live().select_related("locale").order_by("pk").iterator(chunk_size=200):
        specific = page.specific
        content, steps = specific.content(), steps_of(page.pk)
        cleared = any(clearing_step(content, steps[: at + 1]) for at in range(len(steps)))
        if not cleared:
            yield SiteFault("gate", path_of(page), "public without a step that clears what it says")
        waits = waits_for_second_person(content, steps)
        if waits is not None and waits.due_at is not None and waits.due_at < now:
            yield SiteFault("gate", path_of(page), "its second person is overdue")


def _rights() -> Iterator[SiteFault]:
    rows = PublicHold.objects.select_related("asset__licence", "asset__poster__licence").prefetch_related(
        "asset__renditions", "asset__texts", "asset__poster__texts"
    )
    for hold in rows.order_by("pk"):
        for fault in publication_faults(hold.asset, today()):
            yield SiteFault("rights", hold.url or hold.holder, f"{hold.asset}: {fault.message}")
        made = hold.asset.renditions.all()
        gone = [r.name for r in made if not public_file(r.name).is_file()]
        if gone or not made:
            yield SiteFault(
                "missing rendition", hold.url or hold.holder, f"{hold.asset}: {', '.join(gone) or 'none made'}"
            )
