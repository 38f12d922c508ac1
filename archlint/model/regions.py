"""Finds a region that is not called as AWS calls its regions, since nothing has a price in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint.model.problems import Wrong, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

_REGION = re.compile(r"[a-z]+(-[a-z]+)?-((north|south)?(east|west)?|central)-[0-9]+")


def wrong_in_region(region: object) -> Iterator[Wrong]:
    """What is wrong with the region of a description: one that is nearly a known one is misspelt.

    The regions of which no price is known have names like the others; what is like none may be a user's own.
    """
    if not isinstance(region, str) or not region or _REGION.fullmatch(region):
        return
    from archlint.catalog.price_lists import regions

    swapped = (one for one in regions() if sorted(one) == sorted(region))
    meant = next(swapped, None) or nearest(region, regions())
    if meant is not None:
        what = f"region of the description: `{region}` is not the name of a region; did you mean `{meant}`?"
        yield Wrong("wrong-value", ("region",), what, f"Write `{meant}`.")
