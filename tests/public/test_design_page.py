"""Staff see every component in both themes; strangers see nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from nhipcau.people.models import Staff
from nhipcau.public import showcase

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
PUBLIC = Path(__file__).resolve().parent.parent.parent / "nhipcau" / "public"
OF_THE_PAGE = {
    "header",
    "footer",
    "hero",
    "page_head",
    "preload",
    "sharing",
    "related",
    "story_head",
    "story_foot",
    "body_scripts",
    "language_switch",
    "field",
    "audio",
}
"""Parts that only a whole page can show."""


def test_the_page_shows_two_windows_and_the_colours(focal: Staff, signed_in: SignIn) -> None:
    text = signed_in(focal).get(reverse("public_design")).content.decode()
    assert text.count("<iframe") == 2
    assert "theme=light" in text
    assert "theme=dark" in text
    assert "--lotus" in text
    assert "#b3396b" in text


@pytest.mark.parametrize(
    ("language", "word"), [("vi", "Đọc bài"), ("en", "Read on"), ("km", "អានបន្ថែម"), ("xx", "Đọc bài")]
)
def test_a_window_speaks_its_language_in_its_theme(focal: Staff, signed_in: SignIn, language: str, word: str) -> None:
    text = (
        signed_in(focal)
        .get(reverse("public_design_window"), {"theme": "dark", "language": language})
        .content.decode()
    )
    assert word in text
    assert 'data-theme="dark"' in text
    assert "style=" not in text


def test_every_component_is_shown(focal: Staff, signed_in: SignIn) -> None:
    answer = signed_in(focal).get(reverse("public_design_window"))
    shown = {str(template.name) for template in answer.templates}
    parts = {path.stem for path in (PUBLIC / "templates" / "public" / "components").glob("*.html")}
    assert {name for name in parts - OF_THE_PAGE if f"public/components/{name}.html" not in shown} == set()


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    for name in ("public_design", "public_design_window"):
        assert client.get(reverse(name)).status_code == 302


def test_a_person_without_a_role_is_refused(db: None, signed_in: SignIn) -> None:
    assert signed_in(Staff.objects.create(username="nobody")).get(reverse("public_design_window")).status_code in {
        302,
        403,
    }


def test_tokens_are_read_from_the_style_sheet() -> None:
    style = (PUBLIC / "static" / "public" / "site.css").read_text("utf-8")
    named = {colour.name: colour for colour in showcase.colours(style)}
    assert named["lotus"].values == ("#b3396b", "#f3a1c1")
    assert named["river"].paint == "var(--river)"
    assert [name for name, _ in showcase.measures(style)["sizes"]] == ["t-1", "t0", "t1", "t2", "t3", "t4"]
