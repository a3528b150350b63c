"""Forms on paper: printed with a serial, filled by hand, typed in by serial."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaperConfig(AppConfig):
    """Stands in the bar for whoever takes calls or meets families."""

    name = "vegerin.paper"
    label = "paper"

    def ready(self) -> None:
        from vegerin.guard import papers  # noqa: PLC0415 -- models are loaded only now
        from vegerin.paper import definitions, in_the_trail, page_help  # noqa: PLC0415
        from vegerin.register.rules import Act, may  # noqa: PLC0415
        from vegerin.ui import bar  # noqa: PLC0415

        page_help.register_all()
        in_the_trail.register_all()
        papers.ABOUT["blank_forms"] = definitions.told_of
        bar.register(
            _("Paper forms"),
            view="paper:forms",
            may=lambda reader: may(reader, Act.REPORT),
            order=46,
            behind=["paper:sheet", "paper:type_in", "paper:printing"],
        )
