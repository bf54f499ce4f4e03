"""What the tests of monitoring share: a small press on this machine, and the fetcher that may reach it and nothing else inside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nhipcau.ports.fetching import Web
from tests.factories.press import Press, press_running


@pytest.fixture
def press() -> Iterator[Press]:
    """A press on 127.0.0.1."""
    with press_running() as running:
        yield running


@pytest.fixture
def web(press: Press) -> Web:
    """Open to the press's port and to nothing else inside the house."""
    return Web(
        agent="NhipCau/0.1 (+https://example.vn; bao-chi@example.vn)",
        open_to=frozenset({("127.0.0.1", press.port)}),
        pause=0.0,
    )
