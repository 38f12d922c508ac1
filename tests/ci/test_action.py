"""The action, run step by step as GitHub's runner would, on a recorded pull request."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from ci.runner import Job, evaluate, interpolate, outputs, run_action
from ci.scratch import MISTAKEN, ROOT
from reports.readers import runner_reads

ACTION = ROOT / "action.yml"
BASE = MISTAKEN
# What the pull request changes: one line moves, and a second queue with the same mistake comes in.
HEAD = MISTAKEN.replace("name: orders\n", "name: orders\ndescription: moved down a line\n").replace(
    "flows:\n",
    "  mail: {type: sqs, visibility_timeout: 50s, wait_time: 20s, dlq: {to: dead, max_receives: 5}}\nflows:\n"
    "  - mail -> ship: {batch_size: 1}\n",
)
RULES = "--select\nvisibility-timeout-too-short"


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A checkout of a pull request: `main` has the known mistake, HEAD adds a second one."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "design.yaml").write_text(BASE)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "base")
    git(folder, "checkout", "--quiet", "-b", "change")
    (folder / "design.yaml").write_text(HEAD)
    git(folder, "commit", "--quiet", "-a", "-m", "head")
    return folder


@pytest.fixture
def job(repository: Path, tmp_path: Path, command: Path) -> Job:
    event = {"sha": "merge", "event": {"pull_request": {"head": {"sha": git(repository, "rev-parse", "HEAD")}}}}
    inputs = {"version": "installed", "args": RULES, "cost": "false", "fail-on": "warning"}
    return Job(repository, tmp_path / "temporary", inputs, event, path=str(command))


def commands(log: str) -> list[str]:
    return re.findall(r"^::(\w+) file=design\.yaml,line=(\d+)", log, re.MULTILINE)


def test_findings_stand_on_their_lines_and_fail_the_job(job: Job) -> None:
    results = run_action(ACTION, job)
    assert job.failed == 1
    assert {line for _, line in commands(job.log)} == {"6", "11"}
    numbers = ("exit-code", "findings", "errors", "warnings", "advice", "suppressed")
    assert {name: results[name] for name in numbers} == {
        "exit-code": "1", "findings": "2", "errors": "0", "warnings": "2", "advice": "0", "suppressed": "0",
    }  # fmt: skip
    assert json.loads(Path(results["json-file"]).read_text())["summary"]["warning"] == 2
    assert job.summary.startswith("### archlint: 2 warnings")
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", results["archlint-version"])


def test_a_pull_request_is_judged_by_what_it_brings(job: Job) -> None:
    job.inputs["compare-to"] = "main"
    results = run_action(ACTION, job)
    assert (job.failed, results["findings"], results["suppressed"]) == (1, "1", "1")
    assert commands(job.log) == [("warning", "11")]
    assert git(job.workspace, "worktree", "list").count("\n") == 0
    assert git(job.workspace, "status", "--porcelain") == ""


def test_a_pull_request_that_brings_nothing_passes(job: Job) -> None:
    job.inputs["compare-to"] = "HEAD"
    results = run_action(ACTION, job)
    assert (job.failed, results["findings"], results["suppressed"]) == (0, "0", "2")


def test_a_base_that_is_not_here_is_fetched(job: Job, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=change", job.workspace.as_uri(), str(shallow))
    job.workspace = shallow
    job.inputs["compare-to"] = "main"
    assert run_action(ACTION, job)["findings"] == "1"


def test_what_keeps_it_from_running_is_told_and_fails_the_job(job: Job) -> None:
    (job.workspace / "archlint.toml").write_text('fail-on = "eror"\n')
    results = run_action(ACTION, job)
    assert (job.failed, results["exit-code"], results["findings"], results["json-file"]) == (2, "2", "", "")
    assert 'archlint: archlint.toml:1: `fail-on` is "eror"' in job.log
    assert "\n::error title=archlint::archlint could not run" in job.log


def test_a_base_that_is_nowhere_stops_the_job_with_words(job: Job) -> None:
    job.inputs["compare-to"] = "nowhere"
    run_action(ACTION, job)
    assert job.failed == 2
    assert "::error title=archlint::compare-to names no commit" in job.log


def test_a_new_description_has_no_past(job: Job) -> None:
    (job.workspace / "new.yaml").write_text(HEAD)
    job.inputs |= {"compare-to": "main", "paths": "new.yaml"}
    assert run_action(ACTION, job)["findings"] == "2"


def test_a_baseline_in_the_repository_is_used(job: Job) -> None:
    entry = {
        "path": "design.yaml",
        "rule": "visibility-timeout-too-short",
        "component": "orders",
        "flow": "orders -> ship",
    }
    (job.workspace / "known.json").write_text(json.dumps({"schema": 1, "findings": [entry]}))
    job.inputs["baseline"] = "known.json"
    assert run_action(ACTION, job)["suppressed"] == "1"


def test_every_file_that_is_asked_for_is_written(job: Job) -> None:
    job.inputs |= {
        "sarif-file": "out/../a.sarif",
        "comment-file": "comment.md",
        "comment-tag": "designs",
        "fail-on": "never",
    }
    (job.workspace / "out").mkdir()
    results = run_action(ACTION, job)
    assert (job.failed, results["exit-code"]) == (0, "0")
    assert len(json.loads((job.workspace / results["sarif-file"]).read_text())["runs"][0]["results"]) == 2
    head = git(job.workspace, "rev-parse", "HEAD")
    comment = (job.workspace / results["comment-file"]).read_text()
    assert comment.startswith(f"<!-- archlint-comment tag=designs head={head} -->\n")


def test_annotations_and_summary_can_be_turned_off(job: Job) -> None:
    job.inputs |= {"annotations": "false", "summary": "false"}
    run_action(ACTION, job)
    assert (commands(job.log), job.summary, job.failed) == ([], "", 1)
    assert "warning[visibility-timeout-too-short]" in job.log


def test_nothing_in_a_description_is_a_command_or_a_script(job: Job) -> None:
    attack = '"x\\n::error::owned $(touch owned) `touch owned`"'
    (job.workspace / "design.yaml").write_text(HEAD.replace("orders:", f"{attack}:").replace("orders ->", "x ->"))
    job.inputs |= {
        "comment-tag": "$(touch owned)",
        "sarif-file": "$(touch owned).sarif",
        "args": "",
        "paths": "design.yaml",
    }
    run_action(ACTION, job)
    stop = re.search(r"^::stop-commands::(.+)$", job.log, re.MULTILINE)
    assert stop
    spoken = job.log[: stop.start()]
    assert not re.search(r"^::error::owned", spoken, re.MULTILINE)
    assert job.log.rstrip().endswith(f"::{stop[1]}::")
    assert not list(job.workspace.rglob("owned"))
    assert (job.workspace / "$(touch owned).sarif").exists()


def test_a_call_that_is_wrong_fails_with_two(job: Job) -> None:
    job.inputs["paths"] = "missing.yaml"
    results = run_action(ACTION, job)
    assert (job.failed, results["exit-code"], results["findings"]) == (2, "2", "")


def test_several_paths_are_given_one_a_line(job: Job) -> None:
    (job.workspace / "a b.yaml").write_text(BASE)
    job.inputs["paths"] = "design.yaml\n\na b.yaml\n"
    assert run_action(ACTION, job)["findings"] == "3"


def test_it_installs_itself(job: Job) -> None:
    offline = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(job.temporary), "hatchling"],
        capture_output=True, check=False,
    ).returncode  # fmt: skip
    if offline:
        pytest.skip("no package index to install from")
    job.path = ""
    job.inputs["version"] = ""
    results = run_action(ACTION, job)
    assert (results["findings"], job.failed) == ("2", 1), job.log


# Stands in front of `archlint` and prices each queue at $100, so that what the action makes of a bill can be told.
PRICED = """\
#!/bin/sh
if [ "$1" != cost ]; then exec "{archlint}" "$@"; fi
total=$(( 100 * $(grep -c 'type: sqs' design.yaml) ))
echo "{{\\"schema\\": 1, \\"monthly_total\\": \\"$total\\", \\"unknown\\": []}}"
case "$*" in *--budget=*) test "$total" -le 250 ;; esac
"""


@pytest.fixture
def priced(job: Job, tmp_path: Path) -> Job:
    folder = tmp_path / "priced"
    folder.mkdir()
    script = folder / "archlint"
    script.write_text(PRICED.format(archlint=f"{job.path}/archlint"))
    script.chmod(0o755)
    job.path = str(folder)
    job.inputs |= {"cost": "true", "fail-on": "never", "comment-file": "comment.md"}
    return job


def test_the_change_of_cost_stands_on_top_of_the_comment(priced: Job) -> None:
    priced.inputs["compare-to"] = "main"
    results = run_action(ACTION, priced)
    assert (priced.failed, results["monthly-cost"], results["monthly-cost-diff"]) == (0, "300", "100")
    says = "**Estimated cost rises to \\$300 a month** (+\\$100, +50 %)"
    assert (priced.workspace / "comment.md").read_text().splitlines()[3] == says
    assert says in priced.summary


def test_without_a_base_the_cost_is_only_told(priced: Job) -> None:
    results = run_action(ACTION, priced)
    assert (results["monthly-cost"], results["monthly-cost-diff"]) == ("300", "")
    assert "**Estimated cost: \\$300 a month**" in priced.summary


def test_over_budget_fails_the_job(priced: Job) -> None:
    priced.inputs |= {"budget": "$250/month", "cost": "false"}
    results = run_action(ACTION, priced)
    assert (priced.failed, results["exit-code"], results["monthly-cost"]) == (1, "1", "300")


def test_the_pull_request_that_the_readme_shows_looks_as_it_says(tmp_path: Path, command: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    workflow = yaml.safe_load(re.search(r"```yaml\n(name: architecture\n.*?)```", readme, re.DOTALL)[1])
    inputs = workflow["jobs"]["archlint"]["steps"][-1]["with"]
    base = (ROOT / "samples" / "cat-videos" / "after.yaml").read_text(encoding="utf-8")
    head = base.replace("visibility_timeout: 12m", "visibility_timeout: 6m").replace("c7g.large", "m7g.xlarge")
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    git(checkout, "init", "--quiet", "--initial-branch=main")
    for text in (base, head):
        (checkout / "cat-videos.yaml").write_text(text, encoding="utf-8")
        git(checkout, "add", ".")
        git(checkout, "commit", "--quiet", "-m", "a step")
    event = {"sha": "merge", "event": {"pull_request": {"base": {"sha": git(checkout, "rev-parse", "HEAD~1")}}}}
    job = Job(checkout, tmp_path / "temporary", {"version": "installed"}, event, path=str(command))
    job.inputs |= {name: interpolate(value, job) for name, value in inputs.items()}
    results = run_action(ACTION, job)
    assert (job.failed, results["findings"], results["monthly-cost-diff"]) == (1, "1", "680.25"), job.log
    (annotation,) = runner_reads(re.sub(r"(?m)^(?!::error).*\n?", "", job.log))
    place = f"Check failure on line {annotation['line']} in {annotation['file']}"
    assert f"```text\n{place}\n{annotation['title']}\n{annotation['message']}\n```\n" in readme
    summary = job.summary.rstrip("\n").splitlines()
    assert "".join(f"> {line}\n" if line else ">\n" for line in summary) in readme


def test_the_base_is_judged_as_the_pull_request_is(job: Job, repository: Path) -> None:
    busy = "scenarios:\n  busy:\n    components: {orders: {visibility_timeout: 40s}}\n"
    for branch in ("main", "change"):
        git(repository, "checkout", "--quiet", branch)
        (repository / "design.yaml").write_text(BASE.replace("59s", "60s") + busy)
        git(repository, "commit", "--quiet", "-a", "-m", "a scenario")
    job.inputs["args"] = f"--force-exclude\n{RULES}\n--scenario\nall"
    assert run_action(ACTION, job)["findings"] == "1"
    job.inputs["compare-to"] = "main"
    job.failed = 0
    results = run_action(ACTION, job)
    assert (job.failed, results["findings"], results["suppressed"]) == (0, "0", "1"), job.log


def test_every_argument_that_says_what_is_judged_reaches_the_base_and_the_bill(job: Job) -> None:
    lines = [
        "--fix", "--select", "sqs", "--ignore=cost", "--scenario", "all", "--budget", "$9/month", "--parameter=A=B",
        "--limits=notes", "--min-severity", "error", "--isolated", "--exit-zero", "--format=json=x",
    ]  # fmt: skip
    job.inputs["args"] = "\n".join(lines)
    run_action(ACTION, job)
    judged, priced = (
        Path(job.steps["arguments"]["outputs"][name]).read_text().splitlines() for name in ("judged", "priced")
    )
    assert judged == lines[1:13]
    assert priced == ["--budget", "$9/month", "--parameter=A=B", "--limits=notes", "--isolated"]


def test_the_base_of_a_whole_clone_is_a_branch_of_its_origin(job: Job, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    git(tmp_path, "clone", "--quiet", "--branch=change", job.workspace.as_uri(), str(whole))
    git(job.workspace, "checkout", "--quiet", "--detach")
    git(job.workspace, "branch", "--quiet", "-D", "main")
    job.workspace = whole
    job.inputs["compare-to"] = "main"
    assert run_action(ACTION, job)["findings"] == "1"
    assert git(whole, "rev-parse", "--is-shallow-repository") == "false"


@pytest.mark.parametrize("name", ["--upload-pack=touch owned", "-q", "$(touch owned)", "HEAD:design.yaml"])
def test_a_base_is_never_an_option_or_a_script(job: Job, name: str) -> None:
    job.inputs["compare-to"] = name
    run_action(ACTION, job)
    assert job.failed == 2
    assert not (job.workspace / "owned").exists()


def test_paths_have_blanks_and_any_letters(job: Job, repository: Path) -> None:
    name = "a b/süß *漢.yaml"
    (repository / "a b").mkdir()
    for branch, text in (("main", BASE), ("change", HEAD)):
        git(repository, "checkout", "--quiet", branch)
        (repository / "a b").mkdir(exist_ok=True)
        (repository / name).write_text(text)
        git(repository, "add", ".")
        git(repository, "commit", "--quiet", "-m", "odd")
    job.inputs |= {"compare-to": "main", "paths": f"{name}\ndesign.yaml", "cost": "true", "comment-file": "a b/c d.md"}
    results = run_action(ACTION, job)
    assert (results["findings"], results["suppressed"], results["monthly-cost-diff"]) == ("2", "2", "0"), job.log
    assert f"::warning file={name},line=11," in job.log
    assert f"`{name}:11`" in (repository / results["comment-file"]).read_text()


def test_a_base_over_its_budget_is_still_a_price_to_compare_with(job: Job, repository: Path) -> None:
    kept = "components:\n  kept: {type: s3}\nusage:\n  kept: {storage: %s TB}\n"
    for branch, size in (("main", 1), ("change", 2)):
        git(repository, "checkout", "--quiet", branch)
        head = "archlint: 1\nname: x\nregion: us-east-1\nbudget: $10/month\n"
        (repository / "design.yaml").write_text(head + kept % size)
        git(repository, "commit", "--quiet", "-a", "-m", "priced")
    job.inputs |= {"cost": "true", "compare-to": "main", "args": "--select=over-budget"}
    results = run_action(ACTION, job)
    assert (results["monthly-cost"], results["monthly-cost-diff"]) == ("47.10", "23.55"), job.log
    job.inputs["budget"] = "$100/month"
    assert run_action(ACTION, job)["exit-code"] == "0"


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_other_actions_are_pinned_by_their_commit() -> None:
    for file in (ROOT / ".github" / "workflows").glob("*.yml"):
        for use in re.findall(r"uses: (.+)", file.read_text(encoding="utf-8")):
            assert use == "./" or re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use), use


def test_zizmor_has_nothing_to_say_of_the_action_and_the_workflows() -> None:
    zizmor = shutil.which("zizmor", path=Path(sys.executable).parent)
    if zizmor is None:
        pytest.skip("zizmor is not installed")
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--min-severity=medium", "action.yml", ".github/workflows"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("step", [step["name"] for step in load("action.yml")["runs"]["steps"]])
def test_shellcheck_has_nothing_to_say_of_the_scripts(step: str) -> None:
    shellcheck = shutil.which("shellcheck", path=Path(sys.executable).parent)
    if shellcheck is None:
        pytest.skip("shellcheck is not installed")
    # The runner starts every script with these options.
    (script,) = [
        "set -eo pipefail\n" + one["run"] for one in load("action.yml")["runs"]["steps"] if one["name"] == step
    ]
    done = subprocess.run(
        [shellcheck, "--shell=bash", "--severity=warning", "-"],
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_workflow_gives_the_action_inputs_that_it_has() -> None:
    known = load("action.yml")["inputs"]
    jobs = load(".github/workflows/archlint.yml")["jobs"].values()
    steps = [step for job in jobs for step in job["steps"] if step.get("uses") == "./"]
    assert len(steps) == 2
    for step in steps:
        assert set(step["with"]) <= set(known)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("inputs.paths != ''", False),
        ("inputs.cost == 'true' || inputs.paths", True),
        ("steps.none.outputs.x || 'it''s'", "it's"),
        ("!(inputs.cost == 'true') && 'x'", False),
    ],
)
def test_the_runner_of_these_tests_reads_expressions(tmp_path: Path, expression: str, value: object) -> None:
    assert evaluate(expression, Job(tmp_path, tmp_path, {"paths": "", "cost": "true"}, {})) == value


def test_the_runner_of_these_tests_reads_outputs() -> None:
    assert outputs("a=1=2\nb<<end\nx\ny\nend\nc=\n") == {"a": "1=2", "b": "x\ny", "c": ""}
