"""Functions, topics, queues, buses, schedules and pipes of a template, and what becomes of their properties."""

from __future__ import annotations

from importers.described import Resource

WORK: list[Resource] = [
    (
        "a FIFO queue",
        """
        Jobs:
          Type: AWS::SQS::Queue
          Properties:
            QueueName: jobs.fifo
            FifoQueue: true
            ContentBasedDeduplication: "true"
            FifoThroughputLimit: perMessageGroupId
            DelaySeconds: 5
            ReceiveMessageWaitTimeSeconds: 20
            MessageRetentionPeriod: 1209600
            MaximumMessageSize: 262144
            SqsManagedSseEnabled: false
            RedrivePolicy: '{"maxReceiveCount": "3",
              "deadLetterTargetArn": "arn:aws:sqs:eu-west-1:111122223333:dead.fifo"}'
        Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: dead.fifo, FifoQueue: true}}
        """,
        {
            "Jobs": {
                "type": "sqs", "aws_name": "jobs.fifo", "fifo": True, "delay": "5s", "retention": "14d",
                "wait_time": "20s",
                "max_message": "256 KB", "high_throughput": True, "deduplication": "content",
                "encryption": {"key": "none"},
                "dlq": {"to": "Dead", "max_receives": 3},
            },
            "Dead": {"type": "sqs", "aws_name": "dead.fifo", "fifo": True, "deduplication": "id"},
        },
        {},
    ),
    (
        "a topic with subscriptions of every protocol",
        """
        News:
          Type: AWS::SNS::Topic
          Properties:
            KmsMasterKeyId: alias/aws/sns
            Subscription:
              - {Protocol: sqs, Endpoint: !GetAtt Jobs.Arn}
              - {Protocol: email, Endpoint: ops@example.com}
        Jobs: {Type: AWS::SQS::Queue}
        Work: {Type: AWS::Lambda::Function}
        ToWork:
          Type: AWS::SNS::Subscription
          Properties:
            TopicArn: !Ref News
            Protocol: lambda
            Endpoint: !GetAtt Work.Arn
            FilterPolicy: {kind: [order]}
            RawMessageDelivery: false
            RedrivePolicy: {deadLetterTargetArn: !GetAtt Jobs.Arn}
        ToWeb:
          Type: AWS::SNS::Subscription
          Properties:
            TopicArn: !Ref News
            Protocol: https
            Endpoint: https://hooks.example.com/x
            DeliveryPolicy: {healthyRetryPolicy: {numRetries: 7}}
        """,
        {
            "News": {"type": "sns", "encryption": {"key": "aws"}},
            "ops-example.com": {"type": "client"},
            "hooks.example.com": {"type": "http_endpoint"},
        },
        {
            "News -> Jobs": {},
            "News -> ops-example.com": {},
            "News -> Work": {"raw_delivery": False, "filter": {"kind": ["order"]}, "dlq": "Jobs"},
            "News -> hooks.example.com": {"retries": 7},
        },
    ),
    (
        "a function with all its settings",
        """
        Work:
          Type: AWS::Lambda::Function
          Properties:
            FunctionName: work
            Runtime: nodejs22.x
            Architectures: [arm64]
            MemorySize: 512
            Timeout: 900
            EphemeralStorage: {Size: 2048}
            PackageType: Zip
            TracingConfig: {Mode: Active}
            ReservedConcurrentExecutions: 20
            SnapStart: {ApplyOn: PublishedVersions}
            DeadLetterConfig: {TargetArn: !GetAtt Lost.Arn}
            LoggingConfig: {ApplicationLogLevel: WARN}
            Role: !GetAtt WorkRole.Arn
            FileSystemConfigs: [{Arn: !GetAtt Point.Arn, LocalMountPath: /mnt}]
        Lost: {Type: AWS::SQS::Queue}
        WorkRole:
          Type: AWS::IAM::Role
          Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow,
              Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]}}
        Files: {Type: AWS::EFS::FileSystem, Properties: {ThroughputMode: elastic}}
        Point: {Type: AWS::EFS::AccessPoint, Properties: {FileSystemId: !Ref Files}}
        """,
        {
            "Work": {
                "type": "lambda", "aws_name": "work", "runtime": "nodejs22.x", "architecture": "arm64",
                "memory": "512 MB",
                "timeout": "900s", "storage": "2048 MB", "package": "zip", "tracing": True, "reserved_concurrency": 20,
                "snap_start": True, "logs": {"level": "WARN"}, "role": "WorkRole", "dlq": "Lost",
            },
            "Files": {"type": "efs", "throughput": "elastic"},
        },
        {"Work -> Files": {}},
    ),
    (
        "aliases, versions, URLs and asynchronous settings of a function",
        """
        Work: {Type: AWS::Lambda::Function}
        One: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Work}}
        Live:
          Type: AWS::Lambda::Alias
          Properties:
            FunctionName: !Ref Work
            Name: live
            FunctionVersion: !GetAtt One.Version
            ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 5}
            RoutingConfig: {AdditionalVersionWeights: [{FunctionVersion: "2", FunctionWeight: 0.1}]}
        Address: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref Work, AuthType: NONE}}
        Later:
          Type: AWS::Lambda::EventInvokeConfig
          Properties:
            FunctionName: !Ref Work
            Qualifier: live
            MaximumRetryAttempts: 0
            MaximumEventAgeInSeconds: 3600
            DestinationConfig: {OnFailure: {Destination: !GetAtt Lost.Arn}, OnSuccess: {Destination: !Ref Done}}
        Lost: {Type: AWS::SQS::Queue}
        Done: {Type: AWS::SNS::Topic}
        Feed:
          Type: AWS::Lambda::EventSourceMapping
          Properties: {FunctionName: !Ref Live, EventSourceArn: !GetAtt Jobs.Arn}
        Past:
          Type: AWS::Lambda::EventSourceMapping
          Properties: {FunctionName: !GetAtt Work.Arn, EventSourceArn: !GetAtt Other.Arn, Enabled: false}
        Jobs: {Type: AWS::SQS::Queue}
        Other: {Type: AWS::SQS::Queue}
        """,
        {
            "Work": {
                "type": "lambda", "alias": "live", "provisioned_concurrency": 5,
                "versions": {"live": {"canary": "10%"}},
                "url": "public", "retries": 0, "max_age": "1h", "on_failure": "Lost", "on_success": "Done",
            }
        },
        {"Jobs -> Work": {}, "Other -> Work": {"alias": "$LATEST"}},
    ),
    (
        "a mapping from a stream read by a registered consumer",
        """
        Clicks: {Type: AWS::Kinesis::Stream, Properties: {StreamModeDetails: {StreamMode: ON_DEMAND},
            RetentionPeriodHours: 48}}
        Fast: {Type: AWS::Kinesis::StreamConsumer, Properties: {StreamARN: !GetAtt Clicks.Arn, ConsumerName: fast}}
        Work: {Type: AWS::Lambda::Function}
        Feed:
          Type: AWS::Lambda::EventSourceMapping
          Properties:
            FunctionName: !Ref Work
            EventSourceArn: !Ref Fast
            StartingPosition: AT_TIMESTAMP
            MaximumRecordAgeInSeconds: 600
            MaximumRetryAttempts: -1
            FilterCriteria: {Filters: [{Pattern: '{"data": {"a": [1]}}'}]}
        """,
        {"Clicks": {"type": "kinesis", "capacity": "on_demand", "retention": "2d"}},
        {
            "Clicks -> Work": {
                "max_record_age": "600s", "starting_position": "at_timestamp", "filter": {"data": {"a": [1]}},
                "enhanced_fan_out": True,
            }
        },
    ),
    (
        "a bus with a rule, an archive, a schedule rule and an API destination",
        """
        Shop: {Type: AWS::Events::EventBus, Properties: {Name: shop, DeadLetterConfig: {Arn: !GetAtt Lost.Arn}}}
        Lost: {Type: AWS::SQS::Queue}
        Kept: {Type: AWS::Events::Archive, Properties: {SourceArn: !GetAtt Shop.Arn, RetentionDays: 30}}
        Placed:
          Type: AWS::Events::Rule
          Properties:
            EventBusName: !Ref Shop
            EventPattern: {source: [shop]}
            State: DISABLED
            Targets:
              - Id: a
                Arn: !GetAtt Hook.Arn
                DeadLetterConfig: {Arn: !GetAtt Lost.Arn}
                RetryPolicy: {MaximumRetryAttempts: 4, MaximumEventAgeInSeconds: 7200}
              - {Id: b, Arn: !GetAtt Ordered.Arn, SqsParameters: {MessageGroupId: one}}
        Ordered: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
        Key: {Type: AWS::Events::Connection, Properties: {AuthorizationType: API_KEY}}
        Hook:
          Type: AWS::Events::ApiDestination
          Properties: {ConnectionArn: !GetAtt Key.Arn, InvocationEndpoint: "https://x.example.com",
              InvocationRateLimitPerSecond: 10}
        Night:
          Type: AWS::Events::Rule
          Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: t, Arn: !Ref Flow, Input: '{"a":1}'}]}
        Flow: {Type: AWS::StepFunctions::StateMachine, Properties: {Definition: {StartAt: A,
            States: {A: {Type: Succeed}}}}}
        """,
        {
            "Shop": {
                "type": "eventbridge", "aws_name": "shop", "dlq": "Lost", "archive": {"retention": "30d"},
                "rules": {"Placed": {"pattern": {"source": ["shop"]}, "state": "disabled"}},
            },
            "Hook": {"type": "http_endpoint", "rate_limit": "10/s"},
            "Night": {"type": "schedule", "service": "rule", "expression": "rate(1 day)"},
        },
        {
            "Shop -> Hook": {"rule": "Placed", "retries": 4, "max_age": "2h", "dlq": "Lost"},
            "Shop -> Ordered": {"rule": "Placed", "group": "one"},
            "Night -> Flow": {"input": "7 B"},
        },
    ),
    (
        "schedules with templated and universal targets",
        """
        Daily:
          Type: AWS::Scheduler::Schedule
          Properties:
            ScheduleExpression: cron(0 8 * * ? *)
            ScheduleExpressionTimezone: Europe/Berlin
            FlexibleTimeWindow: {Mode: "OFF"}
            StartDate: "2026-01-01T00:00:00Z"
            EndDate: "2027-01-01T00:00:00Z"
            State: DISABLED
            Target: {Arn: !GetAtt Work.Arn, RoleArn: "arn:aws:iam::111122223333:role/other",
                RetryPolicy: {MaximumRetryAttempts: 2}}
        Sends:
          Type: AWS::Scheduler::Schedule
          Properties:
            ScheduleExpression: rate(5 minutes)
            FlexibleTimeWindow: {Mode: FLEXIBLE, MaximumWindowInMinutes: 10}
            Target: {Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", RoleArn: !Ref R,
                Input: !Sub '{"QueueUrl": "${Jobs}"}'}
        Work: {Type: AWS::Lambda::Function}
        Jobs: {Type: AWS::SQS::Queue}
        """,
        {
            "Daily": {
                "type": "schedule", "expression": "cron(0 8 * * ? *)", "timezone": "Europe/Berlin", "role": "unknown",
                "between": ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"], "state": "disabled",
                "retries": 2,
            },
            "Sends": {"type": "schedule", "expression": "rate(5 minutes)", "window": "10m", "role": "unknown"},
        },
        {"Daily -> Work": {}, "Sends -> Jobs": {"input": "unknown"}},
    ),
    (
        "a pipe from a stream with enrichment",
        """
        Through:
          Type: AWS::Pipes::Pipe
          Properties:
            RoleArn: !GetAtt R.Arn
            Source: !GetAtt Clicks.Arn
            SourceParameters:
              KinesisStreamParameters:
                {BatchSize: 50, StartingPosition: LATEST, MaximumRetryAttempts: 3,
                    OnPartialBatchItemFailure: AUTOMATIC_BISECT,
                 DeadLetterConfig: {Arn: !GetAtt Lost.Arn}}
              FilterCriteria: {Filters: [{Pattern: '{"data": {"a": [1]}}'}, {Pattern: '{"data": {"b": [2]}}'}]}
            Enrichment: !GetAtt Add.Arn
            Target: !GetAtt Work.Arn
            TargetParameters: {LambdaFunctionParameters: {InvocationType: FIRE_AND_FORGET}}
        R: {Type: AWS::IAM::Role}
        Clicks: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
        Lost: {Type: AWS::SQS::Queue}
        Add: {Type: AWS::Lambda::Function}
        Work: {Type: AWS::Lambda::Function}
        """,
        {
            "Through": {
                "type": "pipe", "role": "R", "batch_size": 50, "retries": 3, "bisect": True, "dlq": "Lost",
                "filter": [{"data": {"a": [1]}}, {"data": {"b": [2]}}],
            }
        },
        {
            "Clicks -> Through": {"starting_position": "latest"},
            "Through -> Add": {"as": "enrichment"},
            "Through -> Work": {"mode": "async"},
        },
    ),
]  # fmt: skip
