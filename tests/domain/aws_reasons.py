"""What AWS really says when something fails, by the cause that it is a sign of: (cause, type, reason)."""

BUCKET, FUNCTION, ROLE = "AWS::S3::Bucket", "AWS::Lambda::Function", "AWS::IAM::Role"
INSTANCE, SUBNET, GROUP = "AWS::EC2::Instance", "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup"
DATABASE, DISTRIBUTION = "AWS::RDS::DBInstance", "AWS::CloudFront::Distribution"
BALANCER, SERVICE = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ECS::Service"
LISTENER, QUEUE, STACK = (
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::SQS::Queue",
    "AWS::CloudFormation::Stack",
)


def handled(said: str, code: str = "InvalidRequest") -> str:
    """As CloudFormation passes on what a resource handler said."""
    return (
        f'Resource handler returned message: "{said}" '
        f"(RequestToken: 4e2b7f0c-6c1a-9d3e-52f1-0b7f6a3c9d11, HandlerErrorCode: {code})"
    )


CREATING: tuple[tuple[str, str, str], ...] = (
    # Names.
    (
        "bucket-name-taken",
        BUCKET,
        (
            "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
            "Please select a different name and try again. (Service: Amazon S3; Status Code: 409; "
            "Error Code: BucketAlreadyExists; Request ID: 0A1B2C3D4E5F; Proxy: null)"
        ),
    ),
    ("bucket-is-yours", BUCKET, "orders-archive already exists"),
    (
        "bucket-busy",
        BUCKET,
        handled(
            "A conflicting conditional operation is currently in progress against this resource. Please try again. "
            "(Service: S3, Status Code: 409, Request ID: 0A1B)",
            "GeneralServiceException",
        ),
    ),
    (
        "queue-just-deleted",
        QUEUE,
        handled(
            "You must wait 60 seconds after deleting a queue before you can create another with the same name."
        ),
    ),
    (
        "secret-being-deleted",
        "AWS::SecretsManager::Secret",
        handled(
            "You can't create this secret because a secret with this name is already scheduled for deletion. "
            "(Service: SecretsManager, Status Code: 400)"
        ),
    ),
    (
        "on-already",
        "AWS::GuardDuty::Detector",
        "The request is rejected because a detector already exists for the current account.",
    ),
    ("on-already", "AWS::Macie::Session", handled("Macie has already been enabled")),
    (
        "on-already",
        "AWS::Config::ConfigurationRecorder",
        "Failed to put configuration recorder 'main' because the maximum number of configuration recorders: 1 is reached.",
    ),
    ("on-already", "AWS::SecurityHub::Hub", "Account is already subscribed to Security Hub"),
    (
        "provider-exists",
        "AWS::IAM::OIDCProvider",
        handled(
            "Provider with url https://token.actions.githubusercontent.com already exists.",
            "AlreadyExists",
        ),
    ),
    (
        "log-group-exists",
        "AWS::Logs::LogGroup",
        handled(
            "Resource of type 'AWS::Logs::LogGroup' with identifier '{\"/properties/LogGroupName\":\"/aws/lambda/get\"}' "
            "already exists.",
            "AlreadyExists",
        ),
    ),
    (
        "rule-twice",
        "AWS::EC2::SecurityGroupIngress",
        (
            'the specified rule "peer: sg-0123, TCP, from port: 443, to port: 443, ALLOW" already exists '
            "(Service: AmazonEC2; Status Code: 400; Error Code: InvalidPermission.Duplicate)"
        ),
    ),
    (
        "export-name-taken",
        STACK,
        "Export with name network-VpcId is already exported by stack network-one.",
    ),
    (
        "in-another-stack",
        "AWS::IAM::ManagedPolicy",
        "reader already exists in stack arn:aws:cloudformation:us-east-1:1234:stack/other/77",
    ),
    ("domain-taken", "AWS::Cognito::UserPoolDomain", handled("Domain already exists.")),
    (
        "name-taken",
        ROLE,
        handled(
            "Resource of type 'AWS::IAM::Role' with identifier 'reader' already exists.",
            "AlreadyExists",
        ),
    ),
    (
        "name-taken",
        "AWS::DynamoDB::Table",
        handled("Resource of type 'AWS::DynamoDB::Table' with identifier 'orders' already exists."),
    ),
    ("name-taken", DATABASE, handled("DB instance already exists", "AlreadyExists")),
    # Limits and capacity.
    (
        "capacity",
        INSTANCE,
        (
            "We currently do not have sufficient m7g.16xlarge capacity in the Availability Zone you requested (us-east-1a). "
            "Our system will be working on provisioning additional capacity. (Service: AmazonEC2; Error Code: InsufficientInstanceCapacity)"
        ),
    ),
    (
        "capacity",
        DATABASE,
        handled(
            "Cannot create a db.r6g.large database instance because there are no availability zones with sufficient "
            "capacity for VPC and storage type : gp3 for db.r6g.large."
        ),
    ),
    (
        "most-vpcs",
        "AWS::EC2::VPC",
        handled(
            "The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400)",
            "ServiceLimitExceeded",
        ),
    ),
    (
        "most-addresses",
        "AWS::EC2::EIP",
        handled(
            "The maximum number of addresses has been reached. (Service: Ec2, Status Code: 400)"
        ),
    ),
    (
        "most-vcpus",
        INSTANCE,
        (
            "You have requested more vCPU capacity than your current vCPU limit of 16 allows for the instance bucket that "
            "the specified instance type belongs to."
        ),
    ),
    (
        "reserved-concurrency",
        FUNCTION,
        handled(
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
            "below its minimum value of [10]."
        ),
    ),
    (
        "function-memory",
        FUNCTION,
        handled(
            "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 3008"
        ),
    ),
    (
        "most-gateways",
        "AWS::EC2::NatGateway",
        "Performing this operation would exceed the limit of 5 NAT gateways (Error Code: NatGatewayLimitExceeded)",
    ),
    (
        "most-rules",
        GROUP,
        "The maximum number of rules per security group has been reached.",
    ),
    ("most-policies", ROLE, handled("Cannot exceed quota for PoliciesPerRole: 10")),
    (
        "most-policies",
        "AWS::IAM::Policy",
        "Maximum policy size of 10240 bytes exceeded for role reader",
    ),
    ("most-buckets", BUCKET, "You have attempted to create more buckets than allowed"),
    ("most-stacks", STACK, "Limit for stack has been exceeded"),
    (
        "most-resources",
        STACK,
        "Template format error: Number of resources, 512, is greater than maximum allowed, 500",
    ),
    (
        "free-tier",
        INSTANCE,
        handled("The specified instance type is not eligible for Free Tier."),
    ),
    ("throttled", "AWS::Route53::RecordSet", "Rate exceeded (Service: AmazonRoute53)"),
    ("throttled", "AWS::ApiGateway::Method", handled("Too Many Requests", "Throttling")),
    (
        "limit",
        "AWS::Kinesis::Stream",
        "This request would exceed the shard limit for the account: LimitExceededException",
    ),
    # Access.
    (
        "public-policy-blocked",
        "AWS::S3::BucketPolicy",
        (
            "User: arn:aws:sts::1234:assumed-role/x is not authorized to perform: s3:PutBucketPolicy on resource: "
            "arn:aws:s3:::site because public policies are blocked by the BlockPublicPolicy block public access setting."
        ),
    ),
    (
        "public-policy-blocked-by-account",
        "AWS::S3::BucketPolicy",
        "API: s3:PutBucketPolicy Access Denied",
    ),
    (
        "organization",
        "AWS::EC2::VPC",
        (
            "User: arn:aws:sts::1234:assumed-role/x is not authorized to perform: ec2:CreateVpc on resource: "
            "arn:aws:ec2:us-east-1:1234:vpc/* with an explicit deny in a service control policy."
        ),
    ),
    (
        "hook",
        BUCKET,
        "The following hook(s) failed: [Org::Guard::Encryption]",
    ),
    (
        "boundary",
        ROLE,
        (
            "User: arn:aws:sts::1234:assumed-role/x is not authorized to perform: iam:CreateRole on resource: "
            "arn:aws:iam::1234:role/reader because no permissions boundary allows the iam:CreateRole action"
        ),
    ),
    (
        "managed-rule",
        "AWS::StepFunctions::StateMachine",
        "'arn:aws:iam::1234:role/flow' is not authorized to create managed-rule.",
    ),
    (
        "role-cannot-call",
        "AWS::Lambda::EventSourceMapping",
        handled(
            "Invalid request provided: The function execution role does not have permissions to call ReceiveMessage on SQS"
        ),
    ),
    (
        "role-cannot-call",
        FUNCTION,
        "The provided execution role does not have permissions to call CreateNetworkInterface on EC2",
    ),
    (
        "no-trust",
        "AWS::StepFunctions::StateMachine",
        (
            "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the "
            "provided role."
        ),
    ),
    (
        "no-trust",
        "AWS::Cognito::UserPool",
        "Role does not have a trust relationship allowing Cognito to assume the role",
    ),
    (
        "stack-role-gone",
        STACK,
        "Role arn:aws:iam::1234:role/slackbot-stacks is invalid or cannot be assumed",
    ),
    (
        "role-not-ready",
        FUNCTION,
        handled("The role defined for the function cannot be assumed by Lambda."),
    ),
    (
        "profile-not-ready",
        "AWS::EC2::LaunchTemplate",
        "Invalid IAM Instance Profile name",
    ),
    (
        "service-linked-role",
        "AWS::OpenSearchService::Domain",
        (
            "Before you can proceed, you must enable a service-linked role to give Amazon OpenSearch Service permissions to "
            "access your VPC."
        ),
    ),
    (
        "service-linked-role",
        "AWS::ECS::Cluster",
        (
            "Invalid request provided: CreateCluster error: Unable to assume the service linked role. Please verify that the "
            "ECS service linked role exists."
        ),
    ),
    (
        "key-policy",
        "AWS::KMS::Key",
        handled("The new key policy will not allow you to update the key policy in the future."),
    ),
    (
        "key",
        "AWS::Logs::LogGroup",
        "The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:us-east-1:1234:log-group:x'",
    ),
    (
        "key",
        QUEUE,
        "User: arn:aws:sts::1234:assumed-role/x is not authorized to perform: kms:GenerateDataKey on this resource",
    ),
    (
        "pass-role",
        FUNCTION,
        (
            "User: arn:aws:sts::1234:assumed-role/x is not authorized to perform: iam:PassRole on resource: "
            "arn:aws:iam::1234:role/get because no identity-based policy allows the iam:PassRole action"
        ),
    ),
    (
        "principal-unknown",
        ROLE,
        'Invalid principal in policy: "AWS":"arn:aws:iam::1234:role/gone"',
    ),
    (
        "explicit-deny",
        BUCKET,
        (
            "User: arn:aws:sts::1234:assumed-role/x is not authorized to perform: s3:CreateBucket with an explicit deny in "
            "an identity-based policy"
        ),
    ),
    (
        "not-subscribed",
        INSTANCE,
        (
            "In order to use this AWS Marketplace product you need to accept terms and subscribe. "
            "(Error Code: OptInRequired)"
        ),
    ),
    (
        "account-not-ready",
        BALANCER,
        handled(
            "This AWS account currently does not support creating load balancers. For more information, please contact "
            "AWS Support.",
            "AccessDenied",
        ),
    ),
    (
        "account-not-ready",
        INSTANCE,
        (
            "Your request for accessing resources in this region is being validated, and you will not be able to launch "
            "additional resources in this region until the validation is complete."
        ),
    ),
    (
        "region-off",
        BUCKET,
        "The security token included in the request is invalid (Error Code: InvalidClientTokenId)",
    ),
    (
        "denied",
        "AWS::EC2::VPC",
        "You are not authorized to perform this operation. (Error Code: UnauthorizedOperation)",
    ),
    # Network.
    (
        "ranges-overlap",
        SUBNET,
        handled("The CIDR '10.0.1.0/24' conflicts with another subnet", "AlreadyExists"),
    ),
    ("range-outside", SUBNET, handled("The CIDR '10.1.0.0/24' is invalid.")),
    ("no-default-vpc", GROUP, "No default VPC for this user (Error Code: VPCIdNotSpecified)"),
    (
        "two-zones",
        BALANCER,
        handled("At least two subnets in two different Availability Zones must be specified"),
    ),
    (
        "two-zones",
        "AWS::RDS::DBSubnetGroup",
        handled(
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
            "us-east-1a. Add subnets to cover at least 2 AZs."
        ),
    ),
    (
        "two-zones",
        "AWS::EKS::Cluster",
        "Subnets specified must be in at least two different AZs",
    ),
    (
        "two-zones",
        "AWS::OpenSearchService::Domain",
        "You must specify exactly two subnets because you've set zone count to two.",
    ),
    (
        "zone-twice",
        BALANCER,
        handled(
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone"
        ),
    ),
    (
        "zone-lacks-it",
        "AWS::EKS::Cluster",
        (
            "Cannot create cluster 'shop' because us-east-1e, the targeted availability zone, does not currently have "
            "sufficient capacity to support the cluster."
        ),
    ),
    (
        "zone-lacks-it",
        "AWS::EC2::VPCEndpoint",
        (
            "The VPC endpoint service com.amazonaws.us-east-1.ecr.api does not support the availability zone of the subnet: "
            "subnet-0123."
        ),
    ),
    (
        "different-networks",
        INSTANCE,
        "Security group sg-0123 and subnet subnet-0456 belong to different networks.",
    ),
    (
        "no-internet-gateway",
        "AWS::EC2::NatGateway",
        "Network vpc-0123 is not attached to any internet gateway (Error Code: Gateway.NotAttached)",
    ),
    ("no-internet-gateway", BALANCER, handled("VPC vpc-0123 has no internet gateway")),
    (
        "no-free-addresses",
        BALANCER,
        handled(
            "Not enough IP space available in subnet-0123. ELB requires at least 8 free IP addresses in each subnet."
        ),
    ),
    (
        "no-such-endpoint",
        "AWS::EC2::VPCEndpoint",
        handled("The Vpc Endpoint Service 'com.amazonaws.us-west-1.sagemaker.api' does not exist"),
    ),
    (
        "private-dns",
        "AWS::EC2::VPCEndpoint",
        handled(
            "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
            "ssm.us-east-1.amazonaws.com in the VPC vpc-0123"
        ),
    ),
    (
        "private-dns",
        "AWS::EC2::VPCEndpoint",
        "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-0123",
    ),
    (
        "load-balancer-not-ready",
        SERVICE,
        handled(
            "The target group with targetGroupArn arn:aws:elasticloadbalancing:us-east-1:1234:targetgroup/web/77 does not "
            "have an associated load balancer."
        ),
    ),
    (
        "interface-busy",
        FUNCTION,
        "Lambda was not able to create an ENI in the VPC: ENILimitReachedException",
    ),
    # Computing.
    ("no-such-image", INSTANCE, "The image id '[ami-0abc123]' does not exist"),
    (
        "type-not-in-zone",
        INSTANCE,
        (
            "Your requested instance type (t2.micro) is not supported in your requested Availability Zone (us-east-1e). "
            "Please retry your request by not specifying an Availability Zone or choosing us-east-1a, us-east-1b."
        ),
    ),
    ("no-such-type", INSTANCE, "Invalid value 't9.micro' for InstanceType."),
    (
        "no-such-type",
        "AWS::AutoScaling::AutoScalingGroup",
        "The following supplied instance types do not exist: [t9.micro]",
    ),
    (
        "architecture",
        INSTANCE,
        (
            "The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the "
            "specified AMI. Specify an instance type and an AMI that have matching architectures, and try again."
        ),
    ),
    (
        "disk-too-small",
        INSTANCE,
        "Volume of size 8GB is smaller than snapshot 'snap-0123', expect size >= 30GB",
    ),
    ("no-such-key-pair", INSTANCE, "The key pair 'laptop' does not exist"),
    (
        "runtime",
        FUNCTION,
        handled(
            "The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions. "
            "We recommend you use a supported runtime while creating or updating functions."
        ),
    ),
    (
        "code-too-large",
        FUNCTION,
        handled("Unzipped size must be smaller than 262144000 bytes"),
    ),
    (
        "no-code",
        FUNCTION,
        handled(
            "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist."
        ),
    ),
    (
        "no-code",
        FUNCTION,
        "Source image 1234.dkr.ecr.us-east-1.amazonaws.com/app:latest does not exist. Provide a valid source image.",
    ),
    (
        "reserved-variables",
        FUNCTION,
        handled(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            "provided contains reserved keys that are currently not supported for modification. Reserved keys used: AWS_REGION"
        ),
    ),
    (
        "visibility",
        "AWS::Lambda::EventSourceMapping",
        handled(
            "Invalid request provided: Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds"
        ),
    ),
    (
        "fargate-size",
        "AWS::ECS::TaskDefinition",
        handled(
            "No Fargate configuration exists for given values: 300 CPU, 1024 memory. See the Amazon ECS documentation "
            "for the valid values."
        ),
    ),
    (
        "image-not-pulled",
        SERVICE,
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/shop/web:9",
    ),
    (
        "service-unstable",
        SERVICE,
        handled(
            "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.",
            "GeneralServiceException",
        ),
    ),
    (
        "service-unstable",
        SERVICE,
        handled("Exceeded attempts to wait", "NotStabilized"),
    ),
    (
        "no-signal",
        "AWS::AutoScaling::AutoScalingGroup",
        "Received 0 SUCCESS signal(s) out of 2. Unable to satisfy 100% MinSuccessfulInstancesPercent requirement",
    ),
    (
        "no-signal",
        INSTANCE,
        "Failed to receive 1 resource signal(s) within the specified duration",
    ),
    (
        "no-signal",
        "AWS::CloudFormation::WaitCondition",
        "WaitCondition timed out. Received 0 conditions when expecting 1",
    ),
    (
        "nodes-not-joined",
        "AWS::EKS::Nodegroup",
        "[Issue(Code=NodeCreationFailure, Message=Instances failed to join the kubernetes cluster, ResourceIds=[i-0123])]",
    ),
    (
        "kubernetes-version",
        "AWS::EKS::Cluster",
        handled("unsupported Kubernetes version 1.21"),
    ),
    (
        "compute-environment",
        "AWS::Batch::JobQueue",
        handled(
            "CREATE_FAILED: compute environment arn:aws:batch:us-east-1:1234:compute-environment/x is not valid"
        ),
    ),
    # Storing.
    ("engine-version", DATABASE, handled("Cannot find version 12.1 for postgres")),
    (
        "engine-version",
        "AWS::OpenSearchService::Domain",
        "Invalid engine version: Elasticsearch_9.9",
    ),
    (
        "database-class",
        DATABASE,
        handled(
            "RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.t2.micro, "
            "Engine=postgres, EngineVersion=17.2, LicenseModel=postgresql-license. For supported combinations of instance "
            "class and database engine version, see the documentation."
        ),
    ),
    (
        "storage-size",
        DATABASE,
        handled("Invalid storage size for engine name mysql and storage type gp3: 5"),
    ),
    (
        "password",
        DATABASE,
        handled(
            "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', "
            "'\"', ' ' may be used."
        ),
    ),
    (
        "reserved-username",
        DATABASE,
        handled("MasterUsername admin cannot be used as it is a reserved word used by the engine"),
    ),
    (
        "database-name",
        DATABASE,
        handled("DBName must begin with a letter and contain only alphanumeric characters."),
    ),
    (
        "table-keys",
        "AWS::DynamoDB::Table",
        "Property AttributeDefinitions is inconsistent with the KeySchema of the table and the secondary indexes",
    ),
    (
        "one-index-at-a-time",
        "AWS::DynamoDB::Table",
        "Cannot perform more than one GSI creation or deletion in a single update",
    ),
    ("bucket-name", BUCKET, "Bucket name should not contain uppercase characters"),
    ("access-lists", BUCKET, handled("The bucket does not allow ACLs (Service: S3)")),
    (
        "notification-target",
        BUCKET,
        handled("Unable to validate the following destination configurations (Service: S3)"),
    ),
    (
        "fine-grained-access",
        "AWS::OpenSearchService::Domain",
        "You must enable encryption at rest to use advanced security options",
    ),
    (
        "failover-nodes",
        "AWS::ElastiCache::ReplicationGroup",
        "When using automatic failover, there must be at least 2 cache clusters in the replication group.",
    ),
    # Domains and the edge.
    (
        "certificate-not-for-cloudfront",
        DISTRIBUTION,
        handled(
            "Invalid request provided: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't "
            "valid, or doesn't include a valid certificate chain."
        ),
    ),
    (
        "alias-taken",
        DISTRIBUTION,
        handled(
            "Invalid request provided: One or more of the CNAMEs you provided are already associated with a different "
            "resource."
        ),
    ),
    (
        "alias-without-certificate",
        DISTRIBUTION,
        handled(
            "Invalid request provided: To add an alternate domain name (CNAME) to a CloudFront distribution, you must "
            "attach a trusted certificate that validates your authorization to use the domain name."
        ),
    ),
    (
        "certificate-not-issued",
        LISTENER,
        handled(
            "The certificate 'arn:aws:acm:us-east-1:1234:certificate/77' must have a fully-qualified domain name, a "
            "supported signature, and a supported key size. (Error Code: UnsupportedCertificate)"
        ),
    ),
    (
        "certificate-not-validated",
        "AWS::CertificateManager::Certificate",
        "DNS Record Set is not available. Certificate is in FAILED status.",
    ),
    (
        "certificate-not-found",
        LISTENER,
        "Certificate 'arn:aws:acm:eu-west-1:1234:certificate/77' not found",
    ),
    ("zone-missing", "AWS::Route53::RecordSet", "No hosted zone found with ID: Z0123"),
    (
        "record-outside-zone",
        "AWS::Route53::RecordSet",
        "[RRSet with DNS name shop.acme.org. is not permitted in zone acme.net.]",
    ),
    (
        "record-exists",
        "AWS::Route53::RecordSet",
        "[Tried to create resource record set [name='shop.acme.org.', type='A'] but it already exists]",
    ),
    (
        "domain-reserved",
        "AWS::Route53::HostedZone",
        "example.com is reserved by AWS! (Error Code: InvalidDomainName)",
    ),
    (
        "web-acl-scope",
        "AWS::WAFv2::WebACL",
        handled(
            "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT (Service: Wafv2)"
        ),
    ),
    (
        "web-acl-not-ready",
        "AWS::WAFv2::WebACLAssociation",
        handled(
            "AWS WAF couldn’t retrieve the resource that you requested. Retry your request. (Service: Wafv2)"
        ),
    ),
    (
        "edge-account-not-verified",
        DISTRIBUTION,
        handled(
            "Access denied for operation 'AWS::CloudFront::Distribution: Your account must be verified before you can add "
            "new CloudFront resources. To verify your account, please contact AWS Support.'",
            "AccessDenied",
        ),
    ),
    (
        "email-not-verified",
        "AWS::Cognito::UserPool",
        "Email address is not verified. The following identities failed the check in region US-EAST-1: ops@acme.org",
    ),
    # Things that do not fit.
    (
        "api-logging-role",
        "AWS::ApiGateway::Stage",
        "CloudWatch Logs role ARN must be set in account settings to enable logging (Service: AmazonApiGateway)",
    ),
    (
        "api-without-methods",
        "AWS::ApiGateway::Deployment",
        handled("The REST API doesn't contain any methods"),
    ),
    (
        "queue-policy",
        "AWS::SNS::TopicPolicy",
        "Invalid parameter: Policy statement action out of service scope!",
    ),
    ("queue-policy", "AWS::SQS::QueuePolicy", "Invalid value for the parameter Policy."),
    (
        "event-target",
        "AWS::Events::Rule",
        "Parameter(s) MessageGroupId must be specified for target: queue.",
    ),
    (
        "flow-definition",
        "AWS::StepFunctions::StateMachine",
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The field \"Next\" is missing at /States/Charge'",
    ),
    (
        "schedule",
        "AWS::Events::Rule",
        "Parameter ScheduleExpression is not valid.",
    ),
    (
        "policy-malformed",
        ROLE,
        handled("Syntax errors in policy. (Error Code: MalformedPolicyDocument)"),
    ),
    (
        "custom-resource",
        "AWS::CloudFormation::CustomResource",
        "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [1].",
    ),
    # AWS itself.
    ("internal", QUEUE, handled("Internal Failure", "InternalFailure")),
    (
        "internal",
        "AWS::Glue::Job",
        "An internal error occurred (Service: Glue, Status Code: 500)",
    ),
    ("unstable", DATABASE, "Resource did not stabilize in time"),
    (
        "unstable",
        "AWS::MSK::Cluster",
        "Resource timed out waiting for completion (RequestToken: 77)",
    ),
    (
        "busy",
        "AWS::ApiGateway::Method",
        "Unable to complete operation due to concurrent modification. Please try again later. (ConcurrentModification)",
    ),
    # The template.
    (
        "named-replacement",
        "AWS::DynamoDB::Table",
        (
            "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename orders and update "
            "the stack again."
        ),
    ),
    (
        "not-changeable",
        "AWS::Cognito::UserPool",
        "Updates are not allowed for property - Schema.",
    ),
    ("export-missing", STACK, "No export named network-VpcId found. Rollback requested by user."),
    (
        "parameter-missing",
        STACK,
        "Unable to fetch parameters [/shop/ami] from parameter store for this account.",
    ),
    ("secret-missing", DATABASE, "Secrets Manager can't find the specified secret."),
    ("capabilities", STACK, "Requires capabilities : [CAPABILITY_NAMED_IAM]"),
    (
        "type-not-in-region",
        STACK,
        "Template format error: Unrecognized resource types: [AWS::AppRunner::Service]",
    ),
    (
        "template",
        STACK,
        "Template validation error: Template error: resource Function does not support attribute type Name in Fn::GetAtt",
    ),
    (
        "early-validation",
        STACK,
        "Validation failed: AWS::EarlyValidation::ResourceExistenceCheck",
    ),
    (
        "property",
        "AWS::Lambda::Url",
        "Properties validation failed for resource Url with message: [#: extraneous key [Stage] is not permitted]",
    ),
    ("property", GROUP, "Encountered unsupported property Description"),
    ("not-there", INSTANCE, "The subnet ID 'subnet-0123' does not exist"),
    (
        "invalid",
        "AWS::SNS::Subscription",
        "Invalid parameter: Endpoint must match the specified protocol",
    ),
)

DELETING: tuple[tuple[str, str, str], ...] = (
    (
        "bucket-not-empty",
        BUCKET,
        handled(
            "The bucket you tried to delete is not empty. You must delete all versions in the bucket. "
            "(Service: S3, Status Code: 409)",
            "GeneralServiceException",
        ),
    ),
    (
        "repository-not-empty",
        "AWS::ECR::Repository",
        handled(
            "The repository with name 'app' in registry with id '1234' cannot be deleted because it still contains images"
        ),
    ),
    (
        "vault-not-empty",
        "AWS::Backup::BackupVault",
        "Backup vault cannot be deleted because it contains recovery points.",
    ),
    (
        "vault-not-empty",
        "AWS::Route53::HostedZone",
        "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    ),
    (
        "protected",
        DATABASE,
        handled(
            "Cannot delete protected DB Instance, please disable deletion protection and try again."
        ),
    ),
    (
        "protected",
        "AWS::DynamoDB::Table",
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    ),
    (
        "export-used",
        STACK,
        "Export network-VpcId cannot be deleted as it is in use by shop",
    ),
    (
        "replicated",
        FUNCTION,
        handled(
            "Lambda was unable to delete arn:aws:lambda:us-east-1:1234:function:edge:1 because it is a replicated function."
        ),
    ),
    (
        "interface-in-use",
        SUBNET,
        "Network interface 'eni-0123' is currently in use. (Error Code: InvalidNetworkInterface.InUse)",
    ),
    (
        "interface-in-use",
        "AWS::EC2::VPCGatewayAttachment",
        "Network vpc-0123 has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
    ),
    (
        "depended-on",
        GROUP,
        handled("resource sg-0123 has a dependent object (Service: Ec2)"),
    ),
    (
        "depended-on",
        "AWS::EC2::VPC",
        "The vpc 'vpc-0123' has dependencies and cannot be deleted. (Error Code: DependencyViolation)",
    ),
    (
        "role-in-use",
        ROLE,
        handled("Cannot delete entity, must detach all policies first."),
    ),
    (
        "used-elsewhere",
        "AWS::CertificateManager::Certificate",
        "Certificate arn:aws:acm:us-east-1:1234:certificate/77 in account 1234 is in use.",
    ),
    (
        "used-elsewhere",
        "AWS::ECS::Cluster",
        "The Cluster cannot be deleted while Services are active.",
    ),
    ("stack-role-gone", STACK, "Role arn:aws:iam::1234:role/x is invalid or cannot be assumed"),
    (
        "denied",
        BUCKET,
        "User: arn:aws:sts::1234:assumed-role/x is not authorized to perform: s3:DeleteBucket",
    ),
)
