"""Makes the YAML that archlint ships load in about a millisecond: compiled at build time, or cached on first use."""

from __future__ import annotations

import json
import os
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent
CATALOG = PACKAGE / "catalog"

# What shapes each catalog file before it is stored, as "module:function"; files not named here are stored as they are.
SHAPES = {
    "limits": "archlint.catalog.shapes.limits:shape",
    "integrations": "archlint.catalog.shapes.integrations:shape",
    "permissions": "archlint.catalog.shapes.permissions:shape",
    "policies": "archlint.catalog.shapes.policies:shape",
    "runtimes": "archlint.catalog.shapes.runtimes:shape",
}

_CODE = (CATALOG / "store.py", CATALOG / "sources.py", CATALOG / "shapes" / "matching.py")
_SUM = 9  # bytes of the checksum line in a cache file


@cache
def load(name: str) -> Any:
    """Return the data of `archlint/catalog/<name>.yaml`, such as `limits` or `prices/eu-west-1`; read once a process.

    Raises FileNotFoundError when there is no such file.
    """
    return compiled(name, CATALOG / f"{name}.yaml", SHAPES.get(name, ""))


def compiled(name: str, sources: Path, shape: str = "") -> Any:
    """Return what `shape` made of the YAML below `sources`, from the wheel, from the user's cache or freshly built.

    `sources` is one YAML file or a folder of them. `shape` is "module:function" inside archlint; the function takes
    a dict of relative path without suffix ("sqs/short-polling") to parsed YAML, in order of path, and returns what
    JSON can hold; without it that dict is kept, or the data itself where `sources` is one file. YAML is parsed and
    the module imported only when neither the wheel nor the cache has the answer. Raises FileNotFoundError when
    `sources` is absent, yaml.YAMLError or ValueError when a file cannot be read as plain YAML.
    """
    shipped = _shipped(name)
    if shipped is not None:
        return json.loads(shipped)
    identity = _identity(sources, shape)
    stored = _stored(name, sources)
    found, data = _recall(stored, identity)
    if found:
        return data
    from archlint.catalog.sources import build

    text = build(sources, shape)
    if stored is not None:
        _remember(stored, identity, text.encode())
    return json.loads(text)


def data_sets() -> dict[str, tuple[Path, str]]:
    """Return the sources and shape of every catalog file, by the name under which `load` knows it."""
    files = [Path(path) for path, _ in source_files(CATALOG)]
    names = [file.relative_to(CATALOG).with_suffix("").as_posix() for file in files]
    return {name: (file, SHAPES.get(name, "")) for name, file in zip(names, files, strict=True)}


def rules_folder() -> Path:
    """Return the folder of the rule cards: inside an installed package, or beside the package in a checkout."""
    inside = PACKAGE / "rules"
    beside = PACKAGE.parent / "rules"
    return beside if not inside.is_dir() and beside.is_dir() else inside


def _shipped(name: str) -> bytes | None:
    """Return the JSON made when the wheel was built; the loader finds it in a folder and in a zip alike."""
    loader: Any = __spec__.loader
    try:
        content: bytes = loader.get_data(str(PACKAGE.joinpath("compiled", *f"{name}.json".split("/"))))
    except OSError:
        return None
    return content


def _identity(sources: Path, shape: str) -> bytes:
    """Return one line that changes whenever a source, or the code that compiles it, does."""
    lines = [f"{path}\t{stat.st_mtime_ns}\t{stat.st_size}" for path, stat in source_files(sources)]
    module = shape.partition(":")[0]
    for code in (*_CODE, PACKAGE.parent.joinpath(*module.split(".")).with_suffix(".py") if module else None):
        if code is not None:
            stat = code.stat()
            lines.append(f"{code.name}\t{stat.st_mtime_ns}\t{stat.st_size}")
    return json.dumps(lines).encode() + b"\n"


def source_files(sources: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield path and stat of `sources`, or of every YAML file below it, in order of path; one scan per folder."""
    if sources.suffix == ".yaml":
        yield str(sources), sources.stat()
        return
    with os.scandir(sources) as scan:
        entries = sorted(scan, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            yield from source_files(Path(entry.path))
        elif entry.name.endswith(".yaml"):
            yield entry.path, entry.stat()


def _stored(name: str, sources: Path) -> Path | None:
    """Return where the user's cache keeps this data, one place per checkout, or None without a home."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 -- Path's raises without a home
    folder = Path(home)
    if not folder.is_absolute():
        return None
    return folder / "archlint" / f"{name.replace('/', '-')}-{zlib.crc32(str(sources).encode()):08x}.json"


def _recall(stored: Path | None, identity: bytes) -> tuple[bool, Any]:
    """Return whether the cache holds data of this very identity, unharmed, and the data."""
    if stored is None:
        return False, None
    try:
        content = stored.read_bytes()
    except OSError:
        return False, None
    body = content[len(identity) + _SUM :]
    if not content.startswith(identity) or content[len(identity) : len(identity) + _SUM] != _sum(body):
        return False, None
    return True, json.loads(body)


def _sum(body: bytes) -> bytes:
    """Return a line by which a truncated or damaged cache file is told from a whole one."""
    return b"%08x\n" % zlib.crc32(body)


def _remember(stored: Path, identity: bytes, body: bytes) -> None:
    """Put the data into the cache in one step, so that a concurrent run sees all of it or nothing."""
    import tempfile

    scratch = ""
    try:
        stored.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(prefix=stored.name, suffix=".part", dir=stored.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(identity + _sum(body) + body)
        Path(scratch).replace(stored)
    except OSError:
        # A cache is a convenience: on a read-only or full disk the data is simply built again next time.
        if scratch:
            Path(scratch).unlink(missing_ok=True)
