"""Django's settings, the same for every office; what differs lies in the office's own folder."""

from __future__ import annotations

from pathlib import Path

# Rooms in the order in which a person's page shows them; one left out leaves no trace.
ROOMS = ["lists"]

INSTALLED_APPS: list[str] = [
    "django.contrib.staticfiles",
]
SECRET_KEY = "set-at-unlock"  # noqa: S105 -- replaced by a key from the office's slot file
ROOT_URLCONF = "vegerin.config.urls"
USE_TZ = True
TIME_ZONE = "Asia/Baghdad"
LANGUAGE_CODE = "en"
BASE_DIR = Path(__file__).resolve().parent.parent
STATIC_URL = "static/"
