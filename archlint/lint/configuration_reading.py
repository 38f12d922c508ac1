"""Reads the settings of a configuration file, one function for each kind of value, and says what it may not say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from archlint.lint.configuration import ALL, BOOKS, FAIL_ON, Configuration, ConfigurationError, Known
from archlint.lint.report import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reading:
    """One file on its way into a configuration: what every complaint needs."""

    shown: str
    text: str
    known: Known

    def configuration(self, data: Mapping[str, Any], folder: Path) -> Configuration:
        """Every setting of the file, checked."""
        read: dict[str, Callable[[str, Any], Any]] = {
            "select": self.selectors,
            "ignore": self.selectors,
            "exclude": self.words,
            "per-file-ignores": self.ignores,
            "per-component-ignores": self.ignores,
            "rules": self.rules,
            "mandatory": self.mandatory,
            "limits": lambda key, value: self.choice(key, value, BOOKS),
            "min-severity": lambda key, value: self.choice(key, value, SEVERITIES),
            "fail-on": lambda key, value: self.choice(key, value, FAIL_ON),
            "budget": self.budget,
            "require-reason": self.truth,
            "baseline": self.word,
        }
        settings: dict[str, Any] = {}
        for key, value in data.items():
            if key not in read:
                self.unknown("key", key, read)
            settings[key.replace("-", "_")] = read[key](key, value)
        rules = settings.pop("rules", {})
        settings["severities"] = {rule: said["severity"] for rule, said in rules.items() if "severity" in said}
        parameters = {rule: {k: v for k, v in said.items() if k != "severity"} for rule, said in rules.items()}
        settings["parameters"] = {rule: said for rule, said in parameters.items() if said}
        self.agree(settings)
        origins = {key: f"{self.shown}{self.line(key)}" for key in data}
        return Configuration(**settings, folder=folder, origins=origins)

    def line(self, key: str) -> str:
        """`:3` where `key` is first set or opens a table, "" where that cannot be told."""
        name = rf"(?:\"{re.escape(key)}\"|'{re.escape(key)}'|{re.escape(key)})"
        found = re.search(rf"^[ \t]*(?:\[+[ \t]*)?(?:[^=\n#]*\.[ \t]*)?{name}\s*[=.\]]", self.text, re.MULTILINE)
        return f":{self.text.count(chr(10), 0, found.start()) + 1}" if found else ""

    def wrong(self, key: str, message: str, remedy: str = "") -> NoReturn:
        """Ends the reading; the place is the line of `key`."""
        raise ConfigurationError(message, place=f"{self.shown}{self.line(key)}", remedy=remedy)

    def unknown(self, kind: str, name: str, possible: Iterable[str], at: str = "") -> NoReturn:
        """Ends the reading: `name`, in the value of key `at`, is not one of `possible`; the nearest is offered."""
        from difflib import get_close_matches

        near = get_close_matches(name, list(possible), 1)
        self.wrong(at or name, f"unknown {kind} `{name}`" + (f", did you mean `{near[0]}`?" if near else ""))

    def words(self, key: str, value: Any) -> tuple[str, ...]:
        """A list of text."""
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.wrong(key, f"`{key}` is {_kind(value)}, a list of text is wanted")
        return tuple(value)

    def word(self, key: str, value: Any) -> str:
        """One text."""
        if not isinstance(value, str) or not value:
            self.wrong(key, f"`{key}` is {_kind(value)}, text is wanted")
        return value

    def truth(self, key: str, value: Any) -> bool:
        """`true` or `false`."""
        if not isinstance(value, bool):
            self.wrong(key, f"`{key}` is {_kind(value)}, true or false is wanted")
        return value

    def choice(self, key: str, value: Any, choices: Iterable[str]) -> str:
        """One of a few words."""
        if value not in tuple(choices):
            self.wrong(key, f"`{key}` is {_kind(value)}, one of {', '.join(choices)} is wanted")
        return str(value)

    def budget(self, key: str, value: Any) -> str:
        """An amount of money; the words are kept, since the description's own budget is text too."""
        from archlint.document.quantities import Money

        text = self.word(key, value)
        try:
            Money(text)
        except ValueError:
            self.wrong(key, f"`{key}` is {_kind(value)}, an amount such as $400/month is wanted")
        return text

    def selectors(self, key: str, value: Any) -> tuple[str, ...]:
        """A list of rules, chapters, pillars or `all`."""
        names = self.words(key, value)
        possible = {ALL, *self.known.rules, *self.known.chapters, *self.known.pillars}
        for name in names:
            if name not in possible:
                self.unknown("rule, chapter or pillar", name, sorted(possible), key)
        return names

    def mandatory(self, key: str, value: Any) -> tuple[str, ...]:
        """A list of rules."""
        names = self.words(key, value)
        for name in names:
            if name not in self.known.rules:
                self.unknown("rule", name, self.known.rules, key)
        return names

    def ignores(self, key: str, value: Any) -> dict[str, tuple[str, ...]]:
        """A table from globs to lists of rules, chapters or pillars."""
        if not isinstance(value, dict):
            self.wrong(key, f"`{key}` is {_kind(value)}, a table of globs is wanted")
        return {pattern: self.selectors(pattern, names) for pattern, names in value.items()}

    def rules(self, key: str, value: Any) -> dict[str, dict[str, Any]]:
        """A table of rules, each with a severity, parameters or both."""
        if not isinstance(value, dict) or not all(isinstance(said, dict) for said in value.values()):
            self.wrong(key, f"`{key}` is {_kind(value)}, a table for each rule is wanted")
        for rule, said in value.items():
            if rule not in self.known.rules:
                self.unknown("rule", rule, self.known.rules)
            for name, setting in said.items():
                self.parameter(rule, name, setting)
        return value

    def parameter(self, rule: str, name: str, value: Any) -> None:
        """Checks one setting of a rule: its severity, or a parameter of the same kind as its default."""
        defaults = self.known.rules[rule]
        if name == "severity":
            self.choice(name, value, SEVERITIES)
        elif name not in defaults:
            self.unknown(f"parameter of {rule}", name, ["severity", *defaults])
        elif _family(value) != _family(defaults[name]):
            self.wrong(name, f"`{name}` of {rule} is {_kind(value)}, its default is {_kind(defaults[name])}")

    def agree(self, settings: Mapping[str, Any]) -> None:
        """A rule that cannot be suppressed cannot be ignored by its name either."""
        for rule in settings.get("mandatory", ()):
            if rule in settings.get("ignore", ()):
                self.wrong("ignore", f"{rule} is both mandatory and ignored", "Take it out of one of the two lists.")


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
