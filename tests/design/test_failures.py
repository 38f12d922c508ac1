"""What the client of an API sees when a route fails: which statuses can come here, why, who repeats, what is lost."""

from __future__ import annotations

import pytest
from rules.examples import whole

from archlint.design.failures import RouteFailures, of_api, of_route
from archlint.design.graph import Design
from archlint.document import parse
from archlint.model.api import Api
from archlint.model.understanding import understand

ALWAYS = {
    400: ["malformed"],
    404: ["no_route"],
    413: ["too_large"],
    429: ["account"],
    500: ["not_allowed", "no_room"],
    502: ["crashed", "malformed_answer", "cut_off", "large_answer"],
    503: ["unavailable"],
    504: ["broken_off"],
}
"""Of a function behind an HTTP API of which nothing else is said."""


def design(text: str) -> Design:
    return Design(understand(parse(whole(text), "example.yaml")))


def one(text: str, route: str = "POST /videos") -> RouteFailures:
    (found,) = of_route(design(text), route)
    return found


def kinds(found: RouteFailures) -> dict[int, list[str]]:
    """The causes by status, with `!` before those that the design itself makes come."""
    return {
        failure.status: [f"{'!' if cause.expected else ''}{cause.kind}" for cause in failure.causes]
        for failure in found.failures
    }


def text(api: str = "", work: str = "type: lambda", route: str = "", more: str = "", flows: str = "") -> str:
    return f"""
components:
  viewer: {{type: client}}
  users: {{type: cognito_user_pool}}
  others: {{type: cognito_user_pool}}
  check: {{type: lambda}}
  api: {{type: api_gateway, {api or "protocol: http"}}}
  upload: {{{work}}}
{more}flows:
  - viewer -> api: {{route: POST /videos}}
  - api -> upload: {{route: POST /videos{route}}}
{flows}"""


def test_a_function_behind_an_http_api_can_fail_in_these_ways() -> None:
    assert kinds(one(text())) == ALWAYS


STOPS_LATER = ["crashed", "malformed_answer", "large_answer"]
REST = {key: value for key, value in ALWAYS.items() if key != 404} | {403: ["no_route"]}
EDGE = "protocol: rest, endpoint: edge"
REGIONAL = "protocol: rest, endpoint: regional"


@pytest.mark.parametrize(
    ("api", "differs"),
    [
        (REGIONAL, {}),
        (f"{EDGE}, validation: true", {400: ["malformed", "schema"]}),
        (f"{REGIONAL}, authorizer: {{cognito: users}}", {401: ["token"], 403: ["scope", "no_route"]}),
        (f"{REGIONAL}, authorizer: {{jwt: users}}", {401: ["token"], 403: ["scope", "no_route"]}),
        (
            f"{REGIONAL}, authorizer: {{lambda: check}}",
            {401: ["unauthorized"], 403: ["denied", "no_route"], 500: ["authorizer", "not_allowed", "no_room"]},
        ),
        (f"{REGIONAL}, authorizer: {{iam: true}}", {403: ["signature", "no_route"]}),
        (f"{REGIONAL}, authorizer: {{api_key: true}}", {403: ["key", "no_route"], 429: ["account", "quota"]}),
        (f"{REGIONAL}, authorizer: unknown", {}),
        (f"{REGIONAL}, waf: true", {403: ["blocked", "no_route"]}),
        (f'{REGIONAL}, policy: ["111122223333"]', {403: ["policy", "no_route"]}),
        (f"{REGIONAL}, policy: unknown", {}),
        ("protocol: rest, endpoint: private", {403: ["outside", "no_route"]}),
        (f"{REGIONAL}, throttle: {{rate: 5/s}}", {429: ["throttle"]}),
        (f"{REGIONAL}, throttle: {{burst: 5}}", {429: ["account"]}),
        (f"{REGIONAL}, throttle: {{rate: unknown}}", {429: None}),
    ],
)
def test_what_stands_in_an_apis_settings_shows_in_its_failures(api: str, differs: dict[int, list[str] | None]) -> None:
    expected = {status: why for status, why in sorted({**REST, **differs}.items()) if why}
    assert kinds(one(text(api))) == expected


@pytest.mark.parametrize(
    ("work", "differs"),
    [
        ("type: lambda, timeout: 30s", {}),
        ("type: lambda, timeout: 31s", {502: STOPS_LATER, 504: ["too_slow", "broken_off"]}),
        (
            "type: lambda, timeout: 60s, duration: 31s",
            {502: STOPS_LATER, 504: ["!too_slow", "broken_off"]},
        ),
        (
            "type: lambda, timeout: 60s, duration: 30s",
            {502: STOPS_LATER, 504: ["too_slow", "broken_off"]},
        ),
        ("type: lambda, timeout: 3s, duration: 3s", {502: ["crashed", "malformed_answer", "!cut_off", "large_answer"]}),
        ("type: lambda, timeout: 3s, duration: 2s", {}),
        ("type: lambda, timeout: unknown", {502: STOPS_LATER}),
        ("type: lambda, reserved_concurrency: 5", {500: ["not_allowed", "no_room_of_its_own"]}),
        ("type: lambda, reserved_concurrency: 0", {500: ["not_allowed", "!no_room_of_its_own"]}),
        ("type: lambda, reserved_concurrency: unknown", {500: ["not_allowed"]}),
        ("type: http_endpoint", {500: ["not_allowed"], 502: ["bad_answer"], 504: ["too_slow", "broken_off"]}),
        ("type: aws_service, service: sts", {413: None, 500: ["not_allowed"], 502: None}),
        (
            "type: sqs, max_message: unknown",
            {413: ["too_large"], 500: ["not_allowed"], 502: None, 504: ["too_slow", "broken_off"]},
        ),
        (
            "type: sqs",
            {
                400: ["malformed", "oversize"],
                500: ["not_allowed"],
                502: None,
                504: ["too_slow", "broken_off"],
            },
        ),
    ],
)
def test_what_stands_behind_an_api_shows_in_its_failures(work: str, differs: dict[int, list[str] | None]) -> None:
    expected = {status: why for status, why in sorted({**ALWAYS, **differs}.items()) if why}
    assert kinds(one(text(work=work))) == expected


PASS = "definition: {StartAt: A, States: {A: {Type: Pass, End: true}}}"


@pytest.mark.parametrize(
    ("work", "late"),
    [
        ("timeout: 30s", ["broken_off"]),
        ("timeout: 31s", ["too_slow", "broken_off"]),
        ("tracing: false", ["too_slow", "broken_off"]),  # five minutes are over thirty seconds
        ("duration: 31s", ["!too_slow", "broken_off"]),
        ("duration: 31s, timeout: 30s", ["broken_off"]),
    ],
)
def test_a_workflow_that_is_waited_for_is_late_unless_something_ends_it(work: str, late: list[str]) -> None:
    duration = "duration: 31s" if "duration" in work else ""
    states = f", states: {{A: {{{duration}}}}}" if duration else ""
    fields = ", ".join(part for part in work.split(", ") if "duration" not in part) or "tracing: false"
    task = PASS.replace("Type: Pass", "Type: Task, Resource: 'arn:aws:states:::bedrock:invokeModel'")
    found = one(text(work=f"type: step_functions, workflow: express, {fields}, {task}{states}", route=", mode: sync"))
    assert kinds(found)[504] == late
    assert kinds(found)[400] == ["malformed", "oversize"]
    assert 502 not in kinds(found)


@pytest.mark.parametrize(
    ("mode", "hidden", "later"), [("sync", "failed_execution", []), ("async", "begun_execution", ["upload -> check"])]
)
def test_an_execution_that_fails_is_no_failed_request(mode: str, hidden: str, later: list[str]) -> None:
    task = PASS.replace("Type: Pass", "Type: Task, Resource: '${check}'")
    found = one(text(work=f"type: step_functions, workflow: express, {task}", route=f", mode: {mode}"))
    assert [cause.kind for cause in found.hidden] == [hidden]
    assert [str(one.flow) for one in found.later] == later


@pytest.mark.parametrize(
    ("catch", "final"), [("", "failed"), ("Catch: [{ErrorEquals: [States.ALL], Next: B}], ", "caught")]
)
def test_what_a_workflow_does_when_a_task_fails_is_not_seen_by_the_client(catch: str, final: str) -> None:
    states = f"A: {{Type: Task, Resource: '${{check}}', {catch}End: true}}, B: {{Type: Fail}}"
    work = f"type: step_functions, definition: {{StartAt: A, States: {{{states}}}}}"
    (later,) = one(text(work=work)).later
    assert (str(later.flow), later.final) == ("upload -> check", final)


@pytest.mark.parametrize("work", ["type: lambda", "type: lambda, timeout: 60s"])
def test_a_function_that_is_only_handed_an_event_answers_nothing(work: str) -> None:
    expected = {**REST, 502: None, 504: ["broken_off"]}
    found = one(text(REGIONAL, work, route=", mode: async"))
    assert kinds(found) == {status: why for status, why in sorted(expected.items()) if why}
    assert [str(later.flow) for later in found.later] == ["api -> upload"]


def test_a_request_or_an_answer_that_is_too_large_is_no_bad_luck() -> None:
    large = text(route=", response: 7 MB").replace("{route: POST /videos}", "{route: POST /videos, payload: 7 MB}", 1)
    found = kinds(one(large))
    assert found[413] == ["!too_large"]
    assert found[502] == ["crashed", "malformed_answer", "cut_off", "!large_answer"]
    fits = kinds(one(large.replace("7 MB", "6 MB")))
    assert (fits[413], fits[502][-1]) == (["too_large"], "large_answer")


def test_a_service_refuses_by_itself_what_it_finds_too_large() -> None:
    large = text(work="type: sqs").replace("{route: POST /videos}", "{route: POST /videos, payload: 1025 KB}", 1)
    assert kinds(one(large))[400] == ["malformed", "!oversize"]
    assert kinds(one(large.replace("1025 KB", "1024 KB")))[400] == ["malformed", "oversize"]


@pytest.mark.parametrize(("rate", "cause"), [("6/s", "!throttle"), ("5/s", "throttle")])
def test_a_peak_over_the_throttle_is_no_bad_luck(rate: str, cause: str) -> None:
    busy = text("protocol: http, throttle: {rate: 5/s}") + f"usage:\n  viewer -> api: {{rate: 1/s, peak: {rate}}}\n"
    assert kinds(one(busy))[429] == [cause]


@pytest.mark.parametrize(("pool", "cause"), [("others", "!token"), ("users", "token")])
def test_a_token_of_another_pool_is_no_bad_luck(pool: str, cause: str) -> None:
    shown = text("protocol: http, authorizer: {jwt: users}")
    shown = shown.replace("{route: POST /videos}", f"{{route: POST /videos, credentials: {pool}}}", 1)
    found = one(shown)
    assert kinds(found)[401] == [cause]
    named = [cause.values["callers"] for failure in found.failures for cause in failure.causes if cause.kind == "token"]
    assert named == [["viewer"] if pool == "others" else []]


def test_a_call_that_nobody_has_allowed_is_no_bad_luck() -> None:
    shut = text(route=", policy: false")
    assert kinds(one(shut))[500] == ["!not_allowed", "no_room"]
    refused = "roles:\n  none: {allow: []}\n" + text(work="type: sqs", api="protocol: http, role: none")
    assert kinds(one(refused))[500] == ["!not_allowed"]


def test_a_function_that_authorizes_another_route_does_not_fail_this_one() -> None:
    found = text(route=", authorizer: none", api="protocol: http, authorizer: {lambda: check}")
    assert kinds(one(found)) == ALWAYS


def test_of_two_functions_that_authorize_each_fails_its_own_route() -> None:
    guarded = text("protocol: http, authorizer: {lambda: check}", more="  other: {type: lambda}\n").replace(
        "  - api -> upload: {route: POST /videos}",
        "  - api -> upload: {route: POST /videos, authorizer: {lambda: other}}\n  - api -> other: {as: authorizer}",
    )
    (found,) = (failure for failure in one(guarded).failures if failure.status == 500)
    assert [str(cause.values["function"]) for cause in found.causes if cause.kind == "authorizer"] == ["other"]


def test_a_function_that_authorizes_and_works_fails_as_what_it_does() -> None:
    both = text("protocol: http, authorizer: {lambda: check}", flows="  - api -> check: {route: GET /videos}\n")
    assert kinds(one(both))[500] == ["authorizer", "not_allowed", "no_room"]


@pytest.mark.parametrize(("api", "waits"), [("protocol: soap", None), ("protocol: http, timeout: unknown", None)])
def test_of_an_api_whose_patience_is_not_known_nobody_says_what_is_too_slow(api: str, waits: None) -> None:
    found = one(text(api, work="type: lambda, timeout: 60s"))
    assert kinds(found)[504] == kinds(one(text(api, work="type: http_endpoint")))[504] == ["broken_off"]
    if "soap" in api:
        assert found.waits is waits
        assert "cut_off" in kinds(found)[502]


@pytest.mark.parametrize(
    ("work", "path"),
    [
        ("type: lambda, timeout: 60s", ("components", "upload", "timeout")),
        ("type: http_endpoint", ("components", "upload")),
    ],
)
def test_what_is_too_slow_stands_where_its_timeout_does(work: str, path: tuple[str, ...]) -> None:
    (found,) = (
        cause for failure in one(text(work=work)).failures for cause in failure.causes if cause.kind == "too_slow"
    )
    assert found.at.path == path


def test_a_route_that_takes_everything_leaves_nothing_to_be_not_found() -> None:
    assert 404 not in kinds(one(text(flows="  - api -> check: {}\n")))


def test_a_websocket_is_guarded_when_it_connects_and_finds_every_message() -> None:
    chat = text(
        "protocol: websocket, authorizer: {iam: true}",
        route=", name: up",
        flows="  - api -> check: {route: $connect}\n",
    )
    sent, connected = one(chat), one(chat, "$connect")
    assert not {401, 403, 404} & kinds(sent).keys()
    assert kinds(connected)[403] == ["signature"]
    assert kinds(connected)[413] == ["too_large"]


RETRIES = text().replace("type: client", "type: client, retries: 2, backoff: exponential")


def test_clients_try_again_where_the_same_request_may_succeed() -> None:
    found = one(RETRIES)
    repeated = {
        failure.status: [str(caller.flow.source) for caller in failure.repeated_by] for failure in found.failures
    }
    assert repeated == {
        400: [], 404: [], 413: [], 429: ["viewer"], 500: ["viewer"], 502: ["viewer"], 503: ["viewer"], 504: ["viewer"],
    }  # fmt: skip
    assert [(caller.retries, caller.backoff) for caller in found.callers] == [(2, "exponential")]


def test_one_more_try_is_a_try() -> None:
    found = one(RETRIES.replace("retries: 2", "retries: 1"))
    assert {failure.status for failure in found.failures if failure.repeated_by} == {429, 500, 502, 503, 504}


def test_a_function_that_calls_tries_again_as_often_as_its_flow_says() -> None:
    calling = text().replace("viewer: {type: client}", "viewer: {type: lambda, retries: 2}")
    assert [caller.retries for caller in one(calling).callers] == [0]
    stated = calling.replace("{route: POST /videos}", "{route: POST /videos, retries: 3}", 1)
    assert [caller.retries for caller in one(stated).callers] == [3]


def test_what_a_call_says_of_trying_again_goes_before_what_its_client_says() -> None:
    stated = RETRIES.replace("{route: POST /videos}", "{route: POST /videos, retries: 0, backoff: fixed}", 1)
    found = one(stated)
    assert [(caller.retries, caller.backoff) for caller in found.callers] == [(0, "fixed")]
    assert not any(failure.repeated_by for failure in found.failures)


def test_work_is_begun_only_behind_an_api_that_passes_the_request_on() -> None:
    begun = {failure.status: failure.begun for failure in one(text()).failures}
    assert begun == {
        400: "no", 404: "no", 413: "no", 429: "no", 500: "no", 502: "yes", 503: "perhaps", 504: "perhaps",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("route", "work", "repeatable"),
    [
        ("POST /videos", "type: lambda", None),
        ("GET /videos", "type: lambda, idempotent: false", True),
        ("HEAD /videos", "type: lambda, idempotent: false", True),
        ("OPTIONS /videos", "type: lambda, idempotent: false", True),
        ("POST /videos", "type: lambda, idempotent: false", False),
        ("POST /videos", "type: lambda, idempotent: true", True),
        ("POST /videos", "type: lambda, idempotency: {key: id}", True),
        ("POST /videos", "type: lambda, idempotency: unknown", None),
    ],
)
def test_whether_work_may_be_done_twice(route: str, work: str, repeatable: bool | None) -> None:
    assert one(text(work=work).replace("POST /videos", route), route).repeatable is repeatable


def test_of_two_integrations_one_that_may_not_run_twice_decides() -> None:
    both = text(work="type: lambda, idempotent: true", flows="  - api -> check: {route: POST /videos}\n")
    assert one(both).repeatable is None
    assert one(both.replace("check: {type: lambda}", "check: {type: lambda, idempotent: false}")).repeatable is False


@pytest.mark.parametrize("carrier", ["sns", "eventbridge", "kinesis, capacity: on_demand"])
def test_what_carries_events_on_has_failures_that_the_client_never_sees(carrier: str) -> None:
    found = one(text(work=f"type: {carrier}", flows="  - upload -> check: {}\n"))
    assert [str(later.flow) for later in found.later] == ["upload -> check"]


def test_what_fails_behind_a_queue_the_client_never_sees() -> None:
    behind = text(
        work="type: sqs, dlq: {to: failed, max_receives: 5}",
        more="  failed: {type: sqs}\n",
        flows="  - upload -> check: {}\n",
    )
    (later,) = one(behind).later
    assert (str(later.flow), str(later.rescue), later.final) == ("upload -> check", "failed", "redrive")
    assert [layer.times for layer in later.tries] == [5]


def test_a_function_has_nothing_that_fails_later() -> None:
    assert one(text(flows="  - upload -> check: {mode: async}\n")).later == ()


def test_a_status_rests_on_the_facts_of_its_side_and_its_own() -> None:
    facts = {failure.status: failure.facts for failure in one(text()).failures}
    assert facts[400] == ("N120", "N122")
    assert facts[404] == ("N120",)
    assert facts[413] == ("N120",)
    assert facts[500] == ("N121",)
    assert facts[504] == ("N121", "N127")


def test_a_request_leads_to_the_route_that_fits_it_best() -> None:
    chosen = text(flows='  - api -> check: {route: "GET /videos/{id}"}\n  - api -> users: {as: authorizer}\n')
    assert [flow.target.name for flow in one(chosen, "GET /videos/7").flows] == ["check"]
    assert of_route(design(chosen), "GET /clips") == []
    assert of_route(design(chosen), "clips") == []
    everything = text(flows="  - api -> check: {}\n")
    assert of_route(design(everything), "clips") == []
    assert [flow.target.name for flow in one(everything, "GET /clips").flows] == ["check"]


def test_a_caller_that_names_no_route_may_call_each() -> None:
    anywhere = text().replace("{route: POST /videos}", "{}", 1)
    assert [str(caller.flow) for caller in one(anywhere).callers] == ["viewer -> api"]
    everything = text(flows="  - api -> check: {}\n")
    assert one(everything, "$default").callers == ()
    several = text().replace(
        "api -> upload: {route: POST /videos}", "api -> upload: {route: [GET /clips, POST /videos]}"
    )
    assert one(several, "GET /clips").callers == ()
    elsewhere = text().replace("{route: POST /videos}", "{route: GET /videos}", 1)
    assert one(elsewhere).callers == ()
    concrete = text().replace("{route: POST /videos}", "{route: POST /videos/7}", 1)
    concrete = concrete.replace("{route: POST /videos}", '{route: "POST /videos/{id}"}')
    assert [str(caller.flow) for caller in one(concrete, "POST /videos/{id}").callers] == ["viewer -> api"]
    assert [str(caller.flow) for caller in one(concrete, "POST /videos/8").callers] == ["viewer -> api"]
    both = concrete.replace('{route: "POST /videos/{id}"}', '{route: ["POST /videos/{id}", "GET /clips/{id}"]}')
    assert one(both, "GET /clips/8").callers == ()


def test_every_route_of_an_api_is_told_once() -> None:
    whole_api = design(text(flows="  - api -> check: {route: [GET /videos, POST /videos]}\n"))
    api = whole_api.components["api"]
    assert isinstance(api, Api)
    told = [(found.route, len(found.flows)) for found in of_api(whole_api, api)]
    assert told == [("POST /videos", 2), ("GET /videos", 1)]


def test_an_api_waits_as_long_as_its_route_says() -> None:
    assert one(text()).waits == 30
    assert one(text(route=", timeout: 10s")).waits == 10
    both = text(route=", timeout: 10s", flows="  - api -> check: {route: POST /videos, timeout: 20s}\n")
    assert one(both).waits == 10
