"""A telling of the exercise: three sittings, a stop in the second, what is not to be asked, whom she saw.

Everything is invented. Of story G the register holds that she is back; where she was lies here, sealed,
heard by a psychologist, with the verifier as a named reader. And a source with handler and deputy.
"""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

from django.utils import timezone

from vegerin.config.exercise.office import Exercise
from vegerin.engines.history import dates
from vegerin.guard import decisions
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.models import Event, Person
from vegerin.register.models.base import played_at

PURPOSE = "Dates and regions for the survivors’ directorate, at the wish of who tells; and to find others."
# In which sitting, where, from when; without a date where she knew only after what.
STAYS = (
    (0, "Tal Afar", dates.month(2014, 9)),
    (1, "Mosul", dates.UNKNOWN),
    (2, "Raqqa", dates.year(2016)),
    (2, "al-Mayadin", dates.month(2017, 5)),
)
SITTINGS = (60, 39, 12)  # days ago; in the second she stopped


def enter_episodes(exercise: Exercise, *, her: Person) -> None:
    """Switched on by two; then she tells, as far as she wishes."""
    head, keeper = exercise.reader(Role.HEAD), exercise.reader(Role.DATA_PROTECTION)
    decision = register.propose_episodes(purpose=PURPOSE, by=head)
    decisions.approve(decision=decision, by=keeper)
    for number, days in enumerate(SITTINGS):
        with played_at(timezone.now() - timedelta(days=days)):
            sit(exercise, her, number)
    do_not_ask(her, by=exercise.reader(Role.CHILD_PROTECTION))


def sit(exercise: Exercise, her: Person, number: int) -> None:
    """One sitting: she begins or goes on, tells, pauses or stops."""
    contacts, telling = (import_module(f"vegerin.contacts.{name}") for name in ("actions", "telling"))
    hears, reads = exercise.reader(Role.PSYCHOLOGIST), exercise.reader(Role.VERIFIER).staff
    if number == 0:
        contacts.begin_telling(
            person=her, purpose="The directorate asks for dates.", why="It has none of hers.",
            agreed=True, readers=[reads], by=hears,
        )  # fmt: skip
    else:
        contacts.set_pace(person=her, step="resumed", wishes=True, by=hears)
    for place, (sitting, name, begins) in enumerate(STAYS):
        region = exercise.place(name, of=0)
        if sitting == number and region is not None:
            one = telling.Episode(
                f"stay{place}", str(region.district_id or region.pk), begins=begins,
                after=(f"stay{place - 1}" if place else "ferman",), unfinished=not begins.is_known,
            )  # fmt: skip
            contacts.keep_episode(person=her, episode=one, by=hears)
    if number == 2:
        saw_somebody(exercise, her)
    contacts.set_pace(person=her, step="stopped" if number == 1 else "paused", by=hears)


def saw_somebody(exercise: Exercise, her: Person) -> None:
    """In Raqqa she saw one of whom another had told."""
    raqqa = exercise.place("Raqqa", of=0)
    seen = Event.objects.filter(kind="seen", place=raqqa, person__sex="female").exclude(person=her)
    found = seen.order_by("happened_earliest", "person__name").select_related("person").first()
    if found is not None and raqqa is not None:
        import_module("vegerin.contacts.actions").say_saw(
            person=her, sought=found.person, region=str(raqqa.pk), when=dates.season(2016, "autumn"),
            by=exercise.reader(Role.PSYCHOLOGIST),
        )  # fmt: skip


def do_not_ask(her: Person, *, by: Reader) -> None:
    """What the next who asks is shown."""
    contacts = import_module("vegerin.contacts.actions")
    contacts.set_topic(person=her, topic="deaths_seen", state="not_wished", by=by)
    contacts.set_topic(person=her, topic="abduction_day", state="told", by=by)
    contacts.refer(
        person=her, organisation="Evidence commission (exercise)", on=dates.year(2018),
        reference="X-1187/2018", by=by,
    )  # fmt: skip
    contacts.set_asking(person=her, answer="yes", through="psychologist", by=by)


def enter_source(handler: Reader, deputy: Staff, *, today: date) -> None:
    """A source by code name, handled by one with a deputy: three reports, listened to long ago."""
    contacts = import_module("vegerin.contacts.actions")
    source = contacts.add_source(code_name="Sumac", deputy=deputy, by=handler)
    contacts.keep_card(source=source, words="Nobody real (exercise). Known to the handler alone.", by=handler)
    contacts.note_helper(source=source, kind="debrief", on=today - timedelta(days=120), by=handler)
    contacts.note_helper(source=source, kind="rest", on=today - timedelta(days=15), by=handler)
    for days in (70, 40, 9):
        register.record_report(
            channel="message", told_at=timezone.now() - timedelta(days=days), source=source,
            words="Three women were brought to the house beside the school.", source_grade="C",
            content_grade="plausible", by=handler,
        )  # fmt: skip
