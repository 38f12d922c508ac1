"""Functions: time, memory and runtime, what invokes them and how many at once, and what AWS refuses to set on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._amounts import saved
from archlint.checks._cold_starts import called, target_of, waits
from archlint.checks._concurrency import LATEST, collisions, crowds, held, is_limited, on_latest
from archlint.checks._invocations import longest_of_one, slowest
from archlint.checks._mappings import fullest, mappings, refused
from archlint.checks._runtimes import outdated, runtimes_used
from archlint.checks._written import seconds, size
from archlint.checks.hit import Fix, Hit
from archlint.document.quantities import Share
from archlint.model.component import Component, known
from archlint.model.compute import Function
from archlint.model.messaging import Queue
from archlint.model.registry import COMPUTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from archlint.design.graph import Design

_CALLERS = COMPUTE | {"client", "http_endpoint"}
"""Types that call by code of somebody's own, which can try again."""


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
        found = slowest(design, function)
        if found.took >= function.timeout:
            yield Hit(
                at=function.field("timeout"),
                related=found.why,
                subject=function,
                values={"function": function, "took": found.took, "work": found.work, "timeout": function.timeout},
            )


def function_timeout_defaulted(design: Design) -> Iterator[Hit]:
    for function in design.of(Function):
        if not function.gives("timeout") and slowest(design, function).took < function.timeout:
            yield Hit(at=function.field("timeout"), values={"function": function, "timeout": function.timeout})


def function_memory_defaulted(design: Design) -> Iterator[Hit]:
    whole = design.limit("lambda.memory.vcpu_point")
    for function in design.of(Function):
        if not function.gives("memory") and known(function.memory):
            yield Hit(
                at=function.field("memory"),
                values={"function": function, "memory": function.memory, "share": Share(function.memory / whole)},
            )


def function_memory_out_of_range(design: Design) -> Iterator[Hit]:
    least, most = design.limit("lambda.memory.range")
    for function in design.of(Function):
        if function.memory < least or function.memory > most:
            at = function.field("memory")
            nearest = min(max(function.memory, least), most)
            yield Hit(
                at=at,
                values={"function": function, "memory": function.memory, "least": least, "most": most},
                fix=Fix(at, size(nearest), safe=nearest == least),
            )


def runtime_deprecated(design: Design, today: date, *, ahead: int) -> Iterator[Hit]:
    from datetime import timedelta

    soon = (today + timedelta(days=ahead)).isoformat()
    for function, runtime in runtimes_used(design):
        if runtime.state(today.isoformat()) in ("current", "deprecated") and "" < runtime.deprecated <= soon:
            blocked = runtime.create_blocked or "a day that AWS has not set"
            yield outdated(function, runtime, deprecated=runtime.deprecated, blocked=blocked)


def runtime_blocked(design: Design, today: date) -> Iterator[Hit]:
    for function, runtime in runtimes_used(design):
        state = runtime.state(today.isoformat())
        if state in ("create_blocked", "update_blocked"):
            if state == "create_blocked":
                yield outdated(function, runtime, refused="create", since=runtime.create_blocked)
            else:
                yield outdated(function, runtime, refused="create or update", since=runtime.update_blocked)


def long_work_in_function(design: Design, *, limit: float) -> Iterator[Hit]:
    most = design.limit("lambda.timeout.max")
    for function in design.of(Function):
        took, at = longest_of_one(design, function)
        if took > limit * most:
            yield Hit(at=at, subject=function, values={"function": function, "took": took, "most": most})


def synchronous_call_without_retry(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Component, Function):
        # Lambda itself tries asynchronous calls again, so what is tried once is a call that is waited for
        once = known(flow.retries) and all(layer.times <= 1 for layer in design.delivery(flow).attempts)
        if once and flow.source.type in _CALLERS and flow.target.idempotent is not False:
            at = flow.field("retries")
            yield Hit(
                at=at,
                subject=flow,
                values={"caller": flow.source, "function": flow.target},
                fix=Fix(at, "2", safe=False),
            )


def async_attempts_out_of_range(design: Design) -> Iterator[Hit]:
    fewest, most = design.limit("lambda.async.retries")
    youngest, oldest = design.limit("lambda.async.event_age")
    for function in design.of(Function):
        if function.retries > most:
            at = function.field("retries")
            values = {"function": function, "setting": "retries", "given": function.retries}
            yield Hit(at=at, values={**values, "least": fewest, "most": most}, fix=Fix(at, f"{most:.0f}"))
        if function.max_age < youngest or function.max_age > oldest:
            at = function.field("max_age")
            values = {"function": function, "setting": "max_age", "given": function.max_age}
            nearest = min(max(function.max_age, youngest), oldest)
            yield Hit(at=at, values={**values, "least": youngest, "most": oldest}, fix=Fix(at, seconds(nearest)))


def batch_needs_window(design: Design) -> Iterator[Hit]:
    without = design.limit("sqs.receive.max")
    least = design.limit("lambda.esm.window_required")
    for flow in design.flows(Queue, Function):
        if flow.source.fifo is False and flow.batch_size > without and flow.batch_window < least:
            at = flow.field("batch_window")
            yield Hit(
                at=at,
                related=[flow.field("batch_size")],
                subject=flow,
                values={
                    "flow": flow,
                    "batch": flow.batch_size,
                    "window": flow.batch_window,
                    "without": without,
                    "least": least,
                },
                fix=Fix(at, seconds(least)),
            )


def fifo_batch_refused(design: Design) -> Iterator[Hit]:
    most = design.limit("lambda.esm.batch.sqs_fifo")
    for flow in design.flows(Queue, Function):
        if flow.source.fifo is not True:
            continue
        values = {"flow": flow, "queue": flow.source, "most": most}
        if flow.batch_size > most:
            at = flow.field("batch_size")
            yield Hit(
                at=at, subject=flow, values={**values, "asked": f"batches of {flow.batch_size}"}, fix=Fix(at, f"{most}")
            )
        if flow.batch_window > 0:
            at = flow.field("batch_window")
            yield Hit(
                at=at, subject=flow, values={**values, "asked": f"a window of {flow.batch_window}"}, fix=Fix(at, "0s")
            )


def mapping_settings_conflict(design: Design) -> Iterator[Hit]:
    for flow in mappings(design):
        for name, where in refused(flow):
            yield Hit(at=flow.field(name), subject=flow, values={"flow": flow, "setting": name, "where": where})


def batch_too_heavy(design: Design) -> Iterator[Hit]:
    for flow in mappings(design):
        batch = fullest(design, flow)
        if batch is not None and batch.total > batch.limit:
            at = flow.field("batch_size")
            yield Hit(
                at=at,
                related=[batch.stated.field("payload")],
                subject=flow,
                values={
                    "flow": flow,
                    "batch": flow.batch_size,
                    "payload": batch.payload,
                    "total": batch.total,
                    "limit": batch.limit,
                },
                fix=Fix(at, str(batch.fitting), safe=False) if batch.fitting else None,
            )


def concurrency_exhausted(design: Design) -> Iterator[Hit]:
    for function in design.of(Function):
        reserved, mapped = function.reserved_concurrency, held(design, function)
        total = sum(one.most for one in mapped)
        if reserved is not None and total > reserved:
            largest, *others = (one.flow.field("max_concurrency") for one in mapped)
            yield Hit(
                at=largest,
                related=[*others, function.field("reserved_concurrency")],
                subject=function,
                values={
                    "function": function,
                    "how": f"by {' and '.join(str(one.flow) for one in mapped)}",
                    "total": total,
                    "reserved": reserved,
                    "whose": "reserved for it",
                },
            )
    for crowd in crowds(design):
        yield Hit(
            at=crowd.function.field("reserved_concurrency"),
            subject=crowd.function,
            values={
                "function": crowd.who,
                "how": crowd.when,
                "total": f"{crowd.wanted:,.0f}",
                "reserved": f"{crowd.limit:,.0f}",
                "whose": crowd.whose,
            },
        )


def concurrency_unbounded(design: Design) -> Iterator[Hit]:
    most = min(design.limit("lambda.esm.sqs.scaling"), design.limit("lambda.concurrency.account"))
    for flow in design.flows(Queue, Function):
        function = flow.target
        bounds = (flow.max_concurrency, flow.pollers, function.reserved_concurrency)
        if flow.source.fifo is False and all(bound is None for bound in bounds):
            used = [use for use in design.events_out_of(function) if is_limited(use.target, function, most)]
            if used:
                yield Hit(
                    at=flow.field("max_concurrency"),
                    related=[use.at for use in used],
                    subject=flow,
                    values={
                        "queue": flow.source,
                        "function": function,
                        "most": most,
                        "stores": list(dict.fromkeys(use.target.name for use in used)),
                    },
                )


def trigger_on_latest(design: Design) -> Iterator[Hit]:
    if not design.description.is_production:
        return
    for function in design.of(Function):
        loose = on_latest(design, function)
        if loose:
            own = function.alias in LATEST
            yield Hit(
                at=function.field("alias") if own else loose[0].field("alias"),
                related=[flow.at for flow in loose],
                subject=function,
                values={"function": function, "sources": list(dict.fromkeys(flow.source.name for flow in loose))},
                fix=Fix(function.field("alias"), "live", safe=False) if own else None,
            )


def provisioned_concurrency_refused(design: Design) -> Iterator[Hit]:
    for function in design.of(Function):
        if function.provisioned_concurrency > 0:
            for where, at in collisions(design, function):
                yield Hit(
                    at=function.field("provisioned_concurrency"),
                    related=[at],
                    values={"function": function, "kept": function.provisioned_concurrency, "where": where},
                    fix=Fix(at, "live", safe=False) if at == function.field("alias") else None,
                )


def cold_start_in_the_request(design: Design, *, share: float) -> Iterator[Hit]:
    for flow in design.entries:
        target = target_of(flow)
        if target is None:
            continue
        warm = waits(design, flow)
        for function in called(design, flow):
            kept = function.provisioned_concurrency > 0 or function.snap_start is True or function.cold_share < share
            if not kept and warm <= target.latency < warm + function.init:
                yield Hit(
                    at=target.at,
                    related=[function.field("init")],
                    subject=flow,
                    values={
                        "flow": flow,
                        "function": function,
                        "latency": target.latency,
                        "init": function.init,
                        "cold": warm + function.init,
                    },
                )


def arm64_is_cheaper(design: Design, today: date) -> Iterator[Hit]:
    for function, runtime in runtimes_used(design):
        movable = runtime.arm64 and runtime.state(today.isoformat()) in ("current", "deprecated")
        if movable and function.architecture == "x86_64":
            at = function.field("architecture")
            yield Hit(
                at=at,
                values={"function": function, "runtime": runtime.name},
                monthly=saved(design, function, architecture="arm64"),
                fix=Fix(at, "arm64", safe=False),
            )
