"""Addresses and blocks of addresses as plain integers, and sets of ports, so that judging a packet is arithmetic.

An IPv4 address is its 32-bit number; an IPv6 address is its 128-bit number plus `IPV6`. The two families never meet in
one block: 0.0.0.0/0 says nothing about IPv6 and ::/0 nothing about IPv4, without a test for the family anywhere.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

IPV6 = 1 << 128

Ports = tuple[tuple[int, int], ...]
"""Ports as ranges with both ends included, in order, none touching the next."""

ALL_PORTS: Ports = ((0, 65535),)


class Block(NamedTuple):
    """All addresses of one CIDR, both ends included."""

    first: int
    last: int

    @property
    def host_bits(self) -> int:
        """How many bits the network leaves to its hosts: 8 for an IPv4 /24."""
        return (self.last - self.first).bit_length()


SOMEWHERE = 0xF0000001
"""Any public address that nobody names: it lies in 240.0.0.0/4, which nobody may use, so only a default fits it."""


SOMEWHERE_IPV6 = IPV6 + (0x20010002 << 96)
"""The same in IPv6, of the block that is set aside for benchmarks (RFC 5180)."""


def everything(version: int) -> Block:
    """0.0.0.0/0 or ::/0."""
    return Block(0, (1 << 32) - 1) if version == 4 else Block(IPV6, 2 * IPV6 - 1)


@lru_cache(maxsize=4096)
def read_block(text: str) -> Block:
    """The block of a CIDR or a single address; bits beyond the prefix are cut off, as AWS cuts them.

    Raises ValueError where the text is neither.
    """
    import ipaddress

    network = ipaddress.ip_network(text, strict=False)
    offset = IPV6 if network.version == 6 else 0
    return Block(int(network.network_address) + offset, int(network.broadcast_address) + offset)


@lru_cache(maxsize=4096)
def read_address(text: str) -> int:
    """The number of one address. Raises ValueError where the text is none."""
    import ipaddress

    address = ipaddress.ip_address(text)
    return int(address) + (IPV6 if address.version == 6 else 0)


def show_address(address: int) -> str:
    import ipaddress

    return str(ipaddress.IPv6Address(address - IPV6) if address >= IPV6 else ipaddress.IPv4Address(address))


def show_block(block: Block) -> str:
    width = 128 if block.first >= IPV6 else 32
    return f"{show_address(block.first)}/{width - block.host_bits}"


def overlap(one: Block, other: Block) -> bool:
    return one.first <= other.last and other.first <= one.last


def within(inner: Block, outer: Block) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


_RFC1918 = (Block(0x0A000000, 0x0AFFFFFF), Block(0xAC100000, 0xAC1FFFFF), Block(0xC0A80000, 0xC0A8FFFF))
_RFC6598 = Block(0x64400000, 0x647FFFFF)
_UNIQUE_LOCAL = Block(IPV6 + (0xFC << 120), IPV6 + (0xFE << 120) - 1)


def is_private(address: int) -> bool:
    """True for an address of RFC 1918, or of IPv6's unique local block: no internet gateway carries it."""
    return any(block.first <= address <= block.last for block in _RFC1918) or (
        _UNIQUE_LOCAL.first <= address <= _UNIQUE_LOCAL.last
    )


def is_shared(address: int) -> bool:
    """True for an address of RFC 6598, shared address space: no internet gateway carries it."""
    return _RFC6598.first <= address <= _RFC6598.last


def common(one: Ports, other: Ports) -> Ports:
    """The ports that are in both."""
    if one == other or other == ALL_PORTS:
        return one
    met = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple(sorted((first, last) for first, last in met if first <= last))


def without(ports: Ports, first: int, last: int) -> Ports:
    """The ports that are left when first to last are taken away."""
    left: list[tuple[int, int]] = []
    for a, b in ports:
        if a < first:
            left.append((a, min(b, first - 1)))
        if b > last:
            left.append((max(a, last + 1), b))
    return tuple(left)


def joined(ranges: list[tuple[int, int]]) -> Ports:
    """The ports of several ranges, which may overlap."""
    ports: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if ports and first <= ports[-1][1] + 1:
            ports[-1] = (ports[-1][0], max(last, ports[-1][1]))
        else:
            ports.append((first, last))
    return tuple(ports)
