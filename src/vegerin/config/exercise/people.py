"""About 600 invented people in families: grandparents, married sons and daughters, their children.

Women keep their own chain of names when they marry, and move to the husband's house. Drawn so that
nobody bears the name of a person in our sources (`exclusion`). The same seed gives the same people.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from vegerin.config.exercise.exclusion import is_known
from vegerin.config.exercise.nameless import Sex
from vegerin.config.exercise.names import Name, drawn, villages

LINEAGES = 40
LAST_YEAR = 2014
SEED = 20140803


@dataclass(frozen=True)
class Invented:
    """One invented person. Fathers, mothers and spouses are numbers of other invented people."""

    number: int
    sex: Sex
    born: int
    given: Name
    father_name: Name
    grandfather_name: Name
    mother_name: Name
    village: int
    household: int
    father: int | None = None
    mother: int | None = None
    spouse: int | None = None

    @property
    def chain(self) -> tuple[Name, Name, Name]:
        """Given name, father's, grandfather's: the line that every list prints."""
        return self.given, self.father_name, self.grandfather_name

    def __str__(self) -> str:
        return " ".join(map(str, self.chain))


@dataclass
class Families:
    """The people while they are being drawn."""

    rng: random.Random
    people: list[Invented] = field(default_factory=list)
    households: int = 0

    def new_household(self) -> int:
        """The number of a house that nobody lives in yet."""
        self.households += 1
        return self.households

    def add(self, person: Invented) -> Invented:
        """The person under the next number."""
        numbered = replace(person, number=len(self.people) + 1)
        self.people.append(numbered)
        return numbered

    def change(self, person: Invented, **changes: int) -> Invented:
        """The same person with something changed, as a marriage changes house and village."""
        changed = replace(person, **changes)  # type: ignore[arg-type]
        self.people[person.number - 1] = changed
        return changed

    def name_for(self, sex: Sex, following: tuple[Name, ...], but_not: list[Name]) -> Name:
        """A given name that with these fathers is nobody's whom people know of."""
        while True:
            name = drawn(sex, self.rng, but_not=but_not)
            if not any(
                is_known((given, *(part.en[0] for part in following))) for given in (name.en[0], name.kmr[0])
            ):
                return name

    def stranger(self, sex: Sex, born: int, *, village: int, household: int) -> Invented:
        """Somebody whose parents are not in the book."""
        father, grandfather = drawn("M", self.rng), drawn("M", self.rng)
        given = self.name_for(sex, (father, grandfather), [father, grandfather])
        mother = drawn("F", self.rng)
        return self.add(Invented(0, sex, born, given, father, grandfather, mother, village, household))

    def couple(self, husband: Invented, wife: Invented) -> tuple[Invented, Invented]:
        """The two as husband and wife, in his house."""
        wife = self.change(wife, spouse=husband.number, village=husband.village, household=husband.household)
        return self.change(husband, spouse=wife.number), wife

    def children(self, father: Invented, mother: Invented, *, count: int, spread: int) -> list[Invented]:
        """That many children, born two to `spread` years apart, none after the day of the attack."""
        taken: list[Name] = [father.given, mother.given]
        born, found = mother.born + self.rng.randint(18, 24), []
        for _ in range(count):
            if born > min(LAST_YEAR, mother.born + 44):
                break
            sex: Sex = self.rng.choice(("F", "M"))
            given = self.name_for(sex, (father.given, father.father_name), taken)
            taken.append(given)
            found.append(self.add(_child(sex, born, given, father, mother)))
            born += self.rng.randint(2, spread)
        return found


def _child(sex: Sex, born: int, given: Name, father: Invented, mother: Invented) -> Invented:
    return Invented(
        0,
        sex,
        born,
        given,
        father.given,
        father.father_name,
        mother.given,
        father.village,
        father.household,
        father=father.number,
        mother=mother.number,
    )


def invented_people(seed: int = SEED, *, lineages: int = LINEAGES) -> list[Invented]:
    """Everybody, in the order of their numbers."""
    families = Families(random.Random(seed))  # noqa: S311 -- a reproducible exercise, not a secret
    second_generation = [child for number in range(lineages) for child in _founders(families, number)]
    for husband, wife in _marriages(families, second_generation):
        families.children(husband, wife, count=families.rng.randint(2, 7), spread=4)
    return families.people


def _founders(families: Families, lineage: int) -> list[Invented]:
    rng, village = families.rng, lineage % len(villages())
    house = families.new_household()
    grandfather = families.stranger("M", rng.randint(1932, 1950), village=village, household=house)
    grandmother = families.stranger(
        "F", grandfather.born + rng.randint(0, 7), village=village, household=house
    )
    couple = families.couple(grandfather, grandmother)
    return families.children(*couple, count=rng.randint(3, 5), spread=6)


def _marriages(families: Families, unmarried: list[Invented]) -> list[tuple[Invented, Invented]]:
    couples: list[tuple[Invented, Invented]] = []
    rng = families.rng
    brides = [person for person in unmarried if person.sex == "F" and person.born <= 1992]
    rng.shuffle(brides)
    for position, groom in enumerate(
        person for person in unmarried if person.sex == "M" and person.born <= 1990
    ):
        # The first son who marries stays with his parents; the others build beside them.
        stays = groom.father is not None and not any(his.father == groom.father for his, _ in couples)
        groom = families.change(groom, household=groom.household if stays else families.new_household())
        bride = next((her for her in brides if _suits(groom, her)), None) if position % 3 else None
        if bride is None:
            born = groom.born + rng.randint(-1, 6)
            bride = families.stranger("F", born, village=groom.village, household=groom.household)
        else:
            brides.remove(bride)
        couples.append(families.couple(groom, bride))
    return couples


def _suits(groom: Invented, bride: Invented) -> bool:
    return groom.father != bride.father and -2 <= bride.born - groom.born <= 9
