"""A real worker process on the database of the test that starts it, with leave to read from that test's press."""

from __future__ import annotations

import os

from config.settings.test import *  # noqa: F403
from config.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["NHIPCAU_TEST_DATABASE"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
NHIPCAU_FETCH_LOCAL = frozenset({("127.0.0.1", int(os.environ["NHIPCAU_TEST_PRESS"]))})
NHIPCAU_FETCH_PAUSE = 0.0
