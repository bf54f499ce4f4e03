"""Whether an upload may be stored: what bears a secrecy mark, or cannot be looked into, stays out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.ports.extraction import Encrypted, ExtractionError, Limits, TooLarge, TooSlow, extract_isolated
from nhipcau.work.rules.uploads import Sealed, sheet_text

LOOK = Limits(pages=60, seconds=40.0)
"""A person waits for the answer, so there is less time than for a document of the library."""


class CannotLookInside(Exception):
    """The file cannot be checked for a secrecy mark."""


def bears_secrecy_mark(name: str, sealed: Sealed) -> bool:
    """Whether the file's name or text bears a mark. Raises CannotLookInside for locked or endless files.

    The bytes are looked at in a temporary file that is gone when this returns. Films, sound and pictures without
    letters have no text to look at.
    """
    if find_secrecy_mark(Path(name).stem.replace("_", " ")):
        return True
    return find_secrecy_mark(_text_of(sealed)) is not None


def _text_of(sealed: Sealed) -> str:
    if sealed.extension in {"xlsx", "pptx"}:
        return sheet_text(sealed.content)
    if sealed.extension in {"mp3", "mp4"}:
        return ""
    with tempfile.TemporaryDirectory(prefix="nhipcau-look-") as folder:
        place = Path(folder) / f"upload.{sealed.extension}"
        place.write_bytes(sealed.content)
        try:
            return extract_isolated(place, name=place.name, limits=LOOK).text
        except Encrypted:
            raise CannotLookInside(_("The file is locked with a password. Save a copy without one.")) from None
        except (TooSlow, TooLarge):
            if sealed.is_photo:
                return ""
            raise CannotLookInside(
                _("The file is too long to be checked here. Bring it into the library and file it from there.")
            ) from None
        except ExtractionError:  # no text in it, or no reader for it: nothing that could bear a mark
            return ""
