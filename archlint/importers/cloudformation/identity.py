"""Cognito: user pools with their clients, domains and triggers, and identity pools with their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.access import role_named
from archlint.importers.cloudformation.mapping import Rows, carry, flag, word
from archlint.importers.cloudformation.values import Open, Setting, entries, find, items, value_at
from archlint.importers.cloudformation.world import Target, World

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource

_USER_POOL: Rows = (
    ("MfaConfiguration", "mfa", word({"OFF": "off", "ON": "required", "OPTIONAL": "optional"})),
    ("UserPoolTier", "tier", word({"LITE": "lite", "ESSENTIALS": "essentials", "PLUS": "plus"})),
)
_IDENTITY_POOL: Rows = (
    ("AllowUnauthenticatedIdentities", "guests", flag),
    ("AllowClassicFlow", "flow", word({"true": "classic", "false": "enhanced"})),
)
_LOGINS = {
    "accounts.google.com": "google",
    "graph.facebook.com": "facebook",
    "www.amazon.com": "amazon",
    "appleid.apple.com": "apple",
}


def user_pool(world: World, resource: Resource) -> None:
    part = world.component(resource, "cognito_user_pool", find(resource.properties, "UserPoolName"))
    carry(_USER_POOL, resource.properties, part)


def link_user_pool(world: World, resource: Resource) -> None:
    for key, setting in entries(resource.properties, "LambdaConfig"):
        arn = find(setting.value, "LambdaArn") or setting
        trigger(world, Target(resource.name), key, arn)


def link_trigger(world: World, resource: Resource) -> None:
    """A trigger that SAM adds to a user pool for a function's event."""
    pool = world.target_or_outside(find(resource.properties, "UserPool"), "cognito_user_pool", plain_names=True)
    function = find(resource.properties, "Function")
    for name in items(resource.properties, "Trigger"):
        if pool is not None and function is not None:
            trigger(world, pool, str(name.value), Setting(function.value, name.at))


def trigger(world: World, pool: Target, name: str, function: Setting) -> None:
    target = world.target_or_outside(function, "lambda")
    if target is not None and name != "KMSKeyID":
        flow = world.flow(pool, target, function.at, f"{pool.name}{name}")
        flow.put("as", _snake(name))
        if target.qualifier:
            flow.put("alias", target.qualifier)


def _snake(name: str) -> str:
    """`PreSignUp` as a description writes it: `pre_sign_up`."""
    return "".join(
        f"_{letter.lower()}" if letter.isupper() and at else letter.lower() for at, letter in enumerate(name)
    )


def client(world: World, resource: Resource) -> None:
    """An app client counts for its pool; references to it lead to the pool."""
    found = world.target(value_at(resource.properties, "UserPoolId"))
    if found is None:
        return
    world.stands_for(resource, found)
    part = world.draft.components[found.name]
    number = world.facts["clients", found.name] = world.facts.get(("clients", found.name), 0) + 1
    part.put("app_clients", number, resource.at)
    for provider in items(resource.properties, "SupportedIdentityProviders"):
        if provider.is_known and str(provider.value).upper() != "COGNITO":
            part.add("providers", str(provider.value).lower(), provider.at)


def domain(world: World, resource: Resource) -> None:
    found = world.target(value_at(resource.properties, "UserPoolId"))
    if found is not None:
        world.stands_for(resource, found)
        name = find(resource.properties, "Domain")
        world.draft.components[found.name].put("domain", name.value if name and name.is_known else True, resource.at)


def provider(world: World, resource: Resource) -> None:
    found = world.target(value_at(resource.properties, "UserPoolId"))
    name = find(resource.properties, "ProviderName")
    if found is not None and name is not None and name.is_known:
        world.stands_for(resource, found)
        world.draft.components[found.name].add("providers", str(name.value).lower(), resource.at)


def identity_pool(world: World, resource: Resource) -> None:
    part = world.component(resource, "cognito_identity_pool", find(resource.properties, "IdentityPoolName"))
    carry(_IDENTITY_POOL, resource.properties, part)


def link_identity_pool(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    for entry in items(resource.properties, "CognitoIdentityProviders"):
        named = find(entry.value, "ProviderName")
        target = world.mentioned(named.value, "cognito_user_pool") if named is not None else None
        part.add("providers", target.name if target is not None else UNKNOWN, entry.at)
    for key, setting in entries(resource.properties, "SupportedLoginProviders"):
        part.add("providers", _LOGINS.get(key, key), setting.at)
    for entry in (
        *items(resource.properties, "SamlProviderARNs"),
        *items(resource.properties, "OpenIdConnectProviderARNs"),
    ):
        saml = "saml-provider" in str(entry.value) or find(resource.properties, "SamlProviderARNs") is not None
        part.add("providers", "saml" if saml else "oidc", entry.at)
    if "providers" not in part.fields:
        part.put("providers", [])


def attached_roles(world: World, resource: Resource) -> None:
    found = world.target(value_at(resource.properties, "IdentityPoolId"))
    if found is None:
        return
    part = world.draft.components[found.name]
    for key, field in (("authenticated", "authenticated"), ("unauthenticated", "guest")):
        setting = find(resource.properties, "Roles", key)
        if setting is not None:
            name = role_named(world, setting.value)
            part.set(f"roles.{field}", setting, UNKNOWN if name is None else name)


def pool_behind(world: World, value: Any) -> Target | None:
    """The user pool that an issuer's address or an ARN speaks of."""
    return world.mentioned(value, "cognito_user_pool") if isinstance(value, str) else None


def issuer(world: World, value: Any) -> Any:
    """What stands for an issuer: a user pool of this template, else its address; unknown where that is not known."""
    pool = pool_behind(world, value)
    if pool is not None:
        return pool.name
    return UNKNOWN if isinstance(value, Open) else value


READERS = {"AWS::Cognito::UserPool": user_pool, "AWS::Cognito::IdentityPool": identity_pool}
SECOND = {
    "AWS::Cognito::UserPoolClient": client,
    "AWS::Cognito::UserPoolDomain": domain,
    "AWS::Cognito::UserPoolIdentityProvider": provider,
}
LINKS = {
    "AWS::Cognito::UserPool": link_user_pool,
    "AWS::Cognito::UserPoolTrigger": link_trigger,
    "AWS::Cognito::IdentityPool": link_identity_pool,
    "AWS::Cognito::IdentityPoolRoleAttachment": attached_roles,
}
