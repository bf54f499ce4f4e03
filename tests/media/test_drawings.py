"""Drawings: what draws stays, what runs, loads or leads elsewhere goes."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from nhipcau.media.cards import drawn_card
from nhipcau.media.rules.drawings import clean_drawing
from nhipcau.media.rules.faults import BadFile

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 80">'


def clean(inside: str) -> str:
    return clean_drawing(f"{OPEN}{inside}<circle r='9'/></svg>".encode()).content.decode()


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in cdata": "<script><![CDATA[alert(1)]]></script>",
    "onload": "<g onload='alert(1)'/>",
    "onclick": "<rect onclick='alert(1)' width='1' height='1'/>",
    "ONERROR": "<image ONERROR='alert(1)' href='#a'/>",
    "foreignObject": "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject>",
    "iframe": "<iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:alert(1)'/>",
    "link": "<a href='javascript:alert(1)'><text>x</text></a>",
    "link out": "<a xlink:href='https://evil.example/'><text>x</text></a>",
    "use out": "<use href='https://evil.example/x.svg#a'/>",
    "use xlink out": "<use xlink:href='//evil.example/x.svg#a'/>",
    "image out": "<image href='https://evil.example/track.png'/>",
    "image data html": "<image href='data:text/html;base64,PHNjcmlwdD4='/>",
    "image data svg": "<image href='data:image/svg+xml;base64,PHN2Zz4='/>",
    "css url": "<rect style=\"fill: url('https://evil.example/a')\" width='1' height='1'/>",
    "css escape": "<rect style='fill: \\75rl(https://evil.example/a)' width='1' height='1'/>",
    "css comment": "<rect style='fill: u/**/rl(https://evil.example/a)' width='1' height='1'/>",
    "css open url": "<rect style='fill: url(https://evil.example/a' width='1' height='1'/>",
    "attribute url": "<rect fill='url(https://evil.example/a#b)' width='1' height='1'/>",
    "filter url": "<g filter='url(//evil.example/f.svg#f)'/>",
    "style import": "<style>@import 'https://evil.example/a.css';</style>",
    "style url": "<style>rect { background: url(https://evil.example/a) }</style>",
    "style image-set": "<style>rect { fill: image-set('https://evil.example/a' 1x) }</style>",
    "set": "<set attributeName='href' to='javascript:alert(1)'/>",
    "animate": "<animate attributeName='href' values='javascript:alert(1)'/>",
    "handler": "<handler type='text/javascript'>alert(1)</handler>",
    "xml base": "<g xml:base='https://evil.example/'><use href='#a'/></g>",
    "metadata": "<metadata><owner>evil.example</owner></metadata>",
    "other namespace": "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
    "feImage": "<filter><feImage href='https://evil.example/a'/></filter>",
    "comment": "<!-- evil.example -->",
    "instruction": "<?xml-stylesheet href='https://evil.example/a.css'?>",
}


@pytest.mark.parametrize("inside", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_parts_are_gone(inside: str) -> None:
    try:
        left = clean(inside).lower()
    except BadFile:
        return
    for word in (
        "alert",
        "evil.example",
        "javascript",
        "<script",
        "onload",
        "foreignobject",
        "iframe",
        "data:text",
        "svg+xml",
        "@import",
    ):
        assert word not in left
    assert "circle" in left


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>", b"<svg", b"", b"\xff\xfe\x00", b"<svg>no namespace, no size</svg>",
        (OPEN + "<g>" * 5000 + "</g>" * 5000 + "</svg>").encode(), (OPEN + "<circle/>" * 20001 + "</svg>").encode(),
    ],
    ids=["entities", "file", "html", "cut", "empty", "utf-16", "bare", "deep", "huge"],
)  # fmt: skip
def test_what_is_no_plain_drawing_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        clean_drawing(content)


def test_what_draws_stays() -> None:
    left = clean(
        "<title>Hoa sen</title><defs><linearGradient id='g'><stop offset='0' stop-color='#b3396b'/></linearGradient>"
        "<clipPath id='c'><rect width='5' height='5'/></clipPath></defs>"
        "<path d='M0 0 L10 10' fill='url(#g)' clip-path='url(#c)' style='stroke: #fff; fill: url(#g)'/><use href='#c'/>"
        "<text x='1' y='2' font-size='4'>Trà Vinh</text><g transform='rotate(45)'/>"
    )
    for kept in (
        "Hoa sen",
        "linearGradient",
        "url(#g)",
        'clip-path="url(#c)"',
        "Trà Vinh",
        "rotate(45)",
        'href="#c"',
    ):
        assert kept in left


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ("viewBox='0 0 300 200'", (300, 200)), ("width='10cm' height='5cm'", (378, 189)), ("width='64px' height='32'", (64, 32)),
        ("width='100%' height='100%' viewBox='0 0 30 20'", (30, 20)),
    ],
)  # fmt: skip
def test_the_size_is_read(attributes: str, size: tuple[int, int]) -> None:
    drawing = clean_drawing(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><circle r="4"/></svg>'.encode())
    assert (drawing.width, drawing.height) == size
    assert b"viewBox" in drawing.content


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_drawing(f"{OPEN}<g><path d='M0 0'/></g></svg>".encode()).content
    assert clean_drawing(once).content == once


def test_a_drawing_gets_a_card_of_points_for_social_networks() -> None:
    pytest.importorskip("weasyprint", exc_type=OSError)
    card = drawn_card(
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path d="M0 0h40v40H0z" fill="#0f6674"/>'
        b'<image href="http://127.0.0.1:1/x.png" width="9" height="9"/></svg>'
    )
    assert card is not None
    picture = Image.open(io.BytesIO(card))
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    red, green, blue = picture.getpixel((600, 600))  # type: ignore[misc]
    assert (abs(red - 0x0F), abs(green - 0x66), abs(blue - 0x74)) < (4, 4, 4)


def test_what_the_maker_of_pdfs_leaves_in_the_process_changes_no_drawing_and_lets_no_broken_photo_in() -> None:
    before = clean("<path d='M0 0'/>")
    drawn_card(before.encode())
    assert clean("<path d='M0 0'/>") == before
    assert before.startswith("<svg ")
