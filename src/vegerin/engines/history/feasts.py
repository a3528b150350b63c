"""The days people date by: feasts of the eastern calendar, Ramadan and the Eids, harvest, school, the ferman.

Days of the feasts are general knowledge, checked against a few published years; an office has its own
people check them. The eastern (Julian) calendar lies 13 days behind until the year 2100.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from vegerin.engines.history.dates import FERMAN, BadDate, InexactDate, between, on

WEDNESDAY, FRIDAY = 2, 4
EASTERN_LAG = timedelta(days=13)
# The tabular Islamic calendar is off by up to two days from the moon as it was seen.
MOON_SEEN = timedelta(days=2)


def eastern(year: int, month: int, day: int) -> date:
    """A day of the eastern calendar as the civil one writes it.

    >>> eastern(2014, 4, 1)
    datetime.date(2014, 4, 14)
    """
    return date(year, month, day) + EASTERN_LAG


def first_weekday(start: date, weekday: int) -> date:
    """The first such weekday on or after a day."""
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def carsema_sor(year: int) -> InexactDate:
    """Red Wednesday, the new year: the first Wednesday of the eastern April.

    >>> str(carsema_sor(2014)), str(carsema_sor(2021))
    ('2014-04-16', '2021-04-14')
    """
    return on(first_weekday(eastern(year, 4, 1), WEDNESDAY), anchor=f"Çarşema Sor {year}")


def cejna_cemaiye(year: int) -> InexactDate:
    """The feast of the assembly in Lalish: eastern 23 to 30 September.

    >>> str(cejna_cemaiye(2014))
    '2014-10-06/2014-10-13'
    """
    return between(eastern(year, 9, 23), eastern(year, 9, 30), anchor=f"Cejna Cemaiyê {year}")


def rojiyen_ezi(year: int) -> InexactDate:
    """The three fasting days of Êzî and the feast after them, the first Friday of the eastern December.

    >>> str(rojiyen_ezi(2020))
    '2020-12-15/2020-12-18'
    """
    feast = first_weekday(eastern(year, 12, 1), FRIDAY)
    return between(feast - timedelta(days=3), feast, anchor=f"Rojiyên Êzî {year}")


def cile_havine(year: int) -> InexactDate:
    """The forty days of summer, which ended on the eve of the ferman: eastern 11 June to 20 July.

    >>> str(cile_havine(2014))
    '2014-06-24/2014-08-02'
    """
    return between(eastern(year, 6, 11), eastern(year, 7, 20), anchor=f"Çilê Havînê {year}")


def ramadan(year: int) -> InexactDate:
    """The fasting month that began in a civil year, two days either side.

    >>> str(ramadan(2014))
    '2014-06-26/2014-07-29'
    """
    return islamic(year, (9, 1), days=29, name="Ramadan")


def eid_al_fitr(year: int) -> InexactDate:
    """The three days after Ramadan, two days either side.

    >>> str(eid_al_fitr(2014))
    '2014-07-26/2014-08-01'
    """
    return islamic(year, (10, 1), days=2, name="Eid al-Fitr")


def eid_al_adha(year: int) -> InexactDate:
    """The four days of the sacrifice, two days either side.

    >>> str(eid_al_adha(2014))
    '2014-10-02/2014-10-09'
    """
    return islamic(year, (12, 10), days=3, name="Eid al-Adha")


def harvest(year: int) -> InexactDate:
    """The wheat and barley harvest below the mountain: May and June (general knowledge)."""
    return between(date(year, 5, 1), date(year, 6, 30), anchor=f"harvest {year}")


def ferman(_year: int = FERMAN.year) -> InexactDate:
    """The day of the ferman."""
    return on(FERMAN, anchor="the day of the ferman")


def school_year(year: int) -> InexactDate:
    """The school year that began in the autumn of a year."""
    return between(date(year, 9, 1), date(year + 1, 6, 30), anchor=f"school year {year}")


def school_class(number: int, born: InexactDate) -> InexactDate:
    """When somebody born then sat in that class: entered at six, a year later or earlier allowed.

    >>> str(school_class(3, between(date(2004, 1, 1), date(2004, 12, 31))))
    '2011-09-01/2014-06-30'
    """
    if born.earliest is None or born.latest is None or not 1 <= number <= 12:
        raise BadDate("A school class dates something only with the class, 1 to 12, and a year of birth.")
    begins = school_year(born.earliest.year + 6 + number - 1 - 1).earliest
    ends = school_year(born.latest.year + 6 + number - 1 + 1).latest
    assert begins and ends
    return between(begins, ends, anchor=f"school class {number}")


def born_by_class(number: int, *, in_year: int) -> InexactDate:
    """When somebody was born who sat in that class in the school year that began in a year.

    >>> str(born_by_class(3, in_year=2013))
    '2004-01-01/2006-12-31'
    """
    middle = in_year - 6 - (number - 1)
    return between(
        date(middle - 1, 1, 1), date(middle + 1, 12, 31), anchor=f"school class {number}, {in_year}"
    )


ANCHORS: dict[str, Callable[[int], InexactDate]] = {
    "carsema_sor": carsema_sor,
    "cejna_cemaiye": cejna_cemaiye,
    "rojiyen_ezi": rojiyen_ezi,
    "cile_havine": cile_havine,
    "ramadan": ramadan,
    "eid_al_fitr": eid_al_fitr,
    "eid_al_adha": eid_al_adha,
    "harvest": harvest,
    "school_year": school_year,
    "ferman": ferman,
}


def by_anchor(name: str, of_year: int) -> InexactDate:
    """The days that an anchor of a year stands for."""
    if name not in ANCHORS:
        raise BadDate(f"There is no anchor {name!r}. Known: {', '.join(ANCHORS)}.")
    return ANCHORS[name](of_year)


def islamic(year: int, first: tuple[int, int], *, days: int, name: str) -> InexactDate:
    """Days of the Islamic calendar that begin in a civil year; twice in a year, both are covered."""
    near = round((year - 622) * 33 / 32)
    starts = [islamic_day(hijri, *first) for hijri in range(near - 2, near + 4)]
    starts = [start for start in starts if start.year == year]
    if not starts:
        raise BadDate(f"{name} did not begin in {year}. Name the year before or after.")
    return between(
        starts[0] - MOON_SEEN, starts[-1] + timedelta(days=days) + MOON_SEEN, anchor=f"{name} {year}"
    )


def islamic_day(hijri_year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar (Reingold & Dershowitz, Calendrical Calculations, 2018, ch. 7).

    >>> islamic_day(1435, 9, 1)
    datetime.date(2014, 6, 28)
    """
    before_month = 29 * (month - 1) + month // 2
    fixed = 227014 + (hijri_year - 1) * 354 + (3 + 11 * hijri_year) // 30 + before_month + day - 1
    return date.fromordinal(fixed)
