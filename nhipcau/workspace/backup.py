"""Backing up and restoring everything the program keeps: database, files, and the head of the trail.

SQLite is copied by its own online backup; PostgreSQL by ``pg_dump`` and ``pg_restore``. A manifest names every file
with its SHA-256, so that a damaged backup is found before it is restored.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from nhipcau import __version__
from nhipcau.people.models import TrailEntry

FOLDERS = ("private", "media")
MANIFEST = "manifest.json"


class BackupFault(Exception):
    """Why it could not be done; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written."""

    folder: Path
    files: int
    entries: int


def back_up(folder: Path, *, at: datetime) -> Backup:
    """Write a backup into an empty or new folder. Raises BackupFault."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupFault(_("The folder is not empty. Name a new one."))
    folder.mkdir(parents=True, exist_ok=True)
    head = TrailEntry.objects.order_by("-seq").first()
    _dump(folder)
    for name in FOLDERS:
        source = Path(settings.STATE) / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
    files = {str(p.relative_to(folder)): _sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    manifest = {
        "program": __version__, "made_at": at.isoformat(), "engine": connection.vendor,
        "trail": {"entries": head.seq if head else 0, "head": head.own_hash if head else ""}, "files": files,
    }  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    return Backup(folder, len(files), head.seq if head else 0)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, after every file was compared with it. Raises BackupFault."""
    try:
        manifest = dict(json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError) as fault:
        raise BackupFault(_("There is no backup in this folder.")) from fault
    for name, sha256 in manifest["files"].items():
        place = folder / name
        if not place.is_file() or _sha256(place) != sha256:
            raise BackupFault(_("The backup is damaged: %(file)s.") % {"file": name})
    if manifest["engine"] != connection.vendor:
        raise BackupFault(
            _("The backup is of %(kind)s; set DATABASE_URL to the same.") % {"kind": manifest["engine"]}
        )
    return manifest


def restore(folder: Path) -> dict[str, Any]:
    """Put a backup in place of what is there. Raises BackupFault before anything is touched."""
    manifest = read_manifest(folder)
    _load(folder)
    for name in FOLDERS:
        target = Path(settings.STATE) / name
        shutil.rmtree(target, ignore_errors=True)
        if (folder / name).is_dir():
            shutil.copytree(folder / name, target)
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _database() -> dict[str, Any]:
    return dict(connection.settings_dict)


def _dump(folder: Path) -> None:
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(_database()["NAME"])) as source,
            closing(sqlite3.connect(folder / "database.sqlite3")) as copy,
        ):
            source.backup(copy)
        return
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={folder / 'database.dump'}")


def _load(folder: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        with (
            closing(sqlite3.connect(folder / "database.sqlite3")) as source,
            closing(sqlite3.connect(_database()["NAME"])) as target,
        ):
            source.backup(target)
        return
    connection.close()
    _run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={_address()}", str(folder / "database.dump")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE"
        )  # a dump brings no statistics, and without them PostgreSQL reads whole tables until it has made them


def _address() -> str:
    own = _database()
    user = f"{own['USER']}:{own['PASSWORD']}@" if own["PASSWORD"] else f"{own['USER']}@"
    return f"postgresql://{user}{own['HOST'] or 'localhost'}:{own['PORT'] or 5432}/{own['NAME']}"


def _run(tool: str, *arguments: str) -> None:
    command = shutil.which(tool)
    if command is None:
        raise BackupFault(_("%(tool)s is needed (Debian: apt install postgresql-client).") % {"tool": tool})
    target = () if tool == "pg_restore" else (_address(),)
    done = subprocess.run([command, *arguments, *target], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupFault(done.stderr.strip()[-500:])
