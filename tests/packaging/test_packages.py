"""The wheel, the sdist, an editable install and an unopened zip all do what the checkout does."""

from __future__ import annotations

import json
import shutil
import tarfile
import zipfile
from pathlib import Path

from fresh import ROOT, Distributions, Installed, environment

from archlint.catalog.store import source_files
from archlint.lint.cards import all_cards

SAMPLE = ROOT / "samples" / "cat-videos" / "before.yaml"
TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Policies: [{DynamoDBCrudPolicy: {TableName: !Ref Carts}}]
  Carts: {Type: AWS::Serverless::SimpleTable}
"""
# Every command that reads what the package ships, in one process; each has to end with 0 or, where it lints, with 1.
EVERYTHING = """
import io, sys
from contextlib import redirect_stdout
import archlint
from archlint.cli.main import main
from archlint.lint.cards import all_cards

print(archlint.__file__)
print(*all_cards())
sample, template = sys.argv[1:]
calls = [["explain", rule] for rule in all_cards()]
calls += [["rules", "--format=json"], ["schema"], ["init", "-"], ["config"], ["explain", "upload", sample]]
calls += [["lint", "--exit-zero", sample], ["lint", "--exit-zero", template]]
for call in calls:
    said = io.StringIO()
    with redirect_stdout(said):
        code = main(call)
    assert code == 0 and said.getvalue(), (call, code)
"""


def lint(installed: Installed, folder: Path, **environment: str) -> str:
    """What archlint says of a sample from a folder that has nothing to do with the checkout."""
    shutil.copy(SAMPLE, folder / "sample.yaml")
    done = installed.run("-m", "archlint", "lint", "--format=concise", "sample.yaml", cwd=folder, **environment)
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


def do_everything(installed: Installed, folder: Path, **environment: str) -> tuple[Path, list[str]]:
    """Where the package was imported from, and its rules, after every command has run."""
    (folder / "template.yaml").write_text(TEMPLATE)
    done = installed.run("-c", EVERYTHING, SAMPLE, folder / "template.yaml", cwd=folder, **environment)
    assert done.returncode == 0, done.stderr
    file, rules = done.stdout.splitlines()
    return Path(file), rules.split()


def test_the_installed_wheel_explains_every_rule_and_lints(installed: Installed, tmp_path: Path) -> None:
    file, rules = do_everything(installed, tmp_path)
    assert file.is_relative_to(installed.python.parents[1])
    assert rules == list(all_cards())
    assert "[worker-outlives-visibility]" in lint(installed, tmp_path)
    assert not installed.cache.exists(), "something was compiled that the wheel holds"
    command = installed.python.with_name("archlint")
    assert command.is_file()


def test_the_wheel_runs_without_being_unpacked(
    installed: Installed, distributions: Distributions, tmp_path: Path
) -> None:
    path = str(distributions.wheel)
    file, rules = do_everything(installed, tmp_path, PYTHONPATH=path)
    assert file.is_relative_to(distributions.wheel)
    assert rules == list(all_cards())
    assert lint(installed, tmp_path, PYTHONPATH=path) == lint(installed, tmp_path)


def test_an_editable_install_reads_the_checkout(tmp_path: Path) -> None:
    made = environment(tmp_path, "--editable", ROOT)
    file, rules = do_everything(made, tmp_path)
    assert file == ROOT / "archlint" / "__init__.py"
    assert rules == list(all_cards())
    assert "[worker-outlives-visibility]" in lint(made, tmp_path)


def test_the_wheel_holds_the_package_its_data_and_nothing_else(distributions: Distributions) -> None:
    with zipfile.ZipFile(distributions.wheel) as wheel:
        names = set(wheel.namelist())
        compiled = json.loads(wheel.read("archlint/compiled/rules.json"))
        metadata = wheel.read(next(name for name in names if name.endswith("dist-info/METADATA"))).decode()
    assert [card["id"] for card in compiled["cards"]] == list(all_cards())
    assert "archlint/py.typed" in names
    cards = {
        f"archlint/rules/{Path(path).relative_to(ROOT / 'rules').as_posix()}"
        for path, _ in source_files(ROOT / "rules")
    }
    assert {name for name in names if name.startswith("archlint/rules/")} == cards
    assert {name.partition("/")[0] for name in names} == {"archlint", "archlint-0.1.0.dist-info"}
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".orig"))]
    assert metadata.partition("\n\n")[2] == (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_sdist_holds_what_its_own_tests_need(distributions: Distributions) -> None:
    with tarfile.open(distributions.sdist) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    wanted = ["hatch_build.py", "pyproject.toml", "Makefile", "LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
    folders = ("archlint", "rules", "tests", "samples", "benchmarks")
    wanted += [
        file.relative_to(ROOT).as_posix()
        for folder in folders
        for file in (ROOT / folder).rglob("*")
        if file.suffix in (".py", ".yaml", ".json")
        and file.name != "archlint.schema.json"
        and not any(part.startswith((".", "__pyc")) for part in file.parts)
    ]
    assert set(wanted) - names == set()
