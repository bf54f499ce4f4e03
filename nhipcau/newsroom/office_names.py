"""How an office is called in another language: by the table of fixed terms, so that every page says it alike."""

from __future__ import annotations

from nhipcau.newsroom.models import Term, TermTranslation


def office_names(language: str) -> dict[str, str]:
    """Vietnamese name → the preferred form in ``language``; an office without one is missing. One query, none for Vietnamese."""
    if language == "vi":
        return {}
    forms = TermTranslation.objects.filter(term__kind=Term.Kind.OFFICE, language=language, is_preferred=True)
    return dict(forms.values_list("term__vi", "text"))
