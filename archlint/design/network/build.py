"""The topology of a description."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.network.building import plan
from archlint.design.network.inside import lay_out
from archlint.design.network.joins import peerings, sites, transit_gateways, vpns
from archlint.design.network.placing import nodes
from archlint.design.network.topology import Topology
from archlint.model.network_names import wrong_in_networks

if TYPE_CHECKING:
    from archlint.model.description import Description


class Built(NamedTuple):
    """A topology, and the networks and components of which something is wrong or could not be read.

    What cannot be known of them is told already; nothing more is concluded about them.
    """

    topology: Topology
    uncertain: frozenset[tuple[str, str]]


def build(description: Description) -> Built:
    """Everything of a description that packets can meet, with the place of each thing."""
    found = plan(description)
    lay_out(found)
    topology = Topology(
        vpcs=tuple(found.networks.values()),
        subnets=tuple(found.subnets.values()),
        nodes=(*nodes(found), *sites(found)),
        nat_gateways=tuple(found.nat_gateways),
        peerings=tuple(peerings(found)),
        transit_gateways=tuple(transit_gateways(found)),
        vpns=tuple(vpns(found)),
        endpoints=tuple(found.endpoints),
        services=found.services,
    )
    told = {(str(wrong.path[0]), str(wrong.path[1])) for wrong in wrong_in_networks(description)}
    return Built(topology, frozenset(told | {("vpcs", name) for name in found.uncertain}))
