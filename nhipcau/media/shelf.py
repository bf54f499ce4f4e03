"""Where the files lie: originals and renditions in the private storage, public ones under ``MEDIA_ROOT/p/`` by content hash."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli
from django.conf import settings
from django.core.files.storage import storages

CONTENT_TYPES = {
    "avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml",
    "mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg",
    "wav": "audio/wav", "pdf": "application/pdf", "epub": "application/epub+zip", "vtt": "text/vtt; charset=utf-8",
}  # fmt: skip
NAME = re.compile(r"[0-9a-f]{32}\.(?:" + "|".join(CONTENT_TYPES) + r")")
"""Every name that this room gives to a public file; nothing else is served."""
PACKED = {"br": ".br", "gzip": ".gz"}
"""Content coding → ending of the packed file beside a public one, the better one first."""
_WRITTEN = {"svg", "vtt"}
"""Kinds that are text inside: a third of their size when packed. The others are packed by their own format."""


def name_for(sha256: str, extension: str) -> str:
    """The public name of bytes with that SHA-256 (hex)."""
    return f"{sha256[:32]}.{extension}"


def private_path(name: str) -> str:
    """Where a rendition lies in the private storage."""
    return f"renditions/{name[:2]}/{name}"


def keep(content: bytes, extension: str) -> str:
    """Keep a rendition privately; answers its name. The same bytes are kept once."""
    name = name_for(hashlib.sha256(content).hexdigest(), extension)
    target = private_file(name)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        halfway = target.with_name(f".{name}.{os.getpid()}")
        halfway.write_bytes(content)
        halfway.replace(target)
    return name


def keep_file(path: Path, extension: str) -> str:
    """The same for a file that is too large for memory; it is moved."""
    with path.open("rb") as file:
        name = name_for(hashlib.file_digest(file, "sha256").hexdigest(), extension)
    target = private_file(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, target)
    return name


def private_file(name: str) -> Path:
    """The rendition on disk."""
    return Path(storages["private"].path(private_path(name)))


def public_folder() -> Path:
    """``MEDIA_ROOT/p``: what a web server may hand out to everyone."""
    return Path(settings.MEDIA_ROOT) / "p"


def public_file(name: str) -> Path:
    """The public file of that name. Raises ValueError for a name that this room never gives."""
    if not NAME.fullmatch(name):
        raise ValueError(name)
    return public_folder() / name


def public_address(name: str) -> str:
    """The address of a public file."""
    return f"{settings.MEDIA_URL}p/{name}"


def put_public(names: Iterable[str]) -> None:
    """Lay the files out in public, drawings and captions also packed. A file is there whole or not at all. Raises FileNotFoundError."""
    public_folder().mkdir(parents=True, exist_ok=True)
    for name in names:
        target = public_file(name)
        if not target.exists():
            _lay_out(private_file(name), target)
        if name.rpartition(".")[2] in _WRITTEN:
            _pack(target)


def _lay_out(source: Path, target: Path) -> None:
    halfway = target.with_name(f".{target.name}.{os.getpid()}")
    halfway.unlink(missing_ok=True)
    try:
        os.link(source, halfway)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or a file system without links
        shutil.copyfile(source, halfway)
    halfway.replace(target)


def _pack(target: Path) -> None:
    for coding, ending in PACKED.items():
        packed = target.with_name(f"{target.name}{ending}")
        if packed.exists():
            continue
        content = target.read_bytes()
        halfway = target.with_name(f".{packed.name}.{os.getpid()}")
        halfway.write_bytes(brotli.compress(content) if coding == "br" else gzip.compress(content, 9, mtime=0))
        halfway.replace(packed)


def _take(name: str) -> None:
    target = public_file(name)
    for ending in ("", *PACKED.values()):
        target.with_name(f"{name}{ending}").unlink(missing_ok=True)


def take_public(names: Iterable[str]) -> None:
    """Take the files out of public; those that are not there are passed over."""
    for name in names:
        _take(name)


def discard(names: Iterable[str]) -> None:
    """Delete renditions for good, in public and in private."""
    for name in names:
        _take(name)
        private_file(name).unlink(missing_ok=True)


def public_names() -> Iterator[str]:
    """Every file that lies in public."""
    folder = public_folder()
    if folder.is_dir():
        yield from (entry.name for entry in os.scandir(folder) if NAME.fullmatch(entry.name))


def public_since(name: str) -> float:
    """For how many seconds a file has lain in public; 0 where it does not."""
    try:
        return max(0.0, time.time() - public_file(name).stat().st_ctime)
    except FileNotFoundError:
        return 0.0
