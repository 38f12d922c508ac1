"""What is wrong with a description's fields, in the product's own words, never those of the library that reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from archlint.document.quantities import UNKNOWN
from archlint.model.base import Path


class Wrong(NamedTuple):
    """One field that cannot be used: which rule that breaks, where, and what is so."""

    rule: str
    path: Path
    message: str
    remedy: str


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    from difflib import get_close_matches

    folded = {known.lower().replace("-", "_"): known for known in words}
    found = get_close_matches(word.lower().replace("-", "_"), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    found = nearest(word, words)
    return f"; did you mean `{found}`?" if found else ""


def unknown_field(owner: str, key: str, path: Path, known: Sequence[str]) -> Wrong:
    found = nearest(key, known)
    remedy = (
        f"Write `{found}`." if found else "Remove it, or start its name with `x-` to keep it as a note of your own."
    )
    return Wrong(
        "unknown-field", path, f"{owner} has no field `{key}`" + (f"; did you mean `{found}`?" if found else ""), remedy
    )


def missing_field(owner: str, key: str, path: Path, doc: str) -> Wrong:
    return Wrong("missing-field", path, f"{owner} does not say its `{key}`", f"Add `{key}`: {doc[0].lower()}{doc[1:]}")


def wrong_value(owner: str, error: dict[str, Any], path: Path) -> Wrong:
    """The wording of one error of pydantic's, by its kind."""
    name = _name(path)
    return Wrong("wrong-value", path, f"{name} of {owner}: {_what(error)}", f"Correct `{name}`.")


def out_of_range(owner: str, path: Path, value: object, bound: str, is_over: bool) -> Wrong:
    """A value that AWS does not take: over or under the bound that it does."""
    name = _name(path)
    word, how = ("over", "less") if is_over else ("under", "more")
    what = f"{name} of {owner}: {value} is {word} the {bound} that AWS allows"
    return Wrong("wrong-value", path, what, f"Set `{name}` to {bound} or {how}.")


def _name(path: Path) -> str:
    """A field by its dotted name below the component or flow that has it, or by its name where it stands at the top."""
    below = path if len(path) == 1 else path[2:]
    return ".".join(str(step) for step in below if isinstance(step, str) and "->" not in step) or "value"


def _what(error: dict[str, Any]) -> str:
    kind, given = error["type"], error.get("input", UNKNOWN)
    if kind == "value_error":
        return str(error["ctx"]["error"])
    shown = _shown(given)
    if kind == "literal_error":
        choices = [choice.strip("'") for choice in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        return f"{shown} is not one of {', '.join(choices)}" + did_you_mean(str(given), choices)
    wanted = {
        "list_type": "a list",
        "dict_type": "a mapping",
        "model_type": "a mapping",
        "model_attributes_type": "a mapping",
    }
    return f"{shown} is not {wanted.get(kind, 'what belongs here')}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"`{str(value)[:40]}`"
