"""Runs the rules on one description: hits become findings; suppressed ones and questions are kept apart."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from archlint.design.graph import Design
from archlint.document.tree import Span
from archlint.lint.cards import Card, all_cards, chapters
from archlint.lint.configuration import Configuration, budget, ignores, reaches, selects
from archlint.lint.report import Finding, Label
from archlint.lint.suppressions import Suppression, Suppressions
from archlint.model.component import Component
from archlint.model.flow import Flow
from archlint.model.quoting import joined
from archlint.model.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from archlint.checks.hit import Fix, Hit
    from archlint.document.tree import Document, Path
    from archlint.lint.cards import Check
    from archlint.model.description import Description

Owner = tuple[str, str | int]


class Result:
    """What one description gave; `fixes` are by the position in `findings` of the finding that each mends.

    `used` is where the suppressions stand that hide something: path, line and column.
    """

    __slots__ = ("design", "findings", "fixes", "questions", "suppressed", "used")

    def __init__(self, design: Design) -> None:
        self.design = design
        self.findings: list[Finding] = []
        self.suppressed: list[Finding] = []
        self.questions: list[Finding] = []
        self.fixes: dict[int, Fix] = {}
        self.used: set[tuple[str, int, int]] = set()


def lint(
    document: Document, configuration: Configuration, today: date, *, scenario: str | None = None, asks: bool = False
) -> Result:
    """Lint one document, or one of its scenarios.

    With `asks`, rules about intent that was never stated give questions instead of findings. Raises KeyError where the
    description has no scenario of that name.
    """
    return examine(understand(document, scenario), configuration, today, asks=asks)


def examine(description: Description, configuration: Configuration, today: date, *, asks: bool = False) -> Result:
    """Run every selected rule on a description."""
    book: Any = configuration.limits
    design = Design(description, book, budget(configuration))
    result = Result(design)
    suppressions = Suppressions(design, today)
    run = _Run(design, configuration, suppressions, result, asks)
    last = []
    for card in all_cards().values():
        if not selected(card, configuration) or _lacks_load(card, design):
            suppressions.left_out |= {card.id, card.chapter}
            continue
        if not _worthwhile(card, design):
            continue
        if "suppressions" in _wanted(card):
            last.append(card)  # what hides nothing is known only when everything else has run
        else:
            run.card(card)
    for card in last:
        run.card(card)
    for suppression in suppressions.all:
        if suppression.used:
            at = suppression.at if isinstance(suppression.at, Span) else run.document.locate(suppression.at.path)
            result.used.add((at.source.path, at.line, at.column))
    return result


def _lacks_load(card: Card, design: Design) -> bool:
    """True for a rule about a load or bill that nobody asks for."""
    return card.load and not design.has_load and design.budget is None


def _worthwhile(card: Card, design: Design) -> bool:
    """False for a rule about types that the design does not have."""
    types = chapters()[card.chapter].get("types")
    return types is None or not design.types.isdisjoint(types)


def selected(card: Card, configuration: Configuration) -> bool:
    """Whether the rule is asked for, by its names and by its severity."""
    severity = configuration.severities.get(card.id, card.severity)
    return selects(configuration, card.id, card.chapter, card.pillar) and reaches(severity, configuration.min_severity)


def _wanted(card: Card) -> tuple[str, ...]:
    return _positional(card.check)


@cache
def _positional(check: Check) -> tuple[str, ...]:
    """The names of the parameters of a check that are not thresholds of its card."""
    code: Any = check.__code__
    names: tuple[str, ...] = code.co_varnames[: code.co_argcount]
    return names


class _Told:
    """What one card says in a run: its texts, and its parameters as they are shown."""

    __slots__ = ("asked", "card", "given", "mandatory", "message", "severity", "shown")

    def __init__(self, card: Card, configuration: Configuration, asks: bool) -> None:
        self.card = card
        self.given = {**card.parameters, **configuration.parameters.get(card.id, {})}
        self.shown = _in_words(self.given)
        self.severity = configuration.severities.get(card.id, card.severity)
        self.mandatory = card.id in configuration.mandatory
        self.asked = asks and bool(card.asks)
        self.message = card.asks if self.asked else card.message

    def of(self, hit: Hit) -> tuple[str, str, str]:
        """The message, the reason and the remedy for a hit."""
        shown = {**self.shown, **_in_words(hit.values)}
        why, remedy = self.card.why, self.card.remedy
        return (
            self.message.format_map(shown),
            why.format_map(shown) if "{" in why else why,
            remedy.format_map(shown) if "{" in remedy else remedy,
        )


class _Run:
    """One description being linted."""

    def __init__(
        self, design: Design, configuration: Configuration, suppressions: Suppressions, result: Result, asks: bool
    ) -> None:
        self.design = design
        self.configuration = configuration
        self.suppressions = suppressions
        self.result = result
        self.asks = asks
        self.document = design.description.document
        self.scenario = design.description.scenario
        self._ignores = bool(configuration.per_file_ignores or configuration.per_component_ignores)
        self._bill: Any = None

    def card(self, card: Card) -> None:
        told = _Told(card, self.configuration, self.asks)
        for hit in card.check(*(self._given(name) for name in _wanted(card)), **told.given):
            self.hit(told, hit)

    def _given(self, name: str) -> Any:
        """What a check asks for by the name of its parameter."""
        if name == "bill":
            if self._bill is None:
                from archlint.cost.estimate import estimate

                self._bill = estimate(self.design)
            return self._bill
        return {"design": self.design, "suppressions": self.suppressions, "today": self.suppressions.today}[name]

    def hit(self, told: _Told, hit: Hit) -> None:
        at: Any = hit.at
        if isinstance(at, Span):
            span, path = at, ()
        else:
            path = at.path
            span = self.document.locate(path)
        owners = _owners(path, hit.subject)
        components = _components(owners, self.design)
        if self._of_others(path) or (self._ignores and self._ignored(told.card, span.source.path, components)):
            return
        hiding = None
        if self.suppressions.all and not told.mandatory:
            hiding = self.suppressions.hiding(told.card, span, owners)
            if hiding is not None and self.configuration.require_reason and not hiding.because:
                hiding = None
        finding = self._finding(
            told, hit, span, _subject(hit.subject, path, components, self.design), components, hiding
        )
        if hiding is not None:
            self.result.suppressed.append(finding)
        elif told.asked:
            self.result.questions.append(finding)
        else:
            if hit.fix is not None:
                self.result.fixes[len(self.result.findings)] = hit.fix
            self.result.findings.append(finding)

    def _of_others(self, path: Path) -> bool:
        """Whether a hit is about a component that somebody else runs."""
        if len(path) < 2 or path[0] != "components":
            return False
        component = self.design.components.get(str(path[1]))
        if component is None or component.outside is not True:
            return False
        return path[2:3] != ("rules",)  # one's own rules on somebody else's bus

    def _ignored(self, card: Card, path: str, components: list[str]) -> bool:
        from pathlib import Path

        return ignores(self.configuration, card.id, card.chapter, card.pillar, Path(path), components)

    def _finding(
        self, told: _Told, hit: Hit, span: Span, subject: str, components: list[str], hiding: Suppression | None
    ) -> Finding:
        card = told.card
        source, line, column, end_line, end_column = span
        message, why, remedy = told.of(hit)
        if self.document.assumed:
            message += self._supposed(hit)
        # In the order of the fields: by their names it takes more than twice as long, for every finding.
        return Finding(
            card.id, card.chapter, told.severity, card.pillar, card.title, message, why, remedy, card.facts,
            card.source, source.path, line, column, end_line, end_column, subject, self.scenario,
            tuple(self._labels(hit.related)) if hit.related else (), hit.monthly, hiding is not None,
            hiding.because if hiding else "", components[0] if components else "", card.way,
            hiding.until if hiding else "",
        )  # fmt: skip

    def _supposed(self, hit: Hit) -> str:
        """What is only likely of the values a hit stands on: a template's parameter has a default."""
        assumed = self.document.assumed
        related: Iterable[Any] = hit.related
        places: list[Any] = [hit.at, *(spot[0] if isinstance(spot[-1], str) else spot for spot in related)]
        notes = [assumed[place.path] for place in places if not isinstance(place, Span) and place.path in assumed]
        return f" (with {' and '.join(dict.fromkeys(notes))})" if notes else ""

    def _labels(self, related: Iterable[Any]) -> Iterable[Label]:
        for spot in related:
            place, text = spot if isinstance(spot[-1], str) and not isinstance(spot, Span) else (spot, "")
            at = place if isinstance(place, Span) else self.document.locate(place.path)
            yield Label(at.source.path, at.line, at.column, at.end_line, at.end_column, text)


_MANY = (list, tuple, set, frozenset)


def _in_words(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: joined(map(str, value)) if isinstance(value, _MANY) else str(value) for name, value in values.items()}


def _owners(path: Path, subject: object) -> list[Owner]:
    """What a hit belongs to: what its place lies in, and what it is about."""
    owners: list[Owner] = [(str(path[0]), path[1])] if len(path) > 1 else []
    if isinstance(subject, Flow):
        owners.append((str(subject.path[0]), subject.path[1]))
    elif isinstance(subject, Component):
        owners.append(("components", subject.name))
    return owners


def _components(owners: list[Owner], design: Design) -> list[str]:
    names: list[str] = []
    for section, name in owners:
        if section == "components":
            names.append(str(name))
        elif section == "flows" and (flow := design.flow_at(name)) is not None:
            names += [flow.source.name, flow.target.name]
    return names


def _subject(subject: object, path: Path, components: list[str], design: Design) -> str:
    if subject is not None:
        return str(subject)
    if len(path) > 1:
        return str(design.flow_at(path[1]) if path[0] == "flows" else path[1])
    return components[0] if components else ""
