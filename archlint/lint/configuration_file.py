"""Finds and opens the configuration file: `archlint.toml`, or `[tool.archlint]` in `pyproject.toml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from archlint.lint.configuration import Configuration, ConfigurationError, Known

OWN = "archlint.toml"
SHARED = "pyproject.toml"


def known() -> Known:
    """What a configuration may name, from the cards of all rules."""
    from archlint.lint.cards import all_cards, chapters

    cards = all_cards()
    rules = {rule: card.parameters for rule, card in cards.items()}
    return Known(rules, tuple(chapters()), tuple(dict.fromkeys(card.pillar for card in cards.values())))


def find(start: Path) -> Path | None:
    """The configuration file nearest above `start` (a folder); in one folder `archlint.toml` comes first."""
    here = os.path.abspath(start)  # noqa: PTH100 - no object per folder: this runs at every start
    while True:
        for name in (OWN, SHARED):
            path = os.path.join(here, name)  # noqa: PTH118 - the same
            if os.path.isfile(path) and (name == OWN or _concerns_us(path)):  # noqa: PTH113 - the same
                return Path(path)
        above = os.path.dirname(here)  # noqa: PTH120 - the same
        if above == here:
            return None
        here = above


def _concerns_us(path: str) -> bool:
    """Whether a `pyproject.toml` has our table; one in which it cannot stand is not even parsed."""
    try:
        text = Path(path).read_bytes()
    except OSError:
        return False
    if b"archlint" not in text:
        return False
    import re

    if not re.search(rb"""tool["'\s]*\.["'\s]*archlint|tool["'\s]*[]=]""", text):
        return False
    import tomllib

    try:
        tool = tomllib.loads(text.decode("utf-8", "replace")).get("tool")
    except tomllib.TOMLDecodeError:
        return False  # the tools that own the file will say so
    return isinstance(tool, dict) and "archlint" in tool


def load(path: Path, known: Known) -> Configuration:
    """The configuration in the file at `path`; raises `ConfigurationError` for all that it cannot hold."""
    import tomllib

    from archlint.lint.configuration_lines import lines
    from archlint.lint.configuration_reading import Reading

    shown = _shown(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data: Any = tomllib.loads(text)
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {(error.strerror or str(error)).lower()}", place=shown) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"is not UTF-8: byte {error.start}", place=shown) from None
    except tomllib.TOMLDecodeError as error:
        import re

        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        words = re.sub(r" \(at .*\)$", "", str(error))
        words = words[:1].lower() + words[1:]
        place = f"{shown}:{at[1]}:{at[2]}" if at else f"{shown}:{text.count(chr(10)) + 1}"
        raise ConfigurationError(f"is not TOML: {words}", place=place) from None
    reading = Reading(shown, lines(text), ("tool", "archlint") if path.name == SHARED else (), known)
    for name in reading.top:
        data = data.get(name, {}) if isinstance(data, dict) else data
    if not isinstance(data, dict):
        raise ConfigurationError("`tool.archlint` is no table", place=reading.place(()))
    return reading.configuration(data, path.absolute().parent)


def _shown(path: Path) -> str:
    """The path as a person in this folder writes it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
