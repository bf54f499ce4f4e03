"""A page side by side with its source, sentence by sentence. Works without a script; with one it saves by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST
from wagtail_localize.models import StringTranslation, Translation

from nhipcau.newsroom import actions
from nhipcau.newsroom.editing import draft_of
from nhipcau.newsroom.faults import BadWords, NotNow, WordsChanged
from nhipcau.newsroom.models import EditorialPage, LanguageWork
from nhipcau.newsroom.remembered import Remembered, remembered
from nhipcau.newsroom.rules.words import seen_token
from nhipcau.newsroom.translating import (
    SourceChange,
    Words,
    WordsState,
    base_of,
    composed,
    machine,
    others_here,
    source_changes,
    source_page,
    target_page,
    to_shown,
    words_of,
)
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, require
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports.translation import NoSuggestion


def translation_at(pk: int) -> Translation:
    """The translation of an address. Raises Http404."""
    rows = Translation.objects.filter(enabled=True).select_related("source__locale", "target_locale")
    found: Translation = get_object_or_404(rows, pk=pk)
    if not issubclass(found.source.specific_content_type.model_class(), EditorialPage):
        raise Http404
    return found


def rows_of(
    every: Sequence[Words], code: str, faulty: Mapping[int, tuple[str | None, Exception]] | None = None
) -> list[dict[str, Any]]:
    """What the template of each sentence needs; what ``faulty`` holds for it (typed, fault) stands in its field instead of what is stored."""
    open_ones = {words.pk: words.segment.string.data for words in every if words.state is not WordsState.DONE}
    said = remembered(code, open_ones) if open_ones else {}
    return [_row(words, code, said.get(words.pk, []), *(faulty or {}).get(words.pk, (None, None))) for words in every]


def _row(
    words: Words, code: str, said: Sequence[Remembered], typed: str | None, fault: Exception | None
) -> dict[str, Any]:
    offers = [{"key": r.key, "percent": r.percent, "text": to_shown(r.target, words.is_rich), "source": to_shown(r.source, words.is_rich),
               "title": r.title, "page_id": r.page_id} for r in said]  # fmt: skip
    older = words.older
    return {
        "words": words, "code": code, "text": words.target if typed is None else typed, "offers": offers,
        "older": {"key": older.key, "text": to_shown(older.target, words.is_rich), "changes": older.changes} if older else None,
        "faults": _faults(fault), "theirs": _theirs(words, fault),
    }  # fmt: skip


def _faults(fault: Exception | None) -> list[str]:
    if fault is None:
        return []
    return list(fault.faults) if isinstance(fault, BadWords) else [str(fault)]


def _theirs(words: Words, fault: Exception | None) -> dict[str, str] | None:
    if not isinstance(fault, WordsChanged):
        return None
    return {"text": to_shown(fault.words, words.is_rich), "by": fault.by, "seen": seen_token(fault.words)}


class Workbench(StaffPage):
    """Source and translation side by side."""

    permission = "newsroom.see"
    template_name = "newsroom/translating/workbench.html"
    header_icon = "globe"

    @cached_property
    def translation(self) -> Translation:
        """Of the address."""
        return translation_at(self.kwargs["pk"])

    @cached_property
    def source(self) -> EditorialPage:
        """The page translated."""
        return source_page(self.translation.source)

    @cached_property
    def target(self) -> EditorialPage:
        """The page being made."""
        return target_page(self.translation)

    def get_page_title(self) -> str:
        """The headline of the source."""
        return self.source.title

    def get_page_subtitle(self) -> str:
        """Into which language."""
        return _("translation into %(language)s") % {"language": self.translation.target_locale}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, newsroom, translations, this one."""
        items = super().get_breadcrumbs_items()
        return [
            *items[:-1],
            {"url": reverse("newsroom:desk"), "label": _("Newsroom")},
            {"url": reverse("newsroom:translations"), "label": _("Translations")},
            items[-1],
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every sentence with its help, how far all is, what changed in the source, who else is here."""
        translation, by = self.translation, staff_of(self.request)
        code = translation.target_locale.language_code
        words = words_of(translation, language=get_language() or "")
        faulty: dict[int, tuple[str | None, Exception]] = kwargs.get("faulty", {})
        rows = rows_of(words, code, faulty)
        work = LanguageWork.objects.filter(translation=translation).first()
        return super().get_context_data(**kwargs) | {
            "translation": translation, "source_page": self.source, "target_page": self.target, "rows": rows,
            "code": code, "progress": progress_of(words), "work": work,
            "changed": changes_of(translation, self.source),
            "others": others_here(translation, but=by.pk, now=timezone.now()),
            "may_translate": may(by, "newsroom.translate", office=self.target.office_id),
            "machine": machine().name, "departures": sum(len(w.departures) for w in words),
            "fault": kwargs.get("fault", ""),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save what was typed, then the step that was asked for (``do``, or ``use`` for a suggestion)."""
        by, faulty = staff_of(request), self._save_all(request)
        step, fault, to = request.POST.get("do", ""), "", ""
        try:
            to = self._use(request.POST.get("use", ""), by) or self._step(step, by)
        except NotNow as refused:
            fault = str(refused)
        if faulty or fault:
            context = self.get_context_data(faulty=faulty, fault=fault)
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return redirect(to or reverse("newsroom:translating", args=[pk]))

    def _save_all(self, request: HttpRequest) -> dict[int, tuple[str, Exception]]:
        require(staff_of(request), "newsroom.translate", office=self.target.office_id)
        faulty: dict[int, tuple[str, Exception]] = {}
        for words in words_of(self.translation):
            typed = request.POST.get(f"words-{words.pk}", words.target).replace("\r\n", "\n")
            if typed.strip() == words.target.strip():
                continue
            try:
                actions.save_words(
                    self.translation, words.segment, typed,
                    seen=request.POST.get(f"seen-{words.pk}", ""), by=staff_of(request),
                )  # fmt: skip
            except NotNow as fault:
                faulty[words.pk] = (typed, fault)
        return faulty

    def _use(self, asked: str, by: Staff) -> str:
        """``SEGMENT:source`` or ``SEGMENT:KEY``: put the source itself, or what is remembered under KEY, into the sentence."""
        at, _colon, what = asked.partition(":")
        words = next((w for w in words_of(self.translation) if str(w.pk) == at), None)
        if words is None or not what:
            return ""
        text = words.source if what == "source" else self._remembered(what, words)
        actions.save_words(self.translation, words.segment, text, seen=words.seen, by=by)
        return f"{reverse('newsroom:translating', args=[self.translation.pk])}#s-{words.pk}"

    def _remembered(self, key: str, words: Words) -> str:
        row = StringTranslation.objects.filter(
            pk=key if key.isdecimal() else 0, locale_id=self.translation.target_locale_id
        ).first()
        if row is None:
            raise NotNow(_("What was suggested is no longer there."))
        return to_shown(row.data, words.is_rich)

    def _step(self, step: str, by: Staff) -> str:
        here = reverse("newsroom:translating", args=[self.translation.pk])
        if step.startswith("accept-"):
            return self._accept(step.removeprefix("accept-"), by, here)
        if step == "suggest":
            return self._suggest(by, here)
        if step == "take":
            page = actions.take_into_page(self.translation, by=by)
            messages.success(self.request, _("The words are in the page's draft. Hand it over to its reviewer."))
            return reverse("newsroom:page", args=[page.pk])
        messages.success(self.request, _("Saved."))
        return here

    def _accept(self, at: str, by: Staff, here: str) -> str:
        words = next((w for w in words_of(self.translation) if str(w.pk) == at), None)
        if words is None:
            raise NotNow(_("This sentence is no longer in the page. Load the screen anew."))
        actions.accept_words(self.translation, words.segment, seen=words.seen, by=by)
        return f"{here}#s-{words.pk}"

    def _suggest(self, by: Staff, here: str) -> str:
        empty = [w for w in words_of(self.translation) if w.is_needed and w.row is None]
        code, tool = self.translation.target_locale.language_code, machine()
        try:
            said = tool.suggest([w.segment.string.data for w in empty], "vi", code) if empty else []
        except NoSuggestion as fault:
            raise NotNow(_("The machine gave no suggestions: %(why)s") % {"why": fault}) from fault
        pairs = {w.pk: text for w, text in zip(empty, said, strict=True)}
        kept = actions.keep_suggestions(self.translation, pairs, tool=tool.name, by=by)
        told = ngettext("%(count)d suggestion to check.", "%(count)d suggestions to check.", kept) % {"count": kept}
        messages.success(self.request, told)
        return here


def progress_of(words: list[Words]) -> dict[str, Any]:
    """How many of the sentences that the page waits for are where."""
    needed = [w for w in words if w.is_needed]
    count = {state: sum(w.state is state for w in needed) for state in WordsState}
    done = count[WordsState.DONE]
    return {
        "needed": len(needed), "done": done, "machine": count[WordsState.MACHINE], "stale": count[WordsState.STALE],
        "empty": count[WordsState.EMPTY], "percent": done * 100 // len(needed) if needed else 100,
        "is_whole": done == len(needed) and not any(w.state is WordsState.MACHINE for w in words),
    }  # fmt: skip


def changes_of(translation: Translation, page: EditorialPage) -> list[SourceChange]:
    """What the source page says otherwise than the sentences on the screen."""
    return source_changes(translation.source, base_of(page), language=get_language() or "")


class Sentence(StaffPage):
    """One sentence for the script: its state, its warnings, and a conflict where there is one."""

    permission = "newsroom.see"

    def get(self, request: HttpRequest, pk: int, segment: int) -> HttpResponse:
        """As it is stored."""
        return self._answer(translation_at(pk), segment)

    def post(self, request: HttpRequest, pk: int, segment: int) -> HttpResponse:
        """Save ``words``, or ``accept`` what stands there. 409: somebody saved other words; 422: they cannot be kept; 410: no longer there."""
        translation = translation_at(pk)
        words = self._words(translation, segment)
        if words is None:
            return self._gone()
        typed, seen = request.POST.get("words", "").replace("\r\n", "\n"), request.POST.get("seen", "")
        try:
            if request.POST.get("accept"):
                actions.accept_words(translation, words.segment, seen=seen, by=staff_of(request))
            else:
                actions.save_words(translation, words.segment, typed, seen=seen, by=staff_of(request))
        except WordsChanged as fault:
            return self._answer(translation, segment, status=HTTPStatus.CONFLICT, typed=typed, fault=fault)
        except NotNow as fault:
            return self._answer(
                translation, segment, status=HTTPStatus.UNPROCESSABLE_ENTITY, typed=typed, fault=fault
            )
        return self._answer(translation, segment)

    @staticmethod
    def _words(translation: Translation, segment: int) -> Words | None:
        return next((w for w in words_of(translation, language=get_language() or "") if w.pk == segment), None)

    @staticmethod
    def _gone() -> HttpResponse:
        return JsonResponse({"gone": _("The source was taken over anew meanwhile. Load the screen anew; your words are kept in this browser.")},
                            status=HTTPStatus.GONE)  # fmt: skip

    def _answer(
        self, translation: Translation, segment: int, *, status: int = HTTPStatus.OK, typed: str | None = None,
        fault: Exception | None = None,
    ) -> HttpResponse:  # fmt: skip
        every = words_of(translation, language=get_language() or "")
        words = next((w for w in every if w.pk == segment), None)
        if words is None:
            return self._gone()
        faulty = {segment: (typed, fault)} if fault else {}
        (row,) = rows_of([words], translation.target_locale.language_code, faulty)
        html = render_to_string("newsroom/translating/side.html", {"row": row, "may_translate": True}, self.request)
        progress = progress_of(every)
        top = render_to_string("newsroom/translating/progress.html", {"progress": progress}, self.request)
        return JsonResponse(
            {"state": words.state, "seen": words.seen, "text": words.target, "html": html, "progress": top,
             "whole": progress["is_whole"]}, status=status,
        )  # fmt: skip


@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """A sign of life of a screen; answers who else is here and what each sentence's words are by their token. Raises NotAllowed."""
    translation, by = translation_at(pk), staff_of(request)
    at = request.POST.get("segment", "")
    actions.note_presence(translation, segment=int(at) if at.isdecimal() else None, by=by)
    others = others_here(translation, but=by.pk, now=timezone.now())
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id,
        translation_of__segments__source=translation.source, translation_of__segments__context_id=F("context_id"),
    ).values_list("translation_of__segments__pk", "data")  # fmt: skip
    html = render_to_string("newsroom/translating/others.html", {"others": others}, request)
    places = {str(hand.segment): str(hand.staff) for hand in others if hand.segment}
    return JsonResponse({"html": html, "places": places, "seen": {str(k): seen_token(data) for k, data in rows}})


@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as it would be with the words so far; where none are, what the source says. Raises NotAllowed."""
    require(staff_of(request), "newsroom.see")
    translation = translation_at(pk)
    made = (
        composed(translation) if translation.source.stringsegment_set.exists() else draft_of(target_page(translation))
    )
    answer: HttpResponse = made.make_preview_request(request, "")
    answer["Cache-Control"] = "private, no-store"
    return answer
