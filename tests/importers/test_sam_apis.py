"""The APIs that SAM makes: their authorizers, routes, sources and resolvers."""

from __future__ import annotations

from importers.described import described


def test_authorizers_of_sam_apis_hold_unless_an_event_says_otherwise() -> None:
    made = described(
        """
        Resources:
          Users: {Type: AWS::Cognito::UserPool}
          Check: {Type: AWS::Serverless::Function}
          Api:
            Type: AWS::Serverless::HttpApi
            Properties:
              Auth:
                DefaultAuthorizer: Tokens
                Authorizers:
                  Tokens:
                    JwtConfiguration: {issuer: !Sub "https://cognito-idp.${AWS::Region}.amazonaws.com/${Users}"}
                  Checks: {FunctionArn: !GetAtt Check.Arn, AuthorizerPayloadFormatVersion: "2.0"}
              DefaultRouteSettings: {ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20}
              AccessLogSettings: {DestinationArn: x, Format: $context.requestId}
          Work:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                A: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /a, Method: post}}
                B: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /b, Method: post}}
                C: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /c, Method: get, Auth: {Authorizer: NONE}}}
                D: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /d, Method: get, Auth: {Authorizer: Checks}}}
        """
    )
    assert made.components["Api"] == {
        "type": "api_gateway", "protocol": "http", "throttle": {"rate": "10/s", "burst": 20}, "access_log": "text",
        "authorizer": {"jwt": "Users"},
    }  # fmt: skip
    assert [fields for name, fields in made.flows if name == "Api -> Work"] == [
        {"route": ["POST /a", "POST /b"], "name": "WorkA"},
        {"route": "GET /c", "authorizer": "none", "name": "WorkC"},
        {"route": "GET /d", "authorizer": {"lambda": "Check"}, "name": "WorkD"},
    ]
    assert made.flow("Api -> Check") == {"as": "authorizer"}


def test_a_websocket_api_of_sam_has_its_routes() -> None:
    made = described(
        """
        Resources:
          Chat:
            Type: AWS::Serverless::WebSocketApi
            Properties:
              RouteSelectionExpression: $request.body.action
              Auth: {AuthType: CUSTOM, AuthArn: !GetAtt Check.Arn}
              Routes:
                $connect: {FunctionArn: !GetAtt Join.Arn}
                say: {FunctionArn: !GetAtt Say.Arn, IntegrationTimeout: 2000}
          Check: {Type: AWS::Serverless::Function}
          Join: {Type: AWS::Serverless::Function}
          Say: {Type: AWS::Serverless::Function}
        """
    )
    assert made.components["Chat"] == {
        "type": "api_gateway",
        "protocol": "websocket",
        "authorizer": {"lambda": "Check"},
    }
    assert made.flows == [("Chat -> Join", {"route": "$connect"}), ("Chat -> Say", {"route": "say", "timeout": "2s"})]


def test_a_graphql_api_of_sam_has_its_sources_and_resolvers() -> None:
    made = described(
        """
        Resources:
          Graph:
            Type: AWS::Serverless::GraphQLApi
            Properties:
              Auth: {Type: AWS_IAM, Additional: [{Type: AMAZON_COGNITO_USER_POOLS, UserPool: {UserPoolId: !Ref Users}}]}
              DataSources:
                DynamoDb: {Orders: {TableName: !Ref Table, TableArn: !GetAtt Table.Arn}}
                Lambda: {Work: {FunctionArn: !GetAtt Work.Arn}, Idle: {FunctionArn: !GetAtt Idle.Arn}}
              Functions: {Fetch: {DataSource: Orders}, Add: {DataSource: Work}}
              Resolvers:
                Query: {order: {Pipeline: [Fetch]}}
                Mutation: {place: {Pipeline: [Add, Fetch]}}
          Users: {Type: AWS::Cognito::UserPool}
          Table: {Type: AWS::Serverless::SimpleTable, Properties: {ProvisionedThroughput: {ReadCapacityUnits: 1,
              WriteCapacityUnits: 1}}}
          Work: {Type: AWS::Serverless::Function}
          Idle: {Type: AWS::Serverless::Function}
        """
    )
    assert made.components["Graph"] == {"type": "appsync", "authorizers": [{"iam": True}, {"cognito": "Users"}]}
    assert made.components["Table"]["billing"] == {"provisioned": {"read": 1, "write": 1}}
    assert made.flows == [
        ("Graph -> Table", {"route": ["Query.order", "Mutation.place"]}),
        ("Graph -> Work", {"route": "Mutation.place"}),
        ("Graph -> Idle", {}),
    ]
