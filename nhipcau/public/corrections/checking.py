"""Whether a row or a file of the corrections log is ours and whole: what ``/verify/`` says of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from nhipcau.corrections.models import LogEntry
from nhipcau.corrections.own_pages import is_ours
from nhipcau.corrections.queries import logged_at
from nhipcau.corrections.rules.log import check, read_log, read_payload, read_row_file
from nhipcau.newsroom.rules.signing import BadDocument, is_good
from nhipcau.newsroom.signing_key import public_keys
from nhipcau.public.corrections.frame import entry_path, language_now, shown

_ENTRY = re.compile(r"^(?:/[a-z-]{2,7})?/dinh-chinh/vu/(\d{4}-\d{4,})/$")
Told = tuple[bool, str, str, str]
"""Is it good, words, title, address."""


def entry_at(address: str) -> Told | None:
    """What is said of an entry of the log at ``address``; None where it is none of ours."""
    found = _ENTRY.match(urlsplit(address).path) if is_ours(address) else None
    entry = logged_at(found[1]) if found else None
    if entry is None:
        return None
    keys = public_keys()
    rows = LogEntry.objects.filter(case__number=entry.number)
    good = all(row.key_id in keys and is_good(row.signed.encode(), row.signature, keys[row.key_id]) for row in rows)
    told = shown(entry, language_now())
    text = _signed_on(entry.last.said.time) if good else _("The text was changed after it was signed.")
    return good, text, told["title"], told["url"]


def document(text: str) -> Told | None:
    """What is said of a pasted row or of the whole log; None where it is neither."""
    keys = public_keys()
    try:
        row = read_row_file(text)
        entry = read_payload(row.signed)
    except BadDocument:
        return _log(text)
    key = keys.get(row.key_id)
    if key is None:
        return False, _("It was signed with a key that is not ours."), "", ""
    if not is_good(row.signed.encode(), row.signature, key):
        return False, _("The text was changed after it was signed."), "", ""
    return True, _signed_on(entry.time), entry.case, entry_path(entry.case)


def _log(text: str) -> Told | None:
    whole = f"{text.strip()}\n"
    try:
        found = read_log(whole)
        faults = check(whole, public_keys())
    except BadDocument:
        return None
    if faults:
        return (
            False,
            _("The log was changed: it does not hold from row %(row)s on.") % {"row": max(1, faults[0].seq)},
            "",
            "",
        )
    return True, _("The log holds: %(rows)s rows, each signed and chained.") % {"rows": len(found.rows)}, "", ""


def _signed_on(moment: str) -> str:
    year, month, day = moment[:10].split("-")
    return _("Signed by this house on %(day)s.") % {"day": f"{day}/{month}/{year}"}
