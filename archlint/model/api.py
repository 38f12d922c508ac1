"""Components that clients call: API Gateway, AppSync, CloudFront."""

from typing import ClassVar, Literal

from archlint.document import quantities as q
from archlint.model.base import Fields, measurement, setting
from archlint.model.component import Component
from archlint.model.values import Anything, Count, Duration, Flag, Name, Names, Rate, Share, Size


class Authorizer(Fields):
    """Who decides whether a caller may pass."""

    jwt: Name | None = setting(None, "A user pool, or an OpenID Connect issuer, whose tokens are checked.")
    cognito: Name | None = setting(
        None, "A user pool whose tokens a REST API or AppSync checks.", names="cognito_user_pool"
    )
    function: Name | None = setting(None, "A function that decides.", names="lambda", alias="lambda")
    iam: Flag | None = setting(None, "Whether requests have to be signed with AWS credentials.")
    api_key: Anything = setting(None, "Whether an API key is asked for.")


class Throttle(Fields):
    """The rate an API admits."""

    shorthand: ClassVar[str] = "rate"
    rate: Rate | None = setting(None, "Requests per second, steadily.")
    burst: Count | None = setting(None, "Requests at once.")


class ResponseCache(Fields):
    """Answers that are kept."""

    size: Size | None = setting(None, "Its size: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237 GB.")
    ttl: Duration = setting(q.Duration("300s"), "How long an answer is kept.", within="0 s to 3,600 s")
    hits: Share = measurement("The share of requests that it answers.")


class VpcLink(Fields):
    """The link through which an API reaches private targets: of an HTTP API with a place of its own in a network."""

    shorthand: ClassVar[str] = "to"
    to: Anything = setting(None, "Of a REST API: the network load balancer behind it, or just true.")
    name: Name = setting("", "Of an HTTP API: the network it stands in, by its name in `vpcs`.", names="vpc")
    subnets: Names = setting((), "The subnets, by their names in that network.")
    security_groups: Names = setting((), "The security groups, by their names in that network.")


class Api(Component):
    """An API of API Gateway."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/apigateway/latest/developerguide/welcome.html"

    protocol: Literal["rest", "http", "websocket"] | None = setting(None, "Which kind of API it is.", required=True)
    endpoint: Literal["edge", "regional", "private"] | None = setting(
        None, "Where a REST API is reached; required there."
    )
    authorizer: Authorizer | None = setting(None, "Who decides whether a caller may pass; absent, everybody may.")
    throttle: Throttle | None = setting(None, "The rate it admits; absent, the account's.")
    cors: Anything = setting(False, "Whether browsers of other origins may call it.")
    cache: ResponseCache | None = setting(None, "Answers that are kept; absent, none.")
    timeout: Duration | None = setting(None, "After which an integration is given up; absent, 29 s (HTTP API: 30 s).")
    waf: Flag = setting(False, "Whether a web ACL stands before it.")
    access_log: Literal["none", "text", "json"] = setting("none", "How requests are logged.")
    vpc_link: VpcLink | None = setting(None, "The link through which it reaches private targets.")
    validation: Flag = setting(False, "Whether requests are checked against a schema.")
    templates: Flag = setting(False, "Whether mapping templates rewrite its requests or answers.")
    tracing: Flag = setting(False, "Whether X-Ray traces it.")
    max_connections: Count = measurement("Connections that are open at once (WebSocket).")


class GraphApi(Component):
    """An AppSync API."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-appsync-graphqlapi.html"
    )

    authorizers: list[Authorizer] = setting((), "Who decides whether a caller may pass.")
    cache: ResponseCache | None = setting(None, "Answers that are kept; absent, none.")
    tracing: Flag = setting(False, "Whether X-Ray traces it.")
    logs: Literal["none", "errors", "all"] = setting("none", "What of its resolvers is logged.")
    waf: Flag = setting(False, "Whether a web ACL stands before it.")


class Caching(Fields):
    """What a distribution answers by itself."""

    shorthand: ClassVar[str] = "hits"
    hits: Share = measurement("The share of requests that it answers.")
    ttl: Duration = setting(q.Duration("24h"), "How long an answer is kept.")


class Distribution(Component):
    """A CloudFront distribution; its origins are flows."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudfront-distribution.html"
    )

    caching: Caching | None = setting(None, "What it answers by itself.")
    timeout: Duration = setting(q.Duration("30s"), "How long it waits for an origin.", within="1 s to 120 s")
    waf: Flag = setting(False, "Whether a web ACL stands before it.")
