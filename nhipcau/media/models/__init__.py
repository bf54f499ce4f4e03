"""Tables of the media room."""

from nhipcau.media.models.assets import Asset, AssetText, Band, Embed
from nhipcau.media.models.files import PublicHold, Rendition, Track
from nhipcau.media.models.licences import Licence

__all__ = ["Asset", "AssetText", "Band", "Embed", "Licence", "PublicHold", "Rendition", "Track"]
