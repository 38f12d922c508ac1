"""How long callers wait for an answer, and how long it may be until there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.gateways import longest
from archlint.model.api import Api
from archlint.model.component import known
from archlint.model.compute import Function

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow


def patience(flow: AnyFlow) -> tuple[Duration, Place] | None:
    """How long the source of a call says that it waits, and where that is written; None where it does not say."""
    if known(flow.timeout) and flow.timeout is not None:
        return flow.timeout, flow.field("timeout")
    if flow.source.type in ("client", "load_balancer", "cloudfront", "api_gateway"):
        stated = getattr(flow.source, "timeout", None)
        if stated is not None and known(stated):
            return stated, flow.source.field("timeout")
    return None


def granted(design: Design, flow: AnyFlow) -> tuple[Duration, Place] | None:
    """How long AWS lets an API wait that does not say; None where it sets no limit, or something else calls."""
    if isinstance(flow.source, Api) and flow.source.timeout is None:
        most = longest(design, flow.source)
        return None if most is None else (most, flow.source.field("timeout"))
    return None


def is_workflow_of_api(flow: AnyFlow) -> bool:
    """True where `integration-times-out-first` judges the whole time of what is called."""
    return flow.source.type == "api_gateway" and flow.target.type == "step_functions"


def until_stopped(design: Design, flow: AnyFlow) -> Duration:
    """The worst time of what a call sets off; a function's timeout ends it."""
    worst = design.timing.worst(flow.target, flow)
    stop = flow.target.timeout if isinstance(flow.target, Function) else None
    return worst if stop is None else min(worst, stop)
