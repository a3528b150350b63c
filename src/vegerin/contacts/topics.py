"""What is never asked twice of somebody who came back (domain.md §4), and how each of it stands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TOPICS = {
    "where_held": _("Where she or he was held, and when"),
    "what_was_done": _("What was done to her or him"),
    "who_held": _("Who held her or him, and how often this changed"),
    "deaths_seen": _("Deaths she or he saw"),
    "abduction_day": _("The day of the abduction"),
    "family_lost": _("Who of the family is gone"),
    "pregnancy": _("Pregnancy, and a child’s father"),
    "forced_religion": _("A religion that was forced on her or him"),
    "body": _("Examination of the body"),
    "pictures_of_wounds": _("Pictures of wounds"),
    "who_else": _("Whom else she or he saw"),
}
# What stands in the register is shown to be confirmed, not asked.
IN_THE_REGISTER = {
    "born": _("Year of birth"),
    "origin": _("Home village"),
    "household": _("House and family"),
    "tongue": _("Languages and dialect"),
    "statement": _("A statement that was taken elsewhere"),
}
STATES = {
    "told": _("Told already. Do not ask."),
    "not_wished": _("Does not wish to speak of this. Do not ask."),
    "open": _("May be asked again: she or he says so."),
}
# Whether she may be asked whom she saw: her answer, her pace.
ASKABLE = {
    "yes": _("May be asked about one person at a time"),
    "later": _("Not yet: not before a day"),
    "no": _("Does not wish to be asked about anybody"),
}
OUTCOMES = {
    "knew": _("Knew something: it became a report"),
    "knew_not": _("Did not know her or him"),
    "later": _("Not now: she or he says when"),
    "no": _("Does not wish to be asked"),
}
