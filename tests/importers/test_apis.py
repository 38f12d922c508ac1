"""APIs of API Gateway: their routes, integrations, authorizers and stages, in all the ways they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from importers.described import Described, described, resources

from archlint.importers import load

if TYPE_CHECKING:
    from pathlib import Path

LAMBDA = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Work.Arn}/invocations"


def rest(method: str, more: str = "") -> Described:
    return resources(
        f"""
        Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{EndpointConfiguration: {{Types: [REGIONAL]}}}}}}
        Orders: {{Type: AWS::ApiGateway::Resource, Properties: {{RestApiId: !Ref Api,
            ParentId: !GetAtt Api.RootResourceId, PathPart: orders}}}}
        One: {{Type: AWS::ApiGateway::Resource, Properties: {{RestApiId: !Ref Api, ParentId: !Ref Orders,
            PathPart: "{{id}}"}}}}
        Method: {{Type: AWS::ApiGateway::Method, Properties: {{RestApiId: !Ref Api, ResourceId: !Ref One, {method}}}}}
        Work: {{Type: AWS::Lambda::Function}}
        Jobs: {{Type: AWS::SQS::Queue, Properties: {{QueueName: jobs}}}}
        News: {{Type: AWS::SNS::Topic}}
        Table: {{Type: AWS::DynamoDB::Table, Properties: {{BillingMode: PAY_PER_REQUEST, TableName: orders}}}}
        Flow: {{Type: AWS::StepFunctions::StateMachine, Properties: {{StateMachineType: EXPRESS,
            Definition: {{StartAt: A, States: {{A: {{Type: Succeed}}}}}}}}}}
        {more}
        """
    )


@pytest.mark.parametrize(
    ("method", "flow", "fields"),
    [
        (
            f"HttpMethod: GET, Integration: {{Type: AWS_PROXY, TimeoutInMillis: 5000, Uri: !Sub '{LAMBDA}'}}",
            "Api -> Work",
            {"timeout": "5s"},
        ),
        (
            f"""HttpMethod: GET, Integration: {{Type: AWS, Uri: !Sub '{LAMBDA}',
                RequestParameters: {{integration.request.header.X-Amz-Invocation-Type: "'Event'"}}}}""",
            "Api -> Work",
            {"mode": "async"},
        ),
        (
            (
                "HttpMethod: GET, Integration: {Type: AWS, "
                "Uri: !Sub 'arn:aws:apigateway:${AWS::Region}:sqs:path/${AWS::AccountId}/${Jobs.QueueName}'}"
            ),
            "Api -> Jobs",
            {},
        ),
        (
            (
                "HttpMethod: GET, Integration: {Type: AWS, "
                "Uri: !Sub 'arn:aws:apigateway:${AWS::Region}:sqs:path/${AWS::AccountId}/jobs'}"
            ),
            "Api -> Jobs",
            {},
        ),
        (
            """HttpMethod: GET, Integration: {Type: AWS,
            Uri: !Sub 'arn:aws:apigateway:${AWS::Region}:sns:action/Publish',
               RequestTemplates: {application/json: !Sub 'Action=Publish&TopicArn=${News}'}}""",
            "Api -> News",
            {},
        ),
        (
            """HttpMethod: GET, Integration: {Type: AWS, Uri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem',
               RequestTemplates: {application/json: '{"TableName": "orders"}'}}""",
            "Api -> Table",
            {},
        ),
        (
            """HttpMethod: GET, Integration: {Type: AWS,
            Uri: 'arn:aws:apigateway:eu-west-1:states:action/StartSyncExecution',
               RequestTemplates: {application/json: !Sub '{"stateMachineArn": "${Flow}"}'}}""",
            "Api -> Flow",
            {"mode": "sync"},
        ),
        (
            "HttpMethod: GET, Integration: {Type: AWS, Uri: 'arn:aws:apigateway:eu-west-1:email:action/SendEmail'}",
            "Api -> ses",
            {},
        ),
        (
            "HttpMethod: GET, Integration: {Type: HTTP_PROXY, Uri: 'https://api.example.com/{id}'}",
            "Api -> api.example.com",
            {},
        ),
    ],
)
def test_an_integration_leads_to_its_target(method: str, flow: str, fields: dict[str, Any]) -> None:
    assert rest(method).flow(flow) == {"route": "GET /orders/{id}", **fields}


@pytest.mark.parametrize(
    ("answers", "rewrites"),
    [
        ("[{StatusCode: 200, ResponseTemplates: {application/json: $input.path('$.output')}}]", True),
        ("[{StatusCode: 200, ResponseTemplates: {application/json: ''}}]", None),
        ("[{StatusCode: 200}]", None),
        ("[]", None),
    ],
)
def test_templates_that_rewrite_answers_are_told_of_the_api(answers: str, rewrites: bool | None) -> None:
    made = rest(f"HttpMethod: GET, Integration: {{Type: AWS, Uri: !Sub '{LAMBDA}', IntegrationResponses: {answers}}}")
    assert made.components["Api"].get("templates") is rewrites


def test_a_mock_of_options_allows_browsers_and_leads_nowhere() -> None:
    made = rest("HttpMethod: OPTIONS, Integration: {Type: MOCK}")
    assert made.flows == []
    assert made.components["Api"] == {"type": "api_gateway", "protocol": "rest", "endpoint": "regional", "cors": True}


def test_a_vpc_link_leads_to_the_load_balancer_behind_it() -> None:
    made = rest(
        (
            "HttpMethod: ANY, Integration: {Type: HTTP_PROXY, ConnectionType: VPC_LINK, ConnectionId: !Ref Link, "
            "Uri: 'http://x.internal/'}"
        ),
        """
        Link: {Type: AWS::ApiGateway::VpcLink, Properties: {TargetArns: [!Ref Inner]}}
        Inner: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network, Scheme: internal}}
        """,
    )
    assert made.flow("Api -> Inner") == {"route": "ANY /orders/{id}"}
    assert made.components["Api"]["vpc_link"] == "Link"


@pytest.mark.parametrize(
    ("said", "authorizer"),
    [
        ("AuthorizationType: AWS_IAM", {"iam": True}),
        ("AuthorizationType: COGNITO_USER_POOLS, AuthorizerId: !Ref Pool", {"cognito": "Users"}),
        ("AuthorizationType: CUSTOM, AuthorizerId: !Ref Guard", {"lambda": "Checks"}),
        ("AuthorizationType: CUSTOM, AuthorizerId: !Ref Elsewhere", {"lambda": "unknown"}),
        ("AuthorizationType: NONE, ApiKeyRequired: true", {"api_key": True}),
        ("AuthorizationType: NONE", None),
    ],
)
def test_the_authorizer_all_routes_share_is_the_apis(said: str, authorizer: dict[str, Any] | None) -> None:
    made = rest(
        f"HttpMethod: GET, {said}, Integration: {{Type: AWS_PROXY, Uri: !Sub '{LAMBDA}'}}",
        """
        Pool: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Api, Type: COGNITO_USER_POOLS,
            ProviderARNs: [!GetAtt Users.Arn]}}
        Guard: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Api, Type: TOKEN,
            AuthorizerUri: !Sub "arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${Checks.Arn}/invocations"}}
        Users: {Type: AWS::Cognito::UserPool}
        Checks: {Type: AWS::Lambda::Function}
        """,
    )
    assert made.components["Api"].get("authorizer") == authorizer
    assert "authorizer" not in made.flow("Api -> Work")


def test_a_route_that_differs_from_the_others_says_so() -> None:
    made = resources(
        """
        Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
        Token: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Api, AuthorizerType: JWT,
            JwtConfiguration: {Issuer: !Sub "https://cognito-idp.eu-west-1.amazonaws.com/${Users}"}}}
        Users: {Type: AWS::Cognito::UserPool}
        Work: {Type: AWS::Lambda::Function}
        ToWork: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY,
            IntegrationUri: !GetAtt Work.Arn}}
        A: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: POST /a, AuthorizationType: JWT,
            AuthorizerId: !Ref Token, Target: !Sub "integrations/${ToWork}"}}
        B: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: POST /b, AuthorizationType: JWT,
            AuthorizerId: !Ref Token, Target: !Sub "integrations/${ToWork}"}}
        C: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: GET /c,
            Target: !Sub "integrations/${ToWork}"}}
        """
    )
    assert made.components["Api"]["authorizer"] == {"jwt": "Users"}
    assert [fields for name, fields in made.flows if name == "Api -> Work"] == [
        {"route": ["POST /a", "POST /b"], "name": "A"},
        {"route": "GET /c", "authorizer": "none", "name": "C"},
    ]


def test_http_apis_call_services_by_subtype() -> None:
    made = resources(
        """
        Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP, CorsConfiguration: {AllowOrigins: ["*"]}}}
        Put: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY,
            IntegrationSubtype: SQS-SendMessage, CredentialsArn: r, RequestParameters: {QueueUrl: !Ref Jobs,
            MessageBody: $request.body}}}
        Say: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY,
            IntegrationSubtype: EventBridge-PutEvents, CredentialsArn: r, RequestParameters: {Detail: x}}}
        A: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: POST /a, Target: !Join ["/",
            [integrations, !Ref Put]]}}
        B: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: POST /b, Target: !Join ["/",
            [integrations, !Ref Say]]}}
        Jobs: {Type: AWS::SQS::Queue}
        """
    )
    assert made.edges == ["Api -> Jobs", "Api -> default-bus"]
    assert made.components["Api"] == {"type": "api_gateway", "protocol": "http", "cors": True}


def test_a_target_on_the_api_itself_is_its_default_route() -> None:
    made = resources(
        """
        Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP, Target: !GetAtt Work.Arn}}
        Work: {Type: AWS::Lambda::Function}
        """
    )
    assert made.flow("Api -> Work") == {"route": "$default"}


def test_a_stage_says_what_holds_for_its_whole_api() -> None:
    made = rest(
        f"HttpMethod: GET, RequestValidatorId: v, Integration: {{Type: AWS_PROXY, Uri: !Sub '{LAMBDA}'}}",
        """
        Prod:
          Type: AWS::ApiGateway::Stage
          Properties:
            RestApiId: !Ref Api
            TracingEnabled: true
            CacheClusterEnabled: true
            CacheClusterSize: "0.5"
            AccessLogSetting: {DestinationArn: x, Format: '{"id": "$context.requestId"}'}
            MethodSettings:
              - {HttpMethod: "*", ResourcePath: "/*", ThrottlingRateLimit: 50, ThrottlingBurstLimit: 80,
                  CachingEnabled: true, CacheTtlInSeconds: 60}
              - {HttpMethod: GET, ResourcePath: /orders, ThrottlingRateLimit: 1}
        Wall: {Type: AWS::WAFv2::WebACLAssociation, Properties: {
            ResourceArn: !Sub "arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/prod", WebACLArn: x}}
        """,
    )
    assert made.components["Api"] == {
        "type": "api_gateway", "protocol": "rest", "endpoint": "regional", "validation": True, "tracing": True,
        "waf": True,
        "throttle": {"rate": "50/s", "burst": 80}, "cache": {"ttl": "60s", "size": "0.5 GB"}, "access_log": "json",
    }  # fmt: skip


def test_a_usage_plan_throttles_an_api_that_does_not_throttle_itself() -> None:
    made = rest(
        f"HttpMethod: GET, Integration: {{Type: AWS_PROXY, Uri: !Sub '{LAMBDA}'}}",
        (
            "Plan: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Api, Stage: prod}], "
            "Throttle: {RateLimit: 5, BurstLimit: 9}}}"
        ),
    )
    assert made.components["Api"]["throttle"] == {"rate": "5/s", "burst": 9}


BODY = """
openapi: "3.0.1"
x-amazon-apigateway-cors: {allowOrigins: ["*"]}
security: [{People: []}]
paths:
  /orders:
    post:
      x-amazon-apigateway-integration: {type: aws_proxy, timeoutInMillis: 3000, uri: !Sub "WORK"}
    x-amazon-apigateway-any-method:
      security: [{Key: []}]
      x-amazon-apigateway-integration: {type: http_proxy, uri: "https://api.example.com"}
    options:
      x-amazon-apigateway-integration: {type: mock}
  /$default:
    x-amazon-apigateway-any-method:
      security: []
      x-amazon-apigateway-integration: {type: aws_proxy, uri: !Sub "WORK"}
components:
  securitySchemes:
    People: {type: apiKey, x-amazon-apigateway-authorizer: {type: cognito_user_pools,
        providerARNs: [!GetAtt Users.Arn]}}
    Key: {type: apiKey, name: x-api-key, in: header}
""".replace("WORK", LAMBDA)
EXPECTED = [
    ("Api -> Work", {"route": "POST /orders", "timeout": "3s", "name": "Api"}),
    ("Api -> api.example.com", {"route": "ANY /orders", "authorizer": {"api_key": True}}),
    ("Api -> Work", {"route": "$default", "authorizer": "none", "name": "Api 2"}),
]


def test_an_openapi_body_makes_the_routes() -> None:
    inner = "\n".join("        " + line for line in BODY.strip().splitlines())
    made = described(
        "Resources:\n  Work: {Type: AWS::Lambda::Function}\n  Users: {Type: AWS::Cognito::UserPool}\n"
        f"  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Body:\n{inner}\n"
    )
    assert made.components["Api"]["authorizer"] == {"cognito": "Users"}
    assert made.components["Api"]["cors"] is True
    assert made.flows == EXPECTED


@pytest.mark.parametrize(
    "said",
    [
        "DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: ./api.yaml}}}",
        "DefinitionUri: api.yaml",
    ],
)
def test_an_openapi_file_beside_the_template_is_read(tmp_path: Path, said: str) -> None:
    (tmp_path / "api.yaml").write_text(
        BODY.replace("!Sub ", "").replace("${Work.Arn}", "arn:aws:lambda:x:1:function:work")
    )
    template = tmp_path / "template.yaml"
    template.write_text(
        f"""\
Resources:
  Work: {{Type: AWS::Lambda::Function, Properties: {{FunctionName: work}}}}
  Users: {{Type: AWS::Cognito::UserPool}}
  Api: {{Type: AWS::Serverless::HttpApi, Properties: {{{said}}}}}
"""
    )
    made = Described(load(template)[0])
    assert made.edges == ["Api -> Work", "Api -> api.example.com", "Api -> Work"]
    route = made.document.locate(("flows", 0, "Api -> Work", "route"))
    assert (route.source.path, route.line) == (str(tmp_path / "api.yaml"), 7)


def test_what_sam_puts_before_a_body_guards_its_routes() -> None:
    made = described(
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Auth: {DefaultAuthorizer: Ask, Authorizers: {Ask: {FunctionArn: !GetAtt Gate.Arn}}}
              DefinitionBody:
                openapi: 3.0.1
                paths:
                  /a: {get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: !GetAtt Work.Arn}}}
                  /b: {get: {security: [], x-amazon-apigateway-integration: {type: aws_proxy, uri: !GetAtt Work.Arn}}}
                  /c: {get: {security: [{Ask: []}], x-amazon-apigateway-integration: {type: aws_proxy, uri: !GetAtt Work.Arn}}}
          Own:
            Type: AWS::Serverless::HttpApi
            Properties:
              Auth: {DefaultAuthorizer: AWS_IAM}
              DefinitionBody: {paths: {/a: {get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: !GetAtt Work.Arn}}}}}
          Keyed:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Auth: {DefaultAuthorizer: NONE, ApiKeyRequired: true}
              DefinitionBody: {paths: {/a: {get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: !GetAtt Work.Arn}}}}}
          Work: {Type: AWS::Serverless::Function}
          Gate: {Type: AWS::Serverless::Function}
        """
    )
    assert made.components["Api"]["authorizer"] == {"lambda": "Gate"}
    assert [fields.get("authorizer") for name, fields in made.flows if name == "Api -> Work"] == [None, "none"]
    assert made.components["Own"]["authorizer"] == {"iam": True}
    assert made.components["Keyed"]["authorizer"] == {"api_key": True}
    assert "apigateway.amazonaws.com" in str(made.components["Gate"]["policy"])


def test_an_api_that_comes_with_a_role_needs_no_permission() -> None:
    made = resources(
        """
        Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
        Call: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY,
            CredentialsArn: !ImportValue role, IntegrationUri: !GetAtt Work.Arn}}
        Get: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: GET /, Target: !Sub "integrations/${Call}",
            AuthorizationType: CUSTOM, AuthorizerId: !Ref Ask}}
        Ask: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Api, AuthorizerType: REQUEST,
            AuthorizerCredentialsArn: !ImportValue role, AuthorizerUri: !GetAtt Gate.Arn}}
        Work: {Type: AWS::Lambda::Function}
        Gate: {Type: AWS::Lambda::Function}
        """
    )
    assert made.flow("Api -> Work") == {"route": "GET /", "policy": True}
    assert made.components["Gate"]["policy"] == [
        {
            "actions": ["lambda:InvokeFunction"],
            "resources": ["*"],
            "principals": {"Service": "apigateway.amazonaws.com"},
        }
    ]


def test_sam_permits_what_its_apis_call() -> None:
    made = described(
        """
        Resources:
          Chat:
            Type: AWS::Serverless::WebSocketApi
            Properties:
              RouteSelectionExpression: $request.body.action
              Auth: {AuthType: CUSTOM, AuthArn: !GetAtt Gate.Arn}
              Routes: {$connect: {FunctionArn: !GetAtt Work.Arn}}
          Shop:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Auth: {Authorizers: {Ask: {FunctionArn: !GetAtt Silent.Arn, DisableFunctionDefaultPermissions: true}}}
          Web:
            Type: AWS::Serverless::HttpApi
            Properties:
              Auth:
                Authorizers:
                  Ask: {FunctionArn: !GetAtt Asked.Arn, EnableFunctionDefaultPermissions: true}
                  Not: {FunctionArn: !GetAtt Silent.Arn}
          Work: {Type: AWS::Serverless::Function}
          Gate: {Type: AWS::Serverless::Function}
          Asked: {Type: AWS::Serverless::Function}
          Silent: {Type: AWS::Serverless::Function}
        """
    )
    assert [name for name, part in made.components.items() if "policy" in part] == ["Work", "Gate", "Asked"]
