"""archlint on real templates, all in one process, beside cfn-lint with its serverless rules on the same files."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.cfn_lint import SERVERLESS, installed
from benchmarks.timing import processes, python

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
ROUNDS = 3
TARGET = 10


def run(*, peers: bool = "--peers" in sys.argv) -> Iterator[str]:
    """The time of the whole corpus in one process, and how often it fits into that of cfn-lint."""
    from archlint.lint.discovery import below

    if not CORPUS.is_dir():
        yield f"left out: the templates are not at {CORPUS}"
        return
    files = [str(file) for file in below(CORPUS)]
    commands = {"archlint": python("-m", "archlint", "lint", "--isolated", "--format", "json", *files)}
    if not peers:
        taken = processes(commands, ROUNDS)
        yield f"{len(files)} templates: {taken['archlint'] * 1e3:.0f} ms; `--peers` installs cfn-lint to run beside"
        return
    with tempfile.TemporaryDirectory() as folder:
        command = installed(Path(folder, "venv"))
        if command is None:
            yield "left out: cfn-lint could not be installed"
            return
        commands["cfn-lint"] = [str(command), *SERVERLESS, "--format", "json", "--", *files]
        taken = processes(commands, ROUNDS)
    times = ", ".join(f"{tool} {seconds * 1e3:.0f} ms" for tool, seconds in taken.items())
    ratio = taken["cfn-lint"] / taken["archlint"]
    verdict = "" if ratio >= TARGET else "  <- under the target"
    yield f"{len(files)} templates: {times}: archlint is {ratio:.0f} × as fast, target at least {TARGET} ×{verdict}"
