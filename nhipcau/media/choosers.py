"""Choosing an asset in forms and in the blocks of a page: ``AssetChooser`` for foreign keys, ``AssetChooserBlock`` for
StreamField. ``kind`` narrows what is offered: one Kind or several.

Why above the views: the windows they open are views of this room.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.widgets.chooser import BaseChooser, BaseChooserAdapter
from wagtail.blocks import ChooserBlock

from nhipcau.media.models import Asset
from nhipcau.media.queries import FOR_PICTURES, Shelf, picture_of
from nhipcau.media.rules.kinds import Kind

Kinds = str | Iterable[str] | None


def kinds_of(kind: Kinds) -> tuple[str, ...]:
    """``kind`` as a tuple; empty means all."""
    if kind is None:
        return ()
    return (str(Kind(kind)),) if isinstance(kind, str) else tuple(str(Kind(k)) for k in kind)


def _scripts() -> list[str]:
    """Asked for when drawn: with hashed static files no address exists while the program is being loaded."""
    wagtails = ("wagtailadmin/js/chooser-widget.js", "wagtailadmin/js/chooser-widget-telepath.js")
    return [*(versioned_static(name) for name in wagtails), "media/chooser.js"]


def chosen_facts(asset: Asset) -> dict[str, Any]:
    """What the chooser's window hands to the field: address of the picture and its page."""
    picture = picture_of(asset, language="vi", layout="card", shelf=Shelf.STAFF)
    return {"preview": picture.src or picture.placeholder, "edit_url": reverse("media:asset", args=[asset.pk])}


class AssetChooser(BaseChooser):
    """A form field's widget that opens the library in a window."""

    choose_one_text = _("Choose from the library")
    choose_another_text = _("Choose another")
    link_to_chosen_text = _("Open in the library")
    chooser_modal_url_name = "media_chooser:choose"
    icon = "image"
    model = Asset
    classname = "nc-asset-chooser"
    template_name = "media/chooser/widget.html"
    js_constructor = "AssetChooser"

    def __init__(self, *, kind: Kinds = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds = kinds_of(kind)

    def get_value_data_from_instance(self, instance: Asset) -> dict[str, Any]:
        """With the picture that stands for it."""
        return super().get_value_data_from_instance(instance) | chosen_facts(instance)

    def get_context(self, name: str, value_data: dict[str, Any], attrs: dict[str, Any]) -> dict[str, Any]:
        """With the same for the first showing."""
        context: dict[str, Any] = super().get_context(name, value_data, attrs)
        return context | {"preview": value_data.get("preview", "")}

    @cached_property
    def media(self) -> forms.Media:
        """Wagtail's chooser and our preview on top of it."""
        return forms.Media(js=_scripts())

    def get_chooser_modal_url(self) -> str:
        """With the kinds that are offered."""
        address: str = super().get_chooser_modal_url()
        return f"{address}?kind={','.join(self.kinds)}" if self.kinds else address


class AssetChooserAdapter(BaseChooserAdapter):
    """The same in StreamField."""

    js_constructor = "nhipcau.media.AssetChooser"

    @cached_property
    def media(self) -> forms.Media:
        """The same scripts."""
        return forms.Media(js=_scripts())


register(AssetChooserAdapter(), AssetChooser)


class AssetChooserBlock(ChooserBlock):
    """A block whose value is an asset. ``AssetChooserBlock(kind="photo")``; ``kind=("photo", "drawing")`` for pictures."""

    target_model = Asset

    def __init__(self, *args: Any, kind: Kinds = None, **kwargs: Any) -> None:
        self.kinds = kinds_of(kind)
        super().__init__(*args, **kwargs)

    @cached_property
    def widget(self) -> AssetChooser:
        """The chooser for this block's kinds."""
        return AssetChooser(kind=self.kinds)

    def bulk_to_python(self, values: Iterable[int]) -> list[Asset | None]:
        """The assets in the order of ``values``, with all that showing them needs: a constant number of queries."""
        found: list[Asset | None] = super().bulk_to_python(values)
        prefetch_related_objects([asset for asset in found if asset is not None], *FOR_PICTURES)
        return found

    def clean(self, value: Any) -> Any:
        """Refuse an asset of another kind."""
        asset = super().clean(value)
        if asset is not None and self.kinds and asset.kind not in self.kinds:
            raise ValidationError(gettext("Choose an asset of the right kind."))
        return asset

    class Meta:
        icon = "image"
