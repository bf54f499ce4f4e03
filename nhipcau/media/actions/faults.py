"""What can stand in the way of a step, said so that the person knows what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from nhipcau.media.models import Asset
from nhipcau.media.rules.rights import Fault


class MediaRefused(Exception):
    """The file or the words are not taken; the message says what to do instead."""


class NotPublishable(Exception):
    """Something is missing before the asset may be public. ``faults`` says what."""

    def __init__(self, asset: Asset, faults: Sequence[Fault]) -> None:
        wrong = " ".join(_(fault.message) for fault in faults)
        super().__init__(_("“%(title)s” may not go public. %(wrong)s") % {"title": asset.title, "wrong": wrong})
        self.asset, self.faults = asset, tuple(faults)


class StillShown(Exception):
    """Something public shows the asset."""


def reason_given(reason: str) -> str:
    """``reason`` without space around it. Raises MediaRefused where nothing is left."""
    if not reason.strip():
        raise MediaRefused(_("Say why, so that others can follow it later."))
    return reason.strip()


def locked(asset: Asset) -> Asset:
    """The row as it stands now, held until the transaction ends."""
    return Asset.objects.select_for_update(of=("self",)).select_related("licence").get(pk=asset.pk)
