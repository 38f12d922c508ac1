"""What a task's `Resource` says: the service, the action, and how the task waits for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint.catalog.integrations import integrations
from archlint.model.states import Call

if TYPE_CHECKING:
    from archlint.model.states import Way

_SERVICE = re.compile(
    r"arn:(?:[\w-]+|\$\{[^}]*\}):states:(?:[\w-]*|\$\{[^}]*\}):(?:\d*|\$\{[^}]*\}):(?P<rest>.+)", re.ASCII
)
_ACTION = re.compile(r"(?P<sdk>aws-sdk:)?(?P<service>[\w-]+):(?P<action>\w+)(?:\.(?P<way>[\w:]+))?", re.ASCII)
_WAYS: dict[str | None, Way] = {None: "request", "sync": "sync", "sync:2": "sync", "waitForTaskToken": "callback"}


def read_resource(resource: str) -> Call:
    """The call behind a `Resource`: never fails; an ARN of another kind, or none, is the direct one of a function."""
    match = _SERVICE.fullmatch(resource)
    if match is None:
        return Call(resource, "lambda", "invoke", is_direct=True)
    rest = match["rest"]
    if rest.startswith("activity:"):
        return Call(resource, "states", "activity", "activity", is_direct=True)
    found = _ACTION.fullmatch(rest)
    if found is None:
        return Call(resource, "", "")
    return Call(
        resource, found["service"].lower(), found["action"], _WAYS.get(found["way"], "request"), bool(found["sdk"])
    )


def resource_fault(resource: str) -> str:
    """Why AWS refuses a `Resource`, in words that follow it; empty where it does not."""
    match = _SERVICE.fullmatch(resource)
    if match is None or match["rest"].startswith("activity:"):
        return ""
    found = _ACTION.fullmatch(match["rest"])
    if found is None:
        return "is not `service:action`"
    if found["way"] not in _WAYS:
        return f"waits by `.{found['way']}`; there are `.sync`, `.sync:2` and `.waitForTaskToken`"
    way, service = _WAYS[found["way"]], found["service"].lower()
    if way == "sync" and (found["sdk"] or not integrations().waits_for_job(service)):
        who = "an SDK call" if found["sdk"] else service
        return f"has no `.{found['way']}`, as {who} does not wait for a job"
    if way == "callback" and not found["sdk"] and not integrations().takes_token(service):
        return f"has no `.waitForTaskToken`, as {service} hands out no token"
    return ""
