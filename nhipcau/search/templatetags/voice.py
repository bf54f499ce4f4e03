"""What a page's voice box has to know."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from nhipcau.search.hearing import recogniser
from nhipcau.search.voice_words import BOX

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
    """``hears``: whether the server hears the page's language. ``words``: where its sentences are; ``wake``: what is told of a tap."""

    url: str
    language: str
    browser_language: str
    hears: bool
    label: str
    words: str
    wake: str


@register.simple_tag
def voice_box() -> VoiceBox:
    """For the language of the page. An empty ``url`` where the address is not part of the site."""
    language = (get_language() or "vi").split("-")[0]
    try:
        url, words = reverse("voice"), reverse("voice_words", args=[get_language() or "vi"])
        wake = reverse("voice_wake")
    except NoReverseMatch:
        url = words = wake = ""
    tag = REGIONS.get(language, language)
    return VoiceBox(url, language, tag, language in recogniser().languages, str(BOX["label"]), words, wake)
