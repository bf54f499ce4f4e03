"""What is the same on every machine."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url

ROOT = Path(__file__).resolve().parent.parent.parent
STATE = Path(os.environ.get("NHIPCAU_STATE", ROOT / "var"))
"""Everything the program writes: database, files, secret key. One folder to back up."""

PROFILE = Path(os.environ.get("NHIPCAU_PROFILE", ROOT / "profiles" / "tra-vinh-2023"))

INSTALLED_APPS = [
    "nhipcau.public",
    "nhipcau.workspace",
    "nhipcau.search",
    "nhipcau.reports",
    "nhipcau.corrections",
    "nhipcau.monitoring",
    "nhipcau.newsroom",
    "nhipcau.media",
    "nhipcau.planning",
    "nhipcau.work",
    "nhipcau.duties",
    "nhipcau.documents",
    "nhipcau.people",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "nhipcau.public.page_cache.middleware.KeptPagesMiddleware",
    "nhipcau.public.security.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nhipcau.people.middleware.SecondFactorMiddleware",
    "nhipcau.people.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "nhipcau.public.style.StyleMiddleware",
]

ROOT_URLCONF = "config.urls"
CSRF_FAILURE_VIEW = "nhipcau.public.views.lost.form_too_old"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{STATE / 'nhipcau.sqlite3'}", conn_max_age=60),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at the start of a
    # transaction, so that a read followed by a write can't fail half-way with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=4000;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # What a connection asks for the fifth time is planned no more: a page asks some thirty questions, always the same.
    DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5}

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "nhipcau.people.sign_in.RoleHolders",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Sign-in: five wrong passwords for a name from an address lock that pair for half an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

NHIPCAU_REQUIRE_SECOND_FACTOR = os.environ.get("NHIPCAU_REQUIRE_SECOND_FACTOR", "") == "1"
"""When true, a member of staff without a passkey or TOTP is led to set one up before anything else."""

ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "nhipcau.people.sign_in.ClosedDoor"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Nhịp Cầu"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "/staff/"
WAGTAILADMIN_LOGIN_URL = "account_login"

LANGUAGE_CODE = "vi"
LANGUAGES = [
    ("vi", "Tiếng Việt"),
    ("en", "English"),
    ("km", "ភាសាខ្មែរ"),
    ("zh-hans", "简体中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("fr", "Français"),
]
"""The languages of the public site, each by its own name; the first is the one that others are translated from."""
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_SITE_NAME = "Nhịp Cầu"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILADMIN_BASE_URL = os.environ.get("NHIPCAU_BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_WORKFLOW_ENABLED = False  # the newsroom has its own way with a second person
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation begins as a draft, whatever its source is
NHIPCAU_TRANSLATE_URL = os.environ.get("NHIPCAU_TRANSLATE_URL", "")
"""Address of a LibreTranslate-compatible machine that suggests translations; none unless the operator runs one."""
NHIPCAU_TRANSLATE_KEY = os.environ.get("NHIPCAU_TRANSLATE_KEY", "")
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses that people can read out and type anywhere
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True

NHIPCAU_PAGE_CACHE = os.environ.get("NHIPCAU_PAGE_CACHE", "1") == "1"
"""Whole public pages are kept, in memory and under ``pages`` in the state folder (ADR 20)."""
NHIPCAU_PAGES = os.environ.get("NHIPCAU_PAGES", "")
"""Another folder for them, such as one that a web server in front may read."""

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_URL = "/media/"
MEDIA_ROOT = STATE / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": STATE / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Reading the web: whom publishers may write to, seconds between two requests to one site, and what inside the house may be read: nothing.
NHIPCAU_FETCH_CONTACT = os.environ.get("NHIPCAU_FETCH_CONTACT", "")
NHIPCAU_FETCH_PAUSE = 1.0
NHIPCAU_FETCH_LOCAL: frozenset[tuple[str, int]] = frozenset()
"""(address, port) pairs inside the house that may be fetched from. For tests alone: empty on every other machine."""
_mailbox = os.environ.get("NHIPCAU_IMAP", "").split("|", 2)
NHIPCAU_MAILBOXES = {_mailbox[0]: (_mailbox[1], _mailbox[2])} if len(_mailbox) == 3 else {}
"""Logins of newsletter mailboxes by host, from ``NHIPCAU_IMAP`` ("host|user|password")."""

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("NHIPCAU_FROM_EMAIL", "nhipcau@localhost")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"urllib3": {"level": "ERROR"}, "nhipcau": {"level": "INFO"}, "django_tasks": {"level": "WARNING"}},
}
