"""Roles, policies and networks of a template, and the flows that permissions tell of."""

from __future__ import annotations

import pytest
from importers.described import described, resources

ROLE = """
    Acts:
      Type: AWS::IAM::Role
      Properties:
        RoleName: acts
        AssumeRolePolicyDocument: {Statement: [{Effect: Allow,
            Principal: {Service: [!Sub "states.${AWS::Region}.amazonaws.com", lambda.amazonaws.com]},
            Action: "sts:AssumeRole"}]}
        ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", !Ref Mine,
            !Ref Elsewhere]
        PermissionsBoundary: arn:aws:iam::aws:policy/PowerUserAccess
        Policies:
          - PolicyName: own
            PolicyDocument:
              Statement:
                - {Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt Jobs.Arn}
                - {Effect: Deny, Action: ["s3:*"], Resource: "*", Condition: {Bool: {"aws:SecureTransport": false}}}
                - {Effect: Allow, NotAction: "iam:*",
                    Resource: !Sub "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders/index/*"}
    Mine: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: {Effect: Allow,
        Action: "sns:Publish", Resource: !Ref News}}}}
    More: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Acts], PolicyName: more,
        PolicyDocument: '{"Statement":
            [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::files/*"}]}'}}
    Jobs: {Type: AWS::SQS::Queue}
    News: {Type: AWS::SNS::Topic}
    Orders: {Type: AWS::DynamoDB::Table, Properties: {TableName: orders, BillingMode: PAY_PER_REQUEST}}
    Files: {Type: AWS::S3::Bucket, Properties: {BucketName: files}}
    Work: {Type: AWS::Lambda::Function, Properties: {Role: "arn:aws:iam::111122223333:role/acts"}}
    """


def test_a_role_is_written_as_it_is_with_components_for_their_arns() -> None:
    made = resources(ROLE)
    assert made.data["access"] == "declared"
    assert made.roles["Acts"] == {
        "trust": ["states.amazonaws.com", "lambda.amazonaws.com"],
        "allow": [
            "AWSLambdaBasicExecutionRole",
            {"actions": ["sns:Publish"], "resources": ["News"]},
            "unknown",
            {"actions": ["sqs:SendMessage"], "resources": ["Jobs"]},
            {"not_actions": ["iam:*"], "resources": ["Orders/index/*"]},
            {"actions": ["s3:GetObject"], "resources": ["Files/*"]},
        ],
        "deny": [{"actions": ["s3:*"], "resources": ["*"], "condition": {"Bool": {"aws:SecureTransport": False}}}],
        "boundary": "PowerUserAccess",
    }
    assert made.components["Work"]["role"] == "Acts"


def test_flows_are_inferred_from_what_a_role_may_do_to_what_it_names() -> None:
    assert resources(ROLE).edges == ["Work -> News", "Work -> Jobs", "Work -> Files"]


@pytest.mark.parametrize(
    ("role", "more", "edges"),
    [
        ("Action: 'dynamodb:*', Resource: '*'", "", []),  # everything, so nothing in particular
        ("Action: 'sqs:ReceiveMessage', Resource: !GetAtt Jobs.Arn", "", []),
        (
            "Action: 'sqs:SendMessage', Resource: !GetAtt Jobs.Arn",
            "DeadLetterConfig: {TargetArn: !GetAtt Jobs.Arn}",
            [],
        ),
        ("Action: 's3:GetObject', Resource: !Sub '${Files.Arn}/*'", "", ["Work -> Files"]),
        ("Action: 'kms:Decrypt', Resource: !GetAtt Key.Arn", "", []),
        ("Action: 'batch:SubmitJob', Resource: !Ref Queue", "", ["Work -> Queue"]),
        ("Action: 'batch:DescribeJobs', Resource: !Ref Queue", "", []),
        ("Action: 'lambda:InvokeFunction', Resource: !GetAtt Work.Arn", "", []),
    ],
)
def test_what_says_nothing_in_particular_makes_no_flow(role: str, more: str, edges: list[str]) -> None:
    made = resources(
        f"""
        Work: {{Type: AWS::Lambda::Function, Properties: {{Role: !GetAtt R.Arn{", " + more if more else ""}}}}}
        R: {{Type: AWS::IAM::Role, Properties: {{Policies: [{{PolicyName: p,
            PolicyDocument: {{Statement: [{{Effect: Allow, {role}}}]}}}}]}}}}
        Jobs: {{Type: AWS::SQS::Queue}}
        Files: {{Type: AWS::S3::Bucket}}
        Key: {{Type: AWS::KMS::Key}}
        Queue: {{Type: AWS::Batch::JobQueue}}
        """
    )
    assert made.edges == edges


def test_a_function_is_not_taken_to_write_to_what_triggers_it() -> None:
    made = resources(
        """
        Work: {Type: AWS::Serverless::Function, Properties: {Events: {F: {Type: S3, Properties: {Bucket: !Ref Files,
            Events: "s3:ObjectCreated:*"}}}, Policies: [{S3CrudPolicy: {BucketName: !Ref Files}}]}}
        Files: {Type: AWS::S3::Bucket}
        """
    )
    assert made.edges == ["Files -> Work", "Work -> Files"]
    assert made.flow("Work -> Files") == {"operation": "get"}


def test_a_worker_that_may_receive_from_a_queue_consumes_it() -> None:
    made = resources(
        """
        Task: {Type: AWS::ECS::TaskDefinition, Properties: {Cpu: 256, Memory: 512, TaskRoleArn: !GetAtt R.Arn}}
        Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task}}
        R: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow,
            Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: !GetAtt Jobs.Arn}]}}]}}
        Jobs: {Type: AWS::SQS::Queue}
        """
    )
    assert made.edges == ["Jobs -> Service"]


def test_environment_variables_tell_where_the_role_is_not_known() -> None:
    made = resources(
        """
        Work: {Type: AWS::Lambda::Function, Properties: {Role: !ImportValue role,
            Environment: {Variables: {TABLE: !Ref Table, QUEUE: !Ref Jobs, NAME: plain}}}}
        Known: {Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {QUEUE: !Ref Jobs}}}}
        Table: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST}}
        Jobs: {Type: AWS::SQS::Queue}
        """
    )
    assert made.edges == ["Work -> Table", "Work -> Jobs"]


@pytest.mark.parametrize(
    ("written", "component", "statement"),
    [
        (
            (
                "P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Jobs], "
                "PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: sns.amazonaws.com}, "
                "Action: 'sqs:SendMessage', Resource: '*'}]}}}"
            ),
            "Jobs",
            {"actions": ["sqs:SendMessage"], "resources": ["*"], "principals": {"Service": "sns.amazonaws.com"}},
        ),
        (
            (
                "P: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!Ref News], "
                "PolicyDocument: {Statement: [{Effect: Deny, Principal: '*', Action: 'sns:Publish', "
                "Resource: !Ref News}]}}}"
            ),
            "News",
            {"effect": "Deny", "actions": ["sns:Publish"], "resources": ["News"], "principals": "*"},
        ),
        (
            (
                "P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref Work, "
                "Action: 'lambda:InvokeFunction', Principal: s3.amazonaws.com, SourceArn: 'arn:aws:s3:::files'}}"
            ),
            "Work",
            {
                "actions": ["lambda:InvokeFunction"], "resources": ["Work"],
                "principals": {"Service": "s3.amazonaws.com"},
                "condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::files"}},
            },
        ),
        (
            (
                "P: {Type: AWS::Events::EventBusPolicy, Properties: {EventBusName: !Ref Bus, StatementId: a, "
                "Action: 'events:PutEvents', Principal: '111122223333'}}"
            ),
            "Bus",
            {"actions": ["events:PutEvents"], "principals": {"AWS": "111122223333"}},
        ),
    ],
)  # fmt: skip
def test_a_resource_policy_stands_at_what_it_protects(
    written: str, component: str, statement: dict[str, object]
) -> None:
    made = resources(
        f"""
        {written}
        Jobs: {{Type: AWS::SQS::Queue}}
        News: {{Type: AWS::SNS::Topic}}
        Work: {{Type: AWS::Lambda::Function}}
        Bus: {{Type: AWS::Events::EventBus, Properties: {{Name: b}}}}
        """
    )
    assert made.components[component]["policy"] == [statement]


NETWORK = """
    Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
    Gate: {Type: AWS::EC2::InternetGateway}
    Hangs: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Net, InternetGatewayId: !Ref Gate}}
    Front: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24,
        AvailabilityZone: eu-west-1a, MapPublicIpOnLaunch: true}}
    Back: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24}}
    Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Front, AllocationId: !GetAtt Ip.AllocationId}}
    Ip: {Type: AWS::EC2::EIP}
    Out: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}
    OutWay: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Out, DestinationCidrBlock: 0.0.0.0/0,
        GatewayId: !Ref Gate}}
    OutFront: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Front, RouteTableId: !Ref Out}}
    In: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}
    InWay: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref In, DestinationCidrBlock: 0.0.0.0/0,
        NatGatewayId: !Ref Nat}}
    InFar: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref In, DestinationCidrBlock: 192.168.0.0/16,
        TransitGatewayId: tgw-1}}
    InBack: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Back, RouteTableId: !Ref In}}
    Own: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Net, GroupDescription: g,
        SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}],
        SecurityGroupEgress: [{IpProtocol: "-1", CidrIp: 0.0.0.0/0}]}}
    Peer: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !GetAtt Own.GroupId, IpProtocol: udp,
        FromPort: 53, ToPort: 54, SourceSecurityGroupId: !Ref Own}}
    Store: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Net,
        ServiceName: !Sub "com.amazonaws.${AWS::Region}.s3", RouteTableIds: [!Ref In]}}
    Queues: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Net, ServiceName: com.amazonaws.eu-west-1.sqs,
        VpcEndpointType: Interface, SubnetIds: [!Ref Back], SecurityGroupIds: [!Ref Own], PrivateDnsEnabled: false}}
    Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Net}}
    AclIn: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 100, Protocol: 6,
        RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: {From: 1024, To: 65535}}}
    AclOut: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 100, Protocol: -1,
        RuleAction: deny, Egress: true, CidrBlock: 10.9.0.0/16}}
    AclBack: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: !Ref Back, NetworkAclId: !Ref Acl}}
    Far: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
    Joined: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Net, PeerVpcId: !Ref Far}}
    Work: {Type: AWS::Lambda::Function, Properties: {VpcConfig: {SubnetIds: [!Ref Back],
        SecurityGroupIds: [!GetAtt Own.GroupId], Ipv6AllowedForDualStack: true}}}
    Lost: {Type: AWS::Lambda::Function, Properties: {VpcConfig: {SubnetIds: !Ref Given, SecurityGroupIds: [!Ref Own]}}}
    Half: {Type: AWS::Lambda::Function, Properties: {VpcConfig: {SubnetIds: [!Ref Back], SecurityGroupIds: [sg-1]}}}
    Data: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, DBInstanceClass: db.t4g.small,
        DBSubnetGroupName: !Ref Group, VPCSecurityGroups: [!Ref Own]}}
    Group: {Type: AWS::RDS::DBSubnetGroup, Properties: {SubnetIds: [!Ref Front, !Ref Back],
        DBSubnetGroupDescription: d}}
    Files: {Type: AWS::EFS::FileSystem}
    Mount: {Type: AWS::EFS::MountTarget, Properties: {FileSystemId: !Ref Files, SubnetId: !Ref Back,
        SecurityGroups: [!Ref Own]}}
    """


def test_a_network_is_described_with_all_that_is_in_it() -> None:
    made = resources(NETWORK)
    assert made.data["vpcs"]["Net"] == {
        "cidr": "10.0.0.0/16",
        "dns_hostnames": True,
        "internet_gateway": True,
        "subnets": {
            "Front": {"cidr": "10.0.0.0/24", "public_addresses": True, "zone": "a", "route_table": "Out"},
            "Back": {"cidr": "10.0.1.0/24", "zone": "unknown", "route_table": "In", "acl": "Acl"},
        },
        "route_tables": {
            "Out": {"0.0.0.0/0": "internet_gateway"},
            "In": {"0.0.0.0/0": "Nat", "192.168.0.0/16": "unknown"},
        },
        "nat_gateways": {"Nat": {"subnet": "Front"}},
        "endpoints": {
            "Store": {"kind": "gateway", "service": "s3", "route_tables": ["In"]},
            "Queues": {
                "kind": "interface",
                "private_dns": False,
                "service": "sqs",
                "subnets": ["Back"],
                "security_groups": ["Own"],
            },
        },
        "security_groups": {
            "Own": {
                "ingress": [
                    {"from": "10.0.0.0/16", "protocol": "tcp", "ports": 443},
                    {"from": "Own", "protocol": "udp", "ports": "53-54"},
                ],
                "egress": [{"to": "0.0.0.0/0", "protocol": "all", "ports": "all"}],
            }
        },
        "acls": {
            "Acl": {
                "ingress": {"100": {"allow": "0.0.0.0/0", "protocol": "tcp", "ports": "1024-65535"}},
                "egress": {"100": {"deny": "10.9.0.0/16", "protocol": "all"}},
            }
        },
    }
    assert made.data["peerings"] == {"Joined": {"between": ["Net", "Far"]}}


def test_components_stand_in_the_network_that_the_template_holds() -> None:
    made = resources(NETWORK)
    assert made.components["Work"]["vpc"] == {
        "name": "Net",
        "subnets": ["Back"],
        "security_groups": ["Own"],
        "ipv6": True,
    }
    assert made.components["Lost"]["vpc"] == "unknown"
    assert made.components["Half"]["vpc"] == {"name": "Net", "subnets": ["Back"], "security_groups": "unknown"}
    assert made.components["Data"]["vpc"] == {"name": "Net", "subnets": ["Front", "Back"], "security_groups": ["Own"]}
    assert made.components["Files"]["vpc"] == {"name": "Net", "subnets": ["Back"], "security_groups": ["Own"]}


def test_a_network_makes_a_description_without_mistakes() -> None:
    from archlint.model.understanding import understand

    assert [problem.message for problem in understand(resources(NETWORK).document).problems] == []


def test_an_endpoint_carries_its_policy_and_the_whole_name_of_its_service() -> None:
    made = resources(
        """
        Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
        Files: {Type: AWS::S3::Bucket}
        Images: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Net, VpcEndpointType: Interface,
            ServiceName: com.amazonaws.eu-west-1.ecr.dkr, PolicyDocument: !Ref Given}}
        Store: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Net,
            ServiceName: !Sub "com.amazonaws.${AWS::Region}.s3", PolicyDocument: {Statement: [
            {Effect: Deny, Principal: "*", Action: s3:DeleteObject, Resource: !Sub "${Files.Arn}/*"}]}}}
        """
    )
    endpoints = made.data["vpcs"]["Net"]["endpoints"]
    assert (endpoints["Images"]["service"], endpoints["Images"]["policy"]) == ("ecr.dkr", "unknown")
    assert endpoints["Store"]["service"] == "s3"
    assert endpoints["Store"]["policy"] == [
        {"effect": "Deny", "actions": ["s3:DeleteObject"], "resources": ["Files/*"], "principals": "*"}
    ]


def test_what_is_in_no_network_of_the_template_is_not_named() -> None:
    made = resources(
        """
        Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
        Own: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}
        Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: subnet-1}}
        Out: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Own, DestinationCidrBlock: 0.0.0.0/0,
            NatGatewayId: !Ref Nat}}
        Far: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Net, PeerVpcId: vpc-1}}
        There: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Own, DestinationCidrBlock: 10.1.0.0/16,
            VpcPeeringConnectionId: !Ref Far}}
        Loose: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g}}
        Tight: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref Net,
            SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, SourceSecurityGroupId: !Ref Loose}]}}
        """
    )
    (network,) = made.data["vpcs"].values()
    assert network["route_tables"] == {"Own": {"0.0.0.0/0": "unknown", "10.1.0.0/16": "unknown"}}
    assert network["security_groups"] == {"Tight": {"ingress": [{"from": "unknown", "protocol": "tcp", "ports": 80}]}}


def test_a_database_whose_address_is_in_the_environment_is_asked() -> None:
    made = resources(
        """
        Work: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn,
            Environment: {Variables: {HOST: !GetAtt Proxy.Endpoint, NAME: !Ref Other}}}}
        Role: {Type: AWS::IAM::Role}
        Task: {Type: AWS::ECS::TaskDefinition, Properties: {TaskRoleArn: !GetAtt Role.Arn,
            ContainerDefinitions: [{Environment: [{Name: DB, Value: !Sub "mysql://${Db.Endpoint.Address}:3306"},
            {Name: CACHE, Value: !GetAtt Cache.RedisEndpoint.Address}]}]}}
        Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task}}
        Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, DBInstanceClass: db.t4g.small}}
        Other: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, DBInstanceClass: db.t4g.small}}
        Cache: {Type: AWS::ElastiCache::CacheCluster, Properties: {Engine: redis, CacheNodeType: cache.t4g.small}}
        Proxy: {Type: AWS::RDS::DBProxy}
        Targets: {Type: AWS::RDS::DBProxyTargetGroup, Properties: {DBProxyName: !Ref Proxy, DBInstanceIdentifiers: [!Ref Db]}}
        """
    )
    assert made.edges == ["Work -> Proxy", "Service -> Db", "Service -> Cache"]
    assert {fields["note"] for _, fields in made.flows} == {"seen in the environment variables"}


def test_the_block_of_a_network_is_known_by_its_attribute() -> None:
    made = described(
        """
        Parameters: {Block: {Type: String, Default: 10.0.0.0/16}}
        Resources:
          Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Block}}
          One: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, AvailabilityZone: eu-west-1b,
              CidrBlock: !Select [0, !Cidr [!GetAtt Net.CidrBlock, 4, 8]]}}
          Two: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, AvailabilityZone: !GetAtt One.AvailabilityZone,
              CidrBlock: !Select [1, !Cidr [!Sub "${Net.CidrBlock}", 4, 8]]}}
          Loop: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: !GetAtt Loop.CidrBlock}}
        """
    )
    subnets = made.data["vpcs"]["Net"]["subnets"]
    assert subnets["One"] == {"cidr": "10.0.0.0/24", "zone": "b"}
    assert subnets["Two"] == {"cidr": "10.0.1.0/24", "zone": "b"}
    assert subnets["Loop"]["cidr"] == "unknown"
    assert (
        made.document.assumed["vpcs", "Net", "subnets", "One", "cidr"] == "the default 10.0.0.0/16 of parameter Block"
    )
