"""Mends a description by itself where the remedy is certain: by text span, read and linted again before it stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from archlint.document.edits import Edit, StaleError, applied, rewrite
from archlint.document.reading import parse
from archlint.document.tree import Source
from archlint.lint.placing import RefusedError, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from archlint.checks.hit import Fix
    from archlint.document.tree import Document
    from archlint.lint.report import Finding

    Judge = Callable[[str], tuple[Document, "Linted"]]
    Proposal = tuple[Finding, Fix]

MOST_ROUNDS = 12  # each round mends what the one before made visible; a description needs two or three


class Linted(Protocol):
    """What linting gives that mending needs: the findings, and by their positions the fixes that mend them."""

    @property
    def findings(self) -> Sequence[Finding]: ...

    @property
    def fixes(self) -> Mapping[int, Fix]: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A finding that says how to mend it and is left to the user all the same."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with its mends: `mended` are the findings that are gone, `refused` those that were left alone."""

    before: str
    after: str
    mended: tuple[Finding, ...]
    refused: tuple[Refusal, ...]
    unsafe: int
    """How many more could be mended with `--unsafe-fixes`."""


def mend(text: str, judge: Judge, *, unsafe: bool = False) -> Mended:
    """`text` with every certain remedy in it; nothing is written. `judge` reads and lints a text.

    Every edit is read again and must have set its own field and nothing else; every round is linted again and stays
    only if its findings are gone and no new error has come. Repeated until nothing is left to mend, so mending twice
    changes no more than once.
    """
    document, result = judge(text)
    mended: list[Finding] = []
    refused: dict[tuple[Any, ...], Refusal] = {}
    written: set[tuple[Any, ...]] = set()
    for _ in range(MOST_ROUNDS):
        proposals = [
            (finding, fix)
            for finding, fix in _proposals(result, unsafe=unsafe)
            if (fix.at.path, fix.value) not in written and _key(finding, fix) not in refused
        ]
        if not proposals:
            break
        document, result, stayed = _round(document, result, proposals, judge, refused)
        mended += [finding for finding, _ in stayed]
        written |= {(fix.at.path, fix.value) for _, fix in stayed}
    left = sum(not fix.safe for _, fix in _proposals(result, unsafe=True)) if not unsafe else 0
    return Mended(text, document.source.text, tuple(mended), tuple(refused.values()), left)


def _proposals(result: Linted, *, unsafe: bool) -> Iterable[Proposal]:
    for number, fix in sorted(result.fixes.items()):
        if fix.safe or unsafe:
            yield result.findings[number], fix


def _key(finding: Finding, fix: Fix) -> tuple[Any, ...]:
    return finding.rule, finding.subject, fix.at.path


def _round(
    document: Document,
    result: Linted,
    proposals: Sequence[Proposal],
    judge: Judge,
    refused: dict[tuple[Any, ...], Refusal],
) -> tuple[Document, Linted, list[Proposal]]:
    """Mends by as many proposals as do not touch one another; the others wait for the next round."""
    placed: list[tuple[Edit, Proposal]] = []
    for finding, fix in proposals:
        try:
            placed.append((place(document, fix.at.path, fix.value), (finding, fix)))
        except RefusedError as error:
            refused[_key(finding, fix)] = Refusal(finding, str(error))
    chosen: list[tuple[Edit, Proposal]] = []
    for edit, proposal in sorted(placed, key=lambda pair: pair[0]):
        if not chosen or chosen[-1][0].end < edit.start:
            chosen.append((edit, proposal))
    return _stayed(document, result, [proposal for _, proposal in chosen], judge, refused)


def _stayed(
    document: Document,
    result: Linted,
    chosen: Sequence[Proposal],
    judge: Judge,
    refused: dict[tuple[Any, ...], Refusal],
) -> tuple[Document, Linted, list[Proposal]]:
    """Mends by all of `chosen`; where together they do harm, each half is tried by itself."""
    if not chosen:
        return document, result, []
    after = _tried(document, result, chosen, judge)
    if not isinstance(after, str):
        return *after, list(chosen)
    if len(chosen) == 1:
        finding, fix = chosen[0]
        refused[_key(finding, fix)] = Refusal(finding, after)
        return document, result, []
    middle = len(chosen) // 2
    document, result, first = _stayed(document, result, chosen[:middle], judge, refused)
    document, result, second = _stayed(document, result, chosen[middle:], judge, refused)
    return document, result, first + second


def _tried(
    document: Document, result: Linted, chosen: Sequence[Proposal], judge: Judge
) -> tuple[Document, Linted] | str:
    """The document with the edits, linted; or why not: they change more than their fields, leave one of the findings
    they were made for, or bring a new error that one edit alone has not just revealed."""
    edits = [place(document, fix.at.path, fix.value) for _, fix in chosen]
    fresh, linted = judge(applied(document.source.text, edits))
    expected = _plain(document.data)
    for _, fix in chosen:
        _set(expected, fix.at.path, fix.value)
    if len(fresh.problems) > len(document.problems) or fresh.data != expected:
        return "its remedy changes more than its own field"
    wanted = Counter(finding.identity for finding, _ in chosen)
    before, after = (Counter(one.identity for one in run.findings) for run in (result, linted))
    gone = before - after
    came = _errors(linted) - _errors(result)
    if wanted - gone:
        return "its remedy alone does not mend it"
    if came and not (len(chosen) == 1 and chosen[0][1].reveals):
        return f"its remedy brings other errors to light: {', '.join(sorted({rule for rule, *_ in came}))}"
    return fresh, linted


def _plain(value: Any) -> Any:
    """A copy of data without its places."""
    if isinstance(value, dict):
        return {key: _plain(below) for key, below in value.items()}
    return [_plain(below) for below in value] if isinstance(value, list) else value


def _set(data: Any, path: tuple[str | int, ...], value: str) -> None:
    """Sets the field at `path` of plain data, with the mappings on the way to it."""
    for step in path[:-1]:
        if isinstance(data, dict):
            if data.get(str(step)) is None:
                data[str(step)] = {}
            data = data[str(step)]
        else:
            data = data[step]
    data[str(path[-1])] = parse(f"x: {value}").data["x"]


def _errors(result: Linted) -> set[tuple[str, str, str]]:
    return {finding.identity for finding in result.findings if finding.severity == "error"}


def diff(path: str, before: str, after: str) -> str:
    """The change as a unified diff, which `patch` and `git apply` take; "" where there is none."""
    from difflib import unified_diff

    lines = unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines as `patch` counts them: they end with a line feed and with nothing else."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])


def save(path: Path, before: str, after: str) -> None:
    """Writes `after` in place of `before` in the file at `path`, in the encoding and with the mark that it has.

    Raises `OSError` where it cannot be written, and where the file has been changed since it was read.
    """
    try:
        rewrite(path, Source(path.as_posix(), before), [Edit(0, len(before), after)])
    except StaleError as error:
        raise OSError(str(error)) from None
