"""What could not be read is unknown: it never breaks the load or the bill, whichever field it is."""

from __future__ import annotations

import pytest
from cost.designs import design
from cost.test_simulation import CATS, CLICKS, FEEDBACK, ORDERS

from archlint.cost.estimate import Terms, estimate
from archlint.design.graph import Design
from archlint.document.quantities import UNKNOWN
from archlint.model.base import Fields

OTHERS = """
    vpcs:
      net:
        cidr: 10.0.0.0/16
        internet_gateway: true
        subnets:
          open: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
          shut: {cidr: 10.0.1.0/24, zone: b, routes: {0.0.0.0/0: out}}
        nat_gateways: {out: {subnet: open}}
        endpoints: {sqs: {kind: interface, subnets: [shut]}}
    components:
      web: {type: client, retries: 1}
      app: {type: client}
      site: {type: cloudfront, caching: {hits: 50%}, waf: true}
      edge: {type: lambda, duration: {average: 5ms, p99: 20ms}}
      rest: {type: api_gateway, protocol: rest, endpoint: regional, cache: {size: 0.5 GB, hits: 20%}, access_log: json, tracing: true}
      chat: {type: api_gateway, protocol: websocket}
      graph: {type: appsync, tracing: true}
      front: {type: load_balancer, listeners: {443: {protocol: https}}}
      pool: {type: auto_scaling_group, instance_type: c7g.large, min: 1, max: 4, volume: {size: 20 GB, kind: gp3, iops: 4000}, vpc: {name: net, subnets: [shut]}}
      box: {type: ec2, instance_type: t3.micro, vpc: {name: net, subnets: [open], public_address: true}}
      tasks: {type: ecs_service, cpu: 0.5, memory: 1 GB, storage: 30 GB, tasks: {min: 1, max: 5}}
      work: {type: lambda, memory: 1 GB, duration: 1s, init: 2s, cold_share: 1%, provisioned_concurrency: 5, alias: live, storage: 1 GB, tracing: true, snap_start: false, logs: {retention: 30d, per_invocation: 2 KB}}
      old: {type: kinesis, capacity: on_demand, retention: 30d}
      live: {type: kinesis, capacity: {shards: 2}, retention: 48h}
      flow: {type: flink, kpu: 2}
      sink: {type: firehose, partitions: 4, format_conversion: true, vpc: {name: net, subnets: [shut]}}
      lake: {type: s3, class: standard_ia}
      db: {type: rds, engine: postgres, instance_type: db.t4g.medium, zones: 2, storage: 100 GB, storage_type: gp3, iops: 14000}
      aurora: {type: rds, engine: aurora-mysql, instance_type: serverless, capacity: 2}
      proxy: {type: rds_proxy, target: db}
      cache: {type: elasticache, engine: redis, node_type: cache.t4g.small}
      fast: {type: elasticache, engine: valkey, node_type: serverless}
      search: {type: opensearch, instance_type: r6g.large.search, storage: 50 GB}
      house: {type: redshift, node_type: ra3.large}
      files: {type: efs}
      topic: {type: sns, fifo: true, archive: 7d}
      plain: {type: sns}
      bus: {type: eventbridge, archive: 30d}
      clock: {type: schedule, expression: rate(5 minutes)}
      pipe: {type: pipe, batch_size: 10}
      jobs: {type: sqs, fifo: true, encryption: {key: key}, dlq: {to: dead, max_receives: 3}}
      dead: {type: sqs, alarms: true}
      table: {type: dynamodb, billing: {provisioned: {read: 5, write: 5, autoscale: true}}, indexes: [{name: by, share: 50%}], replicas: [eu-west-1], pitr: true, kinesis_stream: live}
      users: {type: cognito_user_pool}
      guests: {type: cognito_identity_pool, providers: [users]}
      key: {type: kms_key, rotation: true}
      secret: {type: secret}
      group: {type: cloudwatch_logs, retention: 7d}
      things: {type: iot_core}
      rule: {type: iot_rule, sql: 'select *'}
      kafka: {type: kafka, instance_type: kafka.m7g.large, storage: 100 GB}
      model: {type: aws_service, service: bedrock-runtime}
      partner: {type: http_endpoint, failures: 5%}
      office: {type: on_premises}
    flows:
      - web -> site: {payload: 1 KB, response: 20 KB}
      - site -> rest: {route: GET /x}
      - site -> edge
      - rest -> work: {route: GET /x}
      - app -> chat: {payload: 1 KB}
      - chat -> work
      - app -> graph: {payload: 1 KB, response: 2 KB}
      - graph -> table: {operation: get, response: 5 KB}
      - web -> front: {payload: 1 KB}
      - front -> tasks
      - tasks -> db: {operation: query}
      - work -> table: {operation: put, payload: 2 KB, items: 3, transactional: true}
      - work -> partner: {payload: 1 KB, retries: 2, cache: {hits: 50%}}
      - work -> topic: {payload: 3 KB, group: id, batch: 2}
      - work -> bus: {payload: 3 KB}
      - work -> model: {payload: 1 KB, parallel: both}
      - work -> secret
      - work -> files: {operation: put, payload: 1 MB}
      - work -> lake: {operation: put, payload: 50 MB, parts: 5}
      - work -> old: {payload: 1 KB, batch: 10}
      - topic -> jobs: {group: id}
      - jobs -> pool: {duration: 2s, wait_time: 20s, batch: 5}
      - pool -> proxy
      - pool -> box: {payload: 10 KB}
      - bus -> plain: {ratio: 30%}
      - plain -> partner: {filter: {a: [1]}, filter_on: body}
      - bus -> partner
      - clock -> work
      - old -> pipe: {starting_position: latest}
      - pipe -> dead
      - live -> flow
      - live -> sink
      - sink -> lake
      - things -> rule: {payload: 1 KB}
      - rule -> sink
      - box -> kafka: {payload: 1 KB}
      - box -> office: {payload: 1 KB}
    usage:
      web -> site: {rate: [1/s, 2/s, 5/s], peak: 50/s, peak_lasts: 10m}
      app -> chat: 3/s
      app -> graph: 3/s
      web -> front: 9/s
      things -> rule: 1/s
      box -> kafka: 1/s
      box -> office: 1/s
      users: {monthly_active_users: 100}
      table: {storage: 10 GB}
      lake: {storage: 100 GB, metered: {s3.select_scanned: 5}}
      chat: {connections: 20}
      bus: {retained: 3 GB}
"""
DESIGNS = {
    "clicks": CLICKS,
    "orders": ORDERS,
    "cats": CATS,
    "feedback": FEEDBACK,
    "others": OTHERS.replace("ratio: 30%", "ratio: 0.3"),
}


def parts(found: Design) -> list[tuple[str, Fields]]:
    """Every part of a description that has fields, nested ones too, with a name for it."""
    pending: list[tuple[str, object]] = [*((str(name), one) for name, one in found.components.items())]
    pending += [(str(flow), flow) for flow in found.all_flows]
    pending += [(f"usage of {name}", one) for name, one in found.description.usage.items()]
    done = []
    while pending:
        name, one = pending.pop(0)
        if isinstance(one, Fields):
            done.append((name, one))
            inner = [(f"{name}.{key}", value) for key, value in vars(one).items() if key in type(one).specs]
            pending += [pair for pair in inner if isinstance(pair[1], Fields | list | dict)]
        elif isinstance(one, dict):
            pending += [(f"{name}.{key}", value) for key, value in one.items() if isinstance(value, Fields)]
        elif isinstance(one, list):
            pending += [(f"{name}[{at}]", value) for at, value in enumerate(one) if isinstance(value, Fields)]
    return done


@pytest.mark.parametrize("name", DESIGNS)
def test_any_field_may_be_unknown(name: str) -> None:
    found = design(DESIGNS[name])
    owners: dict[str, list[tuple[str, Fields]]] = {}
    for owner, part in parts(found):
        for field in type(part).specs:
            owners.setdefault(field, []).append((owner, part))
    for field, having in owners.items():
        kept = [(part, field in vars(part), vars(part).get(field)) for _, part in having]
        for _, part in having:
            vars(part)[field] = UNKNOWN
        try:
            estimate(Design(found.description), Terms(fallback="us-east-1"))
        except Exception as error:
            raise AssertionError(f"{field} unknown in {', '.join(owner for owner, _ in having)}: {error!r}") from error
        finally:
            for part, given, value in kept:
                if given:
                    vars(part)[field] = value
                else:
                    del vars(part)[field]


def test_a_setting_that_could_not_be_read_takes_its_component_off_the_bill_and_says_so() -> None:
    found = design("""
        components: {box: {type: ec2, instance_type: t3.micro, volume: 8 GB}}
    """)
    vars(found.components["box"])["count"] = UNKNOWN
    bill = estimate(found)
    assert bill.unknown == ("count of box: the bill is without box",)
    assert bill.monthly == 0
