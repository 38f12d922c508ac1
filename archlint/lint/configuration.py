"""What a run of lint is told by its configuration file and command line, and the questions the engine asks of it."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
import os
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from archlint.document.quantities import Money
from archlint.lint.report import SEVERITIES, Severity

FailOn = Literal["error", "warning", "advice", "never"]
FAIL_ON: tuple[FailOn, ...] = (*SEVERITIES, "never")
BOOKS = ("today", "notes")
ALL = "all"


class ConfigurationError(Exception):
    """The configuration or the call is wrong; `place` is `path:line:column`, `path` or ""."""

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


NOTHING: Mapping[str, Any] = MappingProxyType({})


class Known(NamedTuple):
    """What a configuration may name: every rule with its parameters and their defaults, every chapter, every pillar."""

    rules: Mapping[str, Mapping[str, object]]
    chapters: Collection[str]
    pillars: Collection[str]


class Configuration(NamedTuple):
    """Every setting with its default.

    `select`, `ignore` and the values of both per-... tables hold rules, chapters, pillars or `all`. Globs of files are
    relative to `folder`, where the configuration file lies. `origins` says where each setting that is not a default
    comes from, by its name in the file: `archlint.toml:3` or `--select`.
    """

    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = NOTHING
    per_component_ignores: Mapping[str, tuple[str, ...]] = NOTHING
    severities: Mapping[str, Severity] = NOTHING
    parameters: Mapping[str, Mapping[str, object]] = NOTHING
    mandatory: tuple[str, ...] = ()
    limits: str | None = None  # None: what the description says
    min_severity: Severity = "advice"
    fail_on: FailOn = "error"
    budget: str | None = None  # None: what the description says
    require_reason: bool = False
    baseline: str | None = None
    folder: Path | None = None
    origins: Mapping[str, str] = NOTHING


def with_arguments(configuration: Configuration, given: Mapping[str, object]) -> Configuration:
    """`configuration` with what the command line says in place of it; `given` is by field name, None is not given."""
    said = {name: value for name, value in given.items() if value is not None}
    origins = {**configuration.origins, **{flag(name): f"--{flag(name)}" for name in said}}
    return configuration._replace(**said, origins=origins)  # type: ignore[arg-type]  # names and types are the caller's


def flag(name: str) -> str:
    """The name in files and on the command line of a field of `Configuration`."""
    return name.replace("_", "-")


def selects(configuration: Configuration, rule: str, chapter: str, pillar: str) -> bool:
    """Whether the rule is to run: the more exact of `select` and `ignore` holds, and `ignore` where they are equal.

    What is mandatory is never ignored.
    """
    selected = _exactness(configuration.select, rule, chapter, pillar)
    if rule in configuration.mandatory:
        return selected > 0
    return selected > _exactness(configuration.ignore, rule, chapter, pillar)


@cache
def _exactness(names: tuple[str, ...], rule: str, chapter: str, pillar: str) -> int:
    """4 for the rule itself, 3 for its chapter, 2 for its pillar, 1 for all, 0 if no name fits."""
    order = (rule, chapter, pillar, ALL)
    return max((4 - order.index(name) for name in names if name in order), default=0)


def ignores(
    configuration: Configuration, rule: str, chapter: str, pillar: str, path: Path, components: Iterable[str]
) -> bool:
    """Whether findings of the rule are ignored in the file at `path`, or about one of `components`."""
    if rule in configuration.mandatory:
        return False
    names = [name for pattern, listed in configuration.per_file_ignores.items() for name in listed
             if fits(path, pattern, configuration.folder)]  # fmt: skip
    if configuration.per_component_ignores:
        from fnmatch import fnmatchcase

        about = tuple(components)
        for pattern, listed in configuration.per_component_ignores.items():
            if any(fnmatchcase(component, pattern) for component in about):
                names += listed
    return bool(names) and _exactness(tuple(names), rule, chapter, pillar) > 0


def excludes(configuration: Configuration, path: Path) -> bool:
    """Whether a file found in a folder is left out; a file named on the command line is always read."""
    return any(fits(path, pattern, configuration.folder) for pattern in configuration.exclude)


def fits(path: Path, pattern: str, folder: Path | None) -> bool:
    """Whether the glob `pattern` fits the file, as seen from `folder` where the file lies below it."""
    from archlint.lint.globs import translate

    file = os.path.abspath(path)  # noqa: PTH100 - `..` is taken out, links are not followed
    seen = file
    if folder is not None:
        seen = _below(file, str(folder)) or _below(os.path.realpath(path), os.path.realpath(folder)) or file
    return translate(pattern).fullmatch(seen.replace(os.sep, "/").lstrip("/")) is not None


def _below(file: str, folder: str) -> str:
    """The way from `folder` to `file`, "" where it does not lie below."""
    top = folder.rstrip(os.sep) + os.sep
    return file[len(top) :] if file.startswith(top) else ""


def budget(configuration: Configuration) -> Money | None:
    """What a description may cost in a month, in place of what it says itself; None where nothing is set."""
    if configuration.budget is None:
        return None
    from archlint.document.quantities import Money

    return Money(configuration.budget)


def reaches(severity: Severity, threshold: FailOn) -> bool:
    """Whether a finding of this severity is at or above the threshold."""
    return threshold != "never" and SEVERITIES.index(severity) <= SEVERITIES.index(threshold)
