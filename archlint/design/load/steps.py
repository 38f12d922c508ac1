"""Visits of a workflow's states per execution."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.design.load.shares import End
    from archlint.model.component import Component


def task_visits(workflow: Component, end: End) -> dict[str, float]:
    """Calls of each task per execution, its retries included."""
    return {}
