"""The answer of `archlint reach` for people and for programs: a path hop by hop, or a line for every flow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint import __version__
from archlint.checks._reasons import in_words, where_in_words
from archlint.design.network.addresses import show_address
from archlint.design.network.answer import Hop, Stop
from archlint.reports.json_ import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.design.graph import Design
    from archlint.design.network.answer import Answer, Path
    from archlint.design.network.topology import At
    from archlint.model.description import AnyFlow

_HOPS = {
    "sg-egress": "security group {name} lets it out of {detail}",
    "sg-ingress": "security group {name} admits it to {detail}",
    "nacl-egress": "network ACL {name} lets it out of {detail}",
    "nacl-ingress": "network ACL {name} lets it into {detail}",
    "route": "routes of {name}: {detail}",
    "nat-gateway": "NAT gateway {name} in {detail}",
    "internet-gateway": "internet gateway of {name}",
    "egress-only-gateway": "egress-only gateway of {name}",
    "peering": "peering {name} to {detail}",
    "transit-gateway": "transit gateway {name}, table {detail}",
    "vpn": "{name} to {detail}",
    "endpoint": "endpoint {name} for {detail}",
}
_COLOURS = {"delivered": "32", "dropped": "31", "partial": "33"}
_DENIED = "the packets pass, but the endpoint's policy refuses what they carry"
_NO_NETWORK = "crosses no network that is known here"
_NO_PORT = "its `port` is not stated"
_OPEN = "too little is stated to tell"
_MADE_UP = 240 << 24


class Asked(NamedTuple):
    """One question that a user asked, and its answer; None where it is about a flow that crosses no network."""

    design: Design
    label: str
    answer: Answer | None


class Row(NamedTuple):
    """One flow of the matrix; without an answer it crosses no network of one's own, or too little is known of it."""

    design: Design
    flow: AnyFlow
    answer: Answer | None


def rows(design: Design) -> Iterator[Row]:
    """Every flow of a design with its answer."""
    for flow in design.all_flows:
        if flow.edge == "event":
            crossing = design.network.crossing(flow)
            yield Row(design, flow, crossing.answer if crossing is not None else None)


def as_text(asked: Asked, *, colour: bool = False) -> str:
    """A path hop by hop, the way there and the way back; then everything that stops it."""
    if asked.answer is None:
        return f"{asked.label}: {_NO_NETWORK}\n"
    question = asked.answer.question
    port = f" on {question.protocol} {question.port}" if question.protocol != "icmp" else " by icmp"
    lines = [f"{asked.label}{port}: {_painted(asked.answer.verdict, colour)}"]
    for path in asked.answer.paths:
        lines += ["", *_path(asked.design, path, question.protocol, colour)]
    if asked.answer.denied_by:
        place = _place(asked.design, asked.answer.denied_by)
        lines += ["", f"  {_DENIED} ({place})"]
    return "\n".join(lines) + "\n"


def _painted(verdict: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[verdict]}m{verdict}\x1b[0m" if colour else verdict


def _path(design: Design, path: Path, protocol: str, colour: bool) -> Iterator[str]:
    start = f"{path.source} in {path.subnet}" if path.subnet else path.source
    address = _address(path.target_address)
    yield f"  from {start} to {path.target}{f' ({address})' if address not in ('', path.target) else ''}: " + _painted(
        path.verdict, colour
    )
    for returning, title in ((False, "there"), (True, "back")):
        steps = [step for step in path.steps if step.returning == returning and not _is_plain(step)]
        if steps:
            yield f"    {title}"
        yield from (f"      {_step(design, step, protocol)}" for step in steps)
    seen = _address(path.source_seen)
    if path.verdict == "delivered" and seen:
        yield f"    {path.target} sees {seen}"


def _is_plain(step: Hop | Stop) -> bool:
    """True for the default ACL, which allows everything and which nobody wrote."""
    return isinstance(step, Hop) and step.kind.startswith("nacl") and step.name == "default"


def _step(design: Design, step: Hop | Stop, protocol: str) -> str:
    if isinstance(step, Stop):
        return f"{'?' if step.passed else 'x'} {_said(design, step, protocol)}{_at(design, step.at)}"
    return f"  {_HOPS[step.kind].format(name=step.name, detail=step.detail)}{_at(design, step.at)}"


def _said(design: Design, stop: Stop, protocol: str) -> str:
    code = f" ({stop.code})" if stop.code else ""
    return f"{where_in_words(stop)}: {in_words(design.network.network, stop, protocol)}{code}"


def _address(address: int) -> str:
    """An address that the description gives, or one of a subnet; nothing for one that merely stands for any."""
    return "" if _MADE_UP <= address < 1 << 32 else show_address(address)


def _at(design: Design, at: At) -> str:
    place = _place(design, at)
    return f"  [{place}]" if place else ""


def _place(design: Design, at: At) -> str:
    if not at:
        return ""
    span = design.description.document.locate(at)
    return f"{span.source.path}:{span.line}:{span.column}"


def matrix_as_text(found: Sequence[Row], *, colour: bool = False) -> str:
    """A line for every flow."""
    width = max((len(str(row.flow)) for row in found), default=0)
    lines = [_line(row, width, colour) for row in found]
    judged = [row.answer for row in found if row.answer is not None]
    reached = sum(answer.succeeds for answer in judged)
    lines.append(f"{reached} of {len(judged)} flows that cross a network get through")
    return "\n".join(lines) + "\n"


def _line(row: Row, width: int, colour: bool) -> str:
    name = f"{row.flow!s:{width}}"
    if row.answer is None:
        return f"{name}  -          {_unanswered(row.design, row.flow)}"
    question = row.answer.question
    verdict = _painted(row.answer.verdict, colour) + " " * (9 - len(row.answer.verdict))
    said = "; ".join(_said(row.design, stop, question.protocol) for stop in row.answer.stops[:1])
    more = f" (and {len(row.answer.stops) - 1} more)" if len(row.answer.stops) > 1 else ""
    if row.answer.denied_by:
        said = f"{said}{'; ' if said else ''}{_DENIED} ({_place(row.design, row.answer.denied_by)})"
    port = question.port or "on every port"
    return f"{name}  {verdict}  {question.protocol} {port}{f'  {said}{more}' if said else ''}"


def _unanswered(design: Design, flow: AnyFlow) -> str:
    """Why nothing is said of a flow's way."""
    from archlint.design.network.flows import connection
    from archlint.design.network.ports import port_of

    ends, network = connection(flow), design.network
    if ends is None:
        return _NO_NETWORK
    for end in ends:
        if not network.is_certain(end):
            return f"not worked out: a part of the network of {end} cannot be read"
    caller, callee = ends
    if not network.is_placed(caller) and not network.is_called_inside(callee):
        return _NO_NETWORK
    return _OPEN if flow.gives("port") or port_of(design, flow, callee) else _NO_PORT


def as_json(asked: Sequence[Asked]) -> str:
    """The promised document for one question."""
    first = asked[0]
    answer = {"verdict": None} if first.answer is None else _answer(first.design, first.answer)
    return dumps({**_head(), "question": first.label, **answer})


def matrix_as_json(found: Sequence[Row]) -> str:
    """The promised document for all flows: `verdict` is null where a flow crosses no network."""
    flows = []
    for row in found:
        ends = {"flow": str(row.flow), "source": row.flow.source.name, "target": row.flow.target.name}
        answer = {"verdict": None} if row.answer is None else _answer(row.design, row.answer)
        flows.append({**ends, **answer})
    return dumps({**_head(), "flows": flows})


def _head() -> dict[str, Any]:
    return {"schema": 1, "tool": {"name": "archlint", "version": __version__}}


def _answer(design: Design, answer: Answer) -> dict[str, Any]:
    question = answer.question
    return {
        "verdict": answer.verdict,
        "port": question.port or None,
        "protocol": question.protocol,
        "denied_by_policy": bool(answer.denied_by),
        "stops": [_stop_fields(design, stop, question.protocol) for stop in answer.stops],
        "paths": [_path_fields(design, path, question.protocol) for path in answer.paths],
    }


def _path_fields(design: Design, path: Path, protocol: str) -> dict[str, Any]:
    return {
        "source": path.source,
        "subnet": path.subnet or None,
        "target": path.target,
        "target_address": _address(path.target_address) or None,
        "source_seen": _address(path.source_seen) or None,
        "verdict": path.verdict,
        "hops": [
            {
                "kind": hop.kind,
                "name": hop.name,
                "detail": hop.detail,
                "direction": "back" if hop.returning else "there",
                **_place_fields(design, hop.at),
            }
            for hop in path.hops
        ],
        "stops": [_stop_fields(design, stop, protocol) for stop in path.stops],
    }


def _stop_fields(design: Design, stop: Stop, protocol: str) -> dict[str, Any]:
    return {
        "why": stop.why,
        "where": stop.where,
        "code": stop.code or None,
        "message": in_words(design.network.network, stop, protocol),
        "direction": "back" if stop.returning else "there",
        "ports_let_through": [list(ports) for ports in stop.passed],
        **_place_fields(design, stop.at),
    }


def _place_fields(design: Design, at: At) -> dict[str, Any]:
    if not at:
        return {"path": None, "line": None, "column": None}
    span = design.description.document.locate(at)
    return {"path": span.source.path, "line": span.line, "column": span.column}
