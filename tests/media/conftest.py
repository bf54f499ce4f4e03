"""What the tests of media share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nhipcau.media.rules import pictures


@pytest.fixture(autouse=True)
def own_public_folder(settings: Any, tmp_path: Path) -> None:
    """Each test has a public folder of its own: what one opened, another does not see."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def quick_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """AVIF at its fastest: the tests look at what is made, not at how small it is."""
    monkeypatch.setitem(pictures._QUALITY["avif"], "speed", 10)
