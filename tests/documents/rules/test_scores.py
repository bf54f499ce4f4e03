"""The figures that the reader promises on the texts whose right answer is known."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
GOLD = ROOT / "tests/data/legal"
sys.path.append(str(ROOT / "bench"))


@cache
def _scores() -> dict[str, Any]:
    import importlib.util

    found = importlib.util.spec_from_file_location("bench_read", ROOT / "bench/read.py")
    assert found is not None
    assert found.loader is not None
    bench = importlib.util.module_from_spec(found)
    found.loader.exec_module(bench)
    return bench.measure(GOLD)


def test_the_known_texts_are_there() -> None:
    assert len(list(GOLD.glob("*.gold.json"))) == len(list(GOLD.glob("*.txt"))) >= 7


@pytest.mark.parametrize(("what", "goal"), [("clauses", 0.98), ("references", 0.98), ("duties", 0.92)])
def test_lists_reach_their_goal(what: str, goal: float) -> None:
    assert _scores()[what]["f1"] >= goal


@pytest.mark.parametrize("what", ["reference_dates", "role", "cadence", "deadline"])
def test_properties_reach_their_goal(what: str) -> None:
    assert _scores()[what]["accuracy"] >= 0.95


@pytest.mark.parametrize("field", ["number", "kind", "issuer", "issued_on", "title"])
def test_metadata_reach_their_goal(field: str) -> None:
    assert _scores()["metadata"][field]["accuracy"] >= 0.98
