"""The reading desk: views on the left, stories in the middle, one story on the right. Works by plain links; htmx and keys make it quick."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from nhipcau.monitoring.actions import (
    NothingSaid,
    NotNow,
    add_items,
    desk_settings,
    drop_search,
    drop_story,
    keep_story,
    label_story,
    mark_story,
    note_story,
    reopen_story,
    save_search,
    unmark_story,
)
from nhipcau.monitoring.forms import DeskForm
from nhipcau.monitoring.models import Article, Digest, Mark, SavedSearch, Source, Story, Stream
from nhipcau.monitoring.queries import VIEWS, DeskView, after, desk_counts, desk_stories, searches_of, whole_story
from nhipcau.monitoring.rules.differences import difference
from nhipcau.monitoring.words import said_of_fault
from nhipcau.people.models import Staff, Topic
from nhipcau.people.permissions import may, require
from nhipcau.people.views.pages import StaffPage, staff_of

A_PAGE = 60
AHEAD = 25
"""The next page is asked for when so many rows are still to come: the reader never waits."""
VIEW_NAMES = {
    "first": gettext_lazy("To read first"), "new": gettext_lazy("All that is new"), "kept": gettext_lazy("Kept"),
    "leadership": gettext_lazy("For leadership"), "answer": gettext_lazy("Asks for an answer"),
    "inaccurate": gettext_lazy("Maybe inaccurate"), "idea": gettext_lazy("Newsroom ideas"), "dropped": gettext_lazy("Dropped"),
}  # fmt: skip


def view_of(asked: QueryDict) -> tuple[DeskView, DeskForm]:
    """What an address asks for; what makes no sense in it is left out."""
    form = DeskForm(asked)
    form.is_valid()
    said = form.cleaned_data
    view, stream, source = asked.get("view", "first"), asked.get("stream", Stream.PRESS), asked.get("source", "")
    topic = said.get("topic")
    return DeskView(
        view=view if view in VIEWS else "first", stream=stream if stream in Stream.values else Stream.PRESS, words=said.get("q", ""),
        topic=topic.pk if topic else None, place=said.get("place", ""), source=int(source) if source.isdigit() else None,
        country=said.get("country", ""), since=said.get("since"), until=said.get("until"),
    ), form  # fmt: skip


def query_of(asked: QueryDict, *without: str) -> str:
    """The address's query without paging and ``without``, ready to append to: "" or "a=1&"."""
    kept = asked.copy()
    for name in ("after", "story", *without):
        kept.pop(name, None)
    return f"{kept.urlencode()}&" if kept else ""


class Desk(StaffPage):
    """The whole desk."""

    permission = "monitoring.see"
    template_name = "monitoring/desk.html"
    page_title = gettext_lazy("Reading desk")
    header_icon = "glasses"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Views with their counts, the first rows, and the story of the address or the first."""
        me, asked = staff_of(self.request), self.request.GET
        view, form = view_of(asked)
        settings = desk_settings()
        counts = desk_counts(view.stream, threshold=settings.threshold)
        rows = rows_context(view, asked)
        chosen = asked.get("story", "")
        first = int(chosen) if chosen.isdigit() else (rows["stories"][0].pk if rows["stories"] else None)
        base = query_of(asked, "view")
        return super().get_context_data(**kwargs) | rows | {
            "form": form, "view": view, "view_name": VIEW_NAMES[view.view],
            "views": [(key, name, counts.get(key, 0), f"?{base}view={key}") for key, name in VIEW_NAMES.items()],
            "streams": [(key, name, f"?{urlencode({'stream': key, 'view': view.view})}") for key, name in Stream.choices],
            "searches": searches_of(me), "source": Source.objects.filter(pk=view.source).first() if view.source else None,
            "pane": pane_context(first, me, asked) if first else None,
            "may_sort": may(me, "monitoring.sort"), "may_manage": may(me, "monitoring.manage"), "may_bring": may(me, "monitoring.bring"),
            "query": query_of(asked), "narrowed": any(form.cleaned_data.values()) or bool(view.source),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the present view as a search, or drop one."""
        me = staff_of(request)
        if search := request.POST.get("drop"):
            drop_search(get_object_or_404(SavedSearch, pk=search), by=me)
            return redirect("monitoring:desk")
        query = query_of(request.GET).rstrip("&")
        try:
            save_search(request.POST.get("name", ""), query, by=me, is_shared=bool(request.POST.get("shared")))
        except NothingSaid as fault:
            messages.error(request, str(fault))
        return redirect(f"{reverse('monitoring:desk')}?{query}")


def rows_context(view: DeskView, asked: QueryDict) -> dict[str, Any]:
    """A page of rows and where the next begins."""
    rows = desk_stories(view, threshold=desk_settings().threshold, now=timezone.now())
    if begun := _mark_of(asked.get("after", "")):
        rows = after(rows, *begun)
    stories = list(rows[: A_PAGE + 1])
    more, stories = len(stories) > A_PAGE, stories[:A_PAGE]
    last = stories[-1] if more else None
    return {
        "stories": stories, "query": query_of(asked),
        "next": f"{last.first_at.isoformat()}~{last.pk}" if last else "",
        "trigger": stories[max(0, len(stories) - AHEAD)].pk if more else None,
        "now": timezone.now(),
    }  # fmt: skip


def _mark_of(said: str) -> tuple[datetime, int] | None:
    moment, _tilde, pk = said.partition("~")
    try:
        at = parse_datetime(moment.replace(" ", "+"))
    except ValueError:
        return None
    return (at, int(pk)) if at is not None and timezone.is_aware(at) and pk.isdigit() else None


class Rows(View):
    """The next rows of the list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A piece of the list, ready to be put at its end."""
        require(staff_of(request), "monitoring.see")
        view, _form = view_of(request.GET)
        return render(request, "monitoring/parts/rows.html", rows_context(view, request.GET))


def pane_context(pk: int, me: Staff, asked: QueryDict) -> dict[str, Any]:
    """All that one story shows: the chosen article, its copies and their differences, marks, notes."""
    story = whole_story(pk).first()
    if story is None:
        raise Http404
    articles = sorted(story.articles.all(), key=lambda one: (one.published_at or one.seen_at, one.pk))
    chosen = next((one for one in articles if str(one.pk) == asked.get("article")), articles[0] if articles else None)
    first = articles[0] if articles else None
    compare = (
        chosen is not None and first is not None and chosen.pk != first.pk and bool(chosen.text) and bool(first.text)
    )
    marks = {mark.kind: mark for mark in story.marks.all()}
    return {
        "story": story, "articles": articles, "article": chosen, "fault": said_of_fault(chosen.fault_code) if chosen else "",
        "paragraphs": list(filter(None, chosen.text.splitlines())) if chosen else [],
        "difference": difference(first.text, chosen.text) if compare and first and chosen else None,
        "marks": [(kind, name, marks.get(kind)) for kind, name in Mark.Kind.choices], "reasons": story.reasons,
        "topics": Topic.objects.order_by("name"), "labels": {topic.pk for topic in story.topics.all()},
        "drafts": Digest.objects.filter(state=Digest.State.DRAFT).only("title")[:10],
        "in_digests": {item.digest_id for item in story.digest_items.all()}, "query": query_of(asked, "article"),
        "may_sort": may(me, "monitoring.sort"), "may_compose": may(me, "monitoring.compose"), "may_plan": may(me, "newsroom.plan"),
    }  # fmt: skip


class StoryPage(StaffPage):
    """One story: as the pane alone where htmx asks, else as a page."""

    permission = "monitoring.see"
    template_name = "monitoring/story.html"
    header_icon = "glasses"

    @cached_property
    def pane(self) -> dict[str, Any]:
        """What the pane shows."""
        return pane_context(self.kwargs["pk"], staff_of(self.request), self.request.GET)

    def get_page_title(self) -> str:
        """The story's title."""
        return str(self.pane["story"].title)[:90]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pane."""
        return super().get_context_data(**kwargs) | {"pane": self.pane, "fault": kwargs.get("fault", "")}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The pane or the page."""
        if request.headers.get("HX-Request"):
            return render(request, "monitoring/parts/pane.html", {"pane": self.pane})
        return super().get(request, *args, **kwargs)


def _mark(story: Story, request: HttpRequest, by: Staff) -> None:
    kind = Mark.Kind(request.POST.get("kind", ""))
    mark_story(story, kind, words=request.POST.get("words", ""), by=by)


def _label(story: Story, request: HttpRequest, by: Staff) -> None:
    topics = Topic.objects.filter(pk__in=request.POST.getlist("topics"))
    label_story(story, topics, country=request.POST.get("country"), by=by)


def _put_in_digest(story: Story, request: HttpRequest, by: Staff) -> None:
    wanted = request.POST.get("digest", "")
    drafts = Digest.objects.filter(state=Digest.State.DRAFT).order_by("-on_date", "-pk")
    draft = drafts.filter(pk=wanted).first() if wanted.isdigit() else drafts.first()
    if draft is None:
        raise NotNow(_("There is no draft of a digest. Begin one first."))
    add_items(draft, [story], by=by)


STEPS = {
    "keep": lambda story, request, by: keep_story(story, by=by),
    "drop": lambda story, request, by: drop_story(story, by=by),
    "reopen": lambda story, request, by: reopen_story(story, by=by),
    "note": lambda story, request, by: note_story(story, request.POST.get("words", ""), by=by),
    "mark": _mark,
    "unmark": lambda story, request, by: unmark_story(story, Mark.Kind(request.POST.get("kind", "")), by=by),
    "label": _label,
    "digest": _put_in_digest,
}


class StoryStep(View):
    """A step at the desk. With htmx the pane and the story's row come back; without, the desk as it was."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Raises NotAllowed, which becomes a page that says so."""
        me = staff_of(request)
        require(me, "monitoring.see")
        story = get_object_or_404(Story, pk=pk)
        fault = ""
        try:
            STEPS[request.POST.get("step", "")](story, request, me)
        except (KeyError, ValueError):
            raise Http404 from None
        except (NothingSaid, NotNow) as refused:
            fault = str(refused)
        if not request.headers.get("HX-Request"):
            if fault:
                messages.error(request, fault)
            return redirect(_back_to(request, pk))
        pane = pane_context(pk, me, request.GET)
        row = Story.objects.select_related("first").prefetch_related("topics", "marks").get(pk=pk)
        facts = {"pane": pane, "row": row, "fault": fault, "now": timezone.now(), "query": query_of(request.GET)}
        return render(request, "monitoring/parts/after_step.html", facts, status=422 if fault else 200)


def _back_to(request: HttpRequest, pk: int) -> str:
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return reverse("monitoring:story", args=[pk])


def article_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An article's address leads to its story."""
    require(staff_of(request), "monitoring.see")
    article = get_object_or_404(Article.objects.only("story_id"), pk=pk, story__isnull=False)
    return redirect(f"{reverse('monitoring:story', args=[article.story_id])}?article={pk}")
