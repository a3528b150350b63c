"""How requests stand on a page, put together from what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vegerin.guard import sealing
from vegerin.guard.reader import Reader
from vegerin.register import queries
from vegerin.register.forms.requests import MAY
from vegerin.register.models import Inquirer, Relation, Seeking, Sought, Told, TracingRequest
from vegerin.register.rules import Act, may
from vegerin.register.shown import lines_for, place_names
from vegerin.register.words import language_words, listed
from vegerin.ui.dates import day, inexact, moment


def list_rows(reader: Reader, requests: Sequence[TracingRequest]) -> list[dict[str, Any]]:
    """Requests in a list: when, who asks, whom they seek."""
    if not requests:
        return []
    people, days = queries.people_of_requests(reader, requests), queries.review_days(reader, requests)
    rows = []
    for one in requests:
        inquirers, sought = people[one.pk]
        rows.append(
            {
                "code": one.code,
                "url": reverse("register:request", args=[one.code]),
                "when": day(one.report.told_at),
                "asks": [inquirer.name for inquirer in inquirers],
                "sought": [one.name for one in sought],
                "again": day(days[one.pk]) if one.pk in days else "",
                "again_on": days.get(one.pk),
            }
        )
    return rows


def request_context(reader: Reader, request: TracingRequest) -> dict[str, Any]:
    """Values for `register/request.html`."""
    inquirers, sought = queries.people_of_requests(reader, [request])[request.pk]
    seekings = list(Seeking.objects.filter(sought__in=sought).select_related("inquirer"))
    review = queries.review_of_request(reader, request)
    return {
        "request_row": request,
        "meta": meta(request),
        "names": [one.name for one in inquirers],
        "sought": sought_rows(reader, sought, seekings),
        "inquirers": inquirer_rows(reader, inquirers),
        "consents": [consent_row(row) for row in queries.consents_of(reader, request)],
        "told": [told_row(reader, row) for row in queries.told_for(reader, request)],
        "questions": queries.questions_of(reader, request),
        "review": review_words(review) if review else "",
        "notes": [
            {"pk": row.pk, "opens": opens, "when": day(row.recorded_at), "by": row.by.working_name}
            for row, opens in queries.notes_of(reader, request)
        ],
        "has_words": bool(request.report.words) and may(reader, Act.ASSESS),
        "may": {
            "take": may(reader, Act.TAKE_REQUEST),
            "tell": may(reader, Act.TELL),
            "judge": may(reader, Act.JUDGE),
            "review": may(reader, Act.REVIEW),
        },
    }


def meta(request: TracingRequest) -> str:
    """When and how it was asked, in which language, on which paper, who wrote it."""
    report = request.report
    words = [
        str(report.get_channel_display()),
        moment(report.told_at),
        language_words(report.language) if report.language else "",
        _("paper form {serial}").format(serial=report.serial) if report.serial else "",
        _("written by {name}").format(name=request.by.working_name),
    ]
    return " · ".join(word for word in words if word)


def who_asks(seeking: Seeking) -> str:
    """Mother: Gulê; the name alone where it was not said how they are related."""
    name: str = seeking.inquirer.name
    if seeking.relation == Relation.OTHER:
        return name
    return _("{relation}: {name}").format(relation=Relation(seeking.relation).label, name=name)


def sought_rows(
    reader: Reader, sought: Sequence[Sought], seekings: Sequence[Seeking]
) -> list[dict[str, Any]]:
    """Those they seek, as they said it; below, for whoever judges, who that may be."""
    links = queries.links_of(reader, sought)
    people = [link.person for rows in links.values() for link in rows]
    lines = {line.person.pk: line for line in lines_for(reader, people)}
    judges = may(reader, Act.JUDGE)
    places = place_names({one.place_id for one in sought if one.place_id})
    return [
        {
            "row": one,
            "says": said(one, places),
            "kin": [who_asks(s) for s in seekings if s.sought_id == one.pk],
            "links": [
                {"line": lines[link.person_id], "verdict": str(link.get_verdict_display()), "why": link.why}
                for link in links.get(one.pk, [])
            ],
            "waits": len(queries.matches_of(reader, one)) if judges else 0,
        }
        for one in sought
    ]


def said(sought: Sought, places: Mapping[UUID, str]) -> str:
    """Born, from where, last heard of; a village that is known stands in the reader's script."""
    village = places.get(sought.place_id, "") if sought.place_id else ""
    village = village or sought.village
    words = [
        _("born {date}").format(date=inexact(sought.born)) if sought.born.is_known else "",
        _("from {place}").format(place=village) if village else "",
        _("last heard of {date}").format(date=inexact(sought.last_heard))
        if sought.last_heard.is_known
        else "",
    ]
    return " · ".join(word for word in words if word)


def inquirer_rows(reader: Reader, inquirers: Sequence[Inquirer]) -> list[dict[str, Any]]:
    """Who asks, her numbers as far as they open, and for verifier and liaison what is known of her."""
    marks = queries.marks_of(reader, inquirers)
    return [
        {
            "row": one,
            "phones": [
                {"pk": shown.row.pk, "may_open": shown.may_open, "rules": phone_rules(shown.row)}
                for shown in queries.family_phones(reader, one)
            ],
            "marks": [
                {"kind": mark.kind, "word": str(mark.get_kind_display()), "why": mark.pk if mark.why else ""}
                for mark in marks.get(one.pk, [])
            ],
        }
        for one in inquirers
    ]


def phone_rules(phone: Any) -> str:
    """What may be done with a number, or that nothing may."""
    allowed = listed(str(word) for rule, word in MAY if getattr(phone, rule))
    return allowed or _("Do not ring, send nothing, leave no word.")


def consent_row(row: Any) -> dict[str, Any]:
    """A purpose and its answer."""
    how = [
        str(row.get_how_display()) if row.how else "",
        _("read aloud, before {witness}").format(witness=row.witness)
        if row.read_aloud and row.witness
        else "",
        _("until {date}").format(date=day(row.until)) if row.until else "",
    ]
    return {
        "who": row.inquirer.name,
        "purpose": listed([str(row.get_purpose_display()), row.receiver]),
        "answer": str(row.get_answer_display()),
        "how": listed(how),
        "when": day(row.recorded_at),
    }


def told_row(reader: Reader, row: Told) -> dict[str, Any]:
    """What was told to whom, when, by whom, and on whose word."""
    rests = ""
    if row.rests_on_id and row.rests_on:
        rests = _("Rests on her wish of {date}.").format(date=day(row.rests_on.asked_at))
    return {
        "when": day(row.told_at),
        "what": str(row.get_what_display()),
        "about": row.sought.name if row.sought else "",
        "to": row.inquirer.name,
        "how": listed([str(row.get_how_display()), row.by.working_name]),
        "rests": rests,
        "pk": row.pk,
        "opens": bool(row.words) and sealing.may_open(bytes(row.words), reader=reader),
    }


def review_words(review: Any) -> str:
    """Whose it is, how often it is looked at, and when next."""
    owner = review.team or (review.owner.working_name if review.owner else "")
    if review.team == "families":
        owner = _("the team for families")
    return _("With {name}. {how_often}: looked at again by {date}.").format(
        name=owner, how_often=review.get_review_class_display(), date=day(review.review_on)
    )
