"""The public log as bytes: each row is signed (Ed25519) and carries the hash of the row before, so that it can be checked without us.

A file of the log is lines of JSON: a head (format, how many rows, the hash of the last, the public keys), then one row a line. It is written in one
way only; ``check`` writes anew what it has read and compares, so that every byte of the file counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from nhipcau.newsroom.rules.signing import ALGORITHM, BadDocument, is_good, key_id, public_text, read_public

FORMAT = "nhipcau-correction-1"
FILE_FORMAT = "nhipcau-corrections-log-1"
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that the entry stands on, with the hash of the archived copy."""

    title: str
    issuer: str
    url: str
    sha256: str
    name: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says. ``words``: language → title, records, change. Days and times are ISO 8601; "" where unknown."""

    seq: int
    case: str
    kind: str
    verdict: str
    about: str
    statement: str
    statement_language: str
    item_url: str
    item_title: str
    item_on: str
    words: Mapping[str, Mapping[str, str]]
    office: str
    time: str
    url: str
    previous: str
    papers: tuple[Paper, ...] = ()
    publisher_reply: str = ""
    note_url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is stored and exported: the very text that was signed, the signature in base64, the key's short name."""

    signed: str
    signature: str
    key_id: str

    @property
    def own_hash(self) -> str:
        """Hexadecimal SHA-256 of the signed text: what the next row carries."""
        return hashlib.sha256(self.signed.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold: at which row (0: the file itself), and why, as a stable code."""

    seq: int
    code: str


@dataclass(frozen=True, slots=True)
class LogFile:
    """A file as read."""

    entries: int
    head: str
    keys: Mapping[str, str]
    rows: tuple[Row, ...] = field(default=())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def payload_of(entry: Entry) -> str:
    """The text that is signed: canonical JSON, keys in order, no spaces, letters as they are."""
    return _json({"format": FORMAT, **asdict(entry), "papers": [asdict(paper) for paper in entry.papers]})


def read_payload(signed: str) -> Entry:
    """Back from the signed text. Raises BadDocument."""
    try:
        said = json.loads(signed)
        if said.pop("format") != FORMAT:
            raise BadDocument("another format")
        papers = tuple(Paper(**paper) for paper in said.pop("papers"))
        return Entry(**said, papers=papers)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BadDocument(str(fault)) from fault


def row_file(row: Row, public: Ed25519PublicKey) -> dict[str, str]:
    """One row as a file that can be checked without us."""
    return {
        "format": FORMAT, "algorithm": ALGORITHM, "signed": row.signed, "signature": row.signature, "key_id": row.key_id,
        "public_key": public_text(public),
    }  # fmt: skip


def read_row_file(text: str) -> Row:
    """From a file of one row. Raises BadDocument. Whether its signature is good is another question."""
    try:
        whole = json.loads(text)
        if whole["format"] != FORMAT or whole["algorithm"] != ALGORITHM:
            raise BadDocument("another format")
        return Row(str(whole["signed"]), str(whole["signature"]), str(whole["key_id"]))
    except (ValueError, KeyError, TypeError) as fault:
        raise BadDocument(str(fault)) from fault


def write_log(rows: Iterable[Row], keys: Mapping[str, Ed25519PublicKey]) -> str:
    """The file: its head, then a row a line."""
    told = list(rows)
    used = {row.key_id for row in told}
    head = {
        "format": FILE_FORMAT, "algorithm": ALGORITHM, "entries": len(told), "head": told[-1].own_hash if told else GENESIS,
        "keys": {name: public_text(key) for name, key in keys.items() if name in used},
    }  # fmt: skip
    return "".join(f"{line}\n" for line in [_json(head), *(_json(asdict(row)) for row in told)])


def read_log(text: str) -> LogFile:
    """Raises BadDocument for what is no file of the log."""
    try:
        first, *rest = text.split("\n")
        head = json.loads(first)
        if head["format"] != FILE_FORMAT or head["algorithm"] != ALGORITHM:
            raise BadDocument("another format")
        rows = tuple(Row(**json.loads(line)) for line in rest if line)
        return LogFile(
            int(head["entries"]), str(head["head"]), {str(k): str(v) for k, v in head["keys"].items()}, rows
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BadDocument(str(fault)) from fault


def check(text: str, trusted: Mapping[str, Ed25519PublicKey]) -> list[Fault]:
    """Everything in a file that does not hold; empty when it is whole. ``trusted``: the keys that the reader trusts, not those in the file.

    Raises BadDocument for what is no file of the log.
    """
    found = read_log(text)
    faults = check_rows(found.rows, trusted)
    if len(found.rows) != found.entries or (found.rows[-1].own_hash if found.rows else GENESIS) != found.head:
        faults.append(Fault(0, "rows_missing"))
    try:
        keys = {name: read_public(public) for name, public in found.keys.items()}
        if any(key_id(key) != name for name, key in keys.items()) or write_log(found.rows, keys) != text:
            faults.append(Fault(0, "file_changed"))
    except BadDocument:
        faults.append(Fault(0, "file_changed"))
    return faults


def check_rows(rows: Sequence[Row], trusted: Mapping[str, Ed25519PublicKey]) -> list[Fault]:
    """Signature, order and chain of rows, the oldest first."""
    faults, previous = [], GENESIS
    for at, row in enumerate(rows, 1):
        key = trusted.get(row.key_id)
        if key is None:
            faults.append(Fault(at, "unknown_key"))
        elif not is_good(row.signed.encode(), row.signature, key):
            faults.append(Fault(at, "bad_signature"))
        try:
            entry = read_payload(row.signed)
        except BadDocument:
            faults.append(Fault(at, "unreadable"))
        else:
            if entry.previous != previous or entry.seq != at:
                faults.append(Fault(at, "chain_broken"))
        previous = row.own_hash
    return faults
