"""Looks, language, and the page of all components."""

from __future__ import annotations

from django.urls import path

from vegerin.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/", views.components, name="components"),
    path("language/", views.choose_language, name="language"),
    path("digits/", views.choose_digits, name="digits"),
    path("look/", views.choose_look, name="look"),
]
