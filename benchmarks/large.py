"""A description of 10,000 components and 20,000 flows in one process: beside its YAML events and twice its size."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from archlint.lint.configuration import Configuration
from archlint.lint.running import Wanted
from archlint.lint.running import run as lint
from archlint.reports.concise import render
from benchmarks.generated import description
from benchmarks.timing import functions, judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 6
MOST_FOR_TWICE = 2.4
COMPONENTS, FLOWS = 10_000, 20_000
ROUNDS = 5
TODAY = date(2026, 11, 24)


def reading(path: Path) -> Callable[[], object]:
    """Goes through the YAML events of a file with the C loader and keeps nothing."""

    def read() -> None:
        with path.open("rb") as stream:
            for _ in yaml.parse(stream, Loader=yaml.CSafeLoader):
                pass

    return read


def linting(path: Path) -> Callable[[], object]:
    """Lints a file and writes the report."""
    return lambda: render(lint([path], Configuration(), Wanted(today=TODAY)))


def run() -> Iterator[str]:
    """The ratios of DESIGN.md."""
    with tempfile.TemporaryDirectory() as folder:
        whole, twice = Path(folder, "whole.yaml"), Path(folder, "twice.yaml")
        whole.write_text(description(COMPONENTS, FLOWS), encoding="utf-8")
        twice.write_text(description(2 * COMPONENTS, 2 * FLOWS), encoding="utf-8")
        linting(whole)()  # whatever is imported or compiled on first use
        tasks = {"events": reading(whole), "whole": linting(whole), "twice": linting(twice)}
        taken = functions(tasks, ROUNDS)
    size = f"{COMPONENTS:,} components, {FLOWS:,} flows"
    yield f"YAML events of {size}: {taken['events'] * 1e3:.0f} ms"
    yield judged(f"lint of {size}: {taken['whole'] * 1e3:.0f} ms", taken["whole"] / taken["events"], MOST, "its events")
    ratio = taken["twice"] / taken["whole"]
    yield judged(f"lint of twice the size: {taken['twice'] * 1e3:.0f} ms", ratio, MOST_FOR_TWICE, "the whole")
