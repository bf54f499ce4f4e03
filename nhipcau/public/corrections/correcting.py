"""Telling the desk, following what became of it, writing again, appealing. Nothing of it is kept by caches, and no cookie is set."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from nhipcau.corrections.actions import NotNow, Report, forget_contact, receive, renew_link, write_as_sender
from nhipcau.corrections.models import Case
from nhipcau.corrections.own_pages import is_ours, page_at
from nhipcau.corrections.queries import Logged, logged_at
from nhipcau.corrections.rules.tokens import hash_of
from nhipcau.corrections.rules.verdicts import About, Kind, State
from nhipcau.public.corrections.forms import AppealForm, OpenForm, RenewForm, ReportForm, WordsForm
from nhipcau.public.corrections.frame import LOG, draw, entry_path, language_now, shown
from nhipcau.public.corrections.words import STATES
from nhipcau.public.machines.addresses import absolute
from nhipcau.public.pace import may_send


def _private(answer: HttpResponse) -> HttpResponse:
    """What a private link opens is told to nobody else: no cache, no engine, and no other site by way of the browser."""
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _passes(request: HttpRequest, form: OpenForm) -> bool:
    """Whether the form is whole and its sender has not sent too many."""
    if not form.is_valid():
        return False
    if not may_send(request):
        form.add_error(None, _("Many forms came from this address within the hour. Please try again later."))
        return False
    return True


@csrf_exempt
def report(request: HttpRequest) -> HttpResponse:
    """``/dinh-chinh/bao/``: the form. The page from which a reader comes is filled in where it is ours."""
    came_from = request.headers.get("Referer", "")
    known = {"item_url": came_from if page_at(came_from) else ""}
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm(initial=known)
    if request.method == "POST" and _passes(request, form):
        asked = form.cleaned_data
        page = page_at(asked["item_url"])
        about = About.OWN if is_ours(asked["item_url"]) else About.PUBLISHED
        told = Report(
            statement=asked["statement"], about=about, why=asked["why"], item_url=asked["item_url"], email=asked["email"], page=page,
            item_title=page.title if page else "", language=language_now(),
            statement_language=page.locale.language_code if page else language_now(),
        )  # fmt: skip
        return _taken(form, told) or _form(request, form)
    return _form(request, form)


def _form(
    request: HttpRequest, form: OpenForm, entry: dict[str, Any] | None = None, path: str = f"{LOG}bao/"
) -> HttpResponse:
    title = _("Appeal against this entry") if entry else _("Report something that is not right")
    answer = draw(request, "public/corrections/report.html", title=title, path=path, robots="noindex" if entry else "", form=form, entry=entry,
                  renew_url=reverse("public:renew"), status=422 if form.is_bound else 200)  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer


def _taken(form: OpenForm, told: Report) -> HttpResponse | None:
    """The way to the receipt; None where the desk refuses, which the form then says."""
    try:
        receipt = receive(told, now=timezone.now())
    except NotNow as fault:
        form.add_error(None, str(fault))
        return None
    return _private(HttpResponseRedirect(reverse("public:follow", args=[receipt.token]) + "?new=1"))


@csrf_exempt
def appeal(request: HttpRequest, number: str) -> HttpResponse:
    """``/dinh-chinh/vu/N/khieu-nai/``: an entry is said to be wrong."""
    found = logged_at(number)
    if found is None:
        raise Http404
    form = AppealForm(request.POST or None)
    if request.method == "POST" and _passes(request, form):
        case = Case.objects.get(number=number)
        told = Report(
            statement=form.cleaned_data["why"], about=case.about, item_url=absolute(entry_path(number)), appeal_of=case, language=language_now(),
            item_title=_title(found), email=form.cleaned_data["email"], statement_language=language_now(),
        )  # fmt: skip
        if answer := _taken(form, told):
            return answer
    return _form(request, form, shown(found, language_now()), f"{LOG}vu/{number}/khieu-nai/")


def _title(found: Logged) -> str:
    return str(shown(found, language_now())["title"])


@csrf_exempt
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """``/dinh-chinh/theo-doi/TOKEN/``: receipt, state, answer, messages. Whoever holds the link may read and write here."""
    case = Case.objects.filter(token_hash=hash_of(token)).select_related("appeal_of", "duplicate_of").first()
    if case is None:
        raise Http404
    form = WordsForm(request.POST if request.POST.get("step") == "words" else None)
    if request.method == "POST" and request.POST.get("step") == "forget":
        forget_contact(case)
        return _private(HttpResponseRedirect(request.path))
    if request.method == "POST" and _passes(request, form):
        try:
            write_as_sender(case, words=form.cleaned_data["words"])
        except NotNow as fault:
            form.add_error(None, str(fault))
        else:
            return _private(HttpResponseRedirect(f"{request.path}#messages"))
    return _private(_followed(request, case, token, form))


def _followed(request: HttpRequest, case: Case, token: str, form: WordsForm) -> HttpResponse:
    other = case.duplicate_of or case.appeal_of
    entry = logged_at(case.number) or (logged_at(other.number) if other else None)
    link = absolute(reverse("public:follow", args=[token]))
    return draw(
        request, "public/corrections/follow.html", title=_("Your report %(number)s") % {"number": case.number}, robots="noindex",
        path=f"{LOG}theo-doi/{token}/", case=case, state=STATES[State(case.state)], link=link, is_new=request.GET.get("new") == "1",
        entry=shown(entry, language_now()) if entry else None, letters=case.messages.all(), form=form, has_contact=hasattr(case, "contact"),
        is_appeal=case.kind == Kind.APPEAL, status=422 if form.errors else 200,
    )  # fmt: skip


@csrf_exempt
def renew(request: HttpRequest) -> HttpResponse:
    """``/dinh-chinh/lien-ket/``: a new link to the address that was left with a report. Says the same whether there is one or not."""
    form = RenewForm(request.POST or None)
    if request.method == "POST" and _passes(request, form):
        renewed = renew_link(form.cleaned_data["number"], form.cleaned_data["email"])
        if renewed is not None:
            _mail(*renewed, to=form.cleaned_data["email"])
        return _private(
            draw(
                request,
                "public/corrections/renew.html",
                title=_("A new link"),
                path=f"{LOG}lien-ket/",
                robots="noindex",
                sent=True,
            )
        )
    answer = draw(request, "public/corrections/renew.html", title=_("A new link"), path=f"{LOG}lien-ket/", robots="noindex", form=form,
                  status=422 if form.is_bound else 200)  # fmt: skip
    return _private(answer)


def _mail(case: Case, token: str, *, to: str) -> None:
    with override(case.language):
        title = _("Your report %(number)s") % {"number": case.number}
        words = _("This link opens your report. The old one opens nothing any more.")
        EmailMessage(title, f"{words}\n\n{absolute(reverse('public:follow', args=[token]))}\n", to=[to]).send()
