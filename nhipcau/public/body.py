"""A body's typed blocks as parts: which template draws each, and the values it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nhipcau.media.models import Asset
from nhipcau.media.queries import Shelf, address_on, credit_of
from nhipcau.newsroom.actions.media import fact_ids_of
from nhipcau.newsroom.facts import Figure, facts_shown
from nhipcau.newsroom.models import EditorialPage, StoryPage
from nhipcau.public.films import audio_for, video_for
from nhipcau.public.machines.shown import facts_of
from nhipcau.public.offices import names_in
from nhipcau.public.pictures import picture_for
from nhipcau.public.province_map import map_for


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a body, ready to be drawn."""

    template: str
    value: Any


@dataclass(frozen=True, slots=True)
class Drawing:
    """For whom a body is drawn: the language, and from which shelf its pictures come."""

    language: str
    shelf: Shelf
    assets: dict[int, Asset]
    figures: dict[str, Figure]

    def asset(self, chosen: Asset | None) -> Asset | None:
        """The chosen asset with all that showing it needs, read once for the whole body."""
        return self.assets.get(chosen.pk, chosen) if chosen is not None else None


def parts_of(page: EditorialPage, shelf: Shelf, assets: dict[int, Asset]) -> list[Part]:
    """The body of ``page`` as parts, in order, its ``assets`` read before (``shown.assets_to_draw``). Blocks whose asset or fact
    is gone are left out."""
    language = page.locale.language_code
    drawing = Drawing(language, shelf, assets, {figure.key: figure for figure in _figures(page, language)})
    found = []
    for block in page.body:
        value = MAKERS[block.block_type](block.value, drawing)
        if value is not None:
            found.append(Part(f"public/blocks/{block.block_type}.html", value))
    return found


def _figures(page: EditorialPage, language: str) -> list[Figure]:
    """Those of a story mostly stand on its public version, which is asked anyway for what changed."""
    wanted = fact_ids_of(page)
    told = {one.fact: one.figure for one in facts_of(page)} if wanted and isinstance(page, StoryPage) else {}
    others = facts_shown(sorted(wanted - told.keys()), language, offices=names_in(language))
    return [*(figure for pk, figure in told.items() if pk in wanted), *others]


def _plain(value: Any, drawing: Drawing) -> Any:
    return value


def _heading(value: Any, drawing: Drawing) -> Any:
    return {"text": value["text"], "level": value["level"]}


def _image(value: Any, drawing: Drawing) -> Any:
    wide = value["width"] == "wide"
    picture = picture_for(
        drawing.asset(value["asset"]), drawing.language, "body_wide" if wide else "body", drawing.shelf
    )
    if picture is None:
        return None
    picture["caption"] = value["caption"] or picture["caption"]
    return {"picture": picture, "is_wide": wide}


def _gallery(value: Any, drawing: Drawing) -> Any:
    made = [_image(item, drawing) for item in value["pictures"]]
    return {"title": value["title"], "pictures": [item["picture"] for item in made if item]}


def _video(value: Any, drawing: Drawing) -> Any:
    asset = drawing.asset(value["asset"])
    return video_for(asset, drawing.language, drawing.shelf, caption=value["caption"]) if asset else None


def _audio(value: Any, drawing: Drawing) -> Any:
    asset = drawing.asset(value["asset"])
    return audio_for(asset, drawing.language, drawing.shelf, caption=value["caption"]) if asset else None


def _quote(value: Any, drawing: Drawing) -> Any:
    return {"text": value["text"], "speaker": value["said_by"], "source_title": value["source"],
            "source_url": value["source_url"], "language": drawing.language}  # fmt: skip


def _fact(value: Any, drawing: Drawing) -> Any:
    figure = drawing.figures.get(value["fact"].key) if value["fact"] else None
    return {"figure": figure, "form": value["form"]} if figure else None


def _map(value: Any, drawing: Drawing) -> Any:
    made = map_for(drawing.language, marked=[place for place in value["places"] if place])
    return {**made, "note": value["caption"] or made.get("note", "")} if made else None


def _timeline(value: Any, drawing: Drawing) -> Any:
    return {"title": value["title"], "events": [{"when": m["when"], "text": m["text"]} for m in value["moments"]]}


def _table(value: Any, drawing: Drawing) -> Any:
    rows = [list(row["cells"]) for row in value["rows"]]
    head = rows.pop(0) if value["has_header"] and rows else []
    return {"caption": value["caption"], "head": head, "rows": rows}


def _document(value: Any, drawing: Drawing) -> Any:
    asset = drawing.asset(value["asset"])
    if asset is None:
        return {"title": value["title"], "url": value["url"]}
    made = next(iter(asset.renditions.all()), None)
    if made is None:
        return None
    return {"title": value["title"], "url": address_on(drawing.shelf, made.name), "format": made.format.upper(),
            "size": made.size, "issuer": credit_of(asset)}  # fmt: skip


def _action(value: Any, drawing: Drawing) -> Any:
    page = value["page"]
    url = page.localized.url if page else value["url"]
    return {"url": url, "label": value["text"]} if url else None


def _remark(value: Any, drawing: Drawing) -> Any:
    return {"text": value}


MAKERS: dict[str, Callable[[Any, Drawing], Any]] = {
    "text": _plain, "heading": _heading, "image": _image, "gallery": _gallery, "video": _video, "audio": _audio,
    "quote": _quote, "fact": _fact, "map": _map, "timeline": _timeline, "table": _table, "document": _document,
    "action": _action, "remark": _remark,
}  # fmt: skip
