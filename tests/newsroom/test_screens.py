"""The newsroom's screens: one who may, one who may not, and lists that ask the database as often for many as for few."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhipcau.newsroom.editing import draft_of
from nhipcau.newsroom.models import Signature, Step, StoryPage
from nhipcau.newsroom.signing_key import make_key
from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from tests.factories.newsroom import home, out, story, topic

pytestmark = pytest.mark.django_db
Make = Callable[..., Staff]
In = Callable[[Staff], Client]
R = StaffRole


@pytest.fixture
def editor(staff_of: Make) -> Staff:
    return staff_of(R.EDITOR)


@pytest.fixture
def approver(staff_of: Make) -> Staff:
    return staff_of(R.APPROVER)


@pytest.fixture
def draft(editor: Staff, office: Office) -> StoryPage:
    return story(by=editor, office=office)


def take(client: Client, page: StoryPage, step: str, **said: str) -> object:
    asked = {"step": step, f"{step}-seen": draft_of(page).content()}
    return client.post(reverse("newsroom:page", args=[page.pk]), asked | {f"{step}-{k}": v for k, v in said.items()})


def test_the_desk_shows_where_each_page_stands(draft: StoryPage, editor: Staff, signed_in: In) -> None:
    answer = signed_in(editor).get(reverse("newsroom:desk"))
    assert answer.status_code == 200
    assert draft.title in answer.content.decode()


@pytest.mark.parametrize("where", ["draft", "handed_over", "approved", "out", "changed", "urgent", "withdrawn"])
def test_the_desk_is_narrowed_by_state(draft: StoryPage, editor: Staff, signed_in: In, where: str) -> None:
    answer = signed_in(editor).get(reverse("newsroom:desk"), {"where": where})
    assert answer.status_code == 200
    assert (draft.title in answer.content.decode()) is (where == "draft")


def test_the_desk_is_narrowed_by_theme_language_and_words(draft: StoryPage, editor: Staff, signed_in: In) -> None:
    client = signed_in(editor)
    theme = topic().theme
    for asked, found in (
        ({"theme": theme.pk}, True),
        ({"language": "vi"}, True),
        ({"language": "km"}, False),
        ({"q": "Bà Om"}, True),
    ):
        assert (draft.title in client.get(reverse("newsroom:desk"), asked).content.decode()) is found, asked


def test_steps_are_taken_by_the_page_screen(draft: StoryPage, editor: Staff, approver: Staff, signed_in: In) -> None:
    take(signed_in(editor), draft, "hand_over", note="")
    take(signed_in(approver), draft, "approve")
    take(signed_in(approver), draft, "publish")
    assert [s.kind for s in Step.objects.filter(page_id=draft.pk)] == ["handed_over", "approved", "published"]
    take(signed_in(approver), draft, "withdraw", reason="Sai ảnh.")
    assert not StoryPage.objects.get(pk=draft.pk).live


def test_what_is_wrong_is_said_at_the_step(draft: StoryPage, editor: Staff, approver: Staff, signed_in: In) -> None:
    out(draft, by=editor, second=approver)
    draft_of(draft)
    page = draft_of(draft)
    page.lead = "Khác."
    page.save_revision(user=editor)
    answer = take(signed_in(editor), draft, "hand_over", note="")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "nc-fault" in answer.content.decode()  # type: ignore[attr-defined]


def test_who_edited_is_not_offered_to_approve_and_is_told_why(
    draft: StoryPage, staff_of: Make, editor: Staff, signed_in: In
) -> None:
    take(signed_in(editor), draft, "hand_over", note="")
    coordinator = staff_of(R.COORDINATOR)
    page = draft_of(draft)
    page.lead = "Tôi sửa."
    page.save_revision(user=coordinator)
    shown = signed_in(coordinator).get(reverse("newsroom:page", args=[draft.pk])).content.decode()
    assert 'value="approve"' not in shown


@pytest.mark.parametrize("step", ["approve", "publish", "withdraw", "urgent", "schedule", "return"])
def test_a_reader_among_staff_is_refused_every_step(
    draft: StoryPage, staff_of: Make, signed_in: In, step: str
) -> None:
    viewer = signed_in(staff_of(R.VIEWER))
    said = {"note": "x", "reason": "x", "at": "2030-01-01T08:00"}
    assert take(viewer, draft, step, **said).status_code == 403  # type: ignore[attr-defined]
    assert not Step.objects.filter(page_id=draft.pk).exists()


def test_the_preview_shows_both_widths(draft: StoryPage, editor: Staff, signed_in: In) -> None:
    shown = signed_in(editor).get(reverse("newsroom:preview", args=[draft.pk])).content.decode()
    assert shown.count(reverse("newsroom:draft", args=[draft.pk])) == 2


def test_an_editor_writes_in_wagtails_own_screen_and_a_viewer_does_not(
    draft: StoryPage, editor: Staff, staff_of: Make, signed_in: In
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert signed_in(editor).get(url).status_code == 200
    assert signed_in(staff_of(R.VIEWER)).get(url).status_code in {302, 403}


def test_a_focal_point_writes_only_what_it_began(
    staff_of: Make, editor: Staff, office: Office, other_office: Office, signed_in: In
) -> None:
    focal = staff_of(R.FOCAL, other_office)
    own, others = story("Của mình", by=focal, office=other_office), story("Của người", by=editor, office=office)
    client = signed_in(focal)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[others.pk])).status_code in {302, 403}


def test_an_unknown_page_is_not_found(editor: Staff, signed_in: In) -> None:
    home()
    assert signed_in(editor).get(reverse("newsroom:page", args=[10**6])).status_code == 404


def test_the_desk_asks_as_often_for_many_pages_as_for_few(
    editor: Staff, approver: Staff, office: Office, signed_in: In
) -> None:
    client = signed_in(editor)

    def count() -> int:
        client.get(reverse("newsroom:desk"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("newsroom:desk"))
        return len(asked)

    out(story("Một", by=editor, office=office), by=editor, second=approver)
    few = count()
    for number in range(8):
        out(story(f"Bài {number}", by=editor, office=office), by=editor, second=approver)
    assert count() == few


def test_a_public_page_is_signed_on_its_screen_and_offered_again_after_a_change(
    draft: StoryPage, editor: Staff, approver: Staff, signed_in: In, settings: Any, tmp_path: Path
) -> None:
    settings.STATE = tmp_path
    out(draft, by=editor, second=approver)
    assert 'value="sign"' not in signed_in(editor).get(reverse("newsroom:page", args=[draft.pk])).content.decode()
    refused = take(signed_in(approver), draft, "sign")
    assert "signing-key" in refused.content.decode()  # type: ignore[attr-defined]
    make_key()
    take(signed_in(approver), draft, "sign")
    signed = signed_in(approver).get(reverse("newsroom:page", args=[draft.pk])).content.decode()
    assert Signature.objects.get(page=draft).key_id in signed
    assert 'value="sign"' not in signed
    page = draft_of(StoryPage.objects.get(pk=draft.pk))
    page.lead = "Khác."
    page.save_revision(user=editor)
    out(page, by=editor, second=approver)
    assert 'value="sign"' in signed_in(approver).get(reverse("newsroom:page", args=[draft.pk])).content.decode()
