"""Every address of the house with the real ids of what is written, for one reader to try."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice, product
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.urls import URLPattern, get_resolver

from vegerin.guard import doors
from vegerin.guard.reader import Reader
from vegerin.missions.acts import ACTS, ROW_ACTS

Values = Callable[[], Iterable[Any]]


def _of(*models: str, column: str = "pk") -> Values:
    """The ids of all rows of these models."""
    return lambda: [
        one for name in models for one in apps.get_model(name).objects.values_list(column, flat=True)
    ]


def _are(*values: Any) -> Values:
    return lambda: values


PEOPLE, REQUESTS = _of("register.Person", column="code"), _of("register.TracingRequest", column="code")
SEALED = {"told": "register.Told", "note": "register.RequestNote", "mark": "register.InquirerMark"}
# What stands in an address at each of its places: first by the beginning of the address, then for all.
PLACES: dict[str, Values] = {
    "people/ code": PEOPLE, "contacts/ code": PEOPLE, "requests/ code": REQUESTS,
    "missions/ code": _of("missions.Mission", column="code"), "duty/ code": _are("ZAQ99Z"),
    "missions/ row_id": _of("missions.Line", "missions.Note", "missions.Condition", "missions.FieldPass"),
    "missions/ name": _are(*ACTS),
    "missions/<str:code>/<slug:name>/<uuid:row_id>/ name": _are(*ROW_ACTS),
    "missions/may-know/ question_id": _of("missions.MayKnow"),
    "missions/helpers/ name": _are("day", "lost"),
    "agreement_id": _of("register.Agreement"), "answer_id": _of("contacts.ShowingAnswer"),
    "batch_id": _of("contacts.Batch"), "burned_id": _of("contacts.Burned"),
    "call_id": _of("contacts.NewsCall"), "caution_id": _of("register.Caution"),
    "checklist_id": _of("contacts.Checklist"), "consent_id": _of("register.UseConsent"),
    "decision_id": _of("guard.Decision"), "description_id": _of("register.Description"),
    "document_id": _of("register.Document"), "event_id": _of("register.Event"),
    "evidence_id": _of("contacts.Evidence"), "helper_id": _of("missions.Helper"),
    "id": _are("one"), "inquirer": _of("register.Inquirer", column="code"), "kind": _are("close", "renew"),
    "moved_id": _of("missions.NoteMoved"), "note_id": _of("register.CaseNote"), "number": _are(1),
    "organisation_id": _of("register.Organisation"), "person_code": PEOPLE,
    "person_id": _of("register.Person"),
    "phone_id": _of("register.InquirerPhone"), "place_id": lambda: [*_of("register.Place")()][:1],
    "promise_id": _of("register.Promise"), "question_id": _of("register.KnownQuestion"),
    "report_id": _of("register.Report"), "row_id": _of(*SEALED.values()),
    "showing_id": _of("contacts.Showing"), "sought_id": _of("register.Sought"),
    "source_id": _of("register.Source"), "speak_id": _of("missions.MustSpeak"),
    "staff_id": lambda: [*_of("guard.Staff")()][:3], "task_id": _of("register.CaseTask"),
    "watch_id": _of("missions.Watch"), "secret": _are("nothing-like-it"), "what": _are(*SEALED),
}  # fmt: skip
# Rooms and rows that hold nothing of a case.
ELSEWHERE = re.compile(
    "(lists|figures|paper|shifts|ui|help|authorities|language|digits|look|lock|sign-in|sign-out|unlock|covered"
    "|draft|account)/|papers/<uuid:printed|search/<slug"
)


def patterns() -> Iterator[tuple[str, Any]]:
    """Each address as it is written in the rooms, with its view."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(written: Iterable[Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for one in written:
        address = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address, one.callback
        else:
            yield from _walk(one.url_patterns, address)


def addresses(*, every: bool = True) -> dict[str, Any]:
    """Every address that could hold something of a case, with each id that fits.

    With `every`, of two places in one address each id of the one stands beside each of the other.
    """
    known: dict[Values, list[Any]] = {}
    found = {}
    for written, view in patterns():
        if not ELSEWHERE.match(written):
            for address in _filled(written, known, every):
                found["/" + address] = view
    return found


def _filled(written: str, known: dict[Values, list[Any]], every: bool) -> Iterator[str]:
    names = re.findall(r"<(?:\w+:)?(\w+)>", written)
    values = [known.setdefault(one, list(one())) for one in (_values(written, name) for name in names)]
    for chosen in product(*values) if every else _side_by_side(values):
        rest = iter(chosen)
        yield "".join(str(next(rest)) if part[:1] == "<" else part for part in re.split("(<[^>]+>)", written))


def _side_by_side(values: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
    longest = max(map(len, values), default=1) if all(values) else 0
    return zip(*(islice(cycle(one), longest) for one in values), strict=True) if values else iter([()])


def _values(written: str, name: str) -> Values:
    fits = [key for key in PLACES if key.endswith(f" {name}") and written.startswith(key.split()[0])]
    return PLACES[max(fits, key=len)] if fits else PLACES[name]


# What is in no office, for each kind of place in an address.
ABSENT = {"uuid": str(UUID(int=7)), "int": "7"}
SAID_BY_US = {"name", "what", "kind", "how"}  # these are words of ours, not ids


def twins() -> Iterator[tuple[str, str, Any]]:
    """Every address with ids that are there, and with ids that are not."""
    for written, view in patterns():
        if "<" in written and not ELSEWHERE.match(written):
            places = re.findall(r"<(?:(\w+):)?(\w+)>", written)
            for real in _filled(written, {}, every="uuid" not in written):
                parts = re.split("<[^>]+>", written)
                chosen = re.fullmatch("([^/]+)".join(map(re.escape, parts)), real)
                absent = [
                    one if name in SAID_BY_US else ABSENT.get(kind, "P00000-0")
                    for one, (kind, name) in zip(chosen.groups(), places, strict=True)
                ]
                yield f"/{real}", "/" + "".join(map("".join, zip(parts, [*absent, ""], strict=True))), view


@dataclass(frozen=True)
class Tried:
    """One answer."""

    how: str
    address: str
    answer: Any


def tries(browser: Any, reader: Reader, found: dict[str, Any], *, every: bool) -> Iterator[Tried]:
    """Each address whose door opens to a reader, read and sent empty; what it did is taken back.

    All others are the 404 of every closed door (test_doors). Sent is what cannot be read; with `every`, all.
    """
    only_sent = set()
    for address, view in found.items():
        if not doors.may_open(view, reader):
            continue
        if view not in only_sent:
            answer = browser.get(address)
            if answer.status_code == 405:
                only_sent.add(view)
            yield Tried("GET", address, answer)
            if answer.status_code != 405 and not every:
                continue
        with transaction.atomic():
            answer = browser.post(address)
            transaction.set_rollback(True)
        yield Tried("POST", address, answer)
