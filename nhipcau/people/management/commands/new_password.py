"""``nhipcau new-password NAME``: a new random password for an account, printed once. Exit 2: no such account."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.people.actions import reset_password
from nhipcau.people.models import Staff


class Command(BaseCommand):
    """For the one who runs the machine."""

    help = _("Give an account a new random password.")

    def add_arguments(self, parser: CommandParser) -> None:
        """The sign-in name."""
        parser.add_argument("username", help=_("Sign-in name"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it once."""
        staff = Staff.objects.filter(username=options["username"]).first()
        if staff is None:
            raise CommandError(_("There is no such sign-in name."), returncode=2)
        self.stdout.write(f"{staff.username}  {reset_password(staff, by=None)}")
