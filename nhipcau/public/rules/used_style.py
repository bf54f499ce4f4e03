"""The rules of a style sheet that a page uses: those whose classes and elements stand in it.

The sheet is read once (tinycss2, a CSS Syntax Level 3 parser); a page is then asked for its words only. What cannot be judged by words, such as
attributes, states and everything inside ``:is()`` and ``:not()``, counts as used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import tinycss2  # type: ignore[import-untyped]

_CLASSES, _ELEMENTS = re.compile(r'\bclass="([^"]+)"'), re.compile(r"<([a-z][a-z0-9]*)")
_IN_WORDS = re.compile(r"\.([A-Za-z_][\w-]*)|(?<![\w.:#\[=\"'-])([a-z][a-z0-9]*)")
_ASIDE = re.compile(r"::?[\w-]+|\[[^\]]*\]")
_GROUPS = frozenset({"layer", "media", "container", "supports"})


@dataclass(frozen=True, slots=True)
class Rule:
    """``text`` as it is written out; used where all words of one of ``needs`` are in the page (``.name`` is a class, ``name`` an element)."""

    needs: tuple[frozenset[str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """``@layer``, ``@media`` … with what stands in it."""

    head: str
    parts: tuple[Rule | Group, ...]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A style sheet that can be asked for what a page uses. Two are never equal: it may stand as a key without being read through."""

    parts: tuple[Rule | Group, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every class and element that decides about some rule."""
        return frozenset().union(*(need for rule in _rules(self.parts) for need in rule.needs))

    def used_by(self, words: frozenset[str]) -> str:
        """The sheet without the rules that none of ``words`` wants, in its order."""
        return "".join(_written(self.parts, words))


def sheet_of(css: str) -> Sheet:
    """Read ``css``. Raises ValueError where it is not well formed."""
    return Sheet(tuple(_parts(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))))


def words_of(html: str) -> frozenset[str]:
    """The classes (``.name``) and elements (``name``) of a page."""
    classes = {f".{name}" for value in set(_CLASSES.findall(html)) for name in value.split()}
    return frozenset(classes.union(_ELEMENTS.findall(html)))


def needs_of(selectors: str) -> tuple[frozenset[str], ...]:
    """For each selector of the list the words without which it matches nothing."""
    flat, depth = [], 0
    for letter in selectors:
        depth += letter == "("
        if depth == 0:
            flat.append(letter)
        depth -= letter == ")"
    return tuple(
        frozenset(f".{name}" if name else tag for name, tag in _IN_WORDS.findall(_ASIDE.sub(" ", selector)))
        for selector in "".join(flat).split(",")
    )


def _parts(nodes: Iterable[Any]) -> Iterator[Rule | Group]:
    for node in nodes:
        if node.type == "error":
            raise ValueError(f"{node.source_line}: {node.message}")
        if node.type == "qualified-rule":
            prelude = _short(tinycss2.serialize(node.prelude))
            yield Rule(needs_of(prelude), f"{prelude}{{{_short(tinycss2.serialize(node.content))}}}")
        elif node.content is not None and node.lower_at_keyword in _GROUPS:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield Group(f"@{node.at_keyword} {_short(tinycss2.serialize(node.prelude))}", tuple(_parts(inner)))
        else:
            yield Rule((frozenset(),), _short(node.serialize()))


def _short(text: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*([{};])\s*|\s+", lambda match: match[1] or " ", text).strip().removesuffix(";")


def _rules(parts: Iterable[Rule | Group]) -> Iterator[Rule]:
    for part in parts:
        if isinstance(part, Group):
            yield from _rules(part.parts)
        else:
            yield part


def _written(parts: Iterable[Rule | Group], words: frozenset[str]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Rule):
            if any(need <= words for need in part.needs):
                yield part.text if part.text.endswith("}") else f"{part.text};"
        elif inner := "".join(_written(part.parts, words)):
            yield f"{part.head}{{{inner}}}"
