"""Which writes into a bucket set off which of its notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.flow import READS

if TYPE_CHECKING:
    from archlint.model.description import AnyFlow


def sets_off(write: AnyFlow, notice: AnyFlow) -> bool | None:
    """Whether what a flow does in a bucket makes the bucket send a notification; None where too little is said.

    The notification's event, prefix and suffix are its settings; where the flow says nothing of the keys that it
    writes, it may write any.
    """
    if write.operation in READS:
        return False
    happens = "removed" if write.operation == "delete" else "created"
    fits = [
        happens in notice.event.lower(),
        _fits(write.prefix or write.key, notice.prefix),
        _fits(write.suffix[::-1], notice.suffix[::-1]),
        True if write.operation else None,
    ]
    return False if False in fits else None if None in fits else True


def _fits(written: str, wanted: str) -> bool | None:
    """Whether all keys that begin with one text begin with another; None where only some do."""
    if written.startswith(wanted):
        return True
    return None if wanted.startswith(written) else False
