"""JUnit's XML: each finding is a failed test of its file, and a clean file is a test that passed."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from archlint.reports.checkstyle import document
from archlint.reports.escape import xml_text
from archlint.reports.summary import costs

if TYPE_CHECKING:
    from archlint.lint.report import Finding, Report


def render(report: Report) -> str:
    """One suite per file that was read; the counts are of findings, whatever their severity."""
    by_file: dict[str, list[Finding]] = {path: [] for path in report.files}
    for finding in report.findings:
        by_file.setdefault(finding.path, []).append(finding)
    tests = sum(max(1, len(findings)) for findings in by_file.values())
    root = ElementTree.Element("testsuites", {"name": "archlint"} | _counts(tests, len(report.findings)))
    for path, findings in by_file.items():
        _suite(root, path, findings)
    return document(root)


def _counts(tests: int, failures: int) -> dict[str, str]:
    return {"tests": str(tests), "failures": str(failures), "errors": "0", "skipped": "0"}


def _suite(root: ElementTree.Element, path: str, findings: list[Finding]) -> None:
    name = xml_text(path)
    counts = _counts(max(1, len(findings)), len(findings))
    suite = ElementTree.SubElement(root, "testsuite", {"name": name, "package": "archlint"} | counts)
    classname = xml_text(str(PurePosixPath(path).with_suffix("")) if PurePosixPath(path).name else path)
    if not findings:
        ElementTree.SubElement(suite, "testcase", name="no findings", classname=classname)
    for finding in findings:
        _case(suite, finding, classname)


def _case(suite: ElementTree.Element, finding: Finding, classname: str) -> None:
    case = ElementTree.SubElement(
        suite,
        "testcase",
        name=f"archlint.{finding.rule}",
        classname=classname,
        file=xml_text(finding.path),
        line=str(finding.line),
        column=str(finding.column),
    )
    properties = ElementTree.SubElement(case, "properties")
    ElementTree.SubElement(properties, "property", name="severity", value=finding.severity)
    failure = ElementTree.SubElement(case, "failure", message=xml_text(finding.message), type=finding.severity)
    lines = [
        f"line {finding.line}, column {finding.column}: {finding.message}",
        finding.why,
        finding.remedy,
        costs(finding),
    ]
    failure.text = xml_text("\n".join(line for line in lines if line))
