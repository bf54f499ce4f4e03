"""Searches are counted by their words, by the week, once several asked the same; nothing leads back to who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.people.models import Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.search import counting
from nhipcau.search.actions import counting as actions
from nhipcau.search.actions import forget_searches, note_search
from nhipcau.search.asking import Answer, Hit, Piece, Question, Sort
from nhipcau.search.models import AskedText, CountedWeek, Tally
from nhipcau.search.rules.counting import LONGEST, countable, sign_of, week_of

DAY = date(2026, 11, 26)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ao Bà Om", "ao ba om"), ("  ĐỐI   ngoại! ", "doi ngoai"), ("57-KL/TW", "57-kl/tw"), ("ទន្លេ មេគង្គ", "ទន្លេ មេគង្គ"), ("茶荣省", "茶荣省"),
        ("Đo\u0302\u0301i ngoa\u0323i", "doi ngoai"), ("nguyen.a@example.vn", ""), ("0294 3862 289", ""), ("084099001234", ""), ("0 9 1 2 3 4 5 6", ""),
        ("０９１２３４５６", ""), ("https://example.vn/x", ""), ("một hai ba bốn năm sáu bảy tám chín", ""), ("x" * 61, ""), ("", ""), ("!?…", ""),
    ],
)  # fmt: skip
def test_what_is_counted(typed: str, kept: str) -> None:
    assert countable(typed) == kept


@given(st.text(max_size=200))
def test_what_is_counted_is_short_and_stable(typed: str) -> None:
    kept = countable(typed)
    assert len(kept) <= LONGEST
    assert countable(kept) == kept


def test_a_sign_leads_nowhere_without_its_salt() -> None:
    signs = {sign_of("ao ba om", language=code, salt=salt) for code in ("vi", "en") for salt in ("a", "b")}
    assert len(signs) == 4
    assert not any("ao" in sign and "om" in sign for sign in signs)


@pytest.mark.django_db
def test_words_are_kept_only_from_the_third_time_on() -> None:
    for found in (True, False):
        note_search("cau chuyen rieng", language="vi", found=found, on=DAY)
    assert not AskedText.objects.exists()
    tally = Tally.objects.get()
    assert (tally.times, tally.empty) == (2, 1)
    assert "rieng" not in f"{tally.sign} {tally.week.salt}"
    note_search("cau chuyen rieng", language="vi", found=False, on=DAY)
    assert not Tally.objects.exists()
    row = AskedText.objects.get()
    assert (row.text, row.week, row.times, row.empty) == ("cau chuyen rieng", MONDAY, 3, 2)
    note_search("cau chuyen rieng", language="vi", found=True, on=DAY + timedelta(days=1))
    assert AskedText.objects.get().times == 4


@pytest.mark.django_db
def test_nothing_tells_who_or_when() -> None:
    before = TrailEntry.objects.count()
    for _time in range(4):
        note_search("bien ba dong", language="vi", found=True, on=DAY)
    assert TrailEntry.objects.count() == before
    for model in (AskedText, Tally, CountedWeek):
        names = {field.name for field in model._meta.get_fields()}
        assert not names & {"by", "staff", "ip", "session", "at", "made_at", "address", "user"}


@pytest.mark.django_db
def test_rare_words_and_the_salt_go_with_their_week(staff_of: Callable[..., Staff]) -> None:
    note_search("rat hiem", language="vi", found=False, on=DAY)
    for _time in range(3):
        note_search("hay hoi", language="vi", found=False, on=DAY)
    assert forget_searches(on=DAY) == 0
    assert forget_searches(on=DAY + timedelta(days=7)) == 2
    assert not Tally.objects.exists()
    assert not CountedWeek.objects.exists()
    assert AskedText.objects.get().text == "hay hoi"
    assert TrailEntry.objects.filter(action="search.forget_searches").count() == 1
    forget_searches(on=DAY + timedelta(weeks=60))
    assert not AskedText.objects.exists()
    with pytest.raises(NotAllowed):
        forget_searches(on=DAY, by=staff_of(StaffRole.VIEWER))


@pytest.mark.django_db
def test_nonsense_without_end_fills_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_TALLIES", 5)
    for at in range(20):
        note_search(f"xyz{at}", language="vi", found=False, on=DAY)
    assert Tally.objects.count() == 5


@pytest.mark.django_db
def test_turning_pages_sorting_and_narrowing_count_for_nothing() -> None:
    hit = Hit("page", "1", (Piece("x"),), (), "/")
    for question in (
        Question("ao ba om", page=2),
        Question("ao ba om", sort=Sort.NEWEST),
        Question("ao ba om", kinds=("page",)),
        Question("ao ba om", since=DAY),
        Question("0912345678"),
    ):
        counting.note(question, Answer((hit,), 1), on=DAY)
    assert not Tally.objects.exists()
    counting.note(Question("ao ba om"), Answer(top=hit), on=DAY)
    assert (Tally.objects.get().times, Tally.objects.get().empty) == (1, 0)


def test_a_database_without_time_costs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(counting, "note_search", locked)
    counting.note(Question("ao ba om"), Answer(), on=DAY)


def test_a_week_begins_on_monday() -> None:
    assert {week_of(MONDAY + timedelta(days=more)) for more in range(7)} == {MONDAY}
