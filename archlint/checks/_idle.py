"""What costs by the hour whether it is used or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.component import known

if TYPE_CHECKING:
    from archlint.model.component import Component

ALWAYS_ON = {
    "flink": "its processing units run",
    "elasticache": "its nodes run",
    "opensearch": "its nodes run",
    "ec2": "its instances run",
    "redshift": "its nodes run",
    "kafka": "its brokers run",
    "rds": "its instance runs",
}
"""What is paid for though nothing happens, by type, in the words of a message."""


def paid_by_use(component: Component) -> bool:
    """True for what is serverless, or of a kind that nobody knows."""
    kinds = (getattr(component, field, "") for field in ("node_type", "instance_type"))
    return (
        getattr(component, "serverless", False) is not False
        or "serverless" in kinds
        or any(not known(kind) for kind in kinds)
    )
