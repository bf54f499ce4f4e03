"""The child of ``extract_isolated``: reads one file, prints JSON lines, ends."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

from nhipcau.ports.extraction.sniffing import extract
from nhipcau.ports.extraction.types import Broken, ExtractionError, Limits


def _bound_resources(seconds: float) -> None:
    """Memory and processor time, where the platform knows such bounds."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (4 * 1024**3, 4 * 1024**3))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 5, int(seconds) + 10))


def main() -> None:
    """``python -m nhipcau.ports.extraction.child PATH NAME SECONDS``."""
    path, name, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    _bound_resources(seconds)

    def say(message: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    try:
        got = extract(
            Path(path).read_bytes(), name=name, limits=Limits(seconds=seconds),
            on_page=lambda done, total: say({"page": done, "pages": total}),
        )  # fmt: skip
    except ExtractionError as fault:
        say({"fault": fault.code, "params": {k: str(v) for k, v in fault.params.items()}})
    except (MemoryError, RecursionError):
        say({"fault": Broken.code})
    else:
        say({"text": got.text, "kind": got.kind, "method": got.method, "count": got.pages, "warnings": got.warnings})


if __name__ == "__main__":
    main()
