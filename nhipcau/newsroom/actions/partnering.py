"""Keys for partners: issued once, revoked for good."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import PartnerKey
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record


def hash_of(key: str) -> str:
    """How a key is kept: random enough (256 bits) that one round of SHA-256 is all it needs."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def issue_key(partner: str, *, per_hour: int, by: Staff) -> tuple[PartnerKey, str]:
    """A new key for ``partner``: the row, and the key itself, which nobody can be told again. Raises NotAllowed, NotNow."""
    require(by, "newsroom.manage_partners")
    if not partner.strip():
        raise NotNow(_("Say for whom the key is."))
    key = f"nc_{secrets.token_urlsafe(32)}"
    row = PartnerKey.objects.create(
        partner=partner.strip(),
        key_hash=hash_of(key),
        hint=key[:8],
        per_hour=per_hour,
        issued_by=by,
        issued_at=timezone.now(),
    )
    record(by, "newsroom.issue_key", row, per_hour=per_hour)
    return row, key


@transaction.atomic
def revoke_key(row: PartnerKey, *, by: Staff) -> PartnerKey:
    """From now on the key opens nothing. Raises NotAllowed, NotNow."""
    require(by, "newsroom.manage_partners")
    held = PartnerKey.objects.select_for_update().get(pk=row.pk)
    if held.revoked_at is not None:
        raise NotNow(_("This key has been revoked already."))
    held.revoked_at, held.revoked_by = timezone.now(), by
    held.save(update_fields=["revoked_at", "revoked_by"])
    record(by, "newsroom.revoke_key", held)
    return held


@transaction.atomic
def note_told(addresses: int, *, by: Staff) -> None:
    """Search engines were told of so many changed addresses. Raises NotAllowed."""
    require(by, "newsroom.tell_engines")
    record(by, "newsroom.tell_engines", addresses=addresses)
