"""``nhipcau start``: everything a first look needs, and nothing twice. What ``make run`` calls."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.newsroom.starting import load_site
from nhipcau.people.actions.staff import FirstLogin
from nhipcau.people.models import ROLE_NAMES
from nhipcau.people.permissions import today
from nhipcau.reports.looking import keep_up
from nhipcau.workspace.first_start import make_first_logins, take_in_source_documents
from nhipcau.workspace.packing import begin_packing


class Command(BaseCommand):
    """Migrate, load the profile, make the first logins, import the real decision, serve."""

    help = _("Prepare what is missing, then start the site and its worker.")

    def add_arguments(self, parser: CommandParser) -> None:
        """``--port`` and ``--prepare-only``."""
        parser.add_argument("--port", type=int, default=8000, help=_("Port of the site (8000)."))
        parser.add_argument("--prepare-only", action="store_true", help=_("Prepare and stop."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the port is taken."""
        settings.STATE.mkdir(parents=True, exist_ok=True)
        packing = None if settings.DEBUG else begin_packing()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_profile", str(settings.PROFILE), verbosity=0)
        keep_up(today())
        logins = make_first_logins()
        load_site(settings.PROFILE, progress=lambda line: self.stdout.write(f"{_('Pages of the site')}: {line}"))
        taken_in = take_in_source_documents()
        for line in taken_in:
            self.stdout.write(line)
        call_command("search_index", stdout=self.stdout)
        if logins:
            self._tell_logins(logins)
        if packing is not None and not packing.finish():
            self.stderr.write(_("Static files could not be packed; they are served as they are."))
        if not options["prepare_only"]:
            self._serve(options["port"])

    def _tell_logins(self, logins: list[FirstLogin]) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(_("First logins (shown only this once)")))
        width = max(len(login.username) for login in logins)
        for login in logins:
            role = str(ROLE_NAMES[login.role])
            self.stdout.write(f"  {login.username:<{width}}  {login.password}  {role}, {login.office}")
        self.stdout.write(_("Lost one? nhipcau new-password NAME"))

    def _serve(self, port: int) -> None:
        env = {**os.environ, "NHIPCAU_BASE_URL": f"http://127.0.0.1:{port}"}
        me = [sys.executable, "-m", "config.cli"]
        web = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}",
               "--workers", "1", "--threads", "8", "--worker-class", "nhipcau.public.page_cache.server.Worker",
                "--timeout", "60", "--log-level", "warning"]  # fmt: skip
        commands = [web, [*me, "worker", "--no-startup-delay"]]
        children = [subprocess.Popen(command, env=env) for command in commands]  # noqa: S603
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            self._wait_for_answer(port, children)
            self.stdout.write(self.style.SUCCESS(_("Nhịp Cầu is running. Ctrl+C stops it.")))
            self.stdout.write(f"  {_('The public site')}: http://127.0.0.1:{port}/")
            self.stdout.write(f"  {_('Staff')}: http://127.0.0.1:{port}/staff/")
            while all(child.poll() is None for child in children):
                time.sleep(0.5)
            raise CommandError(_("A part of the program stopped. The lines above say why."))
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            _end(children)

    def _wait_for_answer(self, port: int, children: list[subprocess.Popen[bytes]]) -> None:
        for _try in range(150):
            if children[0].poll() is not None:
                raise CommandError(
                    _("The site did not start. Is port %(port)d taken? Try: make run PORT=8001") % {"port": port}
                )
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/staff/sign-in/login/", timeout=2).close()
                return
            time.sleep(0.2)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(10)
            continue
        child.kill()
