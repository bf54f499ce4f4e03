"""Choosing a fact or a place in an editor's form. The modals they open are registered by ``staff``."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import ChooserBlock

from nhipcau.newsroom.models.facts import Fact
from nhipcau.newsroom.models.subjects import Place


class FactChooser(BaseChooser):
    """A fact of the bank."""

    model = Fact
    chooser_modal_url_name = "fact_chooser:choose"
    icon = "table"
    choose_one_text = _("Choose a fact")
    choose_another_text = _("Choose another fact")


class PlaceChooser(BaseChooser):
    """A place of the province."""

    model = Place
    chooser_modal_url_name = "place_chooser:choose"
    icon = "site"
    choose_one_text = _("Choose a place")
    choose_another_text = _("Choose another place")


class FactChooserBlock(ChooserBlock):
    """A fact inside a body."""

    @cached_property
    def target_model(self) -> type[Fact]:
        """Facts."""
        return Fact

    @cached_property
    def widget(self) -> Any:
        """Its modal."""
        return FactChooser()


class PlaceChooserBlock(ChooserBlock):
    """A place inside a body."""

    @cached_property
    def target_model(self) -> type[Place]:
        """Places."""
        return Place

    @cached_property
    def widget(self) -> Any:
        """Its modal."""
        return PlaceChooser()
