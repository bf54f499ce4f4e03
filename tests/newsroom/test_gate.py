"""Nothing becomes public without a second person: every way around is tried, and refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from nhipcau.newsroom import actions
from nhipcau.newsroom.editing import draft_of, editors_since_approval
from nhipcau.newsroom.faults import ChangedMeanwhile, HasHistory, NotNow, SamePerson
from nhipcau.newsroom.gate import NotCleared
from nhipcau.newsroom.models import EditorialPage, Step, StoryPage
from nhipcau.people.models import Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.work.models import Evidence
from tests.factories.duties import DutyFactory
from tests.factories.newsroom import change, home, out, story, topic

pytestmark = pytest.mark.django_db
Make = Callable[..., Staff]


@pytest.fixture
def editor(staff_of: Make) -> Staff:
    return staff_of(StaffRole.EDITOR)


@pytest.fixture
def approver(staff_of: Make) -> Staff:
    return staff_of(StaffRole.APPROVER)


@pytest.fixture
def draft(editor: Staff, office: Any) -> StoryPage:
    return story(by=editor, office=office)


def is_out(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def as_superuser(staff: Staff) -> Staff:
    Staff.objects.filter(pk=staff.pk).update(is_superuser=True)
    return Staff.objects.get(pk=staff.pk)


def by_revision(page: StoryPage, boss: Staff) -> None:
    page.get_latest_revision().publish(user=boss)


def by_action_that_skips_permissions(page: StoryPage, boss: Staff) -> None:
    PublishPageRevisionAction(page.get_latest_revision(), user=boss).execute(skip_permission_checks=True)


def by_saving_it_live(page: StoryPage, boss: Staff) -> None:
    page.live = True
    page.save()


def by_saving_only_that_it_is_live(page: StoryPage, boss: Staff) -> None:
    page.live = True
    page.save(update_fields=["live"])


def by_saving_it_as_a_plain_page(page: StoryPage, boss: Staff) -> None:
    plain = Page.objects.get(pk=page.pk)
    plain.live = True
    plain.save()


def by_saving_it_as_an_editorial_page(page: StoryPage, boss: Staff) -> None:
    plain = EditorialPage.objects.get(pk=page.pk)
    plain.live = True
    plain.save()


def by_a_copy_that_keeps_live(page: StoryPage, boss: Staff) -> None:
    page.live = True
    page.copy(update_attrs={"slug": "ban-sao", "title": "Bản sao"}, keep_live=True, user=boss)


def by_adding_it_live(page: StoryPage, boss: Staff) -> None:
    topic().add_child(instance=StoryPage(title="Khác", slug="khac", live=True))


def by_an_alias(page: StoryPage, boss: Staff) -> None:
    page.live = True
    page.create_alias(update_slug="bi-danh", user=boss)


def by_translation(page: StoryPage, boss: Staff) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    home("en")
    topic().copy_for_translation(english)
    source, _new = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(user=boss, publish=True)


WAYS = [
    by_revision, by_action_that_skips_permissions, by_saving_it_live, by_saving_only_that_it_is_live,
    by_saving_it_as_a_plain_page, by_saving_it_as_an_editorial_page, by_a_copy_that_keeps_live, by_adding_it_live,
    by_an_alias, by_translation,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_around_the_second_person(
    way: Callable[[StoryPage, Staff], None],
    draft: StoryPage,
    approver: Staff,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with pytest.raises(NotCleared), transaction.atomic(), django_capture_on_commit_callbacks(execute=True):
        way(draft, as_superuser(approver))
    assert not EditorialPage.objects.live().exists()


def test_a_schedule_of_wagtails_own_is_no_way(draft: StoryPage, approver: Staff) -> None:
    draft.go_live_at = timezone.now() - timedelta(minutes=1)
    draft.save_revision(user=approver, approved_go_live_at=draft.go_live_at)
    with pytest.raises(NotCleared):
        call_command("publish_scheduled")
    assert not is_out(draft)


def superuser_client(client: Client, staff: Staff) -> Client:
    client.force_login(as_superuser(staff), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_editors_publish_button_and_the_bulk_action_are_no_way(
    draft: StoryPage, approver: Staff, client: Client
) -> None:
    boss = superuser_client(client, approver)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={draft.pk}"
    boss.post(url, {"include_descendants": "on"})
    assert not is_out(draft)
    edited = boss.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assert b'name="action-publish"' not in edited.content


API: dict[str, dict[str, Any]] = {
    "publish": {},
    "copy": {"keep_live": True, "slug": "ban-sao", "title": "Bản sao", "recursive": False},
    "copy_for_translation": {"locale": "en", "copy_parents": True, "alias": True},
    "create_alias": {"update_slug": "bi-danh"},
    "unpublish": {"recursive": True},
    "delete": {},
}
"""What Wagtail's page API can be told to do with a page, in a way that would change what is public."""


@pytest.mark.parametrize("action", API)
@pytest.mark.parametrize(
    "role", [StaffRole.EDITOR, StaffRole.APPROVER, None], ids=["editor", "approver", "superuser"]
)
def test_the_page_api_is_no_way(
    action: str, role: StaffRole | None, draft: StoryPage, editor: Staff, approver: Staff, client: Client
) -> None:
    Locale.objects.get_or_create(language_code="en")
    who = {StaffRole.EDITOR: editor, StaffRole.APPROVER: approver}[role] if role else as_superuser(approver)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    before = set(Page.objects.live().values_list("pk", flat=True))
    client.raise_request_exception = False
    url = reverse("wagtailadmin_api:pages:action", args=[draft.pk, action])
    answer = client.post(url, API[action], content_type="application/json")
    assert action != "publish" or answer.status_code >= 400
    assert set(Page.objects.live().values_list("pk", flat=True)) == before
    assert not Step.objects.filter(kind__in=["published", "updated"]).exists()


def test_the_page_api_neither_changes_nor_silently_removes_what_is_public(
    draft: StoryPage, editor: Staff, approver: Staff, client: Client
) -> None:
    out(draft, by=editor, second=approver)
    older = StoryPage.objects.get(pk=draft.pk).get_latest_revision()
    change(draft, by=editor, lead="Chưa ai duyệt.")
    boss = superuser_client(client, approver)
    boss.raise_request_exception = False
    for action, body in {
        "publish": {}, "revert_to_page_revision": {"revision_id": older.pk}, "delete": {},
        "copy": {"keep_live": True, "slug": "ban-sao", "title": "Bản sao", "recursive": False},
    }.items():  # fmt: skip
        boss.post(
            reverse("wagtailadmin_api:pages:action", args=[draft.pk, action]), body, content_type="application/json"
        )
    public = StoryPage.objects.live().get()
    assert public.pk == draft.pk
    assert public.lead != "Chưa ai duyệt."


def test_an_approved_page_can_be_let_out_and_nothing_else_of_it(
    draft: StoryPage, editor: Staff, approver: Staff
) -> None:
    assert out(draft, by=editor, second=approver).live
    change(draft, by=editor, lead="Khác hẳn.")
    with pytest.raises(NotCleared):
        StoryPage.objects.get(pk=draft.pk).get_latest_revision().publish(user=as_superuser(approver))
    assert StoryPage.objects.get(pk=draft.pk).lead != "Khác hẳn."


def test_going_back_to_an_older_approved_text_wants_a_new_approval(
    draft: StoryPage, editor: Staff, approver: Staff
) -> None:
    out(draft, by=editor, second=approver)
    older = StoryPage.objects.get(pk=draft.pk).get_latest_revision()
    change(draft, by=editor, lead="Mới.")
    out(draft, by=editor, second=approver)
    with pytest.raises(NotCleared):
        older.publish(user=as_superuser(approver))


def test_who_edited_cannot_approve_whoever_they_are(draft: StoryPage, staff_of: Make, editor: Staff) -> None:
    boss = as_superuser(staff_of(StaffRole.COORDINATOR))
    change(draft, by=boss, lead="Tôi sửa một chữ.")
    seen = draft_of(draft).content()
    actions.hand_over(draft, seen=seen, by=editor)
    with pytest.raises(SamePerson):
        actions.approve(draft, seen=seen, by=boss)


def test_who_hands_over_cannot_approve(draft: StoryPage, staff_of: Make) -> None:
    coordinator = staff_of(StaffRole.COORDINATOR)
    seen = draft_of(draft).content()
    actions.hand_over(draft, seen=seen, by=coordinator)
    with pytest.raises(SamePerson):
        actions.approve(draft, seen=seen, by=coordinator)


def test_who_edited_before_the_last_approval_may_approve_the_next(
    draft: StoryPage, staff_of: Make, editor: Staff, approver: Staff
) -> None:
    coordinator = staff_of(StaffRole.COORDINATOR)
    change(draft, by=coordinator, lead="Một.")
    out(draft, by=editor, second=approver)
    change(draft, by=editor, lead="Hai.")
    assert out(draft, by=editor, second=coordinator).lead == "Hai."


def test_who_translated_a_string_cannot_approve_the_translation(
    draft: StoryPage, editor: Staff, approver: Staff
) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    for page in (home(), topic(), draft):
        translate_object(page, [english], user=editor)
    page = draft.get_translation(english).specific
    source = TranslationSource.objects.get(object_id=draft.translation_key)
    segment = source.stringsegment_set.first()
    StringTranslation.objects.create(
        translation_of=segment.string, locale=english, context=segment.context, data="The pond", last_translated_by=approver,
        translation_type="manual",
    )  # fmt: skip
    assert approver.pk in editors_since_approval(page)


def test_an_approval_is_of_what_was_read(draft: StoryPage, editor: Staff, approver: Staff) -> None:
    seen = draft_of(draft).content()
    actions.hand_over(draft, seen=seen, by=editor)
    change(draft, by=editor, lead="Lén sửa sau khi chuyển.")
    with pytest.raises(ChangedMeanwhile):
        actions.approve(draft, seen=seen, by=approver)
    with pytest.raises(NotNow):
        actions.approve(draft, seen=draft_of(draft).content(), by=approver)


def test_a_page_with_a_history_is_not_deleted(draft: StoryPage, editor: Staff, approver: Staff) -> None:
    out(draft, by=editor, second=approver)
    with pytest.raises(HasHistory):
        StoryPage.objects.get(pk=draft.pk).delete()
    assert StoryPage.objects.filter(pk=draft.pk).exists()


def test_moving_a_public_page_changes_nothing_that_was_approved(
    draft: StoryPage, editor: Staff, approver: Staff
) -> None:
    page = out(draft, by=editor, second=approver)
    page.save()
    assert is_out(page)


def test_a_superuser_who_publishes_what_was_approved_leaves_the_same_traces(
    editor: Staff, approver: Staff, office: Any
) -> None:
    draft = story(by=editor, office=office, duty=DutyFactory())
    seen = draft_of(draft).content()
    actions.hand_over(draft, seen=seen, by=editor)
    actions.approve(draft, seen=seen, by=approver)
    StoryPage.objects.get(pk=draft.pk).get_latest_revision().publish(user=as_superuser(approver))
    assert Step.objects.filter(page_id=draft.pk, kind="published").count() == 1
    assert Evidence.objects.get(duty=draft.duty).title == draft.title
