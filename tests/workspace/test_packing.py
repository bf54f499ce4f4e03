"""Static files are packed once, anew when a source changes, and again after a failure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nhipcau.workspace import packing


class Ended:
    """A process that is over."""

    def __init__(self, code: int) -> None:
        self.code = code

    def wait(self) -> int:
        return self.code


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    settings.STATIC_ROOT = tmp_path
    return tmp_path


def test_what_is_packed_is_not_packed_again(place: Path) -> None:
    (place / packing.MANIFEST).write_text("{}")
    (place / packing.STAMP).write_text(packing.sources_stamp())
    assert packing.begin_packing() is None


def test_a_changed_source_is_packed_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / packing.MANIFEST).write_text("{}")
    (place / packing.STAMP).write_text("of other files")
    begun: list[list[str]] = []
    monkeypatch.setattr(packing.subprocess, "Popen", lambda command, **_more: begun.append(command) or Ended(0))
    going = packing.begin_packing()
    assert going is not None
    assert "collectstatic" in begun[0]
    assert not (place / packing.STAMP).exists()
    assert going.finish()
    assert (place / packing.STAMP).read_text() == packing.sources_stamp()


def test_a_failed_packing_is_tried_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing.subprocess, "Popen", lambda *_, **_more: Ended(1))
    going = packing.begin_packing()
    assert going is not None
    assert not going.finish()
    assert not (place / packing.STAMP).exists()
