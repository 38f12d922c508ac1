"""`archlint prices`: the figures a bill is made of, with their source and date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.cli.main import complain, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from archlint.catalog.price_lists import Price


def arguments(command: ArgumentParser) -> None:
    command.add_argument(
        "words", nargs="*", default=[], metavar="WORD", help="only dimensions that contain each word, such as `sqs`"
    )
    command.add_argument("--region", metavar="REGION", help="one region; without it, us-east-1; `all` for every one")
    command.add_argument("--sources", action="store_true", help="where each figure comes from")
    command.add_argument("--format", choices=("text", "json"), default="text", help="text or json")


def run(parsed: Namespace) -> int:
    from archlint.catalog.price_lists import regions
    from archlint.model.problems import did_you_mean

    wanted = parsed.region or "us-east-1"
    if wanted != "all" and wanted not in regions():
        return complain(f"no prices are known of `{wanted}`{did_you_mean(wanted, regions())}")
    found = [
        (region, price)
        for region in (regions() if wanted == "all" else (wanted,))
        for price in _prices(region, parsed.words)
    ]
    if not found:
        return complain(f"no dimension contains {' and '.join(f'`{word}`' for word in parsed.words)}")
    say(_json(found) if parsed.format == "json" else _text(found, sources=parsed.sources))
    return 0


def _prices(region: str, words: list[str]) -> list[Price]:
    from archlint.catalog.price_lists import price_list

    data = price_list(region)
    names = sorted(data.prices) if data is not None else []
    found = [data.price(name) for name in names] if data is not None else []
    return [
        price for price in found
        if price is not None and all(word.lower() in f"{price.dimension} {price.label}".lower() for word in words)
    ]  # fmt: skip


def _text(found: list[tuple[str, Price]], *, sources: bool) -> str:
    from archlint.catalog.price_lists import origins
    from archlint.reports.cost_text import table

    rows: list[tuple[str, ...]] = [("region", "dimension", "US dollars", "for", "from", "as of", "")]
    for region, price in found:
        for tier in price.tiers:
            first = "" if not tier.first else f"{tier.first:,}"
            per = price.unit if price.per == 1 else f"{price.per:,} × {price.unit}"
            rows.append(
                (
                    region,
                    price.dimension,
                    f"{tier.usd:f}",
                    per,
                    first,
                    price.date,
                    "" if price.verified else "not verified",
                )
            )
        if sources:
            told = origins()
            named = (", ".join(filter(None, (told[name].name, told[name].date))) for name in price.sources)
            rows += [("", f"  = {name}", "", "", "", "", "") for name in named]
    return "".join(f"{line}\n" for line in table(rows, right=(2, 4), loose=("  = ",)))


def _json(found: list[tuple[str, Price]]) -> str:
    from archlint.catalog.price_lists import origins
    from archlint.reports.json_ import dumps

    told = origins()
    return dumps({"schema": 1, "currency": "USD", "prices": [_entry(region, price, told) for region, price in found]})


def _entry(region: str, price: Price, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "region": region,
        "dimension": price.dimension,
        "label": price.label,
        "unit": price.unit,
        "per": price.per,
        "tiers": [
            {
                "from": str(tier.first),
                "to": None if tier.last is None else str(tier.last),
                "usd": f"{tier.usd:f}",
                "rate_code": tier.rate_code,
            }
            for tier in price.tiers
        ],
        "usage_type": price.usage_type,
        "date": price.date,
        "verified": price.verified,
        "note": price.note,
        "sources": [
            {"name": told[name].name, "url": told[name].url, "date": told[name].date} for name in price.sources
        ],
    }
