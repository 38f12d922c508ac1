"""Definitions that stand in files beside a description: found inside its house only, and judged at their own lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from archlint.lint.configuration import Configuration
from archlint.lint.running import Wanted, run

HEAD = "archlint: 1\nname: test\nregion: eu-west-1\ncomponents:\n"
SLIP = '{\n "StartAt": "A",\n "States": {\n  "A": {"Type": "Pass", "Next": "Bb"},\n  "B": {"Type": "Succeed"}}}\n'


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a folder of workflows, and a file outside of it."""
    folder = tmp_path / "house"
    (folder / ".git").mkdir(parents=True)
    (folder / "flows").mkdir()
    (folder / "flows" / "slip.asl.json").write_text(SLIP)
    (tmp_path / "outside.json").write_text(SLIP)
    monkeypatch.chdir(folder)
    return folder


def told(house: Path, workflow: str, rest: str = "", scenario: str | None = None) -> list[tuple[str, int, str]]:
    """Where the rules on definitions find something, and what."""
    file = house / "shop.yaml"
    file.write_text(f"{HEAD}  order: {{type: step_functions, {workflow}}}\n{rest}")
    rules = ("step-functions", "unreadable-description", "wrong-value", "unknown-field", "missing-field")
    found = run([Path("shop.yaml")], Configuration(select=rules), Wanted(scenario)).findings
    return [(finding.path, finding.line, finding.message) for finding in found]


def test_a_mistake_is_told_at_its_line_of_the_definition_file(house: Path) -> None:
    message = "in order, `A` leads to `Bb`, which is no state here; did you mean `B`?"
    assert told(house, "definition: flows/slip.asl.json") == [("flows/slip.asl.json", 4, message)]


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("../outside.json", "leads out of house/, the folder that its files stay in"),
        ("/etc/hosts", "leads out of house/, the folder that its files stay in"),
        ("flows/link.json", "is a link that leads out of house/, the folder that its files stay in"),
        ("flows/none.json", "does not exist"),
        ("flows", "is not a file"),
    ],
)
def test_a_file_that_cannot_be_had_is_told_where_it_is_named(house: Path, where: str, why: str) -> None:
    (house / "flows" / "link.json").symlink_to(house.parent / "outside.json")
    assert told(house, f"definition: {where}") == [("shop.yaml", 5, f"`{where}` {why}")]


def test_nothing_of_a_file_outside_is_shown(house: Path) -> None:
    (house.parent / "outside.json").write_text("secret: [")
    assert not any("secret" in message for _, _, message in told(house, "definition: ../outside.json"))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ('{"StartAt":\n', 1, "the text ends here, inside brackets or braces that are not closed"),
        ("[1]", 5, "the definition is a list, not a mapping"),
        ('{"StartAt": "A",\n "States": {"A": {"Type": "Pas", "End": true}}}', 2,
         "`A` has the type `Pas`, which there is not; did you mean `Pass`?"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_definition_is_told(house: Path, text: str, line: int, message: str) -> None:
    (house / "flows" / "odd.json").write_text(text)
    assert (line, message) in [(at, says) for _, at, says in told(house, "definition: flows/odd.json")]


WAIT = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": %s, "End": true}}}'


@pytest.mark.parametrize(("pause", "ends"), [(300, True), (301, False)])
@pytest.mark.parametrize("written", ["${Pause}", '"${Pause}"'])
def test_substitutions_are_filled_in_whether_quoted_or_bare(house: Path, written: str, pause: int, ends: bool) -> None:
    (house / "flows" / "wait.json").write_text(WAIT % written)
    fields = f"workflow: express, definition: flows/wait.json, substitutions: {{Pause: {pause}}}"
    assert (told(house, fields) == []) is ends


def test_yaml_is_read_as_well_as_json(house: Path) -> None:
    (house / "flows" / "wait.yaml").write_text(
        "StartAt: A\nStates:\n  A:\n    Type: Wait\n    Seconds: 301\n    End: true\n"
    )
    message = "order waits 301 s on one way through it, and AWS ends an Express execution after 5 min"
    assert told(house, "workflow: express, definition: flows/wait.yaml") == [("flows/wait.yaml", 3, message)]


def test_text_that_is_json_is_judged_line_by_line_too(house: Path) -> None:
    text = "\n".join(f"      {line}" for line in SLIP.splitlines())
    (house / "shop.yaml").write_text(f"{HEAD}  order:\n    type: step_functions\n    definition: |\n{text}\n")
    found = run([Path("shop.yaml")], Configuration(select=("state-unreachable",)), Wanted()).findings
    assert [(finding.path, finding.line) for finding in found] == [("shop.yaml", 11)]


def test_a_scenario_may_bring_a_file_of_its_own(house: Path) -> None:
    (house / "flows" / "fine.json").write_text(WAIT % 1)
    scenario = "scenarios:\n  other:\n    components: {order: {definition: flows/slip.asl.json}}\n"
    assert told(house, "definition: flows/fine.json", scenario) == []
    found = told(house, "definition: flows/fine.json", scenario, "other")
    assert [(path, line) for path, line, _ in found] == [("flows/slip.asl.json", 4)]
