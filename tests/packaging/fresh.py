"""Fresh environments outside the checkout, and what the distributions are."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
# What would let a run find this checkout, or what the user has compiled before, is not handed on.
_OURS = ("PYTHONPATH", "VIRTUAL_ENV", "XDG_CACHE_HOME", "FORCE_COLOR", "NO_COLOR", "COLUMNS")


class Distributions(NamedTuple):
    """The two files that are published."""

    sdist: Path
    wheel: Path


class Installed(NamedTuple):
    """A fresh environment with archlint in it, and the cache that runs in it would fill."""

    python: Path
    cache: Path

    def run(self, *arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs this environment's Python in another folder than the checkout."""
        inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
        return subprocess.run(
            [str(self.python), *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False,
            env={**inherited, "XDG_CACHE_HOME": str(self.cache), "PYTHONUTF8": "1", **environment},
        )  # fmt: skip


def succeed(*arguments: str | Path, cwd: Path) -> None:
    """Runs a command that has to succeed."""
    done = subprocess.run(list(map(str, arguments)), cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def environment(folder: Path, *arguments: str | Path) -> Installed:
    """A new environment in `folder` with what pip is asked to install."""
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "--quiet"]
    succeed(*pip, "install", *arguments, cwd=folder)
    return Installed(python, folder / "cache")
