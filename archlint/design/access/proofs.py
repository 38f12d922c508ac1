"""What a caller can show to a target, and how it comes by it: a token, AWS credentials, a key, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from archlint.design.access.accepting import POOLS, Accepts, accepts
from archlint.model.component import Component, known

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

Proof = Literal["token", "aws", "api_key", "none", "unknown"]
"""A JSON web token, AWS credentials (requests signed with Signature Version 4), an API key, nothing, or not known."""


class Offer(NamedTuple):
    """One proof that a caller can show.

    `issuer` names what gives it: a user pool or other provider a token, an identity pool AWS credentials; "" where it
    is the caller's own. `way` are the flows by which the caller comes by it, the sign-in first. `guest`: with none.
    """

    proof: Proof
    issuer: str = ""
    way: tuple[AnyFlow, ...] = ()
    guest: bool = False


class Credentials(NamedTuple):
    """What a caller proves itself with, and whether the target takes it (None where one of the two is not known)."""

    offer: Offer
    accepted: bool | None
    accepts: Accepts | None


class _Caller(NamedTuple):
    """What is known of a client: its flows to pools by the pool's name, and where it signs in."""

    ways: dict[str, AnyFlow]
    logins: list[str]
    offers: list[Offer]


_OWN: dict[str, Proof] = {"iam": "aws", "presigned": "aws", "api_key": "api_key", "none": "none"}
"""Words for what a caller has of its own; an address that was signed beforehand carries its signer's credentials."""


class Proofs:
    """The proofs of one design's callers."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._callers: dict[str, _Caller] = {}
        self._pools_for: dict[str, list[Component]] = {}
        for pool in design.typed("cognito_identity_pool"):
            for provider in _providers(pool):
                self._pools_for.setdefault(provider, []).append(pool)

    def credentials(self, flow: AnyFlow) -> Credentials:
        """What the source of a flow shows to its target: of all that it has, what the target takes.

        A client's ways are those of Cognito's three architectures: a user pool's token; AWS credentials that an
        identity pool gives for another provider's token, or to a guest; and those for a user pool's token.
        Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-scenarios.html
        """
        taken = accepts(self.design, flow)
        judged = [(offer, _accepted(taken, offer)) for offer in self._offers(flow, taken)]
        offer, accepted = next((one for one in judged if one[1]), judged[0])
        return Credentials(offer, accepted, taken)

    def pool(self, flow: AnyFlow) -> tuple[Component, bool] | None:
        """The identity pool whose AWS credentials a client calls with, and whether as a guest; None without one."""
        if flow.source.type != "client":
            return None
        offer = self.credentials(flow).offer
        pool = self.design.components.get(offer.issuer) if offer.proof == "aws" else None
        return (pool, offer.guest) if pool is not None else None

    def word(self, flow: AnyFlow) -> str:
        """The word for a flow's credentials in the book of permissions: iam, identity_pool, or "" for all others."""
        stated = flow.credentials
        named = self.design.components.get(stated)
        if stated == "iam" or (named is not None and named.type == "cognito_identity_pool"):
            return "iam" if stated == "iam" else "identity_pool"
        if stated or not known(stated):
            return ""
        if flow.target.type == "lambda":
            return "iam" if flow.source.type == "client" and getattr(flow.target, "url", "") == "iam" else ""
        only_signed = flow.target.type in ("api_gateway", "appsync") and accepts(self.design, flow) == Accepts(aws=True)
        return "iam" if only_signed else ""

    def _offers(self, flow: AnyFlow, taken: Accepts | None) -> list[Offer]:
        """What a caller can show, tokens first: what the flow says, or else all that it can come by."""
        stated = flow.credentials
        if not known(stated):
            return [Offer("unknown")]
        if stated in _OWN:
            return [Offer(_OWN[stated])]
        if flow.source.type != "client":  # its role, where that will do; what its code may hold beside is not known
            return [Offer("aws" if taken is not None and taken.aws else "unknown")]
        caller = self._caller(flow.source)
        if not stated:
            return caller.offers
        named = self.design.components.get(stated)
        if named is not None and named.type == "cognito_identity_pool":
            return [_exchange(named, caller.ways, caller.logins)]
        return [Offer("token", stated, _by(caller.ways, stated))]

    def _caller(self, client: Component) -> _Caller:
        found = self._callers.get(client.name)
        if found is None:
            found = self._callers[client.name] = self._read(client)
        return found

    def _read(self, client: Component) -> _Caller:
        ways = {way.target.name: way for way in self.design.out_of(client) if way.target.type in POOLS}
        stated = getattr(client, "signs_in_with", ())
        users = [name for name, way in ways.items() if way.target.type == "cognito_user_pool"]
        logins = list(dict.fromkeys([*(stated if known(stated) else ()), *users]))
        pools = {name: way.target for name, way in ways.items() if way.target.type == "cognito_identity_pool"}
        pools |= {pool.name: pool for login in logins for pool in self._pools_for.get(login, ())}
        offers = [Offer("token", login, _by(ways, login)) for login in logins]
        offers += [_exchange(pool, ways, logins) for pool in pools.values()]
        return _Caller(ways, logins, offers or [Offer("none" if _is_device(client) else "unknown")])


def _is_device(client: Component) -> bool:
    """True for a browser or a phone, which hold no keys of AWS; a server of somebody else's may."""
    return getattr(client, "browser", None) is True or getattr(client, "mobile", None) is True


def _providers(pool: Component) -> tuple[str, ...]:
    listed: tuple[str, ...] = getattr(pool, "providers", ())
    return tuple(one for one in listed if known(one)) if known(listed) else ()


def _exchange(pool: Component, ways: dict[str, AnyFlow], logins: list[str]) -> Offer:
    """AWS credentials from an identity pool, for what the client signs in with there, or as a guest."""
    taken = _providers(pool)
    login = next((login for login in logins if login in taken), "")
    way = ways.get(pool.name)
    guest = not logins and getattr(pool, "guests", None) is True and not (way is not None and way.provider)
    return Offer("aws", pool.name, _by(ways, login) + _by(ways, pool.name), guest)


def _by(ways: dict[str, AnyFlow], name: str) -> tuple[AnyFlow, ...]:
    return (ways[name],) if name in ways else ()


def _accepted(taken: Accepts | None, offer: Offer) -> bool | None:
    if taken is None or offer.proof == "unknown":
        return None
    if taken.anything or taken.function:
        return True
    if offer.proof == "token":
        return offer.issuer in taken.issuers
    return (offer.proof == "aws" and taken.aws) or (offer.proof == "api_key" and taken.api_key)
