"""Reading the fields of a case: each refusal says where, what stands there, and what should."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vegerin.engines.answers import BadInput

_NOTHING = object()


def short(value: Any) -> str:
    """A value as an error message quotes it."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


class Fields:
    """One JSON object and its place in the file.

    >>> Fields({"prior": 0.5}, "W01").number("prior", low=0, high=1)
    0.5
    >>> Fields({"prior": 3}, "W01").number("prior", low=0, high=1)
    Traceback (most recent call last):
    vegerin.engines.answers.BadInput: W01: prior is 3; it should be a number from 0 to 1.
    """

    def __init__(self, content: Any, place: str) -> None:
        if not isinstance(content, Mapping):
            raise BadInput(f"{place}: holds {short(content)}; it should be an object with named values.")
        self.content, self.place = content, place

    def __contains__(self, key: str) -> bool:
        return self.content.get(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.content)

    def wrong(self, key: str, should: str) -> BadInput:
        """The refusal about one field."""
        stands = f"is {short(self.content[key])}" if key in self.content else "is missing"
        return BadInput(f"{self.place}: {key} {stands}; it should be {should}.")

    def number(
        self, key: str, *, low: float = -math.inf, high: float = math.inf, default: Any = _NOTHING
    ) -> float:
        """A finite number between two bounds."""
        if key not in self and default is not _NOTHING:
            return float(default)
        value: Any = self.content.get(key)
        if not is_number(value) or not low <= value <= high:
            raise self.wrong(key, "a number" + span(low, high))
        return float(value)

    def whole(self, key: str, *, low: int, high: int = 10**9, default: Any = _NOTHING) -> int:
        """A whole number between two bounds."""
        if key not in self and default is not _NOTHING:
            return int(default)
        value: Any = self.content.get(key)
        if not is_number(value) or not low <= value <= high or value != int(value):
            raise self.wrong(key, "a whole number" + span(low, high))
        return int(value)

    def text(self, key: str, *, default: Any = _NOTHING) -> str:
        """A text; numbers are taken as they are written."""
        value = self.content.get(key)
        if value is None and default is not _NOTHING:
            return str(default)
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise self.wrong(key, "a text")
        return str(value)

    def yes(self, key: str, *, default: bool | None = None) -> bool:
        """True or false."""
        value = self.content.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def listed(self, key: str, *, default: Any = _NOTHING) -> Sequence[Any]:
        """A list of anything."""
        value = self.content.get(key)
        if value is None and default is not _NOTHING:
            return list(default)
        if not isinstance(value, list):
            raise self.wrong(key, "a list")
        return value

    def numbers(self, key: str, *, low: float = -math.inf, high: float = math.inf) -> list[float]:
        """A list of finite numbers, at least one."""
        values = self.listed(key)
        if not values or not all(is_number(value) and low <= value <= high for value in values):
            raise self.wrong(key, "a list of numbers" + span(low, high))
        return [float(value) for value in values]

    def part(self, key: str) -> Fields:
        """An object inside this one; empty when absent."""
        return Fields(self.content.get(key) or {}, f"{self.place}.{key}")

    def parts(self, key: str, *, default: Any = _NOTHING) -> list[Fields]:
        """The objects of a list."""
        return [
            Fields(each, f"{self.place}.{key}[{index}]")
            for index, each in enumerate(self.listed(key, default=default))
        ]


def is_number(value: Any) -> bool:
    """A finite number; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300


def span(low: float, high: float) -> str:
    """The words for two bounds."""
    if low == -math.inf and high == math.inf:
        return ""
    if high == math.inf or high >= 10**9:
        return f", {low:g} or more"
    return f" from {low:g} to {high:,.0f}" if high == int(high) else f" from {low:g} to {high:g}"
