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
    monthly, at_least = _total(now)
    return Bill(monthly, at_least, None if before is None else _total(before)[0])


def _total(text: str) -> tuple[Decimal, bool]:
    data: Any = json.loads(text)
    documents = data if isinstance(data, list) else [data]
    try:
        total = sum((Decimal(document["monthly_total"]) for document in documents), Decimal())
        return total, any(document.get("unknown") for document in documents)
    except (KeyError, TypeError, AttributeError, InvalidOperation):
        raise ValueError("it has no `monthly_total`") from None
