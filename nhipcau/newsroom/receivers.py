"""Listens where drafts are saved and pages go out, by whatever way, and hands on to the actions."""

from __future__ import annotations

from typing import Any

from wagtail.models import Revision

from nhipcau.newsroom.actions.editing import note_edit
from nhipcau.newsroom.actions.publications import withdraw_with_page
from nhipcau.newsroom.actions.publishing import acting, follow_draft, note_publication, note_withdrawal
from nhipcau.newsroom.models import EditorialPage


def after_revision(sender: type[Any], instance: Revision, **kwargs: Any) -> None:
    """Every saved draft says who saved it and what it said: who edited may not be the second person."""
    model = instance.content_type.model_class()
    if model is not None and issubclass(model, EditorialPage):
        draft = instance.as_object()
        note_edit(draft, instance, by=instance.user)
        follow_draft(draft, by=instance.user)


def after_publication(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """A page of ours has gone out."""
    if isinstance(instance, EditorialPage):
        note_publication(instance, by=acting()[0])


def after_withdrawal(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """A page of ours was taken back."""
    if isinstance(instance, EditorialPage):
        by, reason = acting()
        note_withdrawal(instance, by=by, reason=reason)
        withdraw_with_page(instance, by=None)
