"""Times of whole processes and of functions, taken in turn, so that whatever slows the machine slows all of them."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def processes(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, float]:
    """The median time in seconds of each command as a process of its own; the first round only warms caches."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def process(command: Sequence[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603

    return functions({name: process(command) for name, command in commands.items()}, rounds + 1, warming=1)


def functions(tasks: Mapping[str, Callable[[], object]], rounds: int, warming: int = 0) -> dict[str, float]:
    """The median time in seconds of each function, without the garbage collector, as the command runs them."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            gc.collect()
            gc.disable()
            start = perf_counter()
            task()
            taken[name].append(perf_counter() - start)
            gc.enable()
    return {name: median(times[warming:]) for name, times in taken.items()}


def judged(what: str, ratio: float, most: float, of: str) -> str:
    """One line about a ratio and its target."""
    verdict = "" if ratio <= most else "  <- over the target"
    return f"{what}: {ratio:.2f} × {of}, target at most {most:g} ×{verdict}"


def python(*arguments: str) -> list[str]:
    """A command line of this very Python."""
    return [sys.executable, *arguments]
