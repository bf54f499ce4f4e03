"""``nhipcau media-add FILE…``: add files to the library and make their sizes. Exit 0 all are in, 1 some are not, 2 usage."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.media.actions import (
    Added,
    MediaRefused,
    Origin,
    Said,
    Upload,
    add_asset,
    describe_asset,
    record_rights,
    write_texts,
)
from nhipcau.media.jobs import enqueue, make_now
from nhipcau.media.models import Licence
from nhipcau.media.views.uploading import own_office
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import NotAllowed

WORDS = ("author", "holder", "credit", "proof_number", "consent", "consent_words", "consent_keeper")
DAYS = ("term_from", "term_to", "consent_until")


class Command(BaseCommand):
    """In the name of a member of staff, with what may be said of all the files alike."""

    help = _("Add files to the media library. Exit codes: 0 all are in, 1 some are not, 2 wrong usage.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Files, who adds them, for which office, and rights that hold for all."""
        parser.add_argument("files", nargs="+", metavar=_("FILE"))
        parser.add_argument("--by", required=True, metavar=_("NAME"), help=_("Sign-in name of who adds them."))
        parser.add_argument(
            "--office", metavar=_("KEY"), help=_("Key of the office; that of the person if left out.")
        )
        parser.add_argument(
            "--rights", action="append", default=[], type=_pair, metavar="NAME=VALUE",
            help=_("What is said of the rights in all of them: licence=own, holder=…, author=…, term_to=2027-12-31, consent=…"),
        )  # fmt: skip
        parser.add_argument("--alt", default="", help=_("Alt text in Vietnamese, where one file is added."))
        parser.add_argument("--place", default="", help=_("Where they were made."))
        parser.add_argument("--later", action="store_true", help=_("Leave the sizes to the worker."))
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a file. Raises CommandError (exit 2) for a wrong name or right."""
        by = Staff.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(_("There is no account of that name."), returncode=2)
        office = Office.objects.filter(key=options["office"]).first() if options["office"] else own_office(by)
        if office is None:
            raise CommandError(_("There is no such office."), returncode=2)
        rights = _rights(options["rights"])
        failed = [name for name in options["files"] if not self._add(Path(name), office, rights, by, options)]
        if failed:
            raise SystemExit(1)

    def _add(self, path: Path, office: Office, rights: dict[str, Any], by: Staff, options: dict[str, Any]) -> bool:
        try:
            with path.open("rb") as file:
                upload = Upload(path.name, file, path.stat().st_size)
                added = add_asset(upload, origin=Origin(office), by=by)
            if added.is_new:
                record_rights(added.asset, rights, by=by)
                describe_asset(added.asset, {"place": options["place"]} if options["place"] else {}, by=by)
                write_texts(added.asset, {"vi": Said(options["alt"])} if options["alt"] else {}, by=by)
                (enqueue if options["later"] else make_now)(added.asset)
        except (MediaRefused, NotAllowed, OSError) as fault:
            self._tell(options, {"file": str(path), "fault": str(fault)})
            return False
        self._tell(options, _facts(path, added))
        return True

    def _tell(self, options: dict[str, Any], facts: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        elif "fault" in facts:
            self.stderr.write(f"{facts['file']}: {facts['fault']}")
        else:
            words = _("added") if facts["new"] else _("here already")
            self.stdout.write(f"{facts['asset']}\t{words}\t{facts['file']}")


def _facts(path: Path, added: Added) -> dict[str, Any]:
    return {"file": str(path), "asset": added.asset.pk, "new": added.is_new, "sha256": added.asset.sha256,
            "near": [near.pk for near in added.near]}  # fmt: skip


def _pair(words: str) -> tuple[str, str]:
    name, sign, value = words.partition("=")
    if not sign or name not in {*WORDS, *DAYS, "licence"}:
        raise argparse.ArgumentTypeError(_("not a right: %(words)s") % {"words": words})
    return name, value


def _rights(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Values as the action takes them. Raises CommandError for a licence or day that is none."""
    rights: dict[str, Any] = dict(pairs)
    try:
        rights |= {name: date.fromisoformat(rights[name]) for name in DAYS if name in rights}
        if "licence" in rights:
            rights["licence"] = Licence.objects.get(key=rights["licence"])
    except (ValueError, Licence.DoesNotExist) as fault:
        raise CommandError(str(fault), returncode=2) from fault
    return rights
