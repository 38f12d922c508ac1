"""SARIF 2.1.0, in the part of it that GitHub code scanning takes and shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from archlint import __version__
from archlint.lint.cards import all_cards
from archlint.lint.report import SEVERITIES
from archlint.reports.escape import markdown, sarif_link, sarif_message
from archlint.reports.json_ import dumps
from archlint.reports.rules import filled, general
from archlint.reports.summary import costs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from archlint.document.tree import Source
    from archlint.lint.report import Finding, Label, Report, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
MOST_RESULTS = 25_000
MOST_LOCATIONS = 100  # of a result, as many as are shown
LONGEST_DESCRIPTION = 1024

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "note"}
_PROBLEMS: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "recommendation"}
# On GitHub's scale: high from 7.0, medium from 4.0, low below.
_SECURITY: dict[Severity, str] = {"error": "8.0", "warning": "5.5", "advice": "2.0"}


def render(report: Report, *, category: str = "lint") -> str:
    """One run. Suppressed findings are left out, since code scanning would open alerts for them.

    `category` tells apart two uploads of one commit. Findings past the limit of a run are left out, the mildest first.
    """
    findings: Iterable[Finding] = report.findings
    if len(report.findings) > MOST_RESULTS:
        worst = sorted(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
        findings = sorted(worst[:MOST_RESULTS], key=lambda f: (f.path, f.line, f.column, f.rule))
    rules: dict[str, Finding] = {}
    for finding in report.findings:
        rules.setdefault(finding.rule, finding)
    index = {rule: number for number, rule in enumerate(sorted(rules))}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "archlint",
                "semanticVersion": __version__,
                "rules": [_rule(rules[rule]) for rule in index],
            }
        },
        "automationDetails": {"id": f"archlint/{category}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [_result(finding, index[finding.rule], report.sources) for finding in findings],
    }
    paths = {path for finding in findings for path in (finding.path, *(label.path for label in finding.related))}
    if any(path.startswith("/") for path in paths):
        # Code scanning takes addresses of files only with a folder to tell them from.
        run["invocations"] = [{"executionSuccessful": True, "workingDirectory": {"uri": "file:///"}}]
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(example: Finding) -> dict[str, Any]:
    sections = _sections(example)
    rule: dict[str, Any] = {
        "id": example.rule,
        "name": "".join(part.capitalize() for part in example.rule.split("-"))[:255],
        "shortDescription": {"text": _cut(example.title or example.rule)},
        "fullDescription": {"text": _cut(sections.get("Why") or example.title or example.rule)},
        "help": {
            "text": "\n".join(f"{name}: {text}" for name, text in sections.items()),
            "markdown": "\n\n".join(f"**{name}:** {markdown(text)}" for name, text in sections.items()),
        },
        "defaultConfiguration": {"level": _LEVELS[example.severity]},
        "properties": _properties(example),
    }
    if example.source:
        rule["helpUri"] = example.source
    return rule


def _sections(example: Finding) -> dict[str, str]:
    """What is to be said of a rule, whichever of its findings brought it up."""
    card = all_cards().get(example.rule)
    told = {"Why": example.why}
    if card is not None:
        told = {"When": filled(card), "Why": general(card.why), "Remedy": general(card.remedy)}
    told |= {"Facts": ", ".join(example.facts), "More": f"`archlint explain {example.rule}`"}
    return {name: text for name, text in told.items() if text}


def _properties(example: Finding) -> dict[str, Any]:
    tags = list(dict.fromkeys(tag for tag in (example.pillar, example.chapter, "architecture") if tag))
    properties: dict[str, Any] = {"tags": tags, "precision": "high"}
    if example.pillar == "security":  # this number is what makes GitHub file an alert under security
        properties["security-severity"] = _SECURITY[example.severity]
    else:
        properties["problem.severity"] = _PROBLEMS[example.severity]
    return properties


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1] + "…"


def _result(finding: Finding, rule: int, sources: Mapping[str, Source]) -> dict[str, Any]:
    related = finding.related[:MOST_LOCATIONS]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": {"archlint/v1": finding.fingerprint},
    }
    if related:
        result["relatedLocations"] = [_labelled(label, number) for number, label in enumerate(related, 1)]
    if finding.way and related:
        result["codeFlows"] = [{"threadFlows": [{"locations": list(_steps(finding, sources))}]}]
    return result


def _steps(finding: Finding, sources: Mapping[str, Source]) -> Iterator[dict[str, Any]]:
    """The way that a chain or a circle takes, each step with its words or else with what stands there."""
    yield {"location": _location(finding) | _words(finding.message)}
    for label in finding.related[:MOST_LOCATIONS]:
        if label[:3] != (finding.path, finding.line, finding.column):
            source = sources.get(label.path)
            there = source.line(label.line)[label.column - 1 :] if source else ""
            text = label.message or (
                there[: label.end_column - label.column] if label.end_line == label.line else there
            )
            yield {"location": _location(label) | _words(text or f"{label.path}:{label.line}")}


def _message(finding: Finding) -> str:
    lines = [sarif_message(finding.message)]
    links = [f"[{sarif_link(label.message or f'{label.path}:{label.line}')}]({number})"
             for number, label in enumerate(finding.related[:MOST_LOCATIONS], 1)]  # fmt: skip
    if links:
        lines.append(f"See {', '.join(links)}")
    if finding.scenario:
        lines.append(f"In scenario {sarif_message(finding.scenario)}")
    if cost := costs(finding):
        lines.append(f"{cost[0].upper()}{cost[1:]}")
    lines.append(sarif_message(finding.remedy))
    return "\n".join(line for line in lines if line)


def _labelled(label: Label, number: int | None = None) -> dict[str, Any]:
    location = _location(label) | (_words(label.message) if label.message else {})
    return location if number is None else {"id": number} | location


def _words(text: str) -> dict[str, Any]:
    return {"message": {"text": sarif_message(text)}}


def _location(place: Finding | Label) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    # Code scanning shows an alert in a pull request only if all its lines were changed, so one line is enough.
    if place.end_line == place.line:
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return {"physicalLocation": {"artifactLocation": _artifact(place.path), "region": region}}


def _artifact(path: str) -> dict[str, str]:
    address = quote(path.removeprefix("./"), safe="/", errors="surrogateescape")
    if path.startswith("/"):
        return {"uri": f"file://{address}"}
    return {"uri": address, "uriBaseId": ROOT}
