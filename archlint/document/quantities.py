"""Durations, sizes, rates, money, shares and numbers, each printed in the units that its user wrote."""

from __future__ import annotations

from typing import Self, TypeVar, overload

from archlint.document import units
from archlint.document.quantity import Quantity, QuantityError
from archlint.document.unknown import UNKNOWN, Unknown

__all__ = ["UNKNOWN", "Duration", "Money", "Number", "Quantity", "QuantityError", "Rate", "Share", "Size", "Unknown"]

_Q = TypeVar("_Q", bound=Quantity)


class Duration(Quantity):
    """A time in seconds."""

    __slots__ = ()
    kind = "a duration"
    like = "30s, 15m or 7d"

    @classmethod
    def factor(cls, unit: str) -> tuple[float, str]:
        name = units.DURATION_NAMES[unit if len(unit) == 1 else unit.lower()]
        return units.DURATIONS[name], name

    def __str__(self) -> str:
        if not self:
            return "0 s"
        number, name = units.best_unit(self, units.DURATIONS, self.unit, ("ms", "s", "min", "h", "d"))
        one, many = units.DURATION_WORDS.get(name, (name, name))
        return f"{number} {one if number == '1' else many}"


class Size(Quantity):
    """An amount of data in bytes; 1 KB is 1,024 bytes."""

    __slots__ = ()
    kind = "a size"
    like = "256 KB or 6 MB"

    @classmethod
    def factor(cls, unit: str) -> tuple[float, str]:
        name = units.SIZE_NAMES[unit.lower()]
        return units.SIZES[name.replace("i", "")], name

    def __str__(self) -> str:
        if not self:
            return "0 B"
        binary = "i" in self.unit
        number, name = units.best_unit(self, units.SIZES, self.unit.replace("i", ""), tuple(units.SIZES))
        return f"{number} {name[0]}iB" if binary and name != "B" else f"{number} {name}"


class Rate(Quantity):
    """How often something happens, per second; a month is 730 hours. `unit` is like "/s" or "M/month"."""

    __slots__ = ()
    kind = "a rate"
    like = "50/s or 3M/month"

    @classmethod
    def factor(cls, unit: str) -> tuple[float, str]:
        suffix, slash, period = unit.replace(" per ", "/").replace("per ", "/").partition("/")
        if not slash:
            raise KeyError(unit)
        suffix, period = units.COUNT_NAMES[suffix.strip()], units.PERIOD_NAMES[period.strip()]
        return units.COUNTS[suffix] / units.PERIODS[period], f"{suffix}/{period}"

    def __str__(self) -> str:
        suffix, slash, written = self.unit.partition("/")
        if not self:
            return f"0/{written or 's'}"
        if slash and units.exact(self * units.PERIODS[written]) is not None:
            return f"{units.count(self * units.PERIODS[written], suffix)}/{written}"
        value = float(self)
        periods = [name for name in ("s", "min", "h", "d", "month") if abs(value * units.PERIODS[name]) >= 1]
        for name in periods:
            if units.exact(value * units.PERIODS[name]) is not None:
                return f"{units.count(value * units.PERIODS[name])}/{name}"
        name = written if written in periods else (periods or ["month"])[0]
        return f"{units.rough(value * units.PERIODS[name])}/{name}"


class Money(Quantity):
    """US dollars a month; a day is 1/30.4 of one (730 hours a month)."""

    __slots__ = ()
    kind = "an amount of money"
    like = "$400/month"

    @classmethod
    def split(cls, text: str) -> tuple[float, str] | None:
        if text.startswith("$"):
            parts = units.split(text[1:].lstrip())
            return None if parts is None else (parts[0], f"${parts[1]}")
        return units.split(text)

    @classmethod
    def factor(cls, unit: str) -> tuple[float, str]:
        if not unit.startswith("$"):
            raise KeyError(unit)
        suffix, slash, period = unit[1:].partition("/")
        per = units.PERIODS[units.PERIOD_NAMES[period.strip()]] if slash else units.MONTH
        return units.COUNTS[units.COUNT_NAMES[suffix.strip()]] * units.MONTH / per, ""

    def __str__(self) -> str:
        value = float(self)
        sign, value = ("-" if value < 0 else ""), abs(value)
        if value >= 100 or value == int(value):
            return f"{sign}${value:,.0f}/month"
        return f"{sign}${value:.2f}/month" if value >= 0.005 else f"{sign}${units.rough(value)}/month"


class Number(Quantity):
    """A plain number: a count, a factor. Times any other kind it gives that kind."""

    __slots__ = ()
    kind = "a number"
    like = "3, 2.5 or 40k"
    is_number = True

    @classmethod
    def factor(cls, unit: str) -> tuple[float, str]:
        name = units.COUNT_NAMES[unit]
        return units.COUNTS[name], name

    @overload
    def __mul__(self, other: _Q) -> _Q: ...  # type: ignore[overload-overlap] # takes the other's kind
    @overload
    def __mul__(self, other: float) -> Self: ...
    def __mul__(self, other: float) -> float:
        if isinstance(other, Quantity):
            low, high = other.low, other.high
            ends = (self.low * low, self.low * high, self.high * low, self.high * high)
            return other.made(float(self) * float(other), min(ends), max(ends))
        return super().__mul__(other)

    def __str__(self) -> str:
        return units.count(self, self.unit) if self else "0"


class Share(Number):
    """A part of a whole, from 0 to 1."""

    __slots__ = ()
    kind = "a share"
    like = "30% or 0.3"
    most = 1.0

    @classmethod
    def factor(cls, unit: str) -> tuple[float, str]:
        return {"%": (0.01, "%"), "percent": (0.01, "%"), "": (1.0, "")}[unit]

    def __str__(self) -> str:
        percent = float(self) * 100
        return f"{units.exact(percent) or units.rough(percent)} %"
