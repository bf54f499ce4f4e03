#!/usr/bin/env python3
"""The same as the ``nhipcau`` command, for those who look for manage.py."""

from config.cli import main

if __name__ == "__main__":
    main()
