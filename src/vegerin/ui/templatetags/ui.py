"""The components as template tags: `{% load ui %}`; docs/reference/ui.md shows each in use."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vegerin.ui import dates, words
from vegerin.ui.glyphs import glyph_svg
from vegerin.ui.icons import icon_svg
from vegerin.ui.scripts import direction_of, language_of
from vegerin.ui.stacked import with_labels
from vegerin.ui.status import look_of

FIELDS_SEEN_AT_ONCE = 5
register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawn icon; write its word beside it."""
    return mark_safe(icon_svg(name))  # noqa: S308 -- drawn by us, no value of a person in it


@register.simple_tag
def sent_once() -> SafeString:
    """A number for a form, hidden in it: whoever sends it twice makes one thing."""
    return format_html('<input type="hidden" name="form" value="{}">', uuid.uuid4())


@register.simple_tag
def glyph(name: str, classes: str = "") -> SafeString:
    """A shape of the status vocabulary."""
    return mark_safe(glyph_svg(name, classes))  # noqa: S308 -- drawn by us


@register.inclusion_tag("ui/components/badge.html")
def badge(code: str, word: str = "", *, stale: bool = False, age: str = "") -> dict[str, Any]:
    """A status: glyph, ground and word. `word` says it more exactly; `age` stands outside."""
    look = look_of(code, stale=stale)
    return {"glyph": look.glyph, "ground": look.ground, "word": word or look.word, "age": age}


@register.inclusion_tag("ui/components/sealed.html")
def sealed(word: str = "", means: str = "", *, box: bool = False) -> dict[str, Any]:
    """A field everyone on this page knows to exist, and what opening it means."""
    return {"word": word, "means": means, "box": box}


@register.simple_tag
def number(value: object) -> SafeString:
    """An id, a number with a sign, a code: isolated, left to right in any page."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.simple_tag(takes_context=True)
def written(context: template.Context, text: str, script: str = "", classes: str = "") -> SafeString:
    """A name or words as they were written: own language, own direction, isolated.

    Where the reader has names blurred until touched, the keyboard comes to each of them (D30).
    """
    css = format_html(' class="{}"', classes) if classes else ""
    stop = mark_safe(' tabindex="0"') if context.get("blurs") else ""
    return format_html(
        '<bdi lang="{}" dir="{}"{}{}>{}</bdi>', language_of(text, script), direction_of(text), css, stop, text
    )


@register.simple_tag(takes_context=True)
def who_when(context: template.Context, name: str, when: str) -> SafeString:
    """Who did something and when, with the comma of the reader's language."""
    said = conditional_escape(_("{who}, {when}"))
    return format_html(said, who=written(context, name), when=when)


@register.simple_tag
def comma() -> str:
    """The comma of the reader's language, between two values of a template."""
    return words.comma()


@register.filter
def in_quotes(said: str) -> SafeString:
    """Somebody's words between the quotation marks of the reader's language."""
    return format_html(conditional_escape(_("“{words}”")), words=said)


@register.filter
def isolated(name: str) -> SafeString:
    """A name inside a sentence: what stands beside it, as a number, keeps its own side."""
    return format_html("<bdi>{}</bdi>", name)


@register.filter
def direction(text: str) -> str:
    """`rtl` or `ltr`, by the first strong letter."""
    return direction_of(text)


@register.filter
def in_hundred(chance: float) -> str:
    """A chance as people say it: 56 in 100; never a certainty that a number cannot give."""
    if chance > 0.99:
        return _("more than 99 in 100")
    if chance < 0.01:
        return _("less than 1 in 100")
    return _("{n} in 100").format(n=round(chance * 100))


@register.filter
def day(value: date | datetime | None) -> str:
    """3 Aug 2014."""
    return dates.day(value) if value else ""


@register.filter
def weekday(value: date | datetime) -> str:
    """Saturday, 21 November."""
    return dates.weekday(value)


@register.filter
def moment(value: datetime | None) -> str:
    """3 Aug 2014, 21:40."""
    return dates.moment(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """21:40."""
    return dates.clock(value) if value else ""


@register.filter
def inexact(value: dates.Inexact | None) -> str:
    """An inexact date in words."""
    return dates.inexact(value)


@register.filter
def ago(value: date | datetime | None) -> str:
    """How long ago."""
    return dates.ago(value) if value else ""


@register.filter
def hundredths(share: float | None) -> str:
    """How many in a hundred, with one decimal: 97.9."""
    return "" if share is None else f"{100 * share:.1f}"


@register.filter
def thousands(value: int) -> str:
    """12,345, the same in every language."""
    return f"{value:,}"


@register.simple_block_tag
def callout(content: str, kind: str = "", title: str = "") -> SafeString:
    """A remark beside the work: plain, leaf (done, care), sun (a claim), red (danger to someone)."""
    head = format_html('<p class="title">{}</p>', title) if title else ""
    return format_html('<div class="callout {}">{}{}</div>', kind, head, mark_safe(content))  # noqa: S308


@register.simple_block_tag
def labelled(content: str) -> SafeString:
    """A table whose rows become terms on a phone: each cell gets the head of its column as its label."""
    return mark_safe(with_labels(content))  # noqa: S308 -- rendered by a template, only labels are added


@register.inclusion_tag("ui/components/field.html")
def field(bound: Any, classes: str = "") -> dict[str, Any]:
    """A form field with its label, help and errors, in this order."""
    return {"field": bound, "classes": classes, "group": is_group(bound)}


@register.inclusion_tag("ui/components/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """Links to what must be mended: more than one thing, or one that may lie below what is seen."""
    wrong = [bound for bound in form if bound.errors] if form.is_bound else []
    return {"form": form, "wrong": wrong, "is_long": len(form.visible_fields()) > FIELDS_SEEN_AT_ONCE}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, then: str = "") -> dict[str, Any]:
    """Nothing here, and what is next."""
    return {"title": title, "then": then}


@register.inclusion_tag("ui/components/progress.html")
def progress(title: str, done: int, total: int, note: str = "") -> dict[str, Any]:
    """Rows done of rows to do; never over a person."""
    return {"title": title, "done": done, "total": total, "note": note}


@register.inclusion_tag("ui/components/pages.html", takes_context=True)
def pages(context: template.Context, page: Any) -> dict[str, Any]:
    """Turning the pages of a long list; other questions in the address are kept."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is not None:
        query.pop("page", None)
    return {"page": page, "query": query.urlencode() if query else ""}


@register.inclusion_tag("ui/components/key_hints.html")
def key_hints(*pairs: str) -> dict[str, Any]:
    """Key caps with their words: `{% key_hints "↑ ↓" _("move") "Enter" _("open") %}`."""
    return {"keys": [(cap.split(), word) for cap, word in zip(pairs[::2], pairs[1::2], strict=True)]}


@register.inclusion_tag("ui/components/decided.html")
def decided(title: str, rests_on: str, signatures: Iterable[Any], of: int = 2) -> dict[str, Any]:
    """A decision by two: who has signed, who may. A signature has `name`, `role`, `when`, `words`."""
    given = list(signatures)
    return {"title": title, "rests_on": rests_on, "signatures": given, "count": len(given), "of": of}


def is_group(bound: Any) -> bool:
    """Whether a field is a set of answers, so that its label is a legend."""
    return bool(getattr(bound.field.widget, "is_group", False))
