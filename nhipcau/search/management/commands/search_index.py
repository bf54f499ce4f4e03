"""``nhipcau search-index``: build the index aside and let it answer, or look whether it says what its sources say.

Exit codes: 0 done, nothing drifted; 1 the index drifted (``--check``) or is not there; 2 wrong usage.
"""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.search.answers import KINDS
from nhipcau.search.building import Drift, drift, ensure, mend, rebuild
from nhipcau.search.live import the_index
from nhipcau.search.sources import SOURCES


class Command(BaseCommand):
    """Rebuild, check, mend, or tell."""

    help = _(
        "The index of the site's own things: --rebuild builds a new one aside and swaps, --check finds drift, --mend puts it right; without"
        " any, what is missing is built. Exit codes: 0 done, 1 the index drifted or is not there, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        doing = parser.add_mutually_exclusive_group()
        doing.add_argument("--rebuild", action="store_true", help=_("build anew; one that was broken off goes on"))
        doing.add_argument("--check", action="store_true", help=_("compare with the sources: missing, extra, stale"))
        doing.add_argument("--mend", action="store_true", help=_("read again what drifted"))
        parser.add_argument("--afresh", action="store_true", help=_("with --rebuild: begin at the beginning"))
        parser.add_argument(
            "--kind", action="append", choices=list(SOURCES), help=_("only this kind (with --check, --mend)")
        )
        parser.add_argument("--json", action="store_true", help=_("print JSON (with --check)"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where the index drifted."""
        kinds = tuple(options["kind"] or ())
        if options["check"]:
            self._check(kinds, as_json=options["json"])
        elif options["mend"]:
            self.stdout.write(_("%d entries were wrong and are right now.") % mend(kinds))
        elif options["rebuild"]:
            begun = time.perf_counter()
            many = rebuild(progress=self._tell, afresh=options["afresh"])
            took = time.perf_counter() - begun
            self.stdout.write(
                self.style.SUCCESS(
                    _("%(many)d things in %(took).1f s. The new index answers now.") % {"many": many, "took": took}
                )
            )
        elif ensure(progress=self._tell):
            self.stdout.write(self.style.SUCCESS(_("The index is built.")))
        else:
            self.stdout.write(_("The index is there and follows its sources."))

    def _tell(self, kind: str, done: int, total: int) -> None:
        self.stdout.write(f"  {KINDS[kind]}: {done} / {total}")

    def _check(self, kinds: tuple[str, ...], *, as_json: bool) -> None:
        if the_index() is None:
            raise CommandError(_("There is no index yet. Build it with: nhipcau search-index"), returncode=1)
        found = list(drift(kinds))
        if as_json:
            self.stdout.write(json.dumps({one.kind: _said(one) for one in found}, ensure_ascii=False))
        wrong = [one for one in found if one]
        for one in wrong if not as_json else ():
            counts = {"missing": len(one.missing), "extra": len(one.extra), "stale": len(one.stale)}
            self.stdout.write(
                f"{KINDS[one.kind]}: " + _("%(missing)d missing, %(extra)d too many, %(stale)d stale") % counts
            )
        if wrong:
            raise CommandError(_("The index drifted. Put it right with: nhipcau search-index --mend"), returncode=1)
        if not as_json:
            self.stdout.write(self.style.SUCCESS(_("The index says what its sources say.")))


def _said(one: Drift) -> dict[str, list[str]]:
    return {"missing": list(one.missing), "extra": list(one.extra), "stale": list(one.stale)}
