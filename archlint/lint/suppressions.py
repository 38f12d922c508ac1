"""Suppressions: what a comment or an `ignore` entry hides, and which of them hide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.base import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from archlint.design.graph import Design
    from archlint.document.tree import Span
    from archlint.lint.cards import Card
    from archlint.model.component import Ignore


class Suppression:
    """One suppression, wherever it is written; `lines` are what a comment covers, `owner` what an entry stands in."""

    __slots__ = ("at", "because", "lines", "owner", "path", "rules", "until", "used")

    def __init__(
        self,
        rules: tuple[str, ...],
        because: str,
        until: str,
        at: Place | Span,
        path: str,
        lines: tuple[int, int],
        owner: tuple[str, str | int] | None,
    ) -> None:
        self.rules = rules
        self.because = because
        self.until = until
        self.at = at
        self.path = path
        self.lines = lines
        self.owner = owner
        self.used = False

    def expired(self, today: date) -> bool:
        return bool(self.until) and self.until < today.isoformat()

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


def _comments(design: Design) -> Iterator[Suppression]:
    for source in design.description.document.sources:
        if "archlint:" not in source.text or "ignore" not in source.text:
            continue
        from archlint.document.comments import suppressions

        for found in suppressions(source, design.description.document):
            yield Suppression(found.rules, found.because, found.until or "", found.at, source.path, found.covers, None)


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
