"""The modals in which editors choose a fact or a place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet

from nhipcau.newsroom.models import Fact, Place


class FactChooserViewSet(ChooserViewSet):
    """Facts of the bank."""

    model = Fact
    icon = "table"
    choose_one_text = _("Choose a fact")
    choose_another_text = _("Choose another fact")
    edit_item_text = _("Open the fact")
    register_widget = False


class PlaceChooserViewSet(ChooserViewSet):
    """Places of the province."""

    model = Place
    icon = "site"
    choose_one_text = _("Choose a place")
    choose_another_text = _("Choose another place")
    edit_item_text = _("Open the place")
    register_widget = False
