"""What is asked of the database once while a page is drawn, however many of its parts want it.

Head, menu, cards and tags are made by functions that know nothing of one another and ask for the same: the sections of a language,
the pages that say the same, what was corrected. Inside ``drawing`` a function marked ``once`` answers again with what it found.
Outside it nothing is kept: what writes and then reads, reads what it wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Asking = TypeVar("Asking", bound=Callable[..., Any])

_found: ContextVar[dict[Any, Any] | None] = ContextVar("found_while_drawing", default=None)


@contextmanager
def drawing() -> Iterator[None]:
    """Until the block ends, in this thread, what is marked ``once`` is asked once. A drawing within a drawing has its own."""
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def drawn(make: Asking) -> Asking:
    """``make`` as a part of the drawing that is going on, or as a drawing by itself: for parts that draw a page without ``face.show``."""

    @wraps(make)
    def made(*args: Any, **named: Any) -> Any:
        if _found.get() is not None:
            return make(*args, **named)
        with drawing():
            return make(*args, **named)

    return made  # type: ignore[return-value]


def once(ask: Asking) -> Asking:
    """``ask`` with hashable positional arguments; what it gives is shared, so callers leave it as it is."""

    @wraps(ask)
    def asked(*about: Any) -> Any:
        found = _found.get()
        if found is None:
            return ask(*about)
        if (ask, about) not in found:
            found[ask, about] = ask(*about)
        return found[ask, about]

    return asked  # type: ignore[return-value]
