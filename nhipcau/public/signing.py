"""Checking signed statements: a text somebody has, an address on this site, or a file; and the keys to check with."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from nhipcau.newsroom.models import EditorialPage, Signature
from nhipcau.newsroom.rules.signing import (
    ALGORITHM,
    BadDocument,
    document,
    is_good,
    public_text,
    read_document,
    words_hash,
)
from nhipcau.newsroom.signing_key import pem, private_key, public_keys
from nhipcau.newsroom.wording import plain_words
from nhipcau.public.corrections import checking
from nhipcau.public.machines.oembed import page_at
from nhipcau.public.page_cache import keep


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said to who asked. ``title`` and ``url`` lead to the statement where there is one."""

    is_good: bool
    text: str
    title: str = ""
    url: str = ""


def holds(row: Signature) -> bool:
    """Whether a stored signature is good: by the key it names, over the very text that is stored."""
    key = public_keys().get(row.key_id)
    return key is not None and is_good(row.payload.encode(), row.signature, key)


def check(words: str) -> Verdict:
    """The verdict on what was typed: an address on this site, the text of a file, or the words of a statement."""
    said = words.strip()
    if said.startswith(("http://", "https://")) and len(said.split()) == 1:
        return check_address(said)
    if said.startswith("{"):
        return check_document(said)
    return check_words(said)


def check_address(address: str) -> Verdict:
    """Whether what stands at ``address`` now is what was signed."""
    page = page_at(address)
    if page is None and (told := checking.entry_at(address)):
        return Verdict(*told)
    if page is None:
        return Verdict(False, _("There is no public page of this site at that address."))
    row = page.signatures.first()
    if row is None:
        return Verdict(False, _("This page bears no signature."), page.title, address)
    if row.words != words_hash(page.title, plain_words(page)) or not holds(row):
        return Verdict(False, _("The page has been changed since it was signed."), page.title, address)
    return _good(row)


def check_document(text: str) -> Verdict:
    """Whether a signed file was signed by this house."""
    if told := checking.document(text):
        return Verdict(*told)
    try:
        signed = read_document(text)
    except BadDocument:
        return Verdict(False, _("This is no signed statement."))
    key = public_keys().get(signed.key_id)
    if key is None:
        return Verdict(False, _("It was signed with a key that is not ours."))
    if not is_good(signed.payload, signed.signature, key):
        return Verdict(False, _("The text was changed after it was signed."))
    return Verdict(True, _("Signed by this house on %(day)s.") % {"day": signed.statement.time[:10]},
                   signed.statement.title, signed.statement.url)  # fmt: skip


def check_words(words: str) -> Verdict:
    """Whether these very words, title first, were signed by this house."""
    row = Signature.objects.filter(words=words_hash("", words)).first()
    if row is None:
        return Verdict(False, _("No statement of ours has these words. Paste the whole text with its title."))
    return _good(row) if holds(row) else Verdict(False, _("The text was changed after it was signed."))


def _good(row: Signature) -> Verdict:
    page = row.page
    day = row.at.strftime("%d/%m/%Y")
    text = _("Signed by this house on %(day)s.") % {"day": day}
    if not page.live:
        return Verdict(True, f"{text} {_('It has been withdrawn since.')}", page.title)
    return Verdict(True, text, page.title, page.url or "")


def signature_of(page: EditorialPage) -> Signature | None:
    """The signature over what the page says now; None where there is none."""
    return page.signatures.filter(content=page.content()).first()


def signed_file(request: HttpRequest, pk: str) -> HttpResponse:
    """``/signatures/ID.json``: the signed statement as a file. 404 where its key is no longer known."""
    row = get_object_or_404(Signature, pk=int(pk))
    key = public_keys().get(row.key_id)
    if key is None:
        raise Http404
    told = document(row.payload.encode(), row.signature, key)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="statement-{row.pk}.json"'
    return answer


def keys_file(request: HttpRequest) -> HttpResponse:
    """``/.well-known/nhipcau-keys.json``: every public key there ever was, and which signs now."""
    private = private_key()
    current = public_text(private.public_key()) if private else ""
    keys = [
        {
            "key_id": name,
            "algorithm": ALGORITHM,
            "public_key": public_text(key),
            "is_current": public_text(key) == current,
        }
        for name, key in public_keys().items()
    ]
    return keep(JsonResponse({"keys": keys}), {"keys"})


def key_file(request: HttpRequest) -> HttpResponse:
    """``/.well-known/nhipcau-signing-key.pem``: the key that signs now. 404 until there is one."""
    private = private_key()
    if private is None:
        raise Http404
    return keep(HttpResponse(pem(private.public_key()), content_type="application/x-pem-file"), {"keys"})
