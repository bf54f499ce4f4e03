"""What the work room does by itself each day. The worker's clock calls ``tend`` every minute."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from nhipcau.documents.models import Document
from nhipcau.work.actions import link_conclusions, make_notices, open_periods, purge_awards, send_digests
from nhipcau.work.models import WorkingSession

DIGEST_HOUR = 7
"""Digests go out from this hour of the day on, in the province's time: nobody is mailed at midnight."""


def tend(*, on: date) -> None:
    """Open periods, take out dossiers whose time is over, leave notices and, from the morning on, send digests for
    ``on``. Each is idempotent."""
    open_periods(on=on)
    link_what_was_read()
    purge_awards(on=on)
    make_notices(on=on)
    if timezone.localtime().hour >= DIGEST_HOUR:
        send_digests(on=on)


def on_document_taken_in(sender: object, *, document: Document, **kwargs: Any) -> None:
    """The library has read a paper: it may be the conclusions of a session."""
    link_conclusions(document)


def link_what_was_read() -> int:
    """Conclusions that were read while the signal was lost. Answers how many sessions were behind."""
    behind = WorkingSession.objects.filter(document__isnull=True, intake__document__isnull=False)
    documents = list(Document.objects.filter(pk__in=behind.values("intake__document")).defer("text"))
    return sum(1 for document in documents if link_conclusions(document) is not None)
