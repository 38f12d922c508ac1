"""Cognito: who signs in where, which proofs get a client where, what guests may do, and how long triggers take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._guests import writings
from archlint.checks._overruns import overrun
from archlint.checks.hit import Fix, Hit
from archlint.design.access.accepting import Accepts
from archlint.model.component import Component, known
from archlint.model.compute import Function
from archlint.model.identity import IdentityPool, UserPool
from archlint.model.outside import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow

_CHECK_TOKENS = frozenset({"api_gateway", "appsync", "load_balancer"})
"""Types that can be set up to take tokens; everything else of AWS's takes signed requests."""


def token_not_accepted(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Client, Component):
        shown = design.access.credentials(flow)
        if shown.accepted is not False or shown.offer.proof != "token":
            continue
        if flow.credentials or flow.target.type in _CHECK_TOKENS:
            yield Hit(
                at=flow.field("credentials"),
                subject=flow,
                related=[way.at for way in shown.offer.way],
                values={
                    "client": flow.source,
                    "issuer": shown.offer.issuer,
                    "target": flow.target,
                    "wants": _wants(shown.accepts or Accepts()),
                },
            )


def _wants(accepts: Accepts) -> str:
    wanted = [f"tokens of {issuer}" for issuer in accepts.issuers]
    if accepts.aws:
        wanted.append("requests signed with AWS credentials")
    if accepts.api_key:
        wanted.append("an API key")
    return " or ".join(wanted)


def client_without_credentials(design: Design) -> Iterator[Hit]:
    lacking: dict[str, list[AnyFlow]] = {}
    for flow in design.flows(Client, Component):
        shown = design.access.credentials(flow)
        if shown.accepted is not False or flow.target.type in _CHECK_TOKENS or flow.target.policy is not None:
            continue
        if shown.offer.proof == "none" or not flow.credentials:
            lacking.setdefault(flow.source.name, []).append(flow)
    for flows in lacking.values():
        yield Hit(
            at=flows[0].at,
            subject=flows[0].source,
            related=[flow.at for flow in flows[1:]],
            values={"client": flows[0].source, "targets": list(dict.fromkeys(flow.target.name for flow in flows))},
        )


def identity_pool_without_role(design: Design) -> Iterator[Hit]:
    if not design.declares_access:
        return
    for pool in design.of(IdentityPool):
        wanted = {"authenticated": pool.providers != (), "guest": pool.guests is True}
        missing = [kind for kind, is_wanted in wanted.items() if is_wanted and _has_no_role(pool, kind)]
        if missing:
            yield Hit(
                at=pool.field("roles"),
                values={"pool": pool, "kinds": [_PEOPLE[kind] for kind in missing], "fields": missing},
            )


_PEOPLE = {"authenticated": "those who have signed in", "guest": "guests"}


def _has_no_role(pool: IdentityPool, kind: str) -> bool:
    return pool.roles is None or getattr(pool.roles, kind) is None


def provider_not_configured(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Client, IdentityPool):
        for provider, at in _logins(design, flow):
            if not _takes(flow.target, provider):
                yield _not_configured(flow, provider, at)
    for way in design.flows(Client, UserPool):
        own = (way.target.name, "cognito")
        if way.provider and way.provider.lower() not in own and not _takes(way.target, way.provider):
            yield _not_configured(way, way.provider, way.field("provider"))


def _logins(design: Design, flow: AnyFlow) -> list[tuple[str, Place]]:
    """What a client shows to an identity pool, where that is stated; nothing where one of several will do."""
    if flow.provider:
        return [(flow.provider, flow.field("provider"))]
    client, pool = flow.source, flow.target
    if getattr(pool, "guests", None) is not False:
        return []
    stated: tuple[str, ...] = getattr(client, "signs_in_with", ())
    users = [way for way in design.events_out_of(client) if way.target.type == "cognito_user_pool"]
    logins = [(name, client.field("signs_in_with")) for name in stated]
    logins += [(way.target.name, way.at) for way in users]
    return [] if any(_takes(pool, name) for name, _ in logins) else logins[:1]


def _takes(pool: Component, provider: str) -> bool:
    """Whether a pool lists a provider; what it lists may not be known."""
    listed: tuple[str, ...] = getattr(pool, "providers", ())
    if not known(listed):
        return True
    return _plain(provider) in map(_plain, listed)


_DOMAINS = {
    "accounts.google.com": "google",
    "graph.facebook.com": "facebook",
    "www.amazon.com": "amazon",
    "appleid.apple.com": "apple",
    "api.twitter.com": "twitter",
}


def _plain(provider: str) -> str:
    return _DOMAINS.get(provider.lower(), provider.lower())


def _not_configured(flow: AnyFlow, provider: str, at: Place) -> Hit:
    return Hit(
        at=at,
        subject=flow,
        related=[flow.target.field("providers")],
        values={"client": flow.source, "provider": provider, "pool": flow.target},
    )


def many_providers_without_user_pool(design: Design, *, limit: int) -> Iterator[Hit]:
    for pool in design.of(IdentityPool):
        named = [design.components.get(name) for name in pool.providers]
        if len(named) > limit and not any(named):
            yield Hit(at=pool.field("providers"), values={"pool": pool, "providers": list(pool.providers)})


def guest_can_write(design: Design) -> Iterator[Hit]:
    for pool in design.of(IdentityPool):
        found = list(writings(design, pool))
        if found:
            whats = list(dict.fromkeys(writing.what for writing in found))
            yield Hit(
                at=found[0].at,
                subject=pool,
                related=[pool.field("guests")],
                values={"pool": pool, "whats": whats},
            )


def user_pool_without_mfa(design: Design) -> Iterator[Hit]:
    for pool in design.of(UserPool):
        if pool.mfa == "off":
            at = pool.field("mfa")
            yield Hit(at=at, values={"pool": pool}, fix=Fix(at, "optional", safe=False))


def trigger_too_slow(design: Design) -> Iterator[Hit]:
    most = design.limit("cognito.trigger.timeout")
    for flow in design.flows(UserPool, Function):
        if not design.timing.is_call(flow):
            continue
        found = overrun(flow, design.timing.worst(flow.target, flow), most)
        if found is not None:
            yield Hit(
                at=found.at,
                subject=flow,
                related=[flow.at],
                values={
                    "pool": flow.source,
                    "most": most,
                    "function": flow.target,
                    "verb": found.verb,
                    "time": found.time,
                },
            )
