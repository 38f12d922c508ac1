"""GitLab's Code Quality report, which GitLab shows in the merge request."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from archlint.reports.json_ import dumps

if TYPE_CHECKING:
    from archlint.lint.report import Finding, Report, Severity

_SEVERITIES: dict[Severity, str] = {"error": "critical", "warning": "major", "advice": "minor"}


def render(report: Report) -> str:
    """A JSON array. GitLab drops entries with a fingerprint it has seen, so repeats are numbered."""
    seen: Counter[str] = Counter()
    return dumps([_entry(finding, seen) for finding in report.findings])


def _entry(finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    repeat = seen[finding.fingerprint]
    seen[finding.fingerprint] += 1
    fingerprint = finding.fingerprint
    if repeat:
        fingerprint = sha256(f"{fingerprint}\n{repeat}".encode()).hexdigest()[:32]
    scenario = f" (in scenario {finding.scenario})" if finding.scenario else ""
    return {
        "description": f"{finding.rule}: {finding.message}{scenario}",
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": finding.path.removeprefix("./"),
            "positions": {
                "begin": {"line": finding.line, "column": finding.column},
                "end": {"line": finding.end_line, "column": finding.end_column},
            },
        },
    }
