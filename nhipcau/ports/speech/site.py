"""Who hears on this site: a room low in the house asks here, the room that keeps the models fills it when it starts."""

from __future__ import annotations

from collections.abc import Callable

from nhipcau.ports.speech.silent import Silent
from nhipcau.ports.speech.types import Recogniser

_given: list[tuple[Callable[[], Recogniser], Callable[[str], str]]] = []


def hear_by(give: Callable[[], Recogniser] | None, prompt: Callable[[str], str] = lambda language: "") -> None:
    """Let ``give`` say who hears, and ``prompt`` which words are likely in a language; None ends that."""
    _given[:] = [(give, prompt)] if give else []


def site_recogniser() -> Recogniser:
    """The one that hears now; ``Silent`` where there is none. Starts nothing."""
    return _given[-1][0]() if _given else Silent()


def site_prompt(language: str) -> str:
    """Words likely to be said on this site; "" where nobody knows."""
    return _given[-1][1](language) if _given else ""
