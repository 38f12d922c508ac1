"""`archlint config`: print every setting in force and where it comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archlint.cli.main import say
from archlint.cli.options import add_configuration, configuration

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping

    from archlint.lint.configuration import Configuration

_SIMPLE = (
    "select", "ignore", "exclude", "mandatory", "limits", "min-severity", "fail-on", "budget", "require-reason",
    "baseline",
)  # fmt: skip
_UNSET = {
    "limits": "what the description says",
    "budget": "what the description says",
    "baseline": "none",
    "per-file-ignores": "none",
    "per-component-ignores": "none",
    "rules": "as `archlint explain` shows them",
}


def arguments(command: ArgumentParser) -> None:
    """The options of `config`: those that say what is judged, and the format."""
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="TOML with comments (default), or JSON"
    )
    add_configuration(command)


def run(parsed: Namespace) -> int:
    """Print the settings. Raises ConfigurationError."""
    settings = configuration(parsed)
    values = list(_values(settings))
    if parsed.format == "json":
        document: dict[str, dict[str, Any]] = {}
        for name, value, origin in values:
            document[name] = {"value": value, "from": origin}
            if isinstance(value, dict):
                document[name]["entries_from"] = {key: settings.origins[f"{name}.{key}"] for key in value}
        say(json.dumps({"schema": 1, "settings": document}, indent=2, ensure_ascii=False) + "\n")
    else:
        say(_text(values, settings.origins))
    return 0


def _values(settings: Configuration) -> Iterator[tuple[str, object, str]]:
    """Every setting by its name in a configuration file, its value (None: not set) and where it comes from."""
    for name in _SIMPLE:
        value = getattr(settings, name.replace("-", "_"))
        yield name, list(value) if isinstance(value, tuple) else value, settings.origins.get(name, "default")
    for name in ("per-file-ignores", "per-component-ignores"):
        table = getattr(settings, name.replace("-", "_"))
        yield name, {glob: list(rules) for glob, rules in table.items()}, settings.origins.get(name, "default")
    rules: dict[str, dict[str, object]] = {}
    for rule, severity in settings.severities.items():
        rules.setdefault(rule, {})["severity"] = severity
    for rule, parameters in settings.parameters.items():
        rules.setdefault(rule, {}).update(parameters)
    yield "rules", rules, settings.origins.get("rules", "default")


def _text(values: list[tuple[str, object, str]], origins: Mapping[str, str]) -> str:
    """TOML that would say the same; what is not set is a comment."""
    lines = []
    for name, value, origin in values:
        if value is None or value == {}:
            lines.append((f"# {name}: {_UNSET[name]}", origin))
        elif isinstance(value, dict):
            lines += [
                (f"{name}.{_key(key)} = {_toml(below)}", origins[f"{name}.{key}"]) for key, below in value.items()
            ]
        else:
            lines.append((f"{name} = {_toml(value)}", origin))
    wide = max(len(text) for text, _ in lines)
    return "".join(f"{text:<{wide}}  # {origin}\n" for text, origin in lines)


def _key(name: str) -> str:
    plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if plain else _toml(name)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {_toml(below)}' for key, below in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)
