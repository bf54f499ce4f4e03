"""Whether a .docx keeps the form of Nghị định 30/2020/NĐ-CP, Phụ lục I: what can be checked without eyes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import docx

from nhipcau.ports.messages import noop


@dataclass(frozen=True, slots=True)
class Finding:
    """A departure from the form. ``code`` is stable; ``message`` is marked for translation."""

    code: str
    message: str


_BOUNDS = {"top_margin": (20, 25), "bottom_margin": (20, 25), "left_margin": (30, 35), "right_margin": (15, 20)}


def check_nd30(content: bytes) -> list[Finding]:
    """All departures in the first section; an empty list when there are none."""
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    found: list[Finding] = []
    if (round(section.page_width.mm), round(section.page_height.mm)) != (210, 297):
        found.append(Finding("page", noop("The page is not A4.")))
    for name, (low, high) in _BOUNDS.items():
        if not low - 0.5 <= getattr(section, name).mm <= high + 0.5:
            found.append(Finding(name, noop("A margin is outside the prescribed bounds.")))
    if document.styles["Normal"].font.name != "Times New Roman":
        found.append(Finding("font", noop("The font is not Times New Roman.")))
    found += _components(_all_text(document))
    header = "".join(node.text or "" for node in section.header._element.iter() if node.tag.endswith("instrText"))
    if "PAGE" not in header or not section.different_first_page_header_footer:
        found.append(Finding("page_number", noop("Pages are not numbered in the upper margin from the second on.")))
    return found


def _all_text(document: Any) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter() if t.tag.endswith("}t"))
                     for p in document.element.body.iter() if p.tag.endswith("}p"))  # fmt: skip


def _components(text: str) -> list[Finding]:
    wanted = (
        (
            "motto",
            r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
            noop("The national motto is missing."),
        ),
        ("number", r"Số:\s", noop("The number is missing.")),
        ("place", r"ngày\s.*tháng\s.*năm", noop("Place and date are missing.")),
        ("end", r"\./\.", noop("The text does not end with ./.")),
        ("recipients", r"Nơi nhận:", noop("The recipients are missing.")),
    )
    return [Finding(code, message) for code, pattern, message in wanted if not re.search(pattern, text)]
