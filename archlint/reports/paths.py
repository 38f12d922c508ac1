"""Paths as a service sees them that knows the files by their way from the root of the repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archlint.lint.report import Finding, Report

# Where GitHub, GitLab and Azure Pipelines check a repository out.
_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")


def root(here: str, environment: Mapping[str, str]) -> str:
    """The root of the repository that the folder `here` lies in: as the pipeline says, else the nearest with `.git`."""
    for name in _CHECKOUTS:
        checkout = environment.get(name)
        if checkout and _inside(os.path.realpath(here), os.path.realpath(checkout)):
            return os.path.realpath(checkout)
    folder = os.path.realpath(here)
    while True:
        if os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110, PTH118 - see lint's start-up time
            return folder
        above = os.path.dirname(folder)  # noqa: PTH120 - the same
        if above == folder:
            return os.path.realpath(here)
        folder = above


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def from_root(report: Report, here: str, top: str) -> Report:
    """`report` with every path that lies below the folder `top` told from there; paths are taken to start at `here`."""

    def moved(path: str) -> str:
        whole = os.path.normpath(os.path.join(os.path.realpath(here), path))  # noqa: PTH118 - no links followed
        return os.path.relpath(whole, top).replace(os.sep, "/") if _inside(whole, top) else path

    def all_moved(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(
            finding._replace(
                path=moved(finding.path),
                related=tuple(label._replace(path=moved(label.path)) for label in finding.related),
            )
            for finding in findings
        )

    return report._replace(
        findings=all_moved(report.findings),
        suppressed=all_moved(report.suppressed),
        questions=all_moved(report.questions),
        files=tuple(moved(path) for path in report.files),
        sources={moved(path): source for path, source in report.sources.items()},
    )
