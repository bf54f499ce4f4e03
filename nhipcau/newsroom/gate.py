"""The gate: nothing that a second person has not approved becomes public, whoever asks and by whatever way.

Wagtail has many doors to "public": its editor, bulk actions, schedules, workflows, copies, translation, its API, the shell. All of them end
in saving a page that is live; so it is there that the gate stands. A fingerprint of what the page says must be the one that the last word of
the log clears (``rules.standing.clearing_step``). Being superuser changes nothing here.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page

from nhipcau.newsroom.models import EditorialPage, Step
from nhipcau.newsroom.rules.standing import Taken, clearing_step


class NotCleared(PermissionDenied):
    """The page says something that no second person has approved."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This page cannot become public: what it says now has not been approved by a second person. Hand it over first."
            )
        )


def steps_of(page_id: int | None) -> list[Taken]:
    """The page's log, oldest first."""
    return [step.taken() for step in Step.objects.filter(page_id=page_id).order_by("pk")] if page_id else []


def stored(page: Page) -> EditorialPage | None:
    """The page as the database has it, in its own type; None for one that is not saved yet or is no page of ours."""
    if page.pk is None:
        return None
    found = Page.objects.filter(pk=page.pk).first()
    specific = found.specific if found else None
    return specific if isinstance(specific, EditorialPage) else None


def before_save(
    sender: type[Any], instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Raises NotCleared. Connected to ``pre_save`` of all models; looks at live pages only."""
    if raw or not isinstance(instance, Page) or not instance.live:
        return
    if isinstance(instance, EditorialPage):
        _check_editorial(instance, update_fields)
    elif update_fields is None or "live" in update_fields:
        _check_bare(instance)


def _check_editorial(page: EditorialPage, update_fields: Any) -> None:
    if type(page) is EditorialPage or page.specific_class is not type(page):
        _check_bare(page)
        return
    if update_fields is not None and not {*update_fields} & {"live", *page.content_fields}:
        return
    content = page.content()
    before = stored(page)
    if before is not None and before.live and before.content() == content:
        return  # nothing new goes out
    if clearing_step(content, steps_of(page.pk)) is None:
        raise NotCleared


def _check_bare(page: Page) -> None:
    """A page handled as a plain ``Page`` does not know what it says: it may not be the way to make it public."""
    before = stored(page)
    if before is not None and not before.live:
        raise NotCleared
