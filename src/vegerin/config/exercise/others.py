"""Organisations and published figures of the exercise: all invented, like everybody in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from importlib import import_module

from vegerin.engines.history import dates
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.register import actions as register
from vegerin.register.models import Person

YEAR = timedelta(days=365)


def enter_organisations(head: Reader, *, partner: Staff, people: Mapping[int, Person], today: date) -> None:
    """One with a running agreement and something handed over, one whose agreement ended, one with none."""
    clinic = register.add_organisation(
        name="House of the Two Springs (exercise)",
        kind="medical",
        works_on="Surgery and recovery for those who returned",
        by=head,
    )
    register.record_agreement(
        organisation=clinic,
        purpose="Treatment that she asked for",
        what=["referral"],
        begins=today - YEAR,
        ends=today + YEAR,
        paper="Folder 3, sheet 2",
        by=head,
    )
    register.record_share(
        organisation=clinic,
        what="referral",
        says="Letter for an operation of the hand",
        person=people[min(people)],
        consent="Herself, in the room of the doctor, read aloud in Kurmanji",
        by=head,
    )
    register.seat_partner(staff=partner, organisation=clinic, by=head)
    ministry = register.add_organisation(
        name="Coordinator of a ministry (exercise)", kind="authority", by=head
    )
    register.record_agreement(
        organisation=ministry,
        purpose="Counting families who wait",
        what=["figures"],
        begins=today - 3 * YEAR,
        ends=today - timedelta(days=40),
        by=head,
    )
    register.add_organisation(name="A newspaper (exercise)", kind="press", by=head)


def enter_figures(by: Reader) -> None:
    """Three who count differently, one that was corrected, and one thing that nobody knows."""
    figures = import_module("vegerin.figures.actions")
    number = import_module("vegerin.figures.values").Number
    unknown = import_module("vegerin.register.models").NotKnown.UNKNOWN
    invented = "Invented for the exercise."

    def says(issuer: str, words: str, as_of: str, *numbers: object, **told: object) -> object:
        return figures.record_statement(
            issuer=issuer,
            words=words,
            as_of=dates.parse(as_of),
            numbers=numbers,
            source=invented,
            by=by,
            **told,
        )

    says(
        "A newspaper (exercise)",
        "About 600 people were taken from these villages.",
        "2015-02",
        number("abducted", 600, exactness="about"),
        number("population", unknown),
    )
    old = says(
        "Coordinator of a ministry (exercise)",
        "612 taken, 210 back, 412 remain.",
        "2019-06",
        number("abducted", 612),
        number("returned", 210),
        number("remaining", 412),
    )
    says(
        "Coordinator of a ministry (exercise)",
        "612 taken, 210 back, 402 remain.",
        "2019-06",
        number("abducted", 612),
        number("returned", 210),
        number("remaining", 402),
        corrects=old,
        why="The ministry itself, a week later: digits were swapped.",
    )
    says(
        "A relief organisation (exercise)",
        "We still look for 240 women and children.",
        "2020",
        number(
            "remaining", 240, group="women_children", definition="Women, and children under 14 when taken"
        ),
        number("graves", 3, exactness="at_least"),
    )
