"""What programs read of a report: the run's findings and bill as their own formats promise them, and all else."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from archlint.cost.bill import Bill, ComponentBill
from archlint.cost.events import Gap
from archlint.lint.report import Finding
from archlint.lint.review import Before
from archlint.model.base import Place
from archlint.reports import cost_json, json_
from archlint.reports.review.design import flowing

if TYPE_CHECKING:
    from pathlib import Path

    from archlint.design.headroom import Room
    from archlint.lint.review import Pillar, Review
    from archlint.reports.review.design import Flowing

OPENING = '<script type="application/json" id="data">'
CLOSING = "</script>"


def document(review: Review) -> dict[str, Any]:
    """Everything that the report says in figures. `owners` are the components of the findings, in their order."""
    everything = sorted(
        (*review.report.findings, *review.report.suppressed), key=lambda f: (f.path, f.line, f.column, f.rule)
    )
    named = [(review.path, review.points)], [(review.path, review.influences)]
    return {
        "schema": 1,
        "description": {"path": review.path, "sha256": review.digest, "components": list(review.design.components)},
        "verdict": review.verdict,
        "lint": json.loads(json_.render(review.report)),
        "owners": [finding.component for finding in everything],
        "pillars": [_pillar(pillar) for pillar in review.pillars],
        "flows": [_flow(one) for one in flowing(review.design)],
        "limits": [_room(room) for room in review.rooms],
        "cost": cost_json.document(review.path, review.bill),
        "with_free_tier": cost_json.money(review.bill_with_free_tier.monthly),
        "curve": json.loads(cost_json.curve(named[0]))["curve"],
        "sensitivity": json.loads(cost_json.sensitivity(named[1]))["sensitivity"],
        "scenarios": [
            {
                "name": view.name, "monthly_total": cost_json.money(view.bill.monthly), "findings": len(view.findings),
                "only_here": len(view.only),
            }
            for view in review.scenarios
        ],
    }  # fmt: skip


def _pillar(pillar: Pillar) -> dict[str, Any]:
    return {
        "pillar": pillar.name, "rules_run": len(pillar.ran), "passed": pillar.passed, "findings": len(pillar.findings),
        "suppressed": pillar.suppressed, "not_applicable": len(pillar.idle),
    }  # fmt: skip


def _flow(one: Flowing) -> dict[str, Any]:
    return {
        "flow": str(one.flow), "delivered": one.mode, "guarantee": one.guarantee,
        "rate": {"average": one.rate, "peak": one.peak, "unit": "1/s"},
        "payload": None if one.payload is None else float(one.payload),
        "attempts": "without end" if one.attempts == float("inf") else one.attempts,
    }  # fmt: skip


def _room(room: Room) -> dict[str, Any]:
    return {
        "about": room.subject, "limit": room.what, "id": room.id, "used": room.used, "of": room.limit,
        "unit": room.unit,
        "share": room.share, "grows_with_load": room.grows, "breaks_at": room.breaks_at,
    }  # fmt: skip


def embedded(data: dict[str, Any]) -> str:
    """The data as the text of a <script>, which nothing in it can end."""
    return f"{OPENING}\n{json_.dumps(data).replace('<', chr(92) + 'u003c')}{CLOSING}"


class NoReportError(Exception):
    """A file is no report that archlint wrote."""


def read(path: Path) -> Before:
    """What a report of an older description says of it. Raises OSError, and NoReportError for any other file."""
    text = path.read_text(encoding="utf-8", errors="replace")
    _, opening, rest = text.partition(OPENING)
    try:
        data = json.loads(rest.partition(CLOSING)[0])
        return _before(data) if opening and data["schema"] == 1 else _refuse(path)
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return _refuse(path)


def _refuse(path: Path) -> Before:
    raise NoReportError(str(path)) from None


def _before(data: dict[str, Any]) -> Before:
    told = zip(data["lint"]["findings"], data["owners"], strict=True)
    findings = tuple(_finding(raw, owner) for raw, owner in told if not raw["suppressed"])
    cost = data["cost"]
    parts = tuple(
        ComponentBill(raw["name"], raw["type"], None, None, (), Decimal(raw["monthly"])) for raw in cost["components"]
    )
    bill = Bill(
        region=cost["region"], scenario=cost["scenario"], free_tier=cost["free_tier"],
        prices_as_of=cost["prices_as_of"],
        components=parts, entries=(), charges=(),
        gaps=tuple(Gap("", Place(()), str(what)) for what in cost["unknown"]),
        unpriced=(), assumed=(), borrowed=(),
        monthly=Decimal(cost["monthly_total"]),
    )  # fmt: skip
    return Before(data["description"]["path"], findings, tuple(data["description"]["components"]), bill)


def _finding(raw: dict[str, Any], owner: str) -> Finding:
    same = (
        "rule",
        "chapter",
        "severity",
        "pillar",
        "message",
        "why",
        "remedy",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "subject",
        "scenario",
    )
    return Finding(
        **{name: raw[name] for name in same}, title="", facts=tuple(raw["facts"]), source="", related=(),
        monthly_cost=None if raw["monthly_cost"] is None else Decimal(raw["monthly_cost"]), suppressed=False,
        because="", component=owner,
    )  # fmt: skip
