"""The number that all quantities are: it knows its range and unit, is read from text and keeps both through sums."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Self, overload

from archlint.document import units

if TYPE_CHECKING:
    from archlint.document.quantities import Number

_NUMBER = (float, int)
_WRITTEN = (str, *_NUMBER)
_TEXTS = (str, list)
LARGEST = 1e21  # in the base unit of any kind; more than that is a slip of the pen


class QuantityError(ValueError):
    """A text or value that is no quantity of the kind asked for; its text says why, in one line."""


class Quantity(float):
    """A number of one kind. Its float value is the likely one, in the kind's base unit.

    `low` and `high` are the ends of its range (both the value itself where there is none), `unit` the unit that the
    user wrote. Sums with the same kind or a plain number, and products and quotients with a plain number, keep kind,
    range and unit; two of a kind divided, or two kinds multiplied, give a plain float.
    """

    __slots__ = ("high", "low", "unit")
    low: float
    high: float
    unit: str
    kind: ClassVar[str] = "a quantity"
    like: ClassVar[str] = "30"
    # A bare number without a unit, counted or as a part of one: it leaves the kind of what it meets as it is.
    is_number: ClassVar[bool] = False
    most: ClassVar[float] = LARGEST

    def __new__(cls, value: Any, low: float | None = None, high: float | None = None, unit: str = "") -> Self:
        """From a number in the base unit, or from text or a range as the user writes it (see `parse`).

        Raises `QuantityError` for a text or range that cannot be read.
        """
        if isinstance(value, _TEXTS):
            return cls.parse(value)
        self = float.__new__(cls, value)
        self.low = float(value) if low is None else low
        self.high = float(value) if high is None else high
        self.unit = unit
        return self

    @classmethod
    def parse(cls, value: object, default_unit: str | None = None) -> Self:
        """Reads a text like `59s`, a bare number in `default_unit`, or a range `[low, likely, high]` or `[low, high]`.

        The likely value of a range of two is their mean. Raises `QuantityError`.
        """
        kind: Any = cls
        if type(value) is not str:
            if isinstance(value, cls):
                return value
            if isinstance(value, list):
                return cls._parse_range(value, default_unit)
            if isinstance(value, bool) or not isinstance(value, _WRITTEN):
                raise cls.not_one(value)
        result: Self = _parse_one(kind, value, default_unit)
        return result

    @classmethod
    def _parse_range(cls, values: list[Any], default_unit: str | None) -> Self:
        if len(values) not in (2, 3):
            raise QuantityError(f"a range has 2 or 3 numbers, [low, likely, high], and this has {len(values)}")
        if any(isinstance(value, list) for value in values):
            raise cls.not_one(next(value for value in values if isinstance(value, list)))
        parts = [cls.parse(value, default_unit) for value in values]
        if any(left > right for left, right in pairwise(parts)):
            shown = ", ".join(_shown(value) for value in values)
            raise QuantityError(f"`[{shown}]` is not in order; a range goes from low to high")
        likely = float(parts[1]) if len(parts) == 3 else (float(parts[0]) + float(parts[1])) / 2
        return cls(likely, float(parts[0]), float(parts[-1]), parts[len(parts) // 2].unit)

    @classmethod
    def not_one(cls, value: object) -> QuantityError:
        return QuantityError(f"`{_shown(value)}` is not {cls.kind}; write it like {cls.like}")

    @classmethod
    def split(cls, text: str) -> tuple[float, str] | None:
        """The number and the unit of a text."""
        return units.split(text)

    @classmethod
    def factor(cls, unit: str) -> tuple[float, str]:
        """How many base units a written unit is, and its name. Raises KeyError for one that the kind does not have."""
        raise KeyError(unit)

    def made(self, value: float, low: float, high: float) -> Self:
        """One of this kind, in this one's unit."""
        return type(self)(value, low, high, self.unit)

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __add__(self, other: float) -> Self:
        if not _adds(self, other):
            return NotImplemented
        low, high = _ends(other)
        return self.made(float.__add__(self, other), self.low + low, self.high + high)

    __radd__ = __add__

    def __sub__(self, other: float) -> Self:
        if not _adds(self, other):
            return NotImplemented
        low, high = _ends(other)
        return self.made(float.__sub__(self, other), self.low - high, self.high - low)

    def __rsub__(self, other: float) -> Self:
        if not _adds(self, other):
            return NotImplemented
        low, high = _ends(other)
        return self.made(float.__rsub__(self, other), low - self.high, high - self.low)

    @overload
    def __mul__(self, other: Number) -> Self: ...
    @overload
    def __mul__(self, other: Quantity) -> float: ...  # type: ignore[overload-overlap] # two kinds make a plain number
    @overload
    def __mul__(self, other: float) -> Self: ...
    def __mul__(self, other: object) -> float:
        if not isinstance(other, _NUMBER):
            return NotImplemented
        low = high = other
        if isinstance(other, Quantity):
            if not other.is_number:
                return float.__mul__(self, other)
            low, high = other.low, other.high
        value = float.__mul__(self, other)
        if low == high and self.low == self.high:
            return self.made(value, value, value)
        ends = (self.low * low, self.low * high, self.high * low, self.high * high)
        return self.made(value, min(ends), max(ends))

    def __rmul__(self, other: float) -> Self:
        return self.__mul__(other)

    @overload
    def __truediv__(self, other: Number) -> Self: ...
    @overload
    def __truediv__(self, other: Quantity) -> float: ...  # type: ignore[overload-overlap] # a ratio is a plain number
    @overload
    def __truediv__(self, other: float) -> Self: ...
    def __truediv__(self, other: object) -> float:
        if not isinstance(other, _NUMBER):
            return NotImplemented
        if isinstance(other, Quantity) and (not other.is_number or type(other) is type(self)):
            return float.__truediv__(self, other)
        low, high = _ends(other)
        value = float.__truediv__(self, other)
        if low <= 0 <= high:
            return self.made(value, value, value)
        ends = (self.low / low, self.low / high, self.high / low, self.high / high)
        return self.made(value, min(ends), max(ends))

    def __neg__(self) -> Self:
        return self.made(-float(self), -self.high, -self.low)


@lru_cache(maxsize=8192)
def _parse_one(kind: Any, value: str | float, default_unit: str | None) -> Any:
    """One text or number as a quantity of the class given."""
    if isinstance(value, str):
        text = value.strip()
        negative = text.startswith("-") and kind.split(text[1:].lstrip()) is not None
        parts = kind.split(text.removeprefix("-").lstrip() if negative else text)
    else:
        negative = value < 0
        parts = None if value != value else (value, "")
    if parts is None:
        raise kind.not_one(value)
    number, unit = parts
    if negative:
        raise QuantityError(f"`{_shown(value)}` is below zero, which {kind.kind} is not")
    if number > LARGEST:
        raise QuantityError(f"`{_shown(value)}` is too large for {kind.kind}")
    if not unit and not kind.is_number:
        if number and default_unit is None:
            raise QuantityError(f"`{_shown(value)}` has no unit; write it like {kind.like}")
        if default_unit is None:
            return kind(0.0)
        unit = default_unit
    try:
        factor, name = kind.factor(unit)
    except KeyError:
        raise kind.not_one(value) from None
    total = number * factor + 0.0  # minus zero becomes zero
    if total > kind.most:
        raise QuantityError(f"`{_shown(value)}` is more than {kind.kind} can be; write it like {kind.like}")
    return kind(total, unit=name)


def _shown(value: object) -> str:
    """A value the way the user wrote it, on one line and not too long."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "{...}"
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:37] + "..."


def _adds(left: Quantity, right: object) -> bool:
    """Whether the right one is of the left one's kind or a plain number."""
    if isinstance(right, Quantity):
        return type(right) is type(left) or right.is_number
    return isinstance(right, _NUMBER)


def _ends(value: float) -> tuple[float, float]:
    return (value.low, value.high) if isinstance(value, Quantity) else (value, value)
