"""The drawn map of the province: units, water and roads from the profile, names in the reader's language."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.newsroom.models import Place
from nhipcau.public.chrome import province_name
from nhipcau.public.machines.addresses import path_of
from nhipcau.public.tree import section


@cache
def drawing() -> dict[str, Any]:
    """The profile's ``site/map.json``; empty where a profile has none."""
    path = settings.PROFILE / "site" / "map.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def place_url(language: str, key: str) -> str:
    """The address of a place below the section of places; "" where that section is not public."""
    top = section(language, "places")
    return f"{path_of(top)}{key}/" if top else ""


def map_for(language: str, *, marked: Sequence[Place] = ()) -> dict[str, Any] | None:
    """The map for ``public/components/map.html``, with ``marked`` places as points. None where the profile has no map."""
    drawn = drawing()
    if not drawn:
        return None
    top = section(language, "places")
    base = path_of(top) if top else ""
    names = {place.unit or place.key: place for place in Place.objects.all()}
    units = []
    short = short_names([names[u["key"]].name_in(language) for u in drawn["units"] if u["key"] in names])
    for unit in drawn["units"]:
        place = names.get(unit["key"])
        label = unit.get("label", {})
        units.append({
            "key": unit["key"], "d": unit["d"], "name": place.name_in(language) if place else unit["key"],
            "short": short.get(place.name_in(language), "") if place else "",
            "url": f"{base}{place.key}/" if place and base else "", "label_x": _plain(label.get("x")), "label_y": _plain(label.get("y")),
        })  # fmt: skip
    return {
        "view_box": drawn["viewBox"], "title": _("Map of the province"), "units": units,
        "outline": drawn.get("outline", ""), "borders": drawn.get("borders", ""),
        "islets": drawn.get("islets", []), "neighbours": _named(drawn.get("neighbours", []), language),
        "rivers": _named(drawn.get("rivers", []), language), "seas": _named(drawn.get("seas", []), language),
        "roads": drawn.get("roads", []),
        "note": _("A schematic drawing of the former province of %(province)s, until 30/6/2025.") % {
            "province": province_name(language)},
        "points": [p for p in (_point(place, drawn, language, base) for place in marked) if p],
    }  # fmt: skip


KIND_WORDS = re.compile(r"^(?:Thành phố|Thị xã|Huyện) | (?:City|Town|District)$")
"""What a name on the map can do without, in the languages that write it apart."""


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Each name as it is written on the map: without the word for its kind, unless two would then be the same."""
    bare = {name: KIND_WORDS.sub("", name) for name in names}
    said = Counter(bare.values())
    return {name: short if said[short] == 1 else name for name, short in bare.items()}


def _plain(number: float | None) -> str:
    """A coordinate as SVG reads it: a language's own decimal comma would be read as two numbers."""
    return f"{number:.1f}" if number is not None else ""


def _named(layer: Sequence[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """The layer with each part's name in ``language``."""
    return [
        {
            **part, "name": part["names"].get(language) or part["names"].get("en", ""),
            **_label(part.get("label", {})),
        }
        for part in layer
    ]  # fmt: skip


EDGE = 110
"""How near the drawing's side a name may be set in its middle, in the drawing's units: nearer, it would be cut off."""


def _label(at: dict[str, float]) -> dict[str, str]:
    """Where a name stands, and from which end it is set: names near a side begin or end there."""
    x, width = at.get("x"), float(drawing()["viewBox"].split()[2])
    side = "" if x is None else "is-left" if x < 2 * EDGE else "is-right" if x > width - 2 * EDGE else ""
    if side:
        x = 16 if side == "is-left" else width - 16
    return {"label_x": _plain(x), "label_y": _plain(at.get("y")), "label_side": side}


def _point(place: Place, drawn: dict[str, Any], language: str, base: str) -> dict[str, Any] | None:
    if place.latitude is None or place.longitude is None:
        return None
    to = drawn["projection"]
    return {
        "key": place.key, "name": place.name_in(language), "url": f"{base}{place.key}/" if base else "",
        "x": _plain((place.longitude - to["west"]) * to["per_degree_lon"]),
        "y": _plain((to["north"] - place.latitude) * to["per_degree_lat"]),
    }  # fmt: skip
