"""The Lambda runtimes: until when each can be used, and where AWS offers it."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from functools import cache
from typing import Literal, NamedTuple

from archlint.catalog import store

State = Literal["announced", "current", "deprecated", "create_blocked", "update_blocked"]


class Runtime(NamedTuple):
    """One runtime; dates are ISO text, "" where AWS has set none. `successor` is the newest of its language, or ""."""

    name: str
    language: str
    deprecated: str
    create_blocked: str
    update_blocked: str
    arm64: bool
    snap_start: bool
    container_only: bool
    announced: bool
    successor: str
    verified: bool
    facts: tuple[str, ...]
    source: str
    as_of: str

    def state(self, today: str) -> State:
        """Return what holds on an ISO date; functions of a deprecated runtime run, and can change until blocked."""
        if self.announced:
            return "announced"
        if self.update_blocked and self.update_blocked <= today:
            return "update_blocked"
        if self.create_blocked and self.create_blocked <= today:
            return "create_blocked"
        return "deprecated" if self.deprecated and self.deprecated <= today else "current"


@cache
def runtimes() -> dict[str, Runtime]:
    """Return every runtime by its identifier, such as `python3.13`, loaded once a process."""
    rows: dict[str, list[object]] = store.load("runtimes")
    return {
        name: Runtime._make((name, *(tuple(field) if isinstance(field, list) else field for field in row)))
        for name, row in rows.items()
    }
