"""A page into other languages: asked for, worked on sentence by sentence, taken into a draft. Never published from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from nhipcau.newsroom.faults import BadWords, NotNow, WordsChanged
from nhipcau.newsroom.models import EditorialPage, Hand, LanguageWork, SourceVersion
from nhipcau.newsroom.rules.words import TagFault, seen_token, tag_faults
from nhipcau.newsroom.translating import (
    WordsState,
    base_of,
    composed,
    plain_of,
    source_page,
    target_page,
    to_stored,
    translation_of,
    words_of,
    words_print,
)
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

QUIET = timedelta(minutes=10)
"""Somebody who goes on changing the same sentence has one row in the trail for so long: their screen saves by itself."""


# ---- asking


@transaction.atomic
def ask_translation(page: Page, languages: Iterable[str], *, by: Staff) -> list[EditorialPage]:
    """Begin ``page`` in each of ``languages``: drafts that say what the source says until words are taken into them.

    Languages in which the page is being translated already are passed over. Raises NotAllowed, NotNow.
    """
    mine: EditorialPage = Page.objects.get(pk=page.pk).specific
    require(by, "newsroom.translate", office=mine.office_id)
    wanted = [code for code in dict.fromkeys(languages) if code != mine.locale.language_code]
    if not wanted:
        raise NotNow(_("Choose at least one language."))
    if translation_of(mine) is not None:
        raise NotNow(_("This page is a translation itself. Ask from the page that it is translated from."))
    made = []
    for code in wanted:
        locale = Locale.objects.filter(language_code=code).first()
        if locale is None:
            raise NotNow(_("The site has no language “%(code)s”.") % {"code": code})
        target = _ask_one(mine, locale, by)
        if target is not None:
            made.append(target)
    return made


def _ask_one(page: EditorialPage, locale: Locale, by: Staff) -> EditorialPage | None:
    there = Page.objects.filter(translation_key=page.translation_key, locale=locale).first()
    if there is not None:
        if translation_of(there) is None:
            raise NotNow(
                _("The page exists in %(language)s already, written on its own. Tie it to this page instead.")
                % {"language": locale}
            )
        return None
    parent = page.get_parent().specific
    if not parent.is_root() and not parent.get_translations().filter(locale=locale).exists():
        raise NotNow(
            _("“%(parent)s”, under which the page stands, is not there in %(language)s yet.")
            % {"parent": parent.title, "language": locale}
        )
    source = _source_of(page)
    translation = Translation.objects.create(source=source, target_locale=locale)
    target: EditorialPage = page.copy_for_translation(locale, exclude_fields=["is_urgent"])
    _begin(translation, by)
    record(by, "newsroom.ask_translation", target, language=locale.language_code, source=page.pk)
    return target


def _begin(translation: Translation, by: Staff | None) -> LanguageWork:
    return LanguageWork.objects.create(translation=translation, asked_by=by, asked_at=timezone.now())


def _source_of(page: EditorialPage) -> TranslationSource:
    """The page's sentences taken apart; what is there already is left as it is."""
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()
    return source if source and SourceVersion.objects.filter(source=source).exists() else _take_apart(page)


def _take_apart(page: EditorialPage) -> TranslationSource:
    version = base_of(page)
    source, _new = TranslationSource.update_or_create_from_instance(version)
    SourceVersion.objects.update_or_create(
        source=source, defaults={"content": version.content(), "at": timezone.now()}
    )
    return source


@transaction.atomic
def update_source(page: Page, *, by: Staff) -> TranslationSource:
    """Take what the source page says now as what is translated. Words of sentences that stayed the same stay.

    Raises NotAllowed, NotNow.
    """
    mine: EditorialPage = Page.objects.get(pk=page.pk).specific
    require(by, "newsroom.translate", office=mine.office_id)
    if not TranslationSource.objects.filter(object_id=mine.translation_key, locale_id=mine.locale_id).exists():
        raise NotNow(_("This page is not being translated."))
    source = _take_apart(mine)
    kept = sum(_carry(translation) for translation in source.translations.filter(enabled=True))
    record(by, "newsroom.update_source", mine, carried=kept)
    return source


def _carry(translation: Translation) -> int:
    """Give sentences that moved to another place in the page the words they had. How many."""
    moved = [w for w in words_of(translation) if w.row is None]
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id, has_error=False,
        translation_of_id__in=[w.segment.string_id for w in moved],
    ).order_by("updated_at")  # fmt: skip
    had = {row.translation_of_id: row for row in rows}
    found = [w.segment for w in moved if w.segment.string_id in had]
    for segment in found:
        old = had[segment.string_id]
        _write(
            segment, translation, old.data, by=old.last_translated_by, kind=old.translation_type, tool=old.tool_name
        )
    return len(found)


# ---- one sentence


def _write(
    segment: StringSegment, translation: Translation, data: str, *, by: Staff | None, kind: str, tool: str = ""
) -> StringTranslation:
    row, _new = StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id, locale_id=translation.target_locale_id, context_id=segment.context_id,
        defaults={"data": data, "translation_type": kind, "tool_name": tool, "last_translated_by": by,
                  "has_error": False, "field_error": ""},
    )  # fmt: skip
    return row


def _held(translation: Translation) -> tuple[Translation, EditorialPage]:
    """The translation as it is now, held until the transaction ends; and its page."""
    held = Translation.objects.select_for_update().get(pk=translation.pk)
    fresh = Translation.objects.select_related("source__locale", "target_locale").get(pk=held.pk)
    return fresh, target_page(fresh)


def _row(segment: StringSegment, translation: Translation) -> StringTranslation | None:
    return StringTranslation.objects.filter(
        translation_of_id=segment.string_id, locale_id=translation.target_locale_id, context_id=segment.context_id
    ).first()


@transaction.atomic
def save_words(
    translation: Translation, segment: StringSegment, text: str, *, seen: str, by: Staff
) -> StringTranslation | None:
    """Keep ``text`` (as ``translating.to_shown`` writes) as the translation of ``segment``; "" takes the translation back.

    ``seen`` is the token of the words that were on the screen before. The same words again change nothing: a machine's suggestion stays one
    until it is changed or accepted. Raises NotAllowed, NotNow, BadWords, WordsChanged.
    """
    mine, page = _held(translation)
    require(by, "newsroom.translate", office=page.office_id)
    _belongs(segment, mine)
    data = _checked(mine, segment, text)
    row = _row(segment, mine)
    now = row.data if row else ""
    if data == now:
        return row
    if seen_token(now) != seen:
        raise WordsChanged(now, str(row.last_translated_by or "") if row else "")
    is_news = row is None or row.last_translated_by_id != by.pk or row.updated_at < timezone.now() - QUIET
    if not data and row is not None:
        row.delete()
        row = None
    else:
        row = _write(segment, mine, data, by=by, kind="manual")
    _worked(mine, segment, by)
    if is_news or row is None:
        record(by, "newsroom.translate", page, place=segment.context.path)
    return row


def _belongs(segment: StringSegment, translation: Translation) -> None:
    if segment.source_id != translation.source_id:
        raise NotNow(_("This sentence is no longer in the page. Load the screen anew."))


def _checked(translation: Translation, segment: StringSegment, text: str) -> str:
    """What to store. Raises BadWords."""
    if not text.strip():
        return ""
    is_rich = translation.source.templatesegment_set.filter(context_id=segment.context_id).exists()
    try:
        data = to_stored(text.strip(), is_rich)
    except ValueError as fault:
        raise BadWords([str(fault)]) from fault
    faults = [tag_message(fault) for fault in tag_faults(segment.string.data, data)] if is_rich else []
    faults += _too_long(translation, segment.context.path, plain_of(data))
    if faults:
        raise BadWords(faults)
    return data


def _too_long(translation: Translation, path: str, text: str) -> list[str]:
    if "." in path:
        return []
    model = translation.source.specific_content_type.model_class()
    most = getattr(model._meta.get_field(path), "max_length", None)
    if most and len(text) > most:
        return [_("This field takes %(most)d letters, here are %(count)d.") % {"most": most, "count": len(text)}]
    return []


def tag_message(fault: TagFault) -> str:
    """What to tell a translator about a tag."""
    if not fault.missing:
        return _("The tag %(tag)s is not in the source or stands here too often.") % {"tag": fault.tag}
    if fault.inside:
        return _("The tag %(tag)s around “%(text)s” is missing.") % {"tag": fault.tag, "text": fault.inside}
    return _("The tag %(tag)s is missing.") % {"tag": fault.tag}


@transaction.atomic
def accept_words(translation: Translation, segment: StringSegment, *, seen: str, by: Staff) -> StringTranslation:
    """Say that one has read a machine's suggestion and it is right. Raises NotAllowed, NotNow, BadWords, WordsChanged."""
    mine, page = _held(translation)
    require(by, "newsroom.translate", office=page.office_id)
    _belongs(segment, mine)
    row = _row(segment, mine)
    if row is None:
        raise NotNow(_("There is nothing to accept here."))
    if seen_token(row.data) != seen:
        raise WordsChanged(row.data, str(row.last_translated_by or ""))
    faults = [tag_message(fault) for fault in tag_faults(segment.string.data, row.data)]
    if faults:
        raise BadWords(faults)
    row = _write(segment, mine, row.data, by=by, kind="manual", tool=row.tool_name)
    _worked(mine, segment, by)
    record(by, "newsroom.accept_words", page, place=segment.context.path)
    return row


def _worked(translation: Translation, segment: StringSegment | None, by: Staff) -> None:
    now = timezone.now()
    Hand.objects.update_or_create(
        translation=translation,
        staff=by,
        defaults={"seen_at": now, "changed_at": now, "segment": segment.pk if segment else None},
    )
    Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=now)


@transaction.atomic
def note_presence(translation: Translation, *, segment: int | None, by: Staff) -> None:
    """Say that somebody has the translation before them, at ``segment``. A sign of life, so the trail has no row for it.

    Raises NotAllowed.
    """
    require(by, "newsroom.see")
    Hand.objects.update_or_create(
        translation=translation, staff=by, defaults={"seen_at": timezone.now(), "segment": segment}
    )


@transaction.atomic
def keep_suggestions(translation: Translation, said: Mapping[int, str], *, tool: str, by: Staff) -> int:
    """Put a machine's suggestions (segment → HTML) where nothing is translated yet; how many. Each waits to be checked.

    One whose tags are not those of the source is left out. Raises NotAllowed.
    """
    mine, page = _held(translation)
    require(by, "newsroom.translate", office=page.office_id)
    kept = 0
    for segment in StringSegment.objects.filter(source=mine.source, pk__in=said).select_related("string", "context"):
        if _row(segment, mine) is not None:
            continue
        try:
            data = to_stored(said[segment.pk].strip(), is_rich=True)
        except ValueError:
            continue
        if data and not tag_faults(segment.string.data, data):
            _write(segment, mine, data, by=None, kind="machine", tool=tool)
            kept += 1
    record(by, "newsroom.keep_suggestions", page, tool=tool, kept=kept)
    return kept


# ---- into the page


@transaction.atomic
def take_into_page(translation: Translation, *, by: Staff) -> EditorialPage:
    """Gather the words into a new draft of the page, as ``by``'s. From there it goes the ordinary way, with a second person.

    Raises NotAllowed, NotNow (words missing or not checked, or the page says this already).
    """
    mine, page = _held(translation)
    require(by, "newsroom.translate", office=page.office_id)
    words = words_of(mine)
    missing = sum(w.is_needed and w.state in {WordsState.EMPTY, WordsState.STALE} for w in words)
    unread = sum(w.state is WordsState.MACHINE for w in words)
    if missing or unread:
        raise NotNow(
            _(
                "%(missing)d sentences are not translated yet and %(unread)d suggestions of the machine are not checked."
            )
            % {"missing": missing, "unread": unread}
        )
    version = SourceVersion.objects.filter(source=mine.source).first() or _source_of(source_page(mine.source)).version
    draft = composed(mine)
    work = LanguageWork.objects.filter(translation=mine).first() or _begin(mine, by)
    print_of = words_print(words)
    if work.source_content == version.content and work.words == print_of:
        raise NotNow(_("The page has these words already."))
    revision = draft.save_revision(user=by)
    TranslationLog.objects.create(source=mine.source, locale=mine.target_locale, revision=revision)
    now = timezone.now()
    Translation.objects.filter(pk=mine.pk).update(destination_last_updated_at=now)
    work.source_content, work.words, work.taken_by, work.taken_at = version.content, print_of, by, now
    work.leftover = []
    work.save()
    record(by, "newsroom.take_into_page", page, language=mine.target_locale.language_code, revision=revision.pk)
    return target_page(mine)
