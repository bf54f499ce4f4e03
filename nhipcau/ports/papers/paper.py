"""An administrative paper as frozen values, after Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from nhipcau.ports.days import signed_day
from nhipcau.ports.papers.table import Link, Table


def comes_with(kind: str, number: str, on: date | None, issuer: str) -> str:
    """What an appendix says about the paper that it comes with (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III). ``number``: the whole
    number, or only its symbol ("/KH-STC") where it has none yet."""
    return f"Kèm theo {kind} số {'…' if number.startswith('/') else ''}{number} {signed_day(on)} của {issuer}"


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is I., 2 is 1., 3 is a)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of the body; several lines are several paragraphs. ``link`` follows the words on a line of its own."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table in the body, or on pages of its own across the sheet."""

    table: Table
    landscape: bool = False
    caption: str = ""
    note: str = ""
    """Below the caption, in brackets and italics: the paper that an appendix comes with."""


Block = Heading | Paragraph | TableBlock


@dataclass(frozen=True, slots=True)
class Signer:
    """``authority`` is TM., KT., TL. with the body; ``position`` the office held; ``name`` the person."""

    authority: str = ""
    position: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The nine components. ``number`` None leaves room before ``symbol`` (``/BC-STTTT``)."""

    issuer: str
    kind: str
    title: str
    superior: str = ""
    number: str | None = None
    symbol: str = ""
    place: str = ""
    on: date | None = None
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    signer: Signer = field(default_factory=Signer)
    recipients: tuple[str, ...] = ()
    author: str = ""

    @property
    def head_issuer(self) -> str:
        """The issuer as it stands in the head: below its superior the place is not said again.

        "Sở Công Thương tỉnh Vĩnh Long" under "Ủy ban nhân dân tỉnh Vĩnh Long" → "Sở Công Thương".
        """
        named = re.search(r"\s(?:tỉnh|thành phố)\s.+$", self.superior)
        return self.issuer.removesuffix(named[0]) if named else self.issuer
