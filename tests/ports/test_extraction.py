"""Text out of files: every kind, every bad file with its own fault, nothing but an ExtractionError."""

from __future__ import annotations

import contextlib
import io
import shutil
import unicodedata
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from nhipcau.ports.extraction import (
    Broken,
    EmptyFile,
    Encrypted,
    ExtractionError,
    Limits,
    Stopped,
    TooLarge,
    TooSlow,
    Unsupported,
    extract,
    extract_isolated,
    sniff,
)  # fmt: skip
from nhipcau.ports.extraction.pages import ocr_command
from tests.factories.documents import plan

WORDS = (
    "Sở Thông tin và Truyền thông chủ trì, phối hợp với các cơ quan liên quan của tỉnh thực hiện nhiệm vụ được giao"
)
FONTS = [*Path("/usr/share/fonts").rglob("NotoSans-Regular.ttf"), *Path("/usr/share/fonts").rglob("DejaVuSans.ttf")]


def pdf_saying(words: str, *, locked: bool = False) -> bytes:
    """A PDF of one page by hand; with ``locked`` a password is asked for."""
    stream = f"BT /F1 10 Tf 14 TL 40 700 Td {f'({words}) Tj T* ' * 6} ET".encode("ascii")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/Standard/V 1/R 2/Length 40/P -44/O(%s)/U(%s)>>" % (b"o" * 32, b"u" * 32),
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    secret = b"/Encrypt 6 0 R/ID[(1234567890123456)(1234567890123456)]" if locked else b""
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, secret, table)


def picture_of(*lines: str) -> Image.Image:
    """A scan of ``lines`` in black on white."""
    if not FONTS:
        pytest.skip("no font with Vietnamese letters (Debian: apt install fonts-noto-core)")
    image = Image.new("L", (1600, 140 * len(lines) + 100), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONTS[0]), 52)
    for at, line in enumerate(lines):
        draw.text((60, 60 + 140 * at), line, fill=0, font=font)
    return image


def as_bytes(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def needs_ocr() -> None:
    if ocr_command() is None:
        pytest.skip("no Tesseract with vie (Debian: apt install tesseract-ocr-vie)")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_plain_text_in_any_encoding(encoding: str) -> None:
    text = unicodedata.normalize("NFD", WORDS) if encoding == "cp1258" else WORDS
    if encoding == "cp1258":  # the code page has â, ê, ô, ơ, ư, ă whole and the tones apart
        text = "".join(
            whole if len(whole := unicodedata.normalize("NFC", base + mark)) == 1 and mark in "\u0302\u0306\u031b" else base + mark
            for base, mark in _letters(text)
        )  # fmt: skip
    got = extract(text.encode(encoding), name="a.txt")
    assert got.text.strip() == WORDS
    assert got.kind == "txt"
    assert got.warnings == (() if encoding.startswith("utf-8") else (f"encoding:{encoding}",))


def _letters(text: str) -> list[tuple[str, str]]:
    """Each letter with the first mark on it; further marks as letters of their own."""
    out: list[tuple[str, str]] = []
    for char in text:
        if unicodedata.combining(char) and out and not out[-1][1]:
            out[-1] = (out[-1][0], char)
        elif unicodedata.combining(char) and char in "\u0302\u0306\u031b" and out:
            out[-1] = (unicodedata.normalize("NFC", out[-1][0] + char), out[-1][1])
        else:
            out.append((char, ""))
    return out


def test_decomposed_letters_become_whole() -> None:
    assert extract(unicodedata.normalize("NFD", WORDS).encode(), name="a.txt").text.strip() == WORDS


def test_html_keeps_rows_as_cells_and_drops_what_is_not_text() -> None:
    page = f"""<!doctype html><html><head><title>x</title><style>p{{}}</style></head><body><script>alert(1)</script>
    <h1>KẾ HOẠCH</h1><p>{WORDS}</p><table><tr><td>1</td><td>Sở Công Thương</td></tr></table></body></html>"""
    text = extract(page.encode(), name="a.html").text
    assert "alert" not in text
    assert WORDS in text
    row = next(line for line in text.splitlines() if "Sở Công Thương" in line)
    assert "|" in row
    assert "1" in row


def test_docx_keeps_tables_and_counts_out_lists() -> None:
    document = docx.Document()
    document.add_paragraph(WORDS)
    document.add_paragraph("Mục thứ nhất", style="List Number")
    document.add_paragraph("Mục thứ hai", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Sở Công Thương", "20/12/2024"
    document.add_paragraph("Sau bảng")
    out = io.BytesIO()
    document.save(out)
    lines = extract(out.getvalue(), name="a.docx").text.splitlines()
    at = {
        word: next(n for n, line in enumerate(lines) if word in line)
        for word in ("thứ hai", "Công Thương", "Sau bảng")
    }
    assert at["thứ hai"] < at["Công Thương"] < at["Sau bảng"]
    assert any(line.startswith("2.") and "thứ hai" in line for line in lines)
    assert "20/12/2024" in lines[at["Công Thương"]]


def test_pdf_with_a_text_layer() -> None:
    words = "Plan No. 141 of the Province, 12 December 2023, for external information work"
    got = extract(pdf_saying(words), name="a.pdf")
    assert words in got.text
    assert (got.kind, got.method, got.pages) == ("pdf", "pdf", 1)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
def test_a_scan_is_recognised(kind: str) -> None:
    needs_ocr()
    got = extract(as_bytes(picture_of("KẾ HOẠCH", "Thông tin đối ngoại tỉnh Trà Vinh"), kind), name="a")
    assert "KẾ HOẠCH" in got.text
    assert "Trà Vinh" in got.text


def test_an_old_doc_goes_through_libreoffice(tmp_path: Path) -> None:
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        with pytest.raises(ExtractionError) as fault:
            extract(b"\xd0\xcf\x11\xe0" + b"\0" * 600, name="a.doc")
        assert fault.value.code == "libreoffice_missing"
        return
    rtf = "{\\rtf1\\ansi " + "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in WORDS) + "}"
    assert WORDS in extract(rtf.encode(), name="a.doc").text


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (401 * 1_048_576))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", EmptyFile), (b"  \n\t ", EmptyFile), ("…—!".encode(), EmptyFile), (b"<html><body></body></html>", EmptyFile),
        (b"%PDF-1.4\nnot at all", Broken), (b"PK\x03\x04 not a zip", Broken), (b"\x89PNG\r\n\x1a\nno", Broken),
        (bytes(range(256)) * 40, Unsupported), (b"MZ\x90\x00\x03\x00\x00\x00" * 99, Unsupported),
        (b"a" * (Limits().size + 1), TooLarge),
    ],
)  # fmt: skip
def test_each_bad_file_has_its_own_fault(content: bytes, fault: type[ExtractionError]) -> None:
    with pytest.raises(fault) as found:
        extract(content, name="a.pdf")
    assert found.value.message


def test_a_locked_pdf_says_so() -> None:
    with pytest.raises(Encrypted):
        extract(pdf_saying("x", locked=True), name="a.pdf")


def test_a_zip_that_would_fill_the_disk_is_refused() -> None:
    with pytest.raises(TooLarge):
        extract(bomb(), name="a.docx")


def test_a_wrong_ending_is_told_and_harmless() -> None:
    got = extract(plan(), name="a.pdf")
    assert (got.kind, got.warnings) == ("txt", ("mislabelled",))


def test_a_child_is_ended_at_the_limit_and_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(plan())
    assert "KẾ HOẠCH" in extract_isolated(path, name="a.txt").text
    with pytest.raises(TooSlow):
        extract_isolated(path, name="a.txt", limits=Limits(seconds=0.0))
    with pytest.raises(Stopped):
        extract_isolated(path, name="a.txt", should_stop=lambda: True)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.5\n", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_any_bytes_give_text_or_a_fault(content: bytes, head: bytes) -> None:
    with contextlib.suppress(ExtractionError):  # the one kind of error that may come out
        assert extract(head + content, name="a").text
    assert sniff(head + content) is None or isinstance(sniff(head + content), str)
