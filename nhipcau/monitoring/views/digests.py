"""Digests: the archive, drafting one, sending it, its files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from nhipcau.documents.rules.folding import fold
from nhipcau.duties.views.listing import StaffListing
from nhipcau.monitoring.actions import (
    ItemWords,
    NothingSaid,
    NotNow,
    add_items,
    begin_digest,
    desk_settings,
    filed_of,
    next_hour,
    not_ready,
    order_items,
    release_digest,
    remove_item,
    suggestion_for,
    take_back,
    word_digest,
    word_item,
)
from nhipcau.monitoring.actions.digests import recipients_of
from nhipcau.monitoring.forms import BeginForm, DigestFilters, SendForm
from nhipcau.monitoring.models import Digest, DigestItem, Story
from nhipcau.monitoring.models.digests import Kind
from nhipcau.monitoring.queries import archive
from nhipcau.monitoring.writing import as_docx, as_html, as_pdf, edition_of, sections_in_order
from nhipcau.people.models import Membership, Office, Topic
from nhipcau.people.permissions import may, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports.papers import DOCX


class DigestList(StaffListing):
    """The archive, searchable by every word of a digest; a form that begins a new one."""

    permission = "monitoring.see"
    template_name = "monitoring/list.html"
    results_template_name = "monitoring/digests_results.html"
    index_url_name = "monitoring:digests"
    index_results_url_name = "monitoring:digests_results"
    page_title = gettext_lazy("Press digests")
    verbose_name_plural = gettext_lazy("press digests")
    header_icon = "list-ol"
    filterset_class = DigestFilters
    search_fields = ["title"]

    def get_base_queryset(self) -> QuerySet[Digest]:
        """The newest first."""
        return archive()

    def search_queryset(self, queryset: QuerySet[Digest]) -> QuerySet[Digest]:
        """By words with or without their marks, in titles, summaries and outlets of what was sent, and in titles of drafts."""
        if not self.search_query:
            return queryset
        for word in fold(self.search_query).split()[:8]:
            queryset = queryset.filter(folded__contains=word) | queryset.filter(title__icontains=word)
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows, and the form where one may begin a digest."""
        context = super().get_context_data(*args, **kwargs)
        may_compose = may(staff_of(self.request), "monitoring.compose")
        return context | {
            "may_compose": may_compose,
            "begin": BeginForm(initial={"on_date": today(), "gather": True}) if may_compose else None,
        }


class BeginDigest(View):
    """Begin a digest."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """A draft with what was kept since the last one of its kind."""
        me, form = staff_of(request), BeginForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose a kind and a day."))
            return redirect("monitoring:digests")
        asked = form.cleaned_data
        title = asked["title"] or _("%(kind)s of %(day)s") % {
            "kind": str(Kind(asked["kind"]).label).capitalize(), "day": asked["on_date"].strftime("%d/%m/%Y"),
        }  # fmt: skip
        since = since_of(asked["kind"], asked["on_date"])
        try:
            made = begin_digest(asked["kind"], title, on=asked["on_date"], since=since, office=own_office(me), by=me)
        except (NotNow, NothingSaid) as fault:
            messages.error(request, str(fault))
            return redirect("monitoring:digests")
        if asked["gather"]:
            add_items(made, list(kept_for(made)), by=me)
        return redirect("monitoring:digest", pk=made.pk)


def since_of(kind: str, on: date) -> date:
    """The day of the last digest of that kind, or a day or a week before."""
    last = (
        Digest.objects.filter(kind=kind, on_date__lt=on)
        .order_by("-on_date")
        .values_list("on_date", flat=True)
        .first()
    )
    usual = on - timedelta(days=7 if kind == Kind.WEEKLY else 1)
    return max(last, on - timedelta(days=14)) if last else usual


def kept_for(digest: Digest) -> QuerySet[Story]:
    """Stories that were kept since, by topic; those in an earlier digest of the kind are left out."""
    since = digest.since or digest.on_date
    kept = Story.objects.filter(
        state=Story.State.KEPT, decided_at__date__gte=since, decided_at__date__lte=digest.on_date + timedelta(days=1)
    )
    return (
        kept.exclude(digest_items__digest__kind=digest.kind)
        .select_related("first")
        .prefetch_related("topics")
        .order_by("first_at")[:60]
    )


def own_office(me: Any) -> Office | None:
    """The office a person works in today."""
    place = Membership.objects.on(today()).filter(staff=me).select_related("office").order_by("pk").first()
    return place.office if place else None


class DigestPage(StaffPage):
    """A digest: drafted here while it is a draft, read here afterwards."""

    permission = "monitoring.see"
    template_name = "monitoring/digest.html"
    header_icon = "list-ol"

    @cached_property
    def digest(self) -> Digest:
        """The digest of the address."""
        return get_object_or_404(archive(), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its title."""
        return self.digest.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, digests, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("monitoring:digests"), "label": _("Press digests")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Items under their topics, with suggestions while it is a draft."""
        me, digest = staff_of(self.request), self.digest
        is_draft = digest.state == Digest.State.DRAFT
        items = list(digest.items.select_related("topic", "story__first").order_by("position", "pk"))
        for item in items:
            item.suggestion = suggestion_for(item) if is_draft else ""  # type: ignore[attr-defined]
        return super().get_context_data(**kwargs) | {
            "digest": digest, "is_draft": is_draft, "items": items, "sections": sections_in_order(items), "topics": Topic.objects.order_by("name"),
            "missing": not_ready(digest) if is_draft else [], "send_form": SendForm(), "hour": desk_settings().digest_hour,
            "may_compose": may(me, "monitoring.compose") and is_draft, "may_send": may(me, "monitoring.send"),
            "filed": filed_of(digest), "to_file": desk_settings().duties.all() if digest.state != Digest.State.SENT else [],
            "recipients": recipients_of(digest).count(), "delivered": digest.deliveries.filter(at__isnull=False).count(),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One of the steps below."""
        try:
            said = self._do(request.POST.get("step", ""), request)
        except (NotNow, NothingSaid) as fault:
            if request.headers.get("HX-Request"):
                return render(request, "monitoring/parts/fault.html", {"fault": str(fault)}, status=422)
            messages.error(request, str(fault))
            return redirect("monitoring:digest", pk=pk)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)
        if said:
            messages.success(request, said)
        at = request.POST.get("at", "")
        return redirect(reverse("monitoring:digest", args=[pk]) + (at[:20] if at.startswith("#i") else ""))

    def _do(self, step: str, request: HttpRequest) -> str:
        steps = {
            "words": self._words, "item": self._item, "remove": self._remove, "order": self._order, "move": self._move, "gather": self._gather,
            "send": self._send, "back": self._back,
        }  # fmt: skip
        if step not in steps:
            raise Http404
        return steps[step](request)

    def _words(self, request: HttpRequest) -> str:
        word_digest(
            self.digest,
            title=request.POST.get("title", ""),
            opening=request.POST.get("opening", ""),
            by=staff_of(request),
        )
        return _("Kept.")

    def _one(self, request: HttpRequest) -> DigestItem:
        wanted = request.POST.get("item", "")
        return get_object_or_404(
            self.digest.items.select_related("digest", "story__first"), pk=wanted if wanted.isdigit() else 0
        )

    def _item(self, request: HttpRequest) -> str:
        topic = request.POST.get("topic", "")
        words = ItemWords(
            request.POST.get("title", ""),
            request.POST.get("summary", ""),
            Topic.objects.filter(pk=topic).first() if topic.isdigit() else None,
        )
        word_item(self._one(request), words, by=staff_of(request))
        return _("Kept.")

    def _remove(self, request: HttpRequest) -> str:
        remove_item(self._one(request), by=staff_of(request))
        return _("Taken out.")

    def _order(self, request: HttpRequest) -> str:
        order_items(
            self.digest,
            [int(pk) for pk in request.POST.get("order", "").split(",") if pk.isdigit()],
            by=staff_of(request),
        )
        return ""

    def _move(self, request: HttpRequest) -> str:
        """One up or down among those of its topic: what the buttons and keys do."""
        item = self._one(request)
        sections = [[row.pk for row in rows] for _name, rows in self._sections()]
        for ids in sections:
            if item.pk in ids:
                at = ids.index(item.pk)
                to = at - 1 if request.POST.get("to") == "up" else at + 1
                if 0 <= to < len(ids):
                    ids[at], ids[to] = ids[to], ids[at]
                    order_items(self.digest, [pk for some in sections for pk in some], by=staff_of(request))
                break
        return ""

    def _sections(self) -> list[tuple[str, list[DigestItem]]]:
        return sections_in_order(list(self.digest.items.select_related("topic").order_by("position", "pk")))

    def _gather(self, request: HttpRequest) -> str:
        new = add_items(self.digest, list(kept_for(self.digest)), by=staff_of(request))
        return ngettext("%(n)d story was put in.", "%(n)d stories were put in.", new) % {"n": new}

    def _send(self, request: HttpRequest) -> str:
        now = timezone.now()
        at = now if request.POST.get("when") == "now" else next_hour(desk_settings().digest_hour, now)
        release_digest(self.digest, send_at=at, by=staff_of(request))
        return _("It goes out at %(time)s.") % {"time": timezone.localtime(at).strftime("%H:%M %d/%m/%Y")}

    def _back(self, request: HttpRequest) -> str:
        take_back(self.digest, by=staff_of(request))
        return _("It is a draft again.")


class DigestFile(View):
    """The digest as .docx, .html or .pdf. Of one that was sent the .docx is the very file that was kept."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """A download; HTML is shown."""
        require(staff_of(request), "monitoring.see")
        digest = get_object_or_404(Digest.objects.select_related("office"), pk=pk)
        name = f"diem-bao-{digest.on_date:%Y-%m-%d}-{digest.pk}.{kind}"
        if kind == "docx" and digest.docx:
            with digest.docx.open("rb") as kept:
                return _download(kept.read(), DOCX, name)
        edition = edition_of(digest, desk_settings())
        if kind == "docx":
            return _download(as_docx(edition), DOCX, name)
        if kind == "pdf":
            return _download(as_pdf(edition), "application/pdf", name)
        answer = HttpResponse(as_html(edition), content_type="text/html; charset=utf-8")
        answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return answer


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
