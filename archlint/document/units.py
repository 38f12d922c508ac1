"""The units in which people write quantities, how a text divides into number and unit, and how numbers are printed."""

from __future__ import annotations

HOURS = 730.0  # of a month, as AWS's own calculator has it
MONTH = HOURS * 3600.0  # seconds
PLACES = 3  # decimals that a printed number may have and still count as exact

# Name as printed -> seconds, smallest first, and every other way to write it.
DURATIONS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0, "y": 365 * 86400.0}
DURATION_NAMES = {
    **{name: name for name in DURATIONS},
    **dict.fromkeys(("millisecond", "milliseconds", "msec"), "ms"),
    **dict.fromkeys(("second", "seconds", "sec", "secs"), "s"),
    **dict.fromkeys(("m", "minute", "minutes", "mins"), "min"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "h"),
    **dict.fromkeys(("day", "days"), "d"),
    **dict.fromkeys(("week", "weeks"), "w"),
    **dict.fromkeys(("year", "years"), "y"),
}
DURATION_WORDS = {"d": ("day", "days"), "w": ("week", "weeks"), "y": ("year", "years")}

# As AWS counts: 1 KB is 1,024 bytes, and KiB is the same said otherwise.
SIZES = {"B": 1.0, "KB": 2.0**10, "MB": 2.0**20, "GB": 2.0**30, "TB": 2.0**40, "PB": 2.0**50}
SIZE_NAMES = {
    **{name.lower(): name for name in SIZES},
    **{f"{letter}ib".lower(): f"{letter}iB" for letter in "KMGTP"},
    "byte": "B",
    "bytes": "B",
}

PERIODS = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0, "month": MONTH, "y": 12 * MONTH}
PERIOD_NAMES = {
    **{name: name for name in PERIODS},
    **dict.fromkeys(("second", "sec"), "s"),
    **dict.fromkeys(("minute",), "min"),
    **dict.fromkeys(("hour", "hr"), "h"),
    **dict.fromkeys(("day",), "d"),
    **dict.fromkeys(("week",), "w"),
    **dict.fromkeys(("mo",), "month"),
    **dict.fromkeys(("year",), "y"),
}
COUNTS = {"": 1.0, "k": 1e3, "M": 1e6, "B": 1e9}
COUNT_NAMES = {"": "", "k": "k", "K": "k", "M": "M", "B": "B", "thousand": "k", "million": "M", "billion": "B"}


def split(text: str) -> tuple[float, str] | None:
    """The number at the start of `text` and what follows it; commas may part its thousands. None without a number."""
    end = 0
    while end < len(text) and text[end] in "0123456789.,":
        end += 1
    digits = text[:end]
    whole, _, _ = digits.partition(".")
    groups = whole.split(",")
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return None
    if not end or digits.count(".") > 1 or "," in digits[len(whole) :] or digits == "." or len(digits) > 40:
        return None
    return float(digits.replace(",", "")), text[end:].strip()


def exact(number: float) -> str | None:
    """`number` with at most three decimals, and commas from 10,000 on; None where that would not be the number."""
    rounded = round(number, PLACES)
    if abs(rounded - number) > 1e-12 * abs(number):
        return None
    text = f"{rounded:,.3f}" if abs(rounded) >= 10_000 else f"{rounded:.3f}"
    return text.rstrip("0").rstrip(".")


def rough(number: float) -> str:
    """`number` to three significant digits, never in powers of ten."""
    if abs(number) >= 100:
        return exact(float(round(number))) or f"{number:,.0f}"
    if abs(number) < 1e-12:
        return "0"
    text = f"{number:.3g}"
    return f"{float(text):.15f}".rstrip("0").rstrip(".") if "e" in text else text


def count(number: float, suffix: str = "") -> str:
    """`number` with the suffix its writer used where that is exact, else the one that makes it shortest."""
    written = _with_suffix(number, suffix)
    if written is not None and (suffix or abs(number) < 100_000):
        return written
    for name in reversed(COUNTS):
        written = _with_suffix(number, name)
        if written is not None:
            return written
    return exact(number) or rough(number)


def _with_suffix(number: float, suffix: str) -> str | None:
    """`number` in thousands, millions, ...; None where that is not exact or not from 1 up to 1,000."""
    scaled = round(number / COUNTS[suffix], PLACES)
    if suffix and not 1 <= abs(scaled) < 1000:
        return None
    written = exact(number / COUNTS[suffix])
    return None if written is None else written + suffix


def best_unit(value: float, units: dict[str, float], written: str, choice: tuple[str, ...]) -> tuple[str, str]:
    """The number and unit in which to print `value`, given in the base unit.

    `written` is the user's unit or "", `choice` the units that may be taken instead, smallest first: the largest that
    gives a whole number below 1,000, else the largest that gives an exact one, else one that is nearly right.
    """
    if written:
        text = exact(value / units[written])
        if text is not None:
            return text, written
    for whole in (True, False):
        for name in reversed(choice):
            number = value / units[name]
            text = exact(number)
            if text is not None and abs(number) >= 1 and (not whole or ("." not in text and abs(number) < 1000)):
                return text, name
    if written and abs(value / units[written]) >= 1:
        return rough(value / units[written]), written
    for name in reversed(choice):
        if abs(value / units[name]) >= 1:
            return rough(value / units[name]), name
    return exact(value / units[choice[0]]) or rough(value / units[choice[0]]), choice[0]
