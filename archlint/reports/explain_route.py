"""What the clients of a route see when it fails, told to a person: a table of statuses, and what is lost."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.causes import Cause
    from archlint.design.failures import Caller, Failure, Later, RouteFailures

_CAUSE, _WHO = 60, 18
"""Columns of what causes a status, and of who tries again: with the others, 100 in all."""

_WORDS = {
    "malformed": "the request cannot be read",
    "schema": "the request does not fit the schema",
    "token": "no token of {issuer}, or one that has expired or is not genuine",
    "unauthorized": "{function} calls it unauthorized, or it lacks what {function} is to see",
    "scope": "the token of {issuer} lacks a scope that the route asks for",
    "denied": "{function} denies the call",
    "signature": "no signature with AWS credentials, or of a role that may not call it",
    "key": "no API key, or one of no usage plan",
    "blocked": "the web ACL blocks the request",
    "policy": "the policy of {api} does not admit the caller",
    "outside": "the request comes through no endpoint of {api}",
    "no_route": "another path or method, which {api} does not have",
    "oversize": "a body over {limit}, which {end} refuses",
    "too_large": "a body over {limit}, the most that {end} takes",
    "throttle": "more than {rate}, the throttle of {api}",
    "account": "more than {rate}, which all APIs of the account share",
    "quota": "the quota of the key's usage plan is used up",
    "authorizer": "{function} fails, or takes longer than {limit} to decide",
    "not_allowed": "{api} is not allowed to call {target}",
    "no_room": "no room for {target}: the account's concurrency is used up",
    "no_room_of_its_own": "no room for {target}: it may run {reserved} times at once",
    "bad_answer": "{target} answers with something that is no response",
    "crashed": "{target} fails with an error that it does not catch",
    "malformed_answer": "{target} answers in a form that is no response",
    "cut_off": "{target} is stopped at its timeout of {timeout}",
    "large_answer": "an answer over {limit}, the most that {target} returns",
    "unavailable": "{target}, or API Gateway itself, cannot be used just now",
    "too_slow": "{target} takes longer than the {waits} that {api} waits",
    "failed_execution": "an execution of {target} that fails is answered with 200: only the body says so",
    "begun_execution": "200 says that an execution of {target} has begun, not how it ends",
    "broken_off": "the call to {target} breaks off",
}

_KINDS = {"rest": "a REST API", "http": "an HTTP API", "websocket": "a WebSocket API"}


def in_words(cause: Cause) -> str:
    """A cause as a person says it."""
    said = _WORDS[cause.kind].format_map(cause.values)
    callers: Any = cause.values.get("callers")
    return f"{said}: so it is with {', '.join(callers)}" if callers else said


def again(caller: Caller) -> str:
    """How a caller tries again."""
    return f"{caller.flow.source}, {caller.retries} times" if caller.retries != 1 else f"{caller.flow.source}, once"


def route(found: RouteFailures) -> str:
    """Everything about one route: who calls it, what it leads to, the table of its failures, and what is lost."""
    lines = list(_head(found))
    lines += ["", "What the client sees:", "", *_row("status", "cause", "work begun", "tried again by")]
    for failure in found.failures:
        lines += _rows(failure)
    if any(cause.expected for failure in found.failures for cause in failure.causes):
        lines += ["", "! marks what comes of this design as it is, not of bad luck."]
    lines += ["", *lost(found)]
    if found.hidden:
        lines += ["", "What the client may take for success:"]
        lines += [line for one in found.hidden for line in _wrapped(in_words(one))]
    if found.later:
        lines += [
            "",
            "What fails after the client has its answer, unseen by it:",
            *(f"  {afterwards(one)}" for one in found.later),
        ]
    facts = sorted({fact for failure in found.failures for fact in failure.facts})
    return "\n".join([*lines, "", f"Facts: {' '.join(facts)}"]) + "\n"


def _wrapped(text: str) -> list[str]:
    return wrap(text, 100, initial_indent="  ", subsequent_indent="    ")


def _head(found: RouteFailures) -> Iterator[str]:
    targets = list(dict.fromkeys(str(flow.target) for flow in found.flows))
    kind = _KINDS.get(str(found.api.protocol), "an API")
    waits = f", which has {found.waits} to answer" if found.waits is not None else ""
    yield f"{found.route} of {found.api}, {kind}, leads to {' and '.join(targets)}{waits}"
    for caller in found.callers:
        yield f"  called by {caller.flow.source}: {manner(caller)}"
    if not found.callers:
        yield "  called by nobody in this description"
    answering = list(dict.fromkeys(str(flow.target) for flow in found.flows if flow.target.type != "step_functions"))
    if answering:
        yield f"  any status that {' or '.join(answering)} answers itself is passed on as it is"


def manner(caller: Caller) -> str:
    """Whether and how a caller tries again."""
    if not caller.retries > 0:
        return "does not try again" if caller.retries == 0 else "it is not known whether it tries again"
    waits = {"none": "at once", "fixed": "after a fixed wait", "exponential": "after waits that grow"}
    times = "once more" if caller.retries == 1 else f"{caller.retries} more times"
    return f"tries {times}, {waits.get(caller.backoff, 'after an unknown wait')}"


def _rows(failure: Failure) -> Iterator[str]:
    who = "; ".join(map(again, failure.repeated_by)) or "nobody"
    for number, cause in enumerate(failure.causes):
        first = number == 0
        mark = "! " if cause.expected else ""
        begun, by = (failure.begun, who) if first else ("", "")
        yield from _row(str(failure.status) if first else "", f"{mark}{in_words(cause)}", begun, by)


def _row(status: str, cause: str, begun: str, by: str) -> Iterator[str]:
    lines = zip_longest([status], wrap(cause, _CAUSE), [begun], wrap(by, _WHO), fillvalue="")
    for number, what, work, who in lines:
        yield f"  {number:<6}  {what:<{_CAUSE}}  {work:<10}  {who}".rstrip()


def lost(found: RouteFailures) -> Iterator[str]:
    """What is lost when a call of the route fails, in sentences."""
    yield "Where no work was begun, nothing is lost but the request, unless it is sent again."
    targets = " and ".join(dict.fromkeys(str(flow.target) for flow in found.flows))
    if found.repeatable is True:
        yield "Where it was begun, the answer is lost; doing the work again does no harm."
    elif found.repeatable is False:
        yield f"Where it was begun, the answer is lost, and whoever tries again has {targets} do the work twice."
    else:
        yield "Where it was begun, the answer is lost, and whoever tries again may have the work done twice:"
        yield f"nothing says whether that does harm (`idempotency` of {targets})."


def afterwards(later: Later) -> str:
    """How one flow is tried again after the client has its answer, and where it ends."""
    from archlint.reports.explain import tries

    last = [layer._replace(final=later.final) for layer in later.tries[-1:]]
    how = "; ".join(map(tries, (*later.tries[:-1], *last))) or "tried again by nobody"
    return f"{later.flow}: {how[0].lower()}{how[1:]}"
