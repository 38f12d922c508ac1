"""What a target takes from those who call it: signed requests, tokens and whose, an API key, or anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.model.component import known

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow


class Accepts(NamedTuple):
    """What is taken: anything, AWS-signed requests, tokens of these issuers, an API key, whatever a function likes."""

    anything: bool = False
    aws: bool = False
    issuers: tuple[str, ...] = ()
    api_key: bool = False
    function: bool = False


_SIGNED_ONLY = frozenset({
    "s3", "dynamodb", "sqs", "sns", "kinesis", "firehose", "eventbridge", "step_functions", "secret", "kms_key",
    "cloudwatch_logs", "schedule", "aws_service",
})  # fmt: skip
"""Types that take signed requests and nothing else."""

_TAKES_TOKENS = frozenset({"sts", "cognito-idp", "cognito-identity", "verifiedpermissions"})
"""AWS services without a type of their own that are given tokens."""

POOLS = frozenset({"cognito_user_pool", "cognito_identity_pool"})
"""Types to which callers come without a proof, to be given one."""


def accepts(design: Design, flow: AnyFlow) -> Accepts | None:
    """What the target of a flow takes there; None where it is not known."""
    target = flow.target
    if target.type in _SIGNED_ONLY:
        return None if getattr(target, "service", "") in _TAKES_TOKENS else Accepts(aws=True)
    if target.type in POOLS:
        return Accepts(anything=True)
    if target.type == "lambda":
        return Accepts(anything=True) if getattr(target, "url", "") == "public" else Accepts(aws=True)
    if target.type == "api_gateway":
        return _of_routes(design, flow)
    if target.type == "appsync":
        listed = getattr(target, "authorizers", ())
        return _joined(map(_read, listed)) if listed else None
    return _of_listeners(flow) if target.type == "load_balancer" else None


def _of_routes(design: Design, flow: AnyFlow) -> Accepts | None:
    """What the routes of an API take that carry on this flow."""
    own = getattr(flow.target, "authorizer", None)
    routes = design.routes.behind(flow)
    stated = [own if route.authorizer is None else route.authorizer for route in routes]
    return _joined(map(_read, stated or [own]))


def _of_listeners(flow: AnyFlow) -> Accepts | None:
    listeners: Any = getattr(flow.target, "listeners", {})
    if not known(listeners):
        return None
    wanted = flow.listener or (str(flow.port) if flow.port else "")
    chosen = [listener.authorizer for name, listener in listeners.items() if wanted in ("", name)]
    return _joined(map(_read, chosen or [None]))


def _joined(several: Iterable[Accepts | None]) -> Accepts | None:
    """All that any of several takes; None where one of them is not known."""
    found = list(several)
    sure = [one for one in found if one is not None]
    if len(sure) < len(found):
        return None
    return Accepts(
        anything=any(one.anything for one in sure),
        aws=any(one.aws for one in sure),
        issuers=tuple(dict.fromkeys(issuer for one in sure for issuer in one.issuers)),
        api_key=any(one.api_key for one in sure),
        function=any(one.function for one in sure),
    )


_ISSUERS = ("jwt", "cognito", "oidc")


def _read(authorizer: Any) -> Accepts | None:
    """What an authorizer takes, as the model has it or as plain data; where there is none, anything is taken."""
    if authorizer in (None, False, "none"):
        return Accepts(anything=True)
    if authorizer == "iam":
        return Accepts(aws=True)
    parts = authorizer if isinstance(authorizer, Mapping) else getattr(authorizer, "__dict__", None)
    if parts is None or not all(known(part) for part in parts.values()):
        return None
    made = Accepts(
        aws=parts.get("iam") is True,
        issuers=tuple(str(parts[name]) for name in _ISSUERS if parts.get(name)),
        api_key=bool(parts.get("api_key")),
        function=bool(parts.get("lambda") or parts.get("function")),
    )
    return made if any(made) else Accepts(anything=True)
