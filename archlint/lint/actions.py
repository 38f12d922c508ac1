"""What is to be done about findings, the most important first, and how much work each remedy is likely to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING, Literal

from archlint.lint.placing import RefusedError, place
from archlint.lint.report import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archlint.checks.hit import Fix
    from archlint.document.tree import Document
    from archlint.lint.engine import Result
    from archlint.lint.report import Finding

Effort = Literal["small", "medium", "large"]
EFFORTS: tuple[Effort, ...] = ("small", "medium", "large")
_LONGEST = 160  # characters of a changed line that are shown
_ONE_SETTING = re.compile(r"(Set|Add|Remove|Raise|Lower|Keep|State it:) `")


@dataclass(frozen=True, slots=True)
class Action:
    """The remedy of one finding; `change` are the lines taken out (-) and put in (+) where archlint can make it, else
    nothing, and `option` is what it makes them with.

    `effort` goes by what the remedy touches: small is one setting, medium one component, large the way between two.
    """

    finding: Finding
    effort: Effort
    change: tuple[str, ...]
    option: str


def actions(findings: Iterable[Finding], results: Sequence[Result]) -> list[Action]:
    """The actions for findings of these results: the worst first, of those the dearest, of those the smallest."""
    fixes = {result.findings[at]: (fix, result) for result in results for at, fix in result.fixes.items()}
    found = []
    for finding in findings:
        fix, result = fixes.get(finding, (None, None))
        change = tuple(_change(result.design.description.document, fix)) if fix and result else ()
        option = "--fix" if fix is None or fix.safe else "--fix --unsafe-fixes"
        found.append(Action(finding, _effort(finding, bool(change)), change, option))
    return sorted(found, key=_importance)


def _importance(action: Action) -> tuple[int, float, int, str, int]:
    finding = action.finding
    money = float(finding.monthly_cost or 0)
    return SEVERITIES.index(finding.severity), -money, EFFORTS.index(action.effort), finding.path, finding.line


def _effort(finding: Finding, can_be_made: bool) -> Effort:
    if can_be_made or _ONE_SETTING.match(finding.remedy):
        return "small"
    return "large" if " -> " in finding.subject else "medium"


def _change(document: Document, fix: Fix) -> Iterator[str]:
    try:
        edit = place(document, fix.at.path, fix.value)
    except RefusedError:
        return
    text = document.source.text
    begins, ends = text.rfind("\n", 0, edit.start) + 1, text.find("\n", edit.end)
    before = text[begins : ends if ends >= 0 else len(text)]  # the lines that it touches, not a long file's thousands
    at = edit.start - begins
    after = f"{before[:at]}{edit.text}{before[edit.end - begins :]}"
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))
    changed = (line for line in lines[2:] if line[0] in "-+")  # without the names of the files
    yield from (line[0] + _around(line[1:], at) for line in changed)


def _around(line: str, at: int) -> str:
    """The part of a long line that shows what stands at a place of it."""
    start = max(0, at - _LONGEST // 3) if len(line) > _LONGEST else 0
    before, after = "…" if start else "", "…" if len(line) > start + _LONGEST else ""
    return f"{before}{line[start : start + _LONGEST]}{after}"
