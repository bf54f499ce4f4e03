"""Looking into a file before it is taken: what it is, what it says, and that it bears no secrecy mark."""

from __future__ import annotations

import hashlib
import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.media.actions.faults import MediaRefused
from nhipcau.media.rules import embedded, mp4, pictures, sounds, webm
from nhipcau.media.rules.drawings import clean_drawing
from nhipcau.media.rules.embedded import Embedded
from nhipcau.media.rules.fingerprint import as_hex, fingerprint
from nhipcau.media.rules.kinds import HEAD, Found, Kind, check_size, find_kind, is_mislabelled
from nhipcau.ports.extraction import Encrypted, ExtractionError, Limits, TooLarge, TooSlow, extract_isolated
from nhipcau.ports.messages import noop

LOOK = Limits(pages=100, seconds=40.0)
MISLABELLED = noop("The file's name claims another type than its bytes have; it is kept by its bytes.")
SLOW_START = noop("The film was not made for the web: its index stood at the end. The public copy has it in front.")
HARD_CODEC = noop("Not every browser plays this film (%(codec)s). Export it as H.264 to reach everyone.")
SILENT_NAME = re.compile(
    r"^(?:img|dsc|dscf|dji|pxl|mvi|vid|gopr|screenshot|image|z)?[\s_\-]*[\d_\-\s]*$", re.IGNORECASE
)
_WIDELY_PLAYED = {
    "avc1",
    "avc3",
    "mp4a",
    "V_VP8",
    "V_VP9",
    "V_AV1",
    "A_OPUS",
    "A_VORBIS",
    "av01",
    "vp09",
    "text",
    "tx3g",
}


Remarks = tuple[tuple[str, dict[str, str]], ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name on the sender's machine, its bytes as a seekable stream, how many there are."""

    name: str
    content: BinaryIO
    size: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the file is and says. ``columns`` are fields of Asset; ``remarks`` message ids with their values."""

    found: Found
    sha256: str
    columns: dict[str, Any] = field(default_factory=dict)
    said: Embedded = field(default_factory=Embedded)
    remarks: Remarks = ()


def recognise(upload: Upload) -> Inspected:
    """What kind of file it is and its SHA-256, in one pass over the bytes. Raises BadFile."""
    upload.content.seek(0)
    found = find_kind(upload.content.read(HEAD))
    check_size(found, upload.size)
    upload.content.seek(0)
    digest = hashlib.file_digest(cast("Any", upload.content), "sha256").hexdigest()
    remarks: Remarks = ((MISLABELLED, {}),) if is_mislabelled(upload.name, found) else ()
    return Inspected(found, digest, remarks=remarks)


def inspect(upload: Upload, known: Inspected) -> Inspected:
    """Everything else about it. Raises BadFile, MediaRefused."""
    if find_secrecy_mark(Path(upload.name).stem.replace("_", " ")):
        raise marked()
    kind = known.found.kind
    if kind is Kind.PHOTO:
        return _photo(upload, known)
    if kind is Kind.DRAWING:
        return _drawing(upload, known)
    if kind is Kind.DOCUMENT:
        return _document(upload, known)
    return _recording(upload, known)


def marked() -> MediaRefused:
    """The refusal of what bears a secrecy mark."""
    return MediaRefused(
        _("The file bears a secrecy mark. Nothing of it was kept. Classified matter does not enter this system.")
    )


def _read(upload: Upload) -> bytes:
    upload.content.seek(0)
    return upload.content.read()


def _photo(upload: Upload, known: Inspected) -> Inspected:
    content = _read(upload)
    width, height = pictures.measure(content)
    picture = pictures.load(content)
    look = pictures.look_of(picture, width, height)
    said = embedded.read_embedded(content)
    if find_secrecy_mark(f"{said.title}\n{said.caption}\n{said.rights}"):
        raise marked()
    columns = {"width": width, "height": height, "colour": look.colour, "placeholder": look.placeholder,
               "phash": as_hex(fingerprint(picture)), "had_place": said.had_place}  # fmt: skip
    return replace(known, columns=columns, said=said)


def _drawing(upload: Upload, known: Inspected) -> Inspected:
    drawing = clean_drawing(_read(upload))
    words = re.sub(rb"<[^>]+>", b" ", drawing.content).decode("utf-8", "replace")
    if find_secrecy_mark(words):
        raise marked()
    return replace(known, columns={"width": drawing.width, "height": drawing.height})


def _document(upload: Upload, known: Inspected) -> Inspected:
    with tempfile.TemporaryDirectory(prefix="nhipcau-look-") as folder:
        place = Path(folder) / "upload.pdf"
        place.write_bytes(_read(upload))
        try:
            words = extract_isolated(place, name=place.name, limits=LOOK).text
        except Encrypted:
            raise MediaRefused(_("The file is locked with a password. Save a copy without one.")) from None
        except (TooSlow, TooLarge):
            raise MediaRefused(
                _("The file is too long to be checked here. Bring it into the document library.")
            ) from None
        except ExtractionError:  # no text in it: nothing that could bear a mark
            words = ""
    if find_secrecy_mark(words):
        raise marked()
    return known


def _recording(upload: Upload, known: Inspected) -> Inspected:
    extension = known.found.extension
    if known.found.kind is Kind.FILM:
        facts = (webm if extension == "webm" else mp4).probe(upload.content, upload.size)
        hard = sorted(set(facts.codecs) - _WIDELY_PLAYED)
        remarks: Remarks = (((SLOW_START, {}),) if not facts.starts_fast and extension == "mp4" else ()) + (
            ((HARD_CODEC, {"codec": ", ".join(hard)}),) if hard else ()
        )
        is_sound = extension == "mp4" and not facts.width
        found = Found(Kind.AUDIO, "m4a", "audio/mp4") if is_sound else known.found
        columns: dict[str, Any] = {"duration": facts.duration}
        if not is_sound:
            columns |= {"width": facts.width or None, "height": facts.height or None}
        return replace(known, found=found, columns=columns, remarks=known.remarks + remarks)
    if extension == "m4a":
        return replace(known, columns={"duration": mp4.probe(upload.content, upload.size).duration})
    return replace(known, columns={"duration": sounds.duration_of(upload.content, extension)})


def title_from(name: str, said: Embedded) -> str:
    """A title to begin with: what the file says, else its name where that says anything."""
    stem = re.sub(r"[_\s]+", " ", Path(name).stem).strip()
    words = said.title or ("" if SILENT_NAME.match(stem) else stem)
    return (words or _("Untitled"))[:300]
