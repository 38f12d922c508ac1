"""What packets meet in AWS: the ports things listen at and speak from, and what services are called in endpoints."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from functools import cache
from typing import NamedTuple

from archlint.catalog import store
from archlint.catalog.limits import limits


class Networks(NamedTuple):
    """The facts about networks.

    `ephemeral` holds both ends of the ports that clients speak from (`managed`, `instance`), `reserved` how many
    addresses AWS keeps at the start of a subnet, `sizes` the prefixes of its largest and smallest range, `unroutable`
    the CIDRs that no route can lead elsewhere. `engines` are ports by a word of an engine's name, to be tried in this
    order; `ports` by a component's type. `types`, `names` and the rest speak of services as endpoints do.
    """

    ephemeral: dict[str, tuple[int, int]]
    reserved: int
    sizes: tuple[int, int]
    unroutable: tuple[str, ...]
    engines: dict[str, int]
    ports: dict[str, int]
    https: int
    types: dict[str, str]
    names: dict[str, str]
    with_interface: frozenset[str]
    with_gateway: frozenset[str]

    @property
    def services(self) -> frozenset[str]:
        """Every service that is known by its name in endpoints."""
        return self.with_interface | self.with_gateway | frozenset(self.types.values())


@cache
def networks() -> Networks:
    """Return the facts about networks, loaded once a process."""
    book = store.load("networks")
    services = book["services"]
    return Networks(
        {kind: (book["ephemeral"][kind][0], book["ephemeral"][kind][1]) for kind in ("managed", "instance")},
        book["reserved"]["first"],
        (book["sizes"]["prefix"][0], book["sizes"]["prefix"][1]),
        tuple(book["unroutable"]["blocks"]),
        book["engines"]["ports"],
        book["ports"]["types"],
        book["ports"]["https"],
        services["types"],
        services["names"],
        frozenset(services["interface"]),
        frozenset(limits().kinds("vpc.gateway_endpoints")),
    )
