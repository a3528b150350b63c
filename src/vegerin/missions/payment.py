"""Words of payment in a plan: they stop nothing that is told, and ask the head for one tick here (D9)."""

from __future__ import annotations

import re

WORDS = (
    r"ransom|pay(?:ment|ing|ments|s)?|paid|money|dollars?|usd|dinars?|price|cash|buy(?:ing|s)?|bought"
    r"|pere|fidye|dolar|dînar|bihay\w*|kirîn"
    r"|فدية|مبلغ|دفع|ندفع|يدفع|دولار|دينار|سعر|ثمن|نقود|فلوس|شراء|اشترى|اشتراها"
    r"|پارە|پاره|دۆلار|کڕین"
)
_PAYMENT = re.compile(rf"(?<!\w)(?:و|ال|وال|ب|بال)?(?:{WORDS})(?!\w)|[$€]\s*\d|\d\s*[$€]", re.IGNORECASE)


def speaks_of_payment(words: str) -> bool:
    """Whether a text has a word of payment in it.

    >>> speaks_of_payment("They ask for 5,000 dollars"), speaks_of_payment("Come by the old school")
    (True, False)
    >>> speaks_of_payment("يريدون مبلغاً والدفع غداً"), speaks_of_payment("pere dixwazin")
    (True, True)
    """
    return bool(_PAYMENT.search(words.replace("ـ", "").replace("ً", "")))
