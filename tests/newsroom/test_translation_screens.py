"""The translators' screens: what they show, what they refuse, how many questions they ask the database."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from nhipcau.newsroom import actions
from nhipcau.newsroom.editing import draft_of
from nhipcau.newsroom.models import EditorialPage, LanguageReviewer, StoryPage, Term
from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from tests.factories.newsroom import change, out, story
from tests.factories.translation import asked, frame_in, say, say_all, sentence, term_of

pytestmark = pytest.mark.django_db
Make = Callable[..., Staff]
SignIn = Callable[[Staff], Client]
R = StaffRole
BODY = [("text", '<p>Ao ở <a href="https://example.vn">phường 8</a>.</p><p>Nước trong xanh quanh năm.</p>')]


@pytest.fixture
def editor(staff_of: Make) -> Staff:
    return staff_of(R.EDITOR)


@pytest.fixture
def approver(staff_of: Make) -> Staff:
    return staff_of(R.APPROVER)


@pytest.fixture
def page(editor: Staff, office: Office) -> StoryPage:
    return story(by=editor, office=office, body=BODY)


@pytest.fixture
def khmer(page: StoryPage, editor: Staff) -> Translation:
    return asked(page, "km", by=editor)[1]


def bench(translation: Translation) -> str:
    return reverse("newsroom:translating", args=[translation.pk])


def target_of(translation: Translation) -> EditorialPage:
    return Page.objects.get(translation_key=translation.source.object_id, locale=translation.target_locale).specific  # type: ignore[no-any-return]


def test_a_language_is_asked_for_on_the_pages_screen(page: StoryPage, editor: Staff, signed_in: SignIn) -> None:
    frame_in("en", "km")
    me = signed_in(editor)
    url = reverse("newsroom:ask_translation", args=[page.pk])
    assert "English" in me.get(url).content.decode()
    assert me.post(url, {"languages": []}).status_code == 422
    assert me.post(url, {"languages": ["en", "km"]}).status_code == 302
    assert Translation.objects.count() == 2
    shown = me.get(reverse("newsroom:page", args=[page.pk])).content.decode()
    assert all(bench(t) in shown for t in Translation.objects.all())


def test_the_screen_shows_both_sides_with_their_language(
    khmer: Translation, editor: Staff, signed_in: SignIn
) -> None:
    term_of("Ao Bà Om", km="ស្រះបារាយណ៍")
    say(khmer, "title", "Sai", by=editor)
    shown = signed_in(editor).get(bench(khmer)).content.decode()
    assert 'lang="km"' in shown
    assert "Nước trong xanh quanh năm." in shown
    assert "&lt;a id=&quot;a1&quot;&gt;" in shown
    assert "ស្រះបារាយណ៍" in shown, "the fixed term is told"
    assert "tr-missing" in shown


def test_without_a_script_everything_typed_is_saved_at_once_and_faults_keep_what_was_typed(
    khmer: Translation, editor: Staff, signed_in: SignIn
) -> None:
    me, lead, body = signed_in(editor), sentence(khmer, "lead"), sentence(khmer, "body")
    asked_for = {
        f"words-{lead.pk}": "Lead",
        f"seen-{lead.pk}": "",
        f"words-{body.pk}": "no link",
        f"seen-{body.pk}": "",
        "do": "save",
    }
    answer = me.post(bench(khmer), asked_for)
    assert answer.status_code == 422
    assert sentence(khmer, "lead").target == "Lead"
    assert "no link" in answer.content.decode()
    assert "phường 8" in answer.content.decode().split('role="alert"')[1]
    assert me.post(bench(khmer), {"use": f"{sentence(khmer, 'title').pk}:source"}).status_code == 302
    assert sentence(khmer, "title").target == "Ao Bà Om"


def test_the_script_saves_a_sentence_and_hears_of_conflicts(
    khmer: Translation, editor: Staff, coordinator: Staff, signed_in: SignIn
) -> None:
    me, lead = signed_in(editor), sentence(khmer, "lead")
    url = reverse("newsroom:sentence", args=[khmer.pk, lead.pk])
    said = me.post(url, {"words": "Mine", "seen": ""})
    assert (said.status_code, said.json()["state"]) == (200, "done")
    say(khmer, "lead", "Theirs", by=coordinator)
    conflict = me.post(url, {"words": "Mine again", "seen": said.json()["seen"]})
    assert conflict.status_code == 409
    assert "Theirs" in conflict.json()["html"]
    assert sentence(khmer, "lead").target == "Theirs"
    kept = me.post(url, {"words": "Mine again", "seen": sentence(khmer, "lead").seen})
    assert kept.status_code == 200
    body = sentence(khmer, "body")
    assert (
        me.post(reverse("newsroom:sentence", args=[khmer.pk, body.pk]), {"words": "x", "seen": ""}).status_code == 422
    )
    assert me.get(url).json()["text"] == "Mine again"
    assert me.post(reverse("newsroom:sentence", args=[khmer.pk, 999_999]), {"words": "x"}).status_code == 410


def test_who_may_not_translate_looks_but_saves_nothing(
    khmer: Translation, approver: Staff, signed_in: SignIn
) -> None:
    me, lead = signed_in(approver), sentence(khmer, "lead")
    shown = me.get(bench(khmer))
    assert shown.status_code == 200
    assert b"readonly" in shown.content
    assert me.post(bench(khmer), {f"words-{lead.pk}": "x"}).status_code == 403
    assert me.post(reverse("newsroom:sentence", args=[khmer.pk, lead.pk]), {"words": "x"}).status_code == 403
    assert not StringTranslation.objects.exists()


def test_memory_offers_what_was_said_on_another_page_with_where_it_was(
    khmer: Translation, editor: Staff, office: Office, signed_in: SignIn
) -> None:
    say(khmer, "body", "ទឹកថ្លាពេញមួយឆ្នាំ។", by=editor, number=1)
    say(khmer, "title", "ស្រះ", by=editor)
    other = asked(
        story("Chùa Âng", by=editor, office=office, body=[("text", "<p>Nước trong xanh suốt năm.</p>")]),
        "km",
        by=editor,
    )[1]
    shown = signed_in(editor).get(bench(other)).content.decode()
    assert "ទឹកថ្លាពេញមួយឆ្នាំ។" in shown
    assert "83 %" in shown or "85 %" in shown
    assert reverse("newsroom:page", args=[target_of(khmer).pk]) in shown
    row = StringTranslation.objects.get(data="ទឹកថ្លាពេញមួយឆ្នាំ។")
    signed_in(editor).post(bench(other), {"use": f"{sentence(other, 'body').pk}:{row.pk}"})
    assert sentence(other, "body").target == "ទឹកថ្លាពេញមួយឆ្នាំ។"


def test_two_people_see_each_other_and_each_others_words(
    khmer: Translation, editor: Staff, coordinator: Staff, signed_in: SignIn
) -> None:
    url = reverse("newsroom:here", args=[khmer.pk])
    lead = sentence(khmer, "lead")
    signed_in(coordinator).post(url, {"segment": lead.pk})
    say(khmer, "lead", "Hers", by=coordinator)
    said = signed_in(editor).post(url, {}).json()
    assert str(coordinator) in said["html"]
    assert said["places"] == {str(lead.pk): str(coordinator)}
    assert said["seen"][str(lead.pk)] == sentence(khmer, "lead").seen


def test_from_the_screen_into_the_page_and_past_the_second_person(
    khmer: Translation, editor: Staff, coordinator: Staff, approver: Staff, signed_in: SignIn
) -> None:
    me = signed_in(editor)
    assert me.post(bench(khmer), {"do": "take"}).status_code == 422
    say(khmer, "title", "By the coordinator", by=coordinator)
    say_all(khmer, by=editor)
    answer = me.post(bench(khmer), {"do": "take"})
    target = target_of(khmer)
    assert answer.url == reverse("newsroom:page", args=[target.pk])
    seen = draft_of(target).content()
    own = reverse("newsroom:page", args=[target.pk])
    me.post(own, {"step": "hand_over", "hand_over-seen": seen, "hand_over-note": ""})
    assert signed_in(coordinator).post(own, {"step": "approve", "approve-seen": seen}).status_code == 422, (
        "who translated"
    )
    assert signed_in(approver).post(own, {"step": "approve", "approve-seen": seen}).status_code == 302
    assert not Page.objects.get(pk=target.pk).live


def test_the_source_that_changed_is_told_and_taken_over(
    khmer: Translation, page: StoryPage, editor: Staff, signed_in: SignIn
) -> None:
    say_all(khmer, by=editor)
    actions.take_into_page(khmer, by=editor)
    change(page, by=editor, lead="Một ao vuông giữa rừng dầu cổ thụ.")
    me = signed_in(editor)
    table = me.get(reverse("newsroom:translations")).content.decode()
    assert "nc-badge--warn" in table
    shown = me.get(bench(khmer)).content.decode()
    assert "<del>sao</del>" in shown or "<del>sao" in shown
    url = reverse("newsroom:ask_translation", args=[page.pk])
    assert me.post(url, {"do": "update", "next_pk": khmer.pk}).url == bench(khmer)
    again = me.get(bench(khmer)).content.decode()
    assert "tr-row--stale" in again
    assert again.count("tr-row--done") >= 3


def test_a_page_written_on_its_own_is_tied_from_its_screen(
    page: StoryPage, editor: Staff, approver: Staff, signed_in: SignIn
) -> None:
    frame_in("en")
    twin = page.copy_for_translation(draft_locale("en"))
    url = reverse("newsroom:adopt", args=[twin.pk])
    assert url in signed_in(editor).get(reverse("newsroom:page", args=[twin.pk])).content.decode()
    assert signed_in(approver).post(url).status_code == 403
    assert signed_in(editor).get(url).status_code == 405
    answer = signed_in(editor).post(url)
    assert answer.url == bench(Translation.objects.get())
    assert signed_in(editor).post(url).url == reverse("newsroom:page", args=[twin.pk])


def draft_locale(code: str) -> Any:
    from wagtail.models import Locale

    return Locale.objects.get(language_code=code)


# ---- wagtail-localize's own doors


@pytest.mark.parametrize(
    "name", ["submit_page_translation", "update_translations", "convert_to_alias", "translations_report", "pofile"]
)
def test_localizes_own_screens_lead_to_ours_and_take_nothing(
    khmer: Translation, page: StoryPage, coordinator: Staff, signed_in: SignIn, name: str
) -> None:
    Staff.objects.filter(pk=coordinator.pk).update(is_superuser=True)
    me = signed_in(Staff.objects.get(pk=coordinator.pk))
    base = "/staff/localize"
    doors = {
        "submit_page_translation": f"{base}/submit/page/{page.pk}/",
        "update_translations": f"{base}/update/{khmer.source_id}/",
        "convert_to_alias": f"{base}/page/{target_of(khmer).pk}/convert_to_alias/",
        "translations_report": f"{base}/reports/translations/",
        "pofile": f"{base}/translate/{khmer.pk}/pofile/upload/",
    }
    before = me.get(doors[name])
    assert before.status_code == 302
    assert before.url.startswith("/staff/newsroom/")
    assert (
        me.post(doors[name], {"locales": [1], "publish_translations": "on", "action": "publish"}).status_code == 403
    )
    assert not EditorialPage.objects.live().exists()


def test_the_editor_of_a_translated_page_is_the_side_by_side_screen(
    khmer: Translation, coordinator: Staff, signed_in: SignIn
) -> None:
    Staff.objects.filter(pk=coordinator.pk).update(is_superuser=True)
    me = signed_in(Staff.objects.get(pk=coordinator.pk))
    say_all(khmer, by=coordinator)
    url = reverse("wagtailadmin_pages:edit", args=[target_of(khmer).pk])
    assert me.get(url).url == bench(khmer)
    for action in ("publish", "localize-restart-translation", "localize-convert-to-alias"):
        assert me.post(url, {"action": action, action: "1"}).url == bench(khmer)
    assert not EditorialPage.objects.live().exists()


# ---- lists


def questions(me: Client, url: str) -> int:
    me.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        assert me.get(url).status_code == 200
    return len(asked_for)


def test_the_tables_ask_the_same_number_of_questions_however_long_they_are(
    khmer: Translation, editor: Staff, approver: Staff, office: Office, signed_in: SignIn
) -> None:
    me = signed_in(editor)
    term_of("Ao Bà Om", km="ស្រះ")
    urls = [reverse("newsroom:translations"), reverse("newsroom:terms"), reverse("newsroom:reviewers"), bench(khmer)]
    before = [questions(me, url) for url in urls]
    for at in range(4):
        made = asked(story(f"Bài {at}", by=editor, office=office), "km", by=editor)[1]
        say_all(made, by=editor)
        term_of(f"Chùa số {at}", km=f"វត្ត {at}")
        LanguageReviewer.objects.create(language="km", staff=approver) if at == 0 else None
    longer = story(
        "Bài dài",
        by=editor,
        office=office,
        body=[("text", "".join(f"<p>Nước trong xanh {n} năm.</p>" for n in range(30)))],
    )
    say(khmer, "body", "ទឹក", by=editor, number=1)
    urls[-1] = bench(asked(longer, "km", by=editor)[1])
    after = [questions(me, url) for url in urls]
    assert all(b <= a for a, b in zip(before[:3], after[:3], strict=True)), (before, after)
    assert after[3] <= before[3] + 4, (
        "a page of thirty sentences asks no more than one of four, but for what the memory found"
    )


def test_the_table_is_filtered_by_language_office_and_theme(
    khmer: Translation, editor: Staff, other_office: Office, signed_in: SignIn
) -> None:
    me = signed_in(editor)
    url = reverse("newsroom:translations")
    shown = me.get(url, {"language": "km"}).content.decode()
    assert '<th scope="col">ភាសាខ្មែរ</th>' in shown
    assert '<th scope="col">English</th>' not in shown
    assert "Ao Bà Om" not in me.get(url, {"office": other_office.pk}).content.decode().split("<tbody>")[-1]


# ---- terms and reviewers


def test_terms_are_kept_filtered_given_out_and_taken_in(editor: Staff, approver: Staff, signed_in: SignIn) -> None:
    me = signed_in(editor)
    new = reverse("newsroom:new_term")
    typed = {
        "vi": "Bún nước lèo",
        "kind": "dish",
        "form_en": "bun nuoc leo | fish noodle soup",
        "note": "",
        "source": "",
    }
    assert me.post(new, typed).status_code == 302
    term = Term.objects.get()
    assert [(t.text, t.is_preferred) for t in term.translations.all()] == [
        ("bun nuoc leo", True),
        ("fish noodle soup", False),
    ]
    assert me.post(new, typed).status_code == 422, "it is there"
    assert "Bún nước lèo" in me.get(reverse("newsroom:terms"), {"lacks": "km", "q": "noodle"}).content.decode()
    assert (
        "Bún nước lèo"
        not in me.get(reverse("newsroom:terms"), {"kind": "office"}).content.decode().split("listing-results")[-1]
    )
    table = me.get(reverse("newsroom:export_terms")).content.decode()
    changed = table.replace("fish noodle soup", "fish soup")
    file = SimpleUploadedFile("t.csv", changed.encode(), "text/csv")
    assert me.post(reverse("newsroom:import_terms"), {"file": file}).status_code == 302
    assert Term.objects.get().translations.last().text == "fish soup"  # type: ignore[union-attr]
    assert signed_in(approver).get(new).status_code == 403
    me = signed_in(editor)
    assert me.post(reverse("newsroom:term", args=[term.pk]), {"do": "remove"}).status_code == 302
    assert not Term.objects.exists()


def test_a_table_with_faults_is_refused_whole_with_its_rows(editor: Staff, signed_in: SignIn) -> None:
    file = SimpleUploadedFile(
        "t.csv", "vi,kind,en\nChùa Hang,place,Hang Pagoda\nX,nope,x\nChùa hang,place,\n".encode(), "text/csv"
    )
    answer = signed_in(editor).post(reverse("newsroom:import_terms"), {"file": file})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "3" in said
    assert "nope" in said
    assert not Term.objects.exists()
    latin = SimpleUploadedFile("t.csv", "vi,kind\nChùa,place\n".encode("utf-16"), "text/csv")
    assert signed_in(editor).post(reverse("newsroom:import_terms"), {"file": latin}).status_code == 422


def test_reviewers_are_appointed_and_dismissed(
    coordinator: Staff, approver: Staff, editor: Staff, signed_in: SignIn
) -> None:
    url = reverse("newsroom:reviewers")
    me = signed_in(coordinator)
    assert me.post(url, {"language": "km", "staff": approver.pk}).status_code == 302
    assert me.post(url, {"language": "km", "staff": approver.pk}).status_code == 422
    assert me.post(url, {"language": "km", "staff": editor.pk}).status_code == 422
    assert str(approver) in me.get(url).content.decode()
    assert signed_in(editor).post(url, {"language": "km", "staff": approver.pk}).status_code == 403
    assert signed_in(coordinator).post(url, {"dismiss": LanguageReviewer.objects.get().pk}).status_code == 302
    assert not LanguageReviewer.objects.exists()


# ---- the command


def run(*args: str) -> tuple[int, Any]:
    told = io.StringIO()
    try:
        call_command("translations", *args, stdout=told)
    except SystemExit as left:
        return int(left.code or 0), told.getvalue()
    return 0, told.getvalue()


def test_the_command_tells_states_and_departures(khmer: Translation, editor: Staff) -> None:
    term_of("Ao Bà Om", km="ស្រះ")
    say(khmer, "title", "ខុស", by=editor)
    code, told = run("--json", "--check", "--language", "km")
    row = next(r for r in json.loads(told) if r["title"] == "Ao Bà Om")
    assert (code, row["state"]) == (1, "underway")
    assert row["departures"][0]["term"] == "Ao Bà Om"
    say(khmer, "title", "ស្រះ", by=editor)
    code, told = run("--check")
    assert code == 0
    assert "Ao Bà Om" in told


def test_the_page_tells_departures_before_somebody_approves(
    khmer: Translation, editor: Staff, approver: Staff, signed_in: SignIn
) -> None:
    term_of("Ao Bà Om", km="ស្រះ")
    say_all(khmer, by=editor)
    target = actions.take_into_page(khmer, by=editor)
    actions.hand_over(target, seen=draft_of(target).content(), by=editor)
    shown = signed_in(approver).get(reverse("newsroom:page", args=[target.pk])).content.decode()
    assert "ស្រះ" in shown


def test_a_published_translation_is_shown_as_public(
    khmer: Translation, editor: Staff, approver: Staff, signed_in: SignIn
) -> None:
    from tests.factories.newsroom import home, topic

    for frame in (home("km"), topic().get_translation(draft_locale("km"))):
        if not frame.live:
            out(frame.specific, by=editor, second=approver)
    say_all(khmer, by=editor)
    out(actions.take_into_page(khmer, by=editor), by=editor, second=approver)
    from nhipcau.newsroom.language_states import cells_of

    source = EditorialPage.objects.get(pk=khmer.source.get_source_instance().pk)
    cell = next(c for c in cells_of([source])[source.pk] if c.language == "km")
    assert (cell.state.state, cell.state.changed, cell.state.percent) == ("public", False, 100)
