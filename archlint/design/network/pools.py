"""Addresses for what the description gives none: inside a subnet the next free one, outside one that nobody may use."""

from __future__ import annotations

from archlint.catalog.networks import networks
from archlint.design.network.addresses import SOMEWHERE, Block


class Pool:
    """Hands out addresses that nothing else has."""

    __slots__ = ("_next", "_outside", "_reserved", "taken")

    def __init__(self) -> None:
        self.taken: set[tuple[str, int]] = set()
        self._next: dict[tuple[str, Block], int] = {}
        self._outside = SOMEWHERE
        self._reserved = networks().reserved

    def take(self, network: str, address: int) -> int:
        """Mark a stated address as used in a network."""
        self.taken.add((network, address))
        return address

    def inside(self, network: str, block: Block) -> int:
        """The next free address of a subnet."""
        address = self._next.get((network, block), block.first + self._reserved)
        while (network, address) in self.taken and address < block.last:
            address += 1
        self._next[network, block] = address + 1
        return self.take(network, min(address, block.last))

    def outside(self) -> int:
        """A public address of its own, from the block that nobody may use."""
        self._outside += 1
        return self._outside
