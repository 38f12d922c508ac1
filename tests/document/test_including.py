"""A description brings in other files from its own house, and from nowhere else."""

import os
from pathlib import Path

import pytest

from archlint.document import Document, Map, parse, read, with_includes


@pytest.fixture
def house(tmp_path: Path) -> Path:
    root = tmp_path / "house"
    root.mkdir()
    (root / "archlint.toml").write_text("")
    return root


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def load(root: Path, name: str = "main.yaml") -> Document:
    return with_includes(read(root / name, name), root / name)


def said(found: Document) -> list[str]:
    return [f"{p.at.source.path}:{p.at.line}:{p.at.column} {p.rule}: {p.message}" for p in found.problems]


def unreadable(found: Document) -> list[str]:
    return [line.replace("unreadable-description: ", "") for line in said(found)]


def test_named_entries_are_united_and_flows_joined(house: Path) -> None:
    write(
        house,
        main="archlint: 1\ninclude: [a.yaml, parts/*.yaml]\ncomponents:\n  x: {type: lambda}\nflows:\n  - x -> q\n",
        a="components:\n  q: {type: sqs}\nusage:\n  x: {rate: 1/s}\nx-note: free\n",
        parts__2="flows: [q -> w]\ncomponents: {w: {type: lambda}}\n",
        parts__1="archlint: 1\nflows:\n  - q -> v\nvpcs: {net: {cidr: 10.0.0.0/16}}\n",
    )
    found = load(house)
    assert said(found) == []
    assert list(found.data["components"]) == ["x", "q", "w"]
    assert found.data["flows"] == ["x -> q", "q -> v", "q -> w"]
    assert found.data["usage"] == {"x": {"rate": "1/s"}}
    assert found.data["vpcs"] == {"net": {"cidr": "10.0.0.0/16"}}
    assert [source.path for source in found.sources] == ["main.yaml", "a.yaml", "parts/1.yaml", "parts/2.yaml"]


def test_an_included_entry_is_shown_in_its_own_file(house: Path) -> None:
    write(
        house,
        main="archlint: 1\ninclude: b.yaml\ncomponents: {x: {type: lambda}}\nflows: [x -> q]\n",
        b="# words\ncomponents:\n  q: {type: sqs, delay: 1s}\nflows:\n  - q -> x: {batch_size: 5}\n",
    )
    found = load(house)
    places = [("components", "q", "delay"), ("components", "x", "type"), ("flows", 1, "q -> x", "batch_size")]
    shown = [found.locate(path) for path in places]
    assert [(at.source.path, at.line, at.text) for at in shown] == [
        ("b.yaml", 3, "delay: 1s"),
        ("main.yaml", 3, "type: lambda"),
        ("b.yaml", 5, "batch_size: 5"),
    ]


def test_what_is_read_stays_as_it_was(house: Path) -> None:
    write(house, main="include: a.yaml\ncomponents: {x: 1}\n", a="components: {y: 2}\n")
    plain = read(house / "main.yaml")
    whole = with_includes(plain, house / "main.yaml")
    assert plain.data["components"] == {"x": 1}
    assert whole.data["components"] == {"x": 1, "y": 2}


def test_a_description_without_includes_stays_itself(tmp_path: Path) -> None:
    plain = parse("archlint: 1\n")
    assert with_includes(plain, tmp_path / "x.yaml") is plain
    broken = parse("a: [")
    assert with_includes(broken, tmp_path / "x.yaml") is broken


def test_paths_are_relative_to_the_including_file(house: Path) -> None:
    write(
        house,
        sub__main="include: [../a.yaml, deep/b.yaml]\n",
        a="components: {a: 1}\n",
        sub__deep__b="include: ../c.yaml\ncomponents: {b: 1}\n",
        sub__c="components: {c: 1}\n",
    )
    found = load(house, "sub/main.yaml")
    assert said(found) == []
    assert list(found.data["components"]) == ["a", "b", "c"]
    assert [source.path for source in found.sources] == ["sub/main.yaml", "a.yaml", "sub/deep/b.yaml", "sub/c.yaml"]


def test_two_stars_are_any_number_of_folders(house: Path) -> None:
    write(
        house, main="include: ['p/**/x?.yaml']\n", p__x1="flows: [a]", p__q__r__x2="flows: [b]", p__q__y1="flows: [c]"
    )
    found = load(house)
    assert found.data["flows"] == ["b", "a"]


def test_a_pattern_never_means_the_file_it_stands_in_nor_hidden_ones(house: Path) -> None:
    write(house, main="include: '*.yaml'\n", a="components: {a: 1}\n")
    (house / ".hidden.yaml").write_text("components: {b: 1}\n")
    assert load(house).data["components"] == {"a": 1}
    assert said(load(house)) == []


def test_a_name_given_twice_names_both_places_and_keeps_the_first(house: Path) -> None:
    write(
        house,
        main="include: [a.yaml, b.yaml]\ncomponents:\n  x: 1\n",
        a="components:\n  y: 2\n",
        b="components:\n\n  x: 3\n  y: 4\n",
    )
    found = load(house)
    assert found.data["components"] == {"x": 1, "y": 2}
    assert unreadable(found) == [
        "b.yaml:3:3 `x` is given twice; the first is in main.yaml:3",
        "b.yaml:4:3 `y` is given twice; the first is in a.yaml:2",
    ]


def test_only_chapters_can_stand_in_an_included_file(house: Path) -> None:
    write(
        house,
        main="archlint: 1\ninclude: a.yaml\n",
        a="archlint: 2\nname: x\nregion: eu-west-1\ncomponents: [a]\nflows: {b: c}\nroles:\nx-y: 1\n",
    )
    found = load(house)
    assert found.data == {"archlint": 1, "include": "a.yaml"}
    assert said(found) == [
        "a.yaml:1:1 wrong-value: this file is of archlint 2, the description of 1",
        "a.yaml:2:1 unknown-field: `name` stands in an included file, where only chapters like `components` can",
        "a.yaml:3:1 unknown-field: `region` stands in an included file, where only chapters like `components` can",
        "a.yaml:4:1 wrong-value: `components` is a mapping of names, and here it is not",
        "a.yaml:5:1 wrong-value: `flows` is a list, and here it is not",
    ]


def test_a_chapter_that_the_description_writes_wrongly_is_left_to_its_reader(house: Path) -> None:
    write(house, main="include: a.yaml\ncomponents: 12\nflows: {}\n", a="components: {a: 1}\nflows: [b]\n")
    found = load(house)
    assert found.data["components"] == 12
    assert found.data["flows"] == {}
    assert said(found) == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("nowhere.yaml", "`nowhere.yaml` does not exist"),
        ("p/*.yml", "`p/*.yml` matches no file"),
        ("p", "`p` is not a file"),
        ("main.yaml", "`main.yaml` includes itself"),
        ("../secret.yaml", "`../secret.yaml` leads out of house/, the folder that includes stay in"),
        ("p/../../secret.yaml", "`p/../../secret.yaml` leads out of house/, the folder that includes stay in"),
        ("../*.yaml", "`../*.yaml` leads out of house/, the folder that includes stay in"),
        ("/etc/passwd", "`/etc/passwd` leads out of house/, the folder that includes stay in"),
        ("link.yaml", "`link.yaml` is a link that leads out of house/, the folder that includes stay in"),
        ("out/secret.yaml", "`out/secret.yaml` is a link that leads out of house/, the folder that includes stay in"),
        ("out/*.yaml", "`out/*.yaml` matches no file"),
        ("'**/secret.yaml'", "`**/secret.yaml` matches no file"),
        ("round.yaml", "`round.yaml`"),
        ('"a\\0b"', "`a\0b` is no path"),
        ("p/a.yaml/b.yaml", "`p/a.yaml/b.yaml`"),
        ("12", "`include` takes paths"),
        ("{a: b}", "`include` takes paths"),
        ("a" * 300, "cannot be read"),
    ],
)
def test_what_cannot_be_included_is_a_problem_at_its_entry(house: Path, entry: str, message: str) -> None:
    write(house, main=f"archlint: 1\ninclude:\n  - {entry}\n", p__a="flows: [x]\n")
    (house.parent / "secret.yaml").write_text("components: {secret: 1}\n")
    (house / "link.yaml").symlink_to(house.parent / "secret.yaml")
    (house / "out").symlink_to(house.parent)
    (house / "round.yaml").symlink_to(house / "round.yaml")
    found = load(house)
    (line,) = said(found)
    assert line.startswith("main.yaml:3:5 ")
    assert message in line
    assert "secret" not in str({key: value for key, value in found.data.items() if key != "include"})


def test_a_link_inside_the_house_is_followed(house: Path) -> None:
    write(house, main="include: link.yaml\n", p__a="components: {a: 1}\n")
    (house / "link.yaml").symlink_to(house / "p" / "a.yaml")
    assert load(house).data["components"] == {"a": 1}


def test_a_circle_of_includes_is_a_problem_where_it_closes(house: Path) -> None:
    write(
        house, main="include: a.yaml\n", a="include: [b.yaml]\ncomponents: {a: 1}\n", b="include: [main.yaml, a.yaml]\n"
    )
    found = load(house)
    assert unreadable(found) == [
        "b.yaml:1:11 `main.yaml` includes itself by way of b.yaml",
        "b.yaml:1:22 `a.yaml` includes itself by way of b.yaml",
    ]
    assert found.data["components"] == {"a": 1}


def test_a_file_included_twice_is_a_problem_at_the_second_entry(house: Path) -> None:
    write(
        house, main="include:\n  - a.yaml\n  - ./a.yaml\n  - b.yaml\n", a="components: {a: 1}\n", b="include: a.yaml\n"
    )
    assert unreadable(load(house)) == [
        "main.yaml:3:5 `./a.yaml` is included twice, first in main.yaml:2",
        "b.yaml:1:10 `a.yaml` is included twice, first in main.yaml:2",
    ]


def test_one_bad_file_of_a_pattern_does_not_hide_the_others(house: Path) -> None:
    write(
        house,
        main="include: [p/a.yaml, 'p/*.yaml']\n",
        p__a="flows: [a]\n",
        p__b="a: [\n",
        p__c="flows: [c]\n",
        p__d="[1]",
    )
    found = load(house)
    assert found.data["flows"] == ["a", "c"]
    assert [line.split(" ")[0] for line in said(found)] == ["main.yaml:1:21", "p/b.yaml:1:4", "main.yaml:1:21"]
    assert said(found)[2].endswith("p/d.yaml is not a mapping")


def test_without_marks_the_house_is_the_descriptions_own_folder(tmp_path: Path) -> None:
    write(tmp_path, sub__main="include: [../a.yaml, b.yaml]\n", a="components: {a: 1}\n", sub__b="components: {b: 1}\n")
    found = load(tmp_path, "sub/main.yaml")
    assert found.data["components"] == {"b": 1}
    assert unreadable(found) == ["sub/main.yaml:1:11 `../a.yaml` leads out of sub/, the folder that includes stay in"]


@pytest.mark.parametrize("mark", ["pyproject.toml", ".git"])
def test_a_project_or_a_repository_is_a_house(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).mkdir()
    write(tmp_path, sub__main="include: ../a.yaml\n", a="components: {a: 1}\n")
    assert load(tmp_path, "sub/main.yaml").data["components"] == {"a": 1}


def test_the_nearest_house_counts(house: Path) -> None:
    write(house, sub__main="include: ../a.yaml\n", a="components: {a: 1}\n")
    (house / "sub" / "pyproject.toml").write_text("")
    assert unreadable(load(house, "sub/main.yaml")) == [
        "sub/main.yaml:1:10 `../a.yaml` leads out of sub/, the folder that includes stay in"
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(house: Path) -> None:
    write(house, main="include: a.yaml\n", a="components: {a: 1}\n")
    (house / "a.yaml").chmod(0)
    assert unreadable(load(house)) == ["main.yaml:1:10 `a.yaml` cannot be read: permission denied"]


def test_the_whole_is_a_map_with_places(house: Path) -> None:
    write(house, main="include: a.yaml\n", a="components: {a: 1}\n")
    found = load(house)
    assert isinstance(found.data, Map)
    assert found.locate(("components", "a")).source.path == "a.yaml"
    assert found.locate(("components", "b")).text == "components"
