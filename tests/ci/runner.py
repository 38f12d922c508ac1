"""A small GitHub Actions runner: takes the steps of a composite action as the real one would, on this machine.

It resolves `${{ }}` expressions, maps inputs to the environment, runs each `run` with `bash --noprofile --norc -eo
pipefail`, and reads the files that steps leave behind for it.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

_TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|([A-Za-z_][\w.-]*)|(\|\||&&|==|!=|!|\(|\)))")


@dataclass
class Job:
    """What is known while an action runs: the checkout, the inputs, the event, the outputs of steps so far."""

    workspace: Path
    temporary: Path
    inputs: dict[str, str]
    github: dict[str, Any]
    path: str = ""
    steps: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    log: str = ""
    failed: int = 0

    @property
    def summary(self) -> str:
        file = self.temporary / "summary"
        return file.read_text(encoding="utf-8") if file.exists() else ""


def run_action(file: Path, job: Job) -> dict[str, str]:
    """Runs the composite action in `file`; its outputs. `job.failed` is the exit code of the step that failed, or 0."""
    action = yaml.safe_load(file.read_text(encoding="utf-8"))
    unknown = set(job.inputs) - set(action["inputs"])
    assert not unknown, f"the action has no input {unknown}"
    job.inputs = {name: given.get("default", "") for name, given in action["inputs"].items()} | job.inputs
    job.github = {"action_path": str(file.parent), "workspace": str(job.workspace), **job.github}
    for step in action["runs"]["steps"]:
        if step.keys() - {"name", "id", "if", "shell", "env", "run"}:
            raise AssertionError(f"this runner does not know all of {sorted(step)}")
        if job.failed or not truth(evaluate(step.get("if", "true"), job)):
            continue
        assert "${{" not in step["run"], "an expression inside a script is an injection"
        assert step["shell"] == "bash"
        run_step(step, job)
    return {name: interpolate(output["value"], job) for name, output in action["outputs"].items()}


def run_step(step: dict[str, Any], job: Job) -> None:
    job.temporary.mkdir(exist_ok=True)
    script, output = job.temporary / "step.sh", job.temporary / "output"
    script.write_text(step["run"], encoding="utf-8")
    output.write_text("")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "ARCHLINT"))},
        "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(job.workspace), "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(job.temporary / "summary"), "RUNNER_TEMP": str(job.temporary),
        "PATH": f"{job.path}{os.pathsep}{os.environ['PATH']}",
        **{name: interpolate(str(value), job) for name, value in step.get("env", {}).items()},
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=job.workspace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    job.log += done.stdout.decode()
    job.failed = done.returncode
    if "id" in step:
        job.steps[step["id"]] = {"outputs": outputs(output.read_text(encoding="utf-8"))}


def outputs(text: str) -> dict[str, str]:
    """The outputs in a file of `name=value` lines and `name<<delimiter` blocks."""
    read: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, equals, value = line.partition("=")
        if "<<" in name:
            name, _, delimiter = line.partition("<<")
            block = []
            for inner in lines:
                if inner == delimiter:
                    break
                block.append(inner)
            value = "\n".join(block)
        else:
            assert equals, f"the runner refuses the output line {line!r}"
        read[name] = value
    return read


def interpolate(text: str, job: Job) -> str:
    """`text` with its `${{ }}` expressions resolved."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(evaluate(match[1], job) or ""), text)


def truth(value: object) -> bool:
    return value not in ("", None, False, "false")


def evaluate(expression: str, job: Job) -> object:
    """The value of an expression of names, texts in quotes, `||`, `&&`, `==`, `!=`, `!` and brackets."""
    tokens: list[tuple[str, str]] = []
    at = 0
    expression = expression.strip()
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        assert match, f"this runner does not know {expression!r}"
        text, name, sign = match.groups()
        tokens.append(
            ("text", text.replace("''", "'")) if text is not None else ("name", name) if name else ("sign", sign)
        )
        at = match.end()
    value, rest = _either(tokens, job)
    assert not rest
    return value


Tokens = list[tuple[str, str]]


def _either(tokens: Tokens, job: Job) -> tuple[object, Tokens]:
    value, rest = _both(tokens, job)
    while rest and rest[0] == ("sign", "||"):
        other, rest = _both(rest[1:], job)
        value = value if truth(value) else other
    return value, rest


def _both(tokens: Tokens, job: Job) -> tuple[object, Tokens]:
    value, rest = _compared(tokens, job)
    while rest and rest[0] == ("sign", "&&"):
        other, rest = _compared(rest[1:], job)
        value = other if truth(value) else value
    return value, rest


def _compared(tokens: Tokens, job: Job) -> tuple[object, Tokens]:
    value, rest = _one(tokens, job)
    if rest and rest[0][1] in ("==", "!=") and rest[0][0] == "sign":
        other, after = _one(rest[1:], job)
        same = (value or "") == (other or "")
        return same is (rest[0][1] == "=="), after
    return value, rest


def _one(tokens: Tokens, job: Job) -> tuple[object, Tokens]:
    kind, text = tokens[0]
    if (kind, text) == ("sign", "!"):
        value, rest = _one(tokens[1:], job)
        return not truth(value), rest
    if (kind, text) == ("sign", "("):
        value, rest = _either(tokens[1:], job)
        assert rest[0] == ("sign", ")")
        return value, rest[1:]
    if kind == "text" or text in ("true", "false"):
        return text, tokens[1:]
    value = {"inputs": job.inputs, "github": job.github, "steps": job.steps}
    for part in text.split("."):
        value = value.get(part, {}) if isinstance(value, dict) else {}
    return value or "", tokens[1:]
