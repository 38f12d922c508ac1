"""Spreads the files of one run over processes; what comes back is in the order of the files, as from one process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from archlint.lint.configuration import Configuration
    from archlint.lint.running import Part, Wanted

_ROUNDS = 4  # parcels of files for each process, so that none waits long for the others at the end


class _Order(NamedTuple):
    """What every process of a run is told once."""

    lint: Callable[[Path, Configuration, Wanted], Part]
    configuration: Configuration
    wanted: Wanted


_ORDERS: list[_Order] = []  # the one of this process


def spread(
    lint: Callable[[Path, Configuration, Wanted], Part],
    paths: Sequence[Path],
    configuration: Configuration,
    wanted: Wanted,
    jobs: int,
) -> Iterator[Part]:
    """What `lint` makes of every file, in their order, worked out in up to `jobs` processes (0: one per processor)."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    number = min(jobs or os.cpu_count() or 1, len(paths))
    order = _Order(lint, _plain(configuration), wanted)
    with ProcessPoolExecutor(number, get_context("spawn"), _begin, (order,)) as pool:
        yield from pool.map(_one, paths, chunksize=max(1, len(paths) // (number * _ROUNDS)))


def _begin(order: _Order) -> None:
    _ORDERS.append(order)


def _one(path: Path) -> Part:
    lint, configuration, wanted = _ORDERS[-1]
    return lint(path, configuration, wanted)


def _plain(configuration: Configuration) -> Configuration:
    """The same settings in mappings that can be sent to another process."""
    from collections.abc import Mapping

    settings = configuration._asdict()
    own: dict[str, Any] = {name: dict(value) for name, value in settings.items() if isinstance(value, Mapping)}
    return configuration._replace(**own)
