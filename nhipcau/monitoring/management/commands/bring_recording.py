"""``nhipcau bring-recording FILE``: a recording of radio or television, by the same actions that a person uses.

Exit codes: 0 it is here, 1 it was refused or could not be heard, 2 wrong usage.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.monitoring.actions import (
    Clipping,
    ClippingRefused,
    NothingSaid,
    NotNow,
    bring_recording,
    resume_hearing,
    use_recording,
)
from nhipcau.monitoring.forms import SPOKEN
from nhipcau.monitoring.jobs import hear
from nhipcau.monitoring.listening import listen
from nhipcau.monitoring.models import Recording, Stream
from nhipcau.monitoring.rules.hearing import words_of_captions
from nhipcau.monitoring.words import said_of_hearing
from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed

A_TURN = 30.0
"""Seconds between two words on how far it is."""


class Command(BaseCommand):
    """Bring it, hear it here or leave that to the worker, take it in where a person's transcript comes with it."""

    help = _(
        "Bring in a recording of radio or television. It is heard here, or by the worker with --later; broken off, the same"
        " command goes on. Exit codes: 0 it is here, 1 refused or not heard, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, what is known of it, and in whose name."""
        parser.add_argument("file", metavar=_("FILE"))
        parser.add_argument(
            "--by", required=True, metavar=_("NAME"), help=_("Sign-in name of the person who brings it.")
        )
        parser.add_argument("--title", required=True)
        parser.add_argument("--outlet", required=True)
        parser.add_argument("--published", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--url", default="")
        parser.add_argument("--stream", choices=Stream.values, default=Stream.PRESS)
        parser.add_argument("--language", choices=[code for code, _name in SPOKEN], default="vi")
        parser.add_argument(
            "--transcript", metavar=_("FILE"), help=_("Words that a person wrote: text, WebVTT or SubRip.")
        )
        parser.add_argument(
            "--use", action="store_true", help=_("With --transcript: take it in as an article at once.")
        )
        parser.add_argument("--later", action="store_true", help=_("Leave the hearing to the worker."))
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print where it stands and its words; leave with 1 where it was refused or not heard."""
        by = Staff.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(_("There is no sign-in name “%(name)s”.") % {"name": options["by"]}, returncode=2)
        if options["use"] and not options["transcript"]:
            raise CommandError(
                _("--use needs --transcript: a machine's words are read by a person first."), returncode=2
            )
        try:
            row = self._bring(Path(options["file"]), by, options)
        except OSError as fault:
            words = _("The file could not be opened: %(why)s") % {"why": fault.strerror or fault}
            raise CommandError(words, returncode=1) from fault
        except (ClippingRefused, NothingSaid, NotNow, NotAllowed) as fault:
            raise CommandError(str(fault), returncode=1) from fault
        self._tell(row, as_json=options["json"])
        if row.state == Recording.State.FAILED:
            raise SystemExit(1)

    def _bring(self, path: Path, by: Staff, asked: dict[str, Any]) -> Recording:
        said = Clipping(
            asked["title"], asked["outlet"], asked["published"], asked["url"], asked["stream"], name=path.name,
            text=_transcript(asked["transcript"]),
        )  # fmt: skip
        with path.open("rb") as opened:
            row = bring_recording(File(opened, name=path.name), said, language=asked["language"], by=by)
        if asked["use"]:
            use_recording(row, by=by)
        elif row.state in (Recording.State.STOPPED, Recording.State.FAILED):
            row = resume_hearing(row, by=by)
        if row.state == Recording.State.WAITING and asked["later"]:
            hear.enqueue(row.pk)
        elif row.state in Recording.OPEN:
            self._hear(row)
        return Recording.objects.get(pk=row.pk)

    def _hear(self, row: Recording) -> None:
        while listen(row.pk, seconds=A_TURN):
            row.refresh_from_db()
            self.stderr.write(f"{row.percent}%")

    def _tell(self, row: Recording, *, as_json: bool) -> None:
        why = said_of_hearing(row.fault_code)
        if as_json:
            told = {
                "id": row.pk, "state": row.state, "seconds": row.seconds, "heard": row.heard_until, "words": row.words, "message": why,
                "article": row.article_id,
            }  # fmt: skip
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"{row.name}: {row.get_state_display()}. {why}".rstrip())
        if row.words:
            self.stdout.write(row.words)


def _transcript(name: str | None) -> str:
    if not name:
        return ""
    text = Path(name).read_text("utf-8-sig", errors="replace")
    return words_of_captions(text) if "-->" in text else text
