"""The kinds of value that only networks have: addresses, CIDRs, ports, protocols, destinations of routes."""

from __future__ import annotations

from typing import Annotated, Any

from archlint.model.values import Parsed, ValueProblemError, one_or_many, shown

_PROTOCOLS = {"-1": "all", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmp"}
_WORDS = ("tcp", "udp", "icmp", "all")


def _cidr(value: Any, version: int | None = None) -> str:
    import ipaddress

    what = f"an IPv{version} CIDR" if version else "a CIDR"
    example = "2001:db8::/56" if version == 6 else "10.0.0.0/16"
    if type(value) is str and "/" in value:
        try:
            network = ipaddress.ip_network(value, strict=False)
        except ValueError:
            pass
        else:
            if version in (None, network.version):
                return value
    raise ValueProblemError(f"{shown(value)} is not {what} such as `{example}`")


def _cidr4(value: Any) -> str:
    return _cidr(value, 4)


def _cidr6(value: Any) -> str:
    return _cidr(value, 6)


def _cidrs(value: Any) -> tuple[str, ...]:
    return tuple(_cidr(item) for item in one_or_many(value) or ())


def _address(value: Any) -> str:
    import ipaddress

    if type(value) is str:
        try:
            ipaddress.ip_address(value)
        except ValueError:
            pass
        else:
            return value
    raise ValueProblemError(f"{shown(value)} is not an address such as `10.0.1.5`")


def _destination(value: Any) -> str:
    if type(value) is str and value.partition(":")[0] in ("prefix", "service") and value.partition(":")[2]:
        return value
    try:
        return _cidr(value)
    except ValueProblemError:
        problem = f"{shown(value)} is neither a CIDR nor `prefix:<name>` nor `service:<name>`"
        raise ValueProblemError(problem) from None


def _peers(value: Any) -> tuple[str, ...]:
    return tuple(_peer(item) for item in one_or_many(value) or ())


def _peer(value: Any) -> str:
    if type(value) is not str or not value:
        raise ValueProblemError(
            f"{shown(value)} is neither a CIDR nor a group nor `prefix:<name>` nor `service:<name>`"
        )
    return _cidr(value) if "/" in value else value


def _ports(value: Any) -> tuple[tuple[int, int], ...]:
    if value == "all":
        return ((0, 65535),)
    return tuple(_port_range(item) for item in one_or_many(value) or ())


def _port_range(value: Any) -> tuple[int, int]:
    first, dash, last = str(value).partition("-")
    if type(value) is not bool and first.isdigit() and (last.isdigit() if dash else True):
        ends = int(first), int(last or first)
        if ends[0] <= ends[1] <= 65535:
            return ends
    raise ValueProblemError(f"{shown(value)} is no port from 0 to 65535, no range such as `1024-65535` and not `all`")


def _protocol(value: Any) -> str:
    text = str(value).lower()
    text = _PROTOCOLS.get(text, text)
    if type(value) is not bool and (text in _WORDS or (text.isdigit() and int(text) <= 255)):
        return text
    raise ValueProblemError(f"{shown(value)} is not one of {', '.join(_WORDS)}, or a protocol's number")


def _rule_number(value: Any) -> str:
    text = str(value)
    if text.isdigit() and 1 <= int(text) <= 32766:
        return text
    raise ValueProblemError(f"{shown(value)} is not a rule's number from 1 to 32766")


_TEXTS = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
_PORT = {"type": ["integer", "string"], "examples": [443, "1024-65535", "all"]}

Cidr = Annotated[str, Parsed(_cidr4, type="string", examples=["10.0.1.0/24"])]
Cidr6 = Annotated[str, Parsed(_cidr6, type="string", examples=["2001:db8:0:1::/64"])]
AnyCidr = Annotated[str, Parsed(_cidr, type="string", examples=["0.0.0.0/0"])]
AnyCidrs = Annotated[tuple[str, ...], Parsed(_cidrs, anyOf=_TEXTS, examples=["10.0.0.0/16"])]
Address = Annotated[str, Parsed(_address, type="string", examples=["10.0.1.5"])]
Destination = Annotated[str, Parsed(_destination, type="string", examples=["0.0.0.0/0", "service:s3"])]
Peers = Annotated[tuple[str, ...], Parsed(_peers, anyOf=_TEXTS, examples=["0.0.0.0/0"])]
Ports = Annotated[tuple[tuple[int, int], ...], Parsed(_ports, anyOf=[_PORT, {"type": "array", "items": _PORT}])]
Protocol = Annotated[str, Parsed(_protocol, type=["string", "integer"], examples=list(_WORDS))]
Numbered = Annotated[str, Parsed(_rule_number, type=["string", "integer"], examples=[100])]
