"""Forty questions to the site as a first start makes it: what comes first is pinned, each with its reason (``starter_queries``)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from nhipcau.documents.models import Document
from nhipcau.newsroom.models import Fact, Place
from nhipcau.newsroom.starting import load_site
from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.search import live, spoken
from nhipcau.search.asking import Hit, Question, Sort, ask, suggest
from nhipcau.search.building import drift, ensure
from nhipcau.workspace.first_start import take_in_source_documents
from tests.conftest import lay_anew
from tests.factories.people import staff_in
from tests.search.starter_queries import QUERIES, Asked

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, laid_by_migrations: str
) -> Iterator[dict[str, Staff]]:
    """The profile's own site without its pictures, its document, and somebody who coordinates; taken back at the end."""
    with django_db_blocker.unblock():
        hold = transaction.atomic()
        hold.__enter__()
        try:
            lay_anew(laid_by_migrations)
            call_command("load_profile", str(settings.PROFILE), verbosity=0)
            load_site(settings.PROFILE, progress=lambda _line: None)
            list(take_in_source_documents())
            live.forget()
            ensure()
            yield {"coordinator": staff_in(Office.objects.get(key="so-tttt"), StaffRole.COORDINATOR)}
        finally:
            transaction.set_rollback(True)
            hold.__exit__(None, None, None)
            live.forget()


def name_of(hit: Hit) -> str:
    """``page:ao-ba-om``: the kind and the slug, key or number."""
    names: dict[str, Any] = {
        "page": lambda: Page.objects.get(pk=hit.id).slug, "fact": lambda: Fact.objects.get(pk=hit.id).key,
        "place": lambda: Place.objects.get(pk=hit.id).key, "office": lambda: Office.objects.get(pk=hit.id).key,
        "document": lambda: Document.objects.get(pk=hit.id).number.partition("/")[0],
    }  # fmt: skip
    return f"{hit.kind}:{names[hit.kind]()}" if hit.kind in names else f"{hit.kind}:{hit.id}"


def test_there_are_forty() -> None:
    assert len(QUERIES) == 40
    assert all(asked.why for asked in QUERIES)


@pytest.mark.parametrize("asked", QUERIES, ids=lambda asked: asked.text)
def test_what_was_meant_comes_first(site: dict[str, Staff], asked: Asked) -> None:
    found = ask(Question(asked.text, language=asked.language), by=site.get(asked.by)).hits
    names = [name_of(hit) for hit in found]
    assert asked.target in names[: asked.rank], f"{asked.why}; found {names[:5]}"


def test_a_place_and_an_office_stand_at_the_top_when_the_question_is_their_name(site: dict[str, Staff]) -> None:
    for text in ("cau ke", "Cầu Kè", "huyện cầu kè"):
        top = ask(Question(text), by=None).top
        assert top is not None
        assert name_of(top) == "place:cau-ke"
        assert top.url == "/dia-diem/cau-ke/"
    english = ask(Question("cau ke", language="en"), by=None).top
    assert english is not None
    assert english.url.startswith("/en/")
    assert ask(Question("dừa sáp Cầu Kè"), by=None).top is None
    office = ask(Question("so tt&tt"), by=site["coordinator"]).top
    assert office is not None
    assert name_of(office) == "office:so-tttt"
    assert ask(Question("so tt&tt"), by=None).top is None, "offices have no public page"


def test_readers_get_their_language_and_are_told_of_others(site: dict[str, Staff]) -> None:
    answer = ask(Question("Ao Bà Om", language="km"), by=None)
    assert {hit.language for hit in answer.hits} == {"km"}
    assert {facet.value for facet in answer.other_languages} == {"vi", "en"}
    for facet in answer.other_languages:
        there = ask(Question("Ao Bà Om", language="km", languages=(facet.value,)), by=None)
        assert there.total == facet.count
    japanese = ask(Question("ok om bok", language="ja"), by=None)
    assert japanese.total
    assert {hit.language for hit in japanese.hits} >= {"vi", "en"}


def test_every_page_of_results_is_another(site: dict[str, Staff]) -> None:
    for sort in Sort:
        seen: list[str] = []
        first = ask(Question("trà vinh", size=50, sort=sort), by=site["coordinator"])
        assert first.exact_total
        for page in range(1, -(-first.total // 50) + 1):
            answer = ask(Question("trà vinh", size=50, page=page, sort=sort), by=site["coordinator"])
            assert answer.total == first.total
            seen += [f"{hit.kind}:{hit.id}:{hit.language}" for hit in answer.hits]
        assert len(seen) == len(set(seen)) == first.total
        assert ask(Question("trà vinh", size=50, page=99, sort=sort), by=site["coordinator"]).hits == ()


def test_suggestions_come_within_fifty_milliseconds(site: dict[str, Staff]) -> None:
    for by in (None, site["coordinator"]):
        suggest("khởi động", by=by, language="vi")
        for text in ("ao", "ao b", "ao bà", "chua", "le hoi", "dua s", "khmer", "tra v", "so th", "duwf", "វត្ត"):
            begun = time.process_time()
            found = suggest(text, by=by, language="vi")
            assert time.process_time() - begun < 0.05
            assert len(found) <= 8
            assert all(one.url for one in found)
    assert suggest("ao b", by=None, language="vi")[0].text.startswith("Ao Bà Om")
    assert suggest("chua", by=None, language="vi")


def test_the_index_says_what_the_site_says(site: dict[str, Staff]) -> None:
    assert not [wrong for wrong in drift() if wrong]


def test_what_is_heard_is_judged_by_what_the_site_finds(site: dict[str, Staff]) -> None:
    assert spoken.judge("lễ hội ok om bok") > spoken.judge("lễ hội óc um bóc")
    assert "Chùa Âng: ngôi chùa cổ cạnh Ao Bà Om" in spoken.titles()
