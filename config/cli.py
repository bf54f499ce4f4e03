"""``nhipcau``: the command line. A thin door to Django's management commands."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run ``nhipcau COMMAND …``; the exit codes are those of the command (see docs/command-line.md)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nhipcau", *sys.argv[1:]])


if __name__ == "__main__":
    main()
