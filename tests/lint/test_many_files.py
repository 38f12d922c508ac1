"""Many files in one run: spread over processes they give the same report, and what is nested is told once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from archlint.lint.configuration import Configuration, ConfigurationError
from archlint.lint.discovery import find
from archlint.lint.running import Wanted, run

if TYPE_CHECKING:
    from pathlib import Path

WANTED = Wanted(today=date(2026, 11, 24))
FUNCTION = "  {name}: {{Type: AWS::Lambda::Function, Properties: {{Runtime: python3.13, Role: !ImportValue role}}}}\n"


def templates(folder: Path, number: int) -> list[Path]:
    paths = [folder / f"template-{at}.yaml" for at in range(number)]
    for at, path in enumerate(paths):
        path.write_text("Resources:\n" + FUNCTION.format(name=f"Work{at}"))
    return paths


@pytest.mark.parametrize("jobs", [0, 2, 16])
def test_files_that_are_spread_over_processes_give_the_same_report(tmp_path: Path, jobs: int) -> None:
    paths = templates(tmp_path, 5)
    settings = Configuration(parameters={"function-memory-out-of-range": {}}, ignore=("tracing-off",))
    alone, spread = run(paths, settings, WANTED), run(paths, settings, WANTED, jobs=jobs)
    assert len(alone.findings) >= 5
    assert spread._replace(sources={}) == alone._replace(sources={})
    assert {path: source.text for path, source in spread.sources.items()} == {
        path: source.text for path, source in alone.sources.items()
    }


def test_what_goes_wrong_in_another_process_is_told_as_in_this_one(tmp_path: Path) -> None:
    paths = templates(tmp_path, 2)
    with pytest.raises(FileNotFoundError):
        run([*paths, tmp_path / "gone.yaml"], Configuration(), WANTED, jobs=2)
    with pytest.raises(ConfigurationError, match="no description has a scenario `busy`"):
        run(paths, Configuration(), WANTED._replace(scenario="busy"), jobs=2)


def test_every_path_is_watched_also_where_others_work_on_it(tmp_path: Path) -> None:
    paths, seen = templates(tmp_path, 3), []
    run(paths, Configuration(), WANTED, lambda given: (seen.append(path) or path for path in given), jobs=2)
    assert seen == paths


def test_a_template_that_another_nests_is_told_by_that_one(tmp_path: Path) -> None:
    (tmp_path / "inner.yaml").write_text(
        "Parameters: {Wait: {Type: Number, Default: 3}}\nResources:\n" + FUNCTION.format(name="Work")
    )
    outer = tmp_path / "outer.yaml"
    outer.write_text("Resources:\n  Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml}}\n")
    report = run(find([tmp_path], Configuration()), Configuration(), WANTED)
    assert {finding.component for finding in report.findings} == {"Inner/Work"}
    assert [path.rpartition("/")[2] for path in report.files] == ["inner.yaml", "outer.yaml"]
    assert report.components == 1


def test_of_templates_that_nest_each_other_one_is_told(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        inner = f"  Inner: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {other}.yaml}}}}\n"
        (tmp_path / f"{name}.yaml").write_text("Resources:\n" + FUNCTION.format(name=name.upper()) + inner)
    report = run(find([tmp_path], Configuration()), Configuration(), WANTED)
    assert {finding.component.rpartition("/")[2] for finding in report.findings} == {"A", "B"}


def test_a_scenario_that_only_one_of_the_files_has_is_judged_there(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    text = "archlint: 1\nname: shop\nregion: eu-west-1\ncomponents: {work: {type: lambda}}\n"
    one.write_text(text + "scenarios: {busy: {note: a sale}}\n")
    two.write_text(text)
    report = run([one, two], Configuration(), WANTED._replace(scenario="busy"))
    assert {finding.path for finding in report.findings} == {str(one)}
