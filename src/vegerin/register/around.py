"""The people around a person, put together from what the reader may see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from vegerin.guard.reader import Reader
from vegerin.register import queries
from vegerin.register.asked import who_asks
from vegerin.register.models import HouseholdMember, KinKind, KinTie, Person, TieKind
from vegerin.register.page_facts import kin_rows, names_around
from vegerin.register.queries import people_for
from vegerin.register.rules import Act, may
from vegerin.register.shown import given, lines_for
from vegerin.register.words import ROLES_IN_HOUSE, teller_words
from vegerin.ui import status as looks
from vegerin.ui.dates import day
from vegerin.ui.pictures.family import Box, draw_family

STEPS, MOST = 3, 40
WIDTH = re.compile(r' width="(\d+)"')
PHONE, PAGE = 359, 1152  # what a phone and a page have room for
UP = (KinKind.FATHER, KinKind.MOTHER)
DOWN = (KinKind.DAUGHTER, KinKind.SON)


def around_context(reader: Reader, person: Person) -> dict[str, Any]:
    """Values for `register/around.html`."""
    tree = tree_of(reader, person)
    drawn = picture(reader, tree, person) if len(tree) > 1 else ""
    return {
        "person": person,
        "line": lines_for(reader, [person])[0],
        "tree": drawn,
        "wide_tree": wider_than(drawn),
        "kin": kin_rows(reader, person, names_around(reader, person)),
        "households": households(reader, person),
        "tasks": task_rows(reader, person),
        "may": {
            "kin": may(reader, Act.ADD_KIN),
            "house": may(reader, Act.ADD_PERSON),
            "report": may(reader, Act.REPORT),
            "uses": may(reader, Act.READ_WISH),
        },
    }


Parents = dict[str, UUID]


def tree_of(reader: Reader, person: Person) -> dict[UUID, tuple[Person, Parents]]:
    """Those tied to her by blood through parents and children, three steps away at most."""
    found: dict[UUID, tuple[Person, Parents]] = {person.pk: (person, {})}
    border = {person.pk}
    for _step in range(STEPS):
        reached: dict[UUID, Person] = {}
        for child, parent, kind in blood_ties(reader, border):
            for one in (child, parent):
                if one.pk not in found and len(found) + len(reached) < MOST:
                    reached[one.pk] = one
            found.update({pk: (one, {}) for pk, one in reached.items() if pk not in found})
            if child.pk in found and parent.pk in found:
                found[child.pk][1].setdefault(kind, parent.pk)
        border = set(reached)
        if not border:
            break
    return found


def blood_ties(reader: Reader, people: set[UUID]) -> list[tuple[Person, Person, str]]:
    """Child and parent, whichever of the two was written down as the other's, and which parent it is."""
    seen = people_for(reader)
    rows = KinTie.objects.filter(
        Q(person__in=people) | Q(relative__in=people),
        tie=TieKind.BLOOD,
        kind__in=(*UP, *DOWN),
        corrected_by=None,
        not_so=False,
        person__in=seen,
        relative__in=seen,
    ).select_related("person", "relative")
    ties = []
    for row in rows:
        if row.kind in UP:
            ties.append((row.person, row.relative, str(row.kind)))
        else:
            kind = KinKind.FATHER if row.person.sex == "male" else KinKind.MOTHER
            ties.append((row.relative, row.person, str(kind)))
    return ties


def wider_than(drawn: str) -> str:
    """Which screen a drawing has no room on: none, a phone's, or any."""
    found = WIDTH.search(drawn)
    width = int(found[1]) if found else 0
    return "page" if width > PAGE else "phone" if width > PHONE else ""


def picture(reader: Reader, tree: dict[UUID, tuple[Person, Parents]], person: Person) -> SafeString:
    """The family drawn by blood, names in the reader's script."""
    lines = {
        line.person.pk: line.name for line in lines_for(reader, [one for one, _parents in tree.values()])
    }
    boxes = [
        Box(
            id=str(pk),
            father=text_of(parents.get(KinKind.FATHER)),
            mother=text_of(parents.get(KinKind.MOTHER)),
            name=given(lines[pk]) or one.code,
            word=str(looks.look_of(f"fate.{one.fate}").word),
            focus=one.pk == person.pk,
        )
        for pk, (one, parents) in tree.items()
    ]
    svg = draw_family(boxes, title=_("The family by blood"), rtl=get_language_bidi())
    return mark_safe(svg)  # noqa: S308 -- every word in it is escaped by svg.text


def text_of(pk: UUID | None) -> str | None:
    """An id as the picture takes it."""
    return str(pk) if pk else None


def households(reader: Reader, person: Person) -> list[dict[str, Any]]:
    """Her houses and groups with head and roles, and who stayed behind for whom."""
    shown: list[dict[str, Any]] = []
    for household, people in queries.household_of(reader, person):
        members = {
            row.person_id: row
            for row in HouseholdMember.objects.filter(household=household)
            .select_related("stayed_behind_for")
            .order_by("recorded_at")
        }
        rows = [member_row(reader, line, members[line.person.pk]) for line in lines_for(reader, people)]
        shown.append(
            {
                "code": household.code,
                "kind": str(household.get_kind_display()),
                "house": household.house,
                "people": heads_first(rows),
            }
        )
    return shown


def heads_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The head of the house, then the others."""
    return sorted(rows, key=lambda row: (not row["is_head"], row["line"].code))


def member_row(reader: Reader, line: Any, member: HouseholdMember) -> dict[str, Any]:
    """One of a household."""
    other = member.stayed_behind_for
    seen = other is not None and queries.person_for(reader, other.pk) is not None
    return {
        "line": line,
        "is_head": member.role == "head",
        "role": str(ROLES_IN_HOUSE.get(member.role, member.role)),
        "stayed": _("stayed behind for {name}").format(name=given(other.name)) if other and seen else "",
    }


def task_rows(reader: Reader, person: Person) -> list[dict[str, Any]]:
    """What is to be done for her, as far as it is this reader's."""
    return [
        {
            "pk": task.row.pk,
            "says": _("{task}: {who}").format(
                task=task.row.get_kind_display(), who=teller_words(task.row.who)
            )
            if task.row.who
            else str(task.row.get_kind_display()),
            "due": day(task.due_on),
            "taken": task.taken_by.working_name if task.taken_by else "",
            "ended": task.ended.why if task.ended else "",
        }
        for task in queries.tasks_of(reader, person)
    ]


def inquirers_of(reader: Reader, person: Person) -> Sequence[tuple[str, str]]:
    """Who seeks her, for a wish that names persons."""
    cluster = [one.pk for one in queries.cluster_of(reader, person)]
    soughts = queries.requests_about(reader, person, cluster)
    return [
        (
            str(seeking.inquirer_id),
            who_asks(seeking),
        )
        for sought in soughts
        for seeking in sought.seekings.all()
    ]
