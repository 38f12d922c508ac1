"""Components that know who a caller is: Cognito's two pools."""

from typing import ClassVar, Literal

from archlint.model.base import Fields, setting
from archlint.model.component import Component
from archlint.model.values import Anything, Count, Flag, Name, Names


class UserPool(Component):
    """A Cognito user pool."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-userpool.html"
    )

    tier: Literal["lite", "essentials", "plus"] = setting("essentials", "Its feature plan, which sets its price.")
    mfa: Literal["off", "optional", "required"] = setting("off", "Whether a second factor is asked for.")
    app_clients: Count = setting(1, "How many app clients it has.")
    domain: Anything = setting(None, "The domain of its sign-in pages; absent, it has none.")
    providers: Names = setting((), "The identity providers it federates with.")


class PoolRoles(Fields):
    """The roles an identity pool hands out."""

    authenticated: Name | None = setting(None, "The role of those who have signed in.", names="role")
    guest: Name | None = setting(None, "The role of those who have not.", names="role")


class IdentityPool(Component):
    """A Cognito identity pool."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-identitypool.html"
    )

    providers: Names = setting(
        (), "Whose proofs of identity it takes: user pools, google, facebook, saml, ...", required=True
    )
    guests: Flag = setting(False, "Whether it hands credentials to those who have not signed in.")
    roles: PoolRoles | None = setting(None, "The roles it hands out.")
    flow: Literal["enhanced", "classic"] = setting("enhanced", "The authentication flow.")
