"""Annotations on the lines of a pull request, as GitHub's workflow commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.lint.report import SEVERITIES
from archlint.reports.escape import github_message, github_property
from archlint.reports.summary import costs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archlint.lint.report import Finding, Report, Severity

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "notice"}
PER_LEVEL = 10  # the runner shows no more of one kind in one step
LONGEST_MESSAGE = 4096  # the runner cuts what is longer, in the middle of a word


def render(report: Report) -> str:
    """The worst findings first, at most ten a level; if some are left out, a last notice says how many."""
    by_level = {severity: [f for f in report.findings if f.severity == severity] for severity in SEVERITIES}
    rest = sum(max(0, len(found) - PER_LEVEL) for found in by_level.values())
    # The last line is a notice itself, so it needs one of the ten places.
    places = {severity: PER_LEVEL - (severity == "advice" and rest > 0) for severity in SEVERITIES}
    shown = [finding for severity in SEVERITIES for finding in by_level[severity][: places[severity]]]
    lines = [_command(finding) for finding in shown]
    if rest:
        left = len(report.findings) - len(shown)
        more = "1 more finding" if left == 1 else f"{left:,} more findings"
        lines.append(f"::notice title=archlint::{more}, see the job summary")
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding) -> str:
    properties = ",".join(f"{name}={github_property(value)}" for name, value in _properties(finding))
    return f"::{COMMANDS[finding.severity]} {properties}::{github_message(_message(finding))}"


def _properties(finding: Finding) -> Iterable[tuple[str, str]]:
    yield "file", finding.path
    yield "line", str(finding.line)
    yield "endLine", str(finding.end_line)
    if finding.line == finding.end_line:  # the runner drops the columns of anything longer
        yield "col", str(finding.column)
        yield "endColumn", str(finding.end_column)
    yield "title", f"{finding.rule} ({finding.severity})"


def _message(finding: Finding) -> str:
    lines = [finding.message]
    if cost := costs(finding):
        lines.append(cost)
    if finding.scenario:
        lines.append(f"scenario: {finding.scenario}")
    lines += [f"see {label.path}:{label.line}: {label.message}" for label in finding.related if label.message]
    lines.append(f"help: {finding.remedy}")
    if finding.source:
        lines.append(f"docs: {finding.source}")
    message = "\n".join(lines)
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"
