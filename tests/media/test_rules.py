"""What a file is, what is in it, and what is taken out of it."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from nhipcau.media.rules import faults, mp4, pictures, sounds, webm
from nhipcau.media.rules.captions import as_vtt, read_captions, transcript_of
from nhipcau.media.rules.embedded import Embedded, read_embedded
from nhipcau.media.rules.embeds import find_film
from nhipcau.media.rules.faults import BadFile
from nhipcau.media.rules.fingerprint import NEAR, band_keys, distance, fingerprint
from nhipcau.media.rules.kinds import Found, Kind, check_size, find_kind, is_mislabelled
from nhipcau.media.rules.ladder import CARD, RATIOS, Crop, crop_box, steps
from nhipcau.media.rules.ranges import Unsatisfiable, read_range
from nhipcau.media.rules.rights import Consent, RightsFacts, ends_on, period_of, publication_faults
from tests.factories.media import SVG, box, film, photo, scene, sound

ON = date(2026, 11, 25)
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


# ---- kinds


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (photo(), "jpg"), (photo(form="PNG"), "png"), (photo(form="WEBP"), "webp"), (photo(form="AVIF"), "avif"),
        (photo(form="TIFF"), "tif"), (SVG, "svg"), (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n" + SVG, "svg"),
        (film(), "mp4"), (sound(), "wav"), (b"ID3\x04", "mp3"), (b"\xff\xfb\x90\x00", "mp3"), (b"%PDF-1.7", "pdf"),
        (b"OggS\0", "ogg"), (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "webm"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_are(head: bytes, kind: str) -> None:
    assert find_kind(head[:8192]).extension == kind


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (b"", faults.EMPTY), (b"\0" * 64, faults.EMPTY), (b"PK\x03\x04aaaa", faults.ARCHIVE),
        (b"<!DOCTYPE html><p>", faults.WEB_PAGE), (b"<html><svg></svg>", faults.WEB_PAGE),
        (b"  <script>alert(1)</script>", faults.WEB_PAGE), (b"GIF89a....", faults.NOT_TAKEN), (b"MZ\x90\0", faults.NOT_TAKEN),
        (b"\0\0\0\x14ftypqt  ", faults.QUICKTIME), (b"\x1a\x45\xdf\xa3\x93B\x82\x88matroska", faults.MATROSKA),
        (b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', faults.DANGEROUS_DRAWING),
        (b"plain words", faults.NOT_TAKEN),
    ],
)  # fmt: skip
def test_what_is_not_taken_says_why(head: bytes, fault: str) -> None:
    with pytest.raises(BadFile) as refused:
        find_kind(head)
    assert refused.value.args[0] == fault


@calm
@given(st.binary(max_size=400))
def test_any_bytes_are_something_or_refused(head: bytes) -> None:
    with contextlib.suppress(BadFile):
        assert find_kind(head).kind in Kind


def test_size_and_name() -> None:
    jpeg = Found(Kind.PHOTO, "jpg", "image/jpeg")
    check_size(jpeg, 80 * 1024 * 1024)
    with pytest.raises(BadFile):
        check_size(jpeg, 80 * 1024 * 1024 + 1)
    assert is_mislabelled("a.png", jpeg)
    assert not is_mislabelled("a.JPEG", jpeg)
    assert not is_mislabelled("khong-duoi", jpeg)


# ---- pictures


def exif_photo(**more: object) -> bytes:
    """A photograph as a telephone writes it: place, owner, serial number, thumbnail; turned by a quarter."""
    exif = Image.Exif()
    for tag, words in ((0x010E, "Ao Bà Om buổi sáng"), (0x013B, "Trần Thị B"), (0x8298, "Báo Vĩnh Long")):
        exif[tag] = words.encode()  # UTF-8 where the standard says ASCII, as cameras do
    exif[0x0112] = 6
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0xA431], details[0xA430] = "2025:10:05 06:12:00", "SERIAL-4711", "OWNER-NAME"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (IFDRational(9), IFDRational(56), IFDRational(4))
    return photo(exif=exif, comment=b"SECRET-COMMENT", **more)


XMP = """<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:cc="http://creativecommons.org/ns#" photoshop:Credit="TTXVN" photoshop:City="Trà Vinh" photoshop:DateCreated="2024-11-15">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Đua ghe ngo</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Lê C</rdf:li><rdf:li>Thạch D</rdf:li></rdf:Seq></dc:creator>
<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/></rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_what_the_camera_wrote_fills_the_form() -> None:
    said = read_embedded(exif_photo())
    assert (said.caption, said.author, said.rights) == ("Ao Bà Om buổi sáng", "Trần Thị B", "Báo Vĩnh Long")
    assert said.taken_on == date(2025, 10, 5)
    assert said.had_place


def test_xmp_is_believed_before_exif() -> None:
    said = read_embedded(exif_photo(xmp=XMP.encode()))
    assert (said.title, said.author, said.credit, said.place) == ("Đua ghe ngo", "Lê C, Thạch D", "TTXVN", "Trà Vinh")
    assert said.licence_url == "https://creativecommons.org/licenses/by/4.0/"
    assert said.taken_on == date(2024, 11, 15)
    assert said.caption == "Ao Bà Om buổi sáng"


def test_hostile_xmp_is_left_out() -> None:
    bomb = XMP.replace("<?xpacket", '<!DOCTYPE x [<!ENTITY a "aaaa">]><?xpacket').replace("Đua ghe ngo", "&a;")
    assert read_embedded(photo(xmp=bomb.encode())).title != "aaaa"
    assert read_embedded(b"not a picture") == Embedded()


def iptc_photo() -> bytes:
    def record(number: int, words: str) -> bytes:
        raw = words.encode()
        return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(raw)) + raw

    body = (
        record(5, "Chùa Âng")
        + record(80, "Kim Sa")
        + record(110, "Báo ảnh")
        + record(55, "20230401")
        + record(92, "Châu Thành")
    )
    body += b"\0" * (len(body) % 2)
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(body)) + body
    jpeg = photo()
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]


def test_iptc_is_read() -> None:
    said = read_embedded(iptc_photo())
    assert (said.title, said.author, said.credit, said.place) == ("Chùa Âng", "Kim Sa", "Báo ảnh", "Châu Thành")
    assert said.taken_on == date(2023, 4, 1)


@pytest.mark.parametrize("form", ["avif", "webp", "jpeg"])
def test_nothing_the_camera_wrote_goes_public(form: str) -> None:
    picture = pictures.load(exif_photo(xmp=XMP.encode()))
    made = pictures.encoded(picture, form)
    for secret in (
        b"SERIAL-4711",
        b"OWNER-NAME",
        b"SECRET-COMMENT",
        b"Exif",
        b"GPS",
        b"xmp",
        b"TTXVN",
        "Trần".encode(),
    ):
        assert secret not in made
    with Image.open(io.BytesIO(made)) as again:
        assert not dict(again.getexif())
        assert again.size == (300, 400)  # turned upright


def test_a_picture_that_is_also_a_page_loses_the_page() -> None:
    content = photo() + b"<html><script>alert(1)</script></html>"
    assert find_kind(content).extension == "jpg"
    assert b"<script" not in pictures.encoded(pictures.load(content), "jpeg")


def test_an_archive_hidden_in_a_png_is_gone() -> None:
    content = photo(form="PNG") + b"PK\x03\x04evil.exe"
    assert b"evil.exe" not in pictures.encoded(pictures.load(content), "webp")


def png_header(width: int, height: int) -> bytes:
    ihdr = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", ihdr)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(8000, 8000), (30000, 30000), (60_000_001, 1)])
def test_a_bomb_is_refused_by_its_header(width: int, height: int) -> None:
    with pytest.raises(BadFile) as refused:
        pictures.measure(png_header(width, height))
    assert refused.value.args[0] == faults.TOO_MANY_PIXELS


@pytest.mark.parametrize("content", [photo()[:300], png_header(400, 300), b"\xff\xd8\xff" + b"\0" * 50])
def test_a_broken_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        pictures.load(content)


def test_a_dot_is_no_picture() -> None:
    with pytest.raises(BadFile) as refused:
        pictures.measure(photo(20, 20))
    assert refused.value.args[0] == faults.TOO_FEW_PIXELS


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1", "LA"])
def test_every_mode_becomes_every_format(mode: str) -> None:
    out = io.BytesIO()
    scene().convert(mode).save(out, format="JPEG" if mode == "CMYK" else "PNG")
    picture = pictures.load(out.getvalue())
    assert picture.mode in {"RGB", "RGBA"}
    for form in ("avif", "webp", "jpeg"):
        assert pictures.encoded(picture, form)


def test_sixteen_bits_of_grey_are_not_washed_out() -> None:
    out = io.BytesIO()
    Image.new("I;16", (80, 80), 32768).save(out, format="PNG")
    assert pictures.load(out.getvalue()).getpixel((5, 5)) == (128, 128, 128)


# ---- ladder and focal point


def test_nothing_is_made_larger_than_it_is() -> None:
    made = steps(700, 500)
    assert {s.width for s in made if s.crop == Crop.WHOLE} == {320, 480, 640, 700}
    assert all(s.width <= s.box.width and s.height <= s.box.height + 1 for s in made)
    assert [(s.width, s.height) for s in steps(3000, 2000) if s.crop == Crop.CARD] == [CARD]


@calm
@given(
    st.integers(64, 6000), st.integers(64, 6000), st.sampled_from(list(RATIOS.values())), st.floats(0, 1), st.floats(0, 1)
)  # fmt: skip
def test_a_crop_lies_inside_and_holds_the_focal_point(w: int, h: int, ratio: float, x: float, y: float) -> None:
    cut = crop_box(w, h, ratio, x, y)
    assert 0 <= cut.left < cut.right <= w
    assert 0 <= cut.top < cut.bottom <= h
    assert cut.left - 1 <= x * w <= cut.right + 1
    assert cut.top - 1 <= y * h <= cut.bottom + 1
    assert cut.width == w or cut.height == h


# ---- fingerprint


def test_the_same_picture_smaller_and_softer_is_near() -> None:
    one = fingerprint(scene(1200, 900, 4))
    two = fingerprint(pictures.load(photo(600, 450, 4, quality=30)))
    other = fingerprint(scene(1200, 900, 9))
    assert one is not None
    assert two is not None
    assert other is not None
    assert distance(one, two) <= NEAR < distance(one, other)
    assert fingerprint(Image.new("RGB", (200, 200), "white")) is None


@calm
@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=NEAR))
def test_near_hashes_share_a_band(bits: int, flips: set[int]) -> None:
    other = bits
    for flip in flips:
        other ^= 1 << flip
    assert distance(bits, other) == len(flips)
    assert set(band_keys(bits)) & set(band_keys(other))


# ---- films and sounds


@pytest.mark.parametrize("fast", [True, False])
def test_a_film_is_measured_and_made_ready_to_stream(fast: bool) -> None:
    content = film(fast=fast)
    facts = mp4.probe(io.BytesIO(content), len(content))
    assert (facts.duration, facts.width, facts.height, facts.codecs) == (5.0, 640, 360, ("avc1",))
    assert facts.starts_fast is fast
    out = io.BytesIO()
    mp4.write_public(io.BytesIO(content), len(content), out)
    public = out.getvalue()
    assert b"+09.9347" not in public
    assert len(public) == len(content)
    assert mp4.probe(io.BytesIO(public), len(public)).starts_fast
    at = public.index(b"stco") + 12
    (chunk,) = struct.unpack_from(">I", public, at)
    assert public[chunk : chunk + 8] == b"PICTURES"


@pytest.mark.parametrize(
    "content", [film()[:-9], box(b"ftyp", b"isom"), film()[:40], b"\0\0\0\1moov", box(b"ftyp", b"isom") + box(b"moov", box(b"mvhd", b"\1"))]
)  # fmt: skip
def test_a_broken_film_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        mp4.probe(io.BytesIO(content), len(content))


@calm
@given(st.binary(max_size=300))
def test_no_film_breaks_the_reader(noise: bytes) -> None:
    content = box(b"ftyp", b"isom") + box(b"moov", noise) + box(b"mdat", b"x")
    for step in (
        lambda: mp4.probe(io.BytesIO(content), len(content)),
        lambda: mp4.write_public(io.BytesIO(content), len(content), io.BytesIO()),
        lambda: webm.probe(io.BytesIO(b"\x1a\x45\xdf\xa3" + noise), 4 + len(noise)),
    ):
        with contextlib.suppress(BadFile):
            step()


def element(number: str, body: bytes) -> bytes:
    """An EBML element whose length takes four bytes."""
    return bytes.fromhex(number) + (0x10000000 | len(body)).to_bytes(4, "big") + body


def webm_film() -> bytes:
    info = (
        element("2ad7b1", (1_000_000).to_bytes(3, "big"))
        + element("4489", struct.pack(">d", 5000.0))
        + element("7ba9", b"SECRET")
    )
    video = element("e0", element("b0", b"\x02\x80") + element("ba", b"\x01\x68"))
    tracks = element("1654ae6b", element("ae", element("86", b"V_VP9") + video))
    tags = element("1254c367", b"GPS-SECRET-PLACE")
    body = element("1549a966", info) + tracks + element("1f43b675", b"PICTURES") + tags
    return element("1a45dfa3", element("4282", b"webm")) + element("18538067", body)


def test_a_webm_is_measured_and_loses_its_tags() -> None:
    content = webm_film()
    facts = webm.probe(io.BytesIO(content), len(content))
    assert (facts.duration, facts.width, facts.height, facts.codecs) == (5.0, 640, 360, ("V_VP9",))
    out = io.BytesIO()
    webm.write_public(io.BytesIO(content), len(content), out)
    public = out.getvalue()
    assert b"SECRET" not in public
    assert len(public) == len(content)
    assert webm.probe(io.BytesIO(public), len(public)) == facts


def id3(words: bytes) -> bytes:
    length = len(words)
    return b"ID3\x04\0\0" + bytes([length >> 21 & 127, length >> 14 & 127, length >> 7 & 127, length & 127]) + words


def test_sound_loses_the_names_in_it() -> None:
    frames = b"\xff\xfb\x90\x00" + b"\0" * 413
    mp3 = id3(b"TPE1 OWNER") + frames * 3 + b"TAG" + b"OWNER".ljust(125, b"\0")
    out = io.BytesIO()
    sounds.write_public(io.BytesIO(mp3), len(mp3), out, "mp3")
    assert out.getvalue() == frames * 3
    wav = sound()
    tagged = wav + b"LIST" + struct.pack("<I", 8) + b"INFOOWNE"
    out = io.BytesIO()
    sounds.write_public(io.BytesIO(tagged), len(tagged), out, "wav")
    assert out.getvalue() == wav
    assert sounds.duration_of(io.BytesIO(wav), "wav") == pytest.approx(1.0)
    with pytest.raises(BadFile):
        sounds.duration_of(io.BytesIO(b"RIFF\0\0\0\0WAVE"), "wav")


def ogg_page(number: int, body: bytes) -> bytes:
    lacing = [255] * (len(body) // 255) + [len(body) % 255]
    page = bytearray(
        b"OggS\0\0"
        + bytes(8)
        + b"\1\0\0\0"
        + struct.pack("<I", number)
        + bytes(4)
        + bytes([len(lacing), *lacing])
        + body
    )
    page[22:26] = struct.pack("<I", sounds._ogg_crc(bytes(page)))
    return bytes(page)


def test_ogg_comments_become_blanks_with_a_right_checksum() -> None:
    comment = b"ARTIST=OWNER-NAME"
    tags = (
        b"OpusTags"
        + struct.pack("<I", 4)
        + b"libs"
        + struct.pack("<I", 1)
        + struct.pack("<I", len(comment))
        + comment
    )
    content = ogg_page(0, b"OpusHead" + bytes(11)) + ogg_page(1, tags) + ogg_page(2, b"sound" * 20)
    out = io.BytesIO()
    sounds.write_public(io.BytesIO(content), len(content), out, "ogg")
    public = out.getvalue()
    assert len(public) == len(content)
    assert b"OWNER" not in public
    at = public.index(b"OggS", 4)
    page = bytearray(public[at : public.index(b"OggS", at + 4)])
    kept = struct.unpack("<I", page[22:26])[0]
    page[22:26] = bytes(4)
    assert sounds._ogg_crc(bytes(page)) == kept
    assert sounds._ogg_crc(b"123456789") == 0x89A1897F  # the check value of CRC-32/MPEG-2 without its start


# ---- captions


def test_captions_are_read() -> None:
    text = "\ufeffWEBVTT - Lễ hội\r\nKind: captions\r\n\r\nNOTE x\r\n\r\n1\r\n00:01.000 --> 00:02.500 line:0\r\n<v Lan>Xin <b>chào</b>\r\nbà con\r\n\r\n00:00:06.000 --> 00:00:07.000\r\nA &amp; B\r\n"
    cues, wrong = read_captions(text)
    assert wrong == []
    assert [(c.start, c.end, c.words, c.line) for c in cues] == [
        (1.0, 2.5, "Xin chào\nbà con", 7),
        (6.0, 7.0, "A & B", 11),
    ]
    assert transcript_of(cues) == "Xin chào bà con\n\nA & B"
    assert read_captions(as_vtt(cues))[0][1].words == "A & B"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("x\n\n00:00.000 --> 00:01.000\na\n", 1, "WEBVTT"), ("WEBVTT\n\n0:01 --> 0:02\na\n", 3, "00:00:00.000"),
        ("WEBVTT\n\n00:03.000 --> 00:02.000\na\n", 3, "ends before"), ("WEBVTT\n\n00:00.000 --> 00:01.000\n\n", 3, "no words"),
        ("WEBVTT\n\n00:02.000 --> 00:04.000\na\n\n00:03.000 --> 00:05.000\nb\n", 6, "has ended"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb\n", 6, "before the one above it."),
        ("WEBVTT\n\n00:50.000 --> 00:51.000\na\n", 3, "after the end"), ("WEBVTT\n", 1, "no caption"),
    ],
)  # fmt: skip
def test_faults_of_captions_name_their_line(text: str, line: int, message: str) -> None:
    _cues, wrong = read_captions(text, duration=30.0)
    assert [(f.line, message in f.message) for f in wrong] == [(line, True)]


def test_styles_and_links_of_captions_are_not_kept() -> None:
    text = "WEBVTT\n\nSTYLE\n::cue { background: url(https://x.example/a) }\n\n00:00.000 --> 00:01.000\n<c.red>Chào</c> <script>x</script>\n"
    cues, _wrong = read_captions(text)
    assert "url(" not in as_vtt(cues)
    assert "<" not in as_vtt(cues).replace("-->", "")


@calm
@given(st.text(max_size=300))
def test_any_text_is_captions_or_faults(text: str) -> None:
    cues, wrong = read_captions(text)
    assert cues or wrong


# ---- rights


def facts(**more: object) -> RightsFacts:
    known: dict[str, object] = {
        "kind": Kind.PHOTO, "allows_publish": True, "needs_credit": True, "needs_proof": False, "holder": "Sở", "credit": "Ảnh: A",
        "has_proof": False, "term_from": None, "term_to": None, "consent": Consent.NONE_SHOWN, "consent_words": "",
        "consent_keeper": "", "consent_until": None, "has_alt": True,
    }  # fmt: skip
    return RightsFacts(**(known | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"allows_publish": None}, "no_licence"), ({"allows_publish": False}, "licence_forbids"), ({"holder": " "}, "no_holder"),
        ({"credit": ""}, "no_credit"), ({"needs_proof": True}, "no_proof"), ({"term_from": ON + timedelta(1)}, "not_begun"),
        ({"term_to": ON - timedelta(1)}, "ended"), ({"has_alt": False}, "no_alt"), ({"is_ready": False}, "not_ready"),
        ({"is_erased": True}, "erased"), ({"consent": Consent.MISSING}, "consent_missing"),
        ({"consent": Consent.GIVEN}, "consent_unkept"), ({"consent": Consent.NOT_NEEDED}, "consent_unexplained"),
        ({"consent": Consent.GIVEN, "consent_words": "x", "consent_keeper": "y", "consent_until": ON - timedelta(1)}, "consent_ended"),
    ],
)  # fmt: skip
def test_each_thing_that_is_missing_is_said(more: dict[str, object], code: str) -> None:
    assert [f.code for f in publication_faults(facts(**more), ON)] == [code]


@pytest.mark.parametrize(
    "more",
    [
        {}, {"term_from": ON, "term_to": ON}, {"needs_proof": True, "has_proof": True}, {"needs_credit": False, "credit": ""},
        {"kind": Kind.FILM, "has_alt": False}, {"consent": Consent.NOT_NEEDED, "consent_words": "lễ hội công cộng"},
        {"consent": Consent.GIVEN, "consent_words": "giấy 12", "consent_keeper": "Văn phòng", "consent_until": ON},
    ],
)  # fmt: skip
def test_what_is_in_order_may_be_shown(more: dict[str, object]) -> None:
    assert publication_faults(facts(**more), ON) == []


def test_periods_of_a_right() -> None:
    assert [period_of(ON + timedelta(days), ON) for days in (-1, 0, 30, 31, 60, 90, 91)] == [
        0,
        30,
        30,
        60,
        60,
        90,
        None,
    ]
    assert ends_on(ON, ON - timedelta(1)) == ON - timedelta(1)
    assert ends_on(None, None) is None


# ---- embeds and ranges


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", ("youtube", "dQw4w9WgXcQ")), ("https://youtu.be/dQw4w9WgXcQ", ("youtube", "dQw4w9WgXcQ")),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", ("youtube", "dQw4w9WgXcQ")), ("https://vimeo.com/76979871", ("vimeo", "76979871")),
        ("https://www.dailymotion.com/video/x7tgad0", ("dailymotion", "x7tgad0")),
    ],
)  # fmt: skip
def test_films_of_known_sites(address: str, found: tuple[str, str]) -> None:
    provider, number = find_film(address)
    assert (provider.key, number) == found


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/watch?v=dQw4w9WgXcQ", "javascript:alert(1)", "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
     "https://www.youtube.com/watch?v=\"><script>", "https://www.youtube.com/@kenh", "ftp://youtu.be/dQw4w9WgXcQ", ""],
)  # fmt: skip
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(BadFile):
        find_film(address)


@calm
@given(st.text(alphabet="bytes=0123456789-, ", max_size=30), st.integers(0, 5000))
def test_a_range_lies_inside_the_file(header: str, size: int) -> None:
    try:
        part = read_range(header, size)
    except Unsatisfiable:
        return
    if part is not None:
        assert 0 <= part.first <= part.last < size


# ---- papers


def test_a_paper_loses_who_wrote_it_and_nothing_else() -> None:
    from nhipcau.media.rules.papers import without_names

    xmp = b'<x:xmpmeta><rdf:Description pdf:Producer="SECRET-4"><dc:creator><rdf:Seq><rdf:li>SECRET-3</rdf:li></rdf:Seq></dc:creator><dc:title>Ke hoach</dc:title></rdf:Description></x:xmpmeta>'
    content = (
        b"%PDF-1.4\n1 0 obj<</Title(Ke hoach)/Author (SECRET-1 \\(x\\) (y))/Creator <534543524554>>>endobj\n2 0 obj<<>>stream\n"
        b"/Author (kept, it is page text)\nendstream\n3 0 obj<</Type/Metadata>>stream\n" + xmp + b"\nendstream\n%%EOF"
    )
    public = without_names(content)
    assert len(public) == len(content)
    assert b"SECRET" not in public
    assert b"534543524554" not in public
    assert b"/Title(Ke hoach)" in public
    assert b"<dc:title>Ke hoach" in public
    assert b"kept, it is page text" in public


def test_a_real_paper_still_opens() -> None:
    import pypdfium2

    from nhipcau.media.rules.papers import without_names

    out = io.BytesIO()
    scene(200, 200).save(out, format="PDF", author="SECRET-5", producer="SECRET-6", title="Tên")
    public = without_names(out.getvalue())
    assert b"SECRET" not in public
    with pypdfium2.PdfDocument(public) as paper:
        assert len(paper) == 1
        assert not paper.get_metadata_dict()["Author"].strip("\0 0")
        assert paper.get_metadata_dict()["Title"] == "Tên"
