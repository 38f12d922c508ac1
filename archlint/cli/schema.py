"""`archlint schema`: print the JSON Schema of a description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cli.main import say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: ArgumentParser) -> None:
    command.epilog = (
        "Point an editor at it: `# yaml-language-server: $schema=./archlint.schema.json` as a description's first line."
    )


def run(_: Namespace) -> int:
    import json

    from archlint.model.schema import schema

    say(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n")
    return 0
