"""Gathers everything a design review reads from one description: findings, limits, money, scenarios, what changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archlint.cost.compare import Comparison, compare
from archlint.cost.curve import curve
from archlint.cost.estimate import USUAL, Terms, estimate
from archlint.cost.sensitivity import sensitivity
from archlint.design.headroom import headroom
from archlint.lint.actions import Action, actions
from archlint.lint.cards import all_cards, chapters, explanations
from archlint.lint.configuration import selects
from archlint.lint.running import Wanted, lint_file, lint_one, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from archlint.cost.bill import Bill
    from archlint.cost.curve import Point
    from archlint.cost.sensitivity import Influence
    from archlint.design.graph import Design
    from archlint.design.headroom import Room
    from archlint.lint.cards import Card
    from archlint.lint.configuration import Configuration
    from archlint.lint.engine import Result
    from archlint.lint.report import Finding, Report

    Verdict = str

FACTORS = (0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0)
"""The multiples of today's load that the what-if slider moves over."""
PILLARS = ("reliability", "security", "performance", "cost", "operations")
MOST_INFLUENCES = 5
UNREADABLE = "unreadable-description"


@dataclass(frozen=True, slots=True)
class Pillar:
    """How a design stands in one pillar: the rules that ran and those that had nothing to judge, by their ids."""

    name: str
    ran: tuple[str, ...]
    idle: tuple[str, ...]
    findings: tuple[Finding, ...]
    suppressed: int

    @property
    def passed(self) -> int:
        """How many of the rules that ran found nothing."""
        hit = {finding.rule for finding in self.findings}
        return sum(rule not in hit for rule in self.ran)


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario beside the base, which has the name ""; `only` are its findings that the base does not have."""

    name: str
    bill: Bill
    findings: tuple[Finding, ...]
    only: tuple[Finding, ...]
    tightest: Room | None


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of an older description, or of the report that was made of it."""

    label: str
    findings: tuple[Finding, ...]
    components: tuple[str, ...]
    bill: Bill


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
class Stamp:
    """What a report bears beside its content: a date, a version or commit, the reviewers; nothing where not said."""

    date: date | None = None
    revision: str = ""
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that one report says. `digest` is the SHA-256 of the description's files: what a signature is for."""

    path: str
    digest: str
    stamp: Stamp
    configuration: Configuration
    design: Design
    report: Report
    actions: tuple[Action, ...]
    bill: Bill
    bill_with_free_tier: Bill
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
    path: Path,
    configuration: Configuration,
    wanted: Wanted,
    *,
    before: Before | None = None,
    stamp: Stamp = Stamp(),
    told: Callable[[str], None] = lambda _: None,
) -> Review:
    """The review of one description or template; `told` hears what is being worked on.

    Raises OSError where it cannot be read, ConfigurationError where it lacks the scenario.
    """
    told("the rules")
    linted = lint_one(path, configuration, wanted)
    found = report([linted])
    result = linted.results[0][1]
    design = result.design
    cards = {
        rule: card for rule, card in all_cards().items() if selects(configuration, rule, card.chapter, card.pillar)
    }
    told("the bill at other loads")
    bill = estimate(design)
    return Review(
        path=linted.path, digest=_digest(design), stamp=stamp, configuration=configuration, design=design, report=found,
        actions=tuple(actions(found.findings, [each for _, each in linted.results])), bill=bill,
        bill_with_free_tier=estimate(design, Terms("always")), points=tuple(curve(design, USUAL, FACTORS)),
        influences=tuple(sensitivity(design, USUAL, MOST_INFLUENCES)), rooms=tuple(headroom(design, design.load)),
        scenarios=tuple(_scenarios(path, configuration, wanted, result, bill, told)),
        pillars=tuple(_pillar(name, cards.values(), design, found) for name in PILLARS),
        cards=cards, facts={fact["id"]: fact for fact in explanations()["facts"]},
        changes=None if before is None else _changes(before, design, found, bill),
    )  # fmt: skip


def before_of(path: Path, configuration: Configuration, wanted: Wanted) -> Before | None:
    """What is to be known of an older description; None where the file is none. Raises OSError, ConfigurationError."""
    linted = lint_one(path, configuration, wanted)
    found, design = report([linted]).findings, linted.results[0][1].design
    if not design.components and any(finding.rule == UNREADABLE for finding in found):
        return None
    return Before(linted.path, found, tuple(design.components), estimate(design))


def only_in(one: Iterable[Finding], other: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one list that the other does not have, whatever file, line and scenario; repeats count."""
    known = Counter(one.identity for one in other)
    found = []
    for finding in one:
        identity = finding.identity
        if known[identity]:
            known[identity] -= 1
        else:
            found.append(finding)
    return tuple(found)


def _digest(design: Design) -> str:
    from hashlib import sha256

    whole = sha256()
    for source in design.description.document.sources:
        whole.update(source.text.encode("utf-8", "surrogatepass"))
        whole.update(b"\0")
    return whole.hexdigest()


def _scenarios(
    path: Path, configuration: Configuration, wanted: Wanted, base: Result, bill: Bill, told: Callable[[str], None]
) -> list[ScenarioView]:
    """The base and every scenario of the description, or nothing where it has none."""
    names = base.design.description.scenarios
    if not names or wanted.scenario not in (None, "all"):
        return []
    views = [ScenarioView("", bill, tuple(base.findings), (), _tightest(base.design))]
    for name in names:
        told(f"the scenario {name}")
        for _, result in lint_file(path, configuration, Wanted(name, wanted.parameters, wanted.today)).results[:1]:
            only = only_in(result.findings, base.findings)
            found = tuple(result.findings)
            views.append(ScenarioView(name, estimate(result.design), found, only, _tightest(result.design)))
    return views


def _tightest(design: Design) -> Room | None:
    return next(iter(headroom(design, design.load)), None)


def _pillar(name: str, cards: Iterable[Card], design: Design, found: Report) -> Pillar:
    of_pillar = [card for card in cards if card.pillar == name]
    ran = tuple(card.id for card in of_pillar if _has_something(card, design))
    return Pillar(
        name, ran, tuple(card.id for card in of_pillar if not _has_something(card, design)),
        tuple(finding for finding in found.findings if finding.pillar == name),
        sum(finding.pillar == name for finding in found.suppressed),
    )  # fmt: skip


def _has_something(card: Card, design: Design) -> bool:
    types: Sequence[str] | None = chapters()[card.chapter].get("types")
    return types is None or not design.types.isdisjoint(types)


def _changes(before: Before, design: Design, found: Report, bill: Bill) -> Changes:
    return Changes(
        before.label, only_in(found.findings, before.findings), only_in(before.findings, found.findings),
        tuple(name for name in design.components if name not in before.components),
        tuple(name for name in before.components if name not in design.components), compare(before.bill, bill),
    )  # fmt: skip
