"""One asset: how it looks, whose it is, what is said about it, where it stands, and what may be done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from nhipcau.media.actions import (
    MediaRefused,
    NotPublishable,
    Said,
    StillShown,
    describe_asset,
    record_rights,
    write_texts,
)
from nhipcau.media.actions.editing import RIGHTS
from nhipcau.media.forms import EraseForm, FactsForm, FocalForm, RightsForm, TextForm, TrackForm
from nhipcau.media.models import Asset
from nhipcau.media.queries import (
    FOR_PICTURES,
    Shelf,
    near_duplicates,
    picture_of,
    pictures_of,
    publication_faults,
)
from nhipcau.media.rules.kinds import PICTURES, Kind
from nhipcau.media.views.steps import STEPS
from nhipcau.people.permissions import may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports.sections import sections_of

_STEP_FORMS: dict[str, type[forms.Form]] = {"focal": FocalForm, "track": TrackForm, "erase": EraseForm}


class AssetPage(StaffPage):
    """Seen by all staff; changed by those who may edit its office's files. What higher rooms know of its use is added as
    sections of the page ``"media.asset"``."""

    permission = "media.see"
    template_name = "media/asset.html"
    header_icon = "image"

    @cached_property
    def asset(self) -> Asset:
        """The asset of the address."""
        rows = Asset.objects.select_related(
            "office", "licence", "poster__licence", "added_by", "proof_document__source", "embed"
        )
        return get_object_or_404(rows.prefetch_related(*FOR_PICTURES, "tracks", "holds"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its title."""
        return self.asset.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, library, this."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("media:library"), "label": _("Media library")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything about it and the forms that are open to the person."""
        asset, by = self.asset, staff_of(self.request)
        near = near_duplicates(asset)
        may_edit = may(by, "media.edit", office=asset.office_id, on=today()) and asset.erased_at is None
        return super().get_context_data(**kwargs) | {
            "asset": asset, "picture": picture_of(asset, language="vi", layout="body", shelf=Shelf.STAFF),
            "crops": _crops(asset), "faults": publication_faults(asset, today()),
            "near": list(zip(near, pictures_of(near, language="vi", layout="card", shelf=Shelf.STAFF), strict=True)),
            "playable": _playable(asset), "may_edit": may_edit,
            "may_open": may(by, "media.open") and asset.erased_at is None,
            "may_erase": may(by, "media.erase", office=asset.office_id, on=today()) and asset.erased_at is None,
            "remarks": [_(message) % values for message, values in asset.remarks],
            "sections": sections_of("media.asset", asset, by), "is_picture": asset.kind in PICTURES,
            "is_film": asset.kind == Kind.FILM, "has_words": asset.kind in {Kind.FILM, Kind.AUDIO},
            "focal_left": f"{asset.focal_x * 100:.1f}", "focal_top": f"{asset.focal_y * 100:.1f}",
            "languages": settings.LANGUAGES, **(self._forms(kwargs) if may_edit else {}),
        }  # fmt: skip

    def _forms(self, given: dict[str, Any]) -> dict[str, Any]:
        asset = self.asset
        facts = {
            name: getattr(asset, name) for name in ("title", "place", "place_key", "taken_on", "languages", "poster")
        }
        rights = {name: getattr(asset, name) for name in RIGHTS if name != "proof_file"}
        focal = {"x": round(asset.focal_x * 100, 1), "y": round(asset.focal_y * 100, 1)}
        return {
            "facts": given.get("facts") or FactsForm(initial=facts, kind=asset.kind),
            "rights": given.get("rights") or RightsForm(initial=rights),
            "texts": given.get("texts") or self._text_forms(None),
            "focal": given.get("focal") or FocalForm(initial=focal, prefix="focal"),
            "track": given.get("track") or TrackForm(prefix="track"),
            "erase": given.get("erase") or EraseForm(prefix="erase"), "opened": given.get("opened", ""),
        }  # fmt: skip

    def _text_forms(self, posted: Any) -> list[dict[str, Any]]:
        """A form a language; what is described already or Vietnamese comes unfolded."""
        found = []
        for code, name in settings.LANGUAGES:
            text = self.asset.text_in(code)
            initial = {"alt": text.alt, "caption": text.caption} if text else {}
            form = TextForm(posted, initial=initial, prefix=code, language=code)
            is_said = bool(text and (text.alt or text.caption))
            found.append({"code": code, "name": name, "form": form, "is_said": is_said})
        return found

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole form, or one step named by ``step``."""
        step = request.POST.get("step", "")
        if step in STEPS:
            return self._step(request, step)
        facts, rights = FactsForm(request.POST, kind=self.asset.kind), RightsForm(request.POST, request.FILES)
        texts = self._text_forms(request.POST)
        if all([facts.is_valid(), rights.is_valid(), *(text["form"].is_valid() for text in texts)]):
            said = {t["code"]: Said(t["form"].cleaned_data["alt"], t["form"].cleaned_data["caption"]) for t in texts}
            by = staff_of(request)
            try:
                with transaction.atomic():
                    describe_asset(self.asset, facts.cleaned_data, by=by)
                    record_rights(self.asset, rights.cleaned_data, by=by)
                    write_texts(self.asset, said, by=by)
            except (MediaRefused, NotPublishable) as fault:
                facts.add_error(None, str(fault))
            else:
                messages.success(request, _("Saved."))
                return redirect("media:asset", pk=pk)
        context = self.get_context_data(facts=facts, rights=rights, texts=texts)
        return self.render_to_response(context, status=422)

    def _step(self, request: HttpRequest, step: str) -> HttpResponse:
        kind = _STEP_FORMS.get(step, forms.Form)
        form = kind(request.POST, request.FILES, prefix=step)
        if form.is_valid():
            try:
                said = STEPS[step](self.asset, form.cleaned_data, staff_of(request))
            except (MediaRefused, NotPublishable, StillShown) as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, said)
                return redirect("media:asset", pk=self.asset.pk)
        if step not in _STEP_FORMS:
            messages.error(request, " ".join(str(fault) for fault in form.non_field_errors()))
            return redirect("media:asset", pk=self.asset.pk)
        return self.render_to_response(self.get_context_data(**{step: form, "opened": step}), status=422)


def _crops(asset: Asset) -> list[Any]:
    """How the picture is cut in each shape."""
    if asset.kind != Kind.PHOTO or asset.stage != Asset.Stage.READY:
        return []
    names = {"thumb": _("square"), "card": "3:2", "card_wide": "16:9"}
    return [
        (name, picture_of(asset, language="vi", layout=layout, shelf=Shelf.STAFF)) for layout, name in names.items()
    ]  # fmt: skip


def _playable(asset: Asset) -> Any:
    """The rendition that plays, and what is said in it, for the preview."""
    if asset.kind not in {Kind.FILM, Kind.AUDIO}:
        return None
    files = {r.format: r for r in asset.renditions.all() if not r.crop}
    captions = [r for r in asset.renditions.all() if r.format == "vtt"]
    file = next(iter(files.values()), None)
    return {"file": file, "captions": captions} if file else None
