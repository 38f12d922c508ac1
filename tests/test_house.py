"""How the house is built: which room may import which, how large its parts are, and what a run of lint leaves alone."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "archlint"
SAMPLES = ROOT / "samples"

WAY = ("document", "model", "design", "cost", "checks", "lint", "reports", "cli")
# From where each room may import, beside itself and the standard library.
ALLOWED = {room: {*WAY[:at], "catalog"} for at, room in enumerate(WAY)}
ALLOWED |= {"catalog": set(), "importers": {"document", "model", "catalog"}}
ALLOWED["lint"] |= {"importers"}  # foreign text goes the same way on as a description
ALLOWED["cli"] |= {"importers"}
HEAVY = {
    # package -> the rooms that may import it, and only inside functions
    "networkx": {"design", "reports"},
    "rich": {"reports", "cli"},
    "numpy": set(),
    "pydantic": set(),  # its core says what is wrong; its models are slower to create than a description is to lint
}
MOST_LINES_OF_A_MODULE = 330
MOST_LINES_OF_A_FUNCTION = 45
VAGUE = {"utils", "helpers", "common", "manager", "misc", "util", "helper"}


class Import(NamedTuple):
    """One imported module, and whether it is imported at once or only when a function runs."""

    module: str
    line: int
    late: bool


def modules() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def name_of(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


def room_of(file: Path) -> str:
    parts = file.relative_to(HOUSE).parts
    return parts[0] if len(parts) > 1 else ""


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(node: ast.AST, package: tuple[str, ...], late: bool = False) -> Iterator[Import]:
    """Every import below `node`, also those inside functions and those that only the type checker runs."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, late) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = package[: len(package) - child.level + 1] if child.level else ()
            module = ".".join((*base, *filter(None, [child.module])))
            # `from archlint import document` imports a room by its name
            yield from (Import(f"{module}.{alias.name}", child.lineno, late) for alias in child.names)
        elif not (isinstance(child, ast.If) and _for_types(child.test)):
            inner = late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imports(child, package, inner)
        else:
            yield from imports(child, package, late=True)


def _for_types(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def imports_of(file: Path) -> list[Import]:
    package = ("archlint", *file.relative_to(HOUSE).parent.parts)
    return list(imports(tree_of(file), package))


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_a_room_imports_only_rooms_to_its_left(file: Path) -> None:
    room = room_of(file)
    if not room:
        return  # the package itself, and `python -m archlint`
    wrong = []
    for found in imports_of(file):
        top, _, rest = found.module.partition(".")
        other = rest.partition(".")[0]
        if top == "archlint" and other not in {room, "__version__", *ALLOWED[room]}:
            wrong.append(f"{name_of(file)}:{found.line} imports {found.module}")
    assert wrong == []


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_heavy_packages_are_imported_late_and_only_where_they_belong(file: Path) -> None:
    wrong = []
    for found in imports_of(file):
        package = found.module.partition(".")[0]
        if package in HEAVY and (not found.late or room_of(file) not in HEAVY[package]):
            wrong.append(f"{name_of(file)}:{found.line} imports {package}")
    assert wrong == []


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_a_module_opens_with_a_sentence_and_has_a_name_that_says_something(file: Path) -> None:
    said = ast.get_docstring(tree_of(file)) or ""
    assert said.partition("\n")[0].strip(), "no docstring"
    assert said.partition("\n\n")[0].rstrip().endswith((".", ":")), said
    assert file.stem.strip("_") not in VAGUE


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_modules_and_functions_stay_small(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())
    long = [
        f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert lines <= MOST_LINES_OF_A_MODULE
    assert long == []


def imported_by(*arguments: str, **environment: str) -> set[str]:
    """The top-level packages that a run of archlint has imported when it ends, its output going to a pipe."""
    program = (
        "import sys\n"
        "from archlint.cli.main import main\n"
        f"main({list(arguments)!r})\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    inherited = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT,
        env={**inherited, **environment},
    )  # fmt: skip
    assert done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*/after.yaml")), ids=lambda path: path.parent.name)
def test_lint_of_a_clean_sample_imports_nothing_heavy(sample: Path) -> None:
    assert imported_by("lint", str(sample)).isdisjoint({"networkx", "rich", "numpy", "pydantic", "pydantic_core"})


def test_text_to_a_pipe_is_written_without_rich() -> None:
    assert "rich" not in imported_by("lint", str(SAMPLES / "cat-videos" / "before.yaml"))
    assert "rich" in imported_by("lint", str(SAMPLES / "cat-videos" / "before.yaml"), FORCE_COLOR="1")
