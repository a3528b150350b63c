"""Others' lists: releases, rows, what changed, and who a row is."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListsConfig(AppConfig):
    """Lends rows to the search and a slot to a person's page, and stands in the bar."""

    name = "vegerin.lists"
    label = "lists"

    def ready(self) -> None:
        from vegerin.guard import desk  # noqa: PLC0415 -- models are loaded only now
        from vegerin.guard.roles import Role  # noqa: PLC0415
        from vegerin.lists import (  # noqa: PLC0415
            decisions,
            in_the_trail,
            page_help,
            queries,
            rules,
        )
        from vegerin.lists.importing import OWNER  # noqa: PLC0415
        from vegerin.register import doubts, owners, slots  # noqa: PLC0415
        from vegerin.ui import bar  # noqa: PLC0415

        decisions.enter_kinds()
        page_help.register_all()
        in_the_trail.register_all()
        desk.asks(
            Role.REGISTER_OFFICER, _("Which family next?"), act=_("Go on reviewing"),
            view="lists:review", order=30,
        )  # fmt: skip
        owners.register(OWNER, queries.describe)
        owners.register_groups(queries.groups, queries.people_on)
        doubts.register(queries.doubts)
        slots.register("lists", _("On lists"), "lists:person_slot")
        bar.register(
            _("Lists"),
            view="lists:lists",
            may=lambda reader: rules.may(reader, rules.Act.SEE),
            order=40,
            behind=[
                f"lists:{page}"
                for page in (
                    *("import", "columns", "release", "take_back", "row", "bad_rows", "questions", "gone"),
                    *("runs", "run", "review", "family", "audit", "lessons", "lesson"),
                )
            ],
        )
