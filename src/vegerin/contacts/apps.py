"""Contacts: after a call from captivity."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    """Enters what two decide; lends to desks, to a person's page and to a report just kept."""

    name = "vegerin.contacts"
    label = "contacts"

    def ready(self) -> None:
        from vegerin.contacts import (  # noqa: PLC0415 -- models are loaded only now
            actions,
            decisions,
            desk_items,
            evidence_decisions,
            evidence_desk,
            evidence_help,
            evidence_rules,
            in_the_trail,
            page_help,
            page_help_told,
            panels,
            queries,
            rules,
        )
        from vegerin.contacts.actions import alarm  # noqa: PLC0415
        from vegerin.contacts.queries import stamps  # noqa: PLC0415
        from vegerin.guard import checks, clock_back  # noqa: PLC0415
        from vegerin.register import lent, slots  # noqa: PLC0415
        from vegerin.ui import bar  # noqa: PLC0415

        decisions.enter_kinds()
        page_help_told.register_all()
        desk_items.register_all()
        page_help.register_all()
        evidence_decisions.enter_kinds()
        evidence_desk.register_all()
        evidence_help.register_all()
        in_the_trail.register_all()
        checks.register("stamps", stamps.faults)
        clock_back.register("evidence", alarm.enter_again)
        slots.register("contacts", _("Signs of life, and what only the family knows"), "contacts:person_slot")
        slots.register("told", _("What she or he chose to tell"), "contacts:told_slot")
        lent.after_report.register("contacts", panels.after_a_report)
        lent.asked_questions.register("contacts", queries.was_opened)
        lent.withdrawn_rows.register("contacts", actions.goes_with)
        lent.written_with.register("contacts", actions.note_where_from)
        bar.register(
            _("Contacts"),
            view="contacts:room",
            may=lambda reader: rules.may(reader, rules.Act.WEIGH),
            order=32,
            behind=["contacts:why", "contacts:questions", "contacts:weighing"],
        )
        bar.register(
            _("Sources"),
            view="contacts:sources",
            may=lambda reader: rules.may(reader, rules.Act.HANDLE),
            order=31,
            behind=["contacts:source", "contacts:who"],
        )
        bar.register(
            _("Postings and portraits"),
            view="contacts:evidence_room",
            says=_("Hand in what was posted or sent. It is sealed at once."),
            may=lambda reader: evidence_rules.may(reader, evidence_rules.Act.READ),
            order=34,
            behind=["contacts:evidence", "contacts:batch", "contacts:hand_in", "contacts:hand_in_batch"],
        )
        bar.register(
            _("What stops missions"),
            view="contacts:stops",
            may=lambda reader: rules.may(reader, rules.Act.SEE_STOPS),
            order=36,
        )
        bar.register(
            _("Episodes"),
            view="contacts:purpose",
            says=_("Whether what people tell of captivity is kept here, and what for."),
            may=lambda reader: rules.may(reader, rules.Act.SEE_PURPOSE),
            order=34,
            behind=["contacts:told", "contacts:begin", "contacts:episode", "contacts:new_episode"],
        )
        bar.register(
            _("News day"),
            view="contacts:news",
            may=rules.sees_news,
            order=33,
        )
