"""Texts that try to break the reader: noise, cuts, shuffles, swapped letters, endless lines and markers."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

_LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậ ABCDĐ0123456789.,;:()[]“”\"'-–+*|/\\\n\t\r\u00a0\u200b\ufeff\u0301\u0323"
)
_MARKERS = (
    "Điều 1. ", "Điều 999999. ", "Chương I\n", "CHƯƠNG XXXXVIII\n", "Mục 1. ", "Phần thứ nhất\n", "I. ", "IV. ",
    "1. ", "1.1. ", "1.1.1.1.1. ", "a) ", "đ) ", "(1) ", "(a) ", "- ", "+ ", "* ", "b.1. ", "“Điều 4. ", "”. ",
    "Căn cứ ", "Số: ", "QUYẾT ĐỊNH\n", "QUYẾT ĐỊNH:\n", "KẾ HOẠCH\n", "Nơi nhận:\n", "| ", "PHỤ LỤC\n",
    "STT | Tên | Số\n",
    "(Kèm theo Quyết định số 1/QĐ-UBND ngày 31/02/2020)\n", "Kính gửi: ", "V/v ", "./.\n",
    "TM. ỦY BAN NHÂN DÂN\n", "ngày 45 tháng 13 năm 0000", "có trách nhiệm:\n", "Giao Sở Tài chính ",
    "trước ngày 31/12/2024; ", "phối hợp với ",
    "Luật Đất đai số 31/2024/QH15 ", "141- KH/TU ",
)  # fmt: skip


def noise(dice: random.Random, _texts: list[str]) -> str:
    """Letters of the alphabet and marks without sense."""
    return "".join(dice.choices(_LETTERS, k=dice.randint(0, 3000)))


def code_points(dice: random.Random, _texts: list[str]) -> str:
    """Any code point but surrogates."""
    points = (
        dice.choice((dice.randint(0, 0xD7FF), dice.randint(0xE000, 0x10FFFF))) for _ in range(dice.randint(0, 800))
    )
    return "".join(map(chr, points))


def markers(dice: random.Random, _texts: list[str]) -> str:
    """Markers, openings and numbers in any order."""
    return "".join(dice.choices(_MARKERS, k=dice.randint(1, 400)))


def cut(dice: random.Random, texts: list[str]) -> str:
    """A real text from somewhere to somewhere."""
    text = dice.choice(texts)
    begin = dice.randint(0, len(text))
    return text[begin : dice.randint(begin, len(text))]


def shuffled(dice: random.Random, texts: list[str]) -> str:
    """The lines of a real text in another order."""
    lines = dice.choice(texts).split("\n")
    dice.shuffle(lines)
    return "\n".join(lines)


def damaged(dice: random.Random, texts: list[str]) -> str:
    """A real text with letters lost, doubled or swapped, perhaps decomposed, perhaps without line breaks."""
    letters = list(dice.choice(texts))
    for _ in range(dice.randint(1, 200)):
        at = dice.randrange(len(letters))
        letters[at] = dice.choice(("", letters[at] * 2, dice.choice(_LETTERS), dice.choice(_MARKERS)))
    text = "".join(letters)
    if dice.random() < 0.2:
        text = unicodedata.normalize("NFD", text)
    if dice.random() < 0.1:
        text = text.replace("\n", dice.choice((" ", "\r\n", "\r", "|", "")))
    return text


def repeated(dice: random.Random, _texts: list[str]) -> str:
    """One piece over and over: what makes a careless pattern take quadratic time."""
    piece = "".join(dice.choices(_MARKERS, k=dice.randint(1, 3))) if dice.random() < 0.6 else dice.choice(_LETTERS)
    return (piece + dice.choice(("", " ", "\n"))) * dice.randint(1, 60_000 // max(1, len(piece)))


KINDS: tuple[Callable[[random.Random, list[str]], str], ...] = (
    noise, code_points, markers, cut, shuffled, damaged, repeated,
)  # fmt: skip
_WEIGHTS = (20, 15, 20, 20, 3, 5, 2)


def hostile_text(seed: int, texts: list[str]) -> tuple[str, str]:
    """The kind and the text that belong to ``seed``; ``texts`` are real ones to spoil."""
    dice = random.Random(seed)
    kind = dice.choices(KINDS, weights=_WEIGHTS)[0]
    return kind.__name__, kind(dice, texts)
