"""Which writes into a bucket set off which of its notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.model.component import known
from archlint.model.flow import READS

if TYPE_CHECKING:
    from collections.abc import Callable

    from archlint.model.description import AnyFlow


def sets_off(write: AnyFlow, notice: AnyFlow) -> bool | None:
    """Whether what a flow does in a bucket makes the bucket send a notification; None where too little is said.

    The notification's event, prefix and suffix are its settings; where the flow says nothing of the keys that it
    writes, it may write any.
    """
    if write.operation in READS:
        return False
    happens = "removed" if write.operation == "delete" else "created"
    event: Any = notice.event
    fits = [
        happens in event.lower() if known(event) else None,
        _fits(write.prefix or write.key, notice.prefix, str.startswith),
        _fits(write.suffix, notice.suffix, str.endswith),
        True if write.operation else None,
    ]
    return False if False in fits else None if None in fits else True


def _fits(written: Any, wanted: Any, has: Callable[[str, str], bool]) -> bool | None:
    """Whether all keys that begin (or end) with one text do so with another; None where only some do, or who knows."""
    if not known(written) or not known(wanted):
        return None
    if has(written, wanted):
        return True
    return None if has(wanted, written) else False
