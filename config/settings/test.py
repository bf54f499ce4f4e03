"""Tests: SQLite unless DATABASE_URL names another; jobs run where they are called unless a test says otherwise."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path

# Django, Wagtail and thousands of tests are objects that stay. To look through them for circles as often as Python does by itself
# takes a quarter of a process's start and a tenth of what its tests take.
gc.set_threshold(50_000, 20, 50)

# Never the folder of a running site: a temporary one, handed down to the processes that a test starts.
_state = os.environ.get("NHIPCAU_STATE", "")
if "nhipcau-test-" not in _state:
    _state = os.environ["NHIPCAU_STATE"] = tempfile.mkdtemp(prefix="nhipcau-test-")
# Tests that run side by side each have their own: one must not see the files that another takes in.
_side = os.environ.get("PYTEST_XDIST_WORKER", "")
if _side and Path(_state).name != _side:
    _state = os.environ["NHIPCAU_STATE"] = str(Path(_state) / _side)
    Path(_state).mkdir(parents=True, exist_ok=True)

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import DATABASES, STORAGES  # noqa: E402

NHIPCAU_PAGE_CACHE = False  # its own tests switch it on
SECRET_KEY = "only-for-tests"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server of browser tests and its threads share it.
    DATABASES["default"]["TEST"]["NAME"] = str(Path(_state) / "test.sqlite3")
else:
    # No test switches the server off: waiting for its disk at each commit shows nothing.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
    if name := os.environ.get("NHIPCAU_TEST_DB"):
        DATABASES["default"]["TEST"]["NAME"] = f"test_{name}"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
AXES_ENABLED = os.environ.get("NHIPCAU_TEST_AXES", "1") == "1"
