"""Every page and file that a visitor can come to, from the home pages on, drawn without a network."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.translation import override

from nhipcau.media import shelf
from nhipcau.public.machines import lists
from nhipcau.public.machines.addresses import absolute, base, path_of
from nhipcau.public.page_cache.warming import fetched
from nhipcau.public.rules.reading import Read, inner_paths, read_page

CLOSED = (
    "/staff/", "/verify/", "/partners/", "/signatures/", "/dinh-chinh/bao/", "/dinh-chinh/lien-ket/", "/dinh-chinh/theo-doi/",
)  # fmt: skip
"""Not walked: a workspace, forms, doors with keys."""
FORMS_OF_ENTRIES = "/khieu-nai/"


def is_closed(path: str) -> bool:
    """Whether the path, in whatever language, is not walked."""
    first, _slash, rest = path.removeprefix("/").partition("/")
    plain = f"/{rest}" if first in dict(settings.LANGUAGES) else path
    return plain.startswith(CLOSED) or plain.endswith(FORMS_OF_ENTRIES)


@dataclass(slots=True)
class Visited:
    """What came back for one path. ``read`` for HTML; ``links``: (path, fragment) on this site."""

    path: str
    status: int
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    read: Read | None = None
    links: list[tuple[str, str]] = field(default_factory=list)


def beginnings() -> list[str]:
    """Where a walk begins: every live page by its address, tombstones, feeds, titles to search in, sitemaps, robots."""
    paths = [path for page in (*lists.public_pages(), *lists.withdrawn_pages()) if (path := path_of(page))]
    feeds = [lists.feed_path(code, "", form) for code in lists.languages() for form in lists.FORMATS]
    titles = [_titles_in(code) for code in lists.languages()]
    return [*dict.fromkeys(paths), *feeds, *titles, "/sitemap.xml", "/robots.txt"]


def _titles_in(code: str) -> str:
    with override(code):
        return reverse("public:titles")


def visit(path: str) -> Visited:
    """One path, as a stranger gets it."""
    answer = fetched(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    kind = answer.headers.get("Content-Type", "")
    found = Visited(path, answer.status_code, kind, bytes(body), dict(answer.items()))
    if kind.startswith("text/html") and answer.status_code in {200, 410}:
        found.read = read_page(body.decode())
        found.links = inner_paths(found.read.links, page=absolute(path), base=base())
    elif answer.status_code in {301, 302}:
        found.links = inner_paths([answer.headers["Location"]], page=absolute(path), base=base())
    return found


def walk(paths: Iterable[str]) -> Iterator[Visited]:
    """``paths`` and all HTML that they lead to, each once. Files are not visited: ``is_file`` knows them."""
    seen = dict.fromkeys(paths)
    waiting = deque(seen)
    while waiting:
        found = visit(waiting.popleft())
        yield found
        for path, _fragment in found.links:
            if path not in seen and not is_file(path) and not is_closed(path):
                seen[path] = None
                waiting.append(path)


def is_file(path: str) -> bool:
    """Whether the path is of a static or media file."""
    return path.startswith((settings.STATIC_URL, settings.MEDIA_URL))


def file_exists(path: str) -> bool:
    """Whether there is such a file in public."""
    plain = unquote(path.partition("?")[0])
    if plain.startswith(settings.MEDIA_URL):
        try:
            return shelf.public_file(plain.rpartition("/")[2]).is_file()
        except ValueError:
            return False
    name = plain.removeprefix(settings.STATIC_URL)
    return finders.find(name) is not None or (settings.STATIC_ROOT / name).is_file()
