"""Role × action at the desk: who may do what; a refusal leaves nothing behind, not even in the trail."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.monitoring import actions
from nhipcau.monitoring.models import ClosedSite, Mark, Rule, SavedSearch, StuckMail, Subscription
from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from tests.factories.people import StaffFactory, staff_in
from tests.factories.press import digest_of, source_of, story_of

pytestmark = pytest.mark.django_db
R = StaffRole
SORTING = {R.COORDINATOR, R.EDITOR, R.FOCAL}
MANAGING = {R.ADMIN, R.COORDINATOR}
COMPOSING = {R.COORDINATOR, R.EDITOR}
SENDING = {R.COORDINATOR, R.EDITOR, R.APPROVER}
ALLOWED = {
    **dict.fromkeys(("keep_story", "drop_story", "reopen_story", "label_story", "note_story", "mark_story", "unmark_story"), SORTING),
    **dict.fromkeys(("add_link", "bring_clipping", "take_in_pages"), SORTING),
    **dict.fromkeys(
        (
            "add_source", "edit_source", "stop_source", "look_now", "bring_opml", "take_due", "note_look", "take_waiting", "save_rule", "drop_rule",
            "rules_from_topics", "change_settings", "add_recipient", "end_recipient", "set_retention", "forget_old_texts", "close_site",
            "open_site", "export_site", "share_search", "try_mail_again",
        ),
        MANAGING,
    ),
    **dict.fromkeys(("begin_digest", "word_digest", "add_items", "word_item", "remove_item", "order_items"), COMPOSING),
    **dict.fromkeys(("release_digest", "take_back"), SENDING),
    **{name: set(StaffRole) for name in ("save_search", "drop_search")},
}  # fmt: skip


RECORDINGS = {
    "bring_recording", "bring_captions", "write_transcript", "stop_hearing", "resume_hearing", "use_recording", "drop_recording",
}  # fmt: skip
"""In tests/monitoring/test_recordings.py, for every role."""
BY_TOKEN_OR_CLOCK = {"close_edition", "deliver", "unsubscribe"}
"""Done by whoever holds the mail's link, or by the worker for what a person has released."""


def perform(name: str, by: Staff, office: Office) -> object:
    """Bring things into the state in which the step makes sense, then take it as ``by``."""
    now, on = timezone.now(), timezone.localdate()
    author: Staff = StaffFactory()
    story, source = story_of(f"Tin {name}"), source_of("https://bao.vn/rss")
    digest = digest_of(office, author, story)
    item = digest.items.get()
    facts = actions.SourceFacts("feed", "x", "https://khac.vn/rss")
    if name == "take_back":
        digest.state, digest.released_by = "released", author
        digest.save()
    rule = Rule.objects.create(kind="words", name="x", words="x")
    search = SavedSearch.objects.create(name="x", query="", owner=by)
    recipient = Subscription.objects.create(email="a@b.vn")
    site = ClosedSite.objects.create(host="x.vn", reason="x", by=author, at=now)
    mail = StuckMail.objects.create(source=source, validity=1, uid=1, first_at=now, tried_at=now, is_aside=True)
    desk = actions.DeskFacts(5, 7, "", "", "")
    steps: dict[str, Callable[[], object]] = {
        "keep_story": lambda: actions.keep_story(story, by=by),
        "drop_story": lambda: actions.drop_story(story, by=by),
        "reopen_story": lambda: actions.reopen_story(story, by=by),
        "label_story": lambda: actions.label_story(story, [], by=by),
        "note_story": lambda: actions.note_story(story, "x", by=by),
        "mark_story": lambda: actions.mark_story(story, Mark.Kind.IDEA, by=by),
        "unmark_story": lambda: actions.unmark_story(story, Mark.Kind.IDEA, by=by),
        "add_link": lambda: actions.add_link("https://bao.vn/1", by=by),
        "bring_clipping": lambda: actions.bring_clipping(actions.Clipping("x", "y", text="Nội dung"), by=by),
        "take_in_pages": lambda: actions.take_in_pages([], now=now, by=by),
        "add_source": lambda: actions.add_source(facts, by=by),
        "edit_source": lambda: actions.edit_source(source, facts, by=by),
        "stop_source": lambda: actions.stop_source(source, by=by),
        "look_now": lambda: actions.look_now(source, by=by),
        "try_mail_again": lambda: actions.try_mail_again(mail, by=by),
        "bring_opml": lambda: actions.bring_opml([], by=by),
        "take_due": lambda: actions.take_due(now=now, most=1, by=by),
        "take_waiting": lambda: actions.take_waiting(now=now, most=1, by=by),
        "note_look": lambda: actions.note_look(actions.Look(source.pk), now=now, chance=0, by=by),
        "save_rule": lambda: actions.save_rule(None, actions.RuleFacts("words", "x", "x", 1), by=by),
        "drop_rule": lambda: actions.drop_rule(rule, by=by),
        "rules_from_topics": lambda: actions.rules_from_topics(by=by),
        "change_settings": lambda: actions.change_settings(desk, by=by),
        "add_recipient": lambda: actions.add_recipient("c@d.vn", name="", kinds=["daily"], by=by),
        "end_recipient": lambda: actions.end_recipient(recipient, by=by),
        "set_retention": lambda: actions.set_retention(days=9, valid_from=on, source="x", by=by),
        "forget_old_texts": lambda: actions.forget_old_texts(on=on, by=by),
        "close_site": lambda: actions.close_site("y.vn", reason="x", by=by, on=on),
        "open_site": lambda: actions.open_site(site, by=by),
        "export_site": lambda: actions.export_site("x.vn", by=by),
        "share_search": lambda: actions.save_search("y", "", by=by, is_shared=True),
        "save_search": lambda: actions.save_search("y", "", by=by),
        "drop_search": lambda: actions.drop_search(search, by=by),
        "begin_digest": lambda: actions.begin_digest("weekly", "x", on=on, office=office, by=by),
        "word_digest": lambda: actions.word_digest(digest, title="x", opening="", by=by),
        "add_items": lambda: actions.add_items(digest, [story_of("Khác")], by=by),
        "word_item": lambda: actions.word_item(item, actions.ItemWords("x", "y"), by=by),
        "remove_item": lambda: actions.remove_item(item, by=by),
        "order_items": lambda: actions.order_items(digest, [item.pk], by=by),
        "release_digest": lambda: actions.release_digest(digest, send_at=now + timedelta(hours=1), by=by),
        "take_back": lambda: actions.take_back(digest, by=by),
    }
    return steps[name]()


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_who_may_do_what(name: str, role: StaffRole, office: Office) -> None:
    by = staff_in(office, role)
    if role in ALLOWED[name]:
        perform(name, by, office)
        return
    with pytest.raises(NotAllowed):
        perform(name, by, office)
    assert not TrailEntry.objects.exists()


def test_every_action_of_the_room_stands_in_a_matrix() -> None:
    verbs = [(name, getattr(actions, name)) for name in actions.__all__ if name[0].islower()]
    taken = {name for name, verb in verbs if "by" in inspect.signature(verb).parameters}
    assert taken == (ALLOWED.keys() - {"share_search"}) | RECORDINGS | BY_TOKEN_OR_CLOCK


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_someone_without_a_role_may_nothing(name: str, office: Office) -> None:
    with pytest.raises(NotAllowed):
        perform(name, Staff.objects.create(username="nobody"), office)


def test_nobody_drops_anothers_search_but_who_manages(office: Office) -> None:
    mine = SavedSearch.objects.create(name="x", query="", owner=staff_in(office, R.VIEWER), is_shared=True)
    with pytest.raises(NotAllowed):
        actions.drop_search(mine, by=staff_in(office, R.EDITOR))
    actions.drop_search(mine, by=staff_in(office, R.COORDINATOR))


@pytest.mark.parametrize("role", list(StaffRole))
def test_the_pages_offer_what_the_actions_allow(role: StaffRole, office: Office, client: Client) -> None:
    by = staff_in(office, role)
    story, digest = story_of(), digest_of(office, by, story_of("Khác"))
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    pane = client.get(reverse("monitoring:story", args=[story.pk])).content.decode()
    assert ('value="keep"' in pane) is (role in SORTING)
    page = client.get(reverse("monitoring:digest", args=[digest.pk])).content.decode()
    assert ('value="item"' in page) is (role in COMPOSING)
    assert ('value="send"' in page) is (role in SENDING)
    assert client.get(reverse("monitoring:settings")).status_code == (200 if role in MANAGING else 403)
    assert client.get(reverse("monitoring:bring")).status_code == (200 if role in SORTING else 403)
    sources = client.get(reverse("monitoring:sources")).content.decode()
    assert (reverse("monitoring:add_source") in sources) is (role in MANAGING)
    for name in ("desk", "digests", "sources", "rules", "statistics", "keeping"):
        assert client.get(reverse(f"monitoring:{name}")).status_code == 200
