"""Reads the bill that `archlint cost --format json` wrote, for the reports that show money on top."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from archlint.reports.markdown import Bill, Share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


LEAST = Decimal("0.005")
"""What is less is no money: US dollars a month."""


def bill(now: str, before: str | None = None) -> Bill:
    """The bill in the text `now`, compared with the one in `before`; each is one document of `cost`, or a list.

    Raises ValueError for a text that is no such document.
    """
    after = _documents(now)
    if before is None:
        amounts = _amounts(after, several=len(after) > 1)
        shares = tuple(Share(name, amount) for name, amount in amounts.items() if amount >= LEAST)
        return Bill(_total(after), bool(_unknown(after)), shares=shares)
    earlier = _documents(before)
    return Bill(
        _total(after), bool(_unknown(after)), _total(earlier), bool(_unknown(earlier)),
        _unknown(after) == _unknown(earlier), tuple(_changed(after, earlier)),
    )  # fmt: skip


def _documents(text: str) -> list[Any]:
    data: Any = json.loads(text)
    return data if isinstance(data, list) else [data]


def _total(documents: Sequence[Any]) -> Decimal:
    try:
        return sum((Decimal(document["monthly_total"]) for document in documents), Decimal())
    except (KeyError, TypeError, AttributeError, InvalidOperation):
        raise ValueError("it has no `monthly_total`") from None


def _unknown(documents: Sequence[Any]) -> list[Any]:
    return [reason for document in documents for reason in document.get("unknown") or ()]


def _changed(after: Sequence[Any], earlier: Sequence[Any]) -> Iterator[Share]:
    """The components whose cost is another than before."""
    several = max(len(after), len(earlier)) > 1
    now, before = _amounts(after, several=several), _amounts(earlier, several=several)
    for name in {**now, **before}:
        share = Share(name, now.get(name), before.get(name))
        if abs(share.change) >= LEAST:
            yield share


def _amounts(documents: Sequence[Any], *, several: bool) -> dict[str, Decimal]:
    """What each component costs, by its name, and with its file's where there are several."""
    try:
        return {
            f"{document.get('path', '')}: {one['name']}" if several else one["name"]: Decimal(one["monthly"])
            for document in documents
            for one in document.get("components") or ()
        }
    except (KeyError, TypeError, InvalidOperation):
        raise ValueError("it has a component without a name or an amount") from None
