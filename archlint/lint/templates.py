"""Findings about a template in words that its author finds in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.importers.words import IMPLICIT, sam_resources, with_words

if TYPE_CHECKING:
    from archlint.document.tree import Document
    from archlint.lint.engine import Result
    from archlint.lint.report import Finding
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


def in_its_words(result: Result, template: Document) -> None:
    """Let the remedies of a result say which properties of the template their fields are."""
    sam = sam_resources(template.written) | IMPLICIT
    flows = {str(flow): flow for flow in result.design.all_flows}
    for found in (result.findings, result.suppressed, result.questions):
        found[:] = [_said(finding, result, sam, flows.get(finding.subject)) for finding in found]


def _said(finding: Finding, result: Result, sam: frozenset[str], flow: AnyFlow | None) -> Finding:
    known = result.design.components
    named = [finding.component, finding.subject]
    spoken_of: list[Component] = [known[name] for name in named if name in known]
    if flow is not None:
        spoken_of += [flow.target, flow.source]
    owners = [(one.type, one.name.rpartition("/")[2] in sam) for one in spoken_of]
    source = flow.source.type if flow is not None else ""
    return finding._replace(remedy=with_words(finding.remedy, owners, source))
