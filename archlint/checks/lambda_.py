"""Functions: time, memory and runtime, what invokes them and how many at once, and what AWS refuses to set on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._cold_starts import called, target_of, waits
from archlint.checks._mappings import is_limited, mappings, refused
from archlint.checks._runtimes import runtimes_used
from archlint.checks._written import seconds, size
from archlint.checks.hit import Fix, Hit
from archlint.document.quantities import UNKNOWN, Duration, Share
from archlint.model.component import Component, known
from archlint.model.compute import Function, FunctionDuration
from archlint.model.messaging import Queue
from archlint.model.registry import COMPUTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

_CALLERS = COMPUTE | {"client", "http_endpoint"}
"""Types that call by code of somebody's own, which can try again."""

_LATEST = ("", "$LATEST")


def function_timeout_over_limit(design: Design) -> Iterator[Hit]:
    most = design.limit("lambda.timeout.max")
    for function in design.of(Function):
        if function.timeout > most:
            at = function.field("timeout")
            yield Hit(
                at=at,
                values={"function": function, "timeout": function.timeout, "most": most},
                fix=Fix(at, seconds(most), safe=function.slowest < most),
            )


def function_slower_than_its_timeout(design: Design) -> Iterator[Hit]:
    for function in design.of(Function):
        took, flow = _slowest(design, function)
        if took >= function.timeout:
            duration = flow if flow is not None and flow.duration is not None else function
            batch = 1 if flow is None or took == design.timing.own(function) else flow.batch_size
            yield Hit(
                at=function.field("timeout"),
                related=[duration.field("duration"), *([flow.field("batch_size")] if flow and batch > 1 else [])],
                subject=function,
                values={
                    "function": function,
                    "took": took,
                    "work": f"a batch of {batch}" if batch > 1 else "an invocation",
                    "timeout": function.timeout,
                },
            )
