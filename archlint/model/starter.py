"""The starter description that `archlint init` writes."""

from __future__ import annotations


def starter() -> str:
    """The text of the starter, comments and all."""
    from importlib.resources import files

    return files("archlint.model").joinpath("starter.yaml").read_text(encoding="utf-8")
