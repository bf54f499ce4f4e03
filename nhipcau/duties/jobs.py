"""What the register does by itself: take in what was approved."""

from __future__ import annotations

import logging
from typing import Any

from nhipcau.documents.models import Document, DutyReading, ItemState
from nhipcau.duties.actions import NotApproved, take_in_reading

log = logging.getLogger("nhipcau.duties")


def on_reading_approved(sender: object, *, document: Document, **kwargs: Any) -> None:
    """A second person approved the reading: its duties enter the register."""
    take_in_reading(document, by=None)


def reconcile() -> int:
    """Take in approved readings whose duties are not in the register: after a crash between the approval and
    its signal. Answers how many documents were behind."""
    behind = DutyReading.objects.filter(
        document__stage=Document.Stage.APPROVED, state=ItemState.CONFIRMED, duty__isnull=True
    )
    documents = list(Document.objects.filter(pk__in=behind.values("document")).defer("text"))
    for document in documents:
        try:
            take_in_reading(document, by=None)
        except NotApproved:  # approval was taken back between the two questions
            log.info("reading of document %s is no longer approved", document.pk)
    return len(documents)
