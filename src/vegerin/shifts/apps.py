"""The room of shifts: lends to desks, stands in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShiftsConfig(AppConfig):
    """Brings its things to the desks."""

    name = "vegerin.shifts"
    label = "shifts"

    def ready(self) -> None:
        from vegerin.guard import clock_back, papers  # noqa: PLC0415 -- models are loaded only now
        from vegerin.shifts import (  # noqa: PLC0415
            actions,
            desk_items,
            in_the_trail,
            page_help,
            rules,
        )
        from vegerin.ui import bar  # noqa: PLC0415

        desk_items.register_all()
        clock_back.register("shifts", actions.enter_outings_again)
        page_help.register_all()
        papers.WHAT["hand_over"] = _("A hand-over")
        papers.ABOUT["hand_over"] = lambda _reader, _page: ""  # who printed it and when stands beside it
        in_the_trail.register_all()
        behind = ("new_hand_over", "hand_over", "print_hand_over", "go_out", "out", "stand_ins", "heeded")
        bar.register(
            _("Shifts"),
            view="shifts:rota",
            may=lambda reader: rules.may(reader, rules.Act.SEE),
            order=45,
            says=_("Who is on duty, and who signs with them tonight."),
            behind=[f"shifts:{name}" for name in behind],
        )
