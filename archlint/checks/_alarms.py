"""Which components are watched: what their alarms are stated to tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.model.component import known

if TYPE_CHECKING:
    from archlint.model.component import Component

FAILED_EXECUTIONS = ("fail", "timed", "abort", "error")
"""Words that metrics of executions that fail begin with."""


def is_watched(component: Component, words: tuple[str, ...]) -> bool:
    """True where alarms on one of these metrics are stated, or whether there are any is not known."""
    alarms: Any = component.alarms
    if alarms is None or alarms is False:
        return False
    if not isinstance(alarms, list) or not all(map(known, alarms)):
        return True
    return any(word.startswith(words) for metric in alarms for word in _words(str(metric)))


def _words(metric: str) -> list[str]:
    """The words of a metric's name, be it `IteratorAge` or `iterator_age`."""
    from re import findall, sub

    return findall(r"[a-z0-9]+", sub(r"(?<=[a-z])(?=[A-Z])", "_", metric).lower())
