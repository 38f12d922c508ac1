"""The sections about what the report rests on: assumptions and unknowns, notes and findings, the rules that ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from archlint.document.money import dollars
from archlint.document.quantities import UNKNOWN
from archlint.model.component import Component
from archlint.reports.cost_json import plain
from archlint.reports.review.blocks import Block, Cell, Column, Heading, Items, Table, Text

if TYPE_CHECKING:
    from archlint.lint.configuration import Configuration
    from archlint.lint.report import Finding
    from archlint.lint.review import Review
    from archlint.model.base import Fields


def assumptions(review: Review) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for title, said in (
        ("Unknown, so the bill is a lower bound", review.bill.unknown),
        ("Assumed in the bill", tuple(str(one) for one in review.bill.assumed)),
    ):
        if said:
            blocks += [Heading(title), Items(tuple(map(Cell, said)))]
    rows = tuple(
        (Cell(component.name), Cell(component.type), Cell(", ".join(taken)))
        for component in review.design.components.values()
        if (taken := _defaults(component))
    )
    if rows:
        columns = (Column("Component"), Column("Type"), Column("Left to AWS's defaults", look="long"))
        blocks.append(Table("Settings that the description leaves to AWS's defaults", columns, rows))
    return tuple(blocks)


def _defaults(component: Fields) -> list[str]:
    """The settings of its own type that a component does not state, with the defaults they have."""
    return [
        f"{spec.alias or name} {'true' if spec.default is True else spec.default}"
        for name, spec in component.specs.items()
        if spec.kind == "setting" and spec.default not in (None, "", (), False, {}) and spec.default is not UNKNOWN
        and name not in Component.specs and not component.gives(name)
    ]  # fmt: skip


def traceability(review: Review) -> tuple[Block, ...]:
    blocks: list[Block] = [*_by_note(review), *_by_component(review)]
    ran = {rule for pillar in review.pillars for rule in pillar.ran}
    told = {name for finding in review.report.findings for name in finding.facts}
    judged = {
        name: {f"rule:{rule}" for rule in ran} & set(fact.get("embodied_by", ())) for name, fact in review.facts.items()
    }
    quiet = [name for name, rules in judged.items() if rules and name not in told]
    rest = sum(not rules for rules in judged.values())
    if quiet:
        blocks.append(Text(f"Notes whose rules ran here and found nothing: {', '.join(quiet)}."))
    blocks.append(
        Text(
            f"The other {rest} of the {len(judged)} notes are about what this design does not use, or are kept as "
            "limits, prices and types."
        )
    )
    return tuple(blocks)


def _by_note(review: Review) -> list[Block]:
    findings: dict[str, list[Finding]] = {}
    for finding in review.report.findings:
        for name in finding.facts:
            findings.setdefault(name, []).append(finding)
    rows = tuple(_note(review, name, findings[name]) for name in sorted(findings))
    columns = (
        Column("Note"),
        Column("What it says", look="long"),
        Column("Rules that rest on it"),
        Column("Findings about"),
    )
    return (
        [Table("From notes to findings: each note behind a finding, and the rules that rest on it", columns, rows)]
        if rows
        else []
    )


def _note(review: Review, name: str, findings: list[Finding]) -> tuple[Cell, ...]:
    fact = review.facts.get(name, {})
    says = f"{fact.get('says', '')}" + (f" Today: {fact['today']}" if fact.get("today") else "")
    rules = dict.fromkeys(finding.rule for finding in findings)
    about = dict.fromkeys(finding.subject or finding.component for finding in findings)
    return Cell(name, id=f"note-{name}"), Cell(says), Cell(", ".join(rules)), Cell(", ".join(about))


def _by_component(review: Review) -> list[Block]:
    about: dict[str, list[Finding]] = {name: [] for name in review.design.components}
    for finding in review.report.findings:
        about.setdefault(finding.component or finding.subject, []).append(finding)
    rows = tuple(
        (
            Cell(name), Cell(", ".join(dict.fromkeys(finding.rule for finding in findings))),
            Cell(", ".join(sorted({fact for finding in findings for fact in finding.facts})) or "beyond the notes"),
        )
        for name, findings in about.items()
        if findings
    )  # fmt: skip
    columns = (
        Column("About"),
        Column("Rules that found something", look="long"),
        Column("Notes they rest on", look="long"),
    )
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(
                "From findings to notes: each component, its findings' rules, and the notes behind them", columns, rows
            )
        )
    clean = [name for name in review.design.components if not about[name]]
    return [*blocks, Text(f"Components without a finding: {', '.join(clean)}.")] if clean else blocks


def appendix(review: Review) -> tuple[Block, ...]:
    return (_rules(review), *_prices(review), _configuration(review))


def _rules(review: Review) -> Table:
    ran = {rule for pillar in review.pillars for rule in pillar.ran}
    hidden = {finding.rule for finding in review.report.suppressed}
    numbers = Counter(finding.rule for finding in review.report.findings)
    rows = []
    for rule, card in review.cards.items():
        found = numbers[rule]
        words = "1 finding" if found == 1 else f"{found} findings"
        result = words if found else "suppressed" if rule in hidden else "passed" if rule in ran else "not applicable"
        tone = card.severity if found else "good" if result == "passed" else ""
        rows.append(
            (Cell(rule, href=card.source), Cell(card.title), Cell(card.pillar), Cell(card.severity), Cell(result, tone))
        )
    columns = (
        Column("Rule"),
        Column("What it is about", look="long"),
        Column("Pillar"),
        Column("Severity"),
        Column("Result"),
    )
    return Table(f"All {len(rows)} rules, and what came of each", columns, tuple(rows), folded=True)


def _prices(review: Review) -> list[Table]:
    rows = tuple(
        (
            Cell(charge.price.label), Cell(charge.region), Cell(plain(part.unit_price), order=float(part.unit_price)),
            Cell(charge.price.unit),
            Cell(f"{part.first:,}", order=float(part.first)), Cell(dollars(part.monthly), order=float(part.monthly)),
            Cell(str(charge.price.date)),
        )
        for charge in review.bill.charges
        for part in charge.slices
    )  # fmt: skip
    columns = (
        Column("What is paid for"), Column("Region"), Column("USD each", True), Column("Unit"), Column("From", True),
        Column("Monthly", True),
        Column("Price as of"),
    )  # fmt: skip
    return [Table("The prices that the bill rests on, tier by tier", columns, rows, folded=True)] if rows else []


def _configuration(review: Review) -> Table:
    settings = review.configuration
    rows = [
        (Cell(name), Cell(_setting(settings, name)), Cell(origin))
        for name, origin in settings.origins.items()
        if "." not in name
    ]
    if not rows:
        rows = [(Cell("all"), Cell("archlint's defaults"), Cell(""))]
    columns = (Column("Setting"), Column("Value"), Column("From"))
    return Table("The configuration in force, where it is not the default", columns, tuple(rows), folded=True)


def _setting(settings: Configuration, name: str) -> str:
    if name == "rules":
        severities = (f"{rule}: {severity}" for rule, severity in settings.severities.items())
        parameters = (
            f"{rule}: {key} {value}" for rule, given in settings.parameters.items() for key, value in given.items()
        )
        return "; ".join((*severities, *parameters))
    value = getattr(settings, name.replace("-", "_"))
    if isinstance(value, Mapping):
        return "; ".join(f"{glob}: {', '.join(rules)}" for glob, rules in value.items())
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
