"""Reads the settings of a configuration file, one function for each kind of value, and says what it may not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from archlint.lint.configuration import ALL, BOOKS, FAIL_ON, Configuration, ConfigurationError, Known
from archlint.lint.report import SEVERITIES
from archlint.model.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from archlint.lint.configuration_lines import Keys


@dataclass(frozen=True, slots=True)
class Reading:
    """One file on its way into a configuration: what every complaint needs.

    `lines` are those of every key by its path in the file, `top` is the path of our table.
    """

    shown: str
    lines: Mapping[Keys, int]
    top: Keys
    known: Known

    def configuration(self, data: Mapping[str, Any], folder: Path) -> Configuration:
        """Every setting of the file, checked."""
        read: dict[str, Callable[[Keys, Any], Any]] = {
            "select": self.selectors,
            "ignore": self.selectors,
            "exclude": self.words,
            "per-file-ignores": self.ignores,
            "per-component-ignores": self.ignores,
            "rules": self.rules,
            "mandatory": self.mandatory,
            "limits": lambda at, value: self.choice(at, value, BOOKS),
            "min-severity": lambda at, value: self.choice(at, value, SEVERITIES),
            "fail-on": lambda at, value: self.choice(at, value, FAIL_ON),
            "budget": self.budget,
            "require-reason": self.truth,
            "baseline": self.word,
        }
        settings: dict[str, Any] = {}
        for key, value in data.items():
            if key not in read:
                self.unknown((key,), "key", key, read)
            settings[key.replace("-", "_")] = read[key]((key,), value)
        rules = settings.pop("rules", {})
        settings["severities"] = {rule: said["severity"] for rule, said in rules.items() if "severity" in said}
        parameters = {rule: {k: v for k, v in said.items() if k != "severity"} for rule, said in rules.items()}
        settings["parameters"] = {rule: said for rule, said in parameters.items() if said}
        self.agree(settings)
        return Configuration(**settings, folder=folder, origins=self.origins(data))

    def origins(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Where each setting is, by its name; each entry of a table has its own, by both names with a dot between."""
        names: list[Keys] = []
        for key, value in data.items():
            names.append((key,))
            names += [(key, below) for below in value] if isinstance(value, dict) else []
        return {".".join(name): self.place(name) for name in names}

    def place(self, at: Keys) -> str:
        """`archlint.toml:3` for a key, or for the nearest table around it that has a line."""
        for depth in range(len(at), -1, -1):
            line = self.lines.get(self.top + at[:depth])
            if line is not None:
                return f"{self.shown}:{line}"
        return self.shown

    def wrong(self, at: Keys, message: str, remedy: str = "") -> NoReturn:
        """Ends the reading; the place is the line of the key `at`."""
        raise ConfigurationError(message, place=self.place(at), remedy=remedy)

    def unknown(self, at: Keys, kind: str, name: str, possible: Iterable[str]) -> NoReturn:
        """Ends the reading: `name`, at the key `at` or in its value, is none of `possible`; the nearest is offered."""
        self.wrong(at, f"unknown {kind} `{name}`{did_you_mean(name, possible)}")

    def words(self, at: Keys, value: Any) -> tuple[str, ...]:
        """A list of text."""
        if not isinstance(value, list):
            self.wrong(at, f"`{at[-1]}` is {_kind(value)}, a list of text is wanted")
        for word in value:
            if not isinstance(word, str):
                self.wrong(at, f"`{at[-1]}` holds {_kind(word)}, a list of text is wanted")
        return tuple(value)

    def word(self, at: Keys, value: Any) -> str:
        """One text."""
        if not isinstance(value, str) or not value:
            self.wrong(at, f"`{at[-1]}` is {_kind(value)}, text is wanted")
        return value

    def truth(self, at: Keys, value: Any) -> bool:
        """`true` or `false`."""
        if not isinstance(value, bool):
            self.wrong(at, f"`{at[-1]}` is {_kind(value)}, true or false is wanted")
        return value

    def choice(self, at: Keys, value: Any, choices: Sequence[str]) -> str:
        """One of a few words."""
        if value not in choices:
            meant = did_you_mean(value, choices) if isinstance(value, str) else ""
            self.wrong(at, f"`{at[-1]}` is {_kind(value)}, one of {', '.join(choices)} is wanted{meant}")
        return str(value)

    def budget(self, at: Keys, value: Any) -> str:
        """An amount of money; the words are kept, since the description's own budget is text too."""
        from archlint.document.quantities import Money

        text = self.word(at, value)
        try:
            Money(text)
        except ValueError:
            self.wrong(at, f"`{at[-1]}` is {_kind(value)}, an amount such as $400/month is wanted")
        return text

    def selectors(self, at: Keys, value: Any) -> tuple[str, ...]:
        """A list of rules, chapters, pillars or `all`."""
        names = self.words(at, value)
        possible = {ALL, *self.known.rules, *self.known.chapters, *self.known.pillars}
        for name in names:
            if name not in possible:
                self.unknown(at, "rule, chapter or pillar", name, sorted(possible))
        return names

    def mandatory(self, at: Keys, value: Any) -> tuple[str, ...]:
        """A list of rules."""
        names = self.words(at, value)
        for name in names:
            if name not in self.known.rules:
                self.unknown(at, "rule", name, self.known.rules)
        return names

    def ignores(self, at: Keys, value: Any) -> dict[str, tuple[str, ...]]:
        """A table from globs to lists of rules, chapters or pillars."""
        if not isinstance(value, dict):
            self.wrong(at, f"`{at[-1]}` is {_kind(value)}, a table of globs is wanted")
        return {pattern: self.selectors((*at, pattern), names) for pattern, names in value.items()}

    def rules(self, at: Keys, value: Any) -> dict[str, dict[str, Any]]:
        """A table of rules, each with a severity, parameters or both."""
        if not isinstance(value, dict):
            self.wrong(at, f"`{at[-1]}` is {_kind(value)}, a table for each rule is wanted")
        for rule, said in value.items():
            if rule not in self.known.rules:
                self.unknown((*at, rule), "rule", rule, self.known.rules)
            if not isinstance(said, dict):
                self.wrong((*at, rule), f"`{rule}` is {_kind(said)}, a table of its severity and parameters is wanted")
            for name, setting in said.items():
                self.parameter((*at, rule, name), rule, setting)
        return value

    def parameter(self, at: Keys, rule: str, value: Any) -> None:
        """Checks one setting of a rule: its severity, or a parameter of the same kind as its default."""
        defaults, name = self.known.rules[rule], at[-1]
        if name == "severity":
            self.choice(at, value, SEVERITIES)
        elif name not in defaults:
            self.unknown(at, f"parameter of {rule}", name, ["severity", *defaults])
        elif _family(value) != _family(defaults[name]):
            self.wrong(at, f"`{name}` of {rule} is {_kind(value)}, its default is {_kind(defaults[name])}")

    def agree(self, settings: Mapping[str, Any]) -> None:
        """A rule that cannot be suppressed cannot be ignored by its name either."""
        lists: dict[Keys, Iterable[str]] = {("ignore",): settings.get("ignore", ())}
        for table in ("per-file-ignores", "per-component-ignores"):
            ignored = settings.get(table.replace("-", "_"), {})
            lists |= {(table, pattern): names for pattern, names in ignored.items()}
        for at, names in lists.items():
            for rule in settings.get("mandatory", ()):
                if rule in names:
                    remedy = "Take it out of one of the two lists."
                    self.wrong(at, f"{rule} is both mandatory and ignored", remedy)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return "a list"
    return "a table" if isinstance(value, dict) else str(value)


def _family(value: object) -> type:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float
    return type(value)
