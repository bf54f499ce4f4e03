"""What the tests of media share."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def own_public_folder(settings: SettingsWrapper, tmp_path: Path) -> None:
    """Each test has a public folder of its own: what one opened, another does not see."""
    settings.MEDIA_ROOT = tmp_path / "media"
