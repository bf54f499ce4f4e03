"""What a page asks the database for while it is drawn: each thing once, and nothing kept for the next."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nhipcau.newsroom.models import StoryPage
from nhipcau.public.once import drawing, drawn, once
from tests.public.conftest import SmallSite


class Asked:
    """Counts what it is asked."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.for_: list[int] = []

    def about(self, number: int) -> list[int]:
        """A new list each time it is really asked."""
        self.for_.append(number)
        return [number]


def test_a_question_is_asked_once_while_a_page_is_drawn() -> None:
    asked = Asked()
    about = once(asked.about)
    with drawing():
        assert about(1) is about(1)
        assert about(2) == [2]
    assert asked.for_ == [1, 2]


def test_nothing_is_kept_outside_of_a_drawing_or_for_the_next() -> None:
    asked = Asked()
    about = once(asked.about)
    about(1)
    about(1)
    with drawing():
        about(1)
        with drawing():
            about(1)
        about(1)
    assert asked.for_ == [1, 1, 1, 1]


def test_a_part_joins_the_drawing_that_is_going_on_or_is_one_by_itself() -> None:
    asked = Asked()
    about = once(asked.about)

    @drawn
    def part() -> None:
        about(1)
        about(1)

    part()
    part()
    assert asked.for_ == [1, 1]
    with drawing():
        part()
        about(1)
    assert asked.for_ == [1, 1, 1]


def test_what_failed_is_asked_again() -> None:
    answers = iter([LookupError("not today"), None])

    @once
    def moody() -> str:
        if wrong := next(answers):
            raise wrong
        return "well"

    with drawing():
        with pytest.raises(LookupError, match="not today"):
            moody()
        assert moody() == "well"


def test_a_story_is_drawn_with_few_queries(
    small_site: SmallSite, client: Client, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.NHIPCAU_PAGE_CACHE = False
    address = small_site.story.get_url()
    assert client.get(address).status_code == 200
    with django_assert_max_num_queries(25):
        client.get(address)


def test_a_story_is_found_below_its_topic_and_nowhere_else(small_site: SmallSite, client: Client) -> None:
    right = small_site.story.get_url()
    *above, topic, slug = right.strip("/").split("/")
    wrong = "/".join(["", *above, f"{topic}-khac", slug, ""])
    assert client.get(right).status_code == 200
    assert client.get(wrong).status_code == 404
    assert client.get(f"{right}{slug}/").status_code == 404


def test_a_draft_is_not_found(small_site: SmallSite, client: Client) -> None:
    address = small_site.story.get_url()
    StoryPage.objects.filter(pk=small_site.story.pk).update(live=False)
    assert client.get(address).status_code == 404
