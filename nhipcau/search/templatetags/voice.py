"""What a page's voice box has to know."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from nhipcau.search.hearing import recogniser
from nhipcau.search.voice_words import BOX, TROUBLES

register = template.Library()
REGIONS = {
    "vi": "vi-VN",
    "en": "en-GB",
    "km": "km-KH",
    "zh": "cmn-Hans-CN",
    "ja": "ja-JP",
    "ko": "ko-KR",
    "fr": "fr-FR",
}
"""What browsers call the languages of the site."""


@dataclass(frozen=True, slots=True)
class VoiceBox:
    """``hears``: whether the server hears the page's language. ``words``: JSON of every sentence, by code."""

    url: str
    language: str
    browser_language: str
    hears: bool
    label: str
    words: str


@register.simple_tag
def voice_box() -> VoiceBox:
    """For the language of the page. An empty ``url`` where the address is not part of the site."""
    language = (get_language() or "vi").split("-")[0]
    words = {code: str(trouble.message) for code, trouble in TROUBLES.items()} | {
        key: str(said) for key, said in BOX.items()
    }
    return VoiceBox(
        _url(), language, REGIONS.get(language, language), language in recogniser().languages, words["label"],
        json.dumps(words, ensure_ascii=False),
    )  # fmt: skip


def _url() -> str:
    try:
        return reverse("voice")
    except NoReverseMatch:
        return ""
