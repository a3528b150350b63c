"""Django's settings, the same for every office; what differs lies in the office's own folder."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO

from vegerin.guard import boot, office

# Rooms in the order in which a person's page shows them; one left out leaves no trace.
ROOMS = ["lists"]

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
            "PASSWORD": "",
        }  # the password comes at unlock
    return {
        "ENGINE": "vegerin.guard.sqlcipher",
        "NAME": OFFICE.path("record.db"),
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
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    *(["vegerin.ui"] if find_spec("vegerin.ui.apps") else []),
    "vegerin.guard",
    *_room_apps(),
]
AUTH_USER_MODEL = "guard.Staff"
SECRET_KEY = os.urandom(32).hex()  # until unlock; then derived from K0, see guard.unlocking

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "vegerin.config.urls"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
WSGI_APPLICATION = "vegerin.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "vegerin.ui.context.page",
            ]
        },
    }
]

LANG_INFO.update(
    {
        "kmr": {"bidi": False, "code": "kmr", "name": "Kurmanji", "name_local": "Kurmancî"},
        "kmr-arab": {"bidi": True, "code": "kmr-arab", "name": "Badini", "name_local": "بادینی"},
    }
)
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Baghdad"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-collected"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
