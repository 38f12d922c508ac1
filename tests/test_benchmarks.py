"""The benchmarks as a command: what they say when they are called wrongly or nobody listens any more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "benchmarks"]


def test_a_reader_who_has_seen_enough_ends_a_benchmark_quietly() -> None:
    with subprocess.Popen([*COMMAND, "cost"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_benchmark_that_is_not_there_is_named() -> None:
    done = subprocess.run([*COMMAND, "speed"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("there is no benchmark speed; there are small, large, hubs")
