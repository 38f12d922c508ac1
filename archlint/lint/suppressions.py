"""Suppressions: what a comment or an `ignore` entry hides, and which of them hide nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from archlint.document.tree import Map
from archlint.lint.cards import all_cards, chapters
from archlint.model.base import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archlint.design.graph import Design
    from archlint.document.tree import Span
    from archlint.lint.cards import Card
    from archlint.model.component import Ignore


class Suppression:
    """One suppression, wherever it is written; `lines` are what a comment covers, `owner` what an entry stands in."""

    __slots__ = ("at", "because", "judged", "last_day", "lines", "owner", "path", "rules", "strange", "until", "used")

    def __init__(
        self,
        rules: tuple[str, ...],
        because: str,
        until: str,
        at: Place | Span,
        path: str,
        lines: tuple[int, int],
        owner: tuple[str, str | int] | None,
        judged: bool = True,
    ) -> None:
        self.rules = rules
        self.because = because
        self.until = until
        self.last_day = _day(until)
        self.at = at
        self.path = path
        self.lines = lines
        self.owner = owner
        self.judged = judged
        self.used = False
        self.strange = tuple(_stranger(rule) for rule in rules if rule not in all_cards() and rule not in chapters())

    def expired(self, today: date) -> bool:
        """Whether its last day is over; one that is no day at all never was."""
        return bool(self.until) and (self.last_day is None or self.last_day < today)

    def fits(self, card: Card) -> bool:
        return card.id in self.rules or card.chapter in self.rules


class Suppressions:
    """All suppressions of one description."""

    def __init__(self, design: Design, today: date) -> None:
        self.today = today
        self.left_out: set[str] = set()
        """The rules, and chapters of rules, that did not run: nobody knows what their suppressions hide."""
        self.all = [*_comments(design), *_entries(design)]
        self._by_owner: dict[tuple[str, str | int], list[Suppression]] = {}
        self._by_path: dict[str, list[Suppression]] = {}
        for suppression in self.all:
            if suppression.owner is None:
                self._by_path.setdefault(suppression.path, []).append(suppression)
            else:
                self._by_owner.setdefault(suppression.owner, []).append(suppression)

    def hiding(self, card: Card, span: Span, owners: Iterable[tuple[str, str | int]]) -> Suppression | None:
        """The suppression that hides a hit of `card` at `span`, about `owners`; it counts as used from then on."""
        for suppression in self._by_path.get(span.source.path, ()):
            first, last = suppression.lines
            if first <= span.line <= last and suppression.fits(card) and not suppression.expired(self.today):
                suppression.used = True
                return suppression
        for owner in owners if self._by_owner else ():
            for suppression in self._by_owner.get(owner, ()):
                if suppression.fits(card) and not suppression.expired(self.today):
                    suppression.used = True
                    return suppression
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _stranger(name: str) -> str:
    from archlint.model.problems import did_you_mean

    return f"`{name}`, which is no rule{did_you_mean(name, [*all_cards(), *chapters()])}"


def _comments(design: Design) -> Iterator[Suppression]:
    elsewhere = None
    for source in design.description.document.sources:
        if "archlint:" not in source.text or "ignore" not in source.text:
            continue
        from archlint.document.comments import suppressions

        if elsewhere is None:
            elsewhere = list(_not_judged(design))
        for found in suppressions(source, design.description.document):
            first, last = found.covers
            judged = not any(path == source.path and top <= first and last <= end for path, top, end in elsewhere)
            yield Suppression(
                found.rules, found.because, found.until or "", found.at, source.path, found.covers, None, judged
            )


def _not_judged(design: Design) -> Iterator[tuple[str, int, int]]:
    """Path, first and last line of each scenario but the one that is judged."""
    for tree in design.description.document.written:
        scenarios = tree.get("scenarios") if isinstance(tree, Map) else None
        if isinstance(scenarios, Map):
            for name, entry in scenarios.spans.items():
                if name != design.description.scenario:
                    yield entry[0].path, entry[1] + 1, entry[-2] + 1


def _entries(design: Design) -> Iterator[Suppression]:
    description = design.description
    for component in design.components.values():
        if component.ignore:
            yield from _of(component.ignore, ("components", component.name))
    for flow in design.written:
        if flow.ignore:
            yield from _of(flow.ignore, ("flows", flow.path[1]))
    for section, parts in description.sections.items():
        for name, part in parts.items():
            yield from _of(getattr(part, "ignore", ()), (section, name))


def _of(entries: Iterable[Ignore], owner: tuple[str, str | int]) -> Iterator[Suppression]:
    if not isinstance(entries, list | tuple):
        return
    for entry in entries:
        rules = tuple(word.strip() for word in str(entry.rule or "").split(",") if word.strip())
        yield Suppression(rules, entry.because or "", entry.until or "", Place(entry.path), "", (0, 0), owner)
