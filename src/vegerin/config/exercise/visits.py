"""Families who came and asked, and what the office did for them."""

from __future__ import annotations

from vegerin.config.exercise.office import Exercise, moment
from vegerin.config.exercise.plan import Asked, Plan
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.models import Person
from vegerin.register.values import NewConsent, NewFamilyPhone, NewInquirer, NewQuestion, NewSought


def enter_requests(exercise: Exercise, plan: Plan) -> None:
    """Families who came and asked; a court that erred; a brother who means to go himself."""
    for visit in plan.asked:
        enter_request(exercise, visit)
    for number, day in plan.declared_dead.items():
        register.record_ruling(
            person=exercise.people[number],
            legal="declared_dead",
            ruled_on=day,
            court="Invented court",
            number=f"{number}/2016",
            by=exercise.reader(Role.LEGAL_ADVISER),
        )
    for number, who in plan.means_to_go.items():
        by = exercise.reader(Role.CLERK)
        register.a_relative_goes(person=exercise.people[number], who=who, minor=False, by=by)


def enter_request(exercise: Exercise, asked: Asked) -> None:
    """A visit as the clerk typed it; a verifier said who is meant, and the liaison tells what may be told."""
    clerk, verifier = exercise.reader(Role.CLERK), exercise.reader(Role.VERIFIER)
    who = exercise.people[asked.by]
    phone = NewFamilyPhone(
        "+964 000 555 0191", who_answers="herself", safe_hours="18:00 – 20:00", may_ring=True
    )
    thumb = NewConsent(
        "search", "given", how="thumb", language="kmr", read_aloud=True,
        said_back="Hûn ê lê bigerin û ji kesî re nebêjin.", witness="care worker",
    )  # fmt: skip
    request = register.take_request(
        inquirer=NewInquirer(who.name, sex=who.sex, language="kmr", phones=(phone,)),
        sought=[sought_of(exercise.people[number], asked.relation) for number in asked.for_whom],
        words=asked.words,
        asked_at=moment(asked.on),
        language="kmr",
        consents=[thumb],
        questions=[NewQuestion("Which tree stood before the house?", "A mulberry.")],
        owner=exercise.reader(Role.LIAISON).staff,
        by=clerk,
    )
    if asked.told:
        sought, person = request.sought.order_by("recorded_at")[0], exercise.people[asked.for_whom[0]]
        inquirer = request.standing.get().inquirer
        why = "Same mother, same village, and she named her brothers."
        register.link_sought(sought=sought, person=person, verdict="same", why=why, by=verifier)
        register.mark_inquirer(inquirer=inquirer, kind="checked", why="She knew the tree.", by=verifier)
        register.tell(
            request=request, inquirer=inquirer, sought=sought, what="alive", how="in_person",
            words="She is back and well. She asks about her mother.", by=exercise.reader(Role.LIAISON),
        )  # fmt: skip


def sought_of(person: Person, relation: str) -> NewSought:
    """One who is sought, as the family says it."""
    village = person.origin.name if person.origin else ""
    return NewSought(
        person.name, relation, sex=person.sex, born=person.born, village=village, place=person.origin
    )
