"""APIs, devices, users, instances and all the rest of a template, and what becomes of their properties."""

from __future__ import annotations

from importers.described import Resource

EDGE: list[Resource] = [
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
