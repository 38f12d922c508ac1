"""`archlint cost`: what a month of a design costs, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from archlint.cli.main import FOUND, complain, note, say
from archlint.cli.options import add_configuration, add_paths, configuration, width

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from archlint.cost.bill import Bill
    from archlint.cost.estimate import Terms
    from archlint.design.graph import Design

FORMATS = ("text", "json", "markdown", "csv", "infracost")


def arguments(command: ArgumentParser) -> None:
    add_paths(command)
    command.add_argument(
        "--format", metavar="FORMAT[=FILE]", action="append", default=[], type=_format,
        help=f"{', '.join(FORMATS)}; with =FILE into that file; may be given several times",
    )  # fmt: skip
    command.add_argument("--details", action="store_true", help="how each line was worked out (text and markdown)")
    command.add_argument(
        "--usage", dest="usage_file", metavar="FILE", help="a file with `usage`, laid over that of the descriptions"
    )
    command.add_argument(
        "--scale", metavar="FACTOR", type=_factor, default=1.0, help="multiply every rate, such as 10x"
    )
    command.add_argument(
        "--curve", action="store_true", help="the bill from 0.01 to 1,000 times the load, and its steps"
    )
    command.add_argument("--sensitivity", action="store_true", help="which input moves the bill most")
    add_terms(command)
    add_configuration(command)


def add_terms(command: ArgumentParser) -> None:
    """The options that say how an estimate is made."""
    command.add_argument(
        "--free-tier", choices=("none", "always"), default="none", help="take off what AWS always gives away"
    )
    command.add_argument(
        "--price-fallback",
        metavar="REGION",
        type=_region,
        help="the region whose price stands in where a region lacks one",
    )


def _format(text: str) -> tuple[str, str | None]:
    from argparse import ArgumentTypeError

    name, _, file = text.partition("=")
    if name not in FORMATS:
        from archlint.model.problems import did_you_mean

        raise ArgumentTypeError(f"there is no format `{name}`{did_you_mean(name, FORMATS)}")
    return name, file or None


def _factor(text: str) -> float:
    from argparse import ArgumentTypeError

    try:
        factor = float(text.lower().removesuffix("x").removesuffix("×"))
    except ValueError:
        factor = -1.0
    if not 0.0 <= factor <= 1e9:
        raise ArgumentTypeError(f"`{text}` is no factor such as 10x or 0.5")
    return factor


def _region(text: str) -> str:
    from argparse import ArgumentTypeError

    from archlint.catalog.price_lists import regions

    if text not in regions():
        from archlint.model.problems import did_you_mean

        raise ArgumentTypeError(f"no prices are known of `{text}`{did_you_mean(text, regions())}")
    return text


def terms_of(parsed: Namespace) -> Terms:
    from archlint.cost.estimate import Terms

    return Terms(parsed.free_tier, parsed.price_fallback, getattr(parsed, "scale", 1.0))


def run(parsed: Namespace) -> int:
    from archlint.cli.outputs import check
    from archlint.lint.discovery import find
    from archlint.lint.running import Wanted, refuse_unknown_scenario

    check(parsed.format, FORMATS[1:])
    settings = configuration(parsed)
    paths = find([Path(path) for path in parsed.paths], settings)
    if not paths:
        return complain("found no description here", "Name a file, or write one with `archlint init`.")
    designs, faulty = read(paths, parsed, settings)
    refuse_unknown_scenario(paths, Wanted(parsed.scenario), fits=bool(designs) or faulty)
    if not designs:
        return FOUND
    if parsed.curve or parsed.sensitivity:
        return _look_behind(designs, parsed) or (FOUND if faulty else 0)
    from archlint.cost.estimate import estimate

    terms = terms_of(parsed)
    bills = [(path, estimate(design, terms)) for path, design in designs]
    for name, file in parsed.format or [("text", None)]:
        _write(name, file, bills, details=parsed.details)
    if terms.fallback is None:
        _tell_of_fallback([bill for _, bill in bills])
    return _judge([design for _, design in designs], [bill for _, bill in bills]) or (FOUND if faulty else 0)


def _tell_of_fallback(bills: Sequence[Bill]) -> None:
    """Say where else the prices are known that the bills lack in the regions of their own."""
    from archlint.catalog.price_lists import price_list

    elsewhere = price_list(_MOST_PRICES)
    missing = [price for bill in bills for price in bill.unpriced if elsewhere and elsewhere.price(price.dimension)]
    regions = sorted({price.region for price in missing} - {_MOST_PRICES})
    if regions:
        note(f"`--price-fallback {_MOST_PRICES}` takes from there what has no price in {' and '.join(regions)}")


_MOST_PRICES = "us-east-1"


def read(paths: Sequence[Path], parsed: Namespace, settings: Any) -> tuple[list[tuple[str, Design]], bool]:
    """Each description under its path, and whether any file is none.

    What is wrong in a description is said on stderr, and the rest of it is priced.
    """
    from archlint.lint.running import by_default, designs, shown

    found, usage, faulty = [], usage_of(parsed), False
    for path in paths:
        asked = ([path], settings, dict(parsed.parameter), parsed.scenario)
        own = {fault for design in designs(*asked) for fault in faults(design)} if usage is not None else None
        own_designs, others = by_default(designs(*asked, usage))
        tell_of_others(shown(path), others)
        for design in own_designs:
            wrong = faults(design)
            laid_over = [] if own is None else [fault for fault in wrong if fault not in own]
            for fault in laid_over:
                note(f"{parsed.usage_file}: {fault}")
            if wrong and not design.components:
                faulty = True
                note(f"{shown(path)}: {wrong[0]}")
                continue
            left = len(wrong) - len(laid_over)
            if left:
                parts = "1 part of it" if left == 1 else f"{left:,} parts of it"
                note(f"{shown(path)}: {parts} cannot be read; `archlint lint` says which")
            found.append((shown(path), design))
    return found, faulty


def tell_of_others(path: str, number: int) -> None:
    """Say that a template describes more under other conditions than what is priced."""
    if number:
        other = "another combination" if number == 1 else f"{number:,} other combinations"
        note(f"{path}: left out {other} of its conditions; pin parameters with --parameter for that")


def faults(design: Design) -> list[str]:
    """What could not be read of a description, and of the text that it is."""
    return [problem.message for problem in (*design.description.document.problems, *design.description.problems)]


def usage_of(parsed: Namespace) -> Any:
    """The usage of a file of its own: its `usage`, or all of it. Raises ConfigurationError where that is no mapping."""
    if not parsed.usage_file:
        return None
    from archlint.document import Map, read
    from archlint.lint.configuration import ConfigurationError

    document = read(parsed.usage_file)
    found = document.data.get("usage", document.data) if isinstance(document.data, Map) else None
    if document.problems or not isinstance(found, Map):
        why = document.problems[0].message if document.problems else "it is no mapping of flows and components to usage"
        raise ConfigurationError(f"cannot be used as usage: {why}", place=parsed.usage_file)
    return found


def _write(name: str, file: str | None, bills: list[tuple[str, Bill]], *, details: bool) -> None:
    from importlib import import_module

    render = import_module(f"archlint.reports.cost_{name}").render
    fitted = {"width": width()} if name == "text" and file is None else {}
    text = render(bills, details=details, **fitted)
    if file is None:
        say(text)
    else:
        from archlint.document import atomic

        atomic.write(file, text.encode("utf-8", "backslashreplace"))


def _judge(designs: Sequence[Design], bills: Sequence[Bill]) -> int:
    """1 where a bill is above its budget."""
    over = False
    for design, bill in zip(designs, bills, strict=True):
        if design.budget is not None and float(bill.monthly) > design.budget:
            over = True
            from archlint.document.money import dollars

            name = design.description.head.name or design.description.document.source.path
            note(f"{name} costs {dollars(bill.monthly)} a month, over its budget of {dollars(float(design.budget))}")
    return FOUND if over else 0


def _look_behind(designs: Sequence[tuple[str, Design]], parsed: Namespace) -> int:
    """The curve or the sensitivity, in the formats that have it."""
    from archlint.cost.curve import curve
    from archlint.cost.sensitivity import sensitivity
    from archlint.reports import cost_json, cost_text

    terms = terms_of(parsed)
    name, file = (parsed.format or [("text", None)])[0]
    if name not in ("text", "json"):
        return complain(
            f"--curve and --sensitivity have no format `{name}`", "Write `--format text` or `--format json`."
        )
    report: Any = cost_json if name == "json" else cost_text
    texts = []
    if parsed.curve:
        texts.append(report.curve([(path, curve(design, terms)) for path, design in designs]))
    if parsed.sensitivity:
        texts.append(report.sensitivity([(path, sensitivity(design, terms)) for path, design in designs]))
    text = "\n".join(texts)
    if file is None:
        say(text)
    else:
        from archlint.document import atomic

        atomic.write(file, text.encode("utf-8", "backslashreplace"))
    return 0
