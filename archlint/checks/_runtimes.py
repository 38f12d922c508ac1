"""What AWS says of the runtimes that functions name, on the day of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks.hit import Fix, Hit
from archlint.model.compute import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.catalog.runtimes import Runtime
    from archlint.design.graph import Design


def runtimes_used(design: Design) -> Iterator[tuple[Function, Runtime]]:
    """Every function whose code is a zip package, with its runtime where that is a known one.

    Images bring their own runtime. By the notes' book their example, Python 3.8, is a runtime like any other.
    """
    stating = [function for function in design.of(Function) if function.gives("runtime") and function.package == "zip"]
    if not stating:
        return
    from archlint.catalog.runtimes import runtimes

    known = runtimes()
    noted = "python3.8" if design.limit("lambda.runtime.python38") == "supported" else ""
    for function in stating:
        runtime = known.get(function.runtime)
        if runtime is not None and runtime.name != noted:
            yield function, runtime


def outdated(function: Function, runtime: Runtime, **values: str) -> Hit:
    """A function whose runtime AWS retires, with what to take in its place."""
    at = function.field("runtime")
    successor = runtime.successor or "a runtime that AWS supports"
    return Hit(
        at=at,
        values={"function": function, "runtime": runtime.name, **values, "successor": successor},
        fix=Fix(at, runtime.successor, safe=False) if runtime.successor else None,
    )
