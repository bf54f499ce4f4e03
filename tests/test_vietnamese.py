"""Everything a user sees has Vietnamese: each string of our own rooms, whole, with its placeholders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.template import Engine
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = sorted(p.name for p in (ROOT / "nhipcau").iterdir() if (p / "__init__.py").exists())
CALLS = {
    "gettext",
    "gettext_lazy",
    "_",
    "noop",
    "gettext_noop",
    "pgettext",
    "pgettext_lazy",
    "ngettext",
    "ngettext_lazy",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}")


def said_in_python(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        if name not in CALLS or not node.args:
            continue
        at = 1 if name.startswith("pgettext") else 0
        argument = node.args[at] if at < len(node.args) else None
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def strings_of(room: str) -> set[str]:
    folder = ROOT / "nhipcau" / room
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        if "migrations" not in path.parts:
            found.update(said_in_python(ast.parse(path.read_text("utf-8"))))
    for path in (folder / "templates").rglob("*.html"):
        marked = templatize(path.read_text("utf-8"), origin=str(path))
        for call in re.finditer(r"\b(?:gettext|ngettext|pgettext)\((.*?)\)(?=\s)", marked + " ", re.DOTALL):
            first = re.match(
                r"\s*u?(?:\"\"\"(.*?)\"\"\"|'''(.*?)'''|\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')",
                call.group(1),
                re.DOTALL,
            )
            if first:
                words = next(group for group in first.groups() if group is not None)
                found.add(words.replace("\\'", "'").replace('\\"', '"'))
    return {words for words in found if re.search(r"[A-Za-z]", words)}


def catalogue() -> dict[str, polib.POEntry]:
    known: dict[str, polib.POEntry] = {}
    for path in [*ROOT.glob("nhipcau/*/locale/vi/LC_MESSAGES/django.po"), ROOT / "locale/vi/LC_MESSAGES/django.po"]:
        for entry in polib.pofile(str(path), encoding="utf-8"):
            if not entry.obsolete and "fuzzy" not in entry.flags and (entry.msgstr or entry.msgstr_plural.get(0)):
                known.setdefault(entry.msgid, entry)
    return known


KNOWN = catalogue()


def test_templates_can_be_read() -> None:
    assert Engine.get_default() is not None


@pytest.mark.parametrize("room", ROOMS)
def test_every_string_of_a_room_has_vietnamese(room: str) -> None:
    strings = strings_of(room)
    missing = sorted(words for words in strings if words not in KNOWN and words.strip() not in KNOWN)
    assert not missing, f"{room}: no Vietnamese for {missing}"


def test_the_search_for_strings_finds_them() -> None:
    assert "Confirm all that is sure" in strings_of("documents")
    assert "Sign-in name" in strings_of("people")
    assert sum(len(strings_of(room)) for room in ROOMS) > 700


@pytest.mark.parametrize("path", sorted(ROOT.glob("nhipcau/*/locale/vi/LC_MESSAGES/*.po")), ids=lambda p: p.parts[-5])
def test_catalogues_are_whole_and_keep_their_placeholders(path: Path) -> None:
    for entry in polib.pofile(str(path), encoding="utf-8"):
        if entry.obsolete:
            continue
        assert "fuzzy" not in entry.flags, entry.msgid
        said = entry.msgstr or entry.msgstr_plural.get(0, "")
        assert said, entry.msgid
        wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        assert sorted(PLACEHOLDER.findall(said)) == wanted, entry.msgid
