"""One box that finds a name in any script, best first, each saying why; only what the reader may see.

Candidates come from plain indexes: two parts together, then the rarest part, then a part with one letter
wrong or still being typed. The names engine scores them. Names forced on somebody are looked at only for a
verifier or child officer, and only with a second attribute (D23).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from vegerin.engines import names
from vegerin.engines.answers import Reason
from vegerin.engines.history.dates import InexactDate
from vegerin.guard.reader import Reader
from vegerin.register import indexing, owners
from vegerin.register.clusters import latest_verdict
from vegerin.register.models import Judgement, KeyWord, NameKey, NameKind, Person, Place, WrittenName
from vegerin.register.owners import OwnerLine
from vegerin.register.queries.people import people_for
from vegerin.register.rules import Act, may

MOST_CANDIDATES = 600
MOST_TAKEN = 3000
MOST_SCORED = 24
ENOUGH = 25
MOST_BEGUN = 24
TYPED = 0.9  # a name still being typed is likely, never more
Order = tuple[float, bool, bool, int, float, int, float, str]
ELSEWHERE = 0.4  # all that was typed is there, if in another place: possible
UNFOUND = 0.9  # for each word that was typed and not found
# What is said of a name in a list of results: how it fits, no statistics, nothing that nobody typed.
UNSAID = frozenset({"names.one_in", "names.not_given", "names.turned"})
BANDS = ((0.95, "very_likely"), (0.7, "likely"), (0.3, "possible"))


@dataclass(frozen=True)
class Filters:
    """What else is known of the one who is looked for."""

    sex: str = ""
    born: InexactDate | None = None
    origin: Place | None = None
    fate: str = ""
    owner_types: frozenset[str] = frozenset()

    @property
    def is_second_attribute(self) -> bool:
        """Whether something beside the name is known, as an imposed name needs."""
        return bool(self.origin or (self.sex and self.born and self.born.is_known))


@dataclass(frozen=True)
class Hit:
    """One person or row that may be meant, and why."""

    owner_type: str
    owner_id: str
    name: str
    kind: str
    score: float
    band: str
    why: tuple[Reason, ...]
    person: Person | None = None
    row: OwnerLine | None = None


@dataclass(frozen=True)
class Found:
    """What a search answers: how the text was read, and who may be meant, best first."""

    read_as: tuple[tuple[str, str], ...]
    hits: tuple[Hit, ...]
    more: bool = False


@dataclass(frozen=True)
class Scored:
    """How likely a name is the sought one, how many of the typed words it explains, and why."""

    score: float
    explained: int
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Query:
    """A text as it is looked for."""

    text: str

    @cached_property
    def parsed(self) -> names.ParsedName:
        """The text, taken apart."""
        return names.parse(self.text)

    @cached_property
    def parts(self) -> list[tuple[str, ...]]:
        """Of each part, the keys under which it may be found."""
        return [part for part in indexing.part_keys(self.text) if part]


def search(reader: Reader, text: str, *, limit: int = 20, filters: Filters | None = None) -> Found:
    """Who may be meant by a name in any of four scripts."""
    filters = filters or Filters()
    query = Query(" ".join(text.split())[:200])
    if not may(reader, Act.READ) or not query.text:
        return Found((), ())
    hits = list(visible(reader, ranked(reader, query, filters), filters, limit=limit + 1))
    read_as = tuple((part.text, part.role) for part in query.parsed.parts)
    return Found(read_as, tuple(hits[:limit]), more=len(hits) > limit)


def ranked(reader: Reader, query: Query, filters: Filters) -> list[Hit]:
    """The best name of each owner, best first."""
    found = candidates(reader, query, filters)
    scores = scored(query, list(dict.fromkeys(name.text for name in found)))
    hits: dict[tuple[str, str], tuple[Order, Hit]] = {}
    for name in found:
        one, owner = scores[name.text], (name.owner_type, name.owner_id)
        hit = Hit(*owner, name.text, name.kind, one.score, band_of(one.score), one.why)
        order = order_of(query, one, hit)
        if hit.band and (owner not in hits or order < hits[owner][0]):
            hits[owner] = (order, hit)
    return [hit for _, hit in sorted(hits.values(), key=lambda ordered: ordered[0])]


def order_of(query: Query, scored: Scored, hit: Hit) -> Order:
    """By band, people before rows of lists, most of what was typed, then best, then what says no more."""
    more = abs(len(hit.name.split()) - len(query.text.split()))
    return (
        -next((least for least, band in BANDS if band == hit.band), 0.0),
        hit.kind == NameKind.IMPOSED,
        hit.owner_type != "person",
        -scored.explained,
        -round(scored.score, 1),
        more,
        -scored.score,
        hit.owner_id,
    )


def scored(query: Query, texts: list[str]) -> dict[str, Scored]:
    """How likely each writes the sought name, and why; the last word may be the beginning of one."""
    compared = names.compare_many(query.text, texts)
    scores = {text: as_typed(query, one, text) for text, one in zip(texts, compared, strict=True)}
    for text, one in list(scores.items())[:MOST_BEGUN]:
        if one.explained < len(query.parts):
            scores[text] = begun(query, text) or one
    return scores


def as_typed(query: Query, comparison: names.Comparison, text: str) -> Scored:
    """A comparison as a result: each word that was typed and not found counts against it."""
    explained = agreeing(comparison)
    score = comparison.score * UNFOUND ** max(0, len(query.parts) - explained)
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
    parts = names.parse(text).names
    for part, keys in zip(parts, indexing.part_keys(text), strict=False):
        if any(keys[:1] and keys[0].startswith(typed) for typed in query.parts[-1]):
            return part.text
    return ""


def band_of(score: float) -> str:
    """How likely it is, in a word; "" where it is not worth showing."""
    return next((band for least, band in BANDS if score >= least), "")


def candidates(reader: Reader, query: Query, filters: Filters) -> list[WrittenName]:
    """Written names worth scoring: by two parts, by the rarest part, by a part nearly right."""
    allowed = allowed_names(reader, filters)
    found: dict[int, int] = {}
    for step in (two_parts, single_parts, nearly_right):
        if len(found) >= ENOUGH:
            break
        for name_id, shared in step(query):
            found[name_id] = max(found.get(name_id, 0), shared)
    best = sorted(found, key=lambda name_id: (-found[name_id], name_id))[:MOST_CANDIDATES]
    letters = dict(allowed.filter(pk__in=best).values_list("pk", "romanised"))
    romanised = names.keys(query.text).romanised
    # Letters beside letters: coarse, and a thousand times quicker than weighing names.
    alike = {name_id: fuzz.token_sort_ratio(romanised, written) for name_id, written in letters.items()}
    chosen = sorted(alike, key=lambda name_id: (-found[name_id], -alike[name_id], name_id))[:MOST_SCORED]
    rows = WrittenName.objects.in_bulk(chosen)
    return [rows[name_id] for name_id in chosen]


def allowed_names(reader: Reader, filters: Filters) -> QuerySet[WrittenName]:
    """The names this reader may find."""
    rows = WrittenName.objects.all()
    if filters.owner_types:
        rows = rows.filter(owner_type__in=filters.owner_types)
    if not (may(reader, Act.READ_IMPOSED) and filters.is_second_attribute):
        rows = rows.exclude(kind=NameKind.IMPOSED)
    return rows


def two_parts(query: Query) -> Iterator[tuple[int, int]]:
    """Names that share two parts, the rarest two first: rare even where each part is common."""
    keys_of: dict[int, list[str]] = defaultdict(list)
    for key, pair in indexing.pair_keys(query.parts).items():
        keys_of[pair].append(key)
    shared = shared_counts(keys_of.values())
    yield from ((name_id, 1 + count) for name_id, count in shared.items())


def single_parts(query: Query) -> Iterator[tuple[int, int]]:
    """Names that share parts one by one, the rarest part first."""
    yield from sharing(query.parts)


def nearly_right(query: Query) -> Iterator[tuple[int, int]]:
    """Names that share a part with one letter wrong, left out or too many, or not typed yet."""
    widened = [near_keys(part, last=at == len(query.parts) - 1) for at, part in enumerate(query.parts)]
    yield from sharing(widened)


def near_keys(part: tuple[str, ...], *, last: bool) -> tuple[str, ...]:
    """The keys of the vocabulary that are nearly these; the last part may be a beginning."""
    shorter = {one for key in part for one in indexing.one_left_out(key)}
    if last:
        shorter |= {f"{key}*" for key in part}
    return tuple(KeyWord.objects.filter(shorter__in=shorter).values_list("key", flat=True).distinct()[:200])


def sharing(parts: Iterable[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Names by how many of these parts they share."""
    yield from shared_counts(part for part in parts if part).items()


def shared_counts(groups: Iterable[Iterable[str]]) -> dict[int, int]:
    """How many of the groups of keys each name has; a common group counts within the rarest one only.

    Cut off by chance, the names of the commonest parts would hide the very name that was typed.
    """
    counted = sorted((NameKey.objects.filter(key__in=keys).count(), sorted(keys)) for keys in groups)
    counted = [(count, keys) for count, keys in counted if count]
    shared: dict[int, int] = defaultdict(int)
    for at, (count, keys) in enumerate(counted):
        rows = NameKey.objects.filter(key__in=keys)
        if count > MOST_CANDIDATES and len(counted) > 1:
            beside = counted[0 if at else 1][1]
            rows = rows.filter(name__in=NameKey.objects.filter(key__in=beside).values("name"))
        for name_id in set(rows.values_list("name_id", flat=True)[:MOST_TAKEN]):
            shared[name_id] += 1
    return shared


def visible(reader: Reader, hits: list[Hit], filters: Filters, *, limit: int) -> Iterator[Hit]:
    """Of these, in order, the ones that exist for the reader and fit what else is known."""
    shown = 0
    for start in range(0, len(hits), 2 * limit):
        some = hits[start : start + 2 * limit]
        people = matching_people(reader, some, filters)
        rows = matching_rows(reader, some, filters)
        for hit in some:
            seen = replace(hit, person=people.get(hit.owner_id), row=rows.get((hit.owner_type, hit.owner_id)))
            if seen.person or seen.row:
                yield seen
                shown += 1
                if shown == limit:
                    return


def matching_people(reader: Reader, hits: list[Hit], filters: Filters) -> dict[str, Person]:
    """The persons among the hits."""
    ids = [hit.owner_id for hit in hits if hit.owner_type == "person"]
    people = people_for(reader).filter(pk__in=ids).select_related("origin", "household")
    if filters.sex:
        people = people.filter(sex__in=["", filters.sex])
    if filters.fate:
        people = people.filter(fate=filters.fate)
    if filters.origin:
        people = people.filter(Q(origin=filters.origin) | Q(origin=None))
    born = filters.born
    return {str(person.pk): person for person in people if born is None or person.born.overlaps(born)}


def matching_rows(reader: Reader, hits: list[Hit], filters: Filters) -> dict[tuple[str, str], OwnerLine]:
    """The rows of other rooms among the hits."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        if hit.owner_type != "person":
            by_type[hit.owner_type].append(hit.owner_id)
    rows = {
        (owner_type, owner_id): line
        for owner_type, ids in by_type.items()
        for owner_id, line in owners.describe(owner_type, reader=reader, ids=ids).items()
    }
    return {owner: line for owner, line in rows.items() if fits(line, filters)}


def fits(line: OwnerLine, filters: Filters) -> bool:
    """Whether a row fits what else is known; what it does not say is no reason against it."""
    if filters.fate or (filters.sex and line.sex and line.sex != filters.sex):
        return False
    born = filters.born
    if born is None or line.born_year is None or born.earliest is None or born.latest is None:
        return True
    return born.earliest.year - 1 <= line.born_year <= born.latest.year + 1


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
