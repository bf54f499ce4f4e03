"""A page into other languages: what is kept, what is refused, what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationLog

from nhipcau.newsroom import actions
from nhipcau.newsroom.editing import draft_of, editors_since_approval, way_of
from nhipcau.newsroom.faults import BadWords, NotNow, SamePerson, WordsChanged
from nhipcau.newsroom.models import Edit, Hand, LanguageWork, StoryPage
from nhipcau.newsroom.rules.standing import Standing
from nhipcau.newsroom.translating import WordsState, source_changes, source_page, translation_of, words_of
from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from tests.factories.newsroom import change, home, out, story, topic
from tests.factories.translation import asked, frame_in, say, say_all, sentence, term_of

pytestmark = pytest.mark.django_db
Make = Callable[..., Staff]
R = StaffRole
BODY = [
    ("text", '<p>Ao nằm ở <a href="https://example.vn">phường 8</a><sup>1</sup>, thành phố <b>Trà Vinh</b>.</p><p>Nước trong xanh.</p>'),
    ("quote", {"text": "Ao & trời", "said_by": "Ca dao", "source": "Sách cũ", "source_url": ""}),
]  # fmt: skip


@pytest.fixture
def editor(staff_of: Make) -> Staff:
    return staff_of(R.EDITOR)


@pytest.fixture
def translator(staff_of: Make) -> Staff:
    return staff_of(R.EDITOR, username="dich")


@pytest.fixture
def approver(staff_of: Make) -> Staff:
    return staff_of(R.APPROVER)


@pytest.fixture
def page(editor: Staff, office: Office) -> StoryPage:
    return story(by=editor, office=office, body=BODY)


@pytest.fixture
def english(page: StoryPage, editor: Staff) -> Translation:
    return asked(page, "en", by=editor)[1]


def target_of(translation: Translation) -> StoryPage:
    return Page.objects.get(translation_key=translation.source.object_id, locale=translation.target_locale).specific  # type: ignore[no-any-return]


# ---- asking


def test_asking_makes_a_draft_in_each_language_and_publishes_nothing(
    page: StoryPage, editor: Staff, translator: Staff, approver: Staff
) -> None:
    out(page, by=editor, second=approver)
    frame_in("en", "km")
    made = actions.ask_translation(page, ["en", "km"], by=translator)
    assert [p.locale.language_code for p in made] == ["en", "km"]
    assert not any(Page.objects.get(pk=p.pk).live for p in made)
    assert all(p.get_parent().locale_id == p.locale_id for p in made)
    assert TrailEntry.objects.filter(action="newsroom.ask_translation").count() == 2
    assert actions.ask_translation(page, ["en", "km"], by=translator) == []
    assert translator.pk not in editors_since_approval(made[0]), "asking is no editing"


def test_the_draft_is_translated_while_nothing_is_public(page: StoryPage, editor: Staff) -> None:
    change(page, by=editor, lead="Lời dẫn mới hơn.")
    _target, translation = asked(page, "en", by=editor)
    assert sentence(translation, "lead").source == "Lời dẫn mới hơn."


def test_what_cannot_be_asked_for_is_told(page: StoryPage, editor: Staff, english: Translation, focal: Staff) -> None:
    with pytest.raises(NotAllowed):
        actions.ask_translation(page, ["en"], by=focal)
    with pytest.raises(NotNow, match=r"ít nhất|at least"):
        actions.ask_translation(page, ["vi"], by=editor)
    with pytest.raises(NotNow):
        actions.ask_translation(target_of(english), ["km"], by=editor)
    with pytest.raises(NotNow):
        actions.ask_translation(page, ["xx"], by=editor)
    home("fr")
    with pytest.raises(NotNow):
        actions.ask_translation(page, ["fr"], by=editor)  # its topic is not there


def test_a_focal_point_asks_for_pages_of_their_office(focal: Staff, other_office: Office) -> None:
    mine = story("Bài của Sở Công Thương", by=focal, office=other_office)
    target, translation = asked(mine, "en", by=focal)
    assert say(translation, "title", "Our story", by=focal) is not None
    assert target.office_id == other_office.pk


# ---- sentences


def test_a_number_of_a_source_stays_inside_its_sentence(english: Translation) -> None:
    texts = [w.source for w in words_of(english) if w.path.startswith("body") and w.is_rich]
    assert texts == [
        'Ao nằm ở <a id="a1">phường 8</a><sup>1</sup>, thành phố <b>Trà Vinh</b>.', "Nước trong xanh.",
    ]  # fmt: skip
    assert sentence(english, "body", 2).source == "Ao & trời", "plain text is shown as it is read"


def test_words_are_kept_and_told_once(english: Translation, translator: Staff) -> None:
    assert sentence(english, "title").state is WordsState.EMPTY
    say(english, "title", "Ba Om", by=translator)
    say(english, "title", "Ba Om Pond", by=translator)
    words = sentence(english, "title")
    assert (words.state, words.target) == (WordsState.DONE, "Ba Om Pond")
    assert TrailEntry.objects.filter(action="newsroom.translate").count() == 1
    assert Page.objects.get(pk=target_of(english).pk).draft_title == "Ba Om Pond"
    say(english, "title", "", by=translator)
    assert sentence(english, "title").row is None


def test_plain_text_is_kept_as_text(english: Translation, translator: Staff) -> None:
    say(english, "body", "Pond & <b>sky</b>", by=translator, number=2)
    assert sentence(english, "body", 2).target == "Pond & <b>sky</b>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The pond lies in ward 8<sup>1</sup>, <b>Trà Vinh</b>.", "phường 8"),
        ('The pond lies in <a id="a1">ward 8</a>, <b>Trà Vinh</b>.', "<sup>"),
        ('In <a id="a1">ward 8</a><a id="a2">x</a><sup>1</sup>, <b>Trà Vinh</b>.', "a2"),
        ('In <a id="a1">ward 8</a><sup>1</sup><div>x</div>, <b>Trà Vinh</b>.', "div"),
        ('In <a href="javascript:x" id="a1">ward 8</a><sup>1</sup>, <b>Trà Vinh</b>.', ""),
        ('In <a id="a1">ward 8</a><sup>1</sup>, <b>Trà Vinh</b><script>x</script>.', "script"),
    ],
)  # fmt: skip
def test_tags_are_kept_or_the_words_refused(english: Translation, translator: Staff, text: str, said: str) -> None:
    with pytest.raises(BadWords) as refused:
        say(english, "body", text, by=translator)
    assert said in str(refused.value)
    assert not StringTranslation.objects.exists()


def test_words_longer_than_the_field_are_refused(english: Translation, translator: Staff) -> None:
    with pytest.raises(BadWords, match="255"):
        say(english, "title", "x" * 256, by=translator)


def test_words_of_another_are_shown_not_overwritten(english: Translation, translator: Staff, editor: Staff) -> None:
    mine = sentence(english, "lead")
    say(english, "lead", "Hers", by=editor)
    with pytest.raises(WordsChanged) as refused:
        actions.save_words(english, mine.segment, "His", seen=mine.seen, by=translator)
    assert (refused.value.words, refused.value.by) == ("Hers", str(editor))
    assert sentence(english, "lead").target == "Hers"
    assert actions.save_words(english, mine.segment, "Hers", seen=mine.seen, by=translator) is not None, (
        "the same words are no conflict"
    )


def test_who_may_not_translate_is_refused_everywhere(english: Translation, approver: Staff, focal: Staff) -> None:
    words = sentence(english, "lead")
    for by in (approver, focal):
        for step in (
            lambda by=by: actions.save_words(english, words.segment, "x", seen="", by=by),
            lambda by=by: actions.accept_words(english, words.segment, seen="", by=by),
            lambda by=by: actions.keep_suggestions(english, {words.pk: "x"}, tool="m", by=by),
            lambda by=by: actions.take_into_page(english, by=by),
            lambda by=by: actions.update_source(source_page(english.source), by=by),
        ):
            with pytest.raises(NotAllowed):
                step()


def test_a_sentence_of_another_page_is_refused(english: Translation, editor: Staff, translator: Staff) -> None:
    other = asked(story("Chùa Âng", by=editor), "en", by=editor)[1]
    with pytest.raises(NotNow):
        actions.save_words(english, sentence(other, "title").segment, "x", seen="", by=translator)


# ---- the machine


def test_a_suggestion_waits_until_a_person_has_read_it(english: Translation, translator: Staff) -> None:
    say_all(english, by=translator)
    lead = sentence(english, "lead")
    StringTranslation.objects.filter(pk=lead.row.pk).delete()  # type: ignore[union-attr]
    assert actions.keep_suggestions(english, {lead.pk: "A square pond."}, tool="m", by=translator) == 1
    lead = sentence(english, "lead")
    assert lead.state is WordsState.MACHINE
    assert lead.row is not None
    assert lead.row.last_translated_by is None
    actions.save_words(english, lead.segment, "A square pond.", seen=lead.seen, by=translator)
    assert sentence(english, "lead").state is WordsState.MACHINE, "saving the screen is not reading it"
    with pytest.raises(NotNow, match="1"):
        actions.take_into_page(english, by=translator)
    actions.accept_words(english, lead.segment, seen=lead.seen, by=translator)
    assert sentence(english, "lead").state is WordsState.DONE
    assert actions.take_into_page(english, by=translator).pk == target_of(english).pk


def test_a_suggestion_never_replaces_words_nor_breaks_tags(english: Translation, translator: Staff) -> None:
    say(english, "title", "Mine", by=translator)
    title, body = sentence(english, "title"), sentence(english, "body")
    assert actions.keep_suggestions(english, {title.pk: "Machine", body.pk: "no tags"}, tool="m", by=translator) == 0
    assert sentence(english, "title").target == "Mine"


# ---- into the page


def test_taking_into_the_page_makes_the_translators_draft_and_no_publication(
    english: Translation, page: StoryPage, translator: Staff
) -> None:
    with pytest.raises(NotNow):
        actions.take_into_page(english, by=translator)
    say_all(english, by=translator)
    target = actions.take_into_page(english, by=translator)
    draft = draft_of(target)
    assert (draft.title, draft.lead) == ("EN Ao Bà Om", "EN Một ao vuông giữa rừng sao dầu.")
    assert 'href="https://example.vn"' in draft.body[0].value.source
    assert draft.body[1].value["text"] == "EN Ao & trời"
    assert draft.slug == page.slug
    assert not Page.objects.get(pk=target.pk).live
    assert Edit.objects.filter(page_id=target.pk, by=translator).exists()
    assert TranslationLog.objects.get().revision_id == target.latest_revision_id
    with pytest.raises(NotNow):
        actions.take_into_page(english, by=translator)  # the page has these words


def test_a_page_that_still_says_what_the_source_says_is_not_handed_over(
    english: Translation, translator: Staff, coordinator: Staff
) -> None:
    target = target_of(english)
    with pytest.raises(NotNow):
        actions.hand_over(target, seen=draft_of(target).content(), by=translator)
    with pytest.raises(NotNow):
        actions.publish_urgently(target, seen=draft_of(target).content(), reason="gấp", by=coordinator)


def test_who_translated_cannot_approve_even_when_rewritten_by_another(
    english: Translation, translator: Staff, coordinator: Staff, approver: Staff, page: StoryPage
) -> None:
    say(english, "title", "By the coordinator", by=coordinator)
    say(english, "title", "Rewritten", by=translator)
    say_all(english, by=translator)
    target = actions.take_into_page(english, by=translator)
    seen = draft_of(target).content()
    actions.hand_over(target, seen=seen, by=translator)
    with pytest.raises(SamePerson):
        actions.approve(target, seen=seen, by=coordinator)
    actions.approve(target, seen=seen, by=approver)
    assert way_of(target).standing is Standing.APPROVED


def test_only_the_reviewers_of_a_language_approve_it(
    english: Translation, translator: Staff, approver: Staff, staff_of: Make, coordinator: Staff
) -> None:
    reader = staff_of(R.APPROVER, username="doc-tieng-anh")
    actions.appoint_reviewer(reader, language="en", by=coordinator)
    say_all(english, by=translator)
    target = actions.take_into_page(english, by=translator)
    seen = draft_of(target).content()
    actions.hand_over(target, seen=seen, by=translator)
    with pytest.raises(NotNow):
        actions.approve(target, seen=seen, by=approver)
    actions.approve(target, seen=seen, by=reader)


# ---- the source changes


def publish_english(english: Translation, translator: Staff, approver: Staff) -> StoryPage:
    frame = topic().get_translation(english.target_locale)
    for part in (home("en"), frame.specific):
        if not part.live:
            out(part, by=translator, second=approver)
    say_all(english, by=translator)
    target = actions.take_into_page(english, by=translator)
    out(target, by=translator, second=approver)
    return StoryPage.objects.get(pk=target.pk)


def test_an_update_of_the_source_keeps_what_stayed_and_never_touches_what_is_public(
    english: Translation, page: StoryPage, editor: Staff, translator: Staff, approver: Staff
) -> None:
    target = publish_english(english, translator, approver)
    change(page, by=editor, lead="Một ao vuông giữa rừng dầu cổ thụ.")
    out(page, by=editor, second=approver)
    fresh = StoryPage.objects.get(pk=page.pk)
    (seen,) = source_changes(english.source, fresh)
    assert (seen.old, seen.new) == ("Một ao vuông giữa rừng sao dầu.", "Một ao vuông giữa rừng dầu cổ thụ.")
    actions.update_source(page, by=translator)
    again = translation_of(target)
    assert again is not None
    states = {w.path.split(".")[0]: w.state for w in words_of(again) if w.is_needed and w.path != "lead"}
    assert set(states.values()) == {WordsState.DONE}
    lead = sentence(again, "lead")
    assert lead.state is WordsState.STALE
    assert lead.older is not None
    assert lead.older.target == "EN Một ao vuông giữa rừng sao dầu."
    say(again, "lead", "A square pond among old trees.", by=translator)
    actions.take_into_page(again, by=translator)
    assert StoryPage.objects.get(pk=target.pk).lead == "EN Một ao vuông giữa rừng sao dầu.", "what is public stays"
    assert draft_of(target).lead == "A square pond among old trees."
    assert way_of(target).standing is Standing.CHANGED
    out(target, by=translator, second=approver)
    assert StoryPage.objects.get(pk=target.pk).lead == "A square pond among old trees."


def test_a_sentence_that_moved_keeps_its_words(
    english: Translation, page: StoryPage, editor: Staff, translator: Staff
) -> None:
    say_all(english, by=translator)
    draft = draft_of(page)
    change(
        page,
        by=editor,
        body=[("heading", {"text": "Đầu đề", "level": "2"}), *((b.block_type, b.value) for b in draft.body)],
    )
    actions.update_source(page, by=translator)
    left = [w.source for w in words_of(translation_of(target_of(english))) if w.row is None and w.is_needed]  # type: ignore[arg-type]
    assert left == ["Đầu đề"]


# ---- pages that were written on their own


def english_twin(page: StoryPage, body: Any) -> StoryPage:
    frame_in("en")
    locale = home("en").locale
    made = StoryPage(
        title="Ba Om Pond", slug="ba-om", lead="A square pond.", body=body, live=False, locale=locale,
        translation_key=page.translation_key,
    )  # fmt: skip
    topic().get_translation(locale).add_child(instance=made)
    made.save_revision()
    return made


def test_a_page_built_alike_is_tied_word_for_word(page: StoryPage, translator: Staff) -> None:
    body = [
        ("text", '<p>It lies in <a href="https://example.org">ward 8</a><sup>1</sup>, <b>Trà Vinh</b>.</p><p>Clear water.</p>'),
        ("quote", {"text": "Pond & sky", "said_by": "Folk song", "source": "Old book", "source_url": ""}),
    ]  # fmt: skip
    twin = english_twin(page, body)
    before = draft_of(twin).content()
    work = actions.adopt_translation(twin, by=translator)
    words = words_of(work.translation)
    assert [w.target for w in words if w.is_needed] == [
        "Ba Om Pond", "A square pond.", 'It lies in <a id="a1">ward 8</a><sup>1</sup>, <b>Trà Vinh</b>.', "Clear water.",
        "Pond & sky", "Folk song", "Old book",
    ]  # fmt: skip
    assert work.leftover == []
    assert work.source_content
    assert draft_of(twin).content() == before, "the page is not touched"


def test_a_page_built_otherwise_loses_nothing(page: StoryPage, translator: Staff) -> None:
    twin = english_twin(page, [("text", "<p>All in one paragraph.</p>")])
    work = actions.adopt_translation(twin, by=translator)
    assert [w.target for w in words_of(work.translation) if w.row] == ["Ba Om Pond", "A square pond."]
    assert work.leftover == ["All in one paragraph."]
    assert work.source_content == ""
    assert draft_of(twin).body[0].value.source == "<p>All in one paragraph.</p>"
    with pytest.raises(NotNow):
        actions.take_into_page(work.translation, by=translator)
    with pytest.raises(NotNow):
        actions.adopt_translation(twin, by=translator)
    actions.hand_over(twin, seen=draft_of(twin).content(), by=translator)  # its own words may go their way


def test_terms_that_the_words_depart_from_are_told(english: Translation, translator: Staff) -> None:
    term_of("Ao Bà Om", en="Ba Om Pond")
    say(english, "title", "Lady Om Lake", by=translator)
    (found,) = sentence(english, "title").departures
    assert found.term.allowed == ("Ba Om Pond",)
    say(english, "title", "The Ba Om ponds", by=translator)
    assert sentence(english, "title").departures == []


def test_presence_is_a_sign_of_life_and_no_edit(english: Translation, approver: Staff) -> None:
    actions.note_presence(english, segment=None, by=approver)
    assert Hand.objects.get().changed_at is None
    assert approver.pk not in editors_since_approval(target_of(english))
    assert LanguageWork.objects.count() == 1
