"""The Reviewdog Diagnostic Format, for reviewdog and what else reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.reports.json_ import dumps
from archlint.reports.positions import byte_column

if TYPE_CHECKING:
    from archlint.document.tree import Source
    from archlint.lint.report import Finding, Label, Report, Severity

_SEVERITIES: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "advice": "INFO"}


def render(report: Report) -> str:
    """One `DiagnosticResult`; columns count UTF-8 bytes, the end is exclusive."""
    return dumps(
        {
            "source": {"name": "archlint"},
            "diagnostics": [_diagnostic(finding, report) for finding in report.findings],
        }
    )


def _diagnostic(finding: Finding, report: Report) -> dict[str, Any]:
    code = {"value": finding.rule}
    if finding.source:
        code["url"] = finding.source
    diagnostic: dict[str, Any] = {
        "message": f"{finding.message}\n{finding.remedy}",
        "location": _location(finding, report),
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    if finding.related:
        diagnostic["related_locations"] = [
            {"message": label.message, "location": _location(label, report)} for label in finding.related
        ]
    return diagnostic


def _location(place: Finding | Label, report: Report) -> dict[str, Any]:
    source = report.sources.get(place.path)
    start = _position(place.line, place.column, source)
    return {"path": place.path, "range": {"start": start, "end": _position(place.end_line, place.end_column, source)}}


def _position(line: int, column: int, source: Source | None) -> dict[str, int]:
    if source is None:  # without the text the bytes cannot be counted, and a range without columns means whole lines
        return {"line": line}
    return {"line": line, "column": byte_column(source.line(line), column)}
