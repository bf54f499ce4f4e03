"""Make a migrated PostgreSQL database beside the one of DATABASE_URL, for tests to copy, and say its name: ``python .ci/template.py``."""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

url = os.environ["DATABASE_URL"]
name = f"{urlsplit(url).path.lstrip('/')}_template"
with psycopg.connect(url, autocommit=True) as connection:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
os.environ["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{name}").geturl()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402

django.setup()
call_command("migrate", verbosity=0, stdout=sys.stderr)
sys.stdout.write(f"{name}\n")
