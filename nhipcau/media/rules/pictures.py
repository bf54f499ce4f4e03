"""Reading a photograph without trusting it, and making it anew from its pixels alone."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from nhipcau.media.rules import faults
from nhipcau.media.rules.faults import BadFile
from nhipcau.media.rules.ladder import Step

MAX_PIXELS = 60_000_000
MIN_SIDE = 64
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF")
WORKING_SIDE = 3840
"""Nothing wider is ever shown, so the work goes on with at most this much."""
_QUALITY: dict[str, dict[str, Any]] = {
    "avif": {"quality": 55, "speed": 7, "max_threads": 2}, "webp": {"quality": 76, "method": 4},
    "jpeg": {"quality": 78, "optimize": True, "progressive": True},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture looks like at once: its size in pixels (upright), the colour that stands for it (#rrggbb) and
    a tiny WebP as a data address to show until it is there."""

    width: int
    height: int
    colour: str
    placeholder: str


def measure(content: bytes) -> tuple[int, int]:
    """Width and height as it is shown, from the header alone. Raises BadFile."""
    with _opened(content) as picture:
        turned = picture.getexif().get(0x0112) in {5, 6, 7, 8}
        return (picture.height, picture.width) if turned else (picture.width, picture.height)


def load(content: bytes) -> Image.Image:
    """The picture upright, in sRGB, with nothing but its pixels. Raises BadFile."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the maker of PDFs switches it on for the whole process
    with _opened(content) as picture:
        try:
            if picture.format == "JPEG":  # decode at a half or quarter where the rest would be thrown away
                picture.draft(None, (WORKING_SIDE, WORKING_SIDE))
            upright = ImageOps.exif_transpose(picture)
            plain = _srgb(upright, picture.info.get("icc_profile"))
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, MemoryError):
            raise BadFile(faults.DAMAGED_PICTURE) from None
    plain.info = {}
    return plain


def _opened(content: bytes) -> Image.Image:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    try:
        picture: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise BadFile(faults.DAMAGED_PICTURE) from None
    except Image.DecompressionBombError:
        raise BadFile(faults.TOO_MANY_PIXELS) from None
    if picture.width * picture.height > MAX_PIXELS:
        raise BadFile(faults.TOO_MANY_PIXELS)
    if min(picture.size) < MIN_SIDE:
        raise BadFile(faults.TOO_FEW_PIXELS)
    return picture


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if picture.mode.startswith("I"):  # sixteen bits of grey: keep the upper eight
        picture = picture.convert("I").point(lambda v: v / 256).convert("L")
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    wanted = "RGBA" if has_alpha else "RGB"
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            moved = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if moved is not None:
                if has_alpha:
                    moved.putalpha(picture.getchannel("A"))
                return moved
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile says nothing: the numbers are taken as they stand
    return picture.convert(wanted)


def look_of(picture: Image.Image, width: int, height: int) -> Look:
    """What stands for ``picture`` (loaded) while it is on its way. ``width``, ``height``: its real size."""
    small_image = _on_white(picture).resize((16, max(1, round(16 * picture.height / picture.width))))
    out = io.BytesIO()
    small_image.save(out, format="WEBP", quality=30, method=6)
    address = f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}"
    return Look(width, height, _colour(small_image), address)


def _colour(small: Image.Image) -> str:
    """The commonest colour of four: the average of a sunset is mud."""
    few = small.quantize(colors=4)
    counts: list[tuple[int, Any]] = list(few.getcolors() or [(1, 0)])
    palette = few.getpalette() or [0, 0, 0]
    at = 3 * int(max(counts, key=lambda pair: pair[0])[1])
    red, green, blue = palette[at : at + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    return sheet


def scaled(picture: Image.Image, step: Step, width: int) -> Image.Image:
    """The part of ``picture`` that ``step`` asks for, resized. ``width``: the width that the step's box counts in."""
    scale = picture.width / width
    box = step.box
    part = (box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
    return picture.resize((step.width, step.height), Image.Resampling.LANCZOS, box=part, reducing_gap=3.0)


def encoded(picture: Image.Image, form: str) -> bytes:
    """``picture`` as avif, webp or jpeg bytes, with no word in it about where it came from."""
    out = io.BytesIO()
    shown_image = _on_white(picture) if form == "jpeg" else picture
    shown_image.save(out, format=form.upper(), **_QUALITY[form])
    return out.getvalue()
