"""One line per finding, for editors, grep and people in a hurry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.reports.escape import legible

if TYPE_CHECKING:
    from archlint.lint.report import Finding, Report


def render(report: Report) -> str:
    """`path:line:column: severity[rule] message`; questions come last and say `question` for their severity."""
    lines = [_line(finding, finding.severity) for finding in report.findings]
    lines += [_line(question, "question") for question in report.questions]
    return "".join(f"{line}\n" for line in lines)


def _line(finding: Finding, severity: str) -> str:
    scenario = f" (in scenario {finding.scenario})" if finding.scenario else ""
    place = f"{finding.path}:{finding.line}:{finding.column}"
    return legible(f"{place}: {severity}[{finding.rule}] {finding.message}{scenario}")
