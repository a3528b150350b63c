"""The looks of the house, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components, fields, pictures, fonts and styles."""

    name = "vegerin.ui"
    label = "ui"
