"""What was meant by a schedule expression that AWS does not take: UNIX cron, Quartz, loose words; and what to write."""

from __future__ import annotations

import re

from archlint.model.cron import WEEKDAYS, CronError, parse_fields
from archlint.model.schedules import SECONDS, Fault, Unit

_MACROS = {
    "@yearly": "cron(0 0 1 1 ? *)",
    "@annually": "cron(0 0 1 1 ? *)",
    "@monthly": "cron(0 0 1 * ? *)",
    "@weekly": "cron(0 0 ? * SUN *)",
    "@daily": "cron(0 0 * * ? *)",
    "@midnight": "cron(0 0 * * ? *)",
    "@hourly": "cron(0 * * * ? *)",
}
_UNITS: dict[str, Unit] = {
    "m": "minute", "min": "minute", "mins": "minute", "minute": "minute", "minutes": "minute",
    "h": "hour", "hr": "hour", "hrs": "hour", "hour": "hour", "hours": "hour",
    "d": "day", "day": "day", "days": "day",
}  # fmt: skip
_FINE = {"s", "sec", "secs", "second", "seconds", "ms", "millisecond", "milliseconds"}
_LONG = {"w": 7, "week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14}
_AMOUNT = re.compile(r"(?:every\s+)?(-?\d{0,9}(?:\.\d{1,9})?)\s*([a-z]+)", re.IGNORECASE | re.ASCII)


def unknown_form(text: str) -> Fault:
    """The fault of an expression that is none of `cron(...)`, `rate(...)` and `at(...)`."""
    if text.lower() in _MACROS:
        return _unix(text, (_MACROS[text.lower()],))
    fields = text.split()
    if 5 <= len(fields) <= 7 and re.fullmatch(r"[\d*?/,\-]+", fields[0], re.ASCII):
        return malformed_cron(text, "stands without `cron(...)` around it")
    amount = _AMOUNT.fullmatch(text)
    if amount and (amount[1] or text.lower().startswith("every ")):
        return _loose_rate(amount)
    return Fault("cron-malformed", "is none of `cron(...)`, `rate(...)` and `at(...)`")


def _loose_rate(amount: re.Match[str]) -> Fault:
    fault = malformed_rate(f"{amount[1] or '1'} {amount[2]}")
    if fault.code == "schedule-too-fine" or not fault.instead:
        return fault
    return Fault("rate-malformed", "stands without `rate(...)` around it", fault.instead)


def malformed_cron(inner: str, error: str) -> Fault:
    """The fault of what stands in `cron(...)`, with the AWS form where the fields are UNIX's or Quartz's."""
    fields = inner.split()
    if inner.lower() in _MACROS:
        return _unix(inner, (_MACROS[inner.lower()],))
    if len(fields) == 5:
        translated = from_unix(inner)
        if translated:
            return _unix(inner, translated)
    if len(fields) == 7:
        seconds, rest = fields[0], " ".join(fields[1:])
        instead = _if_read(rest)
        if instead and re.fullmatch(r"[\d*/,\-]+", seconds, re.ASCII):
            if seconds.isdecimal():
                return Fault("cron-malformed", "has 7 fields, the first of them seconds; AWS takes 6", instead)
            return Fault("schedule-too-fine", "counts seconds; the finest schedule is one minute", instead)
    return Fault("cron-malformed", error, _if_read(_day_fields_mended(fields)))


def _unix(text: str, translated: tuple[str, ...]) -> Fault:
    fields = "" if text.startswith("@") else " with 5 fields"
    both = ", each of its two days in a schedule of its own" if len(translated) > 1 else ""
    meant = " and ".join(f"`{one}`" for one in translated)
    return Fault("cron-malformed", f"is UNIX cron{fields}; AWS writes it {meant}{both}", translated)


def _day_fields_mended(fields: list[str]) -> str:
    """The fields with `?` where a star stands in both day fields, or beside a day that is named."""
    if len(fields) != 6:
        return ""
    month_day, week_day = fields[2], fields[4]
    if week_day in ("*", "?"):
        fields = [*fields[:4], "?", fields[5]]
        fields[2] = "*" if month_day == "?" else month_day
    elif month_day == "*":
        fields = [*fields[:2], "?", *fields[3:]]
    return " ".join(fields)


def _if_read(fields: str) -> tuple[str, ...]:
    """The expression of six fields; nothing where they cannot be read."""
    try:
        return (f"cron({parse_fields(fields).text})",)
    except CronError:
        return ()


def from_unix(text: str) -> tuple[str, ...]:
    """UNIX cron's five fields as AWS expressions; two where both day fields are set, as UNIX fires on either.

    Days of the week count from Sunday = 0 there and from SUN = 1 here, so they are written by name. Empty where the
    fields cannot be read.
    """
    fields = text.upper().split()
    if len(fields) != 5:
        return ()
    minutes, hours, month_day, month, week_day = fields
    named = _named_week_days(week_day)
    if named is None:
        return ()
    every_month_day, every_week_day = month_day in ("*", "?"), named in ("*", "?")
    month_form = f"{minutes} {hours} {'*' if month_day == '?' else month_day} {month} ? *"
    week_form = f"{minutes} {hours} ? {month} {named} *"
    if every_week_day:
        forms = [month_form]
    elif every_month_day:
        forms = [week_form]
    else:
        forms = [month_form, week_form]
    read = tuple(one for form in forms for one in _if_read(form))
    return read if len(read) == len(forms) else ()


def _named_week_days(field: str) -> str | None:
    """A UNIX day-of-week field by names: `1-5` is MON-FRI, `5-7` is FRI,SAT,SUN; None where it cannot be read."""
    if field in ("*", "?"):
        return field
    items = []
    for item in field.split(","):
        match = re.fullmatch(r"(\*|[0-7]|[A-Z]{3})(?:-([0-7]|[A-Z]{3}))?(?:/([1-7]))?", item)
        if match is None:
            return None
        start = 0 if match[1] == "*" else _unix_day(match[1])
        end = (6 if match[1] == "*" or match[3] else start) if match[2] is None else _unix_day(match[2])
        if start is None or end is None or (start > end and end != 0):
            return None
        end = 7 if end == 0 and start > 0 else end
        step = int(match[3] or 1)
        if step == 1 and end - start > 1 and end < 7:
            items.append(f"{WEEKDAYS[start]}-{WEEKDAYS[end]}")
        else:
            items += [WEEKDAYS[day % 7] for day in range(start, end + 1, step)]
    return "*" if items == ["SUN-SAT"] else ",".join(dict.fromkeys(items))


def _unix_day(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    return WEEKDAYS.index(text) if text in WEEKDAYS else None


def malformed_rate(inner: str) -> Fault:
    """The fault of what stands in `rate(...)`, with what to write where that is plain."""
    amount = _AMOUNT.fullmatch(inner.strip())
    if amount is None or not amount[1].strip("-"):
        return Fault("rate-malformed", "is not a number and a unit, as in `rate(5 minutes)`")
    value, word = float(amount[1]), amount[2].lower()
    if value <= 0:
        return Fault("rate-malformed", f"has the value {amount[1]}, and a rate is at least 1")
    if word in _FINE:
        return _too_fine(value / 1000 if word.startswith("m") else value)
    if word in _LONG:
        return Fault(
            "rate-malformed",
            f"counts in {word}; AWS knows minutes, hours and days",
            (_rate(value * _LONG[word] * 86_400),),
        )
    if word not in _UNITS:
        return Fault("rate-malformed", f"has the unit `{amount[2]}`; AWS knows minutes, hours and days")
    seconds = value * SECONDS[_UNITS[word]]
    if seconds < 60 or seconds % 60:
        return _too_fine(seconds)
    instead = (_rate(seconds),)
    if not amount[1].isdecimal():
        return Fault("rate-malformed", f"has the value {amount[1]}, which is not whole", instead)
    whole = int(amount[1])
    meant = (_written(whole, _UNITS[word]),)
    if amount[2] in ("minute", "minutes", "hour", "hours", "day", "days"):
        number = "is singular" if whole == 1 else "is plural"
        return Fault("rate-malformed", f"has `{amount[2]}` where the unit of {whole} {number}", meant)
    return Fault("rate-malformed", f"has the unit `{amount[2]}`; AWS knows minutes, hours and days", meant)


def _too_fine(seconds: float) -> Fault:
    if seconds >= 60 and seconds % 60 == 0:
        return Fault("rate-malformed", "counts in seconds; AWS knows minutes, hours and days", (_rate(seconds),))
    if seconds > 60:
        return Fault("schedule-too-fine", f"is {seconds:g} s; schedules count whole minutes", (_rate(seconds),))
    return Fault("schedule-too-fine", f"is {seconds:g} s; the finest schedule is one minute", ("rate(1 minute)",))


def _rate(seconds: float) -> str:
    """The rate nearest to a number of seconds, in the largest unit that it fills."""
    whole = max(60, round(seconds / 60) * 60)
    units: tuple[Unit, ...] = ("day", "hour", "minute")
    unit = next(unit for unit in units if whole % SECONDS[unit] == 0)
    return _written(whole // SECONDS[unit], unit)


def _written(value: int, unit: Unit) -> str:
    return f"rate({value} {unit}{'' if value == 1 else 's'})"
