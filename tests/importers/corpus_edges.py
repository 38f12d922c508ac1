"""The edges of real templates, written down by reading each template, not by running anything."""

from __future__ import annotations

# template -> its edges: who sends, calls or reads whom; `=>` where failures go, `~>` who is asked before a call passes
EDGES: dict[str, str] = {
    "alb-lambda-rust/template.yml": "MyLoadBalancer -> MyLambdaFunction",
    "apigw-cors-nonproxy/template.yaml": "ApiGatewayRestApi -> MyFunction",
    "apigw-eventbridge/template.yml": "HttpApi -> ApplicationEventBus",
    "apigw-http-api-eventbridge/template.yaml": """
        MyHttpApi -> default-bus
        default-bus -> MyTriggeredLambda
        """,
    "apigw-lambda-tenant-isolation/template.yaml": """
        ApiGateway -> CounterStandardFunction
        ApiGateway -> CounterIsolatedFunction
        """,
    "apigw-rest-stepfunctions-express-sync-bedrock-sam/template.yml": "RestApiforSyncWF -> StateMachineExpressSync",
    "apigw-ses-transformation/template.yaml": "ApiGateway -> ses",
    "apigw-websocket-api-sfn-sync/template.yaml": "WebSocketApi -> SyncSFn",
    "apigw-websocket-mapping-template-authorizer/template.yaml": """
        WebsocketApi -> OnConnectFunction
        WebsocketApi -> OnDisconnectFunction
        WebsocketApi -> SendMessageFunction
        WebsocketApi ~> AuthFunction
        OnConnectFunction -> ConnectionsTable
        OnDisconnectFunction -> ConnectionsTable
        SendMessageFunction -> ConnectionsTable
        """,
    "cloudfront-failover-apigw-http-api-lambda-rust/cloudfront.yml": """
        CloudfrontDistribution -> PrimaryEndpoint
        CloudfrontDistribution -> SecondaryEndpoint
        """,
    "cloudtrail-eventbridge-lambda-dynamodb-sam/template.yaml": """
        default-bus -> SubmitFunction
        SubmitFunction -> DynamoDBTable
        SubmitFunction -> SNSTopic
        SNSTopic -> NotificationEmail
        """,
    "cognito-restapi-vpclink/template.yml": """
        rApiGateway -> NetworkStack/rNetworkLoadBalancer
        NetworkStack/rNetworkLoadBalancer -> FargateStack/ApplicationLoadBalancer
        FargateStack/ApplicationLoadBalancer -> FargateStack/ECSService
        rApiGateway ~> AuthStack/rCognitoUserPool
        """,
    "eventbridge-cross-region/eventbus-source/template.yaml": """
        ServerlessHttpApi -> WebhookFunction
        WebhookFunction -> MyEventBus
        MyEventBus -> CrossRegionDestination-us-east-1
        MyEventBus -> CrossRegionDestination-us-west-2
        MyEventBus -> CrossRegionDestination-eu-west-1
        """,
    "eventbridge-pipes-msk-to-lambda/pipes.yaml": """
        MSKCluster -> Pipe
        Pipe -> TargetFunction
        """,
    "eventbridge-pipes-sqs-enrich-with-api-destination/template.yaml": """
        SourceQueue -> SqsToApiDestination
        SqsToApiDestination -> MyApiDestination
        SqsToApiDestination -> TargetCWLogGroup
        SourceQueue => SourceQueueDLQ
        """,
    "eventbridge-pipes-sqs-to-aws-batch-with-filters/template.yaml": """
        Source -> Pipe
        Pipe -> JobQueue
        """,
    "eventbridge-rule-to-ssm-automation-sam/template.yaml": "default-bus -> ssm",
    "eventbridge-schedule-to-lambda-dlq-sam-python/template.yaml": """
        EventSchedule -> ScheduledFunction
        EventSchedule => SchedulerDLQ
        ScheduledFunction => LambdaExecutionDLQ
        """,
    "eventbridge-schedule-to-ssm-sam/template.yaml": """
        StateManagerAssociationSchedule -> ssm
        EC2InstanceLinux -> SSMAssocLogs
        EC2InstanceWindows -> SSMAssocLogs
        """,
    "firehose-transformation-sam/template.yaml": """
        DeliveryStream -> DestinationBucket
        DeliveryStream -> TransformationLambdaFunction
        """,
    "inspector-eventbridge-multi-destinations/template.yaml": """
        default-bus -> WriteToDynamoDBFunction
        default-bus -> VulnerabilityNotifierTopic
        WriteToDynamoDBFunction -> DynamoDBTable
        """,
    "kinesis-eventbridge-pipes-filter-enrichment-sfn/template.yaml": """
        SourceStream -> Pipe
        Pipe -> EnrichmentLambda
        Pipe -> TargetSfn
        """,
    "lambda-athena-sam/template.yaml": "",
    "lambda-durable-function-chaining-sam/template.yaml": """
        OrchestratorFunction -> Step1AddFunction
        OrchestratorFunction -> Step2TransformFunction
        OrchestratorFunction -> Step3FinalizeFunction
        """,
    "lambda-dynamodb-ddbstream-lambda-sam-java/template.yml": """
        OrderPublisher -> OrdersDDBTable
        OrdersDDBTable -> OrderSubscriber
        """,
    "lambda-esm-kinesis-filters-sam/template.yaml": """
        DataStream -> NoFilterFunction
        DataStream -> FilterEventsFunction
        DataStream -> FilterEventsAndResponseCodeFunction
        DataStream -> FilterMultiplePatternsFunction
        DataStream -> FilterNotEventKindFunction
        DataStream -> FilterStartsWithFunction
        DataStream -> FilterBetweenInclusiveFunction
        DataStream -> FilterOnDataAndMetadataFunction
        """,
    "lambda-extension-telemetryapi-s3/template.yaml": "SampleFunction1 -> LogExtensionsBucket",
    "lambda-firehose-s3-sam-java/template.yml": """
        DataProcessor -> DeliveryStream
        DeliveryStream -> DeliveryBucket
        """,
    "lambda-kinesis-lambda-js/template.yaml": """
        ProducerFunction -> KinesisStream
        KinesisStream -> ConsumerFunction
        """,
    "lambda-sns-sqs-lambda-sam-java/template.yml": """
        OrderSNSTopic -> OrdersSqsQueue
        OrdersSqsQueue -> OrderConsumer
        """,
    "qldb-kinesis-lambda-dynamodb/template.yaml": """
        PersonQLDBStream -> QLDBDynamoDBKinesis
        QLDBDynamoDBKinesis -> QldbStreamsDynamoDBLambdaFunction
        QldbStreamsDynamoDBLambdaFunction -> PersonTable
        QldbStreamsDynamoDBLambdaFunction => StreamsFailureQueue
        """,
    "rabbitmq-lambda/template.yaml": "MQBroker -> MQConsumer",
    "s3-b2bi-eventbridge-sqs/template.yaml": """
        EDI214InputBucket -> default-bus
        EDI214InputBucket -> MyTradingCapability
        MyTradingCapability -> EDI214OutputBucket
        default-bus -> MyQueue
        """,
    "s3-eventbridge-direct/template.yaml": """
        SourceBucket -> default-bus
        default-bus -> MyFunction
        MyFunction -> SourceBucket
        """,
    "s3-eventbridge-sns-sam/template.yaml": """
        MyS3Bucket -> default-bus
        default-bus -> MySNSTopic
        """,
    "s3-lambda-resizing-python/template.yaml": """
        SourceBucket -> ResizerFunction
        ResizerFunction -> SourceBucket
        ResizerFunction -> DestinationBucket
        """,
    "s3-sns-sqs-lambda-sam-java/template.yml": """
        S3FileBucket -> AuditSNSTopic
        AuditSNSTopic -> FileAudit
        AuditSNSTopic -> AuditQueue
        """,
    "sam-dotnet-durablefunction-expenseapproval/template.yaml": """
        ServerlessRestApi -> ExpenseStarterFunction
        ServerlessRestApi -> ApproverFunction
        ExpenseStarterFunction -> ExpenseWorkflowFunction
        ApproverFunction -> ExpenseWorkflowFunction
        ApproverFunction -> ExpenseTable
        ExpenseWorkflowFunction -> ExpenseTable
        """,
    "ses-s3-lambda-sam/template.yaml": """
        EmailReceiptRule -> EmailBucket
        EmailBucket -> EmailProcessingLambdaFunction
        EmailProcessingLambdaFunction -> EmailBucket
        """,
    "sqs-eventbridgepipes-sqs-msg-copy-data-filter-sam/template.yaml": """
        SourceQueue -> Pipe
        Pipe -> TargetQueue
        """,
    "stepfunctions-sns-apigw-human-review/template.yaml": """
        ReviewRESTApi -> states
        SNSNotificationTopic -> ApproverEmailAddress
        """,
}

# What no component is made of: it sets up, protects, names or joins the components. Written down for the whole corpus.
NO_COMPONENTS = frozenset({
    "AWS::ACMPCA::Certificate", "AWS::ACMPCA::CertificateAuthority", "AWS::ACMPCA::CertificateAuthorityActivation",
    "AWS::ACMPCA::Permission", "AWS::ApiGateway::ApiKey", "AWS::ApiGateway::Authorizer",
    "AWS::ApiGateway::ClientCertificate", "AWS::ApiGateway::Deployment", "AWS::ApiGateway::Method",
    "AWS::ApiGateway::Model", "AWS::ApiGateway::RequestValidator", "AWS::ApiGateway::Resource",
    "AWS::ApiGateway::Stage", "AWS::ApiGateway::UsagePlan", "AWS::ApiGateway::UsagePlanKey", "AWS::ApiGateway::VpcLink",
    "AWS::ApiGatewayV2::ApiMapping", "AWS::ApiGatewayV2::Authorizer", "AWS::ApiGatewayV2::Deployment",
    "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::IntegrationResponse", "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::RouteResponse", "AWS::ApiGatewayV2::Stage", "AWS::CloudFront::CachePolicy",
    "AWS::Cognito::UserPoolClient", "AWS::Cognito::UserPoolDomain", "AWS::EC2::EIP",
    "AWS::EC2::InstanceConnectEndpoint", "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::Route",
    "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SecurityGroupIngress", "AWS::EC2::Subnet", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPC",
    "AWS::EC2::VPCEndpoint", "AWS::EC2::VPCGatewayAttachment", "AWS::ECS::Cluster", "AWS::ECS::TaskDefinition",
    "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::Events::Connection",
    "AWS::Events::Rule", "AWS::IAM::InstanceProfile", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::Role",
    "AWS::IoT::Policy", "AWS::KMS::Alias", "AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup", "AWS::MSK::BatchScramSecret", "AWS::MSK::Configuration", "AWS::Route53::RecordSet",
    "AWS::S3::BucketPolicy", "AWS::SES::EmailIdentity", "AWS::SES::ReceiptRuleSet", "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy", "AWS::SSM::Association", "AWS::SSM::Document", "AWS::Serverless::Application",
    "AWS::Serverless::LayerVersion", "Custom::CustomSG", "Custom::IotEndpoint", "Custom::NlbInfo",
})  # fmt: skip
