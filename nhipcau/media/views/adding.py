"""Adding files: many at once, each with its own answer, nothing lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.media.actions import Added, MediaRefused, Origin, add_embed, describe_asset, record_rights
from nhipcau.media.forms import ACCEPT, EmbedForm, SharedForm
from nhipcau.media.views.uploading import own_office, take_file
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import may, reach, today
from nhipcau.people.views.pages import StaffPage, staff_of

SHARED = ("author", "holder", "licence")
SHARED_FACTS = ("place", "taken_on")


class AddPage(StaffPage):
    """The form. With a script each file goes on its own (``X-Part``) and answers with a line of the list; without one all
    go together and the page comes back with every answer."""

    permission = "media.add"
    template_name = "media/add.html"
    page_title = gettext_lazy("Add to the library")
    header_icon = "upload"

    @cached_property
    def offices(self) -> QuerySet[Office]:
        """The offices for which the person may add."""
        by, living = staff_of(self.request), Office.objects.on(today()).order_by("name")
        own = reach(by, "media.add", on=today())
        return living if own is None else living.filter(pk__in=own)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, library, this."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("media:library"), "label": _("Media library")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Two empty forms, or those with faults, and what became of the last files."""
        own = own_office(staff_of(self.request))
        shared = SharedForm(offices=self.offices, initial={"office": own.pk if own else None})
        return super().get_context_data(**kwargs) | {
            "shared": kwargs.get("shared") or shared, "embed": kwargs.get("embed") or EmbedForm(prefix="embed"),
            "outcomes": kwargs.get("outcomes", []), "accept": ACCEPT,
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Files, or a film of another site."""
        if "embed-address" in request.POST:
            return self._embed(request)
        form = SharedForm(request.POST, offices=self.offices)
        files = request.FILES.getlist("files")
        is_part = bool(request.headers.get("X-Part"))
        if not form.is_valid():
            if is_part:
                words = " ".join(str(fault) for faults in form.errors.values() for fault in faults)
                return render(request, "media/parts/outcome.html", {"outcome": {"fault": words}}, status=422)
            return self.render_to_response(self.get_context_data(shared=form), status=422)
        outcomes = [_outcome(file, form.cleaned_data, by=staff_of(request)) for file in files]
        if is_part:
            return render(request, "media/parts/outcome.html", {"outcome": outcomes[0] if outcomes else {}})
        return self.render_to_response(self.get_context_data(shared=form, outcomes=outcomes))

    def _embed(self, request: HttpRequest) -> HttpResponse:
        form, by = EmbedForm(request.POST, prefix="embed"), staff_of(request)
        office = own_office(by)
        if form.is_valid() and office is not None:
            asked = form.cleaned_data
            try:
                added = add_embed(asked["address"], title=asked["title"], origin=Origin(office), by=by)
            except MediaRefused as fault:
                form.add_error("address", str(fault))
            else:
                messages.success(request, _told(added))
                return redirect("media:asset", pk=added.asset.pk)
        return self.render_to_response(self.get_context_data(embed=form), status=422)


def _told(added: Added) -> str:
    if added.is_new:
        return _("“%(title)s” is in the library.") % {"title": added.asset.title}
    return _("This is in the library already: “%(title)s”. Nothing was added twice.") % {"title": added.asset.title}


def _outcome(file: UploadedFile[Any], asked: dict[str, Any], *, by: Staff) -> dict[str, Any]:
    """What became of one file. A fault of one never stops the others."""
    name = file.name or ""
    try:
        added = take_file(file, by=by, office=asked["office"])
    except MediaRefused as fault:
        return {"name": name, "fault": str(fault)}
    if added.is_new and may(by, "media.edit", office=added.asset.office_id):
        record_rights(added.asset, {key: asked[key] for key in SHARED if asked[key]}, by=by)
        describe_asset(added.asset, {key: asked[key] for key in SHARED_FACTS if asked[key]}, by=by)
    remarks = [_(message) % values for message, values in added.asset.remarks] if added.is_new else []
    return {"name": name, "added": added, "words": _told(added), "remarks": remarks}
