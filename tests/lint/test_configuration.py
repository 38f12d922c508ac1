"""The configuration: where it is found, what it may say, and what the engine is told of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archlint.lint.configuration import (
    Configuration,
    ConfigurationError,
    Known,
    excludes,
    fits,
    ignores,
    reaches,
    selects,
    with_arguments,
)
from archlint.lint.configuration_file import OWN, SHARED, find, known, load
from archlint.lint.configuration_lines import lines

RULES = Known(
    {"short-polling": {"limit": 3}, "queue-without-dead-letter": {}},
    ("sqs", "delivery", "cost"),
    ("reliability", "cost"),
)


def read(tmp_path: Path, text: str, name: str = OWN) -> Configuration:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return load(file, RULES)


def complaint(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, text)
    return str(caught.value).replace(f"{tmp_path.as_posix()}/", "")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_closest_file_wins(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / OWN).touch()
    assert find(below) == tmp_path / OWN
    (tmp_path / "a" / SHARED).write_text("[tool.archlint]\n")
    assert find(below) == tmp_path / "a" / SHARED
    (tmp_path / "a" / OWN).touch()
    assert find(below) == tmp_path / "a" / OWN


@pytest.mark.parametrize(
    "text", ["[tool.ruff]\n", "# [tool.archlint]\n", 'x = "archlint"', "[tool.archlint\n", "tool = 3"]
)
def test_a_project_file_without_our_table_is_passed_by(tmp_path: Path, text: str) -> None:
    below = tmp_path / "a"
    below.mkdir()
    (tmp_path / OWN).touch()
    (below / SHARED).write_text(text)
    assert find(below) == tmp_path / OWN


def test_no_toml_is_parsed_where_no_file_is_ours(tmp_path: Path) -> None:
    (tmp_path / SHARED).write_text("[project]\nname = 'x'\n")
    program = (
        "import sys; from pathlib import Path; from archlint.lint.configuration_file import find;"
        f"find(Path({str(tmp_path)!r})); sys.exit('tomllib' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        """
        select = ["all"]
        ignore = ["cost", "short-polling"]
        exclude = ["vendor/**"]
        mandatory = ["queue-without-dead-letter"]
        limits = "notes"
        min-severity = "warning"
        fail-on = "advice"
        budget = "$400/month"
        require-reason = true
        baseline = "known.json"
        [per-file-ignores]
        "legacy/*" = ["sqs"]
        [per-component-ignores]
        "old-*" = ["reliability"]
        [rules.short-polling]
        severity = "error"
        limit = 4.5
        """,
    )
    origins = settings.origins
    assert settings == Configuration(
        select=("all",), ignore=("cost", "short-polling"), exclude=("vendor/**",), limits="notes", fail_on="advice",
        mandatory=("queue-without-dead-letter",), min_severity="warning", budget="$400/month", require_reason=True,
        baseline="known.json", per_file_ignores={"legacy/*": ("sqs",)},
        per_component_ignores={"old-*": ("reliability",)},
        severities={"short-polling": "error"}, parameters={"short-polling": {"limit": 4.5}}, folder=tmp_path,
        origins=origins,
    )  # fmt: skip
    assert origins["fail-on"] == "archlint.toml:8"
    assert origins["rules"] == "archlint.toml:16"


def test_a_project_file_is_read_from_its_table(tmp_path: Path) -> None:
    text = '[project]\nselect = 1\n[tool.archlint]\nfail-on = "never"\n'
    assert read(tmp_path, text, SHARED).fail_on == "never"


def test_another_tool_of_the_project_file_lends_no_line(tmp_path: Path) -> None:
    text = '[tool.ruff]\nselect = ["E"]\n[tool.archlint]\nselect = ["sqs"]\n[tool.archlint.rules]\nshort-polling.limit = 4\n'
    assert read(tmp_path, text, SHARED).origins == {
        "select": "pyproject.toml:4", "rules": "pyproject.toml:5", "rules.short-polling": "pyproject.toml:6",
    }  # fmt: skip
    with pytest.raises(ConfigurationError, match=r"^pyproject\.toml:2: `tool\.archlint` is no table$"):
        read(tmp_path, "[tool]\narchlint = 3\n", SHARED)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('slect = ["sqs"]', "archlint.toml:1: unknown key `slect`; did you mean `select`?"),
        ('fail_on = "error"', "archlint.toml:1: unknown key `fail_on`; did you mean `fail-on`?"),
        ('#\nselect = ["sq"]', "archlint.toml:2: unknown rule, chapter or pillar `sq`; did you mean `sqs`?"),
        ('select = "sqs"', 'archlint.toml:1: `select` is "sqs", a list of text is wanted'),
        (
            'fail-on = "eror"',
            'archlint.toml:1: `fail-on` is "eror", one of error, warning, advice, never is wanted; did you mean `error`?',
        ),
        ("require-reason = 1", "archlint.toml:1: `require-reason` is 1, true or false is wanted"),
        ("budget = 400", "archlint.toml:1: `budget` is 400, text is wanted"),
        ('budget = "much"', 'archlint.toml:1: `budget` is "much", an amount such as $400/month is wanted'),
        ("[rules.short-poling]", "archlint.toml:1: unknown rule `short-poling`; did you mean `short-polling`?"),
        (
            "rules.short-polling = 3",
            "archlint.toml:1: `short-polling` is 3, a table of its severity and parameters is wanted",
        ),
        (
            "[rules.short-polling]\nlimt = 3",
            "archlint.toml:2: unknown parameter of short-polling `limt`; did you mean `limit`?",
        ),
        ("rules = 3", "archlint.toml:1: `rules` is 3, a table for each rule is wanted"),
        (
            '[rules.queue-without-dead-letter]\nseverity = "error"\n[rules.short-polling]\nseverity = "eror"',
            'archlint.toml:4: `severity` is "eror", one of error, warning, advice is wanted; did you mean `error`?',
        ),
        ('rules.short-polling.limit = "3"', 'archlint.toml:1: `limit` of short-polling is "3", its default is 3'),
        ("rules.short-polling.limit = true", "archlint.toml:1: `limit` of short-polling is true, its default is 3"),
        (
            '[per-file-ignores]\n"a/**" = ["sq"]',
            "archlint.toml:2: unknown rule, chapter or pillar `sq`; did you mean `sqs`?",
        ),
        (
            'mandatory = ["short-polling"]\nignore = ["short-polling"]',
            "archlint.toml:2: short-polling is both mandatory and ignored",
        ),
        (
            'mandatory = ["short-polling"]\n[per-component-ignores]\n"a" = ["sqs"]\n"b" = ["cost", "short-polling"]',
            "archlint.toml:4: short-polling is both mandatory and ignored",
        ),
        ('select = ["sqs", 3]', "archlint.toml:1: `select` holds 3, a list of text is wanted"),
        ("select = [", "archlint.toml:1: is not TOML: invalid value"),
        ("select = 3\nselect = 4\n", "archlint.toml:2:11: is not TOML: cannot overwrite a value"),
    ],
)
def test_what_it_may_not_say_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    assert complaint(tmp_path, text) == says


NAMES = st.text("ab-_0 .é\"'#=[{", min_size=1, max_size=4)
VALUES = (
    "3", '"= # [x]"', "'[t]'", '"""\nx = 1\n[t]\n"""', "'''\n# \"\n'''", "[1,\n  # ] }\n  [2]]", "1979-05-27T07:32:00Z",
)  # fmt: skip


@given(st.data())
def test_every_key_of_a_toml_text_has_the_line_it_stands_on(data: st.DataObject) -> None:
    text, expected = "", {}
    for table in data.draw(st.lists(NAMES, max_size=3, unique=True)):
        text += f"# [t] x = 1\n\n[t.{json.dumps(table)}]  # no\n"
        expected["t", table] = text.count("\n")
        for key, value in data.draw(st.dictionaries(NAMES, st.sampled_from(VALUES), max_size=3)).items():
            expected["t", table, key] = text.count("\n") + 1
            inline = data.draw(st.booleans()) and "\n" not in value
            text += f"{json.dumps(key)} = {f'{{ k = {value} }}' if inline else value}\n"
            if inline:
                expected["t", table, key, "k"] = expected["t", table, key]
    tomllib.loads(text)
    found = lines(text)
    assert {path: line for path, line in found.items() if len(path) > 1} == expected


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / OWN).write_bytes(b"# \xff\n")
    with pytest.raises(ConfigurationError, match="is not UTF-8: byte 2"):
        load(tmp_path / OWN, RULES)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.toml: cannot be read"):
        load(tmp_path / "none.toml", RULES)


def test_the_command_line_stands_above_the_file(tmp_path: Path) -> None:
    settings = with_arguments(read(tmp_path, 'fail-on = "never"'), {"fail_on": "advice", "select": None})
    assert (settings.fail_on, settings.origins) == ("advice", {"fail-on": "--fail-on"})


@pytest.mark.parametrize(
    ("select", "ignore", "selected"),
    [
        ([], [], False),
        (["all"], [], True),
        (["sqs"], [], True),
        (["reliability"], [], True),
        (["delivery"], [], False),
        (["all"], ["sqs"], False),
        (["sqs"], ["sqs"], False),
        (["short-polling"], ["sqs"], True),
        (["sqs"], ["reliability"], True),
        (["reliability"], ["sqs"], False),
        (["sqs"], ["short-polling"], False),
    ],
)
def test_the_more_exact_of_select_and_ignore_holds(select: list[str], ignore: list[str], selected: bool) -> None:
    settings = Configuration(select=tuple(select), ignore=tuple(ignore))
    assert selects(settings, "short-polling", "sqs", "reliability") is selected


def test_a_mandatory_rule_is_neither_ignored_by_its_chapter_nor_by_file_nor_by_component(tmp_path: Path) -> None:
    about = ("short-polling", "sqs", "reliability")
    where = (tmp_path / "x.yaml", ["orders"])
    free = Configuration(ignore=("sqs",), per_file_ignores={"*": ("all",)}, per_component_ignores={"*": ("all",)})
    bound = Configuration(mandatory=("short-polling",), **{n: getattr(free, n) for n in ("ignore", "per_file_ignores")})
    assert (selects(free, *about), ignores(free, *about, *where)) == (False, True)
    assert (selects(bound, *about), ignores(bound, *about, *where)) == (True, False)


def test_globs_of_files_are_relative_to_the_configuration(tmp_path: Path) -> None:
    settings = Configuration(per_file_ignores={"legacy/*": ("sqs",)}, folder=tmp_path)
    about = ("short-polling", "sqs", "reliability")
    assert ignores(settings, *about, Path("legacy/x.yaml"), [])
    assert not ignores(settings, *about, Path("new/legacy/x.yaml"), [])
    assert not ignores(settings, "x", "delivery", "cost", Path("legacy/x.yaml"), [])


def test_a_file_is_the_same_however_its_path_is_written(tmp_path: Path) -> None:
    (tmp_path / "top" / "legacy").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "top")
    for path in (
        "legacy/x.yaml",
        "./legacy/../legacy/x.yaml",
        "../link/legacy/x.yaml",
        str(tmp_path / "link/legacy/x.yaml"),
    ):
        os.chdir(tmp_path / "top")
        assert fits(Path(path), "legacy/*", tmp_path / "top"), path
        assert fits(Path(path), "legacy/*", tmp_path / "link"), path
    assert not fits(tmp_path / "topple" / "legacy" / "x.yaml", "legacy/*", tmp_path / "top")


def test_globs_of_components_fit_any_component_of_the_finding() -> None:
    settings = Configuration(per_component_ignores={"old-*": ("short-polling",)})
    about = ("short-polling", "sqs", "reliability", Path("x.yaml"))
    assert ignores(settings, *about, ["new", "old-orders"])
    assert not ignores(settings, *about, ["new", "bold-orders"])


@pytest.mark.parametrize(
    ("pattern", "path", "fit"),
    [
        ("*.yaml", "a/b/c.yaml", True),
        ("legacy", "a/legacy/c.yaml", True),
        ("legacy/", "a/legacy/c.yaml", True),
        ("legacy/*.yaml", "legacy/c.yaml", True),
        ("legacy/*.yaml", "legacy/a/c.yaml", False),
        ("legacy/**", "legacy/a/c.yaml", True),
        ("**/c.yaml", "c.yaml", True),
        ("a/**/c.yaml", "a/c.yaml", True),
        ("./a/c.yaml", "a/c.yaml", True),
        ("a?c.yaml", "abc.yaml", True),
        ("a?c.yaml", "a/c.yaml", False),
        ("a[b]c.yaml", "a[b]c.yaml", True),
    ],
)
def test_globs_read_as_in_gitignore(tmp_path: Path, pattern: str, path: str, fit: bool) -> None:
    assert fits(Path(path), pattern, tmp_path) is fit
    assert excludes(Configuration(exclude=(pattern,), folder=tmp_path), Path(path)) is fit


def test_severities_reach_a_threshold_from_above() -> None:
    reached = {threshold: [s for s in ("error", "warning", "advice") if reaches(s, threshold)]
               for threshold in ("error", "warning", "advice", "never")}  # fmt: skip
    assert reached == {
        "error": ["error"], "warning": ["error", "warning"], "advice": ["error", "warning", "advice"], "never": [],
    }  # fmt: skip


def test_it_may_name_every_rule_chapter_and_pillar_of_the_cards() -> None:
    names = known()
    assert names.rules["visibility-timeout-too-short"] == {"factor": 6}
    assert "sqs" in names.chapters
    assert "reliability" in names.pillars
