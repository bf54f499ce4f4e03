"""What a page says, as one fingerprint: two drafts that say the same have the same.

An approval is given to a fingerprint, and publication asks for it again: what was not read by the second person has another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def without_ids(value: Any) -> Any:
    """``value`` (JSON) without the ids that an editor's screen gives to blocks: they say nothing and may be made anew."""
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, Mapping):
        is_block = "value" in value and "type" in value
        return {key: without_ids(item) for key, item in value.items() if not (is_block and key == "id")}
    return value


def fingerprint(said: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of what a page says: canonical JSON, keys sorted, block ids left out.

    Values that are JSON in a string (stream fields as Wagtail serialises them) are read first.
    """
    plain = {key: without_ids(_read(value)) for key, value in said.items()}
    body = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(body.encode()).hexdigest()


def _read(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
