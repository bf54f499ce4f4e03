"""The site's own index in tests: built when it is asked for, gone with the test's transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nhipcau.search import hearing, live, site_words
from nhipcau.search.building import ensure
from nhipcau.search.following import catch_up
from tests.search.answers import world


@pytest.fixture
def index(db: None) -> Callable[[], int]:
    """An empty index; calling it follows what the test has changed since, as a commit would."""
    live.forget()
    ensure()
    return catch_up


@pytest.fixture(autouse=True)
def _nothing_is_asked_without_a_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is heard is judged by the index and put right by its titles: tests without a database hear without either."""
    if request.node.get_closest_marker("django_db") is None and not {"db", "transactional_db", "live_server"} & set(
        request.fixturenames
    ):
        monkeypatch.setattr(hearing, "_judges", [])
        monkeypatch.setattr(site_words, "_suppliers", [])
        site_words._kept.clear()


__all__ = ["index", "world"]
