"""One box that finds a name in any script, best first, each saying why; only what the reader may see.

Candidates come from plain indexes (`candidates`): all parts, then fewer, then a part with one letter wrong or
still being typed. The names engine weighs them. Names forced on somebody are looked at only for a
verifier or child officer, and only with a second attribute (D23).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from rapidfuzz import fuzz

from vegerin.engines import names
from vegerin.engines.answers import Reason
from vegerin.guard.reader import Reader
from vegerin.register.clusters import latest_verdict
from vegerin.register.codes import persons_code
from vegerin.register.models import Judgement, NameKey, NameKind, Person, PersonName, WrittenName
from vegerin.register.queries.candidates import Triple, triples
from vegerin.register.queries.narrowing import Filters, Hit, matching_people, matching_rows, visible
from vegerin.register.queries.people import person_for
from vegerin.register.queries.typed import TYPED, Query, Scored, by_letters, goes_on, read_quickly
from vegerin.register.rules import Act, may

MOST_CANDIDATES = 48  # triples of keys
AT_ONCE = 48
NAMES_OF_A_TRIPLE, NAMES_OF_A_TRIPLE_NARROWED = 8, 500
PEOPLE_OF_A_TRIPLE = 24  # looked for where so many names stand under a triple that not all are read
MOST_CROWDED, LOOKED_THROUGH = 12, 2000
MOST_READ, MOST_READ_NARROWED = 80, 2000
MOST_READ_TYPING = 48  # more brings nothing among the ten: measured
LOOKED_AT_ONCE = 200
MOST_READ_OFF = 30  # different names whose letters alone are looked at
MOST_SCORED = 12  # different names that are weighed
MOST_BEGUN = 10
LETTERS = 1.5
Order = tuple[float, bool, bool, int, float, bool, int, float, str]
ELSEWHERE = 0.4  # all that was typed is there, if in another place: possible
UNFOUND = 0.9  # for each word that was typed and not found
# What is said of a name in a list of results: how it fits, no statistics, nothing that nobody typed.
UNSAID = frozenset({"names.one_in", "names.not_given", "names.turned"})
SUREST, NEXT = "very_likely", "likely"
BANDS = ((0.95, SUREST), (0.7, NEXT), (0.3, "possible"))


@dataclass(frozen=True)
class Found:
    """What a search answers: how the text was read, and who may be meant, best first."""

    read_as: tuple[tuple[str, str], ...]
    hits: tuple[Hit, ...]
    more: bool = False


def search(
    reader: Reader, text: str, *, limit: int = 20, filters: Filters | None = None, typing: bool = False
) -> Found:
    """Who may be meant by a name in any of four scripts. While somebody types, letters alone are weighed.

    A person's number leads to her alone, whatever else was asked.
    """
    if code := persons_code(text):
        return Found((), by_number(reader, code))
    filters = filters or Filters()
    query = Query(" ".join(text.split())[:200])
    if not may(reader, Act.READ) or not query.text:
        return Found((), ())
    hits = list(visible(reader, ranked(reader, query, filters, typing=typing), filters, limit=limit + 1))
    read_as = tuple((part.text, part.role) for part in query.parsed.parts)
    # Of many rows of one name not all are read: what is shown says so by its number, whoever else is hidden.
    rows = sum(hit.person is None for hit in hits)
    return Found(read_as, tuple(hits[:limit]), more=len(hits) > limit or rows >= NAMES_OF_A_TRIPLE)


def by_number(reader: Reader, code: str) -> tuple[Hit, ...]:
    """The one who bears a number, if she exists for this reader."""
    person = person_for(reader, code) if may(reader, Act.READ) else None
    if person is None:
        return ()
    says = Reason("search.number", {}, "This is her or his number.")
    return (Hit("person", str(person.pk), person.name, NameKind.BIRTH, 1.0, SUREST, (says,), person),)


def ranked(reader: Reader, query: Query, filters: Filters, *, typing: bool = False) -> list[Hit]:
    """The best name of each owner, best first."""
    found = candidates(reader, query, filters, typing=typing)
    texts = list(dict.fromkeys(name.text for name in found))
    scores = {text: by_letters(query, text) for text in texts} if typing else scored(query, texts)
    hits: dict[tuple[str, str], tuple[Order, Hit]] = {}
    for name in found:
        one, owner = scores[name.text], (name.owner_type, name.owner_id)
        band = band_of(one.score)
        if band == SUREST and name.owner_type != "person" and " " not in name.text.strip():
            band = NEXT  # a row with one name alone is nobody in particular: people stand before it
        hit = Hit(*owner, name.text, name.kind, one.score, band, one.why)
        order = order_of(query, one, hit)
        if hit.band and (owner not in hits or order < hits[owner][0]):
            hits[owner] = (order, hit)
    return [hit for _, hit in sorted(hits.values(), key=lambda ordered: ordered[0])]


def order_of(query: Query, scored: Scored, hit: Hit) -> Order:
    """By band, people before rows of lists, most of what was typed, then best, as it was typed, no more."""
    equal = sum(reason.code == "names.equal" for reason in scored.why) >= len(query.parts)
    more = abs(len(hit.name.split()) - len(query.text.split()))
    return (
        -next((least for least, band in BANDS if band == hit.band), 0.0),
        hit.kind == NameKind.IMPOSED,
        hit.owner_type != "person",
        -scored.explained,
        -round(scored.score, 1),
        not equal,
        more,
        -scored.score,
        hit.owner_id,
    )


def scored(query: Query, texts: list[str]) -> dict[str, Scored]:
    """How likely each writes the sought name, and why; the last word may be the beginning of one."""
    compared = names.compare_many(query.text, texts)
    nearer = short_of(query, texts, compared)
    scores = {
        text: as_typed(query, one, text, nearer.get(text, one))
        for text, one in zip(texts, compared, strict=True)
    }
    if any(one.explained >= len(query.parts) for one in scores.values()):
        return scores
    for text, one in list(scores.items())[:MOST_BEGUN]:
        scores[text] = begun(query, text) or one
    return scores


def short_of(query: Query, texts: list[str], compared: list[names.Comparison]) -> dict[str, names.Comparison]:
    """Names that say much more than was typed, compared up to the first word more: the rest was not asked."""
    most = len(query.parts) + 1
    short = {
        text: " ".join(part.text for part in parts[:most])
        for text, one in zip(texts, compared, strict=True)
        if agreeing(one) >= len(query.parts) and len(parts := names.parse(text).names) > most
    }
    found = names.compare_many(query.text, list(short.values()))
    return dict(zip(short, found, strict=True))


def as_typed(query: Query, comparison: names.Comparison, text: str, nearer: names.Comparison) -> Scored:
    """A comparison as a result: each word that was typed and not found counts against it."""
    explained = agreeing(comparison)
    score = max(comparison.score, nearer.score) * UNFOUND ** max(0, len(query.parts) - explained)
    if explained >= len(query.parts):
        score = max(score, ELSEWHERE)
    return Scored(score, explained, (*said(comparison.why), *other_role(comparison, text)))


def said(why: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons that help somebody on the telephone."""
    return tuple(reason for reason in why if reason.code not in UNSAID)


def other_role(comparison: names.Comparison, text: str) -> tuple[Reason, ...]:
    """That the first word was found as a father's or grandfather's name."""
    found = [evidence for evidence in comparison.parts if evidence.llr > 0][:1]
    roles = {part.text: part.role for part in names.parse(text).names}
    role = roles.get(found[0].b, "given").replace("_", "-") if found else "given"
    if role in {"given", "unknown"}:
        return ()
    return (
        Reason(
            "search.as_role", {"b": found[0].b, "role": role}, f"{found[0].b} stands there as the {role}."
        ),
    )


def agreeing(comparison: names.Comparison) -> int:
    """How many parts of the one name the other explains."""
    return sum(evidence.llr > 0 for evidence in comparison.parts)


def begun(query: Query, text: str) -> Scored | None:
    """The same with the last word as the beginning of a part."""
    part, (*before, last) = begun_part(query, text), query.text.split()
    if not part:
        return None
    full = names.compare(" ".join([*before, part]), text)
    # A beginning is weak: every word before it must have been found.
    if agreeing(full) < len(query.parts):
        return None
    says = Reason("search.begins", {"a": last, "b": part}, f"{part} begins with what was typed.")
    return Scored(min(full.score, TYPED), len(query.parts), (*said(full.why)[: len(before)], says))


def begun_part(query: Query, text: str) -> str:
    """The part of a written name that begins as the last word of the query."""
    if not query.parts or not query.text:
        return ""
    last = query.text.split()[-1]
    for part, keys in read_quickly(text):
        starts = any(keys[:1] and keys[0].startswith(typed) for typed in query.parts[-1])
        if starts and goes_on(last, part.text):
            return part.text
    return ""


def band_of(score: float) -> str:
    """How likely it is, in a word; "" where it is not worth showing."""
    return next((band for least, band in BANDS if score >= least), "")


class Candidate(NamedTuple):
    """A written name worth weighing."""

    pk: int
    owner_type: str
    owner_id: str
    text: str
    kind: str
    romanised: str


def candidates(reader: Reader, query: Query, filters: Filters, *, typing: bool = False) -> list[Candidate]:
    """Written names worth weighing, no more than can be weighed while somebody waits."""
    costs = {triple: cost for cost, triple in triples(query.parts, typing=typing)}
    if not costs:
        return []
    deep = NAMES_OF_A_TRIPLE_NARROWED if filters.narrow else NAMES_OF_A_TRIPLE
    chosen = sorted(costs, key=lambda triple: (costs[triple], triple))
    chosen = chosen[: MOST_CANDIDATES // 2 if typing else MOST_CANDIDATES]
    cost_of: dict[int, float] = {}
    read: Counter[Triple] = Counter()
    for name_id, triple in names_under(chosen, each=deep):
        cost_of[name_id] = min(costs[triple], cost_of.get(name_id, 99.0))
        read[triple] += 1
    people: set[int] = set()
    for name_id, triple in people_under([triple for triple in chosen if read[triple] == deep][:MOST_CROWDED]):
        cost_of[name_id] = min(costs[triple], cost_of.get(name_id, 99.0))
        people.add(name_id)
    best = sorted(cost_of, key=lambda name_id: (cost_of[name_id], name_id not in people, name_id))
    most_read = MOST_READ_TYPING if typing else MOST_READ
    best = best[: MOST_READ_NARROWED if filters.narrow else most_read]
    rows = allowed_names(reader, filters, ids=best)
    if filters.narrow:
        rows.sort(key=lambda row: (cost_of[row.pk], row.pk))
        rows = fitting_owners(reader, rows, filters)
    letters = names.romanised(query.text)
    # Letters beside letters: coarse, and a thousand times quicker than weighing names.
    badly = {
        row.pk: cost_of[row.pk] + LETTERS * (1 - fuzz.token_sort_ratio(letters, row.romanised) / 100)
        for row in rows
    }
    rows.sort(key=lambda row: (badly[row.pk], row.pk))
    most = MOST_READ_OFF if typing else MOST_SCORED
    texts = set(list(dict.fromkeys(row.text for row in rows))[:most])
    texts |= set(list(dict.fromkeys(row.text for row in rows if row.pk in people))[:most])
    return [row for row in rows if row.text in texts]


def names_under(chosen: Sequence[Triple], *, each: int) -> Iterator[tuple[int, Triple]]:
    """Names of these triples, some of each, the first written first."""
    table = connection.ops.quote_name(NameKey._meta.db_table)
    one = (
        f"SELECT * FROM (SELECT name_id, first, second, third FROM {table}"  # noqa: S608 -- our own table
        f" WHERE first = %s AND second = %s AND third = %s LIMIT {each}) AS part"
    )
    with connection.cursor() as cursor:
        for start in range(0, len(chosen), AT_ONCE):
            some = chosen[start : start + AT_ONCE]
            cursor.execute(" UNION ALL ".join([one] * len(some)), [key for triple in some for key in triple])
            for name_id, first, second, third in cursor.fetchall():
                yield name_id, (first, second, third)


def people_under(crowded: Sequence[Triple]) -> Iterator[tuple[int, Triple]]:
    """People’s names of these triples: she is not lost among rows of lists, however many bear her name."""
    keys, names_of = (connection.ops.quote_name(table._meta.db_table) for table in (NameKey, PersonName))
    one = (
        f"SELECT * FROM (SELECT name_id, first, second, third FROM"  # noqa: S608 -- our own tables
        f" (SELECT name_id, first, second, third FROM {keys}"
        f" WHERE first = %s AND second = %s AND third = %s LIMIT {LOOKED_THROUGH}) AS those"
        f" WHERE EXISTS (SELECT 1 FROM {names_of} AS hers WHERE hers.written_id = those.name_id)"
        f" LIMIT {PEOPLE_OF_A_TRIPLE}) AS part"
    )
    if not crowded:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([one] * len(crowded)), [key for triple in crowded for key in triple]
        )
        for name_id, first, second, third in cursor.fetchall():
            yield name_id, (first, second, third)


def fitting_owners(reader: Reader, rows: list[Candidate], filters: Filters) -> list[Candidate]:
    """Of these, the names whose owner fits what else is known."""
    found: list[Candidate] = []
    for start in range(0, len(rows), LOOKED_AT_ONCE):
        some = rows[start : start + LOOKED_AT_ONCE]
        hits = [Hit(row.owner_type, row.owner_id, row.text, row.kind, 0.0, "", ()) for row in some]
        people = matching_people(reader, hits, filters)
        others = matching_rows(reader, hits, filters)
        found += [row for row in some if row.owner_id in people or (row.owner_type, row.owner_id) in others]
        if len(found) >= MOST_READ:
            break
    return found


def allowed_names(reader: Reader, filters: Filters, *, ids: Sequence[int]) -> list[Candidate]:
    """Of these names the ones this reader may find; asked plainly, for it is asked at every key."""
    table = connection.ops.quote_name(WrittenName._meta.db_table)
    places = ", ".join(["%s"] * len(ids))
    columns = "id, owner_type, owner_id, text, kind, romanised"
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE id IN ({places})", ids)  # noqa: S608 -- our own table
        found = [Candidate(*row) for row in cursor.fetchall()]
    imposed = may(reader, Act.READ_IMPOSED) and filters.is_second_attribute
    return [
        name
        for name in found
        if (imposed or name.kind != NameKind.IMPOSED)
        and (not filters.owner_types or name.owner_type in filters.owner_types)
    ]


def likely_same(reader: Reader, person: Person, *, limit: int = 10) -> list[Hit]:
    """Others who may be this person, for two people to judge; pairs once parted stay away (R2)."""
    written = WrittenName.objects.filter(owner_type="person", owner_id=str(person.pk))
    best: dict[str, Hit] = {}
    for name in written.exclude(kind=NameKind.IMPOSED):
        for hit in search(reader, name.text, filters=Filters(owner_types=frozenset({"person"}))).hits:
            if hit.owner_id not in best or hit.score > best[hit.owner_id].score:
                best[hit.owner_id] = hit
    settled = {Judgement.Verdict.SAME, Judgement.Verdict.DIFFERENT}
    open_pairs = [
        hit
        for owner_id, hit in best.items()
        if owner_id != str(person.pk) and latest_verdict(person.pk, UUID(owner_id)) not in settled
    ]
    return sorted(open_pairs, key=lambda hit: (-hit.score, hit.owner_id))[:limit]
