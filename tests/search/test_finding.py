"""Finding on the real index, in the database of the tests: SQLite or PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from nhipcau.search.finding import find
from nhipcau.search.rules.analysis import analyse
from nhipcau.search.rules.expressions import All, Any, Word
from nhipcau.search.shipped import shipped_concepts
from nhipcau.search.stores import Row, Store, postgres, sqlite
from tests.search.small_index import store_of

CONCEPTS = shipped_concepts()
TEXTS = {
    "qd1899": ("Quyết định số 1899/QĐ-UBND ban hành Kế hoạch thông tin đối ngoại",
               "Sở Thông tin và Truyền thông tham mưu Ủy ban nhân dân tỉnh quản lý hoạt động thông tin đối ngoại tại Trà Vinh."),
    "kl57": ("Kết luận số 57-KL/TW của Bộ Chính trị", "Tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại."),
    "kh141": ("Kế hoạch số 141-KH/TU của Tỉnh ủy", "Thực hiện Kết luận số 57-KL/TW của Bộ Chính trị trên địa bàn tỉnh."),
    "aobaom": ("Ao Bà Om", "Thắng cảnh quốc gia ở phường 8, thành phố Trà Vinh, gắn với lễ hội Ok Om Bok."),
    "hoadao": ("Ngày hội hoa anh đào", "Lễ hội hoa anh đào tổ chức tại Hà Nội."),
    "luclong": ("Quy định trang phục cho lực lượng bảo vệ", "Trang phục của lực lượng bảo vệ cơ quan, doanh nghiệp."),
    "long": ("Rồng bay", "Cho nên con cháu lục tục kéo về, con long bào ở kinh thành cũ được trưng bày."),
    "km": ("បុណ្យអុំទូក", "បុណ្យអុំទូក នៅខេត្តត្រាវិញ"),
    "zh": ("茶荣省", "茶荣省高棉族的传统节日"),
    "danquan": ("Dân quân tự vệ", "Lực lượng dân quân."),
    "danquan2": ("Đan quần áo", "Đan quần áo bằng tay."),
}  # fmt: skip


@pytest.fixture(scope="module")
def store(django_db_blocker: DjangoDbBlocker) -> Iterator[Store]:
    """An index of its own, never the tables of the site."""
    with django_db_blocker.unblock(), store_of(TEXTS, CONCEPTS) as opened:
        yield opened


@pytest.mark.parametrize(("query", "first"), [
    ("thông tin đối ngoại", "qd1899"),
    ("thong tin doi ngoai", "qd1899"),
    ("thoong tin ddoois ngoaij", "qd1899"),
    ("1899", "qd1899"),
    ("quyết định 1899", "qd1899"),
    ("1899 qd ubnd", "qd1899"),
    ("57KL/TW", "kl57"),
    ("57 kl tw", "kl57"),
    ("141/KH-TU", "kh141"),
    ("ao ba om", "aobaom"),
    ("ao bà o", "aobaom"),
    ("hoa anh dào", "hoadao"),
    ("cho luc long bao", "luclong"),
    ("trang phụv", "luclong"),
    ("អុំទូក", "km"),
    ("高棉族", "zh"),
    ("dân quân", "danquan"),
    ("đan quần", "danquan2"),
    ("Sở TT&TT tham mưu UBND tỉnh", "qd1899"),
])  # fmt: skip
def test_the_first_answer_is_the_one_meant(store: Store, query: str, first: str) -> None:
    found = find(query, store=store, concepts=CONCEPTS).found
    assert found
    assert found[0].id == first


def test_what_was_understood_is_told(store: Store) -> None:
    assert find("ddoois ngoaij", store=store, concepts=CONCEPTS).query.corrected is not None
    assert find("đối ngoại", store=store, concepts=CONCEPTS).query.corrected is None


@pytest.mark.parametrize(
    "query",
    ["", " ", "???", '"', "a AND OR NOT (", "'; DROP TABLE x; --", "*", "a*", "\\", "\x00", "|", "#57", "@ubnd"],
)
def test_signs_are_no_commands(store: Store, query: str) -> None:
    find(query, store=store, concepts=CONCEPTS)


@given(st.text(max_size=200))
@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered(store: Store, query: str) -> None:
    assert len(find(query, store=store, concepts=CONCEPTS, limit=5).found) <= 5


def test_a_very_long_query_is_answered(store: Store) -> None:
    assert find("thông tin đối ngoại " * 500, store=store, concepts=CONCEPTS).found


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_what_is_indexed_under_a_text_is_found_by_it(store: Store, key: str) -> None:
    title, body = TEXTS[key]
    for words in (title, " ".join(body.split()[:6])):
        assert key in [one.id for one in find(words, store=store, concepts=CONCEPTS).found]


def test_an_entry_written_again_takes_the_place_of_the_old(store: Store) -> None:
    before = store.vocabulary().size
    store.add([Row("moi", analyse("Bánh tét Trà Cuôn", CONCEPTS), analyse("", CONCEPTS))])
    assert find("trà cuôn", store=store, concepts=CONCEPTS).found[0].id == "moi"
    store.add([Row("moi", analyse("Dừa sáp Cầu Kè", CONCEPTS), analyse("", CONCEPTS))])
    assert store.vocabulary().size == before + 1
    assert "cuon" not in store.vocabulary()
    assert find("dua sap", store=store, concepts=CONCEPTS).found[0].id == "moi"
    assert store.remove(["moi", "nobody"]) == 1
    assert store.vocabulary().size == before
    assert "moi" not in [one.id for one in find("dừa sáp", store=store, concepts=CONCEPTS).found]


def test_an_expression_is_written_in_each_tongue() -> None:
    asked = All((Word("^a+b", open_end=True), Any((Word("c"), Word("d'\"", open_end=True)))))
    assert sqlite.written(asked) == '("^a+b" * AND ("c" OR "d\'" *))'
    assert postgres.written(asked) == "('^a+b':* & ('c' | 'd''\"':*))"


def test_the_command_answers_each_line(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(
        "".join(json.dumps({"id": k, "title": t, "text": b, "lang": "vi"}) + "\n" for k, (t, b) in TEXTS.items())
    )
    command = [sys.executable, "-m", "config.cli", "search-eval", "--corpus", str(corpus)]
    done = subprocess.run(
        command, input="doi ngoai\nao ba om\n", capture_output=True, text=True, timeout=60, check=True
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["query"] for row in rows] == ["doi ngoai", "ao ba om"]
    assert rows[1]["ids"][0] == "aobaom"
    assert all(row["ms"] > 0 for row in rows)


@pytest.mark.parametrize("line", ["not json", '{"id": 1}', "[]"])
def test_a_line_that_is_no_entry_is_told(tmp_path: Path, line: str) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(line + "\n")
    command = [sys.executable, "-m", "config.cli", "search-eval", "--corpus", str(corpus)]
    done = subprocess.run(command, input="x\n", capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "1" in done.stderr
