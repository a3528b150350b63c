"""Dates as people write them into a form, in English, Arabic or Kurmanji; what is unclear is asked again.

3 Aug 2014 · 2014-08-03 · 3/8/2014 · Aug 2014 · summer 2016 · 2016 · about 2016 · 2014 – 2016
before 2016 · after March 2015 · Çarşema Sor 2015 · the ferman
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import translation

from vegerin.engines.history import dates, feasts
from vegerin.engines.history.dates import UNKNOWN, BadDate, InexactDate
from vegerin.ui import calendar, languages
from vegerin.ui import dates as ui_dates

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
MARKS = re.compile("[\u064b-\u065f\u0640\u200c-\u200f]")
OTHER_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ە": "ه"})


def in_latin_digits(text: str) -> str:
    """21:40 for ٢١:٤٠."""
    return text.translate(DIGITS)


def letters(text: str) -> str:
    """Small letters, Latin digits, one spelling of Arabic letters."""
    return MARKS.sub("", text.translate(DIGITS).translate(OTHER_LETTERS)).strip().casefold()


# Months of two words are read as one: Çirîya Yekê, تشرینی یەکەم.
TWO_WORDS = {
    letters(name): letters(name).replace(" ", "-")
    for names in calendar.MONTHS.values()
    for name in names
    if " " in name
}
# Number of a month: English and German; Iraqi Arabic and the newer Arabic names; Kurmanji of both sides.
MONTHS: Mapping[str, int] = {
    letters(name).replace(" ", "-"): number
    for names in calendar.MONTHS.values()
    for number, name in enumerate(names, start=1)
} | {
    name: number
    for number, names in enumerate(
        (
            "jan january januar كانون-الثاني يناير rêbendan çile",
            "feb february februar شباط فبراير reşemî sibat",
            "mar march märz mär اذار مارس adar",
            "apr april نيسان ابريل avrêl nîsan",
            "may mai ايار مايو gulan",
            "jun june juni حزيران يونيو pûşper hezîran",
            "jul july juli تموز يوليو tîrmeh",
            "aug august اب اغسطس tebax gelawêj",
            "sep sept september ايلول سبتمبر îlon rezber",
            "oct october okt oktober تشرين-الاول اكتوبر cotmeh",
            "nov november تشرين-الثاني نوفمبر mijdar",
            "dec december dez dezember كانون-الاول ديسمبر kanûn berfanbar",
        ),
        start=1,
    )
    for name in names.split()
}
SEASONS: Mapping[str, str] = {
    "spring": "spring", "ربيع": "spring", "الربيع": "spring", "bihar": "spring", "bihara": "spring",
    "summer": "summer", "صيف": "summer", "الصيف": "summer", "havîn": "summer", "havîna": "summer",
    "autumn": "autumn", "fall": "autumn", "خريف": "autumn", "الخريف": "autumn", "payîz": "autumn",
    "payîza": "autumn", "winter": "winter", "شتاء": "winter", "الشتاء": "winter", "zivistan": "winter",
    "zivistana": "winter", "frühling": "spring", "sommer": "summer", "herbst": "autumn",
    letters("بهار"): "spring", letters("هاڤین"): "summer", letters("پاییز"): "autumn",
    letters("زڤستان"): "winter", letters("بەهار"): "spring", letters("هاوین"): "summer",
    letters("پایز"): "autumn", letters("زستان"): "winter", letters("بهارا"): "spring",
    letters("هاڤینا"): "summer", letters("پاییزا"): "autumn", letters("زڤستانا"): "winter",
    letters("بەهاری"): "spring", letters("هاوینی"): "summer", letters("پایزی"): "autumn",
    letters("زستانی"): "winter",
}  # fmt: skip
ANCHORS: Mapping[str, str] = {
    "çarşema sor": "carsema_sor", "الاربعاء الاحمر": "carsema_sor", "red wednesday": "carsema_sor",
    "cejna cemaiyê": "cejna_cemaiye", "عيد الجماعيه": "cejna_cemaiye", "عيد الجماعية": "cejna_cemaiye",
    "rojiyên êzî": "rojiyen_ezi", "صوم ايزي": "rojiyen_ezi", "çilê havînê": "cile_havine",
    "ramadan": "ramadan", "رمضان": "ramadan", "eid al-fitr": "eid_al_fitr", "عيد الفطر": "eid_al_fitr",
    "eid al-adha": "eid_al_adha", "عيد الاضحي": "eid_al_adha", "harvest": "harvest", "الحصاد": "harvest",
    "حصاد": "harvest",
}  # fmt: skip
FERMAN_WORDS = {"ferman", "the ferman", "roja fermanê", "الفرمان", "يوم الفرمان", "فرمان"}
BEFORE = r"(?:before|until|قبل|berî|beriya|vor|بهري|پێش)\s+"
AFTER = r"(?:after|since|بعد|منذ|piştî|nach|پشتي|دواي|پاش)\s+"
ABOUT = r"(?:about|around|circa|c\.|~|نحو|حوالي|nêzîkî|etwa|um|نێزيكي|نزيكهي)\s*"
YEAR = r"(19\d\d|20\d\d)"


def read(written: str, *, today: date) -> InexactDate:
    """The date that was meant.

    >>> str(read("3 آب 2014", today=date(2026, 1, 1))), str(read("summer ٢٠١٦", today=date(2026, 1, 1)))
    ('2014-08-03', '2016-06-01/2016-08-31')
    """
    told = _read(plain(written))
    if told is None:
        raise BadDate("not understood")
    if told.earliest and told.earliest > today:
        raise BadDate("ahead")
    return told


def in_readers_words(written: Any) -> Any:
    """What the house wrote in another language, say into a draft, in the reader's; all else as it is."""
    try:
        meant = read(written, today=date.max) if isinstance(written, str) else UNKNOWN
    except BadDate:
        return written
    if not meant.is_known or written == ui_dates.inexact(meant):
        return written
    for language in languages.LANGUAGES:
        with translation.override(language.code):
            its = ui_dates.inexact(meant)
        if its == written:
            return ui_dates.inexact(meant)
    return written


def plain(written: str) -> str:
    """The letters, with two-word months in one and single blanks."""
    text = letters(written)
    for two, one in TWO_WORDS.items():
        text = text.replace(two, one)
    text = re.sub(r"(كانون|تشرين)\s+(الاول|الثاني)", r"\1-\2", text)
    return re.sub(r"[\s,،]+", " ", text).strip()


def _read(text: str) -> InexactDate | None:
    if text in FERMAN_WORDS:
        return feasts.ferman()
    for shape, reader in SHAPES:
        found = re.fullmatch(shape, text)
        if found:
            answer = reader(*found.groups())
            if answer is not None:
                return answer
    return None


def _day(first: str, second: str, third: str) -> InexactDate | None:
    return _valid(lambda: dates.day(int(third), int(second), int(first)))


def _named_day(number: str, name: str, year: str) -> InexactDate | None:
    month = MONTHS.get(name.rstrip("."))
    return _valid(lambda: dates.day(int(year), month, int(number))) if month else None


def _named_day_american(name: str, number: str, year: str) -> InexactDate | None:
    return _named_day(number, name, year)


def _named_month(name: str, year: str) -> InexactDate | None:
    if name in SEASONS:
        return dates.season(int(year), SEASONS[name])
    month = MONTHS.get(name.rstrip("."))
    return dates.month(int(year), month) if month else None


def _anchor(name: str, year: str) -> InexactDate | None:
    code = ANCHORS.get(name.strip())
    return feasts.by_anchor(code, int(year)) if code else None


def _month(month: str, year: str) -> InexactDate | None:
    return _valid(lambda: dates.month(int(year), int(month)))


def _about(year: str) -> InexactDate:
    middle = int(year)
    return dates.between(date(middle - 1, 1, 1), date(middle + 1, 12, 31), basis=f"about {year}")


def _between(first: str, last: str) -> InexactDate | None:
    begins, ends = _read(first.strip()), _read(last.strip())
    if begins is None or ends is None or begins.earliest is None or ends.latest is None:
        return None
    return _valid(lambda: dates.between(begins.earliest, ends.latest))  # type: ignore[arg-type]


def _before(rest: str) -> InexactDate | None:
    other = _read(rest)
    return replace(dates.before(other), anchor=other.anchor) if other else None


def _after(rest: str) -> InexactDate | None:
    other = _read(rest)
    return replace(dates.after(other), anchor=other.anchor) if other else None


def _valid(make: Callable[[], InexactDate]) -> InexactDate | None:
    try:
        return make()
    except (ValueError, TypeError):
        return None


SHAPES: tuple[tuple[str, Callable[..., InexactDate | None]], ...] = (
    (YEAR, lambda year: dates.year(int(year))),
    (rf"{YEAR}-(\d\d?)-(\d\d?)", lambda year, month, day: _day(day, month, year)),
    (rf"{YEAR}-(\d\d?)", lambda year, month: _month(month, year)),
    (rf"(\d\d?)[./](\d\d?)[./]{YEAR}", _day),
    (rf"(\d\d?)[./]{YEAR}", _month),
    (rf"(\d\d?)\.? (\S+) {YEAR}", _named_day),
    (rf"(\S+) (\d\d?) {YEAR}", _named_day_american),
    (rf"(\S+) {YEAR}", _named_month),
    (rf"(.+) {YEAR}", _anchor),
    (rf"{BEFORE}(.+)", _before),
    (rf"{AFTER}(.+)", _after),
    (rf"{ABOUT}{YEAR}", _about),
    (r"(.+?)\s*(?:–|—| - | to | until | الى | heta )\s*(.+)", _between),
    (rf"{YEAR}\s*[-/]\s*{YEAR}", lambda first, last: _between(first, last)),
)
