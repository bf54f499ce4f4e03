"""robots.txt after RFC 9309: the group that names us, the longest rule that fits, ``*`` and ``$`` in paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote

LARGEST = 512_000
SLOWEST = 60.0


@dataclass(frozen=True)
class _Rule:
    allows: bool
    path: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The path as a pattern that is matched from the beginning."""
        end = "$" if self.path.endswith("$") else ""
        body = re.sub(r"\*+", "*", self.path.removesuffix("$")).split("*")
        return re.compile(".*".join(map(re.escape, body)) + end, re.DOTALL)


@dataclass(frozen=True)
class Robots:
    """What one site asks of us. ``delay``: seconds between two requests, at most a minute; None where nothing is said."""

    rules: tuple[_Rule, ...] = ()
    delay: float | None = None
    sitemaps: tuple[str, ...] = ()

    def allows(self, path: str) -> bool:
        """Whether ``path`` (with its query) may be asked for. Of rules equally long the kinder one counts."""
        wanted = _normal(path or "/")
        fitting = [rule for rule in self.rules if rule.path and rule.pattern.match(wanted)]
        return max(fitting, key=lambda rule: (len(rule.path), rule.allows)).allows if fitting else True


def read_robots(content: bytes, *, agent: str) -> Robots:
    """The rules for ``agent`` (the product's name alone), else those for all. Never raises."""
    groups: dict[str, tuple[list[_Rule], list[float]]] = {}
    sitemaps: list[str] = []
    named: list[str] = []
    fresh = True
    for field, value in _lines(content):
        if field == "user-agent":
            named = [*named, value.lower()] if fresh else [value.lower()]
            fresh = True
            groups.setdefault(value.lower(), ([], []))
            continue
        if field == "sitemap":
            sitemaps.append(value)
            continue
        fresh = False
        for name in named:
            if field in ("allow", "disallow"):
                groups[name][0].append(_Rule(field == "allow", _normal(value) if value else ""))
            elif field == "crawl-delay" and re.fullmatch(r"\d+(\.\d+)?", value):
                groups[name][1].append(min(SLOWEST, float(value)))
    mine = next((groups[name] for name in (agent.lower(), "*") if name in groups), ([], []))
    return Robots(tuple(mine[0]), mine[1][0] if mine[1] else None, tuple(sitemaps))


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    text = content[:LARGEST].decode("utf-8", "replace").lstrip("\ufeff")
    for line in text.splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield field.strip().lower(), value.strip()


def _normal(path: str) -> str:
    """One way to write a path, whichever of its letters are escaped."""
    return quote(unquote(path, errors="replace"), safe="/%*$?=&;:@,+!~'()[]")
