"""How long checking the log of corrections takes: ``python bench/corrections_log.py [ROWS]``.

Rows are made in memory, as long as ordinary entries. Seconds are those of the processor."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nhipcau.corrections.rules.log import GENESIS, Entry, Paper, Row, check, payload_of, write_log
from nhipcau.newsroom.rules.signing import key_id, sign

rows_wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
key = Ed25519PrivateKey.generate()
trusted = {key_id(key.public_key()): key.public_key()}
words = {
    code: {"title": "Số nhà máy điện gió", "records": "Báo cáo 45/BC-SCT: 9 nhà máy. " * 30, "change": ""}
    for code in ("vi", "en")
}
papers = (Paper("Báo cáo 45/BC-SCT", "Sở Công Thương", "https://example.vn/45", "a" * 64, "45.pdf", True),) * 2
rows: list[Row] = []
begun = time.process_time()
for seq in range(1, rows_wanted + 1):
    entry = Entry(
        seq, f"2026-{seq:04d}", "published", "inaccurate", "published", "Tỉnh có 12 nhà máy điện gió.", "vi", "https://bao.vn/1", "", "2026-11-20",
        words, "Sở", "2026-11-26T10:00:00+07:00", "https://example.vn/", rows[-1].own_hash if rows else GENESIS, papers,
    )  # fmt: skip
    payload = payload_of(entry)
    rows.append(Row(payload, sign(payload.encode(), key), key_id(key.public_key())))
made = time.process_time()
text = write_log(rows, trusted)
written = time.process_time()
assert check(text, trusted) == []
checked = time.process_time()
print(f"{rows_wanted} rows, {len(text.encode()) / 1e6:.1f} MB")
print(f"signed {made - begun:.2f} s, written {written - made:.2f} s, checked {checked - written:.2f} s")
