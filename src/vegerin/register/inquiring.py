"""What tracing requests lend to the search and to a person's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from vegerin.guard import desk
from vegerin.guard.reader import Reader
from vegerin.register import inquiring_desk, owners, slots
from vegerin.register.owners import OwnerLine


def enter() -> None:
    """Inquirers and those they seek are found by name; each person's page has a place for who seeks her."""
    desk.register("inquiring", inquiring_desk.items_for)
    owners.register("inquirer", inquirers)
    owners.register("sought", soughts)
    slots.register("requests", _l("Sought by"), "register:person_requests")


def inquirers(reader: Reader, ids: Iterable[str]) -> Mapping[str, OwnerLine]:
    """Those who ask, each leading to her latest request."""
    from vegerin.register.models import Standing  # noqa: PLC0415 -- apps are loading
    from vegerin.register.queries.requests import requests_for  # noqa: PLC0415

    rows = Standing.objects.filter(inquirer__in=list(ids), request__in=requests_for(reader))
    return {
        str(row.inquirer_id): OwnerLine(
            row.inquirer.name,
            _("asks in request {code}").format(code=row.request.code),
            reverse("register:request", args=[row.request.code]),
            sex=row.inquirer.sex,
        )
        for row in rows.select_related("inquirer", "request").order_by("recorded_at")
    }


def soughts(reader: Reader, ids: Iterable[str]) -> Mapping[str, OwnerLine]:
    """Those who are sought, for whoever judges who they are."""
    from vegerin.register.models import Sought  # noqa: PLC0415 -- apps are loading
    from vegerin.register.queries.requests import requests_for  # noqa: PLC0415
    from vegerin.register.rules import Act, may  # noqa: PLC0415

    if not may(reader, Act.JUDGE):
        return {}
    rows = Sought.objects.filter(pk__in=list(ids), request__in=requests_for(reader))
    return {
        str(row.pk): OwnerLine(
            row.name,
            _("sought in request {code}").format(code=row.request.code),
            reverse("register:request", args=[row.request.code]),
            sex=row.sex,
            born_year=row.born.earliest.year if row.born.earliest else None,
        )
        for row in rows.select_related("request")
    }
