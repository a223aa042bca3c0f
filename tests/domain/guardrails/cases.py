"""For each guardrail: what it refuses, what it warns of, and what none of them minds."""

from typing import Any

from tests.domain.templates import allow, arn, of_type, ref, role, sub

EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
RETAINED = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
LOOK = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": sub("${Bucket.Arn}/*")}
CLOSED = dict.fromkeys(
    ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
)


def policy_on(kind: str, *statements: Any, **more: Any) -> dict[str, Any]:
    return of_type(kind, PolicyDocument={"Statement": list(statements)}, **more)


def on_queue(*statements: Any) -> dict[str, Any]:
    return policy_on("AWS::SQS::QueuePolicy", *statements, Queues=[ref("Queue")])


def on_bucket(*statements: Any) -> dict[str, Any]:
    return policy_on("AWS::S3::BucketPolicy", *statements, Bucket=ref("Bucket"))


def invoking(principal: Any, **more: Any) -> dict[str, Any]:
    return of_type(
        "AWS::Lambda::Permission", FunctionName=ref("Function"), Principal=principal, **more
    )


def group(**rule: Any) -> dict[str, Any]:
    return of_type("AWS::EC2::SecurityGroup", SecurityGroupIngress=[{"IpProtocol": "tcp", **rule}])


def port(first: Any, last: Any = None, source: Any = "0.0.0.0/0") -> dict[str, Any]:
    return group(FromPort=first, ToPort=first if last is None else last, CidrIp=source)


def trusting(principal: Any, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return of_type("AWS::IAM::Role", AssumeRolePolicyDocument={"Statement": [statement]})


def bucket(**properties: Any) -> dict[str, Any]:
    return of_type("AWS::S3::Bucket", **properties)


def database(**properties: Any) -> dict[str, Any]:
    return of_type("AWS::RDS::DBInstance", **({"StorageEncrypted": True} | properties))


def function(**variables: Any) -> dict[str, Any]:
    return of_type("AWS::Lambda::Function", Environment={"Variables": variables})


REFUSED: dict[str, tuple[Any, ...]] = {
    "type-not-allowed": (
        of_type("AWS::Organizations::Account"),
        of_type("AWS::SSM::Association"),
        of_type("AWS::Elasticsearch::Domain"),
        of_type("AWS::Budgets::BudgetsAction"),
        of_type("AWS::Config::RemediationConfiguration"),
        of_type("AWS::ServiceCatalog::CloudFormationProvisionedProduct"),
        of_type("Foo::Bar::Baz"),
    ),
    "long-lived-access": (
        of_type("AWS::IAM::User"),
        of_type("AWS::IAM::AccessKey"),
        of_type("AWS::IAM::UserToGroupAddition"),
    ),
    "account-wide-setting": (
        of_type("AWS::S3::StorageLens"),
        of_type("AWS::ApiGateway::Account") | {"DeletionPolicy": "Delete"},
    ),
    "code-running-type": (
        of_type("Custom::Thing"),
        of_type("AWS::CloudFormation::CustomResource"),
        of_type("AWS::CloudFormation::Macro"),
        of_type("AWS::CloudFormation::Stack"),
        of_type("AWS::CloudFormation::StackSet"),
        of_type("AWS::CloudFormation::GuardHook"),
        of_type("My::S3::Bucket::MODULE"),
    ),
    "template-transform": (
        bucket(**{"Fn::Transform": {"Name": "AWS::Include"}}),
        bucket(Tags={"Fn::ForEach::X": []}),
    ),
    "foreign-value": (
        function(A="{{resolve:secretsmanager:prod/db:SecretString:password}}"),
        function(A={"Fn::Join": ["", ["{{resolve:ssm-secure:", "/prod/key", "}}"]]}),
        function(A=sub("{{resolve:ssm:${AWS::StackName}/key}}")),
        function(A={"Fn::ImportValue": "shared"}),
        function(A={"Fn::GetStackOutput": {"StackName": "prod", "OutputName": "Key"}}),
        function(A=sub("{{resolve:unheard-of:${Secret}}}")),
        function(A=sub("{{resolve:ssm:${Setting}/other}}")),
        function(A=sub("{{resolve:secretsmanager:${Bucket}}}")),
        function(A=sub("{{${Fn::Anything}:secretsmanager:prod/db}}")),
        function(A={"Fn::Sub": ["{{resolve:secretsmanager:${X}}}", {"X": {"Fn::Select": [0, {"Fn::Split": [",", "prod/db,x"]}]}}]}),
        function(A={"Fn::Sub": ["{{resolve:secretsmanager:${X}}}", {"X": {"Fn::GetAZs": ""}}]}),
    ),
    "iam-wildcard-action": (
        role(allow("*")),
        role(allow("s3:*")),
        role(allow("s3:*", [arn("Bucket"), "arn:aws:s3:::prod/*"])),
        role(allow("*", arn("Bucket"))),
        role(allow("iam:*", arn("Role"))),
        role(allow(["s3:GetObject", "s?:*"], arn("Bucket"))),
        role(allow("s3:?*")),
        role({"Effect": "Allow", "Action": "s3:*", "NotResource": arn("Bucket")}),
        role({"effect": "Allow", "action": "*", "resource": "*"}),
        role({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
        role(allow({"Fn::If": ["Open", "*", "s3:GetObject"]})),
        policy_on("AWS::IAM::ManagedPolicy", allow("dynamodb:*")),
        policy_on("AWS::SQS::QueuePolicy", allow("sqs:*", Principal={"Service": "s3.amazonaws.com"})),
        of_type("AWS::Logs::ResourcePolicy", PolicyDocument='{"Statement": [{"Effect": "Allow", "Action": "logs:*"}]}'),
        policy_on("AWS::KMS::Key", allow("kms:*", Principal="*")),
        invoking("s3.amazonaws.com", Action="lambda:*"),
    ),
    "iam-escalation": (
        role(allow("iam:PassRole")),
        role(allow("iam:Pass*", "*")),
        role(allow("IAM:putrolepolicy", arn("Role"))),
        role(allow("sts:AssumeRole")),
        role(allow("iam:CreateRole", arn("Role"))),
        role(allow("iam:PassRole", sub("arn:aws:iam::${AWS::AccountId}:role/*"))),
        role(allow("iam:PassRole", sub("arn:aws:iam::${AWS::AccountId}:role/Admin"))),
        role(allow("iam:PassRole", sub("arn:aws:iam::${AWS::AccountId}:role/${Bucket}"))),
        role(allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:*")),
        role({"Effect": "Allow", "Action": "kms:Decrypt", "NotResource": "x"}),
    ),
    "open-to-everybody": (
        on_queue(EVERYBODY),
        on_bucket(EVERYBODY | {"Principal": {"AWS": ["*"]}}),
        on_bucket(LOOK | {"Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}),
        on_queue(EVERYBODY | {"Condition": {"StringLike": {"aws:SourceArn": "*"}}}),
        on_queue(EVERYBODY | {"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:*"}}}),
        on_queue(EVERYBODY | {"Condition": {"StringNotEquals": {"aws:SourceAccount": "1"}}}),
        policy_on("AWS::SNS::TopicPolicy", {"Effect": "Allow", "NotPrincipal": {"AWS": "x"}}),
        trusting("*"),
        trusting({"AWS": "*"}, Condition={}),
        invoking("*"),
        invoking("*", Action={"Fn::If": ["C", "lambda:InvokeFunction", "lambda:InvokeFunctionUrl"]}),
        of_type("AWS::EC2::VPCEndpointServicePermissions", ServiceId=ref("Service"), AllowedPrincipals=["*"]),
        policy_on("AWS::KMS::Key", {"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}),
        of_type("AWS::ECR::Repository", RepositoryPolicyText={"Statement": [EVERYBODY]}),
        of_type("AWS::OpenSearchService::Domain", EncryptionAtRestOptions={"Enabled": True}, AccessPolicies={"Statement": [EVERYBODY]}),
        policy_on("AWS::SecretsManager::ResourcePolicy", EVERYBODY, SecretId=ref("Secret")),
    ),
    "foreign-principal": (
        trusting({"AWS": "arn:aws:iam::210987654321:root"}),
        trusting({"AWS": "210987654321"}),
        trusting({"AWS": sub("arn:aws:iam::210987654321:role/${AWS::AccountId}")}),
        trusting({"AWS": "AIDAIOSFODNN7EXAMPLE"}),
        trusting({"Federated": "accounts.google.com"}),
        trusting({"Federated": "accounts.google.com"}, Condition={"StringLike": {"accounts.google.com:aud": "*"}}),
        trusting({"Service": "lambda.amazonaws.com.example.com"}),
        on_bucket(LOOK | {"Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbaced"}}),
        on_queue(EVERYBODY | {"Condition": {"StringEquals": {"aws:SourceAccount": "210987654321"}}}),
        invoking("210987654321"),
        of_type("AWS::EC2::VPCEndpointServicePermissions", ServiceId=ref("Service"), AllowedPrincipals=["arn:aws:iam::210987654321:root"]),
        invoking("s3.amazonaws.com", SourceAccount="210987654321"),
    ),
    "foreign-role": (
        policy_on("AWS::IAM::Policy", Roles=["Administrators"]),
        policy_on("AWS::IAM::Policy", Roles=[ref("Bucket")]),
        policy_on("AWS::IAM::ManagedPolicy", Users=["me"]),
        of_type("AWS::Lambda::Function", Role=sub("arn:aws:iam::${AWS::AccountId}:role/Admin")),
        of_type("AWS::Lambda::Function", Role=sub("${Role.Arn}/../Admin")),
        of_type("AWS::IAM::InstanceProfile", Roles=["Admin"]),
        of_type("AWS::EC2::Instance", IamInstanceProfile="Admin"),
        of_type("AWS::ECS::TaskDefinition", TaskRoleArn=ref("Bucket")),
        of_type("AWS::EC2::LaunchTemplate", LaunchTemplateData={"IamInstanceProfile": {"Name": "Admin"}}),
        of_type("AWS::ApiGateway::Method", Integration={"Credentials": "arn:aws:iam::123456789012:role/Admin"}),
        of_type("AWS::Cognito::IdentityPoolRoleAttachment", Roles={"authenticated": "Admin"}),
    ),
    "foreign-resource": (
        of_type("AWS::S3::BucketPolicy", Bucket="company-prod-data"),
        of_type("AWS::S3::BucketPolicy", Bucket=ref("Role")),
        of_type("AWS::S3::BucketPolicy", Bucket=sub("company-${Bucket}")),
        of_type("AWS::SecretsManager::ResourcePolicy", SecretId="prod/db"),
        of_type("AWS::SQS::QueuePolicy", Queues=[ref("Queue"), "https://sqs.us-east-1.amazonaws.com/123456789012/prod"]),
        of_type("AWS::SNS::TopicPolicy", Topics=["arn:aws:sns:us-east-1:123456789012:prod"]),
        of_type("AWS::Lambda::Permission", FunctionName="prod", Principal="s3.amazonaws.com"),
        of_type("AWS::Lambda::EventSourceMapping", FunctionName=ref("Function"), EventSourceArn="arn:aws:sqs:us-east-1:123456789012:prod"),
        of_type("AWS::EC2::SecurityGroupIngress", GroupId="sg-0123456789abcdef0", CidrIp="10.0.0.0/8"),
        of_type("AWS::EC2::Route", RouteTableId="rtb-0123456789abcdef0"),
        of_type("AWS::EC2::SubnetRouteTableAssociation", SubnetId="subnet-0123456789abcdef0", RouteTableId=ref("Routes")),
        of_type("AWS::Events::EventBusPolicy", Principal="s3.amazonaws.com"),
        of_type("AWS::WAFv2::WebACLAssociation", ResourceArn="arn:aws:apigateway:us-east-1::/restapis/prod/stages/prod"),
        of_type("AWS::RDS::DBInstance", StorageEncrypted=True, DBSnapshotIdentifier="prod-2024"),
        of_type("AWS::RDS::DBInstance", StorageEncrypted=True, SourceDBInstanceIdentifier="prod"),
    ),
    "unreadable-permission": (
        role(allow({"Fn::GetAtt": ["Setting", "Value"]}, arn("Table"))),
        role(allow("s3:GetObject", {"Fn::GetAZs": ""})),
        role(allow("s3:GetObject", {"Fn::GetAtt": ["Setting", {"Fn::Join": ["", ["Value"]]}]})),
        role(allow("s3:GetObject", {"Fn::GetAtt": ["Setting", "Value"]})),
        role(allow("s3:GetObject", "{{resolve:ssm:/aws/service/x}}")),
        role({"Fn::GetAZs": ""}),
        trusting({"AWS": {"Fn::GetAZs": ""}}),
        trusting({"Fn::GetAZs": ""}),
        of_type("AWS::IAM::ManagedPolicy", PolicyDocument={"Fn::GetAZs": ""}),
        of_type("AWS::IAM::ManagedPolicy", PolicyDocument="Statement: everything"),
    ),
    "shown-secret": (),
    "launch-limit": (
        of_type("AWS::EC2::Instance", InstanceType="p5.48xlarge"),
        of_type("AWS::EC2::Instance", InstanceType={"Fn::GetAtt": ["Setting", "Value"]}),
        of_type("AWS::EC2::CapacityReservation", InstanceType="t3.micro", InstanceCount=1),
        of_type("AWS::EC2::Host"),
        of_type("AWS::EC2::Instance", LaunchTemplate={"LaunchTemplateName": "large"}),
        of_type("AWS::EC2::Volume", Encrypted=True, Size=16384),
        of_type("AWS::EC2::LaunchTemplate", LaunchTemplateData={"InstanceRequirements": {}}),
        of_type("AWS::AutoScaling::AutoScalingGroup", MaxSize="21"),
        of_type("AWS::AutoScaling::AutoScalingGroup", MaxSize={"Fn::GetAtt": ["Setting", "Value"]}),
        database(DBInstanceClass="db.r7g.16xlarge"),
        database(AllocatedStorage="65536"),
        of_type("AWS::OpenSearchService::Domain", ClusterConfig={"InstanceType": "r6g.4xlarge.search"}),
    ),
    "admin-policy": (
        role(ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]),
        role(ManagedPolicyArns=[sub("arn:${AWS::Partition}:iam::aws:policy/IAMFullAccess")]),
        role(ManagedPolicyArns={"Fn::If": ["X", ["arn:aws:iam::aws:policy/PowerUserAccess"], []]}),
        role(ManagedPolicyArns={"Fn::Split": [",", "arn:aws:iam::aws:policy/AdministratorAccess"]}),
        role(ManagedPolicyArns=[{"Fn::GetAtt": ["Setting", "Value"]}]),
        role(ManagedPolicyArns=[sub("arn:aws:iam::${AWS::AccountId}:policy/TheirOwn")]),
    ),
    "port-open-to-world": (
        port(22),
        port("3389"),
        port(0, 65535),
        port(5000, 6000),
        port(22, source="0.0.0.0/1"),
        port(ref("Unknown")),
        group(FromPort=22, ToPort=22, CidrIpv6="::/0"),
        group(IpProtocol="-1", CidrIp="0.0.0.0/0"),
        group(FromPort=22, ToPort=22, CidrIp={"Fn::If": ["Open", "0.0.0.0/0", "10.0.0.0/8"]}),
        group(IpProtocol="TCP", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"),
        group(IpProtocol="254", CidrIp="0.0.0.0/0"),
        group(FromPort=22, ToPort=22, SourcePrefixListId=ref("Everywhere")),
        group(FromPort=22, ToPort=22, SourcePrefixListId="pl-0123456789abcdef0"),
        port(22, source={"Fn::GetAtt": ["Setting", "Value"]}),
        port(22, source=sub("${Vpc.CidrBlock}/0")),
        of_type("AWS::EC2::SecurityGroup", SecurityGroupIngress={"Fn::GetAZs": ""}),
        of_type("AWS::EC2::SecurityGroupIngress", GroupId=ref("App"), IpProtocol="tcp", FromPort=5432, ToPort=5432, CidrIp="0.0.0.0/0"),
    ),
    "public-data": (
        bucket(AccessControl="PublicRead"),
        bucket(PublicAccessBlockConfiguration={"BlockPublicPolicy": False}),
        bucket(PublicAccessBlockConfiguration=CLOSED | {"RestrictPublicBuckets": "false"}),
        bucket(PublicAccessBlockConfiguration={"BlockPublicAcls": True}),
        bucket(AccessControl={"Fn::GetAZs": ""}),
        of_type("AWS::ECR::PublicRepository"),
        database(PubliclyAccessible=True),
        database(PubliclyAccessible={"Fn::If": ["Dev", "true", False]}),
    ),
    "unencrypted-data": (
        database(StorageEncrypted=False),
        of_type("AWS::RDS::DBCluster"),
        of_type("AWS::EFS::FileSystem", Encrypted={"Fn::If": ["Dev", False, True]}),
        of_type("AWS::EC2::Volume", Size=1),
        of_type("AWS::OpenSearchService::Domain"),
        of_type("AWS::OpenSearchService::Domain", EncryptionAtRestOptions={"Enabled": {"Fn::If": ["Dev", False, True]}}),
        of_type("AWS::SQS::Queue", SqsManagedSseEnabled=False),
        of_type("AWS::EC2::Instance", BlockDeviceMappings=[{"Ebs": {"VolumeSize": 8, "Encrypted": False}}]),
        of_type("AWS::EC2::LaunchTemplate", LaunchTemplateData={"BlockDeviceMappings": [{"Ebs": {"Encrypted": {"Fn::GetAtt": ["Setting", "Value"]}}}]}),
    ),
    "plaintext-secret": (
        database(MasterUserPassword="hunter2"),
        function(DB_PASSWORD="hunter2"),
        function(API_KEY={"Fn::Join": ["", ["a", "b"]]}),
        function(ANYTHING="AKIAIOSFODNN7EXAMPLE"),
        function(ANYTHING="-----BEGIN RSA PRIVATE KEY-----"),
        function(URL="postgres://admin:hunter2@db.example.com/x"),
        of_type("AWS::SecretsManager::Secret", SecretString="hunter2"),
        database(MasterUserPassword=12345678),
        of_type("AWS::ECS::TaskDefinition", ContainerDefinitions=[{"Environment": [{"Name": "DB_PASSWORD", "Value": "hunter2"}]}]),
        of_type("AWS::CodeBuild::Project", Environment={"EnvironmentVariables": [{"Name": "NPM_AUTH_TOKEN", "Type": "PLAINTEXT", "Value": "hunter2"}]}),
        of_type("AWS::ElasticBeanstalk::Environment", OptionSettings=[{"OptionName": "DBPassword", "Value": "hunter2"}]),
    ),
}  # fmt: skip

WARNED_OF: dict[str, tuple[Any, ...]] = {
    "iam-every-resource": (role(allow("dynamodb:GetItem")), role(allow("s3:Get*"))),
    "iam-wildcard-action": (
        role(allow("s3:*", [arn("Bucket"), sub("${Bucket.Arn}/*")])),
        role(allow(["dynamodb:*", "execute-api:*"], arn("Table"))),
    ),
    "admin-policy": (role(ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonS3FullAccess"]),),
    "account-wide-setting": (of_type("AWS::ApiGateway::Account") | RETAINED,),
    "once-per-account": (
        of_type("AWS::Macie::Session"),
        of_type("AWS::GuardDuty::Detector", Enable=True),
        of_type("AWS::Config::ConfigurationRecorder", RoleARN=arn("Role")),
        of_type("AWS::SecurityHub::Hub"),
        of_type("AWS::AccessAnalyzer::Analyzer", Type="ACCOUNT"),
    ),
    "unencrypted-data": (
        of_type("AWS::EC2::Instance", BlockDeviceMappings=[{"Ebs": {"VolumeSize": 8}}]),
        of_type(
            "AWS::EC2::LaunchTemplate",
            LaunchTemplateData={"BlockDeviceMappings": [{"Ebs": {"VolumeSize": 8}}]},
        ),
    ),
    "public-function": (
        of_type("AWS::Lambda::Url", TargetFunctionArn=arn("Function"), AuthType="NONE"),
        of_type(
            "AWS::Lambda::Url",
            TargetFunctionArn=arn("Function"),
            AuthType={"Fn::If": ["Open", "NONE", "AWS_IAM"]},
        ),
        of_type("AWS::Lambda::Url", TargetFunctionArn=arn("Function")),
        invoking("*", Action="lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE"),
    ),
    "api-without-auth": (
        of_type("AWS::ApiGateway::Method", HttpMethod="GET", AuthorizationType="NONE"),
        of_type("AWS::ApiGateway::Method", HttpMethod="ANY"),
        of_type(
            "AWS::ApiGateway::Method",
            HttpMethod={"Fn::If": ["C", "OPTIONS", "GET"]},
            ApiKeyRequired=False,
        ),
        of_type("AWS::ApiGateway::RestApi", Body={"paths": {"/": {"get": {}}}}),
        of_type(
            "AWS::ApiGateway::RestApi",
            Body={"security": [{"users": []}], "paths": {"/": {"post": {"security": []}}}},
        ),
        of_type("AWS::ApiGatewayV2::Api", ProtocolType="HTTP", Target=arn("Function")),
        of_type("AWS::ApiGatewayV2::Route", ApiId=ref("HttpApi"), RouteKey="GET /orders"),
        of_type(
            "AWS::ApiGatewayV2::Route",
            ApiId=ref("HttpApi"),
            RouteKey="$default",
            AuthorizationType="NONE",
        ),
        of_type("AWS::ApiGatewayV2::Route", ApiId=ref("WebSocketApi"), RouteKey="$connect"),
        of_type("AWS::AppSync::GraphQLApi", AuthenticationType="API_KEY"),
    ),
    "data-lost-with-stack": (
        bucket() | {"DeletionPolicy": "Delete"},
        of_type("AWS::DynamoDB::Table")
        | {"DeletionPolicy": {"Fn::If": ["Dev", "Delete", "Retain"]}},
        database() | {"DeletionPolicy": "Delete"},
    ),
    "log-retention": (
        of_type("AWS::Logs::LogGroup"),
        of_type("AWS::Logs::LogGroup", RetentionInDays=ref("AWS::NoValue")),
    ),
    "port-open-to-world": (port(19132), port(80, 443), port(80, 90)),
}

LEFT_ALONE: tuple[Any, ...] = (
    of_type("AWS::ApplicationAutoScaling::ScalableTarget"),
    of_type("AWS::CDK::Metadata"),
    of_type("AWS::CloudFormation::WaitConditionHandle"),
    of_type("AWS::ElasticLoadBalancing::LoadBalancer"),
    of_type("AWS::Logs::LogGroup", RetentionInDays=30),
    bucket() | {"DeletionPolicy": "RetainExceptOnCreate"},
    database(DBClusterIdentifier=ref("Cluster")) | {"DeletionPolicy": "Delete"},
    of_type("AWS::SQS::Queue"),
    of_type("AWS::SQS::Queue", SqsManagedSseEnabled=False, KmsMasterKeyId="alias/aws/sqs"),
    of_type("AWS::EC2::Instance", BlockDeviceMappings=[{"Ebs": {"Encrypted": "true"}}, {"VirtualName": "ephemeral0"}]),
    of_type("AWS::ApiGateway::Method", HttpMethod="OPTIONS", AuthorizationType="NONE"),
    of_type("AWS::ApiGateway::Method", HttpMethod="GET", AuthorizationType="COGNITO_USER_POOLS"),
    of_type("AWS::ApiGateway::RestApi", Body={"security": [{"users": []}], "paths": {"/": {"get": {}, "options": {}}}}),
    of_type("AWS::ApiGateway::RestApi", Body={"paths": {"/": {"get": {"security": [{"users": []}]}, "options": {}}}}),
    of_type("AWS::ApiGatewayV2::Route", ApiId=ref("HttpApi"), RouteKey="GET /", AuthorizationType="JWT"),
    of_type("AWS::ApiGatewayV2::Route", ApiId=ref("HttpApi"), RouteKey="OPTIONS /{proxy+}"),
    of_type("AWS::ApiGatewayV2::Route", ApiId=ref("WebSocketApi"), RouteKey="$default"),
    of_type("AWS::AppSync::GraphQLApi", AuthenticationType="AWS_IAM"),
    invoking("*", Action="lambda:InvokeFunctionUrl", FunctionUrlAuthType="AWS_IAM"),
    on_bucket({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::054676820928:root"}, "Action": "s3:PutObject", "Resource": sub("${Bucket.Arn}/*")}),
    of_type("AWS::EC2::Route", RouteTableId=""),
    of_type("AWS::RDS::DBParameterGroup", Parameters={"old_passwords": "1", "validate_password": "ON"}),
    function(ROOT_PASSWORD="true", PASSWORD_LOGIN="off"),
    role(allow("ec2:DescribeSecurityGroups", {"Fn::Join": ["", ["arn:aws:ec2:", ref("AWS::Region"), ":", ref("AWS::AccountId"), ":security-group/", {"Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"]}]]})),
    of_type("AWS::SSM::Parameter", Value="x"),
    role(allow(["dynamodb:GetItem", "dynamodb:Query"], arn("Table"))),
    role(allow("iam:PassRole", arn("Role"))),
    role(allow(["ec2:CreateNetworkInterface", "xray:PutTraceSegments", "ec2:DescribeSubnets"])),
    role(allow("cloudwatch:PutMetricData", Condition={"StringEquals": {"cloudwatch:namespace": "x"}})),
    role({"Effect": "Deny", "Action": "*", "Resource": "*"}),
    role(ManagedPolicyArns=["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]),
    policy_on("AWS::IAM::Policy", allow("sqs:SendMessage", arn("Queue")), Roles=[ref("Role")]),
    on_bucket({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}),
    on_queue(
        EVERYBODY | {"Condition": {"ArnEquals": {"aws:SourceArn": arn("Topic")}}},
    ),
    policy_on(
        "AWS::KMS::Key",
        allow("kms:*", Principal={"AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")}),
    ),
    policy_on("AWS::EC2::VPCEndpoint", allow("*", Principal="*")),
    trusting({"Service": "ecs-tasks.amazonaws.com"}),
    trusting({"AWS": sub("arn:aws:iam::${AWS::AccountId}:root")}),
    trusting({"Service": sub("logs.${AWS::Region}.${AWS::URLSuffix}")}),
    trusting({"Federated": "accounts.google.com"}, Condition={"StringEquals": {"accounts.google.com:aud": "app"}}),
    on_bucket(LOOK | {"Principal": {"AWS": arn("Role")}}),
    on_queue(EVERYBODY | {"Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}}),
    on_queue(EVERYBODY | {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}),
    invoking("s3.amazonaws.com", SourceArn=arn("Bucket"), SourceAccount=ref("AWS::AccountId")),
    invoking(arn("Role")),
    invoking("s3.amazonaws.com") | {"DependsOn": "Function"},
    of_type("AWS::Lambda::EventSourceMapping", FunctionName=sub("${Function}:live"), EventSourceArn=arn("Queue")),
    of_type("AWS::Logs::MetricFilter", LogGroupName=sub("/aws/lambda/${Function}")),
    of_type("AWS::ECS::Service", Role=sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/ecs.amazonaws.com/X")),
    of_type("AWS::EC2::Instance", InstanceType="t3.micro", Tags=[{"Key": "Role", "Value": "web"}]),
    of_type("AWS::Lambda::Function", Role=arn("Role"), Environment={"Variables": {"Role": "web"}}),
    role(allow("states:DescribeExecution", sub("arn:aws:states:*:*:execution:${Queue.QueueName}:*"))),
    role(allow("secretsmanager:GetSecretValue", [ref("Secret"), sub("${Secret}*")])),
    role(allow("iam:PassRole", sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Role}"))),
    role(allow("s3:GetObject", sub("${Bucket.Arn}/${!aws:username}/*"))),
    of_type("AWS::Lambda::Url", AuthType="AWS_IAM"),
    of_type("AWS::IAM::Role", PermissionsBoundary=sub("arn:aws:iam::${AWS::AccountId}:policy/Boundary")),
    port(80),
    port(443),
    port(22, source="10.0.0.0/8"),
    port(22, source="203.0.113.0/24"),
    port(22, source=sub("${Address}/32")),
    port(22, source={"Fn::GetAtt": ["Vpc", "CidrBlock"]}),
    port(22, source={"Fn::Select": [0, {"Fn::Cidr": [{"Fn::GetAtt": ["Vpc", "CidrBlock"]}, 2, 8]}]}),
    port(443, source={"Fn::GetAZs": ""}),
    group(FromPort=5432, ToPort=5432, SourceSecurityGroupId=ref("App")),
    group(IpProtocol="icmp", FromPort=-1, ToPort=-1, CidrIp="10.0.0.0/8"),
    bucket(PublicAccessBlockConfiguration=CLOSED | {"BlockPublicPolicy": "true"}),
    database(ManageMasterUserPassword=True, PubliclyAccessible=False),
    database(DBClusterIdentifier=ref("Cluster"), StorageEncrypted=ref("AWS::NoValue")),
    database(MasterUserPassword=sub("{{resolve:secretsmanager:${Secret}:SecretString:password}}")),
    function(SECRET_ARN=ref("Secret"), TOKEN_TABLE="tokens", PASSWORD_SECRET_NAME="x", SECRET=""),
    function(IMAGE="{{resolve:ssm:/aws/service/ami-amazon-linux-latest/x}}"),
    of_type("AWS::SecretsManager::Secret", GenerateSecretString={"SecretStringTemplate": "{}", "GenerateStringKey": "password"}),
    of_type("AWS::ApiGateway::Method", ApiKeyRequired=True, Integration={"Credentials": "arn:aws:iam::*:user/*"}),
    of_type("AWS::ApiGatewayV2::Api", ApiKeySelectionExpression="$request.header.x-api-key"),
    of_type("AWS::ElastiCache::ReplicationGroup", AtRestEncryptionEnabled=True, AuthTokenUpdateStrategy="ROTATE"),
    of_type("AWS::Cognito::UserPool", Policies={"PasswordPolicy": {"MinimumLength": 12, "PasswordHistorySize": 5}}),
    of_type("AWS::ECS::TaskDefinition", ContainerDefinitions=[{"Environment": [{"Name": "PASSWORD_TABLE", "Value": "x"}, {"Name": "MODE", "Value": "secret"}]}]),
    of_type("AWS::ECS::TaskDefinition", ContainerDefinitions=[{"Environment": [{"Name": "DB_PASSWORD", "Value": ref("Secret")}]}]),
    of_type("AWS::CodeBuild::Project", Environment={"EnvironmentVariables": [{"Name": "API_KEY", "Type": "SECRETS_MANAGER", "Value": "build/key"}]}),
    of_type("AWS::EC2::SecurityGroupIngress", GroupId={"Fn::GetAtt": ["Kubernetes", "ClusterSecurityGroupId"]}, IpProtocol="tcp", FromPort=443, ToPort=443, SourceSecurityGroupId=ref("App")),
    of_type("AWS::Cognito::UserPoolClient", GenerateSecret=False, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]),
)  # fmt: skip

# What the cases refer to.
SURROUNDINGS: dict[str, Any] = {
    "Address": of_type("AWS::EC2::EIP"),
    "App": of_type("AWS::EC2::SecurityGroup"),
    "Bucket": bucket(),
    "Cluster": of_type("AWS::RDS::DBCluster", StorageEncrypted=True),
    "Everywhere": of_type("AWS::EC2::PrefixList", Entries=[{"Cidr": "10.0.0.0/8"}, {"Cidr": "0.0.0.0/0"}]),
    "Function": of_type("AWS::Lambda::Function"),
    "HttpApi": of_type("AWS::ApiGatewayV2::Api", ProtocolType="HTTP"),
    "Kubernetes": of_type("AWS::EKS::Cluster", RoleArn=arn("Role")),
    "Queue": of_type("AWS::SQS::Queue"),
    "Role": of_type("AWS::IAM::Role"),
    "Routes": of_type("AWS::EC2::RouteTable"),
    "Secret": of_type("AWS::SecretsManager::Secret"),
    "Setting": of_type("AWS::SSM::Parameter", Value={"Fn::Select": [0, {"Fn::GetAZs": ""}]}),
    "Table": of_type("AWS::DynamoDB::Table"),
    "Topic": of_type("AWS::SNS::Topic"),
    "Service": of_type("AWS::EC2::VPCEndpointService"),
    "Vpc": of_type("AWS::EC2::VPC", CidrBlock="10.0.0.0/16"),
    "WebSocketApi": of_type("AWS::ApiGatewayV2::Api", ProtocolType="WEBSOCKET"),
}  # fmt: skip


def among_others(resource: Any, **more: Any) -> dict[str, Any]:
    """The resource beside what it refers to; none of them is lost with the stack unless it says so."""
    resources = SURROUNDINGS | {"Thing": resource}
    return {"Resources": {name: RETAINED | one for name, one in resources.items()}} | more
