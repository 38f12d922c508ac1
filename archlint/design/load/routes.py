"""Which of an API's routes a call takes: the exact one, then `{x}`, `{proxy+}`, `ANY`, `$default`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Route = TypeVar("Route")

DEFAULT = "$default"


def chosen(called: str, offered: Iterable[tuple[str, Route]]) -> list[Route]:
    """Those of the offered routes that AWS prefers for a call, all of them where several are equally good; or none.

    `called` is what a flow into an API names: `GET /orders/17`, `GET /orders/{id}`, `$connect`, `Query.getOrder`.
    """
    best: tuple[int, ...] | None = None
    found: list[Route] = []
    for text, route in offered:
        score = _score(called, text)
        if score is None or (best is not None and score < best):
            continue
        if best is None or score > best:
            best, found = score, []
        found.append(route)
    return found


def _score(called: str, offered: str) -> tuple[int, ...] | None:
    """How well a route fits, larger is better; None where it does not."""
    if called == offered:
        return (3,)
    if offered == DEFAULT:
        return (0,)
    verb, path = _parts(called)
    offered_verb, offered_path = _parts(offered)
    if not path or not offered_path:
        return None
    if offered_verb not in (verb, "ANY", "") and verb not in ("ANY", ""):
        return None
    segments = _segments(path.split("/"), offered_path.split("/"))
    return None if segments is None else (2, *segments, int(offered_verb == verb))


def _parts(route: str) -> tuple[str, str]:
    verb, space, path = route.strip().partition(" ")
    if space:
        return verb.upper(), path.strip().split("?")[0]
    return ("", verb.split("?")[0]) if verb.startswith("/") else ("", "")


def _segments(called: list[str], offered: list[str]) -> tuple[int, ...] | None:
    score: list[int] = []
    for at, segment in enumerate(offered):
        if segment.endswith("+}") or segment == "*":
            return (*score, 0) if at < len(called) else None
        if at >= len(called):
            return None
        if segment == called[at]:
            score.append(2)
        elif segment.startswith("{"):
            score.append(1)
        else:
            return None
    return tuple(score) if len(offered) == len(called) else None
