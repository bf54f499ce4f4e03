"""Sources: how each does, adding and changing them, OPML; single links and clippings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from nhipcau.duties.views.listing import StaffListing
from nhipcau.monitoring.actions import (
    BadSource,
    Clipping,
    ClippingRefused,
    NothingSaid,
    SourceFacts,
    add_link,
    add_source,
    bring_clipping,
    bring_opml,
    edit_source,
    look_now,
    stop_source,
    try_mail_again,
)
from nhipcau.monitoring.forms import ClippingForm, LinkForm, OpmlForm, SourceFilters, SourceForm
from nhipcau.monitoring.models import Article, Source, Stream
from nhipcau.monitoring.queries import sources_with_rates
from nhipcau.monitoring.rules.opml import LARGEST, BadOpml, Outline, read_opml, write_opml
from nhipcau.monitoring.words import said_of_fault, said_of_mail
from nhipcau.people.permissions import may, require
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports.extraction import Limits


def doing_of(source: Source, now: Any) -> dict[str, Any]:
    """How a source does, in plain words."""
    days = max(1, min(30, (now - source.added_at).days + 1))
    return {
        "source": source, "fault": said_of_fault(source.fault_code), "rate": round(getattr(source, "month", 0) / days, 1),
        "is_due": source.is_active and (source.next_try_at is None or source.next_try_at <= now),
    }  # fmt: skip


class SourceList(StaffListing):
    """All sources and how they do."""

    permission = "monitoring.see"
    template_name = "monitoring/list.html"
    results_template_name = "monitoring/sources_results.html"
    index_url_name = "monitoring:sources"
    index_results_url_name = "monitoring:sources_results"
    page_title = gettext_lazy("Sources")
    verbose_name_plural = gettext_lazy("sources")
    header_icon = "rotate"
    filterset_class = SourceFilters
    search_fields = ["name", "url", "outlet"]

    def get_base_queryset(self) -> QuerySet[Source]:
        """With how many articles each brought in a month."""
        return sources_with_rates(now=timezone.now())

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Rows in plain words."""
        context = super().get_context_data(*args, **kwargs)
        now, me = timezone.now(), staff_of(self.request)
        return context | {
            "rows": [doing_of(source, now) for source in context["object_list"]],
            "may_manage": may(me, "monitoring.manage"), "may_bring": may(me, "monitoring.bring"),
            "waiting": Article.objects.filter(state=Article.State.WAITING).count(),
        }  # fmt: skip


class SourcePage(StaffPage):
    """Adding a source, or one source: how it does, its last articles, changing and stopping it."""

    permission = "monitoring.see"
    template_name = "monitoring/source.html"
    header_icon = "rotate"

    @cached_property
    def source(self) -> Source | None:
        """The source of the address; None while one is added."""
        pk = self.kwargs.get("pk")
        return get_object_or_404(sources_with_rates(now=timezone.now()), pk=pk) if pk else None

    def get_page_title(self) -> str:
        """Its name."""
        return str(self.source) if self.source else _("Add a source")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, sources, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("monitoring:sources"), "label": _("Sources")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and what the source brought."""
        source = self.source
        form = kwargs.get("form") or (
            SourceForm.of(source) if source else SourceForm(initial={"kind": self.request.GET.get("kind", "feed")})
        )
        shown = {
            "doing": doing_of(source, timezone.now()),
            "articles": source.articles.defer("text", "folded", "kept_runs").order_by("-seen_at", "-pk")[:15],
            "stuck": [(mail, said_of_mail(mail.fault_code)) for mail in source.stuck.order_by("-is_aside", "uid")[:50]],
        } if source else {}  # fmt: skip
        return super().get_context_data(**kwargs) | shown | {
            "source": source, "form": form, "may_manage": may(staff_of(self.request), "monitoring.manage"),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Keep it, look now, or stop."""
        me, source, step = staff_of(request), self.source, request.POST.get("step", "save")
        if source is not None and step == "again":
            mail = get_object_or_404(source.stuck.select_related("source"), pk=request.POST.get("mail") or 0)
            try_mail_again(mail, by=me)
            messages.success(request, _("The mail is tried again within a minute."))
            return redirect("monitoring:source", pk=source.pk)
        if source is not None and step in ("look", "stop"):
            (look_now if step == "look" else stop_source)(source, by=me)
            messages.success(
                request,
                _("It is looked at within a minute.") if step == "look" else _("The source is looked at no more."),
            )
            return redirect("monitoring:source", pk=source.pk)
        form = SourceForm(request.POST)
        if form.is_valid():
            try:
                kept = edit_source(source, SourceFacts(**form.cleaned_data), by=me) if source else add_source(
                    SourceFacts(**form.cleaned_data), by=me)  # fmt: skip
            except BadSource as fault:
                form.add_error("url", str(fault))
            else:
                messages.success(request, _("The source is kept. It is looked at within a minute."))
                return redirect("monitoring:source", pk=kept.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OpmlOut(View):
    """All feeds as OPML, for other readers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A file."""
        require(staff_of(request), "monitoring.see")
        feeds = Source.objects.filter(kind=Source.Kind.FEED, is_active=True).order_by("stream", "name")
        outlines = [
            Outline(
                source.name,
                source.url,
                folder=str(source.get_stream_display()),
                category=source.stream if source.stream == Stream.OFFICIAL else "",
            )
            for source in feeds
        ]
        answer = HttpResponse(write_opml(_("Sources"), outlines), content_type="text/x-opml; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="nguon-tin-{timezone.localdate():%Y-%m-%d}.opml"'
        return answer


class Bring(StaffPage):
    """A single link, a clipping, a list of feeds."""

    permission = "monitoring.bring"
    template_name = "monitoring/bring.html"
    page_title = gettext_lazy("Bring in")
    header_icon = "upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Three forms; the one that was sent comes back with what is wrong."""
        initial = {"stream": self.request.GET.get("stream", "press")}
        return super().get_context_data(**kwargs) | {
            "link_form": kwargs.get("link_form") or LinkForm(prefix="link", initial=initial),
            "clipping_form": kwargs.get("clipping_form") or ClippingForm(prefix="clipping", initial=initial),
            "opml_form": kwargs.get("opml_form") or OpmlForm(prefix="opml"),
            "may_manage": may(staff_of(self.request), "monitoring.manage"),
            "waiting": Article.objects.filter(way=Article.Way.LINK).defer("text", "folded", "kept_runs").order_by("-seen_at")[:10],
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """By ``step``: link, clipping, opml."""
        step = request.POST.get("step", "link")
        form = {"link": LinkForm, "clipping": ClippingForm, "opml": OpmlForm}.get(step, LinkForm)(
            request.POST, request.FILES, prefix=step
        )
        if form.is_valid():
            try:
                return getattr(self, f"_{step}", self._link)(form.cleaned_data)
            except (BadSource, ClippingRefused, NothingSaid) as fault:
                form.add_error(None, str(fault))
        return self.render_to_response(self.get_context_data(**{f"{step}_form": form}), status=422)

    def _link(self, asked: dict[str, Any]) -> HttpResponse:
        article = add_link(asked["url"], outlet=asked["outlet"], stream=asked["stream"], by=staff_of(self.request))
        if article.story_id:
            messages.info(self.request, _("This article is here already."))
            return redirect("monitoring:article", pk=article.pk)
        messages.success(self.request, _("The page is read within a minute."))
        return redirect("monitoring:bring")

    def _clipping(self, asked: dict[str, Any]) -> HttpResponse:
        file = asked.pop("file")
        if file is not None and (file.size or 0) > Limits().size:
            raise ClippingRefused(_("The file is larger than 50 MB. Bring the pages that matter."))
        clipping = Clipping(**asked, name=file.name or "" if file else "", content=file.read() if file else b"")
        article = bring_clipping(clipping, by=staff_of(self.request))
        messages.success(self.request, _("The clipping is taken in."))
        return redirect("monitoring:article", pk=article.pk)

    def _opml(self, asked: dict[str, Any]) -> HttpResponse:
        try:
            outlines = read_opml(asked["file"].read(LARGEST + 1))
        except BadOpml:
            raise BadSource(
                _("The file is no OPML list of feeds. Export one from a feed reader and bring that.")
            ) from None
        new = bring_opml(outlines, stream=asked["stream"], by=staff_of(self.request))
        messages.success(self.request, ngettext("%(n)d new source.", "%(n)d new sources.", new) % {"n": new})
        return redirect("monitoring:sources")
