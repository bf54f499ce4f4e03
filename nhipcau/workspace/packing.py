"""Styles and scripts packed and named by what is in them, as a server has them, beside everything else that a start prepares."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

MANIFEST, STAMP = "staticfiles.json", "packed"


@dataclass(frozen=True, slots=True)
class Packing:
    """A packing that goes on. ``stamp`` is that of the sources when it began."""

    process: subprocess.Popen[bytes]
    stamp: str

    def finish(self) -> bool:
        """Wait for its end; whether all went well. What failed is tried again at the next start."""
        if self.process.wait() != 0:
            return False
        (Path(settings.STATIC_ROOT) / STAMP).write_text(self.stamp)
        return True


def sources_stamp() -> str:
    """Changes with any static file of any room or package: its name, size or day."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            stat = Path(storage.path(name)).stat()
            seen.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def begin_packing() -> Packing | None:
    """Start to pack in a process of its own; None where all is packed already.

    Files of earlier packings stay: a page that was read before may still ask for them.
    """
    place, stamp = Path(settings.STATIC_ROOT), sources_stamp()
    if (place / MANIFEST).is_file() and (place / STAMP).is_file() and (place / STAMP).read_text() == stamp:
        return None
    place.mkdir(parents=True, exist_ok=True)
    (place / STAMP).unlink(missing_ok=True)
    command = [sys.executable, "-m", "config.cli", "collectstatic", "--no-input", "--verbosity", "0"]
    return Packing(subprocess.Popen(command, env={**os.environ, "NHIPCAU_PACKING": "1"}), stamp)  # noqa: S603
