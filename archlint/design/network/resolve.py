"""What the two ends of a question are: from which interfaces it can start, to which addresses its target resolves."""

from __future__ import annotations

from archlint.design.network.addresses import IPV6, SOMEWHERE, show_address
from archlint.design.network.answer import Aim, Question, Start, UnknownEndError
from archlint.design.network.linked import Network, matches
from archlint.design.network.services import endpoint_name
from archlint.design.network.topology import Endpoint, Interface, Kind, To, Vpc, Vpn, name_of

INTERNET = "internet"
SERVICE = "service:"
"""Before a name, it says that an AWS service is meant, whatever else is called that."""

PRIVATE = "private:"
"""Before a service's name, it says that something of that service answers only behind an endpoint."""


def starts(network: Network, source: str | int) -> tuple[Start, ...]:
    """Where a packet of this source can start. Raises UnknownEndError for a name that nothing has."""
    if isinstance(source, int):
        return (_start_at(network, source),)
    if source == INTERNET and source not in network.nodes:
        return (Start(INTERNET, Kind.INTERNET, (SOMEWHERE,)),)
    node = network.nodes.get(source)
    if node is None:
        service = endpoint_name(source.removeprefix(SERVICE))
        if service in network.topology.services or source.startswith(SERVICE):
            return (Start(service, Kind.SERVICE, network.topology.services.get(service, (SOMEWHERE,))),)
        raise UnknownEndError(source)
    if node.interfaces:
        return tuple(Start(source, node.kind, each.addresses, each, at=each.at) for each in node.interfaces)
    addresses = node.addresses or (SOMEWHERE,)
    if node.kind is not Kind.SITE:
        return (Start(source, node.kind, addresses, at=node.at),)
    return tuple(Start(source, node.kind, (each,), vpn=_vpn_of(network, each), at=node.at) for each in addresses)


def aims(network: Network, start: Start, question: Question) -> tuple[Aim, ...]:
    """The addresses that the target's name stands for, seen from a start. Raises UnknownEndError."""
    target = question.target
    if isinstance(target, int):
        return (_aim_at(network, start, target),)
    if target.startswith(PRIVATE):
        return _behind_endpoint(network, start, target.removeprefix(PRIVATE))
    service = endpoint_name(target.removeprefix(SERVICE))
    if target.startswith(SERVICE):
        return _service(network, start, service)
    node = network.nodes.get(target)
    if node is not None and node.interfaces:
        return tuple(_aim(network, start, interface, question.public) for interface in node.interfaces)
    if node is not None and node.addresses:
        return tuple(Aim(target, address, at=node.at) for address in node.addresses)
    if service in network.topology.services or service in network.serving:
        return _service(network, start, service)
    if node is not None or target == INTERNET:
        return (Aim(target, SOMEWHERE, at=node.at if node else ()),)
    raise UnknownEndError(target)


def address_like(addresses: tuple[int, ...], target: int) -> int | None:
    """The address of the same family as the target's, if there is one."""
    return next((address for address in addresses if (address >= IPV6) == (target >= IPV6)), None)


def whose(network: Network, address: int) -> str:
    """Who has an address, as the description calls it; the address itself where nobody there has it."""
    if address == SOMEWHERE:
        return INTERNET
    found = [network.hosts.get((each.name, address)) for each in network.topology.vpcs]
    hosts = [host for host in found if host is not None]
    host = network.public.get(address) or (hosts[0] if len(hosts) == 1 else None)
    if host is not None:
        return name_of(host)
    return _outsiders(network).get(address) or show_address(address)


def is_somewhere(network: Network, address: int) -> bool:
    """Whether a public address is that of something in the description, or of the internet at large."""
    return address == SOMEWHERE or address in network.public or address in _outsiders(network)


def _outsiders(network: Network) -> dict[int, str]:
    services = {each: name for name, addresses in network.topology.services.items() for each in addresses}
    return services | {each: node.name for node in network.topology.nodes for each in node.addresses}


def joined(network: Network, one: Vpc, other: Vpc) -> bool:
    """True where two networks are one, are peered, or hang on one transit gateway."""
    if one is other:
        return True
    if any(peering.active and peering.far_side(one) is other for peering in network.peerings.values()):
        return True
    attached = network.attachments
    return any((name, one.name) in attached and (name, other.name) in attached for name in network.transit_gateways)


def _start_at(network: Network, address: int) -> Start:
    interface = _interface_with(network, None, address)
    if interface is not None:
        return Start(interface.owner, interface.kind, interface.addresses, interface, at=interface.at)
    if any(vpc.holds(address) for vpc in network.topology.vpcs):
        raise UnknownEndError(show_address(address))  # in a network, but nothing there has it
    vpn = _vpn_of(network, address)
    kind = Kind.INTERNET if vpn is None else Kind.SITE
    return Start(show_address(address), kind, (address,), vpn=vpn)


def _aim_at(network: Network, start: Start, address: int) -> Aim:
    vpc = start.interface.subnet.vpc if start.interface else None
    interface = _interface_with(network, vpc, address)
    return Aim(show_address(address), address, interface, at=interface.at if interface else ())


def _interface_with(network: Network, vpc: Vpc | None, address: int) -> Interface | None:
    """The interface that has a private address: in the given network, else in the only one that has it."""
    if vpc is not None:
        host = network.hosts.get((vpc.name, address))
        if isinstance(host, Interface):
            return host
    found = [network.hosts.get((each.name, address)) for each in network.topology.vpcs]
    hosts = [host for host in found if isinstance(host, Interface)]
    return hosts[0] if len(hosts) == 1 else None


def _vpn_of(network: Network, address: int) -> Vpn | None:
    leading = [
        vpn for vpn in network.topology.vpns if any(block.first <= address <= block.last for block in vpn.blocks)
    ]
    return next((vpn for vpn in leading if vpn.active), leading[0] if leading else None)


def _aim(network: Network, start: Start, interface: Interface, public: bool | None) -> Aim:
    if public is None:
        public = bool(interface.public) and not _sees_private(network, start, interface)
    if public and interface.public:
        return Aim(interface.owner, interface.public[0], at=interface.at)
    address = interface.addresses[0]
    if len(interface.addresses) > 1 and address_like(start.addresses, address) is None:
        address = interface.addresses[1]
    return Aim(interface.owner, address, interface, at=interface.at)


def _sees_private(network: Network, start: Start, interface: Interface) -> bool:
    """Whether the name of something with a public address gives its private one here.

    In its own network it does; elsewhere a client is taken to use the private one where a route of its own leads there.
    """
    if start.interface is None:
        return start.vpn is not None
    subnet = start.interface.subnet
    if subnet.vpc is interface.subnet.vpc:
        return True
    route = next(matches(network.routes[subnet.table], interface.addresses[0]), None)
    return route is not None and route.to in (To.PEERING, To.TRANSIT_GATEWAY, To.VPN)


def _service(network: Network, start: Start, service: str) -> tuple[Aim, ...]:
    """A service's default name gives an endpoint's addresses in the endpoint's network, if private DNS is on there."""
    serving = network.serving.get(service, ())
    misled = False
    if start.interface is not None:
        vpc = start.interface.subnet.vpc
        for endpoint in serving:
            if endpoint.vpc is vpc and endpoint.private_dns and vpc.private_dns:
                return tuple(_to_endpoint(start, endpoint, interface) for interface in endpoint.interfaces)
        misled = any(joined(network, vpc, endpoint.vpc) for endpoint in serving)
    addresses = network.topology.services.get(service) or (SOMEWHERE,)
    return tuple(Aim(service, address, misled=misled) for address in addresses)


def _behind_endpoint(network: Network, start: Start, service: str) -> tuple[Aim, ...]:
    """By an endpoint's own name what is behind it is found from every network that is joined to its network."""
    vpc = start.interface.subnet.vpc if start.interface is not None else start.vpn.vpc if start.vpn else None
    serving = (
        [] if vpc is None else [each for each in network.serving.get(service, ()) if joined(network, vpc, each.vpc)]
    )
    own = [endpoint for endpoint in serving if endpoint.vpc is vpc]
    found = [(endpoint, foot) for endpoint in own or serving for foot in endpoint.interfaces]
    return tuple(_to_endpoint(start, *each) for each in found) or (Aim(service, SOMEWHERE, hidden=True),)


def _to_endpoint(start: Start, endpoint: Endpoint, interface: Interface) -> Aim:
    address = address_like(interface.addresses, start.addresses[0])
    return Aim(endpoint.name, address or interface.addresses[0], interface, at=endpoint.at)
