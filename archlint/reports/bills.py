"""Reads the bill that `archlint cost --format json` wrote, for the reports that show money on top."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from archlint.reports.markdown import Bill


def bill(now: str, before: str | None = None) -> Bill:
    """The bill in the text `now`, compared with the one in `before`; each is one document of `cost`, or a list.

    Raises ValueError for a text that is no such document.
    """
    monthly, unknown = _total(now)
    if before is None:
        return Bill(monthly, bool(unknown))
    earlier, unknown_before = _total(before)
    return Bill(monthly, bool(unknown), earlier, bool(unknown_before), unknown == unknown_before)


def _total(text: str) -> tuple[Decimal, list[Any]]:
    """The sum of all bills, and everything that is unknown in them."""
    data: Any = json.loads(text)
    documents = data if isinstance(data, list) else [data]
    try:
        total = sum((Decimal(document["monthly_total"]) for document in documents), Decimal())
        return total, [reason for document in documents for reason in document.get("unknown") or ()]
    except (KeyError, TypeError, AttributeError, InvalidOperation):
        raise ValueError("it has no `monthly_total`") from None
