"""How somebody of a mission stands on its pages: by name in the reader's script, or by code alone."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vegerin.missions.rules import WHO_ENTERS
from vegerin.register.models import Person
from vegerin.ui.templatetags.ui import number, written

register = template.Library()


@register.simple_tag(takes_context=True)
def called(context: template.Context, person: Person) -> SafeString:
    """Her name in the reader's script."""
    line = context["lines"].get(person.pk)
    return written(context, line.name if line else person.name)


@register.simple_tag(takes_context=True)
def way_back(context: template.Context) -> SafeString:
    """To the missions; to her desk for whoever may read this page and does not enter them."""
    enters = context["reader"].has(*WHO_ENTERS)
    url, word = ("missions:board", _("Missions")) if enters else ("register:desk", _("Desk"))
    return format_html('<a href="{}">{}</a>', reverse(url), word)


@register.simple_tag(takes_context=True)
def whom(context: template.Context, person: Person) -> SafeString:
    """Her name and code for those who see names; her code for all others."""
    line = context["lines"].get(person.pk) if context.get("named") else None
    if line is None:
        return number(person.code)
    return format_html("{} {}", written(context, line.name), number(person.code))
