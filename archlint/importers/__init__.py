"""Foreign formats as descriptions: `load` reads a SAM or CloudFormation template into documents of the native format."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.tree import Document

if TYPE_CHECKING:
    from archlint.importers.draft import Imported

__all__ = ["Variant", "is_template", "load"]


class Variant(NamedTuple):
    """One combination of a template's conditions: how it differs from the defaults (empty: it does not), and what it describes."""

    label: str
    document: Imported


def is_template(data: Any) -> bool:
    """Whether parsed text is a CloudFormation or SAM template, told by what it holds."""
    from archlint.importers.cloudformation.template import is_template as told

    return told(data)


def load(source: Document | str | PathLike[str], parameters: Mapping[str, str] | None = None) -> list[Variant]:
    """What a template describes, once for each combination of its conditions that makes a difference.

    The first variant is the one that the parameters' defaults give. `parameters` pin values; they go before those of a
    `samconfig.toml` beside the template. An overlay `archlint.yaml` beside it is merged over.
    Raises OSError where the file cannot be read; whatever it holds gives at least one variant, or none if it is no template.
    """
    from archlint.document import read
    from archlint.importers.reading import variants

    document = source if isinstance(source, Document) else read(source)
    if not is_template(document.data):
        return []
    return [Variant(label, made) for label, made in variants(document, Path(document.source.path), dict(parameters or {}))]
