#!/usr/bin/env python3
"""Compile the translation catalogues (.po) below a folder into the .mo files that Django reads.

``python locale/compile.py [ROOT]``: every ``locale/*/LC_MESSAGES/*.po`` below ROOT, only where the .po is newer than
its .mo. It needs the standard library alone: ``django-admin compilemessages`` calls GNU msgfmt, which a fresh machine
often lacks, and the program is to be installed without it.

The formats: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html and …/MO-Files.html
"""

from __future__ import annotations

import argparse
import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_MAGIC = 0x950412DE
_HEADER_WORDS = 7
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s*(.*)", re.DOTALL)
_SKIPPED_FOLDERS = {".venv", "venv", ".git", "node_modules", "site-packages", "build"}


class BrokenCatalogue(ValueError):
    """A .po file cannot be read; the message names the file's line."""


@dataclass(slots=True)
class _Draft:
    """An entry while its lines are being read."""

    context: str | None = None
    singular: str | None = None
    plural: str | None = None
    strings: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation that counts: not obsolete, not fuzzy, every plural form filled."""

    context: str | None
    singular: str
    plural: str | None
    strings: tuple[str, ...]

    @property
    def key(self) -> bytes:
        """What gettext looks up: ``context EOT singular NUL plural``."""
        key = self.singular if self.plural is None else f"{self.singular}\0{self.plural}"
        return (key if self.context is None else f"{self.context}\4{key}").encode()

    @property
    def value(self) -> bytes:
        """What gettext answers: the forms, parted by NUL."""
        return "\0".join(self.strings).encode()


def _unquoted(text: str, *, line: int) -> str:
    text = text.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        raise BrokenCatalogue(f"line {line}: expected a quoted string, found {text[:40]!r}")
    try:
        return str(ast.literal_eval(text))
    except (SyntaxError, ValueError) as error:
        raise BrokenCatalogue(f"line {line}: {text[:40]!r} is not a string") from error


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Lines of one entry at a time. A blank line is usual between entries, but not required by the format."""
    block: list[tuple[int, str]] = []
    translated = False
    # Not splitlines(): U+2028 and its like may stand inside a string.
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        starts_entry = line.startswith(("#", "msgctxt")) or bool(re.match(r"msgid\b(?!_)", line))
        if not line or (translated and starts_entry):
            if block:
                yield block
            block, translated = [], False
        if line:
            block.append((number, line))
            translated = translated or line.startswith("msgstr")
    if block:
        yield block


def _add(draft: _Draft, keyword: str, index: int, text: str) -> None:
    if keyword == "msgctxt":
        draft.context = (draft.context or "") + text
    elif keyword == "msgid":
        draft.singular = (draft.singular or "") + text
    elif keyword == "msgid_plural":
        draft.plural = (draft.plural or "") + text
    else:
        draft.strings[index] = draft.strings.get(index, "") + text


def _draft_of(block: list[tuple[int, str]]) -> _Draft:
    draft = _Draft()
    keyword, index = "", 0
    for number, line in block:
        if line.startswith("#"):
            draft.fuzzy = draft.fuzzy or (line.startswith("#,") and "fuzzy" in re.split(r"[,\s]+", line))
            continue
        if found := _KEYWORD.fullmatch(line):
            keyword, index = found[1], int(found[2] or 0)
        elif not keyword:
            raise BrokenCatalogue(f"line {number}: {line[:40]!r} stands before any msgid")
        _add(draft, keyword, index, _unquoted(found[3] if found else line, line=number))
    return draft


def _entry_of(draft: _Draft) -> Entry | None:
    """The entry, or None where nothing is to be compiled. The header counts even where it is marked fuzzy."""
    is_header = draft.singular == "" and draft.context is None
    if draft.singular is None or (draft.fuzzy and not is_header):
        return None
    strings = tuple(draft.strings[at] for at in sorted(draft.strings))
    if not strings or not all(strings):
        return None
    return Entry(draft.context, draft.singular, draft.plural, strings)


def read_catalogue(text: str) -> list[Entry]:
    """The entries of a .po that count, in their order. Raises BrokenCatalogue, also where a message stands twice."""
    entries: dict[bytes, Entry] = {}
    for block in _blocks(text.removeprefix("\ufeff")):
        entry = _entry_of(_draft_of(block))
        if entry is None:
            continue
        # gettext looks up by context and singular alone, so a second plural for them would never be found.
        lookup = entry.key.partition(b"\0")[0]
        if lookup in entries:
            raise BrokenCatalogue(f"line {block[0][0]}: {entry.singular[:40]!r} is defined twice")
        entries[lookup] = entry
    return list(entries.values())


def catalogue_bytes(entries: Iterable[Entry]) -> bytes:
    """The .mo file of these entries: little-endian, keys in byte order, no hash table (readers do without)."""
    pairs = sorted((entry.key, entry.value) for entry in entries)
    table = 4 * _HEADER_WORDS
    at = table + 16 * len(pairs)
    tables: list[bytes] = []
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[side]), at))
            at += len(pair[side]) + 1
    header = struct.pack("<7I", _MAGIC, 0, len(pairs), table, table + 8 * len(pairs), 0, table + 16 * len(pairs))
    strings = b"".join(pair[side] + b"\0" for side in (0, 1) for pair in pairs)
    return header + b"".join(tables) + strings


def catalogues(root: Path) -> list[Path]:
    """Every ``locale/LANGUAGE/LC_MESSAGES/*.po`` below `root`, environments and build folders left out."""
    return sorted(
        path
        for path in root.glob("**/locale/*/LC_MESSAGES/*.po")
        if not _SKIPPED_FOLDERS.intersection(path.relative_to(root).parts)
    )


def compile_below(root: Path) -> list[Path]:
    """Write the .mo of each .po that is newer than it; the written paths. Raises BrokenCatalogue, OSError."""
    written = []
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            data = catalogue_bytes(read_catalogue(source.read_text(encoding="utf-8")))
        except BrokenCatalogue as error:
            raise BrokenCatalogue(f"{source}: {error}") from error
        part = target.with_suffix(".mo.part")
        part.write_bytes(data)  # written aside and moved: a running server never reads half a file
        part.replace(target)
        written.append(target)
    return written


def main() -> int:
    """Compile and name what was written. Exit code 1: a catalogue is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).resolve().parent.parent)
    root: Path = parser.parse_args().root
    try:
        written = compile_below(root)
    except (BrokenCatalogue, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    for path in written:
        print(path.relative_to(root))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
