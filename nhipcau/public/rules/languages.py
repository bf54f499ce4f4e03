"""Our language codes as others write them."""

from __future__ import annotations

from collections.abc import Iterable

from nhipcau.public.rules.subjects import Version

_TAGS = {"zh-hans": "zh-Hans"}
_TERRITORIES = {
    "vi": "vi_VN", "en": "en_GB", "km": "km_KH", "zh-hans": "zh_CN", "ja": "ja_JP", "ko": "ko_KR", "fr": "fr_FR",
}  # fmt: skip
FOR_STRANGERS = ("en", "vi")
"""Which version somebody gets whose language we do not have: English, else Vietnamese."""


def tag_of(code: str) -> str:
    """The BCP 47 tag: for ``hreflang``, ``lang`` and ``inLanguage``."""
    return _TAGS.get(code, code)


def open_graph_locale(code: str) -> str:
    """What Open Graph calls it; "" for a language it does not know from us."""
    return _TERRITORIES.get(code, "")


def alternates(versions: Iterable[Version]) -> tuple[tuple[str, str], ...]:
    """(hreflang, address) of all versions, and ``x-default`` last. Empty where there is one version alone: then there is
    nothing to choose from (Google, "Tell Google about localized versions of your page")."""
    by_code = {version.code: version.url for version in versions}
    if len(by_code) < 2:
        return ()
    default = next((by_code[code] for code in FOR_STRANGERS if code in by_code), next(iter(by_code.values())))
    return (*((tag_of(code), url) for code, url in by_code.items()), ("x-default", default))
