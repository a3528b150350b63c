"""The addresses of the house: the guard's, then each room's."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
for _room, _prefix in [
    ("guard", ""),
    ("ui", ""),
    ("register", ""),
    *((room, f"{room}/") for room in settings.ROOMS),
]:
    if find_spec(f"vegerin.{_room}.urls"):
        urlpatterns.append(path(_prefix, include(f"vegerin.{_room}.urls")))

handler404 = "vegerin.guard.troubles.absent"
handler500 = "vegerin.guard.troubles.broken"
handler403 = "vegerin.guard.troubles.refused"
handler400 = "vegerin.guard.troubles.refused"
