"""Which sentences of two pages written side by side belong together, where their bodies are built alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Shape = tuple[str, tuple[Any, ...]]
"""A block: its type, and the shapes below it."""


def shape_of(block_type: str, value: Any) -> Shape:
    """The shape of a block as Wagtail stores it: ``value`` is its JSON. Structs and lists have parts, all else has none."""
    if isinstance(value, Mapping):
        return block_type, tuple(shape_of(name, part) for name, part in sorted(value.items()))
    if isinstance(value, list):
        return block_type, tuple(shape_of("item", part["value"] if _is_item(part) else part) for part in value)
    return block_type, ()


def _is_item(part: Any) -> bool:
    return isinstance(part, Mapping) and "value" in part and "type" in part


def paths_alike(source: Sequence[Mapping[str, Any]], target: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Path in the source's stream → path in the target's, below the field, for two stored streams; empty where they are not built alike.

    Blocks pair by their place when both streams have the same shapes in the same order.
    """
    if [shape_of(b["type"], b["value"]) for b in source] != [shape_of(b["type"], b["value"]) for b in target]:
        return {}
    found: dict[str, str] = {}
    for a, b in zip(source, target, strict=True):
        _walk(str(a.get("id", "")), str(b.get("id", "")), a["value"], b["value"], found)
    return found


def _walk(path: str, other: str, a: Any, b: Any, found: dict[str, str]) -> None:
    found[path] = other
    if isinstance(a, Mapping):
        for name in a:
            _walk(f"{path}.{name}", f"{other}.{name}", a[name], b[name], found)
    elif isinstance(a, list):
        for x, y in zip(a, b, strict=True):
            if _is_item(x) and _is_item(y):
                _walk(f"{path}.{x.get('id', '')}", f"{other}.{y.get('id', '')}", x["value"], y["value"], found)
