"""Writing the site out, only what has changed, and taking away what is gone. ``.baked.json`` remembers what was written."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders

from nhipcau.media import shelf
from nhipcau.public.check.walk import beginnings, is_file, visit, walk
from nhipcau.public.rules.keeping import segments_of

BOOK = ".baked.json"


class NotOurs(Exception):
    """The folder holds files that no baking of ours has written; the message names it."""


@dataclass(slots=True)
class Baked:
    """How many files were written, left as they were, and taken away; paths that could not be drawn."""

    written: int = 0
    same: int = 0
    gone: int = 0
    broken: list[str] = field(default_factory=list)


def bake(out: Path) -> Baked:
    """Write the public site below ``out``. Raises NotOurs for a folder that has other things in it."""
    out.mkdir(parents=True, exist_ok=True)
    before = _book(out)
    result, now = Baked(), {}
    files: dict[str, None] = {}
    for found in walk(beginnings()):
        files |= dict.fromkeys(path for path, _fragment in found.links if is_file(path))
        target = target_of(found.path)
        if found.status in {200, 410} and target is not None:
            now[target] = _put(out, target, found.body, before, result)
        elif found.status not in {200, 301, 302, 410}:
            result.broken.append(found.path)
    for target, body in _further(files):
        now[target] = _put(out, target, body, before, result)
    for name in files:
        _lay_out(out, unquote(name.partition("?")[0]), before, now, result)
    _take_away(out, set(before) - set(now), result)
    _write(out / BOOK, json.dumps(now, indent=0, sort_keys=True).encode())
    return result


def target_of(path: str) -> str | None:
    """The file for a path; further pages of a list get a folder of their own: ``?p=2`` → ``p-2/``. None for other queries."""
    plain, _mark, query = path.partition("?")
    parts = segments_of(unquote(plain))
    if parts is None:
        return None
    if not query:
        return "/".join(parts)
    name, _equals, number = query.partition("=")
    return "/".join([*parts[:-1], f"p-{number}", "index.html"]) if name == "p" and number.isdecimal() else None


def _further(files: dict[str, None]) -> Iterator[tuple[str, bytes]]:
    """What no page leads to: the page for what is not there, files that styles ask for."""
    lost = visit("/khong-co-trang-nay/")
    yield "404.html", lost.body
    for name in _fonts():
        files[name] = None


def _fonts() -> Iterator[str]:
    for finder in finders.get_finders():
        yield from (
            f"{settings.STATIC_URL}{path}" for path, _storage in finder.list([]) if path.startswith("public/")
        )


def _book(out: Path) -> dict[str, str]:
    place = out / BOOK
    if not place.exists():
        if any(out.iterdir()):
            raise NotOurs(f"{out} is not empty and was not written by nhipcau bake")
        return {}
    read: dict[str, str] = json.loads(place.read_text())
    return read


def _put(out: Path, target: str, body: bytes, before: dict[str, str], result: Baked) -> str:
    body = with_folders_for_pages(body) if target.endswith(".html") else body
    digest = hashlib.sha256(body).hexdigest()
    if before.get(target) == digest and (out / target).is_file():
        result.same += 1
    else:
        _write(out / target, body)
        result.written += 1
    return digest


def with_folders_for_pages(body: bytes) -> bytes:
    """Links to further pages lead to their folders: a file server knows no queries."""

    return re.sub(rb'href="([^"?#]*)\?p=(\d{1,4})"', rb'href="\1p-\2/"', body)


def _lay_out(out: Path, path: str, before: dict[str, str], now: dict[str, str], result: Baked) -> None:
    source = _source_of(path)
    target = path.lstrip("/")
    if source is None:
        result.broken.append(path)
        return
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    now[target] = digest
    if before.get(target) == digest and (out / target).is_file():
        result.same += 1
        return
    (out / target).parent.mkdir(parents=True, exist_ok=True)
    halfway = out / f"{target}.{os.getpid()}"
    shutil.copyfile(source, halfway)
    halfway.replace(out / target)
    result.written += 1


def _source_of(path: str) -> Path | None:
    if path.startswith(settings.MEDIA_URL):
        try:
            found = shelf.public_file(path.rpartition("/")[2])
        except ValueError:
            return None
        return found if found.is_file() else None
    name = path.removeprefix(settings.STATIC_URL)
    collected = Path(settings.STATIC_ROOT) / name
    if collected.is_file():
        return collected
    place = finders.find(name)
    return Path(place) if isinstance(place, str) else None


def _take_away(out: Path, targets: set[str], result: Baked) -> None:
    for target in targets:
        place = out / target
        if not place.resolve().is_relative_to(out.resolve()):
            continue
        place.unlink(missing_ok=True)
        result.gone += 1
        for folder in place.parents:
            if folder == out or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


def _write(place: Path, body: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    halfway = place.with_name(f".{place.name}.{os.getpid()}")
    halfway.write_bytes(body)
    halfway.replace(place)


__all__ = ["Baked", "NotOurs", "bake", "target_of"]
