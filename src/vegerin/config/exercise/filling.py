"""Fill the exercise office: staff, villages, people, what was told of them, and the lists of others.

Everything goes through the rooms' own actions, each by somebody whose role it is. It is one transaction:
an exercise that broke off leaves nothing behind.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from vegerin.config.exercise import asked, calls, fates, others, stories, written_lists
from vegerin.config.exercise.accounts import ACCOUNTS, LEADING, Account
from vegerin.config.exercise.frames import frame
from vegerin.config.exercise.names import Name, villages
from vegerin.config.exercise.people import SEED, Invented, invented_people
from vegerin.config.exercise.plan import Asked, Plan, Saying, Told
from vegerin.engines.history import dates
from vegerin.engines.history.kinds import Fate
from vegerin.guard import actions as guard
from vegerin.guard import decisions, queries, sealing
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.actions.status import folded_once
from vegerin.register.models import Event, Household, Person, Place, PlaceName, Report
from vegerin.register.models.base import played_at
from vegerin.register.values import (
    Claim,
    Link,
    NewConsent,
    NewFamilyPhone,
    NewFile,
    NewInquirer,
    NewName,
    NewPhone,
    NewQuestion,
    NewSought,
)

Say = Callable[[str], None]
SEXES = {"F": "female", "M": "male"}
GROWN = date(2000, 1, 1)
COUNTERSIGN = "register.countersign"
WHY = {
    "corroborated": "A second teller, who does not know the first, says the same.",
    "plausible": "Place and time fit what others told.",
    "doubted": "The place does not fit the month in which it was told.",
}
PROVENANCE = "Given by one who fled, out of a telephone; for the families to look at, for nothing else."


@dataclass
class Exercise:
    """The office while it is being filled."""

    today: date
    signed_in: dict[Role, Reader] = field(default_factory=dict)
    villages: list[Place] = field(default_factory=list)
    houses: dict[int, Household] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def reader(self, role: Role) -> Reader:
        """Who does what that role does, signed in with her own passphrase when first needed."""
        if role not in self.signed_in:
            self.signed_in[role] = reader_of(next(one for one in ACCOUNTS if one.role is role))
        return self.signed_in[role]

    def place(self, name: str, *, of: int) -> Place | None:
        """A place by its first English name; "home" is where that person is from."""
        if not name:
            return None
        if name == "home":
            return self.people[of].origin
        if name not in self.places:
            self.places[name] = Place.objects.filter(name=name).exclude(kind="locality_uncurated").get()
        return self.places[name]


def fill(*, today: date, lists: Path, say: Say = lambda _: None) -> None:
    """Everything, into an office that was founded and is open in this process."""
    exercise = Exercise(today)
    say("staff")
    enter_staff(exercise)
    people = invented_people()
    told, cast = stories.plan_for(people, today=today)
    rng = random.Random(SEED)  # noqa: S311 -- a reproducible exercise, not a secret
    rest = fates.plan_for(people, rng=rng, leaving_out=cast)
    with transaction.atomic(), folded_once(), sealing.many():
        say("villages and families")
        enter_villages(exercise)
        enter_people(exercise, people, live=cast, first_told=first_told(rest, told))
        enter_kin(exercise, people)
        say("what was told")
        for plan in (rest, told):
            enter_reports(exercise, plan)
            enter_the_rest(exercise, plan)
        enter_doubles(exercise, people)
        enter_requests(exercise, told)
    with transaction.atomic():
        others.enter_organisations(exercise.reader(Role.HEAD), people=exercise.people, today=today)
        asked.enter_authorities(exercise.reader, today=today)
        if apps.is_installed("vegerin.shifts"):
            from vegerin.config.exercise import shifts  # noqa: PLC0415 -- the room may be left out

            shifts.enter_shifts(exercise.reader, today=today)
        if apps.is_installed("vegerin.missions"):
            from vegerin.config.exercise import on_the_way  # noqa: PLC0415 -- the room may be left out

            say("missions")
            missing = [person for person in exercise.people.values() if is_missed(person)]
            on_the_way.enter_missions(exercise.reader, people=missing, today=today)
        if apps.is_installed("vegerin.figures"):
            others.enter_figures(exercise.reader(Role.FIGURES_OFFICER))
    if apps.is_installed("vegerin.paper"):
        say("forms on paper")
        enter_papers(exercise)
    if apps.is_installed("vegerin.contacts"):
        with transaction.atomic(), folded_once():
            calls.enter_calls(exercise.reader)
    if apps.is_installed("vegerin.lists"):
        say("lists of others")
        enter_lists(exercise, lists)


def enter_papers(exercise: Exercise) -> None:
    """Empty forms of each kind, and one arrival that was filled by hand and typed in."""
    paper = import_module("vegerin.paper.actions")
    clerk = exercise.reader(Role.CLERK)
    for form in ("request", "call", "consent"):
        paper.print_sheets(form=form, language="kmr", sheets=3, by=clerk)
    sheet = paper.print_sheets(form="arrival", language="ar", sheets=3, by=clerk).rows.first()
    words = "ما المطلوب الآن؟: ماء وطعام، مكان هادئ للنوم"
    paper.type_in(sheet=sheet, words=words, by=clerk)


def is_missed(person: Person) -> bool:
    """A grown person of whom nothing was heard since the day."""
    person.refresh_from_db()
    return person.fate == Fate.MISSING and person.born_earliest is not None and person.born_earliest < GROWN


def enter_staff(exercise: Exercise) -> None:
    """An account for each role, entered by the head."""
    head = exercise.reader(Role.HEAD)
    for account in ACCOUNTS:
        if account not in LEADING:
            words = account.passphrase
            staff = guard.add_staff(working_name=account.working_name, passphrase=words, by=head)
            guard.give_role(staff=staff, role=account.role, by=head)


def reader_of(account: Account) -> Reader:
    """The account signed in, as her own passphrase opens it."""
    staff = Staff.objects.get(working_name=account.working_name)
    return queries.reader_for(staff, guard.ring_for(staff, account.passphrase))


def enter_villages(exercise: Exercise) -> None:
    """The invented villages, with every name they have."""
    by = exercise.reader(Role.REGISTER_OFFICER)
    for village in villages():
        first = {"en": village.name.en[0], "kmr": village.name.kmr[0], "ar": village.name.arab[0]}
        source = "Invented for the exercise."
        place = register.add_place(names=first, kind=village.kind, source=source, invented=True, by=by)
        enter_second_names(place, village.name)
        exercise.villages.append(place)


def enter_second_names(place: Place, name: Name) -> None:
    """A collective town has an official name beside its own."""
    PlaceName.objects.bulk_create(
        PlaceName(place=place, language=language, text=text, position=1)
        for language, forms in (("en", name.en), ("kmr", name.kmr), ("ar", name.arab))
        for text in forms[1:]
    )


def first_told(*plans: Plan) -> dict[int, date]:
    """The day on which each person was first named to the office."""
    days: dict[int, date] = {}
    for told in sorted((one for plan in plans for one in plan.told), key=lambda one: one.on):
        for saying in told.sayings:
            days.setdefault(saying.who, told.on)
    return days


def enter_people(
    exercise: Exercise, people: Iterable[Invented], *, live: frozenset[int], first_told: dict[int, date]
) -> None:
    """A case for each person, in her own spelling and in two others."""
    by = exercise.reader(Role.REGISTER_OFFICER)
    owner = exercise.reader(Role.LIAISON).staff
    for person in people:
        village = exercise.villages[person.village]
        if person.household not in exercise.houses:
            exercise.houses[person.household] = register.add_household(village=village, by=by)
        exercise.people[person.number] = register.add_person(
            names=names_of(person),
            sex=SEXES[person.sex],
            born=dates.parse(str(person.born)),
            origin=village,
            household=exercise.houses[person.household],
            owner=owner,
            review_on=review_day(exercise.today, person.number, live=person.number in live),
            review_class="live" if person.number in live else "open",
            told_by="family",
            told_on=first_told[person.number],
            by=by,
        )


def names_of(person: Invented) -> list[NewName]:
    """Her name at birth in Kurmanji, and as it is written in Arabic and in English."""
    return [
        NewName(" ".join(name.kmr[0] for name in person.chain), kind="birth", language="kmr"),
        NewName(" ".join(name.arab[0] for name in person.chain), language="ar"),
        NewName(" ".join(name.en[0] for name in person.chain), language="en"),
    ]


def review_day(today: date, number: int, *, live: bool) -> date:
    """When the case is looked at again: live leads within days, the others over three months."""
    return today + timedelta(days=number % 4 if live else 2 + number * 7 % 90)


def enter_kin(exercise: Exercise, people: Sequence[Invented]) -> None:
    """Parents and marriages; the other side of each tie is read from it."""
    by = exercise.reader(Role.REGISTER_OFFICER)
    for person in people:
        ties = [("father", "blood", person.father), ("mother", "blood", person.mother)]
        if person.sex == "F":
            ties.append(("husband", "legal", person.spouse))
        for kind, tie, number in ties:
            if number:
                relative = exercise.people[number]
                register.add_kin(
                    person=exercise.people[person.number], relative=relative, kind=kind, tie=tie, by=by
                )


def enter_reports(exercise: Exercise, plan: Plan) -> None:
    """What was told, in the order in which it was told."""
    for number, told in enumerate(plan.in_order()):
        at = recorded(told.on, number)
        with played_at(at):
            report = register.record_report(by=writer(exercise, told), **columns_of(exercise, told))
        events = list(Event.objects.filter(report=report).order_by("recorded_at", "id"))
        by_claim = {(event.person_id, event.kind): event for event in events}
        with played_at(min(at + timedelta(days=1), timezone.now())):
            for saying in told.sayings:
                follow_up(exercise, saying, by_claim[exercise.people[saying.who].pk, saying.kind])
        if told.pictures:
            show_pictures(exercise, report, told)
        if told.next_call:
            agree_next_call(exercise, report, told)


def agree_next_call(exercise: Exercise, report: Report, told: Told) -> None:
    """The call that was agreed; one is overdue, so that a desk has something to look at."""
    who, days, hour = told.next_call or ("they_ring", 0, 0)
    at = timezone.make_aware(datetime.combine(exercise.today + timedelta(days=days), time(hour)))
    about, by = exercise.people[told.sayings[0].who], writer(exercise, told)
    register.promise_call(report=report, at=at, who=who, other=told.teller, person=about, by=by)


def columns_of(exercise: Exercise, told: Told) -> dict[str, Any]:
    """A planned report as the register's action takes it."""
    steps = [Link("saw", told.saw)] if told.saw else []
    steps += [Link("told", told.teller, language=told.language), Link("wrote", "clerk")]
    about = exercise.people[told.sayings[0].who]
    return {
        "channel": told.channel,
        "told_at": moment(told.on),
        "words": told.words,
        "language": told.language,
        "chain": steps,
        "verbatim_of": "told",
        "source_grade": told.grade,
        "content_grade": told.content,
        "gravity": told.gravity,
        "claims": [claim_of(exercise, saying) for saying in told.sayings],
        "phones": [NewPhone(told.number, from_captivity=told.from_captivity, person=about)]
        if told.number
        else [],
        "files": [picture(number) for number in range(1, told.pictures + 1)],
    }


def writer(exercise: Exercise, told: Told) -> Reader:
    """Who takes a report: the telephone rings at the clerk's, those who fled speak to a verifier."""
    roles = {"call": Role.CLERK, "message": Role.CLERK, "visit": Role.CLERK, "letter": Role.CLERK}
    return exercise.reader(roles.get(told.channel, Role.VERIFIER))


def claim_of(exercise: Exercise, saying: Saying) -> Claim:
    """One claim."""
    return Claim(
        exercise.people[saying.who],
        saying.kind,
        dates.parse(saying.happened),
        place=exercise.place(saying.place, of=saying.who),
        details=saying.details,
    )


def picture(number: int) -> NewFile:
    """An empty numbered frame in the place of a portrait."""
    return NewFile(
        frame(number), "picture", PROVENANCE, name=f"frame-{number:02}.png", in_adversary_hands=True
    )


def follow_up(exercise: Exercise, saying: Saying, event: Event) -> None:
    """The judgement of a claim, and the second signature under it."""
    if saying.verdict:
        why = saying.why or WHY[saying.verdict]
        register.assess_event(event=event, verdict=saying.verdict, why=why, by=exercise.reader(Role.VERIFIER))
    if saying.by_two:
        waiting = Decision.objects.filter(kind=COUNTERSIGN, about=f"person:{event.person_id}", signature=None)
        for decision in waiting:
            if decision.payload["event"] == str(event.pk):
                decisions.approve(decision=decision, by=exercise.reader(Role.HEAD))


def show_pictures(exercise: Exercise, report: Report, told: Told) -> None:
    """One family is shown pictures one at a time: it was not the first, and the second it knew."""
    by = exercise.reader(Role.LIAISON)
    person = exercise.people[told.sayings[0].who]
    first, second = report.attachments.order_by("position")[:2]
    for attachment, answer in ((first, "not_her"), (second, "known")):
        register.show_picture(attachment=attachment, person=person, answer=answer, shown_to="mother", by=by)


def enter_the_rest(exercise: Exercise, plan: Plan) -> None:
    """Wishes, names forced on somebody, and groups."""
    asked_at = timezone.now() - timedelta(days=200)
    for number, wish in plan.wishes.items():
        person = exercise.people[number]
        register.record_wish(person=person, wish=wish, asked_at=asked_at, by=exercise.reader(Role.LIAISON))
    for number, names in plan.other_names.items():
        for text, kind in names:
            by = exercise.reader(Role.CHILD_PROTECTION)
            register.add_name(person=exercise.people[number], text=text, kind=kind, by=by)
    for house, members in plan.groups.items():
        by = exercise.reader(Role.REGISTER_OFFICER)
        group = register.add_household(kind=Household.Kind.GROUP, house=house, by=by)
        for number in members:
            register.join_household(household=group, person=exercise.people[number], by=by)


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
    return NewSought(person.name, relation, sex=person.sex, born=person.born, village=village)


def enter_doubles(exercise: Exercise, people: Sequence[Invented]) -> None:
    """Three people whom another caller spelled otherwise: somebody says whether they are one."""
    clerk, officer = exercise.reader(Role.CLERK), exercise.reader(Role.REGISTER_OFFICER)
    for person in people[40:160:40]:
        spelt = " ".join((name.de or name.en)[-1] for name in person.chain[:2])
        double = register.add_person(
            names=[NewName(spelt, language="de")],
            sex=SEXES[person.sex],
            team="register",
            review_on=exercise.today + timedelta(days=3),
            told_by="caller from abroad",
            by=clerk,
        )
        why = "Same father, same village by another caller, two years apart."
        register.propose_judgement(
            a=exercise.people[person.number], b=double, verdict="same", why=why, by=officer
        )


def enter_lists(exercise: Exercise, folder: Path) -> None:
    """The first release of each list, as the register officer imports it."""
    # A house without this room has no such module.
    lists, columns_of_list, reading = (
        import_module(f"vegerin.lists.{door}") for door in ("actions", "columns", "reading")
    )
    by = exercise.reader(Role.REGISTER_OFFICER)
    for name, _, _, _, released_on in written_lists.LISTS:
        file = folder / written_lists.file_name(name, released_on)
        raw = file.read_bytes()
        columns = columns_of_list.guess_columns(reading.read_table(raw, file.name).headings)
        release = lists.start_import(
            raw=raw, file_name=file.name, list_name=name, released_on=released_on, columns=columns, by=by
        )
        lists.continue_import(release=release, raw=raw, by=by)
    link_lists(exercise)


def link_lists(exercise: Exercise) -> None:
    """A finished link run over the three lists and the register, so that a newcomer can review at once."""
    lists, queries_of_lists, running = (
        import_module(f"vegerin.lists.{door}") for door in ("actions", "queries", "linking.running")
    )
    by = exercise.reader(Role.REGISTER_OFFICER)
    run = lists.start_run(releases=queries_of_lists.newest_releases(by), register=True, by=by)
    running.link_now(run, by=by)


def recorded(day: date, number: int) -> datetime:
    """Two hours after it was told, one after another, so that an earlier day can be looked back to."""
    return min(moment(day) + timedelta(hours=2, milliseconds=number), timezone.now())


def moment(day: date) -> datetime:
    """Noon of that day, or a minute ago if that has not come."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return min(noon, timezone.now() - timedelta(minutes=1))
