"""Missions: from a plan to everybody accounted for."""

from __future__ import annotations

import time
from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished
from django.utils.translation import gettext_lazy as _

FADE_EVERY = 600  # seconds


class MissionsConfig(AppConfig):
    """Enters what two have to decide, lends to desks, and lets notes fade while the office is open."""

    name = "vegerin.missions"
    label = "missions"
    _faded_at = 0.0

    def ready(self) -> None:
        from vegerin.guard import clock_back, papers  # noqa: PLC0415
        from vegerin.missions import (  # noqa: PLC0415 -- models load now
            actions,
            decisions,
            desk_items,
            help_after,
            in_the_trail,
            leaver_things,
            others,
            page_help,
            queries,
            rules,
        )
        from vegerin.register import lent  # noqa: PLC0415
        from vegerin.ui import bar  # noqa: PLC0415

        decisions.enter_kinds()
        clock_back.register("missions", actions.keep_clock_right)
        desk_items.register_all()
        page_help.register_all()
        leaver_things.register_all()
        help_after.register_all()
        in_the_trail.register_all()
        lent.on_person.register("missions", desk_items.act_on_person)
        lent.watched_tasks.register("missions", others.tasks_of_watching)
        bar.register(
            _("Missions"),
            view="missions:board",
            says=_("The missions of tonight that are yours to see."),
            may=lambda reader: reader is not None and reader.has(*rules.WHO_ENTERS),
            order=35,
            behind=[
                "missions:new",
                "missions:mission",
                "missions:choose",
                "missions:take_out",
                "missions:risks",
                "missions:close",
                "missions:could_come",
            ],
        )
        papers.WHAT["mission_sheet"] = _("The sheet of a mission for the night")
        papers.WHAT["manifest"] = _("A manifest")
        for what in ("mission_sheet", "manifest"):  # the row keeps an id: no place, no name (D14)
            papers.ABOUT[what] = queries.code_on_paper
            papers.SEEN_BY[what] = rules.WHO_ENTERS
        request_finished.connect(self._fade_sometimes, dispatch_uid="missions.fade")

    def _fade_sometimes(self, **_: Any) -> None:
        """After a page, every ten minutes at most: an open office is where time is noticed."""
        from vegerin.guard import boot  # noqa: PLC0415
        from vegerin.missions.actions import fade_what_expired, keep_clock_right  # noqa: PLC0415

        if boot.is_unlocked() and time.monotonic() - self._faded_at > FADE_EVERY:
            type(self)._faded_at = time.monotonic()
            fade_what_expired()
            keep_clock_right()
