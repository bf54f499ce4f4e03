"""A model folder says what it holds: ``manifest.json`` beside the files, with the hash of each."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path

NAME = "manifest.json"
FAMILIES = ("whisper",)
_PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class ModelFault(Exception):
    """What is wrong with a model folder. ``code`` is stable, ``what`` names the file or field."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(f"{code}: {what}")
        self.code, self.what = code, what


@dataclass(frozen=True, slots=True)
class Manifest:
    """``files``: name → SHA-256 in hexadecimal. ``languages``: codes that the model hears well enough to offer."""

    name: str
    family: str
    title: str
    licence: str
    source: str
    languages: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)


def language_codes(told: str) -> tuple[str, ...]:
    """``"vi, en"`` → ``("vi", "en")``. Raises ModelFault ``bad_manifest`` where one is none."""
    codes = tuple(part.strip() for part in told.split(",") if part.strip())
    if not codes or not all(_LANGUAGE.fullmatch(code) for code in codes):
        raise ModelFault("bad_manifest", "languages")
    return codes


def is_name(name: str) -> bool:
    """Whether ``name`` can name a model: a folder of that name is made."""
    return bool(_PLAIN.fullmatch(name))


def read_manifest(folder: Path) -> Manifest:
    """Raises ModelFault: ``no_manifest``, ``bad_manifest`` with the field."""
    try:
        told = json.loads((folder / NAME).read_text("utf-8"))
    except OSError as fault:
        raise ModelFault("no_manifest", folder.name) from fault
    except ValueError as fault:
        raise ModelFault("bad_manifest", "JSON") from fault
    if not isinstance(told, dict):
        raise ModelFault("bad_manifest", "JSON")
    words = {}
    for key in ("name", "family", "title", "licence", "source"):
        if not isinstance(told.get(key), str) or not told[key].strip():
            raise ModelFault("bad_manifest", key)
        words[key] = told[key].strip()
    languages, files = told.get("languages"), told.get("files")
    if not is_name(words["name"]) or words["family"] not in FAMILIES:
        raise ModelFault("bad_manifest", "name" if words["family"] in FAMILIES else "family")
    if not isinstance(languages, list) or not languages or not all(_is(_LANGUAGE, one) for one in languages):
        raise ModelFault("bad_manifest", "languages")
    if not isinstance(files, dict) or not files or not all(_is(_FILE, one) for one in files):
        raise ModelFault("bad_manifest", "files")
    return Manifest(**words, languages=tuple(languages), files={name: str(mark) for name, mark in files.items()})


def _is(pattern: re.Pattern[str], told: object) -> bool:
    return isinstance(told, str) and bool(pattern.fullmatch(told))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Beside the files; a reader sees the old one or the new one, never half of one."""
    half = folder / f"{NAME}.part"
    half.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n", "utf-8")
    half.replace(folder / NAME)


def sha256_of(path: Path) -> str:
    """In hexadecimal. Raises OSError."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def faults_of(folder: Path) -> list[ModelFault]:
    """Every file that is missing or differs from the manifest; the manifest itself where it cannot be read."""
    try:
        manifest = read_manifest(folder)
    except ModelFault as fault:
        return [fault]
    found = []
    for name, mark in manifest.files.items():
        try:
            if sha256_of(folder / name) != mark:
                found.append(ModelFault("changed", name))
        except OSError:
            found.append(ModelFault("missing", name))
    return found
