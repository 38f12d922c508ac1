"""What a template's parameters come to: pinned by the user, likely by their default, or unknown."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map, MapEntry, Seq
from archlint.importers.cloudformation.template import section
from archlint.importers.cloudformation.values import Items, Open, as_item

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from archlint.importers.cloudformation.scope import Known


_SAMCONFIG = ("samconfig.toml", "samconfig.yaml", "samconfig.yml")


def pinned_by_samconfig(template: Path) -> dict[str, str]:
    """The parameter overrides, and the region, of the samconfig file beside a template; empty where there is none."""
    environment = _samconfig(template.parent).get("default")
    if not isinstance(environment, dict):
        return {}
    pinned: dict[str, str] = {}
    for command in ("global", "validate", "build", "deploy"):
        settings = environment.get(command)
        parameters = settings.get("parameters") if isinstance(settings, dict) else None
        if isinstance(parameters, dict):
            pinned |= _overrides(parameters.get("parameter_overrides"))
            region = parameters.get("region")
            if isinstance(region, str):
                pinned["AWS::Region"] = region
    return pinned


def _samconfig(folder: Path) -> Mapping[str, Any]:
    """The first of the files that the SAM CLI looks for; empty where there is none, or it cannot be read."""
    path = next((path for name in _SAMCONFIG if (path := folder / name).is_file()), None)
    if path is None:
        return {}
    try:
        if path.suffix != ".toml":
            from archlint.document import read

            data = read(path).data
            return data if isinstance(data, Map) else {}
        import tomllib

        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, ValueError):
        return {}


def _overrides(written: Any) -> dict[str, str]:
    """`A=1 B="two words"`, a list of such texts, a mapping, or `ParameterKey=...,ParameterValue=...`."""
    if isinstance(written, dict):
        return {str(name): _text(value) for name, value in written.items()}
    found: dict[str, str] = {}
    for text in written if isinstance(written, list) else [written]:
        if not isinstance(text, str):
            continue
        try:
            words = shlex.split(text)
        except ValueError:
            words = text.split()
        for word in words:
            if word.startswith("ParameterKey="):
                name, _, value = word[len("ParameterKey=") :].partition(",ParameterValue=")
            else:
                name, _, value = word.partition("=")
            if name:
                found[name] = value
    return found


def _text(value: Any) -> str:
    """A value as CloudFormation is given it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def default_of(name: str, declared: Any) -> Known:
    """What a parameter comes to when nobody sets it; open where it has no default of its own."""
    if not isinstance(declared, Map) or declared.get("Default") is None:
        return Open("${" + name + "}"), ""
    if "SSM::Parameter::Value" in str(declared.get("Type", "")):  # the default names where the value is kept
        return Open("${" + name + "}"), ""
    default = declared["Default"]
    if isinstance(default, Map | Seq):
        return Open("${" + name + "}"), ""
    at = declared.spans["Default"]
    return typed(default, declared, at), f"the default {default} of parameter {name}"


def typed(value: Any, declared: Any, at: MapEntry) -> Any:
    """A parameter's value in its type's shape: a list for the list types, a number for numbers."""
    kind = str(declared.get("Type", "")) if isinstance(declared, Map) else ""
    if kind == "CommaDelimitedList" or kind.startswith("List<"):
        tree = Items(as_item(at))
        for part in str(value).split(","):
            tree.add(part.strip(), as_item(at))
        return tree
    if kind == "Number" and isinstance(value, str):
        return as_number(value)
    return value


def as_number(text: str) -> Any:
    """The number a text spells, or the text itself."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def parameters_of(data: Any, given: Mapping[str, Any], prefix: str = "") -> dict[str, Known]:
    """Every declared parameter's value; `given` are those that are set from outside (text, or evaluated values)."""
    declared = section(data, "Parameters")
    found: dict[str, Known] = {}
    for name, declaration in declared.items():
        if name in given:
            value = given[name]
            known = value if isinstance(value, tuple) else (value, "")
            if isinstance(known[0], str) and not isinstance(known[0], Open):
                known = (typed(known[0], declaration, declared.spans[name]), known[1])
            found[name] = known
        else:
            value, note = default_of(name, declaration)
            found[name] = (Open("${" + prefix + name + "}") if isinstance(value, Open) else value, note)
    return found
