"""How AWS's pollers, partitions and buffers work by themselves, as plain numbers that the load rests on."""

from __future__ import annotations

from archlint.catalog.billing import rules


def works(name: str) -> float:
    """A figure by its id, in bytes, seconds or a plain count; KeyError where there is none."""
    return rules("workings")[name].value
