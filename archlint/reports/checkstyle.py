"""Checkstyle's XML, which many build servers read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from archlint import __version__
from archlint.reports.escape import xml_text

if TYPE_CHECKING:
    from archlint.lint.report import Report, Severity

_SEVERITIES: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "info"}


def render(report: Report) -> str:
    """One `file` for each file with findings, one `error` for each finding."""
    root = ElementTree.Element("checkstyle", version=__version__)
    files: dict[str, ElementTree.Element] = {}
    for finding in report.findings:
        if finding.path not in files:
            files[finding.path] = ElementTree.SubElement(root, "file", name=xml_text(finding.path))
        ElementTree.SubElement(
            files[finding.path],
            "error",
            line=str(finding.line),
            column=str(finding.column),
            severity=_SEVERITIES[finding.severity],
            message=xml_text(finding.message),
            source=f"archlint.{finding.rule}",
        )
    return document(root)


def document(root: ElementTree.Element) -> str:
    """The XML document of `root`, indented, with its declaration and a last newline."""
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'
