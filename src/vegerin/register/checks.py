"""What `vegerin check` asks of the register: caches agree with what they cache; no case lacks a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from vegerin.register import indexing
from vegerin.register.actions.names import head_of
from vegerin.register.actions.people import cached_columns
from vegerin.register.actions.status import stale_statuses
from vegerin.register.models import Closing, Person, PersonFact, TracingRequest, Unjudged, WrittenName
from vegerin.register.queries.work import claims_nobody_judged


def problems() -> Iterator[str]:
    """Sentences about what does not hold; none in a sound office. They name codes, never people."""
    yield from stale_caches()
    for person in Person.objects.prefetch_related("facts", "closings").iterator(chunk_size=500):
        yield from problems_of(person)
    yield from requests_without_a_day()
    yield from claims_on_no_desk()
    yield from unfindable_names()


def requests_without_a_day() -> Iterator[str]:
    """Requests that never come to a desk (R29)."""
    for code in TracingRequest.objects.filter(reviews=None).values_list("code", flat=True):
        yield f"{code}: a request without a day on which it is looked at again."


def claims_on_no_desk() -> Iterator[str]:
    """Claims that wait to be judged and stand on no desk, or the other way round."""
    waiting = set(claims_nobody_judged().values_list("pk", flat=True))
    for pk in waiting ^ set(Unjudged.objects.values_list("event", flat=True)):
        how = (
            "is judged by nobody and stands on no desk" if pk in waiting else "is judged and still on a desk"
        )
        yield f"Claim {pk} {how}."


def stale_caches() -> Iterator[str]:
    """Persons whose page shows another status than what was told gives."""
    for person, status in stale_statuses():
        yield (
            f"{person.code}: the page says {person.fate}, what was told gives {status.fate}. "
            "Run: vegerin check --statuses-again."
        )


def problems_of(person: Person) -> Iterator[str]:
    """What else does not hold for one person."""
    if person.name != head_of(person):
        yield f"{person.code}: the name on the page is not the one that was written down."
    for fact in latest_facts(person):
        if any(getattr(person, column) != value for column, value in cached_columns(fact).items()):
            yield f"{person.code}: {fact.what} on the page is not what was told last."
    if person.review_on is None and not is_closed(person):
        yield f"{person.code}: an open case without a day on which it is looked at again."


def latest_facts(person: Person) -> list[PersonFact]:
    """The fact of each kind that counts."""
    return list({fact.what: fact for fact in sorted(person.facts.all(), key=written)}.values())


def is_closed(person: Person) -> bool:
    """Whether the case was closed by two."""
    latest: Closing | None = max(person.closings.all(), key=written, default=None)
    return latest is not None and latest.closed


def written(row: PersonFact | Closing) -> tuple[datetime, UUID]:
    """The order in which rows were written."""
    return (row.recorded_at, row.pk)


def unfindable_names() -> Iterator[str]:
    """Names without keys, or with keys of an older engine, are found by nobody."""
    for name in WrittenName.objects.exclude(owner_type="taken_back").prefetch_related("keys").iterator(2000):
        there = {(key.first, key.second, key.third) for key in name.keys.all()}
        if there and there != set(indexing.keys_of(name.text)):
            yield f"Name {name.pk} is indexed by an older engine. Run: vegerin check --index-again."
