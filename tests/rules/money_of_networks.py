"""What ways through a network cost: descriptions, and the amounts worked out by hand."""

from __future__ import annotations

from rules.priced import Case

NETWORKS = [
    Case(
        # 1M × 1 MB = 976.56 GB leave zone b, paid on both sides: × 2 × 0.01 $
        "a way out through another zone",
        "nat-shared-by-zones",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              app-a: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat}}
            nat_gateways: {nat: web}
            security_groups: {all: {egress: [{to: 0.0.0.0/0}]}}
        components:
          every: {type: client}
          near: {type: lambda, url: public, vpc: {name: shop, subnets: [app-a], security_groups: [all]}}
          far: {type: lambda, url: public, vpc: {name: shop, subnets: [app-b], security_groups: [all]}}
          bank: {type: http_endpoint}
        flows:
          - every -> near: {}
          - every -> far: {}
          - near -> bank: {payload: 1 MB}
          - far -> bank: {payload: 1 MB}
        usage:
          every -> near: {rate: 1M/month}
          every -> far: {rate: 1M/month}
        """,
        ["19.53"],
    ),
    Case(
        # half of the ways begin in zone b; what comes back is paid for as well: 976.56 GB × 2
        "a way out through another zone for half of the calls, with answers",
        "nat-shared-by-zones",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              app-a: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat}}
            nat_gateways: {nat: web}
            security_groups: {all: {egress: [{to: 0.0.0.0/0}]}}
        components:
          every: {type: client}
          both: {type: lambda, url: public, vpc: {name: shop, subnets: [app-a, app-b], security_groups: [all]}}
          bank: {type: http_endpoint}
        flows:
          - every -> both: {}
          - both -> bank: {payload: 1 MB, response: 1 MB}
        usage:
          every -> both: {rate: 1M/month}
        """,
        ["19.53"],
    ),
    Case(
        "a way out through another zone for nobody knows how much",
        "nat-shared-by-zones",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat}}
            nat_gateways: {nat: web}
            security_groups: {all: {egress: [{to: 0.0.0.0/0}]}}
        components:
          every: {type: client}
          far: {type: lambda, url: public, vpc: {name: shop, subnets: [app-b], security_groups: [all]}}
          bank: {type: http_endpoint}
          shop: {type: http_endpoint}
        flows:
          - every -> far: {}
          - far -> bank: {payload: 1 MB}
          - far -> shop: {}
        usage:
          every -> far: {rate: 1M/month}
        """,
        [None],
    ),
    Case(
        # 1M × 1 MB = 976.56 GB, each once through one of the two: × 0.045 $
        "a bucket through two NAT gateways",
        "endpoint-is-cheaper",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web-a: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              web-b: {cidr: 10.0.3.0/24, zone: b, routes: {0.0.0.0/0: internet_gateway}}
              app-a: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat-a}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat-b}}
            nat_gateways: {nat-a: web-a, nat-b: web-b}
        components:
          every: {type: client}
          both: {type: lambda, url: public, vpc: {name: shop, subnets: [app-a, app-b]}}
          there: {type: s3}
        flows:
          - every -> both: {}
          - both -> there: {payload: 1 MB}
        usage:
          every -> both: {rate: 1M/month}
        """,
        ["43.95"],
    ),
    Case(
        # 976.56 GB × (0.045 $ - 0.01 $) less an endpoint in two zones: 2 × 730 h × 0.01 $
        "a queue through two NAT gateways",
        "endpoint-is-cheaper",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web-a: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              web-b: {cidr: 10.0.3.0/24, zone: b, routes: {0.0.0.0/0: internet_gateway}}
              app-a: {cidr: 10.0.1.0/24, zone: a, routes: {0.0.0.0/0: nat-a}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat-b}}
            nat_gateways: {nat-a: web-a, nat-b: web-b}
        components:
          every: {type: client}
          both: {type: lambda, url: public, vpc: {name: shop, subnets: [app-a, app-b]}}
          there: {type: sqs}
        flows:
          - every -> both: {}
          - both -> there: {payload: 1 MB}
        usage:
          every -> both: {rate: 1M/month}
        """,
        ["19.58"],
    ),
    Case(
        "a way out through another zone where nothing is used",
        "nat-shared-by-zones",
        """
        vpcs:
          shop:
            cidr: 10.0.0.0/16
            internet_gateway: true
            subnets:
              web: {cidr: 10.0.0.0/24, zone: a, routes: {0.0.0.0/0: internet_gateway}}
              app-b: {cidr: 10.0.2.0/24, zone: b, routes: {0.0.0.0/0: nat}}
            nat_gateways: {nat: web}
        """,
        [None],
    ),
]
