"""From an uploaded file to the library."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from nhipcau.media.actions import Added, MediaRefused, Origin, Upload, add_asset
from nhipcau.media.jobs import enqueue
from nhipcau.people.models import Membership, Office, Staff
from nhipcau.people.permissions import today
from nhipcau.people.rules.roles import PERMISSIONS


def own_office(by: Staff) -> Office | None:
    """The office for which the person adds to the library today: the first in which their role lets them."""
    roles = [str(role) for role in PERMISSIONS["media.add"]]
    place = Membership.objects.on(today()).filter(staff=by, role__in=roles).select_related("office").first()
    return place.office if place else None


def take_file(file: UploadedFile[Any], *, by: Staff, office: Office | None = None) -> Added:
    """Add an upload and put it in line for its sizes. Raises NotAllowed, MediaRefused."""
    place = office or own_office(by)
    if place is None:
        raise MediaRefused(_("You belong to no office for which files may be added. Ask an administrator."))
    added = add_asset(
        Upload(file.name or "", cast("BinaryIO", file.file), file.size or 0), origin=Origin(place), by=by
    )
    if added.is_new:
        enqueue(added.asset)
    return added
