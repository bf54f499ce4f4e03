"""One page on its way: where it stands, what a person may do with it now, what happened, its languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page

from nhipcau.newsroom import actions
from nhipcau.newsroom.actions.media import media_faults
from nhipcau.newsroom.actions.signing import sign_statement
from nhipcau.newsroom.editing import Way, draft_of, editors_since_approval, way_of, with_last_step
from nhipcau.newsroom.faults import MediaNotCleared, NotNow
from nhipcau.newsroom.forms import (
    HandOverForm,
    NothingForm,
    ReturnForm,
    ScheduleForm,
    SeenForm,
    UrgentForm,
    WithdrawForm,
)
from nhipcau.newsroom.models import STANDING_NAMES, EditorialPage, Step, StoryPage
from nhipcau.newsroom.rules.standing import Standing
from nhipcau.newsroom.views.desk import TONES, logs_of, row_of
from nhipcau.newsroom.views.languages_card import card_of
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may
from nhipcau.people.views.pages import StaffPage, staff_of

FORMS: dict[str, type[forms.Form]] = {
    "hand_over": HandOverForm, "approve": SeenForm, "return": ReturnForm, "publish": NothingForm,
    "schedule": ScheduleForm, "unschedule": NothingForm, "urgent": UrgentForm, "sign": NothingForm, "withdraw": WithdrawForm,
}  # fmt: skip


def page_of(pk: int) -> EditorialPage:
    """The page of an address in its own type, with its draft. Raises Http404."""
    found = Page.objects.filter(pk=pk).first()
    specific = found.specific if found else None
    if not isinstance(specific, EditorialPage):
        raise Http404
    return specific


def steps_open_to(by: Staff, page: EditorialPage, way: Way) -> list[str]:
    """What ``by`` may do with ``page`` as it stands, most wanted first. The actions ask again."""
    draft, standing = way.draft_standing, way.standing
    new = way.content != way.live_content
    cleared = new and draft in {Standing.APPROVED, Standing.SCHEDULED}
    reads = may(by, "newsroom.approve", office=page.office_id) and by.pk not in editors_since_approval(page)
    lets_out = may(by, "newsroom.publish", office=page.office_id)
    rules = {
        "approve": reads and ((new and draft is Standing.EDITED) or (way.waits is not None and not new)),
        "publish": lets_out and cleared,
        "schedule": lets_out and cleared and draft is not Standing.SCHEDULED,
        "unschedule": lets_out and draft is Standing.SCHEDULED and new,
        "hand_over": may(by, "newsroom.write", office=page.office_id)
        and new and draft in {Standing.DRAFT, Standing.RETURNED, Standing.WITHDRAWN},
        "return": may(by, "newsroom.approve", office=page.office_id)
        and new and draft in {Standing.EDITED, Standing.APPROVED, Standing.SCHEDULED},
        "urgent": may(by, "newsroom.publish_urgently", office=page.office_id) and new and not cleared,
        "sign": may(by, "newsroom.sign", office=page.office_id) and page.live and way.waits is None
        and not page.signatures.filter(content=page.content()).exists(),
        "withdraw": may(by, "newsroom.withdraw", office=page.office_id) and page.live,
    }  # fmt: skip
    return [step for step, allowed in rules.items() if allowed and standing]


class PagePage(StaffPage):
    """Everything about one page of the site but its writing, which has its own screen."""

    permission = "newsroom.see"
    template_name = "newsroom/page.html"
    header_icon = "edit"

    @cached_property
    def page(self) -> EditorialPage:
        """The page of the address."""
        return page_of(self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The headline of its draft."""
        return self.page.draft_title or self.page.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, newsroom, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:desk"), "label": _("Newsroom")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Standing, open steps with their forms, the log, what its pictures lack, its languages."""
        page, by = self.page, staff_of(self.request)
        way, draft = way_of(page), draft_of(page)
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        steps = steps_open_to(by, page, way)
        live = page.get_latest_revision() if page.live_revision_id else None
        return super().get_context_data(**kwargs) | {
            "page": page, "draft": draft, "way": way,
            "standing": STANDING_NAMES[way.standing], "tone": TONES.get(way.standing, ""),
            "draft_standing": STANDING_NAMES[way.draft_standing] if way.standing is Standing.CHANGED else "",
            "steps": [{"key": s, "form": faulty.get(s) or _form(s, way)} for s in steps],
            "opened": next(iter(faulty), ""),
            "log": Step.objects.filter(page_id=page.pk).select_related("by").order_by("-pk"),
            "media_faults": media_faults(draft),
            "signatures": page.signatures.select_related("by"), "languages": languages_of(page), "card": card_of(page, by),
            "compare": bool(live and page.live_revision_id != live.pk),
            "may_edit": page.permissions_for_user(by).can_edit(),
            "edited_it": by.pk in editors_since_approval(page),
            "duty": getattr(page, "duty", None) if isinstance(page, StoryPage) else None,
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step, named by ``step``."""
        step = request.POST.get("step", "")
        if step not in FORMS:
            return redirect("newsroom:page", pk=pk)
        form = FORMS[step](request.POST, prefix=step)
        if form.is_valid():
            try:
                said = _take(step, self.page, form.cleaned_data, staff_of(request))
            except MediaNotCleared as fault:
                for line in fault.faults:
                    form.add_error(None, line)
            except NotNow as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, said)
                return redirect("newsroom:page", pk=pk)
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)


def _form(step: str, way: Way) -> forms.Form:
    return FORMS[step](initial={"seen": way.content}, prefix=step)


def _take(step: str, page: EditorialPage, asked: dict[str, Any], by: Staff) -> str:
    if step == "hand_over":
        actions.hand_over(page, seen=asked["seen"], note=asked["note"], by=by)
        return _("The draft was handed over. A second person reads it now.")
    if step == "approve":
        actions.approve(page, seen=asked["seen"], by=by)
        return _("Approved.")
    if step == "return":
        actions.return_to_editor(page, seen=asked["seen"], note=asked["note"], by=by)
        return _("The draft was returned to the editor.")
    if step == "schedule":
        actions.schedule(page, at=asked["at"], by=by)
        return _("The page goes out by itself at that time.")
    if step == "unschedule":
        actions.unschedule(page, by=by)
        return _("The schedule was taken back.")
    if step == "urgent":
        actions.publish_urgently(page, seen=asked["seen"], reason=asked["reason"], by=by)
        return _("The page is out, with a badge until a second person has approved it.")
    if step == "sign":
        row = sign_statement(page, by=by)
        return _("Signed with the key %(key)s.") % {"key": row.key_id}
    if step == "withdraw":
        actions.withdraw(page, reason=asked["reason"], by=by)
        return _("The page was withdrawn. Readers find a note in its place.")
    actions.publish(page, by=by)
    return _("The page is out.")


def languages_of(page: EditorialPage) -> list[dict[str, Any]]:
    """The page in each language in which it exists, with where it stands, this one included."""
    rows = list(
        with_last_step(EditorialPage.objects.filter(translation_key=page.translation_key))
        .select_related("locale")
        .order_by("locale_id")
    )
    logs = logs_of(rows)
    return [row_of(row, logs[row.pk]) for row in rows]
