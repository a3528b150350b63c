"""The register: persons, names, kin, sources by code name, reports, events, places."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    """Brings its decisions by two to the guard, and the gazetteer into an empty register."""

    name = "vegerin.register"
    label = "register"

    def ready(self) -> None:
        from vegerin.guard import checks as guard_checks  # noqa: PLC0415 -- models are loaded only now
        from vegerin.guard import papers, unlocking  # noqa: PLC0415
        from vegerin.register import (  # noqa: PLC0415
            checks,
            decisions,
            desk_items,
            doors,
            in_the_trail,
            inquiring,
            leaver_things,
            page_help,
            page_help_around,
            partner_desk,
        )

        decisions.enter_kinds()
        papers.WHAT["request"] = _("The page of a request")
        doors.enter_doors()
        desk_items.register_all()
        inquiring.enter()
        partner_desk.register_all()
        leaver_things.register_all()
        page_help.register_all()
        page_help_around.register_all()
        in_the_trail.register_all()
        guard_checks.register("register", lambda: list(checks.problems()))
        post_migrate.connect(_load_gazetteer, sender=self, dispatch_uid="register.gazetteer")
        post_migrate.connect(_index_names, sender=self, dispatch_uid="register.index")
        post_migrate.connect(_fold_again, sender=self, dispatch_uid="register.fold")
        unlocking.made_when_missing(_index_names)


def _load_gazetteer(**_told: Any) -> None:
    from vegerin.register import gazetteer  # noqa: PLC0415 -- apps are loading
    from vegerin.register.models import Place  # noqa: PLC0415

    if not Place.objects.exists():
        gazetteer.load()


def _index_names(**_told: Any) -> None:
    from vegerin.register import indexing  # noqa: PLC0415 -- apps are loading

    indexing.index_where_missing()


def _fold_again(**_told: Any) -> None:
    """What a person's page shows is kept beside her; a new version may reckon it otherwise."""
    from vegerin.register.actions import status  # noqa: PLC0415 -- apps are loading

    status.fold_again()
