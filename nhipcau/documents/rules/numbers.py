"""Document numbers: how they are printed, and the one form each has.

State documents: ``1899/QĐ-UBND``, normative ones ``21/2017/QĐ-UBND``, laws ``31/2024/QH15``; Party documents ``57-KL/TW``.
Scrapers and scans add spaces (``25- CT/TW``) and swap the strokes (``141/KH-TU`` for ``141-KH/TU``).
"""

from __future__ import annotations

import re

_SEP = r"(?:\s?[-/–]|[-/–]\s?)\s?"
_LETTERS = r"[A-ZĐƯ][A-Za-zĐđƯư&]{0,17}"
# ``36/QĐ - UBND``: a stroke between two spaces belongs to a number only before the letters of an issuer.
_ISSUER = r"(?:UBND|HĐND|TTg|TW|TƯ|TU|CP|HU|ĐU|BCĐ|VP[A-Z]{1,4}|[BS][A-ZĐ]{1,7})(?![^\W_])"
_TOKEN = rf"{_LETTERS}\d{{0,2}}(?![^\W\d_])"
NUMBER = re.compile(
    rf"(?<![\w/.,-])\d{{1,5}}[a-zA-Z]?(?:{_SEP}(?:19|20)\d{{2}})?(?:\s?[-/–]\s?){_TOKEN}"
    rf"(?:(?:\s?[-/–]|[-/–]\s|[-/–]|\.(?=[A-ZĐ])|\s[-/–]\s(?={_ISSUER})){_TOKEN})*"
)
_SPACE = re.compile(r"\s+")

KIND_OF_ABBREVIATION = {
    "QĐ": "quyết định", "QD": "quyết định", "KH": "kế hoạch", "CT": "chỉ thị", "KL": "kết luận", "NQ": "nghị quyết",
    "NĐ": "nghị định", "ND": "nghị định", "TT": "thông tư", "TTLT": "thông tư liên tịch", "TB": "thông báo",
    "TTR": "tờ trình", "BC": "báo cáo", "CTR": "chương trình", "CĐ": "công điện", "QC": "quy chế", "QYĐ": "quy định",
    "HD": "hướng dẫn", "GM": "giấy mời", "CV": "công văn", "ĐA": "đề án", "PA": "phương án", "L": "luật",
    "VBHN": "văn bản hợp nhất", "QYD": "quy định", "QĐI": "quy định", "BB": "biên bản",
}  # fmt: skip


def tidy(printed: str) -> str:
    """Without inner spaces."""
    return _SPACE.sub("", printed).replace("–", "-")


def key_of(number: str) -> str:
    """What two printed forms of one number share: letters in one case, no spaces, one kind of stroke."""
    return re.sub(r"[-/]+", "/", tidy(number).casefold())


def kind_from_number(number: str) -> str | None:
    """The kind that the abbreviation in a number stands for; a letter's ``/UBND-VX`` is công văn."""
    parts = re.split(r"[-/.]", tidy(number))
    for part in parts[1:]:
        if part.isdigit():
            continue
        if re.fullmatch(r"QH\d+", part):
            return "luật"
        return KIND_OF_ABBREVIATION.get(part.upper(), "công văn")
    return None
