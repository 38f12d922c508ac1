"""cfn-lint with its serverless rules, in an environment of its own that is thrown away."""

from __future__ import annotations

import subprocess
import venv
from typing import TYPE_CHECKING

from benchmarks.timing import python

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("cfn-lint", "cfn-lint-serverless")
SERVERLESS = ("--append-rules", "cfn_lint_serverless.rules")


def installed(folder: Path) -> Path | None:
    """The `cfn-lint` command in a fresh environment below `folder`, or None where it cannot be had."""
    venv.create(folder, symlinks=True)
    pip = python("-m", "pip", "--python", str(folder / "bin" / "python"), "--disable-pip-version-check", "--quiet")
    done = subprocess.run([*pip, "install", *PACKAGES], capture_output=True, check=False)  # noqa: S603
    return folder / "bin" / "cfn-lint" if done.returncode == 0 else None
