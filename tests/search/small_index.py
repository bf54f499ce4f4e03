"""An index of a few texts, never the tables of the site."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings

from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.analysis import analyse
from nhipcau.search.stores import Row, Store
from nhipcau.search.throwaway import throwaway_store


@contextmanager
def store_of(texts: Mapping[str, tuple[str, str]], concepts: Concepts) -> Iterator[Store]:
    """``texts`` (id → title, body) on the database under test, gone at the end of the block."""
    url = os.environ.get("DATABASE_URL", "") if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else ""
    with throwaway_store(url) as opened:
        opened.add(
            Row(key, analyse(title, concepts), analyse(body, concepts)) for key, (title, body) in texts.items()
        )
        yield opened
