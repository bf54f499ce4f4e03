"""Figures as each language writes them, and as people here type them. Plain Python: no locale of the machine is asked.

Separators are those of Unicode CLDR 46 for each language: Vietnamese 1.234,5; Khmer 1.234,5; French 1 234,5 with a narrow no-break space;
English, Chinese, Japanese and Korean 1,234.5. Khmer pages keep the digits 0–9: that is CLDR's own default for the language, and a figure that is
searched for, copied or read aloud is then the same on every page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

NARROW = "\u202f"
"""The narrow no-break space."""
SEPARATORS: Mapping[str, tuple[str, str]] = {
    "vi": (".", ","), "en": (",", "."), "km": (".", ","), "zh-hans": (",", "."), "ja": (",", "."), "ko": (",", "."), "fr": (NARROW, ","),
}  # fmt: skip
"""Language → (between thousands, before decimals)."""
PLACES = 6
"""How many decimals a figure can have."""
_TYPED = re.compile(r"[-−]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,6})?")
_MACHINE = re.compile(r"-?\d{1,18}(?:\.\d{1,6})?")
_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]")


class NotAFigure(ValueError):
    """What was typed is no number as it is written in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure and how many decimals of it were given: 12,50 is not 12,5."""

    value: Decimal
    places: int


def read_typed(text: str) -> Number:
    """What a person here means by ``text``: 1.234,5 is one thousand two hundred and thirty-four and a half.

    Raises NotAFigure where it can be read two ways: a dot that does not stand before three digits, an English comma.
    """
    plain = _SPACES.sub("", text)
    if not _TYPED.fullmatch(plain):
        raise NotAFigure(text)
    return _number(plain.replace(".", "").replace(",", ".").replace("−", "-"))


def read_machine(text: str) -> Number | None:
    """The number in a data file (1234.5, as YAML and JSON write it), or None where ``text`` is words."""
    return _number(text.strip()) if _MACHINE.fullmatch(text.strip()) else None


def _number(plain: str) -> Number:
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise NotAFigure(plain) from None
    if len(plain.lstrip("-").partition(".")[0]) > 18:
        raise NotAFigure(plain)
    return Number(value, len(plain.partition(".")[2]))


def written(value: Decimal, language: str, *, places: int) -> str:
    """``value`` with ``places`` decimals as ``language`` writes it; an unknown language writes as English does."""
    thousands, decimals = SEPARATORS.get(language, SEPARATORS["en"])
    whole, _dot, rest = f"{abs(value):,.{places}f}".partition(".")
    sign = "-" if value < 0 and round(value, places) else ""
    return sign + whole.replace(",", thousands) + (f"{decimals}{rest}" if rest else "")


APPROXIMATE: Mapping[str, Mapping[str, str]] = {
    "hơn": {"en": "more than {}", "km": "ជាង {}", "zh-hans": "超过 {}", "ja": "{} 超", "ko": "{} 이상", "fr": "plus de {}"},
    "gần": {"en": "nearly {}", "km": "ជិត {}", "zh-hans": "近 {}", "ja": "{} 近く", "ko": "{} 가까이", "fr": "près de {}"},
    "khoảng": {"en": "about {}", "km": "ប្រហែល {}", "zh-hans": "约 {}", "ja": "約 {}", "ko": "약 {}", "fr": "environ {}"},
}  # fmt: skip
"""Vietnamese word before a rounded number → how each language says it."""
_LETTERS = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"[\d./\-A-ZĐ]*\d[\d./\-A-ZĐ]*")


def spoken_statement(text: str, language: str) -> str:
    """A Vietnamese statement as ``language`` says it: a year, the number of a document, a rounded number. "" for words."""
    if language == "vi" or not _LETTERS.search(text) or _CODE.fullmatch(text):
        return text
    word, _space, rest = text.partition(" ")
    frame = APPROXIMATE.get(word.lower(), {}).get(language, "")
    try:
        number = read_typed(rest)
    except NotAFigure:
        return ""
    return frame.format(written(number.value, language, places=number.places)) if frame else ""


def lacks_figure(words: str, value: Decimal, language: str, *, places: int) -> bool:
    """Whether approved ``words`` in ``language`` do not hold the figure they are the words of. Spaces of any width and Khmer digits count alike."""
    plain = _SPACES.sub("", words.translate(_KHMER_DIGITS))
    return _SPACES.sub("", written(value, language, places=places)) not in plain


def in_language(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text in ``language`` and the language it is in: else English for foreign readers, else Vietnamese; ("", language) for none."""
    for wanted in dict.fromkeys((language, "en" if language != "vi" else "vi", "vi")):
        if texts.get(wanted):
            return str(texts[wanted]), wanted
    return "", language


def gaps(texts: Mapping[str, str], languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages in which nothing is said."""
    return tuple(language for language in languages if not str(texts.get(language, "")).strip())
