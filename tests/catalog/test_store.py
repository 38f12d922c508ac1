"""What the store of compiled data promises: quick, always up to date, and never in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from archlint.catalog import sources, store

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "archlint"


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    folder = tmp_path / "cards"
    (folder / "sqs").mkdir(parents=True)
    (folder / "sqs" / "b.yaml").write_text("when: no\n")
    (folder / "a.yaml").write_text("when: 2026-11-23\n")
    (folder / "notes.md").write_text("not data")
    return folder


def run(program: str, **environment: str) -> str:
    """Run a program in a fresh interpreter that knows nothing but the given environment; return what it printed."""
    paths = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=paths | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.usefixtures("cache")
def test_a_folder_is_keyed_by_path_and_words_that_yaml_1_1_would_bend_stay_text(cards: Path) -> None:
    assert store.compiled("cards", cards) == {"a": {"when": "2026-11-23"}, "sqs/b": {"when": "no"}}


def test_a_second_load_reads_the_cache_and_neither_yaml_nor_the_shape(cache: Path) -> None:
    load = "import sys; from archlint.catalog.store import load; load('limits'); print('yaml' in sys.modules)"
    assert run(load, XDG_CACHE_HOME=str(cache.parent)) == "True\n"
    assert run(load, XDG_CACHE_HOME=str(cache.parent)) == "False\n"


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_a_changed_folder_is_built_again(cards: Path, change: str) -> None:
    store.compiled("cards", cards)
    if change == "edit":
        (cards / "a.yaml").write_text("when: later\n")
    elif change == "add":
        (cards / "sqs" / "c.yaml").write_text("when: now\n")
    else:
        (cards / "a.yaml").unlink()
    data = store.compiled("cards", cards)
    assert data == json.loads(sources.build(cards))
    assert data != {"a": {"when": "2026-11-23"}, "sqs/b": {"when": "no"}}


@pytest.mark.parametrize("damage", ["truncated", "empty", "flipped", "foreign"])
def test_a_damaged_cache_file_is_built_again_and_mended(cache: Path, cards: Path, damage: str) -> None:
    store.compiled("cards", cards)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes(
        {
            "truncated": whole[:-3],
            "empty": b"",
            "flipped": whole[:-4] + b"9" + whole[-3:],
            "foreign": b"{}",
        }[damage]
    )
    assert store.compiled("cards", cards)["sqs/b"] == {"when": "no"}
    assert file.read_bytes() == whole


def test_without_a_writable_cache_the_data_is_still_there(
    tmp_path: Path, cards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    for home in (str(tmp_path / "file"), "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", home)
        assert store.compiled("cards", cards)["a"] == {"when": "2026-11-23"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards", "file"]


def test_two_checkouts_do_not_share_a_cache_file(cache: Path, cards: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.yaml").write_text("z: 1\n")
    store.compiled("cards", cards)
    assert store.compiled("cards", other) == {"z": {"z": 1}}
    assert len(list(cache.iterdir())) == 2


def test_nothing_but_the_data_is_left_in_the_cache(cache: Path, cards: Path) -> None:
    store.compiled("cards", cards)
    assert [file.suffix for file in cache.iterdir()] == [".json"]


def test_a_key_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="'a' is given twice"):
        sources.parse("a: 1\nb: 2\na: 3\n")


def test_an_absent_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such\.yaml"):
        store.load("no-such")


def test_the_build_needs_none_of_the_dependencies_but_yaml() -> None:
    program = (
        "import sys\n"
        "for name in ('pydantic', 'networkx', 'rich'): sys.modules[name] = None\n"
        "from pathlib import Path\n"
        "from hatch_build import compiled_texts\n"
        "print(' '.join(sorted(compiled_texts(Path.cwd()))))"
    )
    names = set(run(program).split())
    assert {"limits", "integrations", "permissions", "runtimes", "prices/eu-west-1"} <= names


def test_compiled_data_is_read_from_a_zip_without_yaml(tmp_path: Path) -> None:
    archive = tmp_path / "archlint.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for part in ("__init__.py", "catalog/__init__.py", "catalog/store.py", "catalog/limits.py"):
            file.write(ROOT / "archlint" / part, f"archlint/{part}")
        text = sources.build(store.CATALOG / "limits.yaml", store.SHAPES["limits"])
        file.writestr("archlint/compiled/limits.json", text)
    program = (
        "import sys; from archlint.catalog.limits import limits\n"
        "print(limits().number('lambda.timeout.max'), 'yaml' in sys.modules)"
    )
    assert run(program, PYTHONPATH=str(archive)) == "900 False\n"


def test_rules_are_found_beside_a_checkout_and_inside_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "archlint"
    package.mkdir()
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(store, "PACKAGE", package)
    assert store.rules_folder() == tmp_path / "rules"
    (package / "rules").mkdir()
    assert store.rules_folder() == package / "rules"
