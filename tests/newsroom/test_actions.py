"""The way of a page: what each step leaves behind, and who is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from nhipcau.newsroom import actions, jobs
from nhipcau.newsroom.editing import draft_of, way_of
from nhipcau.newsroom.faults import MediaNotCleared, NotNow, SamePerson
from nhipcau.newsroom.models import EditorialPage, Step, StoryPage
from nhipcau.newsroom.rules.standing import Standing
from nhipcau.people.models import Notice, Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.work.models import Evidence
from tests.factories.duties import DutyFactory
from tests.factories.media import asset_of
from tests.factories.newsroom import change, home, out, story, topic

pytestmark = pytest.mark.django_db
Make = Callable[..., Staff]
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


def standing(page: Page) -> Standing:
    return way_of(page).standing


def seen(page: Page) -> str:
    return draft_of(page).content()


def test_a_story_goes_from_draft_to_published_and_each_step_is_told(
    draft: StoryPage, editor: Staff, approver: Staff
) -> None:
    assert standing(draft) is Standing.DRAFT
    actions.hand_over(draft, seen=seen(draft), by=editor)
    assert standing(draft) is Standing.EDITED
    actions.approve(draft, seen=seen(draft), by=approver)
    assert standing(draft) is Standing.APPROVED
    actions.publish(draft, by=approver)
    assert standing(draft) is Standing.PUBLISHED
    assert [s.kind for s in Step.objects.filter(page_id=draft.pk)] == ["handed_over", "approved", "published"]
    told = list(
        TrailEntry.objects.filter(subject_id=str(draft.pk), action__startswith="newsroom.").values_list(
            "action", flat=True
        )
    )
    assert {"newsroom.handed_over", "newsroom.approved", "newsroom.published"} <= set(told)


def test_on_publication_a_story_files_itself_as_evidence_for_its_duty_once(
    editor: Staff, approver: Staff, office: Office
) -> None:
    duty = DutyFactory()
    page = story(by=editor, office=office, duty=duty)
    out(page, by=editor, second=approver)
    filed = Evidence.objects.get(duty=duty)
    assert filed.kind == "link"
    assert filed.address.endswith(page.url)
    assert filed.title == page.title
    change(page, by=editor, lead="Mới.")
    out(page, by=editor, second=approver, note="Sửa sa-pô.")
    assert Evidence.objects.filter(duty=duty).count() == 1


def test_a_public_story_that_is_given_its_duty_later_is_evidence_at_once(
    draft: StoryPage, editor: Staff, approver: Staff
) -> None:
    page = out(draft, by=editor, second=approver)
    duty = DutyFactory()
    change(page, by=editor, duty=duty)
    assert StoryPage.objects.get(pk=page.pk).duty == duty
    assert Evidence.objects.get(duty=duty).title == page.title
    assert standing(page) is Standing.PUBLISHED, "what readers see is what was approved"
    change(page, by=editor, lead="Mới.", duty=DutyFactory())
    assert StoryPage.objects.get(pk=page.pk).duty == duty, "with a change of the text it waits for the second person"


def test_a_change_of_a_public_page_needs_the_words_that_readers_will_see(
    draft: StoryPage, editor: Staff, approver: Staff
) -> None:
    out(draft, by=editor, second=approver)
    change(draft, by=editor, lead="Mới.")
    assert standing(draft) is Standing.CHANGED
    with pytest.raises(NotNow):
        actions.hand_over(draft, seen=seen(draft), by=editor)
    out(draft, by=editor, second=approver, note="Sửa tên ngôi chùa.")
    assert Step.objects.get(page_id=draft.pk, kind="updated").note == "Sửa tên ngôi chùa."
    assert StoryPage.objects.get(pk=draft.pk).lead == "Mới."


def test_urgent_publication_has_a_reason_a_badge_and_a_time(
    draft: StoryPage, staff_of: Make, editor: Staff, approver: Staff
) -> None:
    coordinator = staff_of(R.COORDINATOR)
    with pytest.raises(NotNow):
        actions.publish_urgently(draft, seen=seen(draft), reason=" ", by=coordinator)
    actions.publish_urgently(draft, seen=seen(draft), reason="Bão đổ bộ trong đêm.", by=coordinator)
    page = StoryPage.objects.get(pk=draft.pk)
    assert page.live
    assert page.is_urgent
    step = Step.objects.get(page_id=page.pk, kind="urgent")
    assert step.due_at is not None
    assert timezone.now() < step.due_at <= timezone.now() + timedelta(hours=24)
    with pytest.raises(SamePerson):
        actions.approve(page, seen=seen(page), by=coordinator)
    actions.approve(page, seen=seen(page), by=approver)
    assert not StoryPage.objects.get(pk=page.pk).is_urgent
    assert standing(page) is Standing.PUBLISHED


def test_an_urgent_page_whose_time_is_over_is_told_to_second_people_once(
    draft: StoryPage, staff_of: Make, approver: Staff
) -> None:
    actions.publish_urgently(draft, seen=seen(draft), reason="Gấp.", by=staff_of(R.COORDINATOR))
    later = timezone.now() + timedelta(hours=25)
    jobs.tend(now=later)
    jobs.tend(now=later + timedelta(minutes=1))
    assert Notice.objects.filter(staff=approver, kind="newsroom.urgent_late").count() == 1


def test_a_scheduled_page_goes_out_at_its_time_and_not_before(
    draft: StoryPage, editor: Staff, approver: Staff
) -> None:
    actions.hand_over(draft, seen=seen(draft), by=editor)
    with pytest.raises(NotNow):
        actions.schedule(draft, at=timezone.now() + timedelta(hours=1), by=approver)
    actions.approve(draft, seen=seen(draft), by=approver)
    with pytest.raises(NotNow):
        actions.schedule(draft, at=timezone.now() - timedelta(hours=1), by=approver)
    actions.schedule(draft, at=timezone.now() + timedelta(hours=1), by=approver)
    assert standing(draft) is Standing.SCHEDULED
    jobs.tend(now=timezone.now() + timedelta(minutes=30))
    assert standing(draft) is Standing.SCHEDULED
    jobs.tend(now=timezone.now() + timedelta(minutes=61))
    assert standing(draft) is Standing.PUBLISHED


def test_an_appointment_is_off_when_the_draft_changes_or_it_is_taken_back(
    draft: StoryPage, editor: Staff, approver: Staff
) -> None:
    actions.hand_over(draft, seen=seen(draft), by=editor)
    actions.approve(draft, seen=seen(draft), by=approver)
    actions.schedule(draft, at=timezone.now() + timedelta(hours=1), by=approver)
    change(draft, by=editor, lead="Khác.")
    jobs.tend(now=timezone.now() + timedelta(hours=2))
    assert not Page.objects.get(pk=draft.pk).live
    actions.hand_over(draft, seen=seen(draft), by=editor)
    actions.approve(draft, seen=seen(draft), by=approver)
    actions.schedule(draft, at=timezone.now() + timedelta(hours=1), by=approver)
    actions.unschedule(draft, by=approver)
    jobs.tend(now=timezone.now() + timedelta(hours=2))
    assert not Page.objects.get(pk=draft.pk).live


def test_a_schedule_whose_person_lost_the_role_tells_them(draft: StoryPage, editor: Staff, approver: Staff) -> None:
    actions.hand_over(draft, seen=seen(draft), by=editor)
    actions.approve(draft, seen=seen(draft), by=approver)
    actions.schedule(draft, at=timezone.now() + timedelta(hours=1), by=approver)
    approver.memberships.all().delete()
    jobs.tend(now=timezone.now() + timedelta(hours=2))
    assert not Page.objects.get(pk=draft.pk).live
    assert Notice.objects.filter(staff=approver, kind="newsroom.not_out").exists()


def test_a_withdrawn_page_wants_a_new_approval_to_come_back(
    draft: StoryPage, staff_of: Make, editor: Staff, approver: Staff
) -> None:
    out(draft, by=editor, second=approver)
    with pytest.raises(NotNow):
        actions.withdraw(draft, reason="", by=approver)
    actions.withdraw(draft, reason="Ảnh không đúng nơi.", by=approver)
    assert standing(draft) is Standing.WITHDRAWN
    with pytest.raises(NotNow):
        actions.publish(draft, by=approver)
    out(draft, by=editor, second=approver, note="Đã thay ảnh.")
    assert standing(draft) is Standing.PUBLISHED


def test_returning_says_why(draft: StoryPage, editor: Staff, approver: Staff) -> None:
    actions.hand_over(draft, seen=seen(draft), by=editor)
    with pytest.raises(NotNow):
        actions.return_to_editor(draft, seen=seen(draft), note=" ", by=approver)
    actions.return_to_editor(draft, seen=seen(draft), note="Thiếu nguồn.", by=approver)
    assert standing(draft) is Standing.RETURNED
    with pytest.raises(NotNow):
        actions.approve(draft, seen=seen(draft), by=approver)


def test_what_came_with_the_profile_is_shipped_only_while_nobody_touched_it(draft: StoryPage, editor: Staff) -> None:
    fresh = home()
    assert actions.ship(fresh, by=None).live
    with pytest.raises(NotNow):
        actions.ship(fresh, by=None)
    actions.hand_over(draft, seen=seen(draft), by=editor)
    with pytest.raises(NotNow):
        actions.ship(draft, by=None)


def test_a_new_page_belongs_to_the_office_of_who_began_it(staff_of: Make, other_office: Office) -> None:
    focal = staff_of(R.FOCAL, other_office)
    page = story("Của Sở Công Thương", by=focal)
    actions.begin_page(page, by=focal)
    assert EditorialPage.objects.get(pk=page.pk).office == other_office
    assert draft_of(page).office == other_office


WRITES = {R.COORDINATOR, R.EDITOR}
MATRIX = {
    "hand_over": WRITES,
    "approve": {R.ADMIN, R.COORDINATOR, R.APPROVER, R.LEADER},
    "return_to_editor": {R.ADMIN, R.COORDINATOR, R.APPROVER, R.LEADER},
    "publish": {R.COORDINATOR, R.APPROVER, R.EDITOR},
    "schedule": {R.COORDINATOR, R.APPROVER, R.EDITOR},
    "unschedule": {R.COORDINATOR, R.APPROVER, R.EDITOR},
    "publish_urgently": {R.COORDINATOR, R.APPROVER, R.LEADER},
    "withdraw": {R.COORDINATOR, R.APPROVER, R.LEADER},
}


def perform(name: str, page: StoryPage, by: Staff, author: Staff, second: Staff) -> Any:
    """Bring ``page`` to where the step makes sense, then take it as ``by``."""
    content = seen(page)
    if name in {"approve", "return_to_editor", "publish", "schedule", "unschedule"}:
        actions.hand_over(page, seen=content, by=author)
    if name in {"publish", "schedule", "unschedule"}:
        actions.approve(page, seen=content, by=second)
    later = timezone.now() + timedelta(hours=1)
    if name == "unschedule":
        actions.schedule(page, at=later, by=second)
    if name == "withdraw":
        out(page, by=author, second=second)
    steps: dict[str, Callable[[], Any]] = {
        "hand_over": lambda: actions.hand_over(page, seen=content, by=by),
        "approve": lambda: actions.approve(page, seen=content, by=by),
        "return_to_editor": lambda: actions.return_to_editor(page, seen=content, note="x", by=by),
        "publish": lambda: actions.publish(page, by=by),
        "schedule": lambda: actions.schedule(page, at=later, by=by),
        "unschedule": lambda: actions.unschedule(page, by=by),
        "publish_urgently": lambda: actions.publish_urgently(page, seen=content, reason="x", by=by),
        "withdraw": lambda: actions.withdraw(page, reason="x", by=by),
    }
    return steps[name]()


@pytest.mark.parametrize("name", MATRIX)
@pytest.mark.parametrize("role", list(R))
def test_role_by_action(name: str, role: StaffRole, staff_of: Make, office: Office, other_office: Office) -> None:
    author = staff_of(R.EDITOR, username="tac-gia")
    second = staff_of(R.APPROVER, username="nguoi-thu-hai")
    by = staff_of(role, other_office, username="nguoi-thu")
    page = story(by=author, office=office)
    if role in MATRIX[name]:
        perform(name, page, by, author, second)
    else:
        with pytest.raises(NotAllowed):
            perform(name, page, by, author, second)


def test_a_focal_point_hands_over_its_own_offices_page_only(
    staff_of: Make, office: Office, other_office: Office
) -> None:
    focal = staff_of(R.FOCAL, other_office)
    own, others = story("Của mình", by=focal, office=other_office), story("Của người", by=focal, office=office)
    actions.hand_over(own, seen=seen(own), by=focal)
    with pytest.raises(NotAllowed):
        actions.hand_over(others, seen=seen(others), by=focal)


def test_pictures_without_rights_hold_a_page_back_with_all_reasons(
    editor: Staff, approver: Staff, office: Office
) -> None:
    asset = asset_of(office)
    page = story(by=editor, office=office, picture=asset)
    actions.hand_over(page, seen=seen(page), by=editor)
    actions.approve(page, seen=seen(page), by=approver)
    with pytest.raises(MediaNotCleared) as refused:
        actions.publish(page, by=approver)
    assert len(refused.value.faults) >= 2
    assert not Page.objects.get(pk=page.pk).live


def test_the_topic_page_can_be_changed_like_a_story(editor: Staff, approver: Staff) -> None:
    page = topic()
    assert out(page, by=editor, second=approver).live
