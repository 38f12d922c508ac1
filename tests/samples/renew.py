"""What archlint says of each sample; `python -m tests.samples.renew` writes it down anew, to be read as a diff."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from archlint.lint.configuration import Configuration
from archlint.lint.report import Report
from archlint.lint.running import Wanted, run
from archlint.reports import renderer

ROOT = Path(__file__).parents[2]
GOLDENS = Path(__file__).parent / "goldens"
TODAY = date(2026, 11, 24)
SUFFIXES = {"concise": "txt", "json": "json"}


def samples() -> list[str]:
    """The samples by the names of their folders."""
    return sorted(folder.parent.name for folder in (ROOT / "samples").glob("*/before.yaml"))


def judged(sample: str, which: str) -> Report:
    """The report on `before` or `after` of a sample and all its scenarios, its paths as seen from the repository's root."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        return run([Path("samples", sample, f"{which}.yaml")], Configuration(), Wanted("all", today=TODAY))
    finally:
        os.chdir(here)


def goldens(sample: str) -> dict[Path, str]:
    """What each golden file of a sample holds."""
    report = judged(sample, "before")
    return {GOLDENS / f"{sample}.{suffix}": renderer(name)(report) for name, suffix in SUFFIXES.items()}


def main() -> None:
    """Writes every golden, and takes away those that no sample has."""
    texts = {path: text for sample in samples() for path, text in goldens(sample).items()}
    GOLDENS.mkdir(exist_ok=True)
    for stale in set(GOLDENS.iterdir()) - texts.keys():
        stale.unlink()
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
