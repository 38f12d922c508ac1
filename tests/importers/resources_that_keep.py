"""Buckets, tables, streams, databases and caches of a template, and what becomes of their properties."""

from __future__ import annotations

from importers.described import Resource

STORES: list[Resource] = [
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
]  # fmt: skip
