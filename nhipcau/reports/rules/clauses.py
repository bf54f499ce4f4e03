"""Where a duty stands in its document, in the words of a paper."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"dieu-(\w+)")
_NUMBER = re.compile(r"[IVXLC]+|\d+[a-z]?|[a-zđ]")


def clause_words(path: str) -> str:
    """``dieu-3/2/a`` → "điểm a khoản 2 Điều 3"; ``ke-hoach/III/10`` → "mục III.10"; what has no number is left out."""
    steps = path.split("/")
    article = next((at for at, step in enumerate(steps) if _ARTICLE.fullmatch(step)), None)
    if article is not None:
        below = [step for step in steps[article + 1 :] if _NUMBER.fullmatch(step)][:2]
        named = [f"{kind} {step}" for kind, step in zip(("khoản", "điểm"), below, strict=False)]
        return " ".join([*reversed(named), f"Điều {steps[article].removeprefix('dieu-')}"])
    numbers = [step for step in steps if _NUMBER.fullmatch(step)]
    return f"mục {'.'.join(numbers)}" if numbers else ""
