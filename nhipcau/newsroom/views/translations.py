"""Asking for translations, tying pages that were written on their own, taking over a changed source; and the table of all languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail_localize.models import TranslationSource

from nhipcau.duties.views.listing import StaffListing
from nhipcau.newsroom import actions
from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.language_forms import AskForm, TranslationFilters
from nhipcau.newsroom.language_states import Cell, cells_of
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.rules.languages import InLanguage
from nhipcau.newsroom.translating import base_of, source_changes, translation_of
from nhipcau.newsroom.views.page import page_of
from nhipcau.people.permissions import may
from nhipcau.people.views.pages import StaffPage, staff_of


class Translations(StaffListing):
    """Every Vietnamese page with where it stands in each language."""

    permission = "newsroom.see"
    template_name = "newsroom/translating/table.html"
    results_template_name = "newsroom/translating/table_results.html"
    index_url_name = "newsroom:translations"
    index_results_url_name = "newsroom:translations_results"
    page_title = gettext_lazy("Translations")
    verbose_name_plural = gettext_lazy("pages")
    header_icon = "globe"
    filterset_class = TranslationFilters
    search_fields = ["title", "draft_title"]
    index_kind = "page"

    def get_base_queryset(self) -> QuerySet[EditorialPage]:
        """Pages in the language that others are translated from."""
        return (
            EditorialPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
            .select_related("locale", "office")
            .defer("body", "sources", "lead")
            .order_by("-latest_revision_created_at", "-pk")
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows of this leaf, with the languages asked for."""
        context = super().get_context_data(*args, **kwargs)
        asked = self.request.GET.get("language", "")
        rows = list(context["object_list"])
        cells = cells_of(rows)
        languages = [(c, n) for c, n in settings.LANGUAGES if c != settings.LANGUAGE_CODE and asked in {"", c}]
        kept = {code for code, _name in languages}
        return context | {
            "languages": languages,
            "rows": [{"page": p, "cells": [c for c in cells[p.pk] if c.language in kept]} for p in rows],
            "may_translate": may(staff_of(self.request), "newsroom.translate"),
        }


class Ask(StaffPage):
    """One page: its languages, what can be asked for, and what changed since it was last taken over."""

    permission = "newsroom.see"
    template_name = "newsroom/translating/ask.html"
    header_icon = "globe"

    @cached_property
    def page(self) -> EditorialPage:
        """The page of the address; of a translation, its source."""
        found = page_of(self.kwargs["pk"])
        translation = translation_of(found)
        return page_of(translation.source.get_source_instance().pk) if translation else found

    def get_page_title(self) -> str:
        """The headline."""
        return self.page.draft_title or self.page.title

    def get_page_subtitle(self) -> str:
        """What is asked here."""
        return _("its languages")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, newsroom, translations, this page."""
        items = super().get_breadcrumbs_items()
        return [
            *items[:-1],
            {"url": reverse("newsroom:desk"), "label": _("Newsroom")},
            {"url": reverse("newsroom:translations"), "label": _("Translations")},
            items[-1],
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The languages with their states, the form, and the changes of the source."""
        page = self.page
        cells = cells_of([page])[page.pk]
        source = TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()
        changed = source_changes(source, base_of(page), language=get_language() or "") if source else []
        return super().get_context_data(**kwargs) | {
            "page": page, "cells": cells, "changed": changed, "has_source": source is not None,
            "form": kwargs.get("form") or AskForm(free=_free(cells)), "free": _free(cells),
            "may_translate": may(staff_of(self.request), "newsroom.translate", office=page.office_id),
            "fault": kwargs.get("fault", ""),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the chosen languages, or take over what the source says now (``do=update``)."""
        by, page = staff_of(request), self.page
        if request.POST.get("do") == "update":
            return self._update()
        form = AskForm(request.POST, free=_free(cells_of([page])[page.pk]))
        if form.is_valid():
            try:
                made = actions.ask_translation(page, form.cleaned_data["languages"], by=by)
            except NotNow as fault:
                form.add_error(None, str(fault))
            else:
                told = ngettext("%(count)d language was begun.", "%(count)d languages were begun.", len(made))
                messages.success(request, told % {"count": len(made)})
                return redirect("newsroom:ask_translation", pk=page.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _update(self) -> HttpResponse:
        try:
            actions.update_source(self.page, by=staff_of(self.request))
        except NotNow as fault:
            return self.render_to_response(self.get_context_data(fault=str(fault)), status=422)
        messages.success(
            self.request, _("The new source was taken over. Sentences that stayed the same keep their words.")
        )
        return redirect((self.request.POST.get("next_pk") and reverse("newsroom:translating", args=[int(self.request.POST["next_pk"])]))
                        or reverse("newsroom:ask_translation", args=[self.page.pk]))  # fmt: skip


def _free(cells: list[Cell]) -> list[tuple[str, str]]:
    return [(c.language, c.language_name) for c in cells if c.state.state is InLanguage.NONE]


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie a page that was written on its own to its Vietnamese page. Raises NotAllowed."""
    page = page_of(pk)
    try:
        work = actions.adopt_translation(page, by=staff_of(request))
    except NotNow as fault:
        messages.error(request, str(fault))
        return redirect("newsroom:page", pk=pk)
    left = len(work.leftover)
    if left:
        told = ngettext(
            "Tied to its source. %(count)d sentence found no place and is kept beside the translation.",
            "Tied to its source. %(count)d sentences found no place and are kept beside the translation.",
            left,
        )
        messages.warning(request, told % {"count": left})
    else:
        messages.success(request, _("Tied to its source, sentence by sentence."))
    return redirect("newsroom:translating", pk=work.translation_id)


def instead_of_localize(request: HttpRequest, rest: str) -> HttpResponse:
    """wagtail-localize's own screens lead to ours; what would be sent to them is not taken."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(_("Translations go their way through the newsroom."), status=403)
    kind, _slash, tail = rest.partition("/")
    number = next((int(part) for part in tail.split("/") if part.isdecimal()), 0)
    if kind == "translate" and number:
        return redirect("newsroom:translating", pk=number)
    if kind in {"submit", "page"} and number:
        return redirect("newsroom:ask_translation", pk=number)
    if kind == "update" and number:
        source = TranslationSource.objects.filter(pk=number).first()
        if source is not None:
            return redirect("newsroom:ask_translation", pk=source.get_source_instance().pk)
    return redirect("newsroom:translations")
