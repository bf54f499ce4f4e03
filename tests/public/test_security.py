"""Readers' pages run our own files and nothing else; what editors paste is cleaned; nginx and Caddy say what the program says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.people.models import Staff
from nhipcau.public.rules.clean import clean
from nhipcau.public.rules.policies import HEADERS, policy_beside_page, policy_in_page, public_policy, staff_policy
from nhipcau.public.security import players
from tests.public.conftest import SmallSite

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>Trà <b>Vinh</b></p>", "<p>Trà <b>Vinh</b></p>"),
        ('<a href="https://a.example">a</a>', '<a href="https://a.example" rel="noopener">a</a>'),
        ('<a href="/di-san/">a</a>', '<a href="/di-san/" rel="noopener">a</a>'),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href=" java\tscript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener">a</a>'),
        ("<script>alert(1)</script>b", "b"), ("<style>p{}</style>b", "b"), ("<svg><script>x</script></svg>b", "b"),
        ('<p onclick="x" style="x" class="y">b</p>', "<p>b</p>"), ("<iframe src=x></iframe>b", "b"), ("<img src=x onerror=y>b", "b"),
        ("<div>in a div</div>", "in a div"), ("<p lang=km>ភាសា</p>", '<p lang="km">ភាសា</p>'), ("a < b & c", "a &lt; b &amp; c"),
        ("<!-- x --><p>b", "<p>b</p>"), ("<math><mi>x</mi></math>b", "b"),
    ],
)  # fmt: skip
def test_only_what_is_named_gets_through(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned


@given(st.text(alphabet="<>/\"'= abcdehijklmnoprstuvxyz:&;!-#\u2028\n", max_size=120))
def test_cleaning_twice_changes_nothing_and_no_handler_survives(html: str) -> None:
    once = clean(html)
    assert clean(once) == once
    assert not re.search(r"<(?!/?(?:p|br|b|strong|i|em|su[pb]|a|[uo]l|li|h[234]|blockquote|code|span)\b)[a-z!]", once)


def test_policies_have_no_inline_and_no_wildcard() -> None:
    for policy in (public_policy(players()), policy_in_page("'sha256-x'", players()), staff_policy("n")):
        parts = dict(part.split(" ", 1) for part in policy.split("; "))
        assert "'unsafe-inline'" not in parts["script-src"] + parts["style-src"]
        assert "'unsafe-eval'" not in policy
        assert not re.search(r"(?<!\S)\*|https:(?!//)", policy)
        assert parts["default-src"] == parts["object-src"] == parts["base-uri"] == "'none'"
    assert "unsafe" not in public_policy(players()) + policy_in_page("'sha256-x'") + policy_beside_page()


def test_a_page_and_its_header_leave_nothing_out() -> None:
    """Each rule of the whole policy is in the one or the other; who may frame a page cannot be said in it."""
    whole = set(public_policy(players()).split("; "))
    in_page = set(policy_in_page("'sha256-x'", players()).split("; "))
    assert whole - in_page == {"style-src 'self'", "frame-ancestors 'self'"}
    assert in_page - whole == {"style-src 'self' 'sha256-x'"}
    assert set(policy_beside_page().split("; ")) <= whole


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/heritage/ao-ba-om/", "/", "/feeds/vi/all.rss", "/nothing/", "/staff/sign-in/login/"]
)
def test_every_answer_bears_the_headers(small_site: SmallSite, client: Client, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer[name] == value, name
    said = answer["Content-Security-Policy"]
    if b"<!doctype html>" in answer.content and not path.startswith("/staff/"):
        assert said == policy_beside_page()
        assert answer.content.index(b"<meta http-equiv") < min(
            answer.content.index(x) for x in (b"<link", b"<script", b"<style")
        )
    else:
        assert said.startswith("default-src 'none'")


@pytest.mark.django_db
def test_staffs_scripts_bear_the_nonce_of_their_answer(
    small_site: SmallSite, signed_in: Callable[[Staff], Client]
) -> None:
    client = signed_in(small_site.editor)
    answers = [client.get(f"/staff/pages/{small_site.story.pk}/edit/") for _ in range(2)]
    nonces = [re.search(r"'nonce-([^']+)'", a["Content-Security-Policy"]) for a in answers]
    assert all(nonces)
    assert nonces[0][1] != nonces[1][1]  # type: ignore[index]
    html = answers[0].content.decode()
    inline = [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag and "json" not in tag]
    assert [tag for tag in inline if f'nonce="{nonces[0][1]}"' not in tag] == []  # type: ignore[index]


def test_the_tag_gives_nothing_outside_of_staffs_pages() -> None:
    made = Template("{% load clean %}{% nonced %}<script>1</script>{% endnonced %}").render(Context())
    assert made == "<script>1</script>"


def test_readers_pages_have_no_inline_scripts_or_styles(small_site: SmallSite, client: Client) -> None:
    html = client.get("/heritage/ao-ba-om/").content.decode()
    assert [t for t in re.findall(r"<script[^>]*>", html) if "src=" not in t and "application/ld+json" not in t] == []
    assert html.count("<style") == 1
    assert " style=" not in html


@pytest.mark.parametrize(
    ("file", "form"), [("nginx/headers.conf", 'add_header {} "{}";'), ("Caddyfile", '\t\t{} "{}"')]
)
def test_a_server_in_front_says_what_the_program_says(file: str, form: str) -> None:
    said = (DEPLOY / file).read_text()
    policy = policy_beside_page(is_secure=True)
    for name, value in {**HEADERS, "Content-Security-Policy": policy}.items():
        assert form.format(name, value) in said, name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nothing/", "Không tìm thấy trang này"),
        ("/km/nothing/", "រកមិនឃើញទំព័រនេះទេ"),
        ("/en/nothing/", "This page is not here"),
    ],
)
def test_what_is_not_there_is_said_in_the_readers_language(
    small_site: SmallSite, client: Client, path: str, said: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert said in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_for_a_file_that_is_not_there_no_page_is_drawn(client: Client) -> None:
    answer = client.get("/media/p/0000.svg.none")
    assert (answer.status_code, answer.content) == (404, b"404\n")


@pytest.mark.django_db
def test_a_form_without_its_token_says_what_to_do(small_site: SmallSite) -> None:
    answer = Client(enforce_csrf_checks=True).post("/verify/", {"words": "x"})
    assert answer.status_code == 403
    assert "Chưa gửi được" in answer.content.decode()


@pytest.mark.django_db
def test_a_failure_of_the_program_is_said_plainly(small_site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    from nhipcau.public import face

    def broken(*_given: Any, **_named: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(face, "chrome_of", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "Trang tạm thời gặp lỗi" in answer.content.decode()
