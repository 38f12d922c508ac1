"""The hooks, run by the real pre-commit on a scratch repository that installs archlint from this tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
import yaml
from ci.scratch import MISTAKEN, ROOT
from ci.test_action import git

if TYPE_CHECKING:
    from pathlib import Path

HOOKS = [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Path]:
    """A repository of what is shipped, its commit, and a place for pre-commit's environments."""
    if find_spec("pre_commit") is None:
        pytest.skip("pre-commit is not installed")
    folder = tmp_path_factory.mktemp("hooks")
    for name in ("archlint", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "hooks")
    return folder, git(folder, "rev-parse", "HEAD"), tmp_path_factory.mktemp("environments")


@pytest.fixture
def scratch(tmp_path: Path, hooks: tuple[Path, str, Path]) -> Path:
    folder, commit, _ = hooks
    git(tmp_path, "init", "--quiet")
    configuration = {"repos": [{"repo": str(folder), "rev": commit, "hooks": [{"id": hook} for hook in HOOKS]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    (tmp_path / "archlint.toml").write_text('select = ["visibility-timeout-too-short"]\nfail-on = "warning"\n')
    (tmp_path / "archlint.yaml").write_text(MISTAKEN)
    (tmp_path / "unrelated.yaml").write_text("a: [\n")
    git(tmp_path, "add", "--all")
    return tmp_path


def run(scratch: Path, hook: str, environments: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose", hook],
        cwd=scratch, env={**os.environ, "PRE_COMMIT_HOME": str(environments)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_the_hook_fails_on_a_mistake_and_passes_once_it_is_mended(scratch: Path, hooks: tuple[Path, str, Path]) -> None:
    failed = run(scratch, "archlint", hooks[2])
    if "Could not find a version" in failed.stdout + failed.stderr:
        pytest.skip("no package index to install from")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "archlint.yaml:5:23" in failed.stdout
    assert "unrelated.yaml" not in failed.stdout

    mended = run(scratch, "archlint-fix", hooks[2])
    assert mended.returncode == 1
    assert "files were modified by this hook" in mended.stdout
    git(scratch, "add", "--all")
    assert run(scratch, "archlint-fix", hooks[2]).returncode == 0
    assert run(scratch, "archlint", hooks[2]).returncode == 0
    assert run(scratch, "archlint-repository", hooks[2]).returncode == 0


def test_a_file_that_the_configuration_excludes_is_left_alone(scratch: Path, hooks: tuple[Path, str, Path]) -> None:
    (scratch / "archlint.toml").write_text('exclude = ["archlint.yaml"]\nfail-on = "advice"\n')
    git(scratch, "add", "--all")
    done = run(scratch, "archlint", hooks[2])
    assert done.returncode == 0, done.stdout + done.stderr
