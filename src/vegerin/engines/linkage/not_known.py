"""Cells that say that nobody knows: what stands there is no name, no place and no day."""

from __future__ import annotations

from functools import lru_cache

from vegerin.engines.names.letters import folded

_WORDS = (
    "-1", "unknown", "not known", "unidentified", "not identified", "not stated", "not available",
    "n/a", "na", "null", "none", "nan", "unbekannt", "bilinmiyor", "nenas", "nayê zanîn", "ne diyar",
    "غير معروف", "غير معروفة", "غير معلوم", "غير معلومة", "غير محدد", "غير محددة", "لا يوجد",
    "لا يعرف", "لا تعرف", "مجهول", "مجهولة", "مجهول الهوية", "مجهولة الهوية", "مجهول الاسم", "مجهولة الاسم",
    "نەزانراو", "نەناسراو", "نەدیار",
)  # fmt: skip


def _spelt(text: str) -> str:
    return folded(text).replace("ة", "ه")


_FOLDED = frozenset(map(_spelt, _WORDS))
_LONGEST = max(map(len, _WORDS)) + 8  # more than that says something


def is_unknown(value: str) -> bool:
    """Whether the value says that nobody knows: nothing, signs alone, or words for it.

    >>> [is_unknown(said) for said in ("", " -1 ", "؟؟", "(Unknown)", "مجهولة الهويه", "0", "Nadia")]
    [True, True, True, True, True, False, False]
    """
    return len(value) <= _LONGEST and _says_nothing(value)


@lru_cache(maxsize=65536)
def _says_nothing(value: str) -> bool:
    if not any(sign.isalnum() for sign in value):
        return True
    return " ".join(_spelt(value).strip(" .()[]<>*؟?").split()) in _FOLDED
