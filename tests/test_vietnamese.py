"""Every string of our own rooms has Vietnamese that a reader truly gets: found anew in the sources, not in the .po."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "nhipcau"
HOSTS = {"ports": "people"}
"""Ports is no app, so Django reads no catalogue there: its strings stand in that of the room it serves first."""
ROOMS = sorted(p.name for p in HOUSE.iterdir() if (p / "apps.py").exists())
SHAPES = {"gettext": "s", "noop": "s", "ngettext": "sp", "pgettext": "cs", "npgettext": "csp"}
"""What the positional arguments are: c context, s singular, p plural."""
PLACEHOLDER = re.compile(r"%\(\w+\)[-#0+ ]?(?:\.\d+)?[a-zA-Z]|%%|%[sdrf]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
STRING = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(rf"(?<!\w)(gettext|ngettext|pgettext|npgettext|_)\(((?:\s*{STRING}\s*,?)+)")


@dataclass(frozen=True)
class Message:
    """What gettext is asked for; a plural is no part of the key."""

    singular: str
    context: str | None = None


@dataclass(frozen=True)
class Translation:
    text: str
    plural: str | None


def message(function: str, arguments: list[str]) -> Message | None:
    given = dict(zip(SHAPES[function], arguments, strict=False))
    return Message(given["s"], given.get("c")) if "s" in given else None


def aliases(tree: ast.Module) -> dict[str, str]:
    """Local name -> gettext function it stands for, as this module imports it."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"django.utils.translation", "nhipcau.ports.messages"}:
            for name in node.names:
                function = name.name.removesuffix("_lazy").removesuffix("_noop")
                if function in SHAPES:
                    known[name.asname or name.name] = function
    return known


def of_module(source: str) -> Iterator[Message]:
    tree = ast.parse(source)
    known = aliases(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        function = known.get(name)
        if function is None:
            continue
        arguments = []
        for argument in node.args[: len(SHAPES[function])]:
            # An f-string is no constant: gettext would be asked for another string each time.
            assert not isinstance(argument, ast.JoinedStr), ast.unparse(node)
            if not isinstance(argument, ast.Constant):
                break  # translated where it is shown; marked with noop where it is written
            arguments.append(str(argument.value))
        if found := message(function, arguments):
            yield found


def of_template(source: str) -> Iterator[Message]:
    for function, arguments in TEMPLATE_CALL.findall(templatize(source)):
        values = ast.literal_eval(f"({arguments.strip().rstrip(',')},)")
        if found := message("gettext" if function == "_" else function, list(values)):
            yield found


def messages_below(folder: Path) -> Iterator[tuple[Message, Path]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix == ".py" and "migrations" not in parts:
            yield from ((found, path) for found in of_module(path.read_text("utf-8")))
        elif path.suffix in {".html", ".txt"} and "templates" in parts:
            yield from ((found, path) for found in of_template(path.read_text("utf-8")))


@cache
def sources(room: str) -> dict[Message, Path]:
    folders = [HOUSE / room, *(HOUSE / guest for guest, host in HOSTS.items() if host == room)]
    if room == "people":
        folders.append(ROOT / "config")
    return {found: path for folder in folders for found, path in messages_below(folder)}


def path_of(room: str | None) -> Path:
    return (HOUSE / room if room else ROOT) / "locale" / "vi" / "LC_MESSAGES" / "django.po"


@cache
def entries(room: str) -> polib.POFile:
    return polib.pofile(str(path_of(room)), encoding="utf-8")


@cache
def vietnamese(room: str | None) -> dict[Message, Translation]:
    """What counts at run time: neither fuzzy nor obsolete nor empty. Room None: the catalogue above all rooms."""
    found = {}
    for entry in polib.pofile(str(path_of(room)), encoding="utf-8"):
        text = str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)
        if text.strip() and not entry.fuzzy and not entry.obsolete:
            found[Message(str(entry.msgid), entry.msgctxt)] = Translation(text, entry.msgid_plural or None)
    return found


def test_strings_are_found_in_python() -> None:
    source = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
from nhipcau.ports.messages import noop
a = _("one"); b = gettext_lazy("two" " halves"); c = ngettext("%(n)d cow", "%(n)d cows", 2)
d = pgettext("of law", "title"); e = noop("later"); f = _(a); g = other("not ours")
"""
    assert set(of_module(source)) == {
        Message("one"),
        Message("two halves"),
        Message("%(n)d cow"),
        Message("title", "of law"),
        Message("later"),
    }


def test_an_f_string_is_refused() -> None:
    source = 'from django.utils.translation import gettext as _\na = _(f"{b} left")'
    with pytest.raises(AssertionError, match="left"):
        list(of_module(source))


def test_strings_are_found_in_templates() -> None:
    source = """{% load i18n %}{% translate "it's one" %} {% translate 'two' context "of law" as x %}
{% blocktranslate trimmed with n=3 %}
  100% of
  {{ n }}
{% endblocktranslate %}
{% blocktranslate count n=2 %}{{ n }} cow{% plural %}{{ n }} cows{% endblocktranslate %}
{% include "a.html" with label=_("shown") %} {{ a|default:_("none") }} gettext("not ours")"""
    assert set(of_template(source)) == {
        Message("it's one"),
        Message("two", "of law"),
        Message("100%% of %(n)s"),
        Message("%(n)s cow"),
        Message("shown"),
        Message("none"),
    }


@pytest.mark.parametrize("room", ROOMS)
def test_every_string_of_a_room_has_vietnamese(room: str) -> None:
    asked = sources(room)
    assert asked, "no string found: a room without any would be none that people see"
    have = vietnamese(room).keys() | vietnamese(None).keys()
    missing = [f"{path.relative_to(ROOT)}: {wanted}" for wanted, path in asked.items() if wanted not in have]
    assert missing == []


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_is_fuzzy_or_empty_and_there_is_one_plural_form(room: str) -> None:
    catalogue = entries(room)
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert [e.msgid for e in catalogue if e.fuzzy] == []
    assert [e.msgid for e in catalogue.untranslated_entries()] == []
    assert [e.msgid for e in catalogue if e.msgid_plural and set(e.msgstr_plural) != {0}] == []


@pytest.mark.parametrize("room", ROOMS)
def test_placeholders_and_tags_stay_as_they_are(room: str) -> None:
    wrong = []
    for wanted, has in vietnamese(room).items():
        for pattern in (PLACEHOLDER, TAG):
            # One form serves every number, so it is the plural's placeholders that it needs.
            english = Counter(pattern.findall(has.plural or wanted.singular))
            if Counter(pattern.findall(has.text)) != english:
                wrong.append((wanted, has.text))
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_room_s_words_are_the_ones_shown(room: str) -> None:
    """Django lays one catalogue over the other: ours lose to the one above, and an app to the app named before it."""
    others = {other: vietnamese(other) for other in [None, *ROOMS] if other != room}
    lost = [
        (wanted, has.text, other, theirs[wanted].text)
        for wanted, has in vietnamese(room).items()
        for other, theirs in others.items()
        if wanted in theirs and theirs[wanted].text != has.text
    ]
    assert lost == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_vietnamese_is_left_over(room: str) -> None:
    assert [wanted for wanted in vietnamese(room) if wanted not in sources(room)] == []


def test_the_search_reaches_templates_and_python_of_the_rooms() -> None:
    assert Message("Confirm all that is sure") in sources("documents")
    assert Message("Sign-in name") in sources("people")
    assert Message("Reading was stopped.") in sources(HOSTS["ports"])
    assert sum(len(sources(room)) for room in ROOMS) > 700
