"""The guard room: who may enter, keys, the trail."""

from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished
from django.db.models.signals import post_migrate

from vegerin.ui import languages


class GuardConfig(AppConfig):
    """Makes the triggers again after every migration."""

    name = "vegerin.guard"
    label = "guard"

    def ready(self) -> None:
        # Models are ready only now.
        from vegerin.guard import (  # noqa: PLC0415
            actions,
            authorities,
            bar_doors,
            clock_back,
            desk_items,
            in_the_trail,
            leaver_things,
            page_help,
            staff_decisions,
        )

        request_finished.connect(clock_back.bring_back, dispatch_uid="guard.clock_back")
        post_migrate.connect(_make_triggers, dispatch_uid="guard.append_only")
        staff_decisions.register_all()
        bar_doors.register_all()
        desk_items.register_all()
        leaver_things.register_all()
        authorities.register_all()
        page_help.register_all()
        in_the_trail.register_all()
        languages.when_chosen.append(lambda reader, code: actions.keep_language(language=code, by=reader))


def _make_triggers(*, using: str, **_: Any) -> None:
    from django.db import connections  # noqa: PLC0415 -- apps are loading

    from vegerin.guard import append_only  # noqa: PLC0415

    append_only.make_triggers(connections[using])
