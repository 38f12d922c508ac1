"""`python -m archlint` is the `archlint` command."""

from archlint.cli.main import run

run()
