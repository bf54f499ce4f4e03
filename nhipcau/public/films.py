"""Films and sounds in the shape that the public templates ask for."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from nhipcau.media.models import Asset, Embed, Rendition
from nhipcau.media.queries import Shelf, address_on, best_text, credit_of, picture_of
from nhipcau.media.rules.embeds import PROVIDERS
from nhipcau.media.shelf import CONTENT_TYPES
from nhipcau.public.pictures import shape

PLAYABLE = ("mp4", "webm", "mp3", "m4a", "ogg", "wav")


def _playable(asset: Asset) -> Rendition | None:
    return next((r for r in asset.renditions.all() if r.format in PLAYABLE), None)


def clock(seconds: float | None) -> str:
    """A length as people write it: 75 → "1:15"; "" where it is not known."""
    if not seconds:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _words(asset: Asset, language: str, caption: str) -> dict[str, Any]:
    text = best_text(asset, language)
    own = caption or (text.caption if text else "") or asset.title
    tracks = {track.language: track for track in asset.tracks.all() if track.transcript}
    track = tracks.get(language) or tracks.get("vi") or next(iter(tracks.values()), None)
    return {
        "title": asset.title, "caption": own, "length": clock(asset.duration), "credit": credit_of(asset),
        "transcript": track.transcript if track else "", "transcript_language": track.language if track else "",
    }  # fmt: skip


def _captions(asset: Asset, language: str, shelf: Shelf) -> list[dict[str, Any]]:
    names = dict(settings.LANGUAGES)
    files = [r for r in asset.renditions.all() if r.format == "vtt"]
    return [
        {
            "src": address_on(shelf, r.name),
            "code": r.crop,
            "name": names.get(r.crop, r.crop),
            "is_default": r.crop == language,
        }
        for r in files
    ]


def video_for(asset: Asset, language: str, shelf: Shelf, *, caption: str = "") -> dict[str, Any] | None:
    """A film for ``public/components/video.html``; one of another site names its player and loads nothing before the click."""
    poster = shape(picture_of(asset, language=language, layout="card_wide", shelf=shelf))
    said = {**_words(asset, language, caption), "poster": poster}
    embed = Embed.objects.filter(asset=asset).first() if asset.source == Asset.Source.EMBED else None
    if embed is not None:
        provider = PROVIDERS[embed.provider]
        return {**said, "embed_url": provider.player.format(embed.video_id),
                "page_url": provider.page.format(embed.video_id), "host": provider.name}  # fmt: skip
    file = _playable(asset)
    if file is None:
        return None
    return {**said, "src": address_on(shelf, file.name), "type": CONTENT_TYPES[file.name.rpartition(".")[2]],
            "width": asset.width, "height": asset.height, "tracks": _captions(asset, language, shelf)}  # fmt: skip


def audio_for(asset: Asset, language: str, shelf: Shelf, *, caption: str = "") -> dict[str, Any] | None:
    """A sound for ``public/components/audio.html``."""
    file = _playable(asset)
    if file is None:
        return None
    words = _words(asset, language, caption)
    return {
        **words,
        "title": words["caption"],
        "src": address_on(shelf, file.name),
        "type": CONTENT_TYPES[file.name.rpartition(".")[2]],
    }
