"""Every resource type of plain CloudFormation that the importer reads: what becomes of its properties."""

from __future__ import annotations

from typing import Any

import pytest
from importers.described import resources

# (what is tested, resources, {component: fields}, {flow: fields})
CASES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
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
    (
        "a bucket with notifications of every kind",
        """
        Files:
          Type: AWS::S3::Bucket
          Properties:
            VersioningConfiguration: {Status: Enabled}
            BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {
                SSEAlgorithm: "aws:kms", KMSMasterKeyID: !Ref Key}}]}
            NotificationConfiguration:
              EventBridgeConfiguration: {}
              LambdaConfigurations: [{Event: "s3:ObjectCreated:*", Function: !GetAtt Work.Arn}]
              QueueConfigurations: [{Event: "s3:ObjectRemoved:Delete", Queue: !GetAtt Jobs.Arn,
                  Filter: {S3Key: {Rules: [{Name: suffix, Value: .png}]}}}]
              TopicConfigurations: [{Event: "s3:ReducedRedundancyLostObject", Topic: !Ref News}]
        Key: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: true}}
        Work: {Type: AWS::Lambda::Function}
        Jobs: {Type: AWS::SQS::Queue}
        News: {Type: AWS::SNS::Topic}
        """,
        {
            "Files": {"type": "s3", "versioning": True, "eventbridge": True, "encryption": {"key": "Key"}},
            "Key": {"type": "kms_key", "rotation": True},
        },
        {
            "Files -> default-bus": {},
            "Files -> Work": {"event": "object_created:*"},
            "Files -> Jobs": {"event": "object_removed:delete", "suffix": ".png"},
            "Files -> News": {"event": "reduced_redundancy_lost_object"},
        },
    ),
    (
        "tables, provisioned and on demand",
        """
        Old:
          Type: AWS::DynamoDB::Table
          Properties:
            ProvisionedThroughput: {ReadCapacityUnits: 10, WriteCapacityUnits: "20"}
            TimeToLiveSpecification: {AttributeName: ends, Enabled: true}
            PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
            GlobalSecondaryIndexes: [{IndexName: by-date, Projection: {ProjectionType: KEYS_ONLY}}]
            KinesisStreamSpecification: {StreamArn: !GetAtt Clicks.Arn}
        Grows:
          Type: AWS::ApplicationAutoScaling::ScalableTarget
          Properties: {ResourceId: !Sub "table/${Old}", ScalableDimension: "dynamodb:table:ReadCapacityUnits",
              MinCapacity: 1, MaxCapacity: 9}
        New:
          Type: AWS::DynamoDB::GlobalTable
          Properties: {BillingMode: PAY_PER_REQUEST, StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES},
              Replicas: [{Region: eu-west-1}, {Region: us-east-1}]}
        Clicks: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
        """,
        {
            "Old": {
                "type": "dynamodb", "billing": {"provisioned": {"read": 10, "write": 20, "autoscale": True}},
                "ttl": "ends",
                "pitr": True, "indexes": [{"name": "by-date", "projection": "keys"}], "kinesis_stream": "Clicks",
            },
            "New": {"type": "dynamodb", "billing": "on_demand", "stream": "new_and_old", "replicas": ["eu-west-1",
                "us-east-1"]},
        },
        {},
    ),
    (
        "Firehose from a stream to a bucket, with a transformation and a backup",
        """
        Hose:
          Type: AWS::KinesisFirehose::DeliveryStream
          Properties:
            KinesisStreamSourceConfiguration: {KinesisStreamARN: !GetAtt Clicks.Arn, RoleARN: !GetAtt R.Arn}
            ExtendedS3DestinationConfiguration:
              BucketARN: !GetAtt Lake.Arn
              RoleARN: !GetAtt R.Arn
              BufferingHints: {SizeInMBs: 64, IntervalInSeconds: 60}
              CompressionFormat: GZIP
              S3BackupMode: Enabled
              S3BackupConfiguration: {BucketARN: !GetAtt Raw.Arn}
              DataFormatConversionConfiguration: {Enabled: true}
              ProcessingConfiguration:
                Processors: [{Type: Lambda, Parameters: [{ParameterName: LambdaArn,
                    ParameterValue: !Sub "${Tidy.Arn}:live"}]}]
        R: {Type: AWS::IAM::Role}
        Clicks: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
        Lake: {Type: AWS::S3::Bucket}
        Raw: {Type: AWS::S3::Bucket}
        Tidy: {Type: AWS::Lambda::Function}
        """,
        {"Hose": {"type": "firehose", "buffer": {"size": "64 MB", "interval": "60s"}, "compression": "gzip",
            "format_conversion": True, "role": "R"}},
        {
            "Clicks -> Hose": {},
            "Hose -> Lake": {},
            "Hose -> Raw": {"as": "backup"},
            "Hose -> Tidy": {"as": "transform", "alias": "live"},
        },
    ),
    (
        "Firehose to Redshift and to a Splunk collector",
        """
        ToHouse:
          Type: AWS::KinesisFirehose::DeliveryStream
          Properties:
            RedshiftDestinationConfiguration:
              ClusterJDBCURL: !Sub "jdbc:redshift://${House.Endpoint.Address}:5439/db"
              S3Configuration: {BucketARN: !GetAtt Stage.Arn}
        House: {Type: AWS::Redshift::Cluster, Properties: {NodeType: ra3.large, NumberOfNodes: 2,
            PubliclyAccessible: true}}
        ToSplunk:
          Type: AWS::KinesisFirehose::DeliveryStream
          Properties: {SplunkDestinationConfiguration: {HECEndpoint: "https://splunk.example.com:8088",
              S3Configuration: {BucketARN: !GetAtt Stage.Arn}}}
        Stage: {Type: AWS::S3::Bucket}
        """,
        {
            "House": {"type": "redshift", "node_type": "ra3.large", "nodes": 2, "public": True},
            "splunk.example.com-8088": {"type": "splunk"},
        },
        {
            "ToHouse -> House": {"staging": "Stage"},
            "ToHouse -> Stage": {"as": "staging"},
            "ToSplunk -> splunk.example.com-8088": {},
            "ToSplunk -> Stage": {"as": "backup"},
        },
    ),
    (
        "Flink and SQL applications",
        """
        App:
          Type: AWS::KinesisAnalyticsV2::Application
          Properties:
            RuntimeEnvironment: FLINK-1_20
            ApplicationConfiguration:
              FlinkApplicationConfiguration: {ParallelismConfiguration: {Parallelism: 9, ParallelismPerKPU: 2,
                  AutoScalingEnabled: false}}
              ApplicationSnapshotConfiguration: {SnapshotsEnabled: false}
        Old:
          Type: AWS::KinesisAnalytics::Application
          Properties: {ApplicationName: old, Inputs: [{KinesisStreamsInput: {ResourceARN: !GetAtt Clicks.Arn}}]}
        Out:
          Type: AWS::KinesisAnalytics::ApplicationOutput
          Properties: {ApplicationName: old, Output: {Name: o, LambdaOutput: {ResourceARN: !GetAtt Work.Arn}}}
        Clicks: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
        Work: {Type: AWS::Lambda::Function}
        """,
        {
            "App": {"type": "flink", "engine": "flink", "autoscale": False, "kpu": 5, "snapshots": False},
            "Old": {"type": "flink", "aws_name": "old", "engine": "sql"},
        },
        {"Clicks -> Old": {}, "Old -> Work": {}},
    ),
    (
        "Kafka clusters",
        """
        Cluster:
          Type: AWS::MSK::Cluster
          Properties: {ClusterName: k, NumberOfBrokerNodes: 3, BrokerNodeGroupInfo: {InstanceType: kafka.m5.large,
              ClientSubnets: [subnet-1]}}
        Small: {Type: AWS::MSK::ServerlessCluster, Properties: {ClusterName: s}}
        """,
        {
            "Cluster": {"type": "kafka", "aws_name": "k", "brokers": 3, "instance_type": "kafka.m5.large",
                "vpc": "unknown"},
            "Small": {"type": "kafka", "aws_name": "s", "serverless": True},
        },
        {},
    ),
    (
        "databases, a cluster with its members, and a proxy",
        """
        One: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, DBInstanceClass: db.t4g.medium,
            MultiAZ: true, AllocatedStorage: "100", PubliclyAccessible: false, Port: "5433"}}
        Many: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-mysql}}
        A: {Type: AWS::RDS::DBInstance, Properties: {Engine: aurora-mysql, DBClusterIdentifier: !Ref Many,
            DBInstanceClass: db.r7g.large}}
        B: {Type: AWS::RDS::DBInstance, Properties: {Engine: aurora-mysql, DBClusterIdentifier: !Ref Many,
            DBInstanceClass: db.r7g.large}}
        Small: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-postgresql,
            ServerlessV2ScalingConfiguration: {MinCapacity: 0.5, MaxCapacity: 2}}}
        Pool: {Type: AWS::RDS::DBProxy, Properties: {DBProxyName: pool, VpcSubnetIds: [subnet-1]}}
        PoolTargets:
          Type: AWS::RDS::DBProxyTargetGroup
          Properties: {DBProxyName: !Ref Pool, DBClusterIdentifiers: [!Ref Many],
              ConnectionPoolConfigurationInfo: {MaxConnectionsPercent: 80}}
        """,
        {
            "One": {"type": "rds", "engine": "postgres", "instance_type": "db.t4g.medium", "zones": 2,
                "storage": "100 GB", "public": False, "port": 5433},
            "Many": {"type": "rds", "engine": "aurora-mysql", "instance_type": "db.r7g.large", "zones": 2},
            "Small": {"type": "rds", "engine": "aurora-postgresql", "instance_type": "serverless"},
            "Pool": {"type": "rds_proxy", "aws_name": "pool", "target": "Many", "vpc": "unknown",
                "max_connections": "80%"},
        },
        {},
    ),
    (
        "caches, search domains and serverless warehouses",
        """
        Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: valkey, CacheNodeType: cache.t4g.small,
            NumCacheClusters: 2}}
        Mem: {Type: AWS::ElastiCache::CacheCluster, Properties: {Engine: memcached, CacheNodeType: cache.t4g.micro,
            NumCacheNodes: 3}}
        Less: {Type: AWS::ElastiCache::ServerlessCache, Properties: {Engine: redis, ServerlessCacheName: less}}
        Search: {Type: AWS::OpenSearchService::Domain, Properties: {ClusterConfig: {InstanceType: m7g.large.search,
            InstanceCount: 3}, EBSOptions: {VolumeSize: 20}}}
        Ware: {Type: AWS::RedshiftServerless::Workgroup, Properties: {WorkgroupName: w, BaseCapacity: 8}}
        """,
        {
            "Cache": {"type": "elasticache", "engine": "valkey", "node_type": "cache.t4g.small", "nodes": 2},
            "Mem": {"type": "elasticache", "engine": "memcached", "node_type": "cache.t4g.micro", "nodes": 3},
            "Less": {"type": "elasticache", "aws_name": "less", "engine": "redis", "node_type": "serverless"},
            "Search": {"type": "opensearch", "instance_type": "m7g.large.search", "nodes": 3, "storage": "20 GB"},
            "Ware": {"type": "redshift", "aws_name": "w", "capacity": 8, "serverless": True},
        },
        {},
    ),
    (
        "CloudFront with a bucket, an API and somebody else's site behind it",
        """
        Site:
          Type: AWS::CloudFront::Distribution
          Properties:
            DistributionConfig:
              WebACLId: arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b
              Origins:
                - {Id: files, DomainName: !GetAtt Files.RegionalDomainName, S3OriginConfig: {}}
                - {Id: api, DomainName: !Sub "${Api}.execute-api.${AWS::Region}.amazonaws.com",
                    CustomOriginConfig: {OriginReadTimeout: 45}}
                - {Id: own, DomainName: !Select [2, !Split ["/", !GetAtt Address.FunctionUrl]], CustomOriginConfig: {}}
                - {Id: far, DomainName: www.example.com}
        Files: {Type: AWS::S3::Bucket}
        Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
        Work: {Type: AWS::Lambda::Function}
        Address: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !GetAtt Work.Arn, AuthType: NONE}}
        """,
        {"Site": {"type": "cloudfront", "waf": True}, "www.example.com": {"type": "http_endpoint"}},
        {"Site -> Files": {}, "Site -> Api": {"timeout": "45s"}, "Site -> Work": {}, "Site -> www.example.com": {}},
    ),
    (
        "AppSync with data sources, resolvers and a pipeline",
        """
        Graph:
          Type: AWS::AppSync::GraphQLApi
          Properties:
            AuthenticationType: AMAZON_COGNITO_USER_POOLS
            UserPoolConfig: {UserPoolId: !Ref Users}
            AdditionalAuthenticationProviders: [{AuthenticationType: AWS_LAMBDA,
                LambdaAuthorizerConfig: {AuthorizerUri: !GetAtt Guard.Arn}}, {AuthenticationType: API_KEY}]
            XrayEnabled: true
            LogConfig: {FieldLogLevel: ERROR}
        Users: {Type: AWS::Cognito::UserPool}
        Guard: {Type: AWS::Lambda::Function}
        Table: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST}}
        Work: {Type: AWS::Lambda::Function}
        FromTable: {Type: AWS::AppSync::DataSource, Properties: {ApiId: !GetAtt Graph.ApiId, Name: table,
            DynamoDBConfig: {TableName: !Ref Table}}}
        FromWork: {Type: AWS::AppSync::DataSource, Properties: {ApiId: !GetAtt Graph.ApiId, Name: work,
            LambdaConfig: {LambdaFunctionArn: !GetAtt Work.Arn}}}
        Get: {Type: AWS::AppSync::Resolver, Properties: {ApiId: !GetAtt Graph.ApiId, TypeName: Query,
            FieldName: order, DataSourceName: !GetAtt FromTable.Name}}
        Step: {Type: AWS::AppSync::FunctionConfiguration, Properties: {ApiId: !GetAtt Graph.ApiId,
            DataSourceName: work}}
        Put: {Type: AWS::AppSync::Resolver, Properties: {ApiId: !GetAtt Graph.ApiId, TypeName: Mutation,
            FieldName: place, PipelineConfig: {Functions: [!GetAtt Step.FunctionId]}}}
        Kept: {Type: AWS::AppSync::ApiCache, Properties: {ApiId: !GetAtt Graph.ApiId, Ttl: 60}}
        """,
        {
            "Graph": {
                "type": "appsync", "tracing": True, "logs": "errors", "cache": {"ttl": "60s"},
                "authorizers": [{"cognito": "Users"}, {"lambda": "Guard"}, {"api_key": True}],
            }
        },
        {"Graph -> Table": {"route": "Query.order"}, "Graph -> Work": {"route": "Mutation.place"}},
    ),
    (
        "an IoT rule with actions and an error action",
        """
        Rule:
          Type: AWS::IoT::TopicRule
          Properties:
            TopicRulePayload:
              Sql: SELECT * FROM 'a/+'
              Actions:
                - Lambda: {FunctionArn: !GetAtt Work.Arn}
                - Sqs: {QueueUrl: !Ref Jobs, RoleArn: r}
                - DynamoDBv2: {PutItem: {TableName: !Ref Table}, RoleArn: r}
                - Kinesis: {StreamName: !Ref Clicks, RoleArn: r}
              ErrorAction: {S3: {BucketName: !Ref Files, Key: k, RoleArn: r}}
        Work: {Type: AWS::Lambda::Function}
        Jobs: {Type: AWS::SQS::Queue}
        Table: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST}}
        Clicks: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
        Files: {Type: AWS::S3::Bucket}
        """,
        {"Rule": {"type": "iot_rule", "sql": "SELECT * FROM 'a/+'", "error_action": "Files"}},
        {"Rule -> Work": {}, "Rule -> Jobs": {}, "Rule -> Table": {}, "Rule -> Clicks": {}},
    ),
    (
        "user pools and identity pools",
        """
        Users:
          Type: AWS::Cognito::UserPool
          Properties:
            MfaConfiguration: OPTIONAL
            UserPoolTier: PLUS
            LambdaConfig: {PreTokenGenerationConfig: {LambdaArn: !GetAtt Work.Arn, LambdaVersion: V2_0},
                PostConfirmation: !GetAtt Work.Arn}
        Web: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Users,
            SupportedIdentityProviders: [COGNITO, Google]}}
        App: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Users}}
        Pages: {Type: AWS::Cognito::UserPoolDomain, Properties: {UserPoolId: !Ref Users, Domain: shop}}
        Ids:
          Type: AWS::Cognito::IdentityPool
          Properties:
            AllowUnauthenticatedIdentities: true
            AllowClassicFlow: true
            CognitoIdentityProviders: [{ClientId: !Ref Web, ProviderName: !GetAtt Users.ProviderName}]
            SupportedLoginProviders: {graph.facebook.com: "123"}
        Given: {Type: AWS::Cognito::IdentityPoolRoleAttachment, Properties: {IdentityPoolId: !Ref Ids,
            Roles: {authenticated: !GetAtt In.Arn, unauthenticated: !GetAtt Out.Arn}}}
        In: {Type: AWS::IAM::Role}
        Out: {Type: AWS::IAM::Role}
        Work: {Type: AWS::Lambda::Function}
        """,
        {
            "Users": {"type": "cognito_user_pool", "mfa": "optional", "tier": "plus", "app_clients": 2,
                "providers": ["google"], "domain": "shop"},
            "Ids": {
                "type": "cognito_identity_pool", "guests": True, "flow": "classic", "providers": ["Users", "facebook"],
                "roles": {"authenticated": "In", "guest": "Out"},
            },
        },
        {},
    ),
    (
        "instances, groups, services and the load balancers before them",
        """
        Front: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: application, Scheme: internal,
            LoadBalancerAttributes: [{Key: idle_timeout.timeout_seconds, Value: "120"}]}}
        Http: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Front, Port: 80,
            Protocol: HTTP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref ToService}]}}
        Other: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref Http, Priority: 5,
            Conditions: [{Field: path-pattern, Values: [/x]}], Actions: [{Type: forward,
            TargetGroupArn: !Ref ToGroup}]}}
        ToService: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 8080, TargetType: ip}}
        ToGroup: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 9000}}
        Task: {Type: AWS::ECS::TaskDefinition, Properties: {Cpu: "512", Memory: "1024",
            RuntimePlatform: {CpuArchitecture: ARM64}, TaskRoleArn: !GetAtt R.Arn}}
        R: {Type: AWS::IAM::Role}
        Service: {Type: AWS::ECS::Service, Properties: {LaunchType: FARGATE, DesiredCount: 2,
            TaskDefinition: !Ref Task, LoadBalancers: [{ContainerName: c, ContainerPort: 8080,
            TargetGroupArn: !Ref ToService}]}}
        Wide: {Type: AWS::ApplicationAutoScaling::ScalableTarget,
            Properties: {ResourceId: !Sub "service/c/${Service.Name}", MinCapacity: 2, MaxCapacity: 8}}
        Made: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {InstanceType: c7g.large}}}
        Group: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: "0", MaxSize: "9",
            LaunchTemplate: {LaunchTemplateId: !Ref Made, Version: "1"}, TargetGroupARNs: [!Ref ToGroup]}}
        Follows: {Type: AWS::AutoScaling::ScalingPolicy, Properties: {AutoScalingGroupName: !Ref Group,
            TargetTrackingConfiguration: {PredefinedMetricSpecification: {
            PredefinedMetricType: ASGAverageCPUUtilization}, TargetValue: 60}}}
        Alone: {Type: AWS::EC2::Instance, Properties: {InstanceType: t4g.small, IamInstanceProfile: !Ref P}}
        P: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref R]}}
        """,
        {
            "Front": {"type": "load_balancer", "kind": "application", "scheme": "internal", "timeout": "120s",
                "listeners": {"80": {"protocol": "http"}}},
            "Service": {"type": "ecs_service", "launch": "fargate", "tasks": {"min": 2, "max": 8}, "cpu": 0.5,
                "memory": "1024 MB", "architecture": "arm64", "role": "R"},
            "Group": {"type": "auto_scaling_group", "min": 0, "max": 9, "instance_type": "c7g.large",
                "scale_on": {"cpu": "60%"}},
            "Alone": {"type": "ec2", "instance_type": "t4g.small", "role": "R"},
        },
        {
            "Front -> Service": {"listener": "80", "port": 8080},
            "Front -> Group": {"listener": "80", "rule": "Other", "priority": 5, "port": 9000},
        },
    ),
    (
        "log groups, subscription filters and alarms",
        """
        Work: {Type: AWS::Lambda::Function, Properties: {FunctionName: work}}
        Sink: {Type: AWS::Lambda::Function}
        WorkLogs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /aws/lambda/work, RetentionInDays: 14}}
        SinkLogs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/aws/lambda/${Sink}",
            RetentionInDays: 7}}
        Audit: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 90}}
        Feed: {Type: AWS::Logs::SubscriptionFilter, Properties: {LogGroupName: !Ref Audit, FilterPattern: ERROR,
            DestinationArn: !GetAtt Sink.Arn}}
        Wrong: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/Lambda, MetricName: Errors,
            Dimensions: [{Name: FunctionName, Value: !Ref Work}]}}
        Slow: {Type: AWS::CloudWatch::Alarm, Properties: {Metrics: [{Id: a, MetricStat: {Metric: {Namespace: AWS/SQS,
            MetricName: ApproximateAgeOfOldestMessage, Dimensions: [{Name: QueueName,
            Value: !GetAtt Jobs.QueueName}]}}}]}}
        Jobs: {Type: AWS::SQS::Queue}
        """,
        {
            "Work": {"type": "lambda", "aws_name": "work", "alarms": ["Errors"], "logs": {"retention": "14d"}},
            "Sink": {"type": "lambda", "logs": {"retention": "7d"}},
            "Audit": {"type": "cloudwatch_logs", "retention": "90d"},
            "Jobs": {"type": "sqs", "alarms": ["ApproximateAgeOfOldestMessage"]},
        },
        {"Audit -> Sink": {"filter": "ERROR"}},
    ),
    (
        "secrets and their rotation",
        """
        Pass: {Type: AWS::SecretsManager::Secret, Properties: {Name: db/pass}}
        Turn: {Type: AWS::SecretsManager::RotationSchedule, Properties: {SecretId: !Ref Pass,
            RotationLambdaARN: !GetAtt Work.Arn, RotationRules: {AutomaticallyAfterDays: 30}}}
        Work: {Type: AWS::Lambda::Function}
        """,
        {"Pass": {"type": "secret", "aws_name": "db/pass", "rotation": "30d"}},
        {"Pass -> Work": {}},
    ),
    (
        "types that archlint does not know",
        """
        Job: {Type: AWS::Glue::Job, Properties: {Role: r}}
        Ledger: {Type: AWS::QLDB::Stream, Properties: {KinesisConfiguration: {StreamArn: !GetAtt Clicks.Arn}}}
        Clicks: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
        Mail: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: !Ref Files}},
            {SNSAction: {TopicArn: !Ref News}}]}}}
        Files: {Type: AWS::S3::Bucket}
        News: {Type: AWS::SNS::Topic}
        Made: {Type: Custom::Thing, Properties: {ServiceToken: x}}
        Name: {Type: AWS::Route53::RecordSet}
        """,
        {"Job": {"type": "AWS::Glue::Job"}, "Ledger": {"type": "AWS::QLDB::Stream"},
            "Mail": {"type": "AWS::SES::ReceiptRule"}},
        {"Ledger -> Clicks": {}, "Mail -> Files": {}, "Mail -> News": {}},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("template", "components", "flows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_resource_becomes_what_it_says(template: str, components: dict[str, Any], flows: dict[str, Any]) -> None:
    made = resources(template)
    assert {name: _own(made.components.get(name, {})) for name in components} == components
    if flows or not made.flows:
        assert {
            name: {key: value for key, value in fields.items() if key not in ("name", "note")}
            for name, fields in made.flows
        } == flows


def _own(fields: dict[str, Any]) -> dict[str, Any]:
    """A component without the policies that its neighbours imply."""
    return {key: value for key, value in fields.items() if key != "policy"}


@pytest.mark.parametrize("template", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_made_is_a_description_without_mistakes(template: str) -> None:
    from archlint.model.understanding import understand

    problems = understand(resources(template).document).problems
    assert [problem.message for problem in problems] == []


def test_two_flows_between_one_pair_have_names() -> None:
    made = resources(
        """
        Users:
          Type: AWS::Cognito::UserPool
          Properties: {LambdaConfig: {PreSignUp: !GetAtt Work.Arn, PostConfirmation: !GetAtt Work.Arn}}
        Work: {Type: AWS::Lambda::Function}
        """
    )
    assert [(name, fields) for name, fields in made.flows] == [
        ("Users -> Work", {"as": "pre_sign_up", "name": "UsersPreSignUp"}),
        ("Users -> Work", {"as": "post_confirmation", "name": "UsersPostConfirmation"}),
    ]


@pytest.mark.parametrize(
    ("service", "task", "launch"),
    [
        ("LaunchType: EC2", "RequiresCompatibilities: [FARGATE]", "ec2"),
        ("CapacityProviderStrategy: [{CapacityProvider: FARGATE_SPOT}]", "", "fargate"),
        ("CapacityProviderStrategy: [{CapacityProvider: FARGATE}, {CapacityProvider: own}]", "", "unknown"),
        ("DesiredCount: 1", "RequiresCompatibilities: [FARGATE]", "fargate"),
        ("DesiredCount: 1", "RequiresCompatibilities: [EC2, FARGATE]", "unknown"),
        ("DesiredCount: 1", "Family: shop", "unknown"),
    ],
)
def test_what_a_container_service_runs_on(service: str, task: str, launch: str) -> None:
    made = resources(
        f"""
        Shop: {{Type: AWS::ECS::Service, Properties: {{TaskDefinition: !Ref Task, {service}}}}}
        Task: {{Type: AWS::ECS::TaskDefinition, Properties: {{{task}}}}}
        """
    )
    assert made.components["Shop"]["launch"] == launch
