"""The signed, chained log as bytes: whatever is changed shows, in rules, on the command line, and in what is stored."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.corrections.exports import log_file
from nhipcau.corrections.models import LogEntry
from nhipcau.corrections.rules import log as rules
from nhipcau.corrections.rules.claim_review import claim_reviews
from nhipcau.corrections.rules.log import BadDocument, Entry, Paper, Row, check, check_rows, payload_of, read_payload
from nhipcau.newsroom.rules.signing import key_id, public_text, sign
from nhipcau.newsroom.signing_key import make_key, public_keys
from tests.corrections.conftest import Desk
from tests.factories.corrections import changed, draft_of, published, received

KEY = Ed25519PrivateKey.generate()
TRUSTED = {key_id(KEY.public_key()): KEY.public_key()}


def entry_of(seq: int, previous: str, **fields: Any) -> Entry:
    known: dict[str, Any] = {
        "case": "2026-0001", "kind": "published", "verdict": "inaccurate", "about": "published", "statement": "Tỉnh có 12 nhà máy.", "statement_language": "vi",
        "item_url": "https://bao.vn/1", "item_title": "", "item_on": "2026-11-20", "words": {"vi": {"title": "T", "records": "R", "change": ""}},
        "office": "Sở", "time": "2026-11-26T10:00:00+07:00", "url": "https://x.vn/", "papers": (Paper("P", "", "", "a" * 64, "p.pdf", True),),
    }  # fmt: skip
    return Entry(seq=seq, previous=previous, **(known | fields))


def chain(length: int = 3, key: Ed25519PrivateKey = KEY) -> list[Row]:
    rows: list[Row] = []
    for seq in range(1, length + 1):
        payload = payload_of(entry_of(seq, rows[-1].own_hash if rows else rules.GENESIS, statement=f"Câu {seq}"))
        rows.append(Row(payload, sign(payload.encode(), key), key_id(key.public_key())))
    return rows


FILE = rules.write_log(chain(), TRUSTED)


def test_what_was_signed_comes_back() -> None:
    entry = entry_of(1, rules.GENESIS)
    assert read_payload(payload_of(entry)) == entry
    assert check(FILE, TRUSTED) == []
    assert check(rules.write_log([], {}), TRUSTED) == []


def test_one_flipped_bit_in_any_byte_fails() -> None:
    """Every byte of the file, each with one bit turned: nothing passes."""
    whole = FILE.encode()
    for at in range(len(whole)):
        turned = bytearray(whole)
        turned[at] ^= 1
        assert not passes(bytes(turned)), (at, chr(whole[at]))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(FILE.encode()) - 1), st.integers(0, 255))
def test_any_other_byte_in_any_place_fails(at: int, byte: int) -> None:
    whole = bytearray(FILE.encode())
    if whole[at] == byte:
        return
    whole[at] = byte
    assert not passes(bytes(whole))


def passes(content: bytes) -> bool:
    try:
        return check(content.decode(), TRUSTED) == []
    except (BadDocument, UnicodeDecodeError):
        return False


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda rows: rows[:-1], "rows_missing"),
        (lambda rows: rows[1:], "chain_broken"),
        (lambda rows: [rows[0], rows[2], rows[1]], "chain_broken"),
        (lambda rows: [rows[0], *rows], "chain_broken"),
        (lambda rows: [*rows[:2], *chain(3, Ed25519PrivateKey.generate())[2:]], "unknown_key"),
    ],
)
def test_rows_taken_away_turned_round_or_forged_show(change: Callable[[list[Row]], list[Row]], code: str) -> None:
    first, *lines = FILE.rstrip("\n").split("\n")
    rows = change([Row(**json.loads(line)) for line in lines])
    told = "\n".join(
        [
            first,
            *(
                json.dumps(
                    {"key_id": r.key_id, "signature": r.signature, "signed": r.signed},
                    ensure_ascii=False,
                    sort_keys=True,
                    separators=(",", ":"),
                )
                for r in rows
            ),
        ]
    )
    assert code in {fault.code for fault in check(f"{told}\n", TRUSTED)}


def test_who_owns_the_file_cannot_bring_keys_of_their_own() -> None:
    other = Ed25519PrivateKey.generate()
    forged = rules.write_log(chain(3, other), {key_id(other.public_key()): other.public_key()})
    assert {fault.code for fault in check(forged, TRUSTED)} == {"unknown_key"}


@given(st.text(max_size=200))
def test_what_is_no_log_says_so(text: str) -> None:
    for read in (rules.read_log, rules.read_row_file, read_payload):
        with pytest.raises(BadDocument):
            read(text)


def test_claim_review_has_no_person_and_leaves_out_what_was_withdrawn() -> None:
    told = claim_reviews([entry_of(1, "x"), entry_of(2, "x", kind="withdrawn")], site="https://x.vn/")
    assert len(told["@graph"]) == 1
    assert "Person" not in json.dumps(told)


# ---- on the command line
def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_log", *arguments)
    said = capsys.readouterr()
    return int(stopped.value.code or 0), said.out + said.err


@pytest.mark.django_db
def test_the_command_checks_a_file_with_a_key_that_the_reader_trusts(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = published(by=desk.editor, second=desk.second)
    changed(entry, by=desk.editor, second=desk.second, draft=draft_of(change="x"))
    file, key = tmp_path / "log.jsonl", tmp_path / "key"
    file.write_text(log_file(), "utf-8")
    key.write_text(public_text(public_keys()[desk.key]), "utf-8")
    assert run(str(file), capsys=capsys) == (0, "2 rows: good\n")
    assert (
        run(str(file), "--key", str(key), "--json", capsys=capsys)[1] == '{"good": true, "rows": 2, "faults": []}\n'
    )
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    code, said = run(str(file), "--key", str(key), capsys=capsys)
    assert code in {1, 2}
    assert "good\n" not in said
    key.write_text(base64.b64encode(b"x" * 32).decode())
    file.write_text(log_file(), "utf-8")
    assert run(str(file), "--key", str(key), capsys=capsys)[0] == 2
    assert run(str(tmp_path / "none"), capsys=capsys)[0] == 2


@pytest.mark.django_db
def test_what_is_stored_is_checked_too_and_a_new_key_does_not_break_the_chain(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    published(by=desk.editor, second=desk.second)
    make_key()
    published(received("Câu khác."), by=desk.editor, second=desk.second)
    assert len(set(LogEntry.objects.values_list("key_id", flat=True))) == 2
    assert run(capsys=capsys) == (0, "2 rows: good\n")
    rows = [row.row() for row in LogEntry.objects.order_by("seq")]
    assert check_rows(rows[1:], public_keys())[0].code == "chain_broken"
    assert connection.in_atomic_block


@pytest.mark.django_db
@pytest.mark.parametrize("option", ["--log", "--json", "--claim-review", "--figures=2026"])
def test_the_log_is_printed_for_programs(desk: Desk, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    published(by=desk.editor, second=desk.second)
    call_command("corrections", option)
    said = capsys.readouterr().out
    assert json.loads(said.split("\n")[0] if option != "--claim-review" else said)
    assert "Person" not in said
