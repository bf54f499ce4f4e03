"""What an uploaded file is, by its bytes; photos made anew without what the camera wrote into them."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import zipfile
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageOps, UnidentifiedImageError

from nhipcau.ports.messages import noop

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 60_000_000


class RefusedUpload(ValueError):
    """The file is not taken. ``args[0]`` is a message id that the edge translates."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What will be stored: the bytes, their type and their SHA-256 (hex)."""

    content: bytes
    extension: str
    content_type: str
    sha256: str
    is_photo: bool


_OFFICE = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_WORDS_OF = re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+)\.xml|ppt/slides/[^/]+\.xml")
_CELL_ENDS = re.compile(r"</si>|</is>|</a:p>")
_PHOTO_TYPES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}


def seal(content: bytes) -> Sealed:
    """Decide what ``content`` is by its bytes, whatever its name says. Raises RefusedUpload."""
    if not content:
        raise RefusedUpload(noop("The file is empty."))
    if len(content) > MAX_BYTES:
        raise RefusedUpload(noop("The file is larger than 25 MB. Keep it in the library or file a link to it."))
    if content.startswith(b"%PDF-"):
        return _sealed(content, "pdf", "application/pdf")
    if content.startswith(b"PK\x03\x04"):
        return _sealed(content, *_office_kind(content))
    if _looks_like_a_picture(content):
        return _photo(content)
    if content[4:12] in {b"ftypmp42", b"ftypisom", b"ftypMSNV", b"ftypavc1"}:
        return _sealed(content, "mp4", "video/mp4")
    if content.startswith(b"ID3") or content[:2] in {b"\xff\xfb", b"\xff\xf3"}:
        return _sealed(content, "mp3", "audio/mpeg")
    return _plain_text(content)


def _sealed(content: bytes, extension: str, content_type: str, *, is_photo: bool = False) -> Sealed:
    return Sealed(content, extension, content_type, hashlib.sha256(content).hexdigest(), is_photo)


def _office_kind(content: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise RefusedUpload(noop("The file is damaged. Save it again and file it once more.")) from None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusedUpload(noop("The file holds macros. Save it without them."))
    for folder, kind in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return kind
    raise RefusedUpload(noop("Archives are not taken. File the documents in it one by one."))


def _looks_like_a_picture(content: bytes) -> bool:
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    is_heic = content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"hevc"}
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n")) or is_webp or is_heic


def _photo(content: bytes) -> Sealed:
    """The picture made anew from its pixels: place, device and time that the camera wrote are gone."""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise RefusedUpload(noop("The picture is too large. Make it smaller than 60 million pixels."))
            upright = ImageOps.exif_transpose(picture)
            kind = picture.format if picture.format in _PHOTO_TYPES else "JPEG"
            bare_image = Image.new(upright.mode, upright.size)
            bare_image.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette()):
                bare_image.putpalette(palette)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise RefusedUpload(noop("The picture cannot be read. Save it as JPEG and file it again.")) from None
    if kind == "JPEG" and bare_image.mode not in {"RGB", "L"}:
        bare_image = bare_image.convert("RGB")
    out = io.BytesIO()
    bare_image.save(out, format=kind, quality=90)
    extension, content_type = _PHOTO_TYPES[kind]
    return _sealed(out.getvalue(), extension, content_type, is_photo=True)


def _plain_text(content: bytes) -> Sealed:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedUpload(noop("Files of this kind are not taken as evidence.")) from None
    if "\x00" in text or text.lstrip()[:1] == "<":
        raise RefusedUpload(noop("Files of this kind are not taken as evidence."))
    return _sealed(content, "txt", "text/plain")


def statement_hash(kind: str, title: str, address: str, happened_on: date, participants: int | None) -> str:
    """SHA-256 (hex) of what is stated where there are no bytes to hash: canonical JSON, keys sorted."""
    said = {"kind": kind, "title": title, "address": address, "happened_on": happened_on.isoformat(),
            "participants": participants}  # fmt: skip
    body = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def sheet_text(content: bytes) -> str:
    """The words of a workbook or presentation, a cell or paragraph a line; "" where it cannot be opened."""
    parts: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [i for i in archive.infolist() if _WORDS_OF.fullmatch(i.filename)]
            if sum(i.file_size for i in members) > 8 * MAX_BYTES:
                raise RefusedUpload(noop("The file unpacks to far more than its size. Save it again without that."))
            for member in members:
                xml = archive.read(member).decode("utf-8", "replace")
                parts += [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.split(_CELL_ENDS, xml)]
    except zipfile.BadZipFile:
        return ""
    return "\n".join(part.strip() for part in parts if part.strip())
