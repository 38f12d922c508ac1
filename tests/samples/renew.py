"""What archlint says of each sample; `python -m tests.samples.renew` writes it down anew, to be read as a diff."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from archlint.lint.configuration import Configuration
from archlint.lint.report import Report
from archlint.lint.review import before_of, review
from archlint.lint.running import Wanted, run
from archlint.reports import renderer
from archlint.reports.review import html, md
from archlint.reports.review.page import SECTIONS, page

ROOT = Path(__file__).parents[2]
GOLDENS = Path(__file__).parent / "goldens"
TODAY = date(2026, 11, 24)
SUFFIXES = {"concise": "txt", "json": "json"}
SHOWN = tuple(name for name in SECTIONS if name != "appendix")
"""What stands in the reports beside the samples: all but the list of every rule, which is the same in each."""
AS_A_PAGE = "cat-videos"
"""The sample whose whole report is kept as HTML too; the README shows it."""


def samples() -> list[str]:
    """The samples by the names of their folders."""
    return sorted(folder.parent.name for folder in (ROOT / "samples").glob("*/before.yaml"))


@contextmanager
def at_the_root() -> Iterator[None]:
    """Paths are as seen from the repository's root, whatever the folder from which this is called."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        yield
    finally:
        os.chdir(here)


def judged(sample: str, which: str) -> Report:
    """The report on `before` or `after` of a sample and all its scenarios."""
    with at_the_root():
        return run([Path("samples", sample, f"{which}.yaml")], Configuration(), Wanted("all", today=TODAY))


def goldens(sample: str) -> dict[Path, str]:
    """What each golden file of a sample holds."""
    report = judged(sample, "before")
    return {GOLDENS / f"{sample}.{suffix}": renderer(name)(report) for name, suffix in SUFFIXES.items()}


def reports(sample: str) -> dict[Path, str]:
    """The design reviews beside a sample: of it with its mistakes, and of the mended one compared with that."""
    settings, wanted = Configuration(), Wanted(None, None, TODAY)
    folder, old = Path("samples", sample), Path("samples", sample, "before.yaml")
    with at_the_root():
        first = review(old, settings, wanted)
        second = review(folder / "after.yaml", settings, wanted, before=before_of(old, settings, wanted))
    assert first is not None
    assert second is not None
    texts = {folder / "before.md": md.render(page(first, SHOWN)), folder / "after.md": md.render(page(second, SHOWN))}
    if sample == AS_A_PAGE:
        texts[folder / "before.html"] = html.render(page(first))
    return {ROOT / path: text for path, text in texts.items()}


def main() -> None:
    """Writes every golden and every report, and takes away the goldens that no sample has."""
    texts = {path: text for sample in samples() for path, text in goldens(sample).items()}
    GOLDENS.mkdir(exist_ok=True)
    for stale in set(GOLDENS.iterdir()) - texts.keys():
        stale.unlink()
    for sample in samples():
        texts |= reports(sample)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
