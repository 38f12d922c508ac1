"""Foreign formats as descriptions: `load` reads a SAM or CloudFormation template into native documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archlint.document.tree import Document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

__all__ = ["Variant", "is_template", "load"]


class Variant(NamedTuple):
    """What a template describes under one combination of its conditions.

    `label` says what sets the combination apart from the first (empty: nothing does), `truths` which combinations come
    to the same (none where there is only one), `overlaid` whether an overlay says what the template cannot.
    """

    label: str
    truths: tuple[Mapping[str, bool], ...]
    document: Document
    overlaid: bool


def is_template(document: Document) -> bool:
    """Whether a document is a CloudFormation or SAM template, or the overlay of one, told by what it holds."""
    from archlint.importers.cloudformation.template import is_template as told
    from archlint.importers.overlay import is_overlay

    return told(document.data) or is_overlay(document.data)


def load(
    source: Document | str | PathLike[str],
    path: Path | None = None,
    parameters: Mapping[str, str] | None = None,
) -> list[Variant]:
    """What a template describes, once for each combination of its conditions that makes a difference.

    The first variant is the one that the parameters' defaults give. `parameters` pin values; they go before those of a
    samconfig file beside the template. An overlay `archlint.yaml` beside it is merged over it; an overlay given as
    `source` stands for its template. `path` is where the document's file lies, if its source does not say.
    Raises OSError where a file cannot be read; a text that is no template gives no variant.
    """
    from archlint.document import read
    from archlint.importers.overlay import is_overlay, template_of
    from archlint.importers.reading import variants

    document = source if isinstance(source, Document) else read(source)
    where = path or Path(document.source.path)
    if is_overlay(document.data):
        where, document = template_of(document, where)
    if not is_template(document):
        return []
    return [Variant(*made) for made in variants(document, where, dict(parameters or {}))]
