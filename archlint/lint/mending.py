"""Mends files: what `lint --fix` and `lint --diff` do before and instead of reporting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from archlint.document.reading import parse, read
from archlint.document.tree import Document, Map
from archlint.lint.engine import Result, lint
from archlint.lint.fixes import Mended, diff, mend, save
from archlint.lint.running import completed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from archlint.lint.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Mending:
    """What mending did, or would do, to several files, in their order; `templates` were passed by."""

    files: tuple[tuple[Path, Mended], ...]
    templates: int = 0

    @property
    def changed(self) -> tuple[tuple[Path, Mended], ...]:
        """The files whose text is another than before."""
        return tuple((path, mended) for path, mended in self.files if mended.after != mended.before)

    def diff(self) -> str:
        """The change of every file, as one unified diff."""
        return "".join(diff(path.as_posix(), mended.before, mended.after) for path, mended in self.changed)

    def save(self) -> None:
        """Writes what changed. Raises `OSError` where a file cannot be written or has changed meanwhile."""
        for path, mended in self.changed:
            save(path, mended.before, mended.after)

    def said(self, only_shown: bool = False) -> list[str]:
        """What the user is told: how much is mended (or could be), what was left alone and why, what more there is."""
        number = sum(len(mended.mended) for _, mended in self.files)
        verb = "would mend" if only_shown else "mended"
        lines = [f"{verb} {_counted(number, 'finding')} in {_counted(len(self.changed), 'file')}"] if number else []
        for _, mended in self.files:
            for refusal in mended.refused:
                place = f"{refusal.finding.path}:{refusal.finding.line}:{refusal.finding.column}"
                lines.append(f"{place}: {refusal.finding.rule} is left alone: {refusal.reason}")
        if self.templates:
            lines.append(f"{_counted(self.templates, 'template')} left alone: only descriptions are mended")
        unsafe = sum(mended.unsafe for _, mended in self.files)
        return [*lines, f"{_counted(unsafe, 'more finding')} can be mended by --unsafe-fixes"] if unsafe else lines


def _counted(number: int, of: str) -> str:
    return f"1 {of}" if number == 1 else f"{number:,} {of}s"


def mend_files(
    paths: Sequence[Path], configuration: Configuration, *, unsafe: bool = False, today: date | None = None
) -> Mending:
    """Mends the descriptions among `paths`, in memory; templates and files that cannot be read are passed by."""
    from archlint.importers import is_template

    day = today or date.today()
    documents = [(path, read(path)) for path in paths]
    ours = [(path, one) for path, one in documents if isinstance(one.data, Map) and "archlint" in one.data]
    mended = tuple(_mended(ours, configuration, day, unsafe=unsafe))
    return Mending(mended, sum(is_template(document) for _, document in documents))


def _mended(
    documents: Iterable[tuple[Path, Document]], configuration: Configuration, today: date, *, unsafe: bool
) -> Iterable[tuple[Path, Mended]]:
    for path, document in documents:

        def judge(text: str, path: Path = path) -> tuple[Document, Result]:
            fresh = completed(parse(text, path.as_posix()), path)
            return fresh, lint(fresh, configuration, today)

        yield path, mend(document.source.text, judge, unsafe=unsafe)
