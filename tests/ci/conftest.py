"""An `archlint` command on the PATH, whatever way the package is installed, and small descriptions to run it on."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from ci.scratch import MISTAKEN, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an `archlint` command that runs this source tree."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "archlint"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m archlint "$@"\n')
    script.chmod(0o755)
    return folder


@pytest.fixture
def archlint(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `archlint` in `tmp_path`, where `design.yaml` has a known mistake."""
    (tmp_path / "design.yaml").write_text(MISTAKEN)

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {
            k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "CI", "NO_COLOR", "FORCE_COLOR"))
        }
        return subprocess.run(
            [sys.executable, "-m", "archlint", *arguments],
            cwd=tmp_path,
            env={**inherited, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
