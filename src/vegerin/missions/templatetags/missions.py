"""How somebody of a mission stands on its pages: by name in the reader's script, or by code alone."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vegerin.register.models import Person
from vegerin.ui.templatetags.ui import number, written

register = template.Library()


@register.simple_tag(takes_context=True)
def called(context: template.Context, person: Person) -> SafeString:
    """Her name in the reader's script."""
    line = context["lines"].get(person.pk)
    return written(context, line.name if line else person.name)


@register.simple_tag(takes_context=True)
def whom(context: template.Context, person: Person) -> SafeString:
    """Her name and code for those who see names; her code for all others."""
    line = context["lines"].get(person.pk) if context.get("named") else None
    if line is None:
        return number(person.code)
    return format_html("{} {}", written(context, line.name), number(person.code))
