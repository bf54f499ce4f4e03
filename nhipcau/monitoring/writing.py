"""A digest as a frozen edition, and that edition as .docx, HTML, .pdf and mail: one reading of the rows, many writers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.monitoring.models import DeskSettings, Digest, DigestItem, Subscription
from nhipcau.ports.papers import Heading, Link, Paper, Paragraph, Signer, write_docx


@dataclass(frozen=True, slots=True)
class EditionItem:
    """One story. ``is_quoted``: the summary is the article's own lead."""

    title: str
    summary: str
    is_quoted: bool
    outlet: str
    url: str
    published_at: datetime | None
    copies: int

    @property
    def where(self) -> str:
        """Outlet and day: ``Báo Ví Dụ, 25/11/2026``, and how many copies others printed."""
        day = timezone.localdate(self.published_at).strftime("%d/%m/%Y") if self.published_at else ""
        said = ", ".join(filter(None, (self.outlet, day)))
        others = self.copies - 1
        if others > 0:
            said += " " + ngettext(
                "(and %(n)d other page with the same text)", "(and %(n)d other pages with the same text)", others
            ) % {"n": others}
        return said

    @property
    def words(self) -> str:
        """The summary as it is printed: a quotation in its marks."""
        return f"“{self.summary}”" if self.is_quoted else self.summary


@dataclass(frozen=True, slots=True)
class EditionSection:
    """A topic and its stories."""

    name: str
    items: tuple[EditionItem, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest as it is read."""

    kind: str
    title: str
    on: date
    opening: str
    sections: tuple[EditionSection, ...]
    issuer: str
    superior: str
    place: str

    @property
    def ending(self) -> str:
        """How much it holds."""
        count = sum(len(section.items) for section in self.sections)
        return ngettext("The digest holds %(n)d story.", "The digest holds %(n)d stories.", count) % {"n": count}


def sections_in_order(items: list[DigestItem]) -> list[tuple[str, list[DigestItem]]]:
    """Items under their topics: a topic stands where its first item stands."""
    first: dict[int | None, int] = {}
    for item in items:
        first.setdefault(item.topic_id, item.position)
    ordered = sorted(items, key=lambda item: (first[item.topic_id], item.topic_id or 0, item.position))
    groups = groupby(ordered, key=lambda item: item.topic_id)
    return [
        (str(rows[0].topic) if rows[0].topic else _("Other news"), rows)
        for rows in (list(group) for _topic, group in groups)
    ]


def edition_of(digest: Digest, desk: DeskSettings) -> Edition:
    """What the rows say now."""
    items = list(digest.items.select_related("topic").order_by("position", "pk"))
    sections = tuple(
        EditionSection(
            name,
            tuple(
                EditionItem(i.title, i.summary, i.is_quoted, i.outlet, i.url, i.published_at, i.copies) for i in rows
            ),
        )
        for name, rows in sections_in_order(items)
    )
    office = digest.office.name if digest.office else ""
    return Edition(
        digest.get_kind_display(), digest.title, digest.on_date, digest.opening, sections, desk.issuer or office or settings.WAGTAIL_SITE_NAME,
        desk.superior, desk.place,
    )  # fmt: skip


def as_docx(edition: Edition) -> bytes:
    """After Nghị định 30/2020/NĐ-CP; the same edition gives the same bytes."""
    blocks: list[Heading | Paragraph] = [Paragraph(edition.opening)] if edition.opening else []
    for section in edition.sections:
        blocks.append(Heading(section.name, level=1))
        for item in section.items:
            blocks += [Heading(item.title, level=2), Paragraph(item.words)]
            blocks.append(Paragraph(item.where, link=Link(item.url, item.url) if item.url else None))
    blocks.append(Paragraph(edition.ending))
    return write_docx(
        Paper(
            issuer=edition.issuer, superior=edition.superior, kind=_("Press digest"), title=edition.title, symbol="/ĐB", place=edition.place,
            on=edition.on, blocks=tuple(blocks), signer=Signer(), recipients=(_("Leadership"), _("Kept: VT")),
        )
    )  # fmt: skip


def as_html(edition: Edition) -> str:
    """A page that stands by itself: for printing, for sending on, and for the .pdf."""
    return render_to_string("monitoring/mail/edition.html", {"edition": edition})


def as_pdf(edition: Edition) -> bytes:
    """The same page. Nothing is fetched for it, from the web or from this machine."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    made: bytes = HTML(string=as_html(edition), url_fetcher=URLFetcher(allowed_protocols=())).write_pdf()
    return made


def as_mail(edition: Edition, digest: Digest, address: Subscription) -> EmailMultiAlternatives:
    """HTML and text, with the link by which the address is taken out again (RFC 2369, one click after RFC 8058)."""
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    leave = f"{base}{reverse('monitoring_open:leave', args=[address.token])}"
    facts = {"edition": edition, "leave": leave, "page": f"{base}{reverse('monitoring:digest', args=[digest.pk])}"}
    mail = EmailMultiAlternatives(
        f"[{settings.WAGTAIL_SITE_NAME}] {edition.title}",
        render_to_string("monitoring/mail/digest.txt", facts),
        to=[address.email],
        headers={"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    mail.attach_alternative(render_to_string("monitoring/mail/digest.html", facts), "text/html")
    return mail
