"""One golden per format, made of texts that attack it; `ARCHLINT_GOLDENS=write` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from reports.nasty import nasty

from archlint import __version__
from archlint.reports import FORMATS, renderer

GOLDENS = Path(__file__).parent / "goldens"
SUFFIXES = {
    "text": "txt", "concise": "concise.txt", "json": "json", "github": "github.txt", "sarif": "sarif",
    "gitlab": "gitlab.json", "junit": "junit.xml", "checkstyle": "checkstyle.xml", "rdjson": "rdjson",
    "azure": "azure.txt", "markdown": "md",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_a_nasty_report_looks_as_a_person_has_approved_it(name: str) -> None:
    golden = GOLDENS / f"nasty.{SUFFIXES[name]}"
    written = renderer(name)(nasty()).replace(f'"{__version__}"', '"VERSION"')
    if os.environ.get("ARCHLINT_GOLDENS") == "write":
        golden.write_text(written, encoding="utf-8", newline="")
    assert written == golden.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_one_line_feed_and_can_be_written_anywhere(name: str) -> None:
    written = renderer(name)(nasty())
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    written.encode("utf-8")
