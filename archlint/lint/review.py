"""Gathers everything a design review reads from one description: findings, limits, money, scenarios, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from archlint.cost.estimate import Terms, estimate
from archlint.design.headroom import headroom
from archlint.design.load import Load
from archlint.lint.cards import all_cards, chapters, explanations
from archlint.lint.configuration import selects
from archlint.lint.running import Wanted, designs, lint_file, report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from archlint.cost.bill import Bill
    from archlint.cost.compare import Comparison
    from archlint.cost.curve import Point
    from archlint.cost.sensitivity import Influence
    from archlint.design.graph import Design
    from archlint.design.headroom import Room
    from archlint.lint.cards import Card
    from archlint.lint.configuration import Configuration
    from archlint.lint.report import Finding, Report

FACTORS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""The multiples of today's load that the what-if slider moves over."""
PILLARS = ("reliability", "security", "performance", "cost", "operations")


@dataclass(frozen=True, slots=True)
class Pillar:
    """How a design stands in one pillar; `judged` are the rules that ran, `passed` those without a finding."""

    name: str
    judged: int
    passed: int
    findings: tuple[Finding, ...]
    suppressed: int
    left_out: tuple[str, ...]
    """Chapters of the pillar's rules that had nothing to judge."""


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario beside the base, which has the name ""."""

    name: str
    bill: Bill
    findings: tuple[Finding, ...]
    tightest: Room | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different from an older description."""

    old: str
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    components_added: tuple[str, ...]
    components_removed: tuple[str, ...]
    money: Comparison


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that one report says."""

    path: str
    digest: str
    """SHA-256 of the description's files: what a signature is for."""
    made_on: date | None
    design: Design
    load: Load
    report: Report
    bill: Bill
    points: tuple[Point, ...]
    influences: tuple[Influence, ...]
    rooms: tuple[Room, ...]
    scenarios: tuple[ScenarioView, ...]
    pillars: tuple[Pillar, ...]
    cards: Mapping[str, Card]
    facts: Mapping[str, Mapping[str, Any]]
    changes: Changes | None

    @property
    def verdict(self) -> str:
        """`blocked` with an error, `approve with actions` with a warning or a question, else `clear`."""
        severities = {finding.severity for finding in self.report.findings}
        if "error" in severities:
            return "blocked"
        return "approve with actions" if "warning" in severities or self.report.questions else "clear"


def review(
    path: Path, configuration: Configuration, wanted: Wanted, *, old: Path | None = None, made_on: date | None = None
) -> Review | None:
    """The review of one description or template; None where it cannot be read as one. Raises OSError."""
    linted = lint_file(path, configuration, wanted)
    if not linted.results:
        return None
    found = report([linted])
    design = linted.results[0][1].design
    cards = {
        rule: card for rule, card in all_cards().items() if selects(configuration, rule, card.chapter, card.pillar)
    }
    load = Load(design)
    return Review(
        path=linted.path, digest=_digest(design), made_on=made_on, design=design, load=load, report=found,
        bill=estimate(design),
        points=_points(design), influences=_influences(design), rooms=tuple(headroom(design, load)),
        scenarios=tuple(_scenarios(path, configuration, wanted, design)),
        pillars=tuple(_pillar(name, cards, design, found) for name in PILLARS),
        cards=cards, facts={fact["id"]: fact for fact in explanations()["facts"]},
        changes=_changes(old, configuration, wanted, design, found) if old is not None else None,
    )  # fmt: skip


def _digest(design: Design) -> str:
    from hashlib import sha256

    whole = sha256()
    for source in design.description.document.sources:
        whole.update(source.text.encode("utf-8", "surrogatepass"))
        whole.update(b"\0")
    return whole.hexdigest()


def _points(design: Design) -> tuple[Point, ...]:
    from archlint.cost.curve import curve

    return tuple(curve(design, Terms(), FACTORS))


def _influences(design: Design) -> tuple[Influence, ...]:
    from archlint.cost.sensitivity import sensitivity

    return tuple(sensitivity(design, Terms(), most=5))


def _scenarios(path: Path, configuration: Configuration, wanted: Wanted, base: Design) -> list[ScenarioView]:
    if not base.description.scenarios:
        return []
    everything = Wanted("all", wanted.parameters, wanted.today)
    views = []
    for _, result in lint_file(path, configuration, everything).results:
        design = result.design
        rooms = headroom(design, Load(design))
        name = design.description.scenario or ""
        views.append(ScenarioView(name, estimate(design), tuple(result.findings), next(iter(rooms), None)))
    return views


def _pillar(name: str, cards: Mapping[str, Card], design: Design, found: Report) -> Pillar:
    of_pillar = [card for card in cards.values() if card.pillar == name]
    judged = [card for card in of_pillar if _has_something(card, design)]
    findings = tuple(finding for finding in found.findings if finding.pillar == name)
    hit = {finding.rule for finding in findings}
    left_out = dict.fromkeys(card.chapter for card in of_pillar if not _has_something(card, design))
    return Pillar(
        name, len(judged), sum(card.id not in hit for card in judged), findings,
        sum(finding.pillar == name for finding in found.suppressed), tuple(left_out),
    )  # fmt: skip


def _has_something(card: Card, design: Design) -> bool:
    types: Sequence[str] | None = chapters()[card.chapter].get("types")
    return types is None or not design.types.isdisjoint(types)


def _changes(old: Path, configuration: Configuration, wanted: Wanted, design: Design, found: Report) -> Changes:
    from archlint.cost.compare import compare

    before = report([lint_file(old, configuration, wanted)])
    was = next(designs([old], configuration, wanted.parameters or {}, None))
    known = {_identity(finding) for finding in before.findings}
    now = {_identity(finding) for finding in found.findings}
    return Changes(
        str(old),
        tuple(finding for finding in found.findings if _identity(finding) not in known),
        tuple(finding for finding in before.findings if _identity(finding) not in now),
        tuple(name for name in design.components if name not in was.components),
        tuple(name for name in was.components if name not in design.components),
        compare(estimate(was), estimate(design)),
    )


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.component, finding.subject
