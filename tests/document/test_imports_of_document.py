"""Who only wants a part of the room loads no more than that."""

import subprocess
import sys

import pytest

import archlint.document


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import archlint.document", ("yaml", "pathlib", "dataclasses", "archlint.document.reading")),
        ("import archlint.document.quantities", ("yaml", "pathlib", "dataclasses", "archlint.document.tree")),
        ("from archlint.document import parse", ("yaml", "dataclasses", "networkx", "rich", "pydantic")),
        ("from archlint.document import parse; parse('a: 1')", ("dataclasses", "networkx", "rich", "pydantic")),
    ],
)
def test_nothing_is_loaded_that_was_not_asked_for(statement: str, absent: tuple[str, ...]) -> None:
    program = f"import sys\n{statement}\nprint(*[name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_every_name_of_the_room_is_there() -> None:
    for name in archlint.document.__all__:
        assert getattr(archlint.document, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nowhere'"):
        _ = archlint.document.nowhere  # type: ignore[attr-defined]
