"""Keeping the fixed terms: brought with the profile, changed one by one, taken in from a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.newsroom.faults import BadTerms, NotNow
from nhipcau.newsroom.models import Term, TermTranslation
from nhipcau.newsroom.rules import starter_types
from nhipcau.newsroom.rules.term_rows import FOREIGN, TermRow, forms_in, read_terms
from nhipcau.newsroom.signals import terms_changed
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record


@transaction.atomic
def load_terms(terms: Iterable[starter_types.Term], *, by: Staff | None = None) -> int:
    """Bring the terms of a profile; how many are new. A term that is there already is the staff's and stays as it is."""
    there = {vi.casefold() for vi in Term.objects.values_list("vi", flat=True)}
    rows = {
        term.names["vi"].casefold(): TermRow(
            term.names["vi"], term.kind, {c: forms_in(t) for c, t in term.names.items() if c in FOREIGN and t.strip()},
            term.note, term.source[:500],
        )
        for term in terms
    }  # fmt: skip
    new = [row for key, row in rows.items() if key not in there]
    made = Term.objects.bulk_create([Term(vi=r.vi, kind=r.kind, note=r.note, source=r.source) for r in new])
    TermTranslation.objects.bulk_create(
        [form for term, row in zip(made, new, strict=True) for form in _forms(term, row.forms)]
    )
    if new:
        record(by, "newsroom.load_terms", terms=len(new))
    return len(new)


def _forms(term: Term, forms: Mapping[str, Sequence[str]]) -> list[TermTranslation]:
    return [
        TermTranslation(term=term, language=code, text=text, is_preferred=at == 0)
        for code, texts in forms.items()
        for at, text in enumerate(texts)
    ]


@transaction.atomic
def save_term(row: TermRow, *, by: Staff, term: Term | None = None) -> Term:
    """Make a term, or change ``term`` to what ``row`` says. Raises NotAllowed, NotNow (the Vietnamese is there already)."""
    require(by, "newsroom.keep_terms")
    there = Term.objects.filter(vi__iexact=row.vi)
    if (there.exclude(pk=term.pk) if term else there).exists():
        raise NotNow(_("“%(vi)s” is a fixed term already.") % {"vi": row.vi})
    kept = _keep(row, term or Term())
    record(by, "newsroom.save_term", kept, forms={code: list(texts) for code, texts in row.forms.items()})
    announce(terms_changed)
    return kept


def _keep(row: TermRow, term: Term) -> Term:
    term.vi, term.kind, term.note, term.source = row.vi, row.kind, row.note, row.source
    term.save()
    term.translations.all().delete()
    TermTranslation.objects.bulk_create(_forms(term, row.forms))
    return term


@transaction.atomic
def remove_term(term: Term, *, by: Staff) -> None:
    """Take a term out of the table. Raises NotAllowed."""
    require(by, "newsroom.keep_terms")
    record(by, "newsroom.remove_term", term)
    term.delete()
    announce(terms_changed)


@transaction.atomic
def import_terms(text: str, *, by: Staff) -> tuple[int, int]:
    """Take in a table (``rules.term_rows``): how many terms are new, and how many were changed to what it says.

    All of it or nothing. Raises NotAllowed, BadTerms with every fault and its row.
    """
    require(by, "newsroom.keep_terms")
    rows, faults = read_terms(text)
    if faults:
        raise BadTerms([_("Row %(row)d: %(why)s") % {"row": f.row, "why": _(f.message) % f.given} for f in faults])
    there = {term.vi.casefold(): term for term in Term.objects.all()}
    new = changed = 0
    for row in rows:
        term = there.get(row.vi.casefold())
        if term is None:
            _keep(row, Term())
            new += 1
        elif as_row(term) != row:
            _keep(row, term)
            changed += 1
    record(by, "newsroom.import_terms", new=new, changed=changed)
    announce(terms_changed)
    return new, changed


def as_row(term: Term) -> TermRow:
    """A stored term as a table has it."""
    forms: dict[str, tuple[str, ...]] = {}
    for form in term.translations.all():
        forms[form.language] = (*forms.get(form.language, ()), form.text)
    return TermRow(term.vi, term.kind, forms, term.note, term.source)
