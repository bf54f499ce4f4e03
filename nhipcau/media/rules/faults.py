"""What is wrong with a file, said so that the person knows what to do."""

from __future__ import annotations

from nhipcau.ports.messages import noop


class BadFile(ValueError):
    """The file is not taken. ``args[0]`` is a message id that the edge translates."""


EMPTY = noop("The file is empty.")
DAMAGED_PICTURE = noop("The picture cannot be read. Save it as JPEG and add it again.")
TOO_MANY_PIXELS = noop("The picture is too large. Make it smaller than 60 million pixels.")
TOO_FEW_PIXELS = noop("The picture is too small to be shown. Find a larger one: at least 64 pixels each way.")
NOT_TAKEN = noop(
    "Files of this kind are not taken. Add a photo, a drawing (SVG), a film (MP4, WebM), sound or a PDF."
)
ARCHIVE = noop("Archives are not taken. Add the files in it one by one.")
WEB_PAGE = noop("This is a web page, not a picture. Add the picture itself.")
QUICKTIME = noop("QuickTime films do not play in every browser. Save the film as MP4 (H.264) and add it again.")
MATROSKA = noop("Matroska films do not play in browsers. Save the film as MP4 or WebM and add it again.")
DAMAGED_FILM = noop("The film cannot be read: it is cut off or damaged. Export it again.")
DAMAGED_SOUND = noop("The sound file cannot be read. Export it again as MP3.")
TOO_LARGE = noop("The file is too large for its kind. Make it smaller and add it again.")
BAD_DRAWING = noop("The drawing cannot be read as SVG. Export it again as plain SVG.")
DANGEROUS_DRAWING = noop("The drawing declares entities, which drawings do not need. Export it again as plain SVG.")
