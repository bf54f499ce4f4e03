"""Vietnamese in bytes: Unicode, Windows-1258, and the font encodings of before 2001 (TCVN3 "ABC", VNI-Windows).

The tables follow TCVN 5712:1993 and the VNI-Windows layout. Which one a text is in is decided by how many everyday
Vietnamese words each reading gives.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

_VNI_PAIRS = {
    "aù": "á", "aø": "à", "aû": "ả", "aõ": "ã", "aï": "ạ", "aê": "ă", "aé": "ắ", "aè": "ằ", "aú": "ẳ", "aü": "ẵ",
    "aë": "ặ", "aâ": "â", "aá": "ấ", "aà": "ầ", "aå": "ẩ", "aã": "ẫ", "aä": "ậ", "eù": "é", "eø": "è", "eû": "ẻ",
    "eõ": "ẽ", "eï": "ẹ", "eâ": "ê", "eá": "ế", "eà": "ề", "eå": "ể", "eã": "ễ", "eä": "ệ", "où": "ó", "oø": "ò",
    "oû": "ỏ", "oõ": "õ", "oï": "ọ", "oâ": "ô", "oá": "ố", "oà": "ồ", "oå": "ổ", "oã": "ỗ", "oä": "ộ", "ôù": "ớ",
    "ôø": "ờ", "ôû": "ở", "ôõ": "ỡ", "ôï": "ợ", "uù": "ú", "uø": "ù", "uû": "ủ", "uõ": "ũ", "uï": "ụ", "öù": "ứ",
    "öø": "ừ", "öû": "ử", "öõ": "ữ", "öï": "ự", "yù": "ý", "yø": "ỳ", "yû": "ỷ", "yõ": "ỹ",
    "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ",
}  # fmt: skip
_VNI: dict[str, str] = {}
for _code, _letter in _VNI_PAIRS.items():
    _VNI[_code] = _letter
    _VNI[_code.upper()] = _letter.upper()
    _VNI[_code.capitalize()] = _letter.upper()
    if len(_code) == 2:
        _VNI[_code[0].upper() + _code[1]] = _letter.upper()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_EVERYDAY = frozenset(
    ["của", "và", "các", "được", "là", "theo", "thực", "hiện", "nhân", "dân", "quyết", "định", "tỉnh", "ủy", "ban", "số", "về", "công", "thông", "tin", "trong", "cho", "với", "những", "có", "này", "đến", "từ", "tại", "trên", "để", "khi", "phải", "do", "việc", "như", "sau", "không", "đối", "ngoại", "cơ", "quan", "đơn", "vị", "địa", "phương", "căn", "cứ", "luật", "nghị", "kế", "hoạch", "tháng", "năm", "ngày", "sở", "bộ", "chính", "phủ", "trách", "nhiệm", "tổ", "chức", "quản", "lý", "hội", "đồng", "độc", "lập", "tự", "hạnh", "phúc", "cộng", "hòa", "xã", "nghĩa", "việt"]
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def vietnamese_share(text: str) -> float:
    """Which part of the first words are everyday Vietnamese words with their accents, 0..1."""
    words = [w.lower() for w in _WORD.findall(unicodedata.normalize("NFC", text[:20_000]))]
    if not words:
        return 0.0
    return sum(w in _EVERYDAY and not w.isascii() for w in words) / len(words)


def from_tcvn3(text: str) -> str:
    """A text in TCVN3 whose bytes were taken for Windows-1252."""
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    """A text in VNI-Windows whose bytes were taken for Windows-1252."""
    return _VNI_PATTERN.sub(lambda found: _VNI[found.group()], text)


def mend_fonts(text: str) -> tuple[str, str | None]:
    """``text`` with a legacy font encoding undone, and which it was; None where there was nothing to undo."""
    plain = vietnamese_share(text)
    best, name, share = text, None, max(plain * 1.5, 0.04)
    for label, convert in (("tcvn3", from_tcvn3), ("vni", from_vni)):
        candidate = convert(text)
        if (found := vietnamese_share(candidate)) > share:
            best, name, share = candidate, label, found
    return best, name


def decode(content: bytes) -> tuple[str, str]:
    """The bytes of a plain text as letters in NFC, and the name of the encoding they were in."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return unicodedata.normalize("NFC", content.decode(name, "replace")), name
    try:
        text, found = content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, found = _decode_legacy(content)
    mended, fonts = mend_fonts(text) if found in ("utf-8", "latin") else (text, None)
    return unicodedata.normalize("NFC", mended), fonts or found


def _decode_legacy(content: bytes) -> tuple[str, str]:
    latin = content.decode("cp1252", "replace") if b"\x81" not in content else content.decode("latin-1")
    candidates = [("latin", latin), ("tcvn3", from_tcvn3(latin)), ("vni", from_vni(latin))]
    candidates.append(("cp1258", unicodedata.normalize("NFC", content.decode("cp1258", "replace"))))
    if content.count(b"\x00") > len(content) // 4:
        candidates.append(("utf-16-le", content.decode("utf-16-le", "replace")))
    name, text = max(candidates, key=lambda pair: vietnamese_share(pair[1]))
    return text, name
