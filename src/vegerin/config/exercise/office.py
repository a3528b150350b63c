"""The exercise office while it is being filled: who is signed in, and what was entered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from vegerin.config.exercise.accounts import ACCOUNTS, LEADING, Account
from vegerin.guard import actions as guard
from vegerin.guard import queries
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.models import Household, Person, Place

SEXES = {"F": "female", "M": "male"}


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


def recorded(day: date, number: int) -> datetime:
    """Two hours after it was told, one after another, so that an earlier day can be looked back to."""
    return min(moment(day) + timedelta(hours=2, milliseconds=number), timezone.now())


def moment(day: date) -> datetime:
    """Noon of that day, or a minute ago if that has not come."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return min(noon, timezone.now() - timedelta(minutes=1))
