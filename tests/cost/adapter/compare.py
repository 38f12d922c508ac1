"""One case: described, priced by the product, compared line by line to the cent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import yaml

from archlint.cost.estimate import Terms, estimate
from archlint.design.graph import Design
from archlint.document import parse
from archlint.model.understanding import understand

from . import infracost_events, infracost_networks, infracost_stores, plain, plain_rest
from .draft import Draft
from .inputs import Inputs

if TYPE_CHECKING:
    from archlint.cost.bill import Bill

CENT = Decimal("0.01")


@dataclass
class Got:
    """A line of the product's bill: one tier of one dimension."""

    dimension: str
    quantity: Decimal
    unit_price: Decimal
    usd: Decimal
    parts: list[Got] = field(default_factory=list)
    """The meter events that a line of one tier is made of."""


def cents(amount: Any) -> Decimal:
    return Decimal(str(amount)).quantize(CENT, ROUND_HALF_UP)


SYNONYMS = {
    "sfn": "stepfunctions", "states": "stepfunctions", "stepfunction": "stepfunctions", "apigw": "apigateway",
    "apigatewayv2": "apigateway", "events": "eventbridge", "cloudwatchevents": "eventbridge", "pipes": "eventbridge",
    "scheduler": "eventbridge", "eventbridgepipes": "eventbridge", "eventbridgescheduler": "eventbridge",
    "kinesisdatastreams": "kinesis", "kinesisstreams": "kinesis", "kds": "kinesis", "kinesisstream": "kinesis",
    "kinesisfirehose": "firehose", "datafirehose": "firehose", "flink": "managedflink", "kda": "managedflink",
    "kinesisanalytics": "managedflink", "managedserviceforapacheflink": "managedflink", "ddb": "dynamodb",
    "cloudwatchlogs": "cloudwatch", "logs": "cloudwatch", "nat": "vpc", "natgateway": "vpc", "privatelink": "vpc",
    "vpcendpoint": "vpc", "transitgateway": "vpc", "egress": "datatransfer", "transfer": "datatransfer",
    "ecs": "fargate", "ecsfargate": "fargate", "ebs": "ec2", "aurora": "rds", "redis": "elasticache",
    "valkey": "elasticache", "elasticsearch": "opensearch", "kafka": "msk", "secrets": "secretsmanager",
    "secretmanager": "secretsmanager", "cognitouserpools": "cognito", "alb": "elb", "nlb": "elb",
    "loadbalancer": "elb", "elasticloadbalancing": "elb", "simplequeueservice": "sqs",
    "simplenotificationservice": "sns", "simplestorageservice": "s3",
}  # fmt: skip
"""Other names of the services, without their case, spaces and `AWS` or `Amazon` before them."""


def service_of(case: dict[str, Any]) -> str:
    name = re.sub(r"[^a-z0-9]", "", str(case.get("service", "")).lower())
    name = re.sub(r"^(aws|amazon)", "", name)
    known = sorted({*SYNONYMS, *plain.SERVICES, *plain_rest.SERVICES}, key=len, reverse=True)
    name = next((one for one in known if name.startswith(one)), name)  # `SQS FIFO`
    return SYNONYMS.get(name, name)


def describe(case: dict[str, Any]) -> Draft | None:
    """The case as a description; None where it is about something that the description has no words for."""
    inputs, draft = case.get("inputs") or {}, Draft(str(case.get("region") or "us-east-1"), ())
    if "resource" in inputs:
        name, usage = str(inputs["resource"]).partition(".")[0], {**(inputs.get("usage") or {})}
        terraform = inputs.get("terraform") or {}
        if "autoscaling" in inputs:
            usage["autoscaling"] = inputs["autoscaling"]
        rooms = (infracost_events, infracost_stores, infracost_networks)
        build = next((found for room in rooms if (found := getattr(room, name, None))), None)
        if not name.startswith("aws_") or build is None or _is_priced_otherwise(terraform, usage):
            return None
        build(draft, terraform, usage)
        return draft
    service = service_of(case)
    asked = Inputs(inputs, float(case.get("hours_per_month") or 730))
    known = {**plain.SERVICES, **plain_rest.SERVICES}.get(service)
    if service == "lambda" and _at_edge(case):
        known = plain.lambda_at_edge
    if known is None:
        return None
    known(draft, asked)
    draft.unread = asked.unread
    return draft


def _is_priced_otherwise(terraform: dict[str, Any], usage: dict[str, Any]) -> bool:
    """True for reservations, other operating systems and hosts of one's own: the description has no words for them."""
    system = str(usage.get("operating_system", "linux")).lower()
    reserved = any("reserved_instance" in str(key) for key in usage)
    return reserved or system != "linux" or str(terraform.get("tenancy", "default")) != "default"


def _at_edge(case: dict[str, Any]) -> bool:
    """True for a function that CloudFront calls, which an example's inputs need not say."""
    lines = case.get("expected", {}).get("lines", ())
    said = [case.get("id"), *case["inputs"], *(line.get("dimension") for line in lines)]
    return any(re.search(r"(^|[^a-z])edge([^a-z]|$)", str(word).lower()) for word in said)


def bill_of(draft: Draft, *, free_tier: bool) -> Bill:
    text = yaml.safe_dump(draft.data(), sort_keys=False, allow_unicode=True, width=10_000)
    description = understand(parse(text, "case.yaml"))
    if description.problems:
        raise ValueError(f"the description has faults: {description.problems[0]}")
    return estimate(Design(description), Terms("always" if free_tier else "none", fallback="us-east-1"))


def lines_of(draft: Draft, bill: Bill) -> list[Got]:
    """What the bill says of the subjects, dimension by dimension over all of them, tier by tier."""
    found: dict[tuple[str, str, Decimal], Got] = {}
    for component in bill.components:
        if component.name not in draft.subjects:
            continue
        for item in component.items:
            if not item.dimension.startswith(draft.about):
                continue
            for part in item.slices:
                where = item.charge.region
                key = item.dimension, f"{where}/{part.first}/{component.name if _apart(draft) else ''}", part.unit_price
                line = found.setdefault(key, Got(item.dimension, Decimal(0), part.unit_price, Decimal(0)))
                line.quantity += part.quantity
                line.usd += part.monthly
                if len(item.slices) == 1:
                    line.parts += [Got(item.dimension, one.billed, part.unit_price, one.monthly) for one in item.lines]
    return list(found.values())


def _apart(draft: Draft) -> bool:
    """Where several buckets stand for one bucket's classes, each has lines of its own."""
    return draft.about == ("s3",)


def allowed(line: dict[str, Any]) -> set[Decimal]:
    """The cents an expected line may have: as printed, or as its own quantity and unit price give it."""
    found = {cents(line.get("usd", 0))}
    if "quantity" in line and "unit_price_usd" in line:
        found.add(cents(Decimal(str(line["quantity"])) * Decimal(line["unit_price_usd"])))
    return found


def match(expected: list[dict[str, Any]], got: list[Got]) -> list[Got | None]:
    """For each expected line the product's: by dimension where it names one, else the one that amounts to the same.

    An example that prints two lines for what is one line of the product's bill gets that line's parts.
    """
    left = list(got)
    found: list[Got | None] = [None] * len(expected)
    for strict in (True, False):
        for at, line in enumerate(expected):
            if found[at] is not None:
                continue
            wanted = str(line.get("dimension") or line.get("unit_price_from") or "").split(" ")[0]
            same = [candidate for candidate in left if candidate.dimension == wanted]
            found[at] = _best(same if strict or same else left, line, left, exact=strict or not same)
        for at, line in enumerate(expected):
            if found[at] is None and strict:
                found[at] = _best(list(left), line, left, exact=True)
    if found.count(None) == len(left) == 1:  # what is left is what the last line is about, whatever it amounts to
        found[found.index(None)] = left[0]
    return found


def _best(candidates: list[Got], line: dict[str, Any], left: list[Got], *, exact: bool) -> Got | None:
    """The candidate with the line's amount, whole or as a part; without `exact`, the nearest in quantity."""
    alike = [candidate for candidate in candidates if cents(candidate.usd) in allowed(line)]
    if alike:
        chosen = min(alike, key=lambda candidate: _distance(candidate, line))
        left.remove(chosen)
        return chosen
    for whole in candidates:
        for part in whole.parts if len(whole.parts) > 1 else ():
            if cents(part.usd) in allowed(line):
                left.remove(whole)
                left.extend(other for other in whole.parts if other is not part)
                return part
    if exact or not candidates:
        return None
    chosen = min(candidates, key=lambda candidate: _distance(candidate, line))
    left.remove(chosen)
    return chosen


def _distance(candidate: Got, line: dict[str, Any]) -> Decimal:
    stated = line.get("quantity")
    return abs(candidate.quantity - Decimal(str(stated))) if stated is not None else Decimal(0)


def verdict(case: dict[str, Any]) -> dict[str, Any]:
    """`id`, `expected`, `got` and `verdict` of one case."""
    expected = [{"item": line["item"], "usd": str(cents(line.get("usd", 0)))} for line in case["expected"]["lines"]]
    answer: dict[str, Any] = {"id": case["id"], "expected": expected, "got": [], "verdict": "out of scope"}
    try:
        draft = describe(case)
        if draft is None:
            return answer
        got = lines_of(draft, bill_of(draft, free_tier=bool(case.get("free_tier_applied"))))
    except (KeyError, TypeError, ValueError) as error:  # inputs of a shape that was not foreseen
        return {**answer, "verdict": "differ", "why": f"its inputs cannot be put into a description: {error!r}"}
    matched = match(case["expected"]["lines"], got)
    answer["got"] = [
        {
            "item": line["item"],
            "usd": None if one is None else str(cents(one.usd)),
            "dimension": None if one is None else one.dimension,
            "quantity": None if one is None else format(one.quantity, "f"),
        }
        for line, one in zip(case["expected"]["lines"], matched, strict=True)
    ]
    agrees = all(
        one is not None and cents(one.usd) in allowed(line)
        for line, one in zip(case["expected"]["lines"], matched, strict=True)
    )
    answer["verdict"] = "agree" if agrees else "differ"
    return answer
