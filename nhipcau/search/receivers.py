"""Listens where rows are saved and deleted, by whatever way, and to the deeds in the trail, and notes what the index has to follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from nhipcau.people.models import TrailEntry
from nhipcau.search.following import note
from nhipcau.search.sources import SOURCES

Follower = Callable[[Any], Iterable[int]]
_by_model: dict[type[Model], list[tuple[str, Follower]]] = defaultdict(list)
_by_join: dict[type[Model], str] = {}


def _on_row(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    if isinstance(instance, TrailEntry):
        for source in SOURCES.values():
            note(source.kind, source.trail(instance))
        return
    for model in type(instance).__mro__:
        for kind, touched in _by_model.get(model, ()):
            note(kind, touched(instance))


def _on_join(sender: type[Model], instance: Model, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    kind = _by_join.get(sender)
    if kind and action.startswith("post_"):
        note(kind, (pk_set or ()) if reverse else (instance.pk,))


def _on_move(sender: Any = None, instance: Page | None = None, **kwargs: Any) -> None:
    """Addresses and steps below it changed."""
    if instance is not None:
        note("page", Page.objects.filter(path__startswith=instance.path).values_list("pk", flat=True))


def connect() -> None:
    """Begin to listen. Called once, when the app starts."""
    _by_model.clear()
    for source in SOURCES.values():
        for model, touched in source.follows.items():
            _by_model[model].append((source.kind, touched))
        for through in source.joins:
            _by_join[through] = source.kind
    post_save.connect(_on_row, dispatch_uid="search.saved")
    post_delete.connect(_on_row, dispatch_uid="search.deleted")
    m2m_changed.connect(_on_join, dispatch_uid="search.joined")
    page_slug_changed.connect(_on_move, dispatch_uid="search.slug")
    post_page_move.connect(_on_move, dispatch_uid="search.moved")
