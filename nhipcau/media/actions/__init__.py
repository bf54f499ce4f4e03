"""Verbs of the media room."""

from nhipcau.media.actions.adding import Added, Origin, add_asset, add_embed
from nhipcau.media.actions.editing import (
    BadCaptions,
    Said,
    describe_asset,
    erase_asset,
    record_rights,
    set_focal_point,
    write_texts,
    write_track,
)
from nhipcau.media.actions.faults import MediaRefused, NotPublishable, StillShown
from nhipcau.media.actions.inspecting import Upload
from nhipcau.media.actions.making import ask_again, fail_making, finish_making, note_progress, start_making
from nhipcau.media.actions.noticing import tell_of_rights
from nhipcau.media.actions.opening import STAFF_HOLDER, Holder, close_to_public, open_to_public

__all__ = [
    "STAFF_HOLDER",
    "Added",
    "BadCaptions",
    "Holder",
    "MediaRefused",
    "NotPublishable",
    "Origin",
    "Said",
    "StillShown",
    "Upload",
    "add_asset",
    "add_embed",
    "ask_again",
    "close_to_public",
    "describe_asset",
    "erase_asset",
    "fail_making",
    "finish_making",
    "note_progress",
    "open_to_public",
    "record_rights",
    "set_focal_point",
    "start_making",
    "tell_of_rights",
    "write_texts",
    "write_track",
]
