"""Files of any bytes are read, or refused with a place; only files that cannot be opened raise."""

from pathlib import Path

import pytest

from archlint.document import first_key, first_key_of, parse, read
from archlint.document.reading import LARGEST

TEXT = "archlint: 1\nname: café 日本 😀\n"


def write(folder: Path, content: bytes) -> Path:
    path = folder / "shop.yaml"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"),
        b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, content: bytes) -> None:
    found = read(write(tmp_path, content))
    assert found.problems == []
    assert found.data == {"archlint": 1, "name": "café 日本 😀"}
    assert found.locate(("archlint",))[1:] == (1, 1, 1, 12)
    assert found.source.text == TEXT


def test_places_carry_the_path_that_was_given(tmp_path: Path) -> None:
    path = write(tmp_path, b"a: 1")
    assert read(path).source.path == path.as_posix()
    assert read(path, "shown/shop.yaml").source.path == "shown/shop.yaml"


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", 2, 7, "the byte 0xe9 is not UTF-8 text"),
        ("ü: ".encode() + b"\xff", 1, 4, "the byte 0xff is not UTF-8 text"),
        (b"\xff\xfea\0:\0\0\xd8", 1, 3, "the byte 0x00 is not UTF-16-LE text"),
        (b"\x89PNG\r\n\x1a\n\0\0", 1, 1, "the byte 0x89 is not UTF-8 text"),
        (b"a: \x7f", 1, 4, "the character U+007F stands here, which text does not hold"),
        (b"\0", 1, 1, "the character U+0000 stands here, which text does not hold"),
        (b"\xed\xa0\x80", 1, 1, "the byte 0xed is not UTF-8 text"),
        (b"", 1, 1, "the file is empty"),
        (b"\xef\xbb\xbf", 1, 1, "the file is empty"),
    ],
)
def test_bytes_that_are_no_text_are_a_problem_at_their_place(
    tmp_path: Path, content: bytes, line: int, column: int, message: str
) -> None:
    found = read(write(tmp_path, content))
    assert found.data is None
    (problem,) = found.problems
    assert (problem.at.line, problem.at.column, problem.message) == (line, column, message)


def test_a_file_may_have_32_mib_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as stream:
        stream.write(b"a: 1\n#")
        stream.truncate(LARGEST + 1)
    assert [problem.message for problem in read(path).problems] == ["the file is larger than 32 MiB"]
    assert parse("a: 1\n#" + "x" * (LARGEST - 6)).problems == []
    assert [problem.message for problem in parse("#" * (LARGEST + 1)).problems] == ["the text is larger than 32 MiB"]


def test_a_missing_file_and_a_folder_raise(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.yaml")
    with pytest.raises(OSError, match="directory"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("archlint: 1\nname: x\n", "archlint"),
        ("\ufeff# words\n\n%YAML 1.2\n--- # more\narchlint: 1\n", "archlint"),
        ("--- {archlint: 1}", "archlint"),
        ('{\n  "AWSTemplateFormatVersion": "2010-09-09"', "AWSTemplateFormatVersion"),
        ('{"archlint":1}', "archlint"),
        ("'archlint' : 1", "archlint"),
        ("viewer -> api: x", "viewer -> api"),
        ("AWS::SQS::Queue: x", "AWS::SQS::Queue"),
        ("Resources:\r\n  A: b", "Resources"),
        ("- a: 1", None),
        ("? a: 1", None),
        ("-a: 1", "-a"),
        ("only words", None),
        ("[a, b]", None),
        ("# only words", None),
        ("", None),
        ('"archlint', None),
    ],
)
def test_the_first_key_is_found_without_reading_the_rest(tmp_path: Path, text: str, key: str | None) -> None:
    assert first_key(text) == key
    assert first_key_of(write(tmp_path, text.encode())) == key
    assert first_key_of(write(tmp_path, b"\xff\xfe" + text.encode("utf-16-le"))) == key


def test_the_first_key_of_bytes_that_are_no_text_is_none(tmp_path: Path) -> None:
    assert first_key_of(write(tmp_path, b"\x89PNG\r\n\x1a\n\0\0")) is None


def test_reading_leaves_the_collector_as_it_was() -> None:
    import gc

    assert gc.isenabled()
    parse("a: 1")
    parse("a: [")
    assert gc.isenabled()
    gc.disable()
    try:
        parse("a: 1")
        assert not gc.isenabled()
    finally:
        gc.enable()
