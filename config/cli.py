"""``nhipcau``: the command line. A thin door to Django's management commands.

``nhipcau verify-trail`` is the command module ``verify_trail``: the dash is how people write it.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run ``nhipcau COMMAND …``; the exit codes are those of the command (see docs/command-line.md)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    arguments = sys.argv[1:]
    if arguments:
        arguments[0] = arguments[0].replace("-", "_") if not arguments[0].startswith("-") else arguments[0]
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nhipcau", *arguments])


if __name__ == "__main__":
    main()
