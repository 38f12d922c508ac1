"""What a pipeline relies on: exit codes, several outputs, baselines, mending, configuration, quiet ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from ci.scratch import MISTAKEN, ROOT

from archlint.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Archlint = Callable[..., subprocess.CompletedProcess[str]]

RULE = "visibility-timeout-too-short"
ONLY = ("--select", RULE)


@pytest.mark.parametrize("name", FORMATS)
def test_the_exit_code_is_the_same_in_every_format(archlint: Archlint, name: str) -> None:
    codes = {
        "below the threshold": archlint("lint", *ONLY, f"--format={name}", "design.yaml"),
        "at the threshold": archlint("lint", *ONLY, f"--format={name}", "--fail-on=warning", "design.yaml"),
        "into a file": archlint("lint", *ONLY, f"--format={name}=out", "--fail-on=warning", "design.yaml"),
        "never": archlint("lint", *ONLY, f"--format={name}", "--fail-on=never", "design.yaml"),
        "missing": archlint("lint", f"--format={name}", "missing.yaml"),
    }
    assert {case: done.returncode for case, done in codes.items()} == {
        "below the threshold": 0, "at the threshold": 1, "into a file": 1, "never": 0, "missing": 2,
    }  # fmt: skip
    assert codes["into a file"].stdout == ""
    assert codes["missing"].stdout == ""


def test_several_outputs_are_written_in_one_run(archlint: Archlint, tmp_path: Path) -> None:
    done = archlint("lint", *ONLY, "--format=json=a.json", "--format=sarif=a.sarif", "--format=concise", "design.yaml")
    assert done.stdout.startswith(f"design.yaml:5:23: warning[{RULE}] ")
    assert json.loads((tmp_path / "a.json").read_text())["summary"]["warning"] == 1
    assert len(json.loads((tmp_path / "a.sarif").read_text())["runs"][0]["results"]) == 1


def test_an_unknown_format_is_a_wrong_call_with_a_suggestion(archlint: Archlint) -> None:
    done = archlint("lint", "--format=sarrif", "design.yaml")
    assert done.returncode == 2
    assert "did you mean `sarif`?" in done.stderr


def test_services_see_paths_from_the_root_of_the_repository(archlint: Archlint, tmp_path: Path) -> None:
    done = archlint("lint", *ONLY, "--format=github", "design.yaml", GITHUB_WORKSPACE=str(tmp_path.parent))
    assert f"file={tmp_path.name}/design.yaml," in done.stdout
    done = archlint("lint", *ONLY, "--format=concise", "design.yaml", GITHUB_WORKSPACE=str(tmp_path.parent))
    assert done.stdout.startswith("design.yaml:")


def test_the_nearest_git_folder_is_the_root_elsewhere(archlint: Archlint, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "design.yaml").rename(tmp_path / "sub" / "design.yaml")
    done = archlint("lint", *ONLY, "--format=gitlab", "sub/../sub/design.yaml")
    assert json.loads(done.stdout)[0]["location"]["path"] == "sub/design.yaml"


def test_in_a_pipeline_nothing_that_is_quoted_is_a_command(archlint: Archlint, tmp_path: Path) -> None:
    file = tmp_path / "::error::owned.yaml"
    file.write_text(
        MISTAKEN.replace("name: orders", "name: orders # ##[error]owned").replace("59s,", "59s, note: '##vso[x]',")
    )
    for name in ("concise", "text"):
        said = archlint("lint", *ONLY, f"--format={name}", file.name, GITHUB_ACTIONS="true").stdout
        assert not re.search(r"^\s*::|##\[|##vso\[", said, re.MULTILINE)
        assert "::error::owned" in said.replace(": :", "::")
    assert archlint("lint", *ONLY, "--format=github", file.name, GITHUB_ACTIONS="true").stdout.startswith(
        "::warning file="
    )
    assert archlint("lint", *ONLY, "--format=concise", file.name).stdout.startswith("::error::owned.yaml:5:23: ")


def test_a_summary_of_the_job_is_added_to_what_is_there(archlint: Archlint, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    archlint("lint", *ONLY, "--format=github", "design.yaml", GITHUB_STEP_SUMMARY=str(summary))
    assert summary.read_text().startswith("before\n### archlint: 1 warning\n")


def test_a_summary_never_grows_past_what_github_keeps(archlint: Archlint, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * (1024 * 1024 - 200))
    archlint("lint", *ONLY, "--format=github", "design.yaml", GITHUB_STEP_SUMMARY=str(summary))
    assert summary.stat().st_size < 1024 * 1024


def test_a_baseline_hides_what_is_known_and_says_what_is_gone(archlint: Archlint, tmp_path: Path) -> None:
    assert archlint("baseline", *ONLY, "design.yaml").stderr == "archlint: 1 known finding in archlint-baseline.json\n"
    arguments = ("lint", *ONLY, "--fail-on=advice", "--baseline=archlint-baseline.json", "design.yaml")
    hidden = archlint(*arguments)
    assert (hidden.returncode, hidden.stderr) == (0, "")
    assert hidden.stdout.startswith("No findings in 1 file")
    assert hidden.stdout.endswith("1 suppressed\n")
    (tmp_path / "design.yaml").write_text(MISTAKEN.replace("59s", "60s"))
    mended = archlint(*arguments)
    assert mended.returncode == 0
    assert mended.stderr == (
        "archlint: known findings that are gone: 1; `archlint baseline --prune` forgets them\n"
        f"archlint: design.yaml: {RULE} of orders -> ship\n"
    )
    archlint("baseline", "--prune", *ONLY, "design.yaml")
    assert json.loads((tmp_path / "archlint-baseline.json").read_text())["findings"] == []


def test_what_a_run_did_not_look_at_is_not_gone(archlint: Archlint, tmp_path: Path) -> None:
    busy = "scenarios:\n  busy:\n    components: {orders: {visibility_timeout: 40s}}\n"
    (tmp_path / "design.yaml").write_text(MISTAKEN + busy)
    (tmp_path / "other.yaml").write_text(MISTAKEN)
    assert archlint("baseline", *ONLY, "--scenario=all").stderr.startswith("archlint: 3 known findings")
    known = (tmp_path / "archlint-baseline.json").read_bytes()
    for part in (["design.yaml"], ["--select=sqs", "--ignore", RULE], ["--min-severity=error"], ["--scenario=busy"]):
        assert "gone" not in archlint("lint", "--baseline=archlint-baseline.json", *part).stderr
        assert archlint("baseline", "--prune", *part).stderr.endswith(", 0 gone\n")
        assert (tmp_path / "archlint-baseline.json").read_bytes() == known
    (tmp_path / "other.yaml").unlink()
    assert archlint("baseline", "--prune", "--scenario=all").stderr.endswith(
        "2 known findings in archlint-baseline.json, 1 gone\n"
    )
    (tmp_path / "design.yaml").write_text(MISTAKEN.replace("59s", "60s") + busy)
    gone = archlint("lint", "--baseline=archlint-baseline.json", "--scenario=all", *ONLY)
    assert gone.stderr.splitlines()[1:] == [f"archlint: design.yaml: {RULE} of orders -> ship"]
    (tmp_path / "design.yaml").write_text(MISTAKEN)
    gone = archlint("lint", "--baseline=archlint-baseline.json", "--scenario=all", *ONLY)
    assert gone.stderr.splitlines()[1:] == [f"archlint: design.yaml: {RULE} of orders -> ship in scenario busy"]


def test_a_baseline_of_nothing_is_a_wrong_call(archlint: Archlint, tmp_path: Path) -> None:
    (tmp_path / "design.yaml").unlink()
    done = archlint("baseline")
    assert (done.returncode, "found nothing to lint here" in done.stderr) == (2, True)
    assert not (tmp_path / "archlint-baseline.json").exists()


def test_where_everything_named_is_excluded_the_reports_are_empty(archlint: Archlint, tmp_path: Path) -> None:
    (tmp_path / "archlint.toml").write_text('exclude = ["design.yaml"]\n')
    assert archlint("lint", "--format=json=a.json", "--fail-on=advice", "design.yaml").returncode == 1
    done = archlint("lint", "--format=json=a.json", "--fail-on=advice", "--force-exclude", "design.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((tmp_path / "a.json").read_text())["files"] == []


def test_a_configured_baseline_lies_beside_its_configuration(archlint: Archlint, tmp_path: Path) -> None:
    (tmp_path / "archlint.toml").write_text(f'baseline = "known.json"\nselect = ["{RULE}"]\n')
    archlint("baseline", "design.yaml")
    assert (tmp_path / "known.json").exists()
    assert archlint("lint", "--fail-on=advice", "design.yaml").returncode == 0


def test_a_missing_baseline_is_a_wrong_call(archlint: Archlint) -> None:
    done = archlint("lint", "--baseline=none.json", "design.yaml")
    assert done.returncode == 2
    assert "none.json: cannot be read" in done.stderr


def test_fix_mends_the_file_and_diff_only_shows_it(archlint: Archlint, tmp_path: Path) -> None:
    arguments = (*ONLY, "--fail-on=warning", "design.yaml")
    shown = archlint("lint", "--diff", *arguments)
    assert shown.returncode == 1
    assert "-  orders: {type: sqs, visibility_timeout: 59s," in shown.stdout
    assert "\n+  orders: {type: sqs, visibility_timeout: 1m" in shown.stdout
    assert (tmp_path / "design.yaml").read_text() == MISTAKEN
    mended = archlint("lint", "--fix", *arguments)
    assert (mended.returncode, mended.stderr) == (0, "archlint: mended 1 finding in 1 file\n")
    once = (tmp_path / "design.yaml").read_text()
    assert once != MISTAKEN
    assert archlint("lint", "--fix", *arguments).stderr == ""
    assert (tmp_path / "design.yaml").read_text() == once
    assert archlint("lint", "--diff", *arguments).returncode == 0


def test_config_prints_every_setting_and_where_it_comes_from(archlint: Archlint, tmp_path: Path) -> None:
    (tmp_path / "archlint.toml").write_text(
        '# ours\nfail-on = "never"\n\n[per-file-ignores]\n"legacy/**" = ["sqs"]\n'
        '[rules.visibility-timeout-too-short]\nseverity = "error"\n'
    )
    done = archlint("config", "--min-severity=warning")
    assert done.returncode == 0
    lines = {tuple(part.strip() for part in line.rsplit("  # ", 1)) for line in done.stdout.splitlines()}
    assert {
        ('select = ["all"]', "default"),
        ('fail-on = "never"', "archlint.toml:2"),
        ('min-severity = "warning"', "--min-severity"),
        ('per-file-ignores."legacy/**" = ["sqs"]', "archlint.toml:5"),
        ("# per-component-ignores: none", "default"),
        ('rules.visibility-timeout-too-short = { severity = "error" }', "archlint.toml:6"),
        ("# limits: what the description says", "default"),
    } <= lines
    again = tmp_path / "again.toml"
    again.write_text(done.stdout)
    assert tomllib.loads(done.stdout)["rules"] == {RULE: {"severity": "error"}}
    repeated = archlint("config", "--config=again.toml")
    assert [line.rsplit("#")[0].strip() for line in repeated.stdout.splitlines()] == [
        line.rsplit("#")[0].strip() for line in done.stdout.splitlines()
    ]
    as_json = json.loads(archlint("config", "--format=json", "--isolated").stdout)
    assert as_json["settings"]["fail-on"] == {"value": "error", "from": "default"}
    as_json = json.loads(archlint("config", "--format=json").stdout)
    assert as_json["settings"]["per-file-ignores"] == {
        "value": {"legacy/**": ["sqs"]}, "from": "archlint.toml:4", "entries_from": {"legacy/**": "archlint.toml:5"},
    }  # fmt: skip


def test_a_configured_budget_stands_in_place_of_the_descriptions(archlint: Archlint, tmp_path: Path) -> None:
    priced = "components:\n  kept: {type: s3}\nusage:\n  kept: {storage: 100 TB}\n"
    (tmp_path / "design.yaml").write_text(f"archlint: 1\nname: x\nregion: us-east-1\nbudget: $1M/month\n{priced}")
    lint, cost = ("lint", "--select=over-budget", "--format=concise", "design.yaml"), ("cost", "design.yaml")
    assert (archlint(*lint).returncode, archlint(*cost).returncode) == (0, 0)
    (tmp_path / "archlint.toml").write_text('budget = "$10/month"\n')
    found = archlint(*lint)
    assert (found.returncode, "over the budget of $10/month" in found.stdout) == (1, True)
    assert archlint(*cost).returncode == 1
    assert (archlint(*lint, "--budget=$900k/month").returncode, archlint(*cost, "--budget=900k").returncode) == (0, 0)
    assert archlint("config", "--budget=5").stdout.count('budget = "$5"') == 1
    (tmp_path / "design.yaml").write_text(f"archlint: 1\nname: x\nregion: us-east-1\n{priced}")
    assert archlint(*lint).returncode == 1


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("", ["design.yaml:warning", "legacy/old.yaml:warning"]),
        (f'[per-file-ignores]\n"legacy/**" = ["{RULE}"]', ["design.yaml:warning"]),
        ('[per-file-ignores]\n"*.yaml" = ["delivery"]', ["design.yaml:warning", "legacy/old.yaml:warning"]),
        ('[per-component-ignores]\n"ord*" = ["sqs"]', []),
        ('[per-component-ignores]\n"mail*" = ["sqs"]', ["design.yaml:warning", "legacy/old.yaml:warning"]),
        (f'exclude = ["legacy"]\n[rules.{RULE}]\nseverity = "error"', ["design.yaml:error"]),
        (f"[rules.{RULE}]\nfactor = 5", []),
        (
            f'mandatory = ["{RULE}"]\n[per-component-ignores]\n"*" = ["all"]',
            ["design.yaml:warning", "legacy/old.yaml:warning"],
        ),
        (f'mandatory = ["{RULE}"]\nignore = ["sqs"]', ["design.yaml:warning", "legacy/old.yaml:warning"]),
        ('ignore = ["reliability"]', []),
        ('min-severity = "error"', []),
    ],
    ids=lambda value: value.replace("\n", " ") if isinstance(value, str) else "",
)
def test_what_is_configured_is_what_is_found(
    archlint: Archlint, tmp_path: Path, settings: str, found: list[str]
) -> None:
    (tmp_path / "legacy").mkdir()
    (tmp_path / "legacy" / "old.yaml").write_text(MISTAKEN)
    (tmp_path / "archlint.toml").write_text(f"{settings}\n")
    findings = json.loads(archlint("lint", "--format=json").stdout)["findings"]
    assert [f"{one['path']}:{one['severity']}" for one in findings if one["rule"] == RULE] == found


def test_a_wrong_configuration_is_a_wrong_call(archlint: Archlint, tmp_path: Path) -> None:
    (tmp_path / "archlint.toml").write_text('fail-on = "eror"\n')
    done = archlint("lint", "design.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'archlint.toml:1: `fail-on` is "eror"' in done.stderr
    assert archlint("lint", "--isolated", *ONLY, "design.yaml").returncode == 0


def test_a_reader_that_goes_away_is_no_error(archlint: Archlint, tmp_path: Path) -> None:
    components = "".join(f"  f{n}: {{type: lambda}}\n" for n in range(4000))
    (tmp_path / "design.yaml").write_text(f"archlint: 1\nname: x\nregion: eu-west-1\ncomponents:\n{components}")
    assert archlint("lint", "--format=concise", "design.yaml").stdout.count("\n") >= 4000
    script = f'"{sys.executable}" -m archlint lint --format=concise design.yaml | head -1; exit "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 1
    assert done.returncode in (0, 1)


def test_unsafe_fixes_alone_change_nothing_and_say_so(archlint: Archlint, tmp_path: Path) -> None:
    done = archlint("lint", "--unsafe-fixes", *ONLY, "design.yaml")
    assert (done.returncode, done.stderr) == (0, "archlint: --unsafe-fixes changes nothing without --fix or --diff\n")
    assert (tmp_path / "design.yaml").read_text() == MISTAKEN


def test_fix_leaves_templates_alone_and_says_so(archlint: Archlint, tmp_path: Path) -> None:
    template = "Resources:\n  Jobs: {Type: AWS::SQS::Queue, Properties: {ReceiveMessageWaitTimeSeconds: 30}}\n"
    (tmp_path / "template.yaml").write_text(template)
    done = archlint("lint", "--fix", *ONLY, ".")
    assert done.stderr.splitlines() == [
        "archlint: mended 1 finding in 1 file",
        "archlint: 1 template left alone: only descriptions are mended",
    ]
    assert (tmp_path / "template.yaml").read_text() == template


def test_fix_leaves_an_included_file_alone_and_says_so(archlint: Archlint, tmp_path: Path) -> None:
    head, _, rest = MISTAKEN.partition("components:\n")
    queue, _, others = rest.partition("  dead:")
    (tmp_path / "part.yaml").write_text(f"components:\n{queue}")
    (tmp_path / "design.yaml").write_text(f"{head}include: [part.yaml]\ncomponents:\n  dead:{others}")
    done = archlint("lint", "--fix", *ONLY, "--fail-on=warning", "design.yaml")
    assert done.returncode == 1
    assert done.stderr == f"archlint: part.yaml:2:23: {RULE} is left alone: it stands in another file, part.yaml\n"
    assert (tmp_path / "part.yaml").read_text() == f"components:\n{queue}"


def test_a_file_that_cannot_be_read_is_a_finding_in_every_mode(archlint: Archlint, tmp_path: Path) -> None:
    (tmp_path / "design.yaml").write_bytes(b"archlint: 1\n\tx: \xff\n")
    for mode in ((), ("--fix",), ("--baseline=known.json",)):
        (tmp_path / "known.json").write_text('{"schema": 1, "findings": [{"rule": "unreadable-description"}]}')
        done = archlint("lint", *mode, "--format=concise", "design.yaml")
        assert done.returncode == 1
        assert "error[unreadable-description]" in done.stdout
