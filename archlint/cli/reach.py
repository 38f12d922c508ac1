"""`archlint reach`: whether one thing can get to another through the networks, hop by hop, there and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archlint.cli.main import FOUND, complain, say
from archlint.cli.options import add_configuration, colour, configuration

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from archlint.design.graph import Design
    from archlint.design.network.answer import Question
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
    from archlint.lint.running import designs

    settings = configuration(parsed)
    files = find([Path(path) for path in paths], settings)
    return list(designs(files, settings, dict(parsed.parameter), parsed.scenario))


def _one(parsed: Namespace, source: str, target: str, designs: Sequence[Design]) -> int:
    from archlint.design.network.answer import UnknownEndError
    from archlint.reports import reach

    missing = ""
    for design in designs:
        try:
            question = _question(parsed, design.network, source, target)
            answer = design.network.ask(question)
        except UnknownEndError as unknown:
            missing = missing or str(unknown)
            if missing in design.components:
                return complain(f"`{missing}` does not say in which network it stands", f"Give {missing} a `vpc`.")
            continue
        asked = reach.Asked(design, f"{source} -> {split_port(target)[0]}", answer)
        say(reach.as_json([asked]) if parsed.format == "json" else reach.as_text(asked, colour=colour()))
        return 0 if answer.verdict == "delivered" else FOUND
    return complain(_unknown(missing or source, designs))


def _unknown(name: str, designs: Sequence[Design]) -> str:
    from archlint.model.problems import did_you_mean

    known = [known for design in designs for known in (*design.components, "internet")]
    return f"`{name}` is no component, address or AWS service of a description here{did_you_mean(name, known)}"


def _question(parsed: Namespace, networks: Networks, source: str, target: str) -> Question:
    from archlint.design.network.answer import Question

    name, port = split_port(target)
    ports = ((parsed.from_port, parsed.from_port),) if parsed.from_port else ()
    return Question(
        _end(networks, split_port(source)[0], called=False),
        _end(networks, name, called=True),
        port or networks.port(name),
        parsed.protocol,
        ports,
    )


def split_port(text: str) -> tuple[str, int | None]:
    """`name:port` and `[2001:db8::1]:443` in their two parts; a bare IPv6 address has no port."""
    if text.startswith("["):
        name, _, port = text[1:].partition("]")
        port = port.removeprefix(":")
    else:
        name, colon, port = text.rpartition(":")
        if not colon or ":" in name:
            return text, None
    return (name, int(port)) if port.isdigit() else (text.strip("[]"), None)


def _end(networks: Networks, name: str, *, called: bool) -> str | int:
    from archlint.design.network.addresses import read_address

    if name in networks.design.components:
        return networks.end(name, called=called)
    try:
        return read_address(name)
    except ValueError:
        return name


def _matrix(parsed: Namespace, designs: Sequence[Design]) -> int:
    from archlint.reports import reach

    rows = [row for design in designs for row in reach.rows(design)]
    say(reach.matrix_as_json(rows) if parsed.format == "json" else reach.matrix_as_text(rows, colour=colour()))
    return FOUND if any(row.answer is not None and row.answer.verdict != "delivered" for row in rows) else 0
