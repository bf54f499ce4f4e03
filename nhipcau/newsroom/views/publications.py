"""Publications: the list, a new one, and one with its stories, its second person and its files."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from nhipcau.duties.views.listing import StaffListing
from nhipcau.media import shelf
from nhipcau.newsroom import actions, jobs
from nhipcau.newsroom.fact_forms import WhyForm
from nhipcau.newsroom.faults import DEED_FAULTS, NotNow
from nhipcau.newsroom.forms import NothingForm
from nhipcau.newsroom.models import BookFile, Publication
from nhipcau.newsroom.publication_forms import (
    NewPublicationForm,
    PartsForm,
    PublicationForm,
    SeenContentForm,
    known_of,
)
from nhipcau.newsroom.publications import content_of, faults_of, is_public, parts_of
from nhipcau.newsroom.views.facts import offices_for
from nhipcau.people.permissions import may, offices_of, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.people.views.steps import Deed, StepsPage


class PublicationList(StaffListing):
    """All publications, the latest first."""

    permission = "newsroom.see"
    template_name = "newsroom/desk.html"
    results_template_name = "newsroom/publications/list_results.html"
    index_url_name = "newsroom:publications"
    index_results_url_name = "newsroom:publications_results"
    page_title = gettext_lazy("Publications")
    verbose_name_plural = gettext_lazy("publications")
    header_icon = "doc-full"
    search_fields = ["title", "key"]

    def get_base_queryset(self) -> QuerySet[Publication]:
        """All of them, with how many stories each holds."""
        return Publication.objects.select_related("office").annotate(count=Count("parts")).order_by("-day", "title")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows."""
        context = super().get_context_data(*args, **kwargs)
        rows = [{"publication": row, "is_public": is_public(row)} for row in context["object_list"]]
        return context | {"rows": rows, "may_write": may(staff_of(self.request), "newsroom.write")}


class NewPublication(StaffPage):
    """A new one."""

    permission = "newsroom.write"
    template_name = "newsroom/publications/new.html"
    page_title = gettext_lazy("New publication")
    header_icon = "plus"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; the person's own office is chosen."""
        offices = offices_for(self.request, self.permission)
        own = offices.filter(pk__in=offices_of(staff_of(self.request))).first()
        known = {"office": own, "day": today(), "language": "vi"}
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or NewPublicationForm(offices=offices, initial=known)
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin it."""
        form = NewPublicationForm(request.POST, offices=offices_for(request, self.permission))
        if form.is_valid():
            said = dict(form.cleaned_data)
            key, office = said.pop("key"), said.pop("office")
            try:
                made = actions.begin_publication(key, office, said, by=staff_of(request))
            except NotNow as fault:
                form.add_error(None, str(fault))
            else:
                return redirect("newsroom:publication", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PublicationPage(StepsPage):
    """One publication."""

    permission = "newsroom.see"
    template_name = "newsroom/publications/publication.html"
    header_icon = "doc-full"
    faults: ClassVar[tuple[type[Exception], ...]] = DEED_FAULTS
    known: ClassVar[dict[str, Deed]] = {
        "approve": Deed(gettext_lazy("Approve what I have read"), SeenContentForm),
        "hand_over": Deed(gettext_lazy("Hand over for approval"), NothingForm),
        "parts": Deed(gettext_lazy("Choose and order its stories"), PartsForm),
        "edit": Deed(gettext_lazy("Change imprint and cover"), PublicationForm),
        "withdraw": Deed(gettext_lazy("Withdraw from the public"), WhyForm, is_final=True),
    }

    @cached_property
    def publication(self) -> Publication:
        """The publication of the address."""
        rows = Publication.objects.select_related("office", "cover", "handed_by", "approved_by", "edited_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def content(self) -> str:
        """What it says now, as a fingerprint."""
        return content_of(self.publication)

    def get_page_title(self) -> str:
        """Its title."""
        return self.publication.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, publications, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:publications"), "label": _("Publications")}, items[-1]]

    def open_deeds(self) -> list[str]:
        """What the person may do as it stands."""
        by, p = staff_of(self.request), self.publication
        writes = may(by, "newsroom.write", office=p.office_id)
        new = not is_public(p) or p.content != self.content
        worked = p.handed_by_id == by.pk or p.editings.filter(by=by).exists()
        rules = {
            "approve": new and p.handed_content == self.content and not worked
            and may(by, "newsroom.approve", office=p.office_id),
            "hand_over": writes and new and p.handed_content != self.content,
            "parts": writes, "edit": writes,
            "withdraw": is_public(p) and may(by, "newsroom.withdraw", office=p.office_id),
        }  # fmt: skip
        return [key for key, allowed in rules.items() if allowed]

    def form_for(self, key: str, **given: Any) -> forms.Form:
        """Filled with what stands."""
        if key == "parts":
            return PartsForm(prefix=key, publication=self.publication, **given)
        known = {"edit": known_of(self.publication), "approve": {"seen": self.content}}.get(key, {})
        return super().form_for(key, initial=known, **given)

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """One deed."""
        by, p = staff_of(request), self.publication
        if step == "parts":
            form = PartsForm(request.POST, prefix=step, publication=p)
            form.is_valid()
            actions.set_parts(p, form.chosen(), by=by)
            return _("The stories are set.")
        if step == "edit":
            actions.edit_publication(p, asked, by=by)
            return _("The imprint is changed.")
        if step == "hand_over":
            actions.hand_over_publication(p, by=by)
            return _("The publication was handed over. A second person reads it now.")
        if step == "withdraw":
            actions.withdraw_publication(p, reason=asked["reason"], by=by)
            return _("The publication was withdrawn.")
        actions.approve_publication(p, seen=asked["seen"], by=by)
        jobs.bind.enqueue(p.pk)
        return _("Approved. Its files are being made.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Imprint, stories, what keeps it back, files."""
        p = self.publication
        return super().get_context_data(**kwargs) | {
            "publication": p, "parts": parts_of(p), "book_faults": faults_of(p), "files": p.files.all(),
            "is_public": is_public(p), "has_changed": is_public(p) and p.content != self.content,
            "waits": p.handed_content == self.content and (not is_public(p) or p.content != self.content),
        }  # fmt: skip


class BookDownload(View):
    """A file of the book for staff, also the one for the printing house."""

    def get(self, request: HttpRequest, pk: int, form: str) -> FileResponse:
        """404 where it was not made."""
        require(staff_of(request), "newsroom.see")
        file = get_object_or_404(BookFile.objects.select_related("publication"), publication_id=pk, format=form)
        if not file.name or not shelf.private_file(file.name).exists():
            raise Http404
        ending = "epub" if file.format == BookFile.Format.EPUB else "pdf"
        name = f"{file.publication.key}{'-in' if file.format == BookFile.Format.PRINT else ''}.{ending}"
        answer = FileResponse(shelf.private_file(file.name).open("rb"), as_attachment=True, filename=name)
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "private, no-store"
        return answer
