"""A server: every secret and address comes from the environment, and a missing one stops the start."""

from __future__ import annotations

import os

from config.settings.base import *  # noqa: F403
from config.settings.base import STATE

SECRET_KEY = os.environ["NHIPCAU_SECRET_KEY"]
ALLOWED_HOSTS = os.environ["NHIPCAU_HOSTS"].split(",")
DEBUG = False
NHIPCAU_REQUIRE_SECOND_FACTOR = os.environ.get("NHIPCAU_REQUIRE_SECOND_FACTOR", "1") == "1"

CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
AXES_IPWARE_PROXY_COUNT = int(os.environ.get("NHIPCAU_PROXIES", "1"))

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("NHIPCAU_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("NHIPCAU_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("NHIPCAU_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("NHIPCAU_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("NHIPCAU_SMTP_TLS", "") == "1"

assert STATE.is_absolute(), "NHIPCAU_STATE must be an absolute path in production"  # noqa: S101
