"""Films and sounds as a page shows them: the file or the other site's player, poster, captions, transcripts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from nhipcau.media.models import Asset
from nhipcau.media.queries import FOR_PICTURES, Shelf, address_on, credit_of, licence_name, picture_of
from nhipcau.media.rules.embeds import PROVIDERS
from nhipcau.media.rules.layouts import Picture


@dataclass(frozen=True, slots=True)
class Player:
    """Another site's player. Nothing of it is loaded before the reader asks: show ``page`` as a link and the poster, and
    put ``player`` into a frame after the click. ``origin`` is what the page's frame-src must allow."""

    site: str
    player: str
    page: str
    origin: str


@dataclass(frozen=True, slots=True)
class Recording:
    """``kind`` is film or audio; ``src`` "" for a film of another site (then ``player`` is set) or one whose public copy is
    not made yet. ``captions``: (language, address of the WebVTT); ``transcripts``: (language, words)."""

    kind: str
    title: str
    src: str
    content_type: str
    size: int
    duration: float | None
    width: int
    height: int
    poster: Picture | None
    captions: tuple[tuple[str, str], ...]
    transcripts: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    credit: str
    licence_name: str
    licence_url: str
    player: Player | None = None

    def transcript_in(self, language: str) -> tuple[str, str] | None:
        """(language, words) in ``language``, else in English, else in Vietnamese."""
        found = dict(self.transcripts)
        return next(((code, found[code]) for code in (language, "en", "vi") if code in found), None)


def recording_of(asset: Asset, *, language: str, layout: str = "body", shelf: Shelf = Shelf.PUBLIC) -> Recording:
    """All that a template needs to show a film or sound. Raises ValueError for another kind."""
    if asset.kind not in {"film", "audio"}:
        raise ValueError(asset.kind)
    prefetch_related_objects([asset], *FOR_PICTURES, "tracks", "poster")
    files = [r for r in asset.renditions.all() if r.format != "vtt"]
    file = next((r for r in files if not r.crop), None)
    tracks = asset.tracks.all()
    return Recording(
        kind=asset.kind, title=asset.title, src=address_on(shelf, file.name) if file else "",
        content_type=asset.content_type, size=file.size if file else 0, duration=asset.duration,
        width=asset.width or 0, height=asset.height or 0,
        poster=picture_of(asset, language=language, layout=layout, shelf=shelf) if asset.poster_id else None,
        captions=tuple((r.crop, address_on(shelf, r.name)) for r in asset.renditions.all() if r.format == "vtt"),
        transcripts=tuple((track.language, track.transcript) for track in tracks if track.transcript),
        languages=tuple(asset.languages), credit=credit_of(asset), licence_name=licence_name(asset, language),
        licence_url=asset.licence.url if asset.licence else "", player=_player(asset),
    )  # fmt: skip


def _player(asset: Asset) -> Player | None:
    if asset.source != Asset.Source.EMBED:
        return None
    embed = asset.embed
    provider = PROVIDERS[embed.provider]
    return Player(
        provider.name, provider.player.format(embed.video_id), provider.page.format(embed.video_id), provider.origin
    )  # fmt: skip
