"""What the trail says of this room, and what its things are called."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from vegerin.guard import things, trail_words

KINDS = {
    "list.import": _("The import of a release began"),
    "list.imported": _("A release was imported"),
    "list.taken_back": _("A release of a list was taken back"),
    "list.row_opened": _("A row of a list was opened"),
    "list.row_judged": _("It was judged who a row is"),
    "list.owner_asked": _("What the owner of a list said of a missing row was written down"),
    "list.link": _("Comparing lists began"),
    "list.linked": _("Lists were compared"),
    "list.link_stopped": _("Comparing lists was stopped"),
    "list.pairs_judged": _("Pairs of a family were judged"),
    "list.pairs_taken_back": _("Judgements on pairs were taken back"),
    "list.learned": _("The comparison learned from decisions"),
    "list.lesson": _("A lesson of the comparison was taken up or set aside"),
}
THINGS = {
    "release": (_("A release"), things.no_codes),
    "row": (_("A row of a list"), things.no_codes),
    "run": (_("A comparison of lists"), things.no_codes),
    "lesson": (_("A lesson of the comparison"), things.no_codes),
    "sitting": (_("A sitting of reviewing"), things.no_codes),
}

# Rows that name a thing by its bare id.
BARE = {
    **dict.fromkeys(("list.import", "list.imported"), "release"),
    **dict.fromkeys(("list.row_opened", "list.row_judged", "list.owner_asked"), "row"),
    **dict.fromkeys(("list.link", "list.linked", "list.link_stopped"), "run"),
    **dict.fromkeys(("list.learned", "list.lesson"), "lesson"),
    **dict.fromkeys(("list.pairs_judged", "list.pairs_taken_back"), "sitting"),
}


def register_all() -> None:
    """Enter them."""
    trail_words.enter(KINDS, BARE)
    for prefix, (words, codes) in THINGS.items():
        things.register(prefix, words, codes)
