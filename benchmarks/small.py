"""One small description, as whole processes: beside a Python that does nothing, and what of it is start-up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.timing import judged, processes, python

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 12
ROUNDS = 15
SAMPLES = Path(__file__).parents[1] / "samples" / "cat-videos"


def run() -> Iterator[str]:
    """The ratio of DESIGN.md, for a clean sample, one with many findings, and one rule explained."""
    taken = processes(
        {
            "python -c pass": python("-c", "pass"),
            "archlint --version": python("-m", "archlint", "--version"),
            "archlint explain short-polling": python("-m", "archlint", "explain", "short-polling"),
            "archlint lint after.yaml": python("-m", "archlint", "lint", str(SAMPLES / "after.yaml")),
            "archlint lint before.yaml": python("-m", "archlint", "lint", str(SAMPLES / "before.yaml")),
        },
        ROUNDS,
    )
    bare = taken.pop("python -c pass")
    yield f"python -c pass: {bare * 1e3:.1f} ms"
    for what, seconds in taken.items():
        yield judged(f"{what}: {seconds * 1e3:.1f} ms", seconds / bare, MOST, "python -c pass")
