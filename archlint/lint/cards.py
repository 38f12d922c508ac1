"""The rule cards: what people read about each rule, compiled once, and the check function each is joined to by name."""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import Any, NamedTuple, cast

from archlint.lint.report import Severity

Check = Callable[..., Any]


class Card(NamedTuple):
    """One rule. `asks` is the question it puts where the answer was never stated; `money` says that its findings carry
    amounts where these are known, `load` that it has nothing to say where no use is stated, `way` that the place of a
    finding and its related places are the steps of one way through the design, in their order."""

    id: str
    chapter: str
    title: str
    severity: Severity
    pillar: str
    facts: tuple[str, ...]
    when: str
    parameters: Mapping[str, Any]
    message: str
    why: str
    remedy: str
    source: str
    asks: str
    money: bool
    load: bool
    way: bool

    @property
    def check(self) -> Check:
        """The function that searches for it."""
        return _check(self.id, self.chapter)


@cache
def _check(rule: str, chapter: str) -> Check:
    name = function_name(rule)
    found = getattr(_module(module_name(chapter)), name, None)
    return cast("Check", found or getattr(_module(load_module_name(chapter)), name))


def function_name(rule: str) -> str:
    return rule.replace("-", "_")


def module_name(chapter: str) -> str:
    name = chapter.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


def load_module_name(chapter: str) -> str:
    """The module of a chapter's rules that need rates or money."""
    return f"{chapter.replace('-', '_')}_load"


@cache
def _module(name: str) -> Any:
    return import_module(f"archlint.checks.{name}")


def _card(raw: Mapping[str, Any]) -> Card:
    return Card(
        id=raw["id"], chapter=raw["chapter"], title=raw["title"], severity=raw["severity"], pillar=raw["pillar"],
        facts=tuple(raw.get("facts", ())), when=raw["when"], parameters=raw.get("parameters") or {},
        message=raw["message"], why=raw["why"], remedy=raw["remedy"], source=raw.get("source", ""),
        asks=raw.get("asks", ""), money=bool(raw.get("money")), load=bool(raw.get("load")), way=bool(raw.get("way")),
    )  # fmt: skip


@cache
def all_cards() -> Mapping[str, Card]:
    """Every rule by its id, in the order of chapters and ids."""
    return {raw["id"]: _card(raw) for raw in _compiled()["cards"]}


@cache
def chapters() -> Mapping[str, Mapping[str, Any]]:
    """Every chapter by its id: its title, and the component types whose presence makes its rules worth running."""
    return cast("Mapping[str, Mapping[str, Any]]", _compiled()["chapters"])


@cache
def explanations() -> Mapping[str, Any]:
    """The examples of every rule (`examples`: id -> list) and the `facts`, which lint itself never needs."""
    from archlint.catalog.store import compiled, rules_folder

    return cast(
        "Mapping[str, Any]", compiled("explanations", rules_folder(), "archlint.lint.compiling:shape_explanations")
    )


@cache
def _compiled() -> Any:
    from archlint.catalog.store import compiled, rules_folder

    return compiled("rules", rules_folder(), "archlint.lint.compiling:shape")
