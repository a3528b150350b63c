"""Names: one person's name in Arabic, Kurmanji, Sorani, English, German and Turkish spelling, known again.

>>> from vegerin.engines import names
>>> names.parse("Xelîl Mirad").part("father")
'Mirad'
>>> bool(set(names.keys("خليل").keys) & set(names.keys("Khaleel").keys))
True
>>> names.compare("خليل", "Xelîl").why[0].says
'خليل and Xelîl are usual spellings of one name.'
"""

from vegerin.engines.names.comparing import (
    Comparison,
    PartEvidence,
    compare,
    compare_many,
    count_with,
    make_ready,
)
from vegerin.engines.names.frequencies import of_forms as frequencies_of
from vegerin.engines.names.keying import Keys, keys, pair_keys, part_keys
from vegerin.engines.names.parsing import ParsedName, Part, parse
from vegerin.engines.names.romanising import romanised

__all__ = [
    "Comparison",
    "Keys",
    "ParsedName",
    "Part",
    "PartEvidence",
    "compare",
    "compare_many",
    "count_with",
    "frequencies_of",
    "keys",
    "make_ready",
    "pair_keys",
    "parse",
    "part_keys",
    "romanised",
]
