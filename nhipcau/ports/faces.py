"""How a page type of a lower room is shown by a higher one.

The room that owns a page type asks for its face; the room that draws the public site sets it when its app starts. Until then a page has no
face, and asking says so.
"""

from __future__ import annotations

from typing import Any, Protocol


class FaceMissing(RuntimeError):
    """No room draws pages in this process."""


class Face(Protocol):
    """Draws ``page`` for ``request``. ``view`` names another side of it ("" is the page itself); ``facts`` go with the view."""

    def __call__(self, request: Any, page: Any, *, view: str = "", **facts: Any) -> Any: ...


_faces: dict[str, Face] = {}


def set_face(face: Face) -> None:
    """From now on ``face`` draws the pages; the last one set counts."""
    _faces["page"] = face


def show(request: Any, page: Any, *, view: str = "", **facts: Any) -> Any:
    """The answer to ``request`` for ``page``. Raises FaceMissing."""
    if "page" not in _faces:
        raise FaceMissing
    return _faces["page"](request, page, view=view, **facts)
