"""What the page of components shows: the tokens as the style sheet has them, and each component with words in three languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from nhipcau.search.asking import Crumb, Hit, Piece, Question
from nhipcau.search.showing import shown

PICTURE = "public/lost.svg"
_TOKEN = re.compile(r"--([\w-]+):\s*([^;}]+)")
_SIZES = ("t-1", "t0", "t1", "t2", "t3", "t4")
_SPACES = ("s1", "s2", "s3", "s4", "s5", "s6", "s7")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour's name and its value in either theme."""

    name: str
    light: str
    dark: str

    @property
    def values(self) -> tuple[str, str]:
        """Light, dark."""
        return self.light, self.dark

    @property
    def paint(self) -> str:
        """What an SVG attribute says to follow the theme."""
        return f"var(--{self.name})"


def _block(style: str, selector: str) -> dict[str, str]:
    return dict(_TOKEN.findall(style.split(f"\n{selector} {{", 1)[1].split("}", 1)[0]))


def colours(style: str) -> list[Colour]:
    """The colours of a style sheet's text, in its order."""
    light, dark = _block(style, ":root"), _block(style, ':root[data-theme="dark"]')
    return [Colour(name, value, dark.get(name, value)) for name, value in light.items() if value.startswith("#")]


def measures(style: str) -> dict[str, list[tuple[str, str]]]:
    """``sizes`` and ``spaces``: (name, value) from small to large."""
    light = _block(style, ":root")
    return {"sizes": [(n, light[n]) for n in _SIZES], "spaces": [(n, light[n]) for n in _SPACES]}


_WORDS = {
    "vi": ("Ao Bà Om, mặt nước vuông giữa rừng dầu", "Quanh bờ, những cây sao, cây dầu trồi rễ lên mặt cát.", "Di sản", "Chữ mẫu"),
    "en": ("Ao Bà Om, a square of water among old trees", "Around it, dipterocarps stand on bared roots.", "Heritage", "Sample"),
    "km": (
        "ស្រះបាអុំ ផ្ទៃទឹកបួនជ្រុងកណ្តាលព្រៃឈើចាស់",
        "នៅជុំវិញស្រះ មានដើមឈើខ្ពស់ៗជាច្រើនដើម ដែលមានឫសលេចចេញលើដីខ្សាច់។",
        "បេតិកភណ្ឌ", "អក្សរគំរូ",
    ),
}  # fmt: skip


def _map(title: str) -> dict[str, Any]:
    units = [
        {"key": "a", "name": "A", "url": "#a", "d": "M40 40L260 30L300 220L90 260Z", "label_x": 170, "label_y": 150},
        {
            "key": "b",
            "name": "B",
            "url": "#b",
            "d": "M260 30L560 60L520 260L300 220Z",
            "label_x": 410,
            "label_y": 150,
        },
    ]
    return {"view_box": "0 0 600 300", "title": title, "units": units, "points": [], "water": []}


def _hit(title: str, lead: str, topic: str, language: str, on: date) -> Hit:
    marked = (Piece(title[:6], marked=True), Piece(title[6:]))
    return Hit(
        "document", "1", marked, (Piece(lead),), "#hit", on, language, (Crumb(topic, "#t"),), clause="Điều 5, khoản 2"
    )


def samples(language: str, *, picture_url: str, on: date) -> dict[str, Any]:
    """What the components are given: every name is the one their templates ask for."""
    title, lead, topic, sample = _WORDS.get(language, _WORDS["en"])
    picture = {
        "alt": title, "width": 1200, "height": 800, "caption": title, "credit": "Nhịp Cầu", "licence": "CC BY 4.0",
        "tone": "tone-river", "src": picture_url, "is_vector": True,
    }  # fmt: skip
    card = {
        "title": title,
        "lead": lead,
        "url": "#card",
        "topic": {"title": topic},
        "picture": picture,
        "language": language,
    }
    return {
        "title": title, "lead": lead, "picture": picture, "pictures": [picture] * 3, "card": card, "urgent_card": {**card, "badge": "urgent"},
        "tags": [{"title": topic, "url": "#t", "is_current": True}, {"title": sample, "url": "#t"}],
        "breadcrumbs": [{"title": "Trà Vinh", "url": "#"}, {"title": title, "url": ""}],
        "fact": {"value": "123", "unit": sample, "name": title, "owner": sample, "as_of": on, "source": {"title": sample}},
        "quote": {"text": lead, "speaker": sample, "office": topic}, "events": [{"when": "2023", "text": lead}, {"when": "2025", "text": title}],
        "table": {"caption": title, "head": [topic, sample], "rows": [["1", lead], ["2", title]], "has_row_heads": True},
        "video": {"title": title, "page_url": "#film", "embed_url": "", "host": "video.example",
                  "poster": picture, "transcript": lead},
        "map": _map(title), "document": {"url": "#d", "title": title, "number": "1899/QĐ-UBND", "issued_on": date(2023, 12, 12), "format": "PDF"},
        "story": {"updated_notes": [{"on": on, "text": lead, "kind": "correction"}],
                  "available_in": [{"code": "en", "name": "English", "url": "#en"}]},
        "hit": shown(_hit(title, lead, topic, language, on), Question(title, language)),
        "tombstone": {"withdrawn_at": on, "reason": lead, "replacement": {"url": "#r", "title": title}},
    }  # fmt: skip
