"""What is needed before what: an order in which each thing comes after everything that it is worked out from."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def postorder(start: T, below: Callable[[T], Iterable[T]], done: Container[T]) -> Iterator[T]:
    """`start` and all that is below it and not yet done, each after what is below it.

    A circle is broken where it closes. It costs no stack: a chain of thousands is worked out like one of two.
    """
    seen = {start}
    way = [(start, iter(below(start)))]
    while way:
        here, rest = way[-1]
        after = next((each for each in rest if each not in seen and each not in done), None)
        if after is None:
            way.pop()
            yield here
        else:
            seen.add(after)
            way.append((after, iter(below(after))))
