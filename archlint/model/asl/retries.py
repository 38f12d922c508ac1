"""Reading `Retry` and `Catch`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from archlint.model.asl.fields import LONGEST, Reader, known_fields, number, shown, text
from archlint.model.problems import nearest
from archlint.model.states import Catcher, Retrier

if TYPE_CHECKING:
    from archlint.document.quantities import Unknown
    from archlint.model.base import Path
    from archlint.model.states import Language

_RETRIER = (
    "ErrorEquals",
    "IntervalSeconds",
    "MaxAttempts",
    "BackoffRate",
    "MaxDelaySeconds",
    "JitterStrategy",
    "Comment",
)
_CATCHER = ("ErrorEquals", "Next", "ResultPath", "Output", "Assign", "Comment")
ALL = "States.ALL"
ERRORS = (
    ALL, "States.BranchFailed", "States.DataLimitExceeded", "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout", "States.Http.Socket", "States.IntrinsicFailure", "States.ItemReaderFailed",
    "States.NoChoiceMatched", "States.ParameterPathFailure", "States.Permissions", "States.QueryEvaluationError",
    "States.ResultPathMatchFailure", "States.ResultWriterFailed", "States.Runtime", "States.TaskFailed",
    "States.Timeout",
)  # fmt: skip
"""The errors of Step Functions itself.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""
_SHORT = tuple(error.removeprefix("States.") for error in ERRORS)
_LONGEST_DELAY = 31_622_400


def read_retries(reader: Reader, data: Mapping[str, Any], path: Path, owner: str) -> tuple[Retrier, ...]:
    """The entries of `Retry`; what is absent has AWS's defaults: 1 s, doubled each time, 3 retries."""
    found = []
    entries = _entries(reader, data, "Retry", path, owner)
    for index, entry in entries:
        at = (*path, "Retry", index)
        known_fields(reader, entry, at, _RETRIER, f"a Retry of {owner}")
        errors = _errors(reader, entry, at, owner, "Retry", last=index == len(data["Retry"]) - 1)
        interval = _or(number(reader, entry, "IntervalSeconds", at, 1, LONGEST), 1)
        delay = number(reader, entry, "MaxDelaySeconds", at, 1, _LONGEST_DELAY)
        if isinstance(delay, float) and delay <= interval:
            message = f"MaxDelaySeconds is {delay:g}, not more than the first interval of {interval:g}"
            reader.value((*at, "MaxDelaySeconds"), message, "Raise MaxDelaySeconds, or remove it.")
        jitter = entry.get("JitterStrategy", "NONE")
        if jitter not in ("FULL", "NONE"):
            message = f"JitterStrategy is {shown(jitter)}, neither FULL nor NONE"
            reader.value((*at, "JitterStrategy"), message, "Write `FULL` or `NONE`.")
        found.append(
            Retrier(
                errors=errors,
                path=at,
                interval=interval,
                backoff=_or(number(reader, entry, "BackoffRate", at, 1, float("inf"), whole=False), 2),
                max_attempts=int(_or(number(reader, entry, "MaxAttempts", at, 0, LONGEST), 3)),
                max_delay=delay if isinstance(delay, float) else None,
                jitter=jitter == "FULL",
            )
        )
    return tuple(found)


def read_catches(
    reader: Reader, data: Mapping[str, Any], path: Path, owner: str, language: Language
) -> tuple[Catcher, ...]:
    """The entries of `Catch`."""
    found = []
    for index, entry in _entries(reader, data, "Catch", path, owner):
        at = (*path, "Catch", index)
        known_fields(reader, entry, at, _CATCHER, f"a Catch of {owner}", language)
        errors = _errors(reader, entry, at, owner, "Catch", last=index == len(data["Catch"]) - 1)
        target = text(reader, entry, "Next", at, f"a Catch of {owner}")
        if "Next" not in entry:
            reader.fault(
                "missing-field", at, f"a Catch of {owner} has no Next", "Name the state that goes on in `Next`."
            )
        found.append(Catcher(errors, at, target))
    return tuple(found)


def _or(value: float | Unknown | None, default: float) -> float:
    return value if isinstance(value, float) else default


def _entries(
    reader: Reader, data: Mapping[str, Any], key: str, path: Path, owner: str
) -> list[tuple[int, Mapping[str, Any]]]:
    given = data.get(key, [])
    if not isinstance(given, list):
        reader.value((*path, key), f"{key} of {owner} is {shown(given)}, not a list", f"Make {key} a list.")
        return []
    found = []
    for index, entry in enumerate(given):
        if isinstance(entry, Mapping):
            found.append((index, entry))
        else:
            reader.value(
                (*path, key, index), f"a {key} of {owner} is {shown(entry)}, not a mapping", "Make it a mapping."
            )
    return found


def _errors(
    reader: Reader, entry: Mapping[str, Any], path: Path, owner: str, kind: str, *, last: bool
) -> tuple[str, ...]:
    given = entry.get("ErrorEquals")
    if "ErrorEquals" not in entry:
        reader.fault(
            "missing-field", path, f"a {kind} of {owner} has no ErrorEquals", "List the errors in `ErrorEquals`."
        )
        return ()
    at = (*path, "ErrorEquals")
    if not isinstance(given, list) or not given or not all(isinstance(error, str) for error in given):
        message = f"ErrorEquals of a {kind} of {owner} is {shown(given)}, not a list of errors' names"
        reader.value(
            at, message if given != [] else f"ErrorEquals of a {kind} of {owner} is empty", "List the errors' names."
        )
        return ()
    for index, error in enumerate(given):
        meant = nearest(error.removeprefix("States."), _SHORT) if error.startswith("States.") else None
        if meant is not None and error not in ERRORS:  # the list of errors grows: only a slip of the pen is told
            message = f"`{error}` is no error of Step Functions; did you mean `States.{meant}`?"
            reader.value((*at, index), message, f"Write `States.{meant}`.")
    if ALL in given and (len(given) > 1 or not last):
        message = f"{ALL} in a {kind} of {owner} does not stand {'alone' if len(given) > 1 else 'last'}"
        reader.value(at, message, f"Give {ALL} an entry of its own, as the last one.")
    return tuple(given)
