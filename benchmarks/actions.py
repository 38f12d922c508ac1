"""What is to be done about every finding, with the lines that each remedy changes: of eight times the findings too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.reading import parse
from archlint.lint.actions import actions
from archlint.lint.configuration import Configuration
from archlint.lint.engine import lint
from benchmarks.generated import description
from benchmarks.large import TODAY
from benchmarks.timing import functions, judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMPONENTS, TIMES = 500, 8
MOST = TIMES * 1.5  # TIMES squared, were the whole file looked at for each
ROUNDS = 5


def telling(components: int) -> Callable[[], object]:
    """Works out the actions for a description of so many components and twice as many flows."""
    result = lint(parse(description(components, 2 * components), "generated.yaml"), Configuration(), TODAY)
    return lambda: actions(result.findings, [result])


def run() -> Iterator[str]:
    """How the time grows with the findings."""
    taken = functions({"some": telling(COMPONENTS), "many": telling(TIMES * COMPONENTS)}, ROUNDS)
    yield f"actions of {COMPONENTS:,} components: {taken['some'] * 1e3:.0f} ms"
    many = f"actions of {TIMES} times as many: {taken['many'] * 1e3:.0f} ms"
    yield judged(many, taken["many"] / taken["some"], MOST, "those")
