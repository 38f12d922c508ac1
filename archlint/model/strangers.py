"""Files of other tools that are taken for descriptions: how they are told, and what to lint in their place."""

from __future__ import annotations

from typing import Any, NamedTuple


class Stranger(NamedTuple):
    """`name` with its article, `keys` that it has at its top, `remedy` for whoever wants to lint it."""

    name: str
    keys: frozenset[str]
    remedy: str


_DESCRIBE = "Describe the architecture in a file that begins with `archlint: 1`; `archlint init` writes a starter."
_STRANGERS = (
    Stranger("a Kubernetes manifest", frozenset({"apiVersion", "kind"}), _DESCRIBE),
    Stranger("a plan of Terraform", frozenset({"format_version", "terraform_version"}), _DESCRIBE),
    Stranger(
        "a configuration of the Serverless Framework",
        frozenset({"service", "provider"}),
        "Run `serverless package` and lint the template that it writes below `.serverless`.",
    ),
    Stranger("a Compose file", frozenset({"services"}), _DESCRIBE),
    Stranger("an OpenAPI document", frozenset({"openapi", "paths"}), "Lint the template whose API has it as its body."),
    Stranger("an OpenAPI document", frozenset({"swagger", "paths"}), "Lint the template whose API has it as its body."),
    Stranger(
        "a state machine's definition",
        frozenset({"StartAt", "States"}),
        "Lint the template or description that names it as a `definition`.",
    ),
)


def stranger(data: Any, path: str) -> Stranger | None:
    """What a file that is no description is instead, as far as that can be told."""
    if path.endswith(".tf"):
        return Stranger("a configuration of Terraform", frozenset(), _DESCRIBE)
    keys = data.keys() if isinstance(data, dict) else ()
    return next((one for one in _STRANGERS if one.keys <= set(keys)), None)
