"""From a checked form to the action it asks for, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.media.actions import (
    STAFF_HOLDER,
    ask_again,
    close_to_public,
    erase_asset,
    open_to_public,
    set_focal_point,
    write_track,
)
from nhipcau.media.jobs import enqueue
from nhipcau.media.models import Asset
from nhipcau.people.models import Staff
from nhipcau.people.permissions import today

Asked = dict[str, Any]


def _focal(asset: Asset, asked: Asked, by: Staff) -> str:
    row = set_focal_point(asset, asked["x"] / 100, asked["y"] / 100, by=by)
    enqueue(row)
    return _("The focal point is set. The cut sizes are made anew in the background.")


def _track(asset: Asset, asked: Asked, by: Staff) -> str:
    write_track(asset, asked["language"], vtt=asked.get("vtt", ""), transcript=asked["transcript"], by=by)
    return _("The words were saved.")


def _open(asset: Asset, asked: Asked, by: Staff) -> str:
    open_to_public(asset, by=by, holder=STAFF_HOLDER, on=today())
    return _("The file is public now.")


def _close(asset: Asset, asked: Asked, by: Staff) -> str:
    close_to_public(asset, by=by, holder=STAFF_HOLDER)
    return _("The library no longer shows it in public. What pages show stays until they let it go.")


def _again(asset: Asset, asked: Asked, by: Staff) -> str:
    ask_again(asset, by=by)
    asset.refresh_from_db()
    enqueue(asset)
    return _("The sizes are in line to be made.")


def _erase(asset: Asset, asked: Asked, by: Staff) -> str:
    erase_asset(asset, reason=asked["reason"], by=by)
    return _("The file was erased. Its row stays with the reason.")


STEPS: dict[str, Callable[[Asset, Asked, Staff], str]] = {
    "focal": _focal, "track": _track, "open": _open, "close": _close, "again": _again, "erase": _erase,
}  # fmt: skip
