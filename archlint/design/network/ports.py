"""The port a flow goes to where it names none: that of what it goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.networks import networks
from archlint.design.network.building import readable, text, whole
from archlint.design.network.services import service_of

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


def port_of(design: Design, flow: AnyFlow | None, callee: Component) -> int | None:
    """The port that a flow without one of its own goes to; None where nothing says it."""
    facts, stated = networks(), whole(getattr(callee, "port", None), 0)
    if stated:
        return stated
    if callee.type == "rds_proxy":
        database = design.components.get(text(getattr(callee, "target", "")))
        return port_of(design, flow, database) if database is not None else None
    if callee.type == "load_balancer":
        return _listener(flow, callee)
    if callee.type in ("rds", "elasticache"):
        engine = text(getattr(callee, "engine", ""))
        return next((port for word, port in facts.engines.items() if word in engine), None)
    if flow is not None and flow.source.type == "load_balancer":
        return _behind(flow)
    return facts.ports.get(callee.type, facts.https if service_of(callee) else None)


def _listener(flow: AnyFlow | None, balancer: Component) -> int | None:
    numbers = [number for number, _ in readable(getattr(balancer, "listeners", {})) if number.isdigit()]
    chosen = (text(flow.listener) if flow is not None else "") or (numbers[0] if len(numbers) == 1 else "")
    return int(chosen) if chosen.isdigit() else None


def _behind(flow: AnyFlow) -> int | None:
    """The port of a load balancer's target: its listener's own unless that says another."""
    listeners = dict(readable(getattr(flow.source, "listeners", {})))
    number = _listener(flow, flow.source)
    return whole(listeners[str(number)].port, number) if number is not None and str(number) in listeners else None
