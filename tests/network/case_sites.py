"""What a case file says of places outside AWS and of the links that lead there: VPNs, Direct Connect, their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.design.network.addresses import read_block

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]

LINKS = ("vpn", "dx", "vgw", "direct-connect", "direct-connect-gateway")
"""The kinds of attachment that lead to a site."""

TUNNEL_ENDS = ("outside", "public", "inside", "peer_ip", "customer")
"""Parts of the names of keys that hold a tunnel's own addresses and not what lies behind it."""


class Link(NamedTuple):
    """A VPN or Direct Connect: what it ends in, the site it leads to and the CIDRs behind it."""

    name: str
    vpc: str | None
    transit_gateway: str | None
    site: str | None
    works: bool
    routes: tuple[str, ...]


def links_of(topology: Data, gateways: list[Data], transit_gateways: list[Data]) -> list[Link]:
    found = [_link(topology, gateway, None) for gateway in gateways]
    for transit in transit_gateways:
        for attachment in transit.get("attachments") or []:
            kind = str(attachment.get("kind", "")).lower().replace("_", "-")
            found.extend([_link(topology, attachment, transit["id"])] if kind in LINKS else ())
    return found


def place_links(topology: Data, links: list[Link]) -> list[Link]:
    """The links with the addresses behind them: their own, else their site's, else what routes to them say."""
    sites = _written_sites(topology)
    return [
        link._replace(
            site=link.site or link.name,
            routes=link.routes or tuple(sites.get(link.site or "", ())) or tuple(_routed_to(topology, link.name)),
        )
        for link in links
    ]


def sites_of(topology: Data, links: list[Link]) -> dict[str, list[str]]:
    sites = _written_sites(topology)
    for link in links:
        if link.site and not sites.get(link.site):
            sites[link.site] = list(link.routes)
    return {name: cidrs for name, cidrs in sites.items() if cidrs}


def _link(topology: Data, written: Data, transit_gateway: str | None) -> Link:
    routes = list(dict.fromkeys(_cidrs_behind(written)))
    works = str(written.get("state") or "up") in ("up", "available", "active", "attached")
    vpc = None if transit_gateway else written.get("vpc")
    return Link(written["id"], vpc, transit_gateway, _site_of(topology, written), works, tuple(routes))


def _site_of(topology: Data, written: Data) -> str | None:
    """The site a link leads to: the one it names, the one that names it, or the only one."""
    sites = _written_sites(topology)
    for key in ("onprem", "site", "customer_gateway"):
        said = written.get(key)
        name = (said.get("id") or said.get("name")) if isinstance(said, dict) else said
        if isinstance(name, str) and not _as_cidr(name):
            return name
    naming = [name for name, site in _entries(topology) if isinstance(site, dict) and written["id"] in site.values()]
    return naming[0] if naming else next(iter(sites)) if len(sites) == 1 else None


def _entries(topology: Data) -> Iterator[tuple[str, Any]]:
    written = topology.get("onprem") or topology.get("sites") or []
    if isinstance(written, dict) and any(isinstance(value, dict | list) for value in written.values()):
        plain = {key: value for key, value in written.items() if not isinstance(value, dict | list)}
        named = {key: value for key, value in written.items() if key not in ("cidrs", "ips", "hosts")}
        if plain or not named:
            yield str(written.get("id") or written.get("name") or "onprem"), written
        else:
            yield from named.items()
    elif isinstance(written, dict):
        yield from ((key, value) for key, value in written.items())
    elif isinstance(written, list) and any(isinstance(site, dict) for site in written):
        yield from ((str(site.get("id") or site.get("name") or site.get("ip")), site) for site in written)
    elif written:
        yield "onprem", written


def _written_sites(topology: Data) -> dict[str, list[str]]:
    return {name: list(dict.fromkeys(_cidrs_behind(site))) for name, site in _entries(topology)}


def _routed_to(topology: Data, name: str) -> Iterator[str]:
    """The destinations of the routes that lead to a link; a default route does not say what is there."""
    for routes in (topology.get("route_tables") or {}).values():
        for route in routes:
            if route["target"] == name and not route["dest"].endswith("/0"):
                yield route["dest"]
    for gateway in topology.get("gateways") or []:
        tables = gateway.get("route_tables")
        for table in tables.values() if isinstance(tables, dict) else ():
            for route in table.get("static") or []:
                if route.get("attachment") == name and not route["dest"].endswith("/0"):
                    yield route["dest"]


def _cidrs_behind(data: Any) -> Iterator[str]:
    """Every CIDR or address in a piece of the case file that is not a tunnel's own end, as CIDRs."""
    if isinstance(data, str):
        cidr = _as_cidr(data)
        if cidr:
            yield cidr
    elif isinstance(data, dict):
        for key, value in data.items():
            if not any(word in key for word in TUNNEL_ENDS):
                yield from _cidrs_behind(value)
    elif isinstance(data, list):
        for item in data:
            yield from _cidrs_behind(item)


def _as_cidr(text: str) -> str | None:
    try:
        read_block(text)
    except ValueError:
        return None
    return text if "/" in text else f"{text}/{128 if ':' in text else 32}"
