"""A file with one thing wrong gives one clear message with its place and the exit code of the contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archlint.cli.main import main

ROOT = Path(__file__).parents[1]
CLEAN = (ROOT / "samples" / "cat-videos" / "after.yaml").read_text(encoding="utf-8")
BOMB = "archlint: 1\nx-a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + "".join(
    f"x-{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def changed(old: str, new: str) -> str:
    assert CLEAN.count(old) == 1, old
    return CLEAN.replace(old, new)


ONE_THING = {
    # what is wrong: (content, the line as `concise` prints it)
    "a misspelt key": (
        changed("visibility_timeout: 12m", "visibilty_timeout: 12m"),
        "52:5: error[unknown-field] jobs has no field `visibilty_timeout`; did you mean `visibility_timeout`?",
    ),
    "a misspelt key of a flow": (
        changed("{route: POST /videos}", "{rout: POST /videos}"),
        "73:21: error[unknown-field] api -> upload has no field `rout`; did you mean `route`?",
    ),
    "a misspelt chapter": (
        changed("\ncomponents:", "\ncompnents:"),
        "31:1: error[unknown-field] the description has no field `compnents`; did you mean `components`?",
    ),
    "a misspelt required key": (
        changed("region: us-east-1", "regoin: us-east-1"),
        "6:1: error[unknown-field] the description has no field `regoin`; did you mean `region`?",
    ),
    "a key given twice": (
        changed("    wait_time: 20s\n", "    wait_time: 20s\n    wait_time: 10s\n"),
        "54:5: error[unreadable-description] `wait_time` is given twice; the first is in line 53",
    ),
    "a unit that is none": (
        changed("visibility_timeout: 12m", "visibility_timeout: 12 parsecs"),
        "52:5: error[wrong-value] visibility_timeout of jobs: `12 parsecs` is not a duration; write it like 30s, 15m or 7d",
    ),
    "a misspelt type": (
        changed("renditions: {type: dynamodb,", "renditions: {type: dynamdb,"),
        "67:16: error[unknown-type] renditions has a type that does not exist, `dynamdb`; did you mean `dynamodb`?",
    ),
    "a tab": (
        changed("    wait_time: 20s", "\twait_time: 20s"),
        "53:1: error[unreadable-description] a tab indents this line; YAML allows only spaces",
    ),
    "random bytes": (bytes(range(256)), "3:115: error[unreadable-description] the byte 0x80 is not UTF-8 text"),
    "a program": (
        b"\x7fELF\x02\x01\x01\0\0",
        "1:1: error[unreadable-description] the character U+007F stands here, which text does not hold",
    ),
    "nothing": ("", "1:1: error[unreadable-description] the file is empty"),
    "only a comment": ("# later\n", "1:1: error[unreadable-description] the file is empty"),
    "UTF-16 without its mark": (
        CLEAN.encode("utf-16-le"),
        "1:2: error[unreadable-description] the character U+0000 stands here, which text does not hold",
    ),
    "another encoding": (
        changed("Viewers upload", "Zuschäuer upload").encode("latin-1"),
        "5:19: error[unreadable-description] the byte 0xe4 is not UTF-8 text",
    ),
    "lists in lists in lists": (
        "archlint: 1\nx-a: " + "[" * 100_000,
        "2:69: error[unreadable-description] more than 64 mappings and lists stand inside one another",
    ),
    "an alias bomb": (BOMB, "7:10: error[unreadable-description] aliases bring in more than 100,000 values"),
    "another JSON file": (
        json.dumps({"name": "a", "dependencies": {}}),
        "1:2: error[unreadable-description] this is no description: it does not say `archlint: 1` but begins with `name`",
    ),
    "Markdown": (
        "# Notes\n\nThe system: cats\n- upload\n",
        "4:1: error[unreadable-description] this line does not continue the mapping above it",
    ),
    "a version in quotes": (
        'archlint: "1"\nname: x\nregion: us-east-1\n',
        '1:1: error[unreadable-description] `archlint: "1"` is text, and the version of the format is a number',
    ),
    "another version": (
        "archlint: 2\nname: x\nregion: us-east-1\n",
        "1:1: error[unreadable-description] `archlint: 2` is a version of the format that this archlint does not read; it reads 1",
    ),
    "a list": (
        "- a\n- b\n",
        "1:1: error[unreadable-description] this is no description: it is not a mapping with `archlint: 1` first",
    ),
    "a word": (
        "hello\n",
        "1:1: error[unreadable-description] this is no description: it is not a mapping with `archlint: 1` first",
    ),
    "a second document": (f"{CLEAN}---\narchlint: 1\n", "error[unreadable-description] a second document starts here"),
    "an open quote": (
        'archlint: 1\nname: "x\nregion: us-east-1\n',
        "2:7: error[unreadable-description] a quote is opened here and never closed",
    ),
    "a tag of Python's": (
        changed("name: cat-videos\n", "name: !!python/object:os.system cat-videos\n"),
        "4:7: error[unreadable-description] the tag `!!python/object:os.system` has no meaning in a description",
    ),
    "a route in braces": (
        changed("{route: POST /videos}", "{route: POST /videos/{id}}"),
        "73:28: error[unreadable-description] `POST /videos/{id}` has braces, which open a mapping here",
    ),
    "a file that includes itself": (
        changed("name: cat-videos\n", "name: cat-videos\ninclude: design.yaml\n"),
        "5:10: error[unreadable-description] `design.yaml` includes itself",
    ),
    "a file from outside": (
        changed("name: cat-videos\n", "name: cat-videos\ninclude: ../../../../etc/passwd\n"),
        "error[unreadable-description] `../../../../etc/passwd` leads out of ",
    ),
}  # fmt: skip

Lint = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lint:
    """Lints `design.yaml` with some content, in a folder of its own: the exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(content: str | bytes, *arguments: str) -> tuple[int, str, str]:
        (tmp_path / "design.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["lint", "--format=concise", *arguments, "design.yaml"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize("what", ONE_THING)
def test_one_thing_wrong_gives_one_message_with_its_place(lint: Lint, what: str) -> None:
    content, expected = ONE_THING[what]
    code, out, err = lint(content)
    assert (code, err, out.count("\n")) == (1, "", 1), out
    assert out.startswith(f"design.yaml:{expected}") or (not expected[0].isdigit() and expected in out)


def test_an_unknown_end_of_a_flow_is_told_where_the_flow_is(lint: Lint) -> None:
    code, out, _ = lint(changed("- upload -> jobs:", "- upload -> jbos:"))
    assert code == 1
    expected = "design.yaml:75:5: error[dangling-name] upload -> jbos names `jbos`, which is not a component; did you mean `jobs`?"
    assert [line for line in out.splitlines() if "error[" in line] == [expected]


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"], ids=["UTF-8", "UTF-16 LE", "UTF-16 BE"])
def test_a_byte_order_mark_says_how_to_read_a_file(lint: Lint, mark: bytes) -> None:
    encoding = {b"\xef": "utf-8", b"\xff": "utf-16-le", b"\xfe": "utf-16-be"}[mark[:1]]
    assert lint(mark + CLEAN.encode(encoding)) == (0, "", "")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_move_no_place(lint: Lint, end: str) -> None:
    content, expected = ONE_THING["a misspelt key"]
    assert isinstance(content, str)
    assert lint(content.replace("\n", end))[1] == f"design.yaml:{expected}\n"


def test_every_error_of_a_file_is_told_at_once(lint: Lint) -> None:
    text = CLEAN
    for old, new in (
        ("wait_time: 20s", "wait_tme: 20s"),
        ("min: 0", "min: few"),
        ("cors: true", "cors: true\n    colour: red"),
    ):
        text = text.replace(old, new)
    code, out, _ = lint(text, "--select=document")
    assert code == 1
    assert [line.partition("[")[2].partition("]")[0] for line in out.splitlines()] == [
        "unknown-field",
        "unknown-field",
        "wrong-value",
    ]


def test_a_path_that_cannot_be_read_is_a_wrong_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.yaml").write_text("archlint: 1\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "gone.yaml").symlink_to("nowhere.yaml")
    expected = {
        "missing.yaml": "archlint: missing.yaml: no such file or folder\n",
        "file.yaml/part.yaml": "archlint: file.yaml/part.yaml: no such file or folder\n",
        "gone.yaml": "archlint: gone.yaml: no such file or folder\n",
        "loop.yaml": "archlint: loop.yaml: ",
        "folder": "archlint: found nothing to lint here\n",
    }
    for path, said in expected.items():
        for arguments in (["lint", path], ["lint", "--fix", path], ["explain", "api", path], ["baseline", path]):
            if path == "folder" and arguments[0] != "lint":
                continue
            assert main(arguments) == 2, arguments
            out, err = capsys.readouterr()
            assert (out, err.startswith(said)) == ("", True), (arguments, err)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this system has no file that opens and cannot be read")
def test_a_file_that_opens_and_cannot_be_read_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "/proc/self/mem"]) == 2
    assert capsys.readouterr().err.startswith("archlint: /proc/self/mem: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "design.yaml"
    file.write_text(CLEAN)
    file.chmod(0)
    assert main(["lint", str(file)]) == 2
    assert capsys.readouterr().err == f"archlint: {file}: permission denied\n"


def test_a_failure_of_archlint_itself_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "design.yaml").write_text(CLEAN)
    program = "import archlint.lint.engine as e; e.all_cards = lambda: 1 / 0\nfrom archlint.cli.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, "lint", "design.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("archlint: archlint itself failed: ZeroDivisionError: division by zero (")
    assert "Traceback" not in done.stderr
