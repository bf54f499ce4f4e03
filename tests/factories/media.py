"""Files made for tests, and assets that came in by the same action a person uses."""

from __future__ import annotations

import io
import math
import struct
import wave
from typing import Any

from PIL import Image, ImageDraw

from nhipcau.media.actions import Origin, Upload, add_asset
from nhipcau.media.jobs import make_now
from nhipcau.media.models import Asset, AssetText, Licence
from nhipcau.people.models import Office, Staff

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300" fill="#0f6674"/></svg>'
VTT = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nXin chào\n\n00:00:01.000 --> 00:00:02.000\nTrà Vinh\n"


def scene(width: int = 400, height: int = 300, seed: int = 0) -> Image.Image:
    """A picture with shapes in it, another for each ``seed``."""
    picture = Image.new("RGB", (width, height), (30, 90, 120))
    pen = ImageDraw.Draw(picture)
    for n in range(14):
        x, y = (math.sin(seed * 7.3 + n * 2.1) + 1) / 2 * width, (math.cos(seed * 3.7 + n * 1.3) + 1) / 2 * height
        r = (8 + (seed * 31 + n * 17) % 40) * min(width, height) / 200
        pen.ellipse(
            (x - r, y - r, x + r, y + r), fill=((seed * 53 + n * 71) % 256, (n * 97) % 256, (seed * 29) % 256)
        )
    return picture


def photo(width: int = 400, height: int = 300, seed: int = 0, form: str = "JPEG", **options: Any) -> bytes:
    """The bytes of such a picture."""
    out = io.BytesIO()
    scene(width, height, seed).save(out, format=form, **options)
    return out.getvalue()


def box(name: bytes, *parts: bytes) -> bytes:
    """An MP4 box."""
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), name) + body


def film(*, seconds: int = 5, fast: bool = True, secret: bytes = b"+09.9347+106.3453/") -> bytes:
    """A small MP4 whose index says where it was taken; one chunk that its table of chunks points to."""
    ftyp = box(b"ftyp", b"isom", b"\0\0\2\0", b"isomiso2avc1mp41")
    mdat = box(b"mdat", b"PICTURES" * 40)

    def moov(chunk: int) -> bytes:
        mvhd = box(b"mvhd", bytes(12), struct.pack(">II", 1000, seconds * 1000), bytes(80))
        tkhd = box(b"tkhd", bytes(76), struct.pack(">II", 640 << 16, 360 << 16))
        stsd = box(b"stsd", bytes(4), struct.pack(">I", 1), box(b"avc1", bytes(78)))
        stco = box(b"stco", bytes(4), struct.pack(">II", 1, chunk))
        trak = box(b"trak", tkhd, box(b"mdia", box(b"minf", box(b"stbl", stsd, stco))))
        return box(b"moov", mvhd, trak, box(b"udta", box(b"\xa9xyz", secret)))

    if fast:
        return ftyp + moov(len(ftyp) + len(moov(0)) + 8) + mdat
    return ftyp + mdat + moov(len(ftyp) + 8)


def sound(seconds: float = 1.0) -> bytes:
    """A second of silence as WAV."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * int(8000 * seconds))
    return out.getvalue()


def upload(content: bytes, name: str = "anh.jpg") -> Upload:
    """The bytes as they come from a form."""
    return Upload(name, io.BytesIO(content), len(content))


def asset_of(
    office: Office,
    content: bytes | None = None,
    *,
    name: str = "ao-ba-om.jpg",
    by: Staff | None = None,
    **columns: Any,
) -> Asset:
    """An asset in the library, its sizes made; ``columns`` are set as they are."""
    asset = add_asset(upload(content or photo(), name), origin=Origin(office), by=by).asset
    make_now(asset)
    Asset.objects.filter(pk=asset.pk).update(**columns)
    asset.refresh_from_db()
    return asset


def cleared(office: Office, content: bytes | None = None, **columns: Any) -> Asset:
    """An asset with all rights in order, ready to go public."""
    rights: dict[str, Any] = {
        "licence": Licence.objects.get(key="own"), "holder": "Sở Văn hóa", "author": "Nguyễn Văn A", "consent": "none_shown",
    }  # fmt: skip
    asset = asset_of(office, content, **(rights | columns))
    AssetText.objects.update_or_create(asset=asset, language="vi", defaults={"alt": "Ao Bà Om lúc sáng sớm"})
    return asset
