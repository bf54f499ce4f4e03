"""Pages being translated, for tests."""

from __future__ import annotations

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from nhipcau.newsroom.actions import ask_translation, save_words
from nhipcau.newsroom.models import EditorialPage, Term, TermTranslation
from nhipcau.newsroom.translating import Words, translation_of, words_of
from nhipcau.people.models import Staff
from tests.factories.newsroom import home, topic


def frame_in(*languages: str) -> None:
    """Home and topic are there in these languages, as drafts."""
    for code in languages:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        home(code)
        if not topic().get_translations().filter(locale=locale).exists():
            topic().copy_for_translation(locale)


def asked(page: EditorialPage, language: str, *, by: Staff) -> tuple[EditorialPage, Translation]:
    """``page`` asked for in ``language``: the new page and its translation."""
    frame_in(language)
    (target,) = ask_translation(page, [language], by=by)
    translation = translation_of(target)
    assert translation is not None
    return target, translation


def sentence(translation: Translation, path: str, number: int = 0) -> Words:
    """A sentence by where it stands: ``title``, ``lead``, or the beginning of its path."""
    return [w for w in words_of(translation) if w.path.startswith(path)][number]


def say(translation: Translation, path: str, text: str, *, by: Staff, number: int = 0) -> StringTranslation | None:
    """Translate a sentence."""
    words = sentence(translation, path, number)
    return save_words(translation, words.segment, text, seen=words.seen, by=by)


def say_all(translation: Translation, *, by: Staff, prefix: str = "EN ") -> None:
    """Translate every sentence that still needs it: what the source says with something before it."""
    for words in words_of(translation):
        if words.is_needed and words.row is None:
            save_words(translation, words.segment, prefix + words.source, seen=words.seen, by=by)


def term_of(vi: str = "Ao Bà Om", kind: str = "place", **forms: str) -> Term:
    """A fixed term; ``forms`` by language with _ for -."""
    term = Term.objects.create(vi=vi, kind=kind)
    for code, text in forms.items():
        TermTranslation.objects.create(term=term, language=code.replace("_", "-"), text=text)
    return term
