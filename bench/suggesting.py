"""How long the lines under a search box take at the server, on the site of NHIPCAU_STATE: ``python bench/suggesting.py [--titles N]``.

Asks, letter by letter and without marks, what readers and a member of staff would type on the way to each public title, through the view
(permissions, words, JSON). Prints p50, p95 and the longest in milliseconds, on the clock and of
a processor (what the clock says on a quiet machine).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
LETTERS = range(2, 13, 2)


def _of(times: list[float]) -> str:
    cut = statistics.quantiles(times, n=100)
    return f"p50 {cut[49]:.1f} ms, p95 {cut[94]:.1f} ms, longest {max(times):.1f} ms"


def main() -> int:
    """A line for readers and one for staff."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=int, default=60)
    titles_wanted = parser.parse_args().titles
    import django

    django.setup()
    from django.test import RequestFactory

    from nhipcau.newsroom.models import EditorialPage
    from nhipcau.people.models import Staff
    from nhipcau.search.rules.scripts import keys_in
    from nhipcau.search.views import suggesting

    suggesting.may_type = lambda _request: True  # type: ignore[assignment]
    titles = (
        EditorialPage.objects.live()
        .filter(locale__language_code="vi")
        .values_list("title", flat=True)[:titles_wanted]
    )
    typed = [" ".join(fold for fold, _exact in keys_in(title))[:many] for title in titles for many in LETTERS]
    staff = Staff.objects.filter(is_active=True).order_by("pk").first()
    for name, view in (("readers", suggesting.PublicSuggestions), ("staff", suggesting.StaffSuggestions)):
        took, spent, lines = [], [], 0
        for text in [*typed[:20], *typed]:
            request = RequestFactory().get("/", {"q": text, "language": "vi"})
            request.user = staff
            begun, cpu = time.perf_counter(), time.process_time()
            answer = view.as_view()(request)
            took.append((time.perf_counter() - begun) * 1000)
            spent.append((time.process_time() - cpu) * 1000)
            lines += answer.content.count(b'"url"')
        print(
            f"{name}: {len(typed)} beginnings, {lines / len(took):.1f} lines each; {_of(took[20:])}; of a processor {_of(spent[20:])}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
