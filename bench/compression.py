"""How hard pages are packed: size and time of brotli and gzip at each level, on pages given as files.

``python bench/compression.py PAGE.html …`` prints a row for each level: bytes in all, of the plain size, and milliseconds a page.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

import brotli

WAYS: list[tuple[str, Callable[[bytes], bytes]]] = [
    *((f"brotli {q}", lambda page, q=q: brotli.compress(page, quality=q)) for q in (4, 5, 9, 11)),
    *((f"gzip {level}", lambda page, level=level: gzip.compress(page, level)) for level in (1, 6, 9)),
]


def main(names: list[str]) -> None:
    """Print the table."""
    pages = [Path(name).read_bytes() for name in names]
    plain = sum(map(len, pages))
    print(f"{len(pages)} pages, {plain} bytes")
    for name, pack in WAYS:
        began = time.process_time()
        for _round in range(5):
            packed = [pack(page) for page in pages]
        each = (time.process_time() - began) / 5 / len(pages) * 1000
        size = sum(map(len, packed))
        print(f"{name:9} {size:8} {size / plain:6.3f} {each:8.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
