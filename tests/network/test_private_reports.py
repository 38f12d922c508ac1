"""The sample of a private reporting system: what lint and reach say of it before and after its network is mended.

Write the goldens anew with `ARCHLINT_GOLDENS=write python -m pytest tests/network/test_private_reports.py`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archlint import __version__
from archlint.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
GOLDENS = Path(__file__).parent / "goldens"
SAMPLE = "samples/private-reports"

RUNS = {
    "before.lint.txt": (["lint", f"{SAMPLE}/before.yaml", "--select", "network", "--isolated"], 1),
    "after.lint.txt": (["lint", f"{SAMPLE}/after.yaml", "--select", "network", "--isolated"], 0),
    "before.reach.txt": (["reach", f"{SAMPLE}/before.yaml", "--all", "--isolated"], 1),
    "after.reach.txt": (["reach", f"{SAMPLE}/after.yaml", "--all", "--isolated"], 0),
    "after.path.txt": (["reach", "build-report", "rates", f"{SAMPLE}/after.yaml", "--isolated"], 0),
    "before.path.json": (["reach", "proxy", "figures", f"{SAMPLE}/before.yaml", "--format", "json", "--isolated"], 1),
}


@pytest.mark.parametrize("golden", RUNS)
def test_the_sample_says_what_its_golden_says(
    golden: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    arguments, code = RUNS[golden]
    assert main(arguments) == code
    said = capsys.readouterr().out.replace(f'"{__version__}"', '"VERSION"')
    if os.environ.get("ARCHLINT_GOLDENS") == "write":
        (GOLDENS / golden).write_text(said, encoding="utf-8")
    assert said == (GOLDENS / golden).read_text(encoding="utf-8")


def test_the_mended_sample_has_no_error_and_no_warning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["lint", f"{SAMPLE}/after.yaml", "--min-severity", "warning", "--format", "concise", "--isolated"]) == 0
    assert capsys.readouterr().out == ""
