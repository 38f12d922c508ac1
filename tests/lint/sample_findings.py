"""Findings for the tests of what is done with findings."""

from __future__ import annotations

from typing import Any

from archlint.lint.report import Finding, Report


def finding(**given: Any) -> Finding:
    """A warning about the queue `orders`, with `given` in place of its fields."""
    fields: dict[str, Any] = {
        "rule": "visibility-timeout-too-short", "chapter": "sqs", "severity": "warning", "pillar": "reliability",
        "title": "A message comes back while its consumer is still working on it",
        "message": "orders hides a message for 59 s, ship with its window may need 60 s",
        "why": "A second copy is handed out.", "remedy": "Set `visibility_timeout` of orders to 60 s or more.",
        "facts": ("N132",), "source": "", "path": "design.yaml", "line": 3, "column": 5,
        "end_line": 3, "end_column": 28,
        "subject": "orders -> ship", "scenario": None, "related": (), "monthly_cost": None, "suppressed": False,
        "because": "", "component": "orders",
    }  # fmt: skip
    return Finding(**fields | given)


def report(*findings: Finding) -> Report:
    """A report of one file with these findings."""
    return Report(
        findings=findings, suppressed=(), questions=(), files=("design.yaml",), components=2, flows=1, sources={}
    )
