"""What is not known: a value that stays silent in every comparison and unknown in every sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


class Unknown:
    """The type of `UNKNOWN`, the only one of its kind.

    Every comparison with it is False (`UNKNOWN == UNKNOWN` apart), arithmetic gives it back, and it counts as False.
    So do its parts: whatever field, item or method of it is asked for is unknown, and it holds nothing to go through.
    A rule written naturally is therefore silent about it; for booleans write `is True` and `is False`.
    """

    __slots__ = ()

    def __new__(cls) -> Unknown:
        return _THE_ONE[0] if _THE_ONE else super().__new__(cls)

    def __repr__(self) -> str:
        return "unknown"

    def __reduce__(self) -> str:
        return "UNKNOWN"

    def __hash__(self) -> int:
        return 0x756E6B6E

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return other is self

    def __ne__(self, other: object) -> bool:
        return False

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def __add__(self, other: object) -> Unknown:
        return self

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __add__
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __add__

    def __neg__(self) -> Unknown:
        return self

    __pos__ = __abs__ = __ceil__ = __floor__ = __trunc__ = __neg__

    def __round__(self, digits: int | None = None) -> Unknown:
        return self

    def __getattr__(self, name: str) -> Unknown:
        if name.startswith("__"):  # what Python asks every object for: it has no more than it has
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> Unknown:
        return self

    def __call__(self, *_: object, **__: object) -> Unknown:
        return self

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Unknown]:
        return iter(())

    def __contains__(self, item: object) -> bool:
        return False


_THE_ONE: list[Unknown] = []
UNKNOWN: Final = Unknown()
_THE_ONE.append(UNKNOWN)


def is_open(value: object) -> bool:
    """Whether plain data, or a part of it, is unknown."""
    if isinstance(value, dict):
        return any(is_open(inner) for inner in value.values())
    return any(is_open(inner) for inner in value) if isinstance(value, list) else value is UNKNOWN
