"""Django's settings, the same for every office; what differs lies in the office's own folder."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO

from vegerin.guard import boot, office
from vegerin.ui import languages

# Rooms in the order in which a person's page shows them; one left out leaves no trace.
ROOMS = ["lists", "shifts", "figures", "contacts", "missions", "paper"]

OFFICE = office.read(office.folder_from_environment())
BASE_DIR = Path(__file__).resolve().parent.parent


def _room_apps() -> list[str]:
    """The register and the rooms, as far as they are there."""
    return [f"vegerin.{room}" for room in ["register", *ROOMS] if find_spec(f"vegerin.{room}.apps")]


def _database() -> dict[str, Any]:
    if OFFICE.on_postgres:
        wanted = {
            key.upper(): value
            for key, value in OFFICE.database.items()
            if key in {"host", "port", "name", "user"}
        }
        return {
            "ENGINE": "django.db.backends.postgresql",
            **wanted,
            "PASSWORD": "",  # it comes at unlock
            "CONN_MAX_AGE": None,  # a connection for each page costs more than the page's questions
            "CONN_HEALTH_CHECKS": True,  # PostgreSQL may be started again behind our back
        }
    return {
        "ENGINE": "vegerin.guard.sqlcipher",
        "NAME": OFFICE.path("record.db"),
        "CONN_MAX_AGE": None,  # closing the last connection would empty the WAL after each page
        "OPTIONS": {
            "key": boot.record_key,
            "timeout": 20,
            # Read-then-write transactions that begin as readers fail when two meet.
            "transaction_mode": "IMMEDIATE",
            # FULL: with NORMAL a power cut loses acknowledged rows. No mmap: it corrupts.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            " PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0;"
            " PRAGMA cache_size=-65536",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.forms",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "vegerin.ui",
    "vegerin.guard",
    *_room_apps(),
]
AUTH_USER_MODEL = "guard.Staff"
SECRET_KEY = os.urandom(32).hex()  # until unlock; then derived from K0, see guard.unlocking
OFFICE_NAME = OFFICE.name
OFFICE_IS_EXERCISE = OFFICE.exercise

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "vegerin.guard.headers.Discretion",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vegerin.ui.digits.EasternDigits",
    "django.middleware.csrf.CsrfViewMiddleware",
    # What sets headers stands above the porter: his answers must look like all others.
    "vegerin.guard.middleware.Porter",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
APPEND_SLASH = False  # it would tell which addresses exist; the porter adds it for those who may enter
ROOT_URLCONF = "vegerin.config.urls"
WSGI_APPLICATION = "vegerin.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "vegerin.ui.context.page",
            ]
        },
    }
]

LANG_INFO.update(languages.django_knows())
LANGUAGE_CODE = "en"
LANGUAGES = list(languages.offered())
LANGUAGES_BIDI = [language.code for language in languages.LANGUAGES if language.rtl]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Baghdad"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Nothing is loaded from elsewhere, nothing runs that stands in a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
OVER_TLS = os.environ.get("VEGERIN_TLS") == "1"  # set by `vegerin serve` when it has a certificate
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = OVER_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "vegerin.guard.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Names and addresses given at `vegerin init`; a page on the internet cannot borrow another name for us.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *OFFICE.hosts]
CSRF_FAILURE_VIEW = "vegerin.guard.troubles.form_too_old"
LOGIN_URL = "guard:sign_in"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["vegerin.guard.uploads.KeptInMemory"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # no message with a person in it is ever sent
DEBUG = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "vegerin.guard.logs.Discreet"}},
    "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["screen"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["screen"], "level": "ERROR", "propagate": False}},
}
