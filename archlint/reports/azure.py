"""Issues of an Azure Pipelines run, as its logging commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.reports.escape import azure

if TYPE_CHECKING:
    from archlint.lint.report import Finding, Report


def render(report: Report) -> str:
    """One `task.logissue` per finding; Azure knows errors and warnings only, so advice is a warning there."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    properties = {
        "type": "error" if finding.severity == "error" else "warning",
        "sourcepath": finding.path,
        "linenumber": str(finding.line),
        "columnnumber": str(finding.column),
        "code": finding.rule,
    }
    written = "".join(f"{name}={azure(value)};" for name, value in properties.items())
    advice = "advice: " if finding.severity == "advice" else ""
    return f"##vso[task.logissue {written}]{azure(f'{advice}{finding.message} ({finding.remedy})')}"
