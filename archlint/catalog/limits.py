"""The limits of AWS, as they are today or as the notes have them, each in seconds, bytes or a plain count."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from archlint.catalog import store

Book = Literal["today", "notes"]
Kind = Literal["hard", "adjustable", "range", "semantic"]
Value = float | str | bool | tuple[float, ...] | tuple[str, ...]


class Limit(NamedTuple):
    """One limit: `value` is today's, `noted` is the notes' figure or None where they name none.

    Sizes are bytes (1 KB = 1,024), durations seconds, rates per second; `unit` names it, several units are joined
    by ", ". Two values are the ends of a range, unless there are as many units. `default` is what AWS takes where
    nothing is set. `since` and `before` say when today's value came and what held until then, "" where not known.
    """

    id: str
    says: str
    value: Value
    unit: str
    kind: Kind
    facts: tuple[str, ...]
    source: str
    as_of: str
    noted: Value | None
    default: Value | None
    since: str
    before: str


class Limits:
    """All limits, read by one of the two books; the other book stays in sight in `entry`."""

    __slots__ = ("_entries", "_rows", "book")

    def __init__(self, book: Book = "today") -> None:
        self.book = book
        self._rows: dict[str, list[object]] = store.load("limits")
        self._entries: dict[str, Limit] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def entry(self, key: str) -> Limit:
        """Return the limit with everything known of it; KeyError, with the nearest id, where there is none."""
        found = self._entries.get(key)
        if found is None:
            row = self._rows.get(key)
            if row is None:
                raise KeyError(_unknown(key, self._rows))
            fields = (tuple(field) if isinstance(field, list) else field for field in row)
            found = self._entries[key] = Limit._make((key, *fields))
        return found

    def value(self, key: str) -> Value:
        """Return the value in this book: the notes' figure under `notes` where they have one, else today's."""
        entry = self.entry(key)
        return entry.value if self.book == "today" or entry.noted is None else entry.noted

    def default(self, key: str) -> Value:
        """Return what AWS takes where nothing is set; where no default is named, the limit itself in this book."""
        default = self.entry(key).default
        return self.value(key) if default is None else default

    def number(self, key: str) -> float:
        """Return a limit that is one number, in seconds, bytes or a count; TypeError where it is something else."""
        return _one_number(key, self.value(key))

    def unset(self, key: str) -> float:
        """Return the default of a limit that is one number, likewise."""
        return _one_number(key, self.default(key))

    def span(self, key: str) -> tuple[float, float]:
        """Return the two ends of a range, or the two numbers of a double limit; TypeError where it is no such pair."""
        value = self.value(key)
        if not isinstance(value, tuple) or len(value) != 2:
            raise TypeError(f"{key} is {value!r}, not a pair of numbers")
        low, high = value
        if isinstance(low, str) or isinstance(high, str):
            raise TypeError(f"{key} is {value!r}, not a pair of numbers")
        return low, high

    def kinds(self, key: str) -> tuple[str, ...]:
        """Return a limit that lists words, such as the destinations of Firehose; TypeError where it lists none."""
        value = self.value(key)
        if not isinstance(value, tuple):
            raise TypeError(f"{key} is {value!r}, not a list of kinds")
        return tuple(str(word) for word in value)


@cache
def limits(book: Book = "today") -> Limits:
    """Return the limits of one book, loaded once a process."""
    return Limits(book)


def _one_number(key: str, value: Value) -> float:
    if isinstance(value, (str, bool, tuple)):
        raise TypeError(f"{key} is {value!r}, not one number")
    return value


def _unknown(key: str, known: dict[str, list[object]]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1, cutoff=0.5)
    return f"no limit {key!r}" + (f", the nearest is {near[0]!r}" if near else "")
