"""``nhipcau media-renditions [--missing]``: make sizes in this process. Exit 0 all made, 1 some failed."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from nhipcau.media.actions import ask_again
from nhipcau.media.jobs import make_now
from nhipcau.media.models import Asset
from nhipcau.media.queries import living


class Command(BaseCommand):
    """Without ``--missing`` every asset is gone through again; what is there already is not made twice."""

    help = _("Make the sizes of the media library. Exit codes: 0 all are made, 1 some could not be.")

    def add_arguments(self, parser: CommandParser) -> None:
        """``--missing`` and ``--json``."""
        parser.add_argument("--missing", action="store_true", help=_("Only those that are not ready."))
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))

    def handle(self, *args: Any, **options: Any) -> None:
        """One line an asset."""
        rows = living().exclude(source=Asset.Source.EMBED).order_by("pk")
        if options["missing"]:
            rows = rows.exclude(stage=Asset.Stage.READY)
        failed = False
        for pk in list(rows.values_list("pk", flat=True)):
            asset = Asset.objects.get(pk=pk)
            if asset.stage in {Asset.Stage.READY, Asset.Stage.FAILED}:
                ask_again(asset, by=None)
            make_now(asset)
            asset.refresh_from_db()
            failed = failed or asset.stage == Asset.Stage.FAILED
            files = asset.renditions.count()
            if options["json"]:
                told = {"asset": pk, "stage": asset.stage, "files": files, "note": asset.stage_note}
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            else:
                self.stdout.write(f"{pk}\t{asset.title}\t{asset.get_stage_display()}\t{files}\t{asset.stage_note}")
        if failed:
            raise SystemExit(1)
