"""Figures of others, kept as they were published."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """Stands in the bar of those who answer for numbers."""

    name = "vegerin.figures"
    label = "figures"

    def ready(self) -> None:
        from vegerin.figures import (  # noqa: PLC0415 -- models are loaded only now
            desk_items,
            in_the_trail,
            page_help,
            rules,
        )
        from vegerin.ui import bar  # noqa: PLC0415

        page_help.register_all()
        in_the_trail.register_all()
        desk_items.register_all()
        bar.register(
            _("Figures"),
            view="figures:figures",
            may=lambda reader: rules.may(reader, rules.Act.SEE),
            order=46,
            says=_("What this office and others have published, in whose words, and as of when."),
            behind=[
                "figures:statements",
                "figures:statement",
                "figures:add",
                "figures:add_figure",
                "figures:correction",
            ],
        )
