"""What README and CHANGELOG show is what archlint says: outputs are run again, examples trigger what they claim."""

from __future__ import annotations

import re
import shlex
import textwrap
from pathlib import Path

import pytest
import yaml
from rules.examples import run, whole

from archlint.cli.main import COMMANDS, main
from archlint.document import parse
from archlint.lint.cards import all_cards
from archlint.reports import FORMATS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def blocks(text: str, kind: str) -> list[str]:
    return [textwrap.dedent(body) for _, name, body in FENCED.findall(text) if name == kind]


def claims() -> list[tuple[str, str]]:
    """Each entry of the changelog: the names in its words, and its description."""
    return [(entry, blocks(entry, "yaml")[0]) for entry in re.split(r"^- ", CHANGELOG, flags=re.MULTILINE)[1:]]


@pytest.mark.parametrize("block", blocks(README, "console"), ids=lambda block: block.partition("\n")[0])
def test_what_the_readme_shows_is_what_is_printed(
    block: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    line, _, shown = block.partition("\n")
    dollar, command, *arguments = shlex.split(line)
    assert (dollar, command) == ("$", "archlint")
    main(arguments)
    assert capsys.readouterr().out == shown


def test_the_readme_shows_a_finding_and_a_bill_before_it_speaks_of_installing() -> None:
    before = README[: README.index("pip install")]
    assert [block.split()[2] for block in blocks(before, "console")] == ["lint", "cost"]


def test_the_readmes_description_is_short_and_has_only_advice() -> None:
    (text,) = [block for block in blocks(README, "yaml") if block.startswith("archlint: 1")]
    assert text.count("\n") <= 30
    assert {finding.severity for finding in run(text).findings} <= {"advice"}


def test_the_readmes_workflow_is_twelve_lines_of_yaml_and_uses_inputs_that_the_action_has() -> None:
    (text,) = [block for block in blocks(README, "yaml") if "uses: " in block]
    assert text.count("\n") == 12
    steps = yaml.safe_load(text)["jobs"]["archlint"]["steps"]
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = [step for step in steps if "archlint" in step["uses"]]
    assert set(step["with"]) <= set(action["inputs"])


def test_the_readmes_configuration_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (text,) = blocks(README, "toml")
    (tmp_path / "archlint.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    assert main(["config"]) == 0
    assert 'fail-on = "warning"' in capsys.readouterr().out


def test_what_the_readme_names_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target
    for command in re.findall(r"`?archlint ([a-z]+)", README):
        assert command in COMMANDS or f"archlint {command}" not in re.findall(r"`(archlint [a-z]+)", README), command
    for name in re.findall(r"`--format ([a-z]+)`", README):
        assert name in FORMATS


@pytest.mark.parametrize(("entry", "text"), claims(), ids=lambda value: value[:40] if value.startswith("*") else "")
def test_the_changelogs_examples_trigger_what_they_are_shown_for(entry: str, text: str) -> None:
    named = {word for word in re.findall(r"`([a-z0-9-]+)`", entry) if word in all_cards()}
    assert named
    assert named - {finding.rule for finding in run(whole(text)).findings} == set()


def test_the_changelog_names_no_rule_that_is_not_there() -> None:
    words = set(re.findall(r"`([a-z]+(?:-[a-z0-9]+)+)`", CHANGELOG))
    assert words <= all_cards().keys()


def test_every_example_of_the_changelog_is_yaml() -> None:
    for _, text in claims():
        assert parse(text).data is not None
