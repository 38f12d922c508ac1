"""The words that count: how many findings of which severity, in how much of a design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.lint.report import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from archlint.lint.report import Finding, Report

_WORDS: dict[str, tuple[str, str]] = {
    "error": ("1 error", "errors"),
    "warning": ("1 warning", "warnings"),
    "advice": ("1 piece of advice", "pieces of advice"),
    "question": ("1 question", "questions"),
    "file": ("1 file", "files"),
    "component": ("1 component", "components"),
    "flow": ("1 flow", "flows"),
}
QUESTIONS = "Questions for the design review"


def counted(number: int, of: str) -> str:
    """`2 errors`, `1 piece of advice`, `12,000 flows`."""
    one, many = _WORDS[of]
    return one if number == 1 else f"{number:,} {many}"


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each severity; every severity has its entry."""
    numbers: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        numbers[finding.severity] += 1
    return numbers


def found(findings: Iterable[Finding]) -> str:
    """`2 errors, 1 warning, 3 pieces of advice`, or `No findings`."""
    numbers = counts(findings)
    return ", ".join(counted(number, of) for of, number in numbers.items() if number) or "No findings"


def line(report: Report) -> str:
    """The closing line: `2 errors, 1 warning in 1 file (10 components, 6 flows); 1 suppressed`."""
    size = f"{counted(report.components, 'component')}, {counted(report.flows, 'flow')}"
    parts = [f"{found(report.findings)} in {counted(len(report.files), 'file')} ({size})"]
    if report.questions:
        parts.append(counted(len(report.questions), "question"))
    if report.suppressed:
        parts.append(f"{len(report.suppressed):,} suppressed")
    return "; ".join(parts)


def money(amount: Decimal) -> str:
    """`$312` from ten dollars on, `$3.12` below, `under $0.01` for next to nothing, `-$41` for less than nothing."""
    sign = "-" if amount < 0 else ""
    size = abs(amount)
    if 0 < size * 100 < 1:
        return "under $0.01" if amount > 0 else "-$0.01"
    return f"{sign}${size:,.0f}" if size >= 10 else f"{sign}${size:,.2f}"


def costs(finding: Finding) -> str:
    """`this costs $312 a month`, or "" where no money is at stake."""
    return "" if finding.monthly_cost is None else f"this costs {money(finding.monthly_cost)} a month"
