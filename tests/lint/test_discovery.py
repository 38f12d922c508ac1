"""What lint finds below a folder: by what files hold, without what git and the build tools leave lying about."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archlint.lint.configuration import Configuration
from archlint.lint.discovery import below, find, holds_template
from archlint.lint.gitignore import Ignored

if TYPE_CHECKING:
    from collections.abc import Iterator

DESCRIPTION = "archlint: 1\nname: shop\n"
TEMPLATE = "Resources:\n  Jobs: {Type: AWS::SQS::Queue}\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found_in(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in below(folder)]


def test_descriptions_and_templates_are_told_by_what_they_hold(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "z.yaml": DESCRIPTION,
            "a.yml": "# about the shop\n---\n" + DESCRIPTION,
            "infra/template.yaml": TEMPLATE,
            "infra/app.template": TEMPLATE,
            "infra/stack.json": json.dumps({"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}),
            "infra/old.json": '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {',
            "infra/empty.yaml": "AWSTemplateFormatVersion: 2010-09-09\n",
            "docs/other.yaml": "about: archlint\n",
            "docs/k8s.yaml": "apiVersion: v1\nkind: Pod\nspec: {resources: {}}\n",
            "docs/compose.yaml": "services: {}\nResources: none\n",
            "docs/nothing.yaml": "",
            "docs/list.json": '[{"Type": "AWS::SQS::Queue"}]',
            "docs/inner.json": '{"stack": {"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}}',
            "docs/readme.md": TEMPLATE,
            "docs/bytes.yaml": "\x00\x01",
        },
    )
    assert found_in(tmp_path) == [
        "a.yml",
        "z.yaml",
        "infra/app.template",
        "infra/empty.yaml",
        "infra/old.json",
        "infra/stack.json",
        "infra/template.yaml",
    ]


@pytest.mark.parametrize(
    "folder", ["node_modules/x", ".aws-sam/build", ".git", ".venv/lib", "__pycache__", "cdk.out/asset.0123abc"]
)
def test_what_tools_leave_lying_about_is_not_entered(tmp_path: Path, folder: str) -> None:
    write(tmp_path, {f"{folder}/template.yaml": TEMPLATE, "cdk.out/Shop.template.json": json.dumps({"Resources": {}})})
    write(tmp_path, {"cdk.out/Shop.template.json": '{"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}'})
    assert found_in(tmp_path) == ["cdk.out/Shop.template.json"]


def test_a_folder_that_only_looks_like_an_asset_is_entered(tmp_path: Path) -> None:
    write(tmp_path, {"asset.store/template.yaml": TEMPLATE, "asset.yaml": TEMPLATE})
    assert found_in(tmp_path) == ["asset.yaml", "asset.store/template.yaml"]


def test_a_file_that_the_cdk_keeps_as_an_asset_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"cdk.out/asset.0123abc.json": '{"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}'})
    assert found_in(tmp_path) == []


def test_what_is_named_is_read_and_each_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        {
            "b.yaml": DESCRIPTION,
            "in/a.yaml": DESCRIPTION,
            ".gitignore": "in/",
            "notes.txt": "",
            "in/.x/c.yaml": TEMPLATE,
        },
    )
    monkeypatch.chdir(tmp_path)
    named = [Path("in/a.yaml"), Path("notes.txt"), Path(), Path("b.yaml"), Path("in")]
    assert find(named, Configuration()) == [Path("in/a.yaml"), Path("notes.txt"), Path("b.yaml")]
    assert find([], Configuration()) == [Path("b.yaml")]
    assert find([Path("in/.x")], Configuration()) == [Path("in/.x/c.yaml")]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        find([tmp_path / "absent"], Configuration())


def test_a_file_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    write(tmp_path, {"here.yaml": DESCRIPTION})
    assert found_in(tmp_path) == ["here.yaml"]


def test_a_template_far_down_in_a_long_file_is_still_one() -> None:
    assert holds_template("Mappings:\n" + "  a: {b: {c: d}}\n" * 50_000 + TEMPLATE)
    assert not holds_template("Mappings:\n" + "  a: {b: {c: d}}\n" * 50_000)


def test_deep_json_is_not_followed_down() -> None:
    assert not holds_template('{"a": ' * 100_000 + '"Type": "AWS::SQS::Queue"')


FILES = ("a.yaml", "b.yaml", "in/a.yaml", "in/b.yaml", "in/deep/a.yaml", "in/deep/c.yaml", "x y/a.yaml", "#c/a.yaml",
         "[d]/a.yaml", "out.d/in/a.yaml", "aXb/a.yaml", "!n/a.yaml")  # fmt: skip


@pytest.mark.parametrize(
    "ignored",
    [
        {"": "a.yaml"},
        {"": "/a.yaml"},
        {"": "*.yaml\n!b.yaml"},
        {"": "in"},
        {"": "in/"},
        {"": "/in/*\n!/in/deep"},
        {"": "in/\n!in/b.yaml"},
        {"": "a.yaml/"},
        {"": "in/a.yaml"},
        {"": "deep/c.yaml"},
        {"": "**/c.yaml"},
        {"": "in/**"},
        {"": "in/**/a.yaml"},
        {"": "**/in/a.yaml"},
        {"": "***/deep"},
        {"": "in/*/a.yaml"},
        {"": "/**\n!/in/"},
        {"": "a?b"},
        {"": "a*b"},
        {"": "[ab].yaml"},
        {"": "[!a].yaml"},
        {"": "[a-b].yaml\n![b-c].yaml"},
        {"": "\\[d]"},
        {"": "[[]d]"},
        {"": "[!&&a~~||].yaml"},
        {"": "\\#c"},
        {"": "#c"},
        {"": "\\!n"},
        {"": "x y   "},
        {"": "x\\ y"},
        {"": "x y\r\nin\r"},
        {"": "\n\n/\n"},
        {"": "["},
        {"": "*"},
        {"": "*\n!*/"},
        {"": "*.d"},
        {"": "a.yaml", "in": "!a.yaml"},
        {"in": "a.yaml\n/deep"},
        {"in": "/in/a.yaml", "in/deep": "*\n!c.yaml"},
        {"out.d": "in/a.yaml"},
    ],
    ids=repr,
)
def test_gitignore_leaves_out_what_git_leaves_out(tmp_path: Path, ignored: dict[str, str]) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not here to be asked")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    write(tmp_path, dict.fromkeys(FILES, ""))
    for folder, text in ignored.items():
        (tmp_path / folder / ".gitignore").write_text(text + "\n", newline="")
    listing = subprocess.run(
        ["git", "-C", str(tmp_path), "-c", "core.excludesFile=", "ls-files", "-o", "-z", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    wanted = {name for name in listing.split("\0") if name.endswith(".yaml")}
    assert set(_left(tmp_path, tmp_path, Ignored(tmp_path))) == wanted


def _left(top: Path, folder: Path, ignored: Ignored) -> Iterator[str]:
    for path in folder.iterdir():
        if path.name != ".git" and not ignored.leaves_out(path, is_folder=path.is_dir()):
            if path.is_dir():
                yield from _left(top, path, ignored)
            elif path.suffix == ".yaml":
                yield path.relative_to(top).as_posix()


def test_the_files_above_count_as_far_as_the_repository_reaches(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "b.yaml", "repo/.gitignore": "/in/a.yaml\nc.yaml", "repo/.git/HEAD": ""})
    write(tmp_path, {f"repo/in/{name}.yaml": DESCRIPTION for name in "abc"})
    assert found_in(tmp_path / "repo/in") == ["b.yaml"]
    write(tmp_path, {"alone/b.yaml": DESCRIPTION})
    assert found_in(tmp_path / "alone") == ["b.yaml"]
