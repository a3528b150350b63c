"""Which names nobody in the exercise may bear: those of people in our sources and of well-known survivors.

The list itself is kept outside this repository. Here stand only hashes of folded name pairs, so that
the repository prints nobody. The folding is coarse on purpose: `Nadir Hasan` also keeps out whoever
would be spelled much like him.

To add people: `python -m vegerin.config.exercise.exclusion < names.txt >> data/known-people.txt`,
one name a line.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

# Spellings of one sound fall together, in the order in which they are tried.
SOUNDS = {
    "kh": "x",
    "gh": "x",
    "tch": "c",
    "sch": "s",
    "sh": "s",
    "ch": "c",
    "zh": "j",
    "ph": "f",
    "th": "t",
    "dh": "d",
    "q": "k",
    "w": "v",
    "j": "c",
    "g": "k",
}
PARTICLES = frozenset({"al", "el", "abu", "umm", "bin", "ibn", "sheikh", "pir", "beg"})


def folded(part: str) -> str:
    """The consonants of one name part, spellings of one sound made equal.

    >>> folded("Khalil") == folded("Xelîl") == folded("Khaleel")
    True
    """
    plain = unicodedata.normalize(
        "NFKD", part.casefold().replace("ş", "sh").replace("ç", "ch").replace("ı", "i")
    )
    letters = re.sub(r"[^a-z]", "", plain)
    for written, sound in SOUNDS.items():
        letters = letters.replace(written, sound)
    consonants = re.sub(r"[aeiouyh]", "", letters)
    return re.sub(r"(.)\1+", r"\1", consonants) or letters[:1]


def hashed(first: str, second: str) -> str:
    """What stands in the list for two parts of one name."""
    return sha256(f"vegerin exercise|{folded(first)}|{folded(second)}".encode()).hexdigest()[:20]


def pairs(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The given name with each name that follows it: a father's or a grandfather's."""
    return ((parts[0], later) for later in parts[1:])


@cache
def known() -> frozenset[str]:
    """The hashes of the pairs that are taken."""
    text = files(__package__).joinpath("data", "known-people.txt").read_text(encoding="ascii")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def is_known(parts: Sequence[str]) -> bool:
    """Whether these parts, given name first, in Latin letters, are somebody's whom people know of."""
    return any(hashed(*pair) in known() for pair in pairs(parts))


def main() -> None:
    """Names on standard input, their hashes on standard output."""
    found = set()
    for line in sys.stdin:
        parts = [part for part in re.split(r"[\s-]+", line.strip()) if part.casefold() not in PARTICLES]
        found |= {hashed(*pair) for pair in pairs(parts) if len(parts) > 1}
    print("\n".join(sorted(found)))


if __name__ == "__main__":
    main()
