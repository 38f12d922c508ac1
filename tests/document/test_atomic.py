"""A file is written whole or not at all, and only where a file is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archlint.document.atomic import write


def test_a_new_file_has_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write(tmp_path / "ours", b"x")
    assert (tmp_path / "ours").read_bytes() == b"x"
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert len(list(tmp_path.iterdir())) == 2


def test_an_old_file_keeps_its_rights_and_a_link_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("old")
    file.chmod(0o600)
    link.symlink_to(file)
    write(str(link), b"new")
    assert link.is_symlink()
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o600)


def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(pipe, b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert pipe.is_fifo()
    write("/dev/null", b"x")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", ["nowhere/file", "folder"])
def test_a_complaint_names_the_file_that_was_meant(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"No such file|Is a directory") as caught:
        write(tmp_path / name, b"x")
    assert caught.value.filename == str(tmp_path / name)
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_a_file_that_may_not_be_written_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    file.chmod(0o444)
    if os.access(file, os.W_OK):
        pytest.skip("this user may write everything")
    with pytest.raises(PermissionError) as caught:
        write(file, b"new")
    assert (caught.value.filename, file.read_text()) == (str(file), "old")
