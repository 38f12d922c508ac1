"""Which AWS services a packet can be for, by the names that VPC endpoints have for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint.catalog.networks import networks

if TYPE_CHECKING:
    from archlint.model.component import Component

_AWS_PREFIX = re.compile(r"^com\.amazonaws\.([a-z]{2}(-[a-z]+)+-\d\.)?")


def endpoint_name(service: str) -> str:
    """The service's name as VPC endpoints have it: `kinesis` and `com.amazonaws.eu-west-1.kinesis-streams` are one."""
    bare = _AWS_PREFIX.sub("", service)
    return networks().names.get(bare, bare)


def service_of(component: Component) -> str | None:
    """The service one speaks to when one speaks to this component; None for what has addresses of its own."""
    if component.type == "aws_service":
        service = getattr(component, "service", "")
        return endpoint_name(service) if isinstance(service, str) and service else None
    return networks().types.get(component.type)
