"""What is kept for how long, publishers' requests, recipients, settings, statistics; and the page by which an address is taken out."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from nhipcau.monitoring.actions import (
    DeskFacts,
    NothingSaid,
    NotNow,
    add_recipient,
    articles_of,
    change_settings,
    close_site,
    days_kept,
    desk_settings,
    end_recipient,
    export_site,
    open_site,
    set_retention,
    site_name,
    unsubscribe,
)
from nhipcau.monitoring.forms import PeriodForm, RecipientForm, RetentionForm, SettingsForm, SiteForm
from nhipcau.monitoring.models import Article, ClosedSite, Recording, RetentionRule, Subscription
from nhipcau.monitoring.queries import places_over_time, topics_over_time
from nhipcau.people.permissions import may, require, today
from nhipcau.people.views.pages import StaffPage, staff_of


class Keeping(StaffPage):
    """Retention rules and publishers' requests."""

    permission = "monitoring.see"
    template_name = "monitoring/keeping.html"
    page_title = gettext_lazy("What is kept")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rules, sites left alone, forms."""
        on = today()
        return super().get_context_data(**kwargs) | {
            "days": days_kept(on), "rules": RetentionRule.objects.all(), "sites": ClosedSite.objects.select_related("by"),
            "with_text": Article.objects.exclude(text="").count(), "without": Article.objects.filter(forgotten_on__isnull=False).count(),
            "retention_form": kwargs.get("retention_form") or RetentionForm(initial={"valid_from": on}, prefix="retention"),
            "site_form": kwargs.get("site_form") or SiteForm(prefix="site"), "may_manage": may(staff_of(self.request), "monitoring.manage"),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """A rule, a request, or the end of one."""
        me, step = staff_of(request), request.POST.get("step", "")
        if step == "open":
            open_site(get_object_or_404(ClosedSite, pk=request.POST.get("site")), by=me)
            return redirect("monitoring:keeping")
        form = (
            RetentionForm(request.POST, prefix="retention")
            if step == "retention"
            else SiteForm(request.POST, prefix="site")
        )
        if form.is_valid():
            asked = form.cleaned_data
            try:
                if step == "retention":
                    set_retention(**asked, by=me)
                    messages.success(request, _("The rule is kept."))
                else:
                    gone = close_site(asked["site"], reason=asked["reason"], by=me, on=today())
                    messages.success(
                        request, ngettext("%(n)d text was deleted.", "%(n)d texts were deleted.", gone) % {"n": gone}
                    )
                return redirect("monitoring:keeping")
            except NothingSaid as fault:
                form.add_error(None, str(fault))
        return self.render_to_response(self.get_context_data(**{f"{step}_form": form}), status=422)


class SiteExport(View):
    """All that is held of a publisher's site, as JSON: for the publisher who asks."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A file; that it was taken is in the trail."""
        me = staff_of(request)
        require(me, "monitoring.manage")
        site = site_name(request.GET.get("site", ""))
        recordings = Recording.objects.filter(host=site) if site else Recording.objects.none()
        if not site or not (articles_of(site).exists() or recordings.exists()):
            messages.error(request, _("Nothing is held of this site."))
            return redirect("monitoring:keeping")
        rows = [_exported(row) for row in export_site(site, by=me)]
        held = {"site": site, "exported": timezone.now().isoformat(), "articles": rows}
        held["recordings"] = [_recording_exported(row) for row in recordings.order_by("at", "pk")]
        body = json.dumps(held, ensure_ascii=False, indent=1)
        answer = HttpResponse(body, content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{site}-{today():%Y-%m-%d}.json"'
        return answer


def _exported(row: Article) -> dict[str, Any]:
    return {
        "url": row.url, "title": row.title, "outlet": row.outlet, "published": row.published_at.isoformat() if row.published_at else None,
        "seen": row.seen_at.isoformat(), "language": row.language, "lead": row.lead, "text": row.text, "picture": row.picture,
        "sha256": row.sha256, "text_deleted": row.forgotten_on.isoformat() if row.forgotten_on else None,
    }  # fmt: skip


def _recording_exported(row: Recording) -> dict[str, Any]:
    return {
        "url": row.url, "title": row.title, "outlet": row.outlet, "published": row.published_on.isoformat() if row.published_on else None,
        "brought": row.at.isoformat(), "seconds": row.seconds, "language": row.language, "words": row.words, "sha256": row.sha256,
        "size": row.size, "file_deleted": row.forgotten_on.isoformat() if row.forgotten_on else None,
    }  # fmt: skip


class SettingsPage(StaffPage):
    """The desk's settings and who receives digests."""

    permission = "monitoring.manage"
    template_name = "monitoring/settings.html"
    page_title = gettext_lazy("Settings of the desk")
    header_icon = "cog"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both forms."""
        row = desk_settings()
        names = ("threshold", "digest_hour", "issuer", "superior", "place")
        initial = {name: getattr(row, name) for name in names}
        chosen = [duty.pk for duty in row.duties.only("pk")] if not row._state.adding else []
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or SettingsForm(initial=initial | {"duties": chosen}),
            "recipient_form": kwargs.get("recipient_form") or RecipientForm(prefix="to"),
            "recipients": Subscription.objects.filter(ended_at__isnull=True), "ended": Subscription.objects.filter(ended_at__isnull=False).count(),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Settings, a new recipient, or the end of one."""
        me, step = staff_of(request), request.POST.get("step", "settings")
        if step == "end":
            end_recipient(get_object_or_404(Subscription, pk=request.POST.get("recipient")), by=me)
            return redirect("monitoring:settings")
        form = RecipientForm(request.POST, prefix="to") if step == "recipient" else SettingsForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(
                self.get_context_data(**{"recipient_form" if step == "recipient" else "form": form}), status=422
            )
        asked = form.cleaned_data
        try:
            if step == "recipient":
                add_recipient(asked["email"], name=asked["name"], kinds=asked["kinds"], by=me)
            else:
                change_settings(DeskFacts(**asked | {"duties": tuple(asked["duties"])}), by=me)
            messages.success(request, _("Kept."))
        except NotNow as fault:
            messages.error(request, str(fault))
        return redirect("monitoring:settings")


class Statistics(StaffPage):
    """Topics and places over time; nothing else is counted."""

    permission = "monitoring.see"
    template_name = "monitoring/statistics.html"
    page_title = gettext_lazy("Topics and places over time")
    header_icon = "grid"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last twelve weeks unless asked otherwise."""
        form = PeriodForm(self.request.GET)
        form.is_valid()
        asked = form.cleaned_data
        until = asked.get("until") or today()
        since = asked.get("since") or until - timedelta(days=83)
        by_month = asked.get("by") == "month"
        return super().get_context_data(**kwargs) | {
            "form": PeriodForm(initial={"since": since, "until": until, "by": "month" if by_month else "week"}), "by_month": by_month,
            "topics": topics_over_time(since=since, until=until, by_month=by_month),
            "places": places_over_time(since=since, until=until, by_month=by_month), "since": since, "until": until,
        }  # fmt: skip


@method_decorator(csrf_exempt, name="dispatch")
class Leave(View):
    """The link in each mail: a page with a button, and the one click that mail programs send (RFC 8058)."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Looking changes nothing: programs open links by themselves."""
        return render(
            request,
            "monitoring/leave.html",
            {"done": False, "known": Subscription.objects.filter(token=token).exists()},
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Taken out."""
        known = unsubscribe(token)
        return render(request, "monitoring/leave.html", {"done": known, "known": known}, status=200 if known else 404)
