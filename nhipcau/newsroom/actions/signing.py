"""Signing what is public, in the name of the office that answers for it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import EditorialPage, Signature
from nhipcau.newsroom.rules.signing import Statement, canonical, key_id, sign, words_hash
from nhipcau.newsroom.signals import page_out
from nhipcau.newsroom.signing_key import private_key
from nhipcau.newsroom.wording import plain_words
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record


@transaction.atomic
def sign_statement(page: Page, *, by: Staff) -> Signature:
    """Sign the words of a page as readers see them now. Signing the same words again gives the signature there is.

    Raises NotAllowed; NotNow where the page is not public, waits for its second person, or the house has no key yet.
    """
    live = Page.objects.select_for_update().get(pk=page.pk).specific
    if not isinstance(live, EditorialPage) or not live.live:
        raise NotNow(_("Only a public page can be signed."))
    require(by, "newsroom.sign", office=live.office_id)
    if live.is_urgent:
        raise NotNow(_("This page still waits for its second person. It can be signed once it is approved."))
    private = private_key()
    if private is None:
        raise NotNow(_("This house has no signing key yet. The operator makes one: nhipcau signing-key"))
    content, key = live.content(), key_id(private.public_key())
    there = Signature.objects.filter(page=live, content=content, key_id=key).first()
    if there is not None:
        return there
    now, body = timezone.now(), plain_words(live)
    payload = canonical(
        Statement(
            title=live.title, body=body, language=live.locale.language_code, office=str(live.office or ""),
            url=f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{live.url or ''}", time=timezone.localtime(now).isoformat(timespec="seconds"),
        )
    )  # fmt: skip
    made = Signature.objects.create(
        page=live, content=content, payload=payload.decode(), signature=sign(payload, private), key_id=key,
        words=words_hash(live.title, body), by=by, at=now,
    )  # fmt: skip
    record(by, "newsroom.sign", live, key=key, signature=made.pk)
    announce(page_out, page=live)
    return made
