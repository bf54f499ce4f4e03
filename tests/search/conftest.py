"""The site's own index in tests: built when it is asked for, gone with the test's transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nhipcau.search import live
from nhipcau.search.building import ensure
from nhipcau.search.following import catch_up
from tests.search.answers import world


@pytest.fixture
def index(db: None) -> Callable[[], int]:
    """An empty index; calling it follows what the test has changed since, as a commit would."""
    live.forget()
    ensure()
    return catch_up


__all__ = ["index", "world"]
