"""The hash chain of the trail: each entry's hash covers its content and the hash before it.

The idea is that of a transparency log (RFC 6962) in its simplest form: a linear chain under SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row of the trail says, in the form that is hashed. ``at`` is ISO 8601 in UTC."""

    seq: int
    at: str
    by: str
    action: str
    subject_kind: str
    subject_id: str
    subject: str
    note: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain does not hold, and why."""

    seq: int
    reason: str


def entry_hash(entry: Entry, previous: str) -> str:
    """SHA-256 (hex) over the previous hash and the entry as canonical JSON."""
    body = json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def verify(chain: Iterable[tuple[Entry, str, str]]) -> list[Fault]:
    """All faults in ``chain`` of (entry, previous hash, own hash) in order of ``seq``."""
    faults: list[Fault] = []
    expected_seq, expected_previous = 1, GENESIS
    for entry, previous, own in chain:
        if entry.seq != expected_seq:
            faults.append(Fault(entry.seq, f"entry {expected_seq} is missing"))
        elif previous != expected_previous:
            faults.append(Fault(entry.seq, "does not follow from the entry before it"))
        if entry_hash(entry, previous) != own:
            faults.append(Fault(entry.seq, "content was changed after it was written"))
        expected_seq, expected_previous = entry.seq + 1, own
    return faults
