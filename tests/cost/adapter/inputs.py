"""What an example states, asked for by what it means, however its keys and numbers are spelled."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

SIZES = {
    "b": 1, "byte": 1, "bytes": 1, "kb": 2**10, "kib": 2**10, "mb": 2**20, "mib": 2**20,
    "gb": 2**30, "gib": 2**30, "tb": 2**40, "tib": 2**40, "pb": 2**50,
}  # fmt: skip
TIMES = {
    "ms": 0.001, "msec": 0.001, "milliseconds": 0.001, "millis": 0.001, "s": 1, "sec": 1, "secs": 1, "second": 1,
    "seconds": 1, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "h": 3600, "hr": 3600, "hrs": 3600,
    "hour": 3600, "hours": 3600, "day": 86_400, "days": 86_400, "week": 604_800,
}  # fmt: skip
TIMES_OVER = {
    "k": 1e3, "thousand": 1e3, "thousands": 1e3, "m": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6, "bn": 1e9,
    "billion": 1e9, "billions": 1e9,
}  # fmt: skip
AT_RATE = {"rps": "requests", "tps": "transactions", "qps": "queries"}
COUNTED = {"count", "num", "number"}
SAID_BESIDE = {"monthly", "month", "avg", "average", "mean", "total", "of", "size", "the"} | COUNTED
"""Words in a key that do not say what it is about."""

_NUMBER = re.compile(r"\s*\$?([+-]?[\d,_]*\.?\d+(?:[eE][+-]?\d+)?)\s*([A-Za-z]*)")


class Key(NamedTuple):
    """A key taken apart: what it is about, its unit of size or time, what it counts in, and a period of seconds.

    The unit is `count` where the key says so.
    """

    stem: str
    unit: str
    times: float
    period: float | None


class Inputs:
    """The inputs of one example; `hours` are those of its month. What was asked for is remembered."""

    def __init__(self, data: dict[str, Any], hours: float = 730.0) -> None:
        self.data = {str(key): value for key, value in data.items() if value is not None}
        self.keys = {key: taken_apart(key) for key in self.data}
        self.month = hours
        self.read: set[str] = set()

    def count(self, *stems: str) -> float | None:
        """How many in a month; `requests_per_second` and `requests_millions` are `requests`."""
        for key, value in self._of(stems):
            apart = self.keys[key]
            if apart.unit in ("", "count") and not isinstance(value, bool):
                try:
                    number, suffix = figure(value)
                except ValueError:
                    if key in stems or apart.stem in stems:
                        raise
                    continue  # `instance: t3.micro` is no number of instances
                per_month = 1.0 if apart.period is None else self.seconds / apart.period
                return number * apart.times * TIMES_OVER.get(suffix.lower(), 1.0) * per_month
        return None

    def size(self, *stems: str, unit: str = "") -> float | None:
        """Bytes; a bare number under a key without a unit is in `unit`."""
        for key, value in self._of(stems):
            number, suffix = figure(value)
            stated = suffix.lower() if suffix.lower() in SIZES else self.keys[key].unit or unit
            if stated in SIZES:
                return number * SIZES[stated] * self.keys[key].times
        return None

    def time(self, *stems: str, unit: str = "") -> float | None:
        """Seconds; a bare number under a key without a unit is in `unit`."""
        for key, value in self._of(stems):
            number, suffix = figure(value)
            stated = suffix.lower() if suffix.lower() in TIMES else self.keys[key].unit or unit
            if stated in TIMES and self.keys[key].period is None:
                return number * TIMES[stated] * self.keys[key].times
        return None

    def text(self, *stems: str) -> str:
        """All that is written under these keys, in lower case; "" for nothing."""
        return " ".join(str(value).lower() for _, value in self._of(stems, exactly=True))

    def flag(self, *stems: str) -> bool:
        return any(value is True or str(value).lower() in ("true", "yes", "on") for _, value in self._of(stems))

    def has(self, *stems: str) -> bool:
        return next(self._of(stems), None) is not None

    @property
    def seconds(self) -> float:
        """The seconds of what is counted: those that are stated, else those of the month."""
        stated = self.time("", "duration_of_test", "period")
        return self.month * 3600.0 if stated is None else stated

    @property
    def hours(self) -> float:
        """Hours for which something runs."""
        for key, apart in self.keys.items():
            if apart.period is not None and not apart.stem and apart.unit in TIMES:  # `hours_per_day`
                self.read.add(key)
                return figure(self.data[key])[0] * TIMES[apart.unit] * self.seconds / apart.period / 3600.0
        stated = self.time("", "running", "runtime", "enabled", "uptime")
        return self.month if stated is None else stated / 3600.0

    @property
    def unread(self) -> list[str]:
        return sorted(self.data.keys() - self.read)

    def _of(self, stems: tuple[str, ...], *, exactly: bool = False) -> Any:
        """The keys and values that are about these, of each the keys that say just so, else its singular or plural."""
        for stem in stems:
            exact = [key for key, apart in self.keys.items() if stem in (apart.stem, key)]
            alike = [key for key, apart in self.keys.items() if stem and singular(apart.stem) == singular(stem)]
            for key in exact or ([] if exactly else alike):
                self.read.add(key)
                yield key, self.data[key]


def singular(stem: str) -> str:
    return stem.removesuffix("s")


def taken_apart(key: str) -> Key:
    """`avg_record_size_kb` is (record, kb), `gb_in` (in, gb), `requests_per_day` (requests) every 86,400 s."""
    tokens = [token for token in re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower()) if token]
    period, times = None, 1.0
    if len(tokens) > 2 and tokens[-2] == "per":
        if tokens[-1] in TIMES:
            period = float(TIMES[tokens[-1]])
        if tokens[-1] in TIMES or tokens[-1] == "month":
            tokens = tokens[:-2]
    if tokens[-1] in AT_RATE:
        tokens, period = [AT_RATE[tokens[-1]]], 1.0
    unit = "count" if len(tokens) > 1 and COUNTED & set(tokens) else ""
    tokens = [token for token in tokens if token not in SAID_BESIDE] or tokens
    for at in (-1, 0):
        if tokens and not unit and tokens[at] in (SIZES.keys() | TIMES.keys()):
            unit = tokens.pop(at)
    for token in [token for token in tokens if token in TIMES_OVER and len(tokens) > 1]:
        times *= TIMES_OVER[token]
        tokens.remove(token)
    return Key("_".join(tokens), unit, times, period)


def figure(value: Any) -> tuple[float, str]:
    """A number and the word after it: `128 MB`, `0.1 (minimum)`, `3M`, `1,000`. Raises ValueError for no number."""
    if isinstance(value, bool):
        raise ValueError(f"{value} is no number")
    if isinstance(value, int | float):
        return float(value), ""
    found = _NUMBER.match(str(value))
    if found is None:
        raise ValueError(f"{value!r} is no number")
    return float(found[1].replace(",", "").replace("_", "")), found[2]
