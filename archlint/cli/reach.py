"""`archlint reach`: whether one thing can get to another through the networks, hop by hop, there and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archlint.cli.main import FOUND, complain, say
from archlint.cli.options import add_configuration, colour, configuration

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Container, Sequence

    from archlint.design.graph import Design
    from archlint.design.network.answer import Answer
    from archlint.design.network.flows import Networks


def arguments(command: ArgumentParser) -> None:
    command.add_argument(
        "names",
        nargs="*",
        default=[],
        metavar="FROM TO[:PORT] [PATH]",
        help="components, addresses (`[2001:db8::1]:443`), `internet` or AWS services; then descriptions or folders",
    )
    command.add_argument("--all", action="store_true", help="every flow of the description; then only PATHs are named")
    command.add_argument("--protocol", choices=("tcp", "udp", "icmp"), default="tcp", help="the transport protocol")
    command.add_argument("--from-port", type=_port, metavar="PORT", help="the port the caller speaks from")
    command.add_argument("--format", choices=("text", "json"), default="text", help="how the answer is printed")
    add_configuration(command)


def _port(text: str) -> int:
    from argparse import ArgumentTypeError

    if not text.isdigit() or not 0 < int(text) <= 65535:
        raise ArgumentTypeError(f"`{text}` is no port from 1 to 65535")
    return int(text)


def run(parsed: Namespace) -> int:
    names: list[str] = parsed.names
    if parsed.all:
        return _matrix(parsed, _designs(parsed, names))
    if len(names) < 2:
        return complain("reach needs two ends", "Write `archlint reach FROM TO[:PORT]`, or `archlint reach --all`.")
    return _one(parsed, names[0], names[1], _designs(parsed, names[2:]))


def _designs(parsed: Namespace, paths: Sequence[str]) -> list[Design]:
    from archlint.lint.discovery import find
    from archlint.lint.running import Wanted, designs, refuse_unknown_scenario

    settings = configuration(parsed)
    files = find([Path(path) for path in paths], settings)
    found = list(designs(files, settings, dict(parsed.parameter), parsed.scenario))
    refuse_unknown_scenario(files, Wanted(parsed.scenario), fits=bool(found))
    return found


def _one(parsed: Namespace, source: str, target: str, designs: Sequence[Design]) -> int:
    from archlint.design.network.answer import UnknownEndError

    try:
        ends = _ends(source, target, {name for design in designs for name in design.components})
    except ValueError as wrong:
        return complain(str(wrong))
    missing = ""
    for design in designs:
        try:
            return _say(parsed, design, ends)
        except UnknownEndError as unknown:
            missing = missing or str(unknown)
            if missing in design.components:
                return complain(f"`{missing}` does not say in which network it stands", f"Give {missing} a `vpc`.")
    return complain(_unknown(missing or source, designs))


def _say(parsed: Namespace, design: Design, ends: Ends) -> int:
    """Answer for one design. Raises UnknownEndError for an end that it does not have."""
    from archlint.reports import reach

    asked = reach.Asked(design, f"{ends.source} -> {ends.target}", _answer(parsed, design.network, ends))
    say(reach.as_json([asked]) if parsed.format == "json" else reach.as_text(asked, colour=colour()))
    return 0 if asked.answer is None or asked.answer.succeeds else FOUND


def _answer(parsed: Namespace, networks: Networks, ends: Ends) -> Answer | None:
    """What comes of a connection; None for a flow that goes by the service itself and over no network.

    Where the description has such a flow, it is answered as `--all` does: for the connection that the flow goes over,
    which the target opens where it fetches, and which leads to the service that invokes a function.
    """
    from archlint.design.network.answer import Question
    from archlint.design.network.flows import connection

    flows = [flow for flow in networks.design.all_flows if (flow.source.name, flow.target.name) == ends[:2]]
    if flows and not any(connection(flow) for flow in flows):
        return None
    if ends.port is None and not parsed.from_port and parsed.protocol == "tcp":
        crossings = filter(None, (networks.crossing(flow) for flow in flows))
        for crossing in crossings:
            return crossing.answer
    ports = ((parsed.from_port, parsed.from_port),) if parsed.from_port else ()
    start, end = _end(networks, ends.source, called=False), _end(networks, ends.target, called=True)
    return networks.ask(Question(start, end, ends.port or networks.port(ends.target), parsed.protocol, ports))


def _unknown(name: str, designs: Sequence[Design]) -> str:
    from archlint.catalog.networks import networks
    from archlint.model.problems import did_you_mean

    known = [*(known for design in designs for known in design.components), "internet", *sorted(networks().services)]
    return f"`{name}` is no component, address or AWS service of a description here{did_you_mean(name, known)}"


class Ends(NamedTuple):
    """The two ends of a question as they were written; without `port` it is the one that the target has."""

    source: str
    target: str
    port: int | None


def _ends(source: str, target: str, known: Container[str]) -> Ends:
    """Raises ValueError, with a message for people, where a port is none or stands at the wrong end."""
    start, port = (source, None) if source in known else split_port(source)
    if port is not None:
        raise ValueError(f"{source} has a port; only TO has one, and the caller's is `--from-port`")
    end, port = (target, None) if target in known else split_port(target)
    return Ends(start, end, port)


def split_port(text: str) -> tuple[str, int | None]:
    """`name:port` and `[2001:db8::1]:443` in their two parts; a bare IPv6 address has no port.

    Raises ValueError, with a message for people, for a port that is none.
    """
    if text.startswith("["):
        name, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise ValueError(f"`{text}` is no address in brackets such as `[2001:db8::1]:443`")
        colon, port = rest[:1], rest[1:]
    else:
        name, colon, port = text.rpartition(":")
        if not colon or ":" in name:
            return text, None
    if not colon:
        return name, None
    if not port.isdigit() or not 0 < int(port) <= 65535:
        raise ValueError(f"`{port}` of {text} is no port from 1 to 65535")
    return name, int(port)


def _end(networks: Networks, name: str, *, called: bool) -> str | int:
    from archlint.catalog.networks import networks as facts
    from archlint.design.network.addresses import read_address
    from archlint.design.network.resolve import SERVICE
    from archlint.design.network.services import endpoint_name

    if name in networks.design.components:
        return networks.end(name, called=called)
    try:
        return read_address(name)
    except ValueError:
        known = endpoint_name(name) in facts().services and name not in networks.network.nodes
        return f"{SERVICE}{name}" if known else name


def _matrix(parsed: Namespace, designs: Sequence[Design]) -> int:
    from archlint.reports import reach

    rows = [row for design in designs for row in reach.rows(design)]
    say(reach.matrix_as_json(rows) if parsed.format == "json" else reach.matrix_as_text(rows, colour=colour()))
    return FOUND if any(row.answer is not None and not row.answer.succeeds for row in rows) else 0
