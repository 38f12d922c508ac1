"""What a person or a script meets at the command line: exit codes, streams, colour, width, misspelt words, selection."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archlint.cli.main import COMMANDS, main
from archlint.reports import FORMATS

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "cat-videos" / "before.yaml"
CLEAN = ROOT / "samples" / "cat-videos" / "after.yaml"
ESCAPE = "\x1b["

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(**more: str) -> dict[str, str]:
    ours = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_STEP_SUMMARY")
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return {**inherited, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm", **more}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command line of archlint in an empty folder, its output going to pipes."""

    def command(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "archlint", *map(str, arguments)],
            cwd=tmp_path, env=environment(**more), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return command


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a line of bash in which `archlint` is the command."""
    function = f'archlint() {{ "{sys.executable}" -m archlint "$@"; }}\n'
    return subprocess.run(
        ["bash", "-c", function + line], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


def on_a_terminal(columns: int, *arguments: str | Path, **more: str) -> str:
    """What archlint writes to a terminal that is so many columns wide."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    command = [sys.executable, "-m", "archlint", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(**more), cwd=ROOT)
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not part:
            break
        said += part
    process.wait()
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("name", FORMATS)
def test_the_exit_code_is_the_same_in_every_format(tmp_path: Path, name: str) -> None:
    (tmp_path / "random.yaml").write_bytes(b"archlint: 1\n\xff\xfe\x00")
    (tmp_path / "other.yaml").write_text("Resources: [\n")
    (tmp_path / "folder").mkdir()
    files = {"clean": CLEAN, "errors": SAMPLE, "no text": tmp_path / "random.yaml", "no YAML": tmp_path / "other.yaml"}
    files |= {"nothing there": tmp_path / "folder", "missing": tmp_path / "missing.yaml"}
    codes = {what: main(["lint", f"--format={name}", str(file)]) for what, file in files.items()}
    assert codes == {"clean": 0, "errors": 1, "no text": 1, "no YAML": 1, "nothing there": 2, "missing": 2}


def test_findings_go_to_stdout_and_complaints_to_stderr(run: Run) -> None:
    found, missing = run("lint", SAMPLE), run("lint", "missing.yaml")
    assert (found.returncode, found.stderr) == (1, "")
    assert "payload-too-large" in found.stdout
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr == "archlint: missing.yaml: no such file or folder\n"


def test_several_formats_are_written_in_one_run(run: Run, tmp_path: Path) -> None:
    done = run("lint", "--format=json=a.json", "--format", "concise", "--format=sarif=a.sarif", SAMPLE)
    assert done.returncode == 1
    assert all(re.match(r"\S+:\d+:\d+: (error|warning|advice)\[", line) for line in done.stdout.splitlines())
    assert json.loads((tmp_path / "a.json").read_text())["summary"]["files"] == 1
    assert json.loads((tmp_path / "a.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["lnit"], "there is no command `lnit`; did you mean `lint`?"),
        (["lint", "--selct=sqs"], "`lint` has no option `--selct`; did you mean `--select`?"),
        (["lint", "--sel=sqs"], "`lint` has no option `--sel`; did you mean `--select`?"),
        (["schema", "extra"], "`extra` is one argument too many for `schema`"),
        (["lint", "--format=jsn"], "there is no format `jsn`; did you mean `json`?"),
        (["lint", "--select=short-poling"], "`short-poling` is not a rule, a chapter or a pillar; did you mean `short-polling`?"),
        (["lint", "--ignore=lambada"], "`lambada` is not a rule, a chapter or a pillar; did you mean `lambda`?"),
        (["lint", "--scenario=lauch-day", str(CLEAN)], "no description has a scenario `lauch-day`; they have launch-day"),
        (["explain", "nobody", "--scenario=x", str(CLEAN)], "no description has a scenario `x`; they have launch-day"),
        (["reach", "--all", "--scenario=x", str(CLEAN)], "no description has a scenario `x`; they have launch-day"),
        (["graph", "--scenario=x", str(CLEAN)], "no description has a scenario `x`; they have launch-day"),
        (["report", "--scenario=x", str(CLEAN)], "no description has a scenario `x`; they have launch-day"),
        (["cost", "--scenario=x", str(CLEAN)], "no description has a scenario `x`; they have launch-day"),
        (["diff", "--scenario=x", str(CLEAN), str(CLEAN)], "no description has a scenario `x`; they have launch-day"),
        (["init", "--parameter=Stage=prod"], "a starter has no parameters; a template has"),
        (["explain", "uplod", str(CLEAN)], "did you mean `upload`?"),
        (["rules", "--format=xml"], "`--format` does not take `xml`\n  It takes text, json. See `archlint rules --help`."),
        (["lint", "--fail-on=warn"], "`--fail-on` does not take `warn`; did you mean `warning`?"),
        (["lint", "--fail-on"], "`--fail-on` lacks its value"),
        (["lint", "--fix=all"], "`--fix` takes no value"),
        (["lint", "--budget=much"], "--budget: `$much` is not an amount of money; write it like $400/month"),
        (["--verson"], "`archlint` has no option `--verson`; did you mean `--version`?\n  See `archlint --help`."),
        (["diff", "one.yaml"], "`diff` lacks NEW"),
        (["explain"], "`explain` lacks NAME"),
        (["explain", "sqs", str(CLEAN)], "`sqs` is a chapter, no rule\n  See `archlint rules sqs`."),
        (["explain", "reliability", str(CLEAN)], "`reliability` is a pillar, no rule"),
        (["rules", "sqss"], "`sqss` is not a rule, a chapter or a pillar; did you mean `sqs`?"),
        (["completion", "fish"], "`SHELL` does not take `fish`\n  It takes bash, zsh, tcsh."),
        (["lint", "--format=json="], "--format: `json=` names no file"),
        (["lint", "--format=json", "--format=sarif"], "`json` and `sarif` would both be written to stdout"),
        (["lint", "--format=json", "--format=json"], "`json` and `json` would both be written to stdout"),
        (["lint", "--format=json=x", "--format=text=./x"], "`json` and `text` would both be written to ./x"),
        (["cost", "--format=csv=x", "--format=text=x"], "`csv` and `text` would both be written to x"),
        (["lint", "--format=sarif=nowhere/x", str(CLEAN)], "nowhere/x: no such file or directory"),
        (["lint", "--config=nowhere.toml", str(CLEAN)], "nowhere.toml"),
        ([], "usage: archlint"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)  # fmt: skip
def test_a_wrong_call_is_told_in_its_own_words(run: Run, line: list[str], said: str) -> None:
    done = run(*line)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_reports_of_lines_may_share_stdout_and_nothing_is_lost_in_the_void(run: Run) -> None:
    done = run("lint", "--format=github", "--format=concise", "--select=payload-too-large", SAMPLE)
    assert [line.partition(" ")[0] for line in done.stdout.splitlines()] == [
        "::error", "::error", f"{SAMPLE}:37:42:", f"{SAMPLE}:39:22:",
    ]  # fmt: skip
    assert run("lint", "--format=json=/dev/null", "--format=sarif=/dev/null", SAMPLE).returncode == 1


def test_rules_are_listed_by_name_chapter_and_pillar(run: Run) -> None:
    everything = json.loads(run("rules", "--format=json").stdout)["rules"]
    for by, name in (("chapter", "sqs"), ("pillar", "security"), ("rule", "short-polling")):
        listed = json.loads(run("rules", name, "--format=json").stdout)["rules"]
        assert listed == [rule for rule in everything if rule[by] == name]
    assert run("rules", "short-polling").stdout.splitlines()[-1].startswith("1 rule; ")
    assert run("rules", "sqs", "short-polling").stdout == run("rules", "sqs").stdout


def test_stdin_is_linted_as_the_file_that_an_editor_has_not_saved(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text("components:\n  work: {type: lambda}\n")
    text = "archlint: 1\nname: x\nregion: eu-west-1\ninclude: [part.yaml]\nflows:\n  - work -> nowhere\n"
    (tmp_path / "unsaved").write_text(text)
    said = "archlint lint --select=dangling-name --format=concise - < unsaved"
    assert shell(said, tmp_path).stdout.startswith("<stdin>:6:5: error[dangling-name] ")
    named = shell(f"{said} --stdin-filename=design.yaml", tmp_path)
    assert (named.returncode, named.stderr) == (1, "")
    assert re.fullmatch(r"design\.yaml:6:5: error\[dangling-name\].*\n", named.stdout)
    assert shell(f"{said} --scenario=x", tmp_path).returncode == 2
    assert shell(f"{said} design.yaml", tmp_path).stderr.startswith("archlint: `-` stands alone")
    assert shell(f"{said} --fix", tmp_path).stderr.startswith("archlint: stdin cannot be mended")
    assert "the file is empty" in shell("archlint lint - <&-", tmp_path).stdout
    template = "Resources:\n  Jobs: {Type: AWS::SQS::Queue}\n  Old: {Type: AWS::Lambda::Function, Properties: {MemorySize: 1}}\n"
    (tmp_path / "unsaved").write_text(template)
    found = shell("archlint lint --format=concise - --stdin-filename=template.yaml < unsaved", tmp_path)
    assert "template.yaml:3:51: error[function-memory-out-of-range]" in found.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: archlint {name}")


def test_a_pipe_gets_plain_text_and_a_terminal_colour(run: Run) -> None:
    assert ESCAPE not in run("lint", SAMPLE).stdout
    assert ESCAPE in run("lint", SAMPLE, FORCE_COLOR="1").stdout
    assert ESCAPE not in run("lint", SAMPLE, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert ESCAPE in on_a_terminal(100, "lint", SAMPLE)
    assert ESCAPE not in on_a_terminal(100, "lint", SAMPLE, NO_COLOR="1")
    assert ESCAPE not in on_a_terminal(100, "lint", SAMPLE, TERM="dumb")


def test_colour_changes_nothing_but_colour(run: Run) -> None:
    coloured = run("lint", SAMPLE, FORCE_COLOR="1").stdout
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == run("lint", SAMPLE).stdout


@pytest.mark.parametrize("columns", [30, 60, 100])
def test_on_a_narrow_terminal_words_wrap_and_every_finding_is_there(run: Run, columns: int) -> None:
    said = on_a_terminal(columns, "lint", SAMPLE, NO_COLOR="1")
    everything = json.loads(run("lint", "--format=json", SAMPLE).stdout)["findings"]
    assert list(re.findall(r"^\w+\[([\w-]+)\]", said, re.MULTILINE)) == [f["rule"] for f in everything]
    words = said.split()
    for finding in everything:
        assert finding["message"].split()[-1] in words
    longest = max(map(len, words))
    prose = [line for line in said.splitlines() if line.lstrip().startswith("= ")]
    assert all(len(line) <= max(columns, longest + 12) for line in prose)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    commands = [f"lint {SAMPLE}", f"lint --format=json {SAMPLE}", "rules", "schema", "explain short-polling", "init -"]
    for command in commands:
        done = shell(f"archlint {command} | head -1; exit ${{PIPESTATUS[0]}}", tmp_path)
        assert done.stderr == "", command
        assert done.stdout.count("\n") == 1, command
        assert done.returncode in (0, 1), command


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_exit_code(tmp_path: Path, closed: str) -> None:
    found = shell(f"archlint lint {SAMPLE} {closed}", tmp_path)
    assert (found.returncode, found.stderr) == (1, "")
    missing = shell(f"archlint lint missing.yaml {closed}", tmp_path)
    assert missing.returncode == 2
    assert "Traceback" not in missing.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_a_complaint(tmp_path: Path) -> None:
    done = shell(f"archlint lint {SAMPLE} > /dev/full", tmp_path)
    assert (done.returncode, done.stderr) == (2, "archlint: no space left on device\n")


def test_an_interrupt_ends_quietly_with_130(tmp_path: Path) -> None:
    description = tmp_path / "never-ending.yaml"
    os.mkfifo(description)
    process = subprocess.Popen(
        [sys.executable, "-m", "archlint", "lint", description.name],
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with description.open("wb"):  # goes on only when archlint has begun to read
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate()
    assert (process.returncode, output, errors) == (130, b"", b"")


def rules_of(done: subprocess.CompletedProcess[str]) -> set[str]:
    return {finding["rule"] for finding in json.loads(done.stdout)["findings"]}


def test_rules_are_selected_and_ignored_by_name_chapter_and_pillar(run: Run) -> None:
    lint = ("lint", "--format=json", SAMPLE)
    found = json.loads(run(*lint).stdout)["findings"]
    everything = {finding["rule"] for finding in found}
    assert len(everything) > 10
    for by in ("rule", "chapter", "pillar"):
        for value in {finding[by] for finding in found}:
            meant = {finding["rule"] for finding in found if finding[by] == value}
            if value == found[0][by]:  # one of each kind is enough of starting processes
                assert rules_of(run(*lint, "--select", value)) == meant
                assert rules_of(run(*lint, "--ignore", value)) == everything - meant
    assert rules_of(run(*lint, "--select", "sqs,payload-too-large", "--ignore", "short-polling")) == {
        finding["rule"]
        for finding in found
        if (finding["rule"] != "short-polling" and "sqs" in (finding["chapter"], ""))
        or finding["rule"] == "payload-too-large"
    }


def test_severities_decide_what_is_shown_and_what_fails(run: Run) -> None:
    advice = ("lint", "--select=arm64-is-cheaper", SAMPLE)
    assert run(*advice).returncode == 0
    assert run(*advice, "--fail-on=advice").returncode == 1
    assert run(*advice, "--fail-on=advice", "--min-severity=warning").returncode == 0
    assert run("lint", "--exit-zero", SAMPLE).returncode == 0


def test_a_scenario_is_judged_by_its_name_or_with_all_others(run: Run, tmp_path: Path) -> None:
    text = SAMPLE.read_text() + "  burst:\n    flows: {upload -> jobs: {payload: 3 MB}}\n"
    (tmp_path / "design.yaml").write_text(text)
    lint = ("lint", "--format=json", "--select=payload-too-large", "design.yaml")

    def found(*more: str) -> set[tuple[str, str | None]]:
        findings = json.loads(run(*lint, *more).stdout)["findings"]
        return {(finding["message"].rpartition("one event of ")[2], finding["scenario"]) for finding in findings}

    base = {("8 MB, upload takes 6 MB", None), ("2 MB, jobs takes 1 MB", None)}
    assert found() == base
    assert found("--scenario=burst") == {("8 MB, upload takes 6 MB", "burst"), ("3 MB, jobs takes 1 MB", "burst")}
    (tmp_path / "other.yaml").write_text(CLEAN.read_text())
    assert found("--scenario=burst", "other.yaml") == found("--scenario=burst")
    assert found("--scenario=all") == base | {("3 MB, jobs takes 1 MB", "burst")}


def test_without_a_path_every_description_below_is_linted_in_order(run: Run, tmp_path: Path) -> None:
    for name in ("b/two.yaml", "a/one.yml", ".hidden/three.yaml", "node_modules/four.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(CLEAN.read_text())
    (tmp_path / "a" / "values.yaml").write_text("replicas: 3\n")
    done = run("lint", "--format=json")
    assert json.loads(done.stdout)["files"] == ["a/one.yml", "b/two.yaml"]


def test_init_writes_a_description_that_lints_clean_and_its_schema(run: Run, tmp_path: Path) -> None:
    assert run("init").returncode == 0
    done = run("lint", "--fail-on=advice")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "archlint.schema.json").read_text()) == json.loads(run("schema").stdout)
    again = run("init")
    assert again.returncode == 2
    assert "architecture.yaml is there already" in again.stderr


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "tcsh"])
def test_completion_names_every_command(run: Run, shell_name: str) -> None:
    done = run("completion", shell_name)
    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)


def test_completion_knows_commands_options_choices_and_files(tmp_path: Path) -> None:
    (tmp_path / "design.yaml").touch()
    script = """
        eval "$(archlint completion bash)"
        for line in "archlint li" "archlint lint --fail-on " "archlint lint des" "archlint lint --baseline des"; do
            read -ra COMP_WORDS <<< "$line"
            [[ "$line" == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )) COMPREPLY=()
            _shtab_archlint archlint "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            echo "${COMPREPLY[@]}"
        done"""
    done = shell(script, tmp_path)
    assert done.stdout.splitlines() == ["lint", "error warning advice never", "design.yaml", "design.yaml"], done.stderr


def test_the_same_input_gives_the_same_bytes(run: Run) -> None:
    for name in ("text", "json", "sarif"):
        said = {run("lint", f"--format={name}", SAMPLE, PYTHONHASHSEED=seed).stdout for seed in ("1", "2", "3")}
        assert len(said) == 1, name
