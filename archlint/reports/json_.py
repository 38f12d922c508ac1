"""The machine-readable report: a promise to the programs that read it, so nothing in it is renamed or dropped."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from archlint import __version__
from archlint.reports.summary import counts

if TYPE_CHECKING:
    from archlint.lint.report import Finding, Label, Report


def render(report: Report) -> str:
    """The promised document; suppressed findings stand among the others, marked, and are not counted with them."""
    everything = sorted((*report.findings, *report.suppressed), key=lambda f: (f.path, f.line, f.column, f.rule))
    return dumps(
        {
            "schema": 1,
            "tool": {"name": "archlint", "version": __version__},
            "files": list(report.files),
            "findings": [_finding(finding) for finding in everything],
            "questions": [_finding(question) for question in report.questions],
            "summary": {
                **counts(report.findings),
                "suppressed": len(report.suppressed),
                "files": len(report.files),
                "components": report.components,
                "flows": report.flows,
            },
        }
    )


def dumps(document: object) -> str:
    """JSON as every format here writes it: indented, UTF-8, a last newline.

    What UTF-8 cannot hold stays an escape, and so does what a pipeline would take for a command in its log.
    """
    text = re.sub(r"##(?=\[|vso\[)", r"#\\u0023", json.dumps(document, indent=2, ensure_ascii=False))
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "chapter": finding.chapter,
        "severity": finding.severity,
        "pillar": finding.pillar,
        "message": finding.message,
        "why": finding.why,
        "remedy": finding.remedy,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "subject": finding.subject,
        "scenario": finding.scenario,
        "facts": list(finding.facts),
        "related": [_label(label) for label in finding.related],
        "monthly_cost": None if finding.monthly_cost is None else format(finding.monthly_cost, "f"),
        "suppressed": finding.suppressed,
        "fingerprint": finding.fingerprint,
    }


def _label(label: Label) -> dict[str, Any]:
    return {"path": label.path, "line": label.line, "column": label.column, "message": label.message}
