"""Which targets have private addresses only, so that a service outside their network needs a link to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.api import Api
from archlint.model.compute import LoadBalancer
from archlint.model.outside import HttpEndpoint, OnPremises
from archlint.model.registry import WORKERS

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.component import Component


def is_private(design: Design, target: Component) -> bool:
    """True where a component certainly has no public address and takes connections.

    A function is never private in this sense: whoever invokes it calls the Lambda service.
    """
    if isinstance(target, LoadBalancer):
        return target.gives("scheme") and target.scheme == "internal"
    if isinstance(target, HttpEndpoint):
        return target.public is False
    if isinstance(target, OnPremises):
        return bool(target.via) or _all_private(target.addresses)
    if isinstance(target, Api):
        return target.endpoint == "private"
    return target.type in _IN_SUBNETS and _without_public_address(design, target)


_IN_SUBNETS = WORKERS | {"opensearch"}


def _without_public_address(design: Design, target: Component) -> bool:
    place = target.vpc
    if place is None or place.public_address is not False:
        return False
    network = design.description.sections.get("vpcs", {}).get(place.name)
    subnets = getattr(network, "subnets", {})
    return not any(name in subnets and subnets[name].public_addresses is not False for name in place.subnets)


def _all_private(addresses: tuple[str, ...]) -> bool:
    from archlint.design.network.addresses import is_private as is_private_address
    from archlint.design.network.addresses import read_block

    if not addresses:
        return False
    try:
        return all(is_private_address(read_block(text).first) for text in addresses)
    except ValueError:  # told where the addresses are read
        return False
