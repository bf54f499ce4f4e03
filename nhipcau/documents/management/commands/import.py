"""``nhipcau import FILE…``: bring documents into the library by the same action a person uses.

Exit codes: 0 all are in, 1 at least one is not, 2 wrong usage.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.documents.actions import AlreadyHere, Refused, receive_upload
from nhipcau.documents.jobs import enqueue, read_now, words_of
from nhipcau.documents.models import Document, Intake
from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed
from nhipcau.ports.extraction import ExtractionError

Outcome = tuple[str, str, Document | None]


class Command(BaseCommand):
    """Receive each file and read it here, or leave it to the worker."""

    help = _(
        "Bring documents into the library. They are read here, or by the worker with --later."
        " Exit codes: 0 all are in, 1 at least one is not, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Files, in whose name, and whether the worker is to read them."""
        parser.add_argument("files", nargs="+", metavar=_("FILE"))
        parser.add_argument("--by", metavar=_("NAME"), help=_("Sign-in name of the person who brings them."))
        parser.add_argument("--later", action="store_true", help=_("Leave the reading to the worker."))
        parser.add_argument("--wait", action="store_true", help=_("With --later: wait until the worker is done."))
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print where each file stands; leave with 1 where one is not in."""
        by = Staff.objects.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(_("There is no sign-in name “%(name)s”.") % {"name": options["by"]}, returncode=2)
        failed = False
        for name in options["files"]:
            state, words, document = _bring(Path(name), by, later=options["later"], wait=options["wait"])
            failed = failed or state in ("failed", "refused", "stopped")
            if options["json"]:
                row = {"file": name, "state": state, "message": words, "document": document and document.pk}
                self.stdout.write(json.dumps(row, ensure_ascii=False))
            else:
                self.stdout.write(f"{name}: {words}")
        if failed:
            raise SystemExit(1)


def _bring(path: Path, by: Staff | None, *, later: bool, wait: bool) -> Outcome:
    try:
        intake = receive_upload(path.read_bytes(), name=path.name, by=by)
    except AlreadyHere as fault:
        return "already", str(fault), fault.document
    except Refused as fault:
        return "refused", str(fault), None
    except ExtractionError as fault:
        return "failed", words_of(fault), None
    except OSError as fault:
        return "failed", _("The file could not be opened: %(why)s") % {"why": fault.strerror or fault}, None
    except NotAllowed as fault:
        return "failed", str(fault), None
    if not later:
        read_now(intake)
        return _outcome(intake)
    enqueue(intake)
    while wait and Intake.objects.filter(pk=intake.pk, state__in=Intake.OPEN).exists():
        time.sleep(0.5)
    return _outcome(intake)


def _outcome(intake: Intake) -> Outcome:
    row = Intake.objects.filter(pk=intake.pk).select_related("document__source").first()
    if row is None:
        return "refused", _("refused: it bears a secrecy mark"), None
    if row.document is not None:
        return "done", str(row.document), row.document
    if row.state in Intake.OPEN:
        return "waiting", _("waiting for the worker"), None
    return row.state, row.fault, None
