"""Puts the compiled catalog and rule cards into the wheel, so that no run of archlint has to parse YAML."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The rule cards, shaped by the room that reads them, in the same way as at run time.
RULES = {"rules": "archlint.lint.compiling:shape", "explanations": "archlint.lint.compiling:shape_explanations"}


class CompiledData(BuildHookInterface[Any]):
    """Adds `archlint/compiled/<name>.json` to a wheel; the source tree stays as it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile everything, unless this is an editable install, which reads the YAML through the user's cache."""
        if self.target_name != "wheel" or version == "editable":
            return
        self.scratch = Path(tempfile.mkdtemp(prefix="archlint-"))
        for name, text in compiled_texts(Path(self.root)).items():
            file = self.scratch.joinpath(*f"{name}.json".split("/"))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            build_data["force_include"][str(file)] = f"archlint/compiled/{name}.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was compiled, now that the wheel holds it; the arguments are hatchling's."""
        if hasattr(self, "scratch"):
            shutil.rmtree(self.scratch)


def compiled_texts(root: Path) -> dict[str, str]:
    """Return the JSON text of every data set of the checkout at `root`, by its name in `archlint/compiled`."""
    sys.path.insert(0, str(root))
    try:
        from archlint.catalog import store
        from archlint.catalog.sources import build
    finally:
        sys.path.remove(str(root))
    cards = {name: (store.rules_folder(), shape) for name, shape in RULES.items()}
    return {name: build(sources, shape) for name, (sources, shape) in (store.data_sets() | cards).items()}
