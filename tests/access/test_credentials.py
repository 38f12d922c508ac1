"""Which proof a caller shows, how it comes by it, and what the target takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from access.designing import component, design, flow

from archlint.document.quantities import UNKNOWN

if TYPE_CHECKING:
    from archlint.design.access.proofs import Credentials


def shown(text: str, name: str) -> Credentials:
    found = design(text)
    return found.access.credentials(flow(found, name))


USER_POOL = """
components:
  viewer: {type: client, browser: true}
  users: {type: cognito_user_pool}
  api: {type: api_gateway, protocol: http, authorizer: {jwt: users}}
  photos: {type: s3}
flows:
  - viewer -> users: {}
  - viewer -> api: {}
  - viewer -> photos: {operation: put}
"""
IDENTITY_POOL = """
components:
  viewer: {type: client, browser: true, signs_in_with: google}
  ids: {type: cognito_identity_pool, providers: [google]}
  photos: {type: s3}
flows:
  - viewer -> ids: {}
  - viewer -> photos: {operation: put}
"""
BOTH = """
components:
  viewer: {type: client, browser: true}
  users: {type: cognito_user_pool}
  ids: {type: cognito_identity_pool, providers: [users]}
  api: {type: api_gateway, protocol: http, authorizer: {jwt: users}}
  photos: {type: s3}
flows:
  - viewer -> users: {}
  - viewer -> ids: {}
  - viewer -> api: {}
  - viewer -> photos: {operation: put}
"""


def test_with_a_user_pool_alone_a_token_opens_the_api_and_nothing_of_awss() -> None:
    at_api, at_bucket = shown(USER_POOL, "viewer -> api"), shown(USER_POOL, "viewer -> photos")
    assert (at_api.offer.proof, at_api.offer.issuer, at_api.accepted) == ("token", "users", True)
    assert [str(way) for way in at_api.offer.way] == ["viewer -> users"]
    assert (at_bucket.offer.proof, at_bucket.accepted) == ("token", False)


def test_with_an_identity_pool_alone_a_providers_token_is_exchanged_for_aws_credentials() -> None:
    found = shown(IDENTITY_POOL, "viewer -> photos")
    assert (found.offer.proof, found.offer.issuer, found.offer.guest, found.accepted) == ("aws", "ids", False, True)
    assert [str(way) for way in found.offer.way] == ["viewer -> ids"]


def test_with_both_pools_the_user_pools_token_is_exchanged() -> None:
    at_api, at_bucket = shown(BOTH, "viewer -> api"), shown(BOTH, "viewer -> photos")
    assert (at_api.offer.proof, at_api.accepted) == ("token", True)
    assert (at_bucket.offer.proof, at_bucket.offer.issuer, at_bucket.accepted) == ("aws", "ids", True)
    assert [str(way) for way in at_bucket.offer.way] == ["viewer -> users", "viewer -> ids"]


def test_an_identity_pool_that_lists_the_clients_user_pool_serves_it_though_no_flow_says_so() -> None:
    found = shown(BOTH.replace("  - viewer -> ids: {}\n", ""), "viewer -> photos")
    assert (found.offer.proof, found.offer.issuer, found.accepted) == ("aws", "ids", True)
    other = BOTH.replace("  - viewer -> ids: {}\n", "").replace("[users]", "[google]")
    assert shown(other, "viewer -> photos").offer.proof == "token"


@pytest.mark.parametrize(
    ("client", "guests", "flow", "guest"),
    [
        ("", "true", "", True),
        ("", "false", "", False),
        (", signs_in_with: google", "true", "", False),
        ("", "true", "provider: google", False),
    ],
)
def test_a_guest_is_who_signs_in_nowhere_where_guests_are_let_in(
    client: str, guests: str, flow: str, guest: bool
) -> None:
    text = f"""
    components:
      viewer: {{type: client, browser: true{client}}}
      ids: {{type: cognito_identity_pool, providers: [google], guests: {guests}}}
      photos: {{type: s3}}
    flows:
      - viewer -> ids: {{{flow}}}
      - viewer -> photos: {{operation: get}}
    """
    assert shown(text, "viewer -> photos").offer.guest is guest


@pytest.mark.parametrize(
    ("client", "proof", "accepted"),
    [
        ("browser: true", "none", False),
        ("mobile: true", "none", False),
        ("retries: 1", "unknown", None),
        ("browser: true, signs_in_with: google", "token", False),
    ],
)
def test_a_browser_or_phone_without_a_pool_has_nothing_and_a_server_may(
    client: str, proof: str, accepted: bool | None
) -> None:
    text = f"""
    components:
      viewer: {{type: client, {client}}}
      photos: {{type: s3}}
    flows:
      - viewer -> photos: {{}}
    """
    found = shown(text, "viewer -> photos")
    assert (found.offer.proof, found.accepted) == (proof, accepted)


@pytest.mark.parametrize(
    ("word", "proof", "issuer", "accepted"),
    [
        ("iam", "aws", "", True),
        ("presigned", "aws", "", True),
        ("api_key", "api_key", "", False),
        ("none", "none", "", False),
        ("users", "token", "users", False),
        ("ids", "aws", "ids", True),
    ],
)
def test_what_a_flow_says_of_its_credentials_counts(word: str, proof: str, issuer: str, accepted: bool) -> None:
    found = shown(BOTH.replace("{operation: put}", f"{{credentials: {word}}}"), "viewer -> photos")
    assert (found.offer.proof, found.offer.issuer, found.accepted) == (proof, issuer, accepted)


@pytest.mark.parametrize(
    ("authorizer", "credentials", "accepted"),
    [
        ("{jwt: users}", "users", True),
        ("{jwt: https://login.example}", "users", False),
        ("{jwt: https://login.example}", "https://login.example", True),
        ("{jwt: users}", "ids", False),
        ("{jwt: users}", "none", False),
        ("{lambda: decide}", "users", True),
        ("{iam: true}", "users", False),
        ("{iam: true}", "ids", True),
        ("{iam: false}", "none", True),
        ("{api_key: true}", "api_key", True),
        ("{api_key: true}", "none", False),
    ],
)
def test_an_api_takes_what_its_authorizer_takes(authorizer: str, credentials: str, accepted: bool) -> None:
    text = BOTH.replace("{jwt: users}", authorizer).replace(
        "viewer -> api: {}", f"viewer -> api: {{credentials: {credentials}}}"
    )
    text = text.replace("  photos:", "  decide: {type: lambda}\n  photos:")
    assert shown(text, "viewer -> api").accepted is accepted


def test_an_api_without_an_authorizer_takes_anybody() -> None:
    found = shown(BOTH.replace(", authorizer: {jwt: users}", ""), "viewer -> api")
    assert found.accepted is True
    assert found.accepts is not None
    assert found.accepts.anything


@pytest.mark.parametrize(
    ("route", "accepted"), [("GET /photos", True), ("POST /photos", False), ("GET /photos/{id}", True)]
)
def test_the_authorizer_of_the_route_goes_before_the_apis(route: str, accepted: bool) -> None:
    text = f"""
    components:
      viewer: {{type: client, browser: true}}
      api: {{type: api_gateway, protocol: http, authorizer: {{jwt: users}}}}
      users: {{type: cognito_user_pool}}
      handle: {{type: lambda}}
    flows:
      - viewer -> api: {{route: "{route}", credentials: none}}
      - api -> handle: {{route: GET /photos, authorizer: none}}
      - api -> handle: {{name: one, route: "GET /photos/{{id}}", authorizer: {{iam: false}}}}
      - api -> handle: {{name: write, route: POST /photos}}
    """
    assert shown(text, "viewer -> api").accepted is accepted


@pytest.mark.parametrize(
    ("settings", "credentials", "accepted"),
    [
        ("", "none", True),
        ("listeners: {443: {protocol: https, authorizer: {cognito: users}}}", "users", True),
        ("listeners: {443: {protocol: https, authorizer: {oidc: https://login.example}}}", "users", False),
        ("listeners: {443: {protocol: https, authorizer: {cognito: users}}, 80: {protocol: http}}", "none", True),
    ],
)
def test_a_load_balancer_checks_tokens_at_its_listeners(settings: str, credentials: str, accepted: bool) -> None:
    text = f"""
    components:
      viewer: {{type: client, browser: true}}
      users: {{type: cognito_user_pool}}
      front: {component("load_balancer", settings)}
    flows:
      - viewer -> front: {{credentials: {credentials}}}
    """
    assert shown(text, "viewer -> front").accepted is accepted


def test_a_flow_meets_the_listener_that_it_names() -> None:
    text = """
    components:
      viewer: {type: client, browser: true}
      front: {type: load_balancer, listeners: {443: {protocol: https, authorizer: {oidc: x}}, 80: {protocol: http}}}
    flows:
      - viewer -> front: {listener: 443, credentials: none}
      - viewer -> front: {name: plain, port: 80, credentials: none}
      - viewer -> front: {name: by-port, port: 443, credentials: none}
    """
    assert [shown(text, name).accepted for name in ("plain", "by-port")] == [True, False]
    (first, *_) = design(text).written
    assert design(text).access.credentials(first).accepted is False


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("lambda", "", False),
        ("lambda", "url: iam", False),
        ("lambda", "url: public", True),
        ("sqs", "", False),
        ("step_functions", "", False),
        ("cognito_user_pool", "", True),
        ("cognito_identity_pool", "", True),
        ("appsync", "", None),
        ("appsync", "authorizers: [{cognito: users}]", False),
        ("appsync", "authorizers: [{cognito: users}, {api_key: true}]", False),
        ("http_endpoint", "", None),
        ("rds", "", None),
        ("aws_service", "", False),
        ("aws_service", "service: sts", None),
    ],
)
def test_who_comes_with_nothing_is_let_in_here_and_not_there(kind: str, more: str, expected: bool | None) -> None:
    smallest = component(kind, more) if "service" not in more else f"{{type: {kind}, {more}}}"
    text = f"""
    components:
      viewer: {{type: client, browser: true}}
      users: {{type: cognito_user_pool}}
      thing: {smallest}
    flows:
      - viewer -> thing: {{credentials: none}}
    """
    assert shown(text, "viewer -> thing").accepted is expected


def test_a_function_calls_aws_with_its_role() -> None:
    text = """
    components:
      upload: {type: lambda}
      jobs: {type: sqs}
      api: {type: api_gateway, protocol: http, authorizer: {jwt: https://login.example}}
    flows:
      - upload -> jobs: {}
      - upload -> api: {}
    """
    assert (shown(text, "upload -> jobs").offer.proof, shown(text, "upload -> jobs").accepted) == ("aws", True)
    assert (shown(text, "upload -> api").offer.proof, shown(text, "upload -> api").accepted) == ("unknown", None)


def test_a_route_may_ask_for_signed_requests_by_a_word() -> None:
    text = """
    components:
      viewer: {type: client, browser: true}
      api: {type: api_gateway, protocol: http}
      handle: {type: lambda}
    flows:
      - viewer -> api: {credentials: none}
      - api -> handle: {authorizer: iam}
    """
    found = shown(text, "viewer -> api")
    assert found.accepted is False
    assert found.accepts is not None
    assert tuple(found.accepts) == (False, True, (), False, False)


LISTENING = """
components:
  viewer: {type: client, browser: true}
  front: {type: load_balancer, listeners: {443: {protocol: https, authorizer: {oidc: x}}}}
  api: {type: api_gateway, protocol: http, authorizer: {jwt: x}}
  handle: {type: lambda}
flows:
  - viewer -> front: {credentials: none}
  - viewer -> api: {credentials: none}
  - api -> handle: {route: GET /a}
  - api -> handle: {name: other, route: GET /b}
"""


def test_nothing_is_said_where_what_a_target_takes_is_not_known() -> None:
    for name, change in (("viewer -> front", "listeners"), ("viewer -> api", "authorizer")):
        found = design(LISTENING)
        one = flow(found, name)
        assert found.access.credentials(one).accepted is False
        vars(one.target)[change] = UNKNOWN
        assert found.access.credentials(one).accepted is None


def test_nothing_is_said_where_a_part_of_an_authorizer_is_not_known() -> None:
    found = design(LISTENING)
    vars(found.components["api"].authorizer)["jwt"] = UNKNOWN
    assert found.access.credentials(flow(found, "viewer -> api")).accepted is None


def test_nothing_is_said_where_one_of_several_routes_is_not_known() -> None:
    found = design(LISTENING)
    vars(flow(found, "other"))["authorizer"] = UNKNOWN
    assert found.access.credentials(flow(found, "viewer -> api")).accepted is None


def test_nothing_is_said_where_the_credentials_are_not_known() -> None:
    found = design(LISTENING)
    one = flow(found, "viewer -> api")
    vars(one)["credentials"] = UNKNOWN
    assert found.access.credentials(one).accepted is None
