"""The register's doors in the bar on top of every page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.register.rules import Act, may
from vegerin.ui import bar


def everybody(reader: Reader) -> bool:
    """Whoever is signed in has a desk."""
    return reader is not None


def who_reads(reader: Reader) -> bool:
    """Whoever may read the register."""
    return may(reader, Act.READ)


def who_reports(reader: Reader) -> bool:
    """Whoever takes reports."""
    return may(reader, Act.REPORT)


def who_works_with_others(reader: Reader) -> bool:
    """Whoever sees what is agreed with other organisations."""
    return may(reader, Act.SEE_BODIES)


def who_meets_families(reader: Reader) -> bool:
    """Whoever reads requests."""
    return may(reader, Act.READ_REQUESTS)


def who_takes_back(reader: Reader) -> bool:
    """Whoever takes a report back by its number."""
    return may(reader, Act.WITHDRAW_BY_NUMBER)


def enter_doors() -> None:
    """Desk, search, new report, places."""
    bar.register(_("Desk"), view="register:desk", may=everybody, order=10, icon="home")
    people = ("register:found", "register:person", "register:print_person", "register:add_person")
    bar.register(
        _("Search"), view="register:search", may=who_reads, order=20, behind=people, icon="search",
        says=_("Find a person in any spelling, and read what is known before anybody is asked twice."),
    )  # fmt: skip
    kept = ("register:report_kept",)
    bar.register(
        _("New report"), view="register:new_report", may=who_reports, order=30, behind=kept, icon="plus"
    )
    inside = (
        "register:map",
        "register:place",
        "register:add_place",
        "register:add_place_name",
        "register:add_control",
    )
    bar.register(
        _("Places"), view="register:places", may=who_reads, order=45, behind=inside,
        says=_("Find a village in any spelling; whose home it was, and who controlled it when."),
    )  # fmt: skip
    bar.register(
        _("Withdraw a report"), view="register:withdraw_by_number", may=who_takes_back, order=46,
        behind=("register:withdraw_numbered",),
        says=_("Somebody wishes that what she told is kept no longer, and brings the number of her report."),
    )  # fmt: skip
    agreed = ("register:organisation", "register:add_organisation", "register:agree", "register:share")
    bar.register(
        _("Organisations"),
        view="register:organisations",
        may=who_works_with_others,
        order=47,
        behind=(*agreed, "register:end_agreement"),
        says=_("With whom this office works, for what, and until when."),
    )
    behind = ("new_request", "request", "print_request", "sought", "tell")
    bar.register(
        _("Requests"),
        view="register:requests",
        may=who_meets_families,
        order=35,
        behind=[f"register:{name}" for name in behind],
    )
