"""The AWS services that can stand in an architecture: how they are called, and what CloudFormation makes of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Service:
    """`types` are the CloudFormation types of which one at least stands for the service in a template.

    `aliases` are what people write for it, in lower case; `outside` marks what is no AWS service; `words`
    are common nouns of other languages that may well mean it, where a label says nothing clearer.
    """

    name: str
    title: str
    aliases: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    outside: bool = False
    words: tuple[str, ...] = ()


_ALL = (
    # --- compute
    Service("lambda", "AWS Lambda", ("lambda", "lambda function", "aws lambda", "function"), ("AWS::Lambda::Function",), words=("funktion", "funktionen", "función", "funcion", "fonction")),  # codespell:ignore funktion,funcion,fonction
    Service("ec2", "Amazon EC2", ("ec2", "ec2 instance", "instance", "vm", "virtual machine", "web server", "app server", "bastion", "elastic compute cloud"), ("AWS::EC2::Instance", "AWS::AutoScaling::AutoScalingGroup"), words=("server", "webserver", "anwendungsserver", "rechner", "instanz", "servidor", "serveur")),
    Service("autoscaling", "EC2 Auto Scaling", ("auto scaling", "autoscaling", "auto scaling group", "asg"), ("AWS::AutoScaling::AutoScalingGroup",)),
    Service("fargate", "AWS Fargate", ("fargate", "aws fargate", "fargate service"), ("AWS::ECS::Service",), words=("containerdienst",)),
    Service("ecs", "Amazon ECS", ("ecs", "elastic container service", "container service", "ecs service", "ecs cluster"), ("AWS::ECS::Service", "AWS::ECS::Cluster")),
    Service("eks", "Amazon EKS", ("eks", "kubernetes", "elastic kubernetes service", "k8s"), ("AWS::EKS::Cluster",)),
    Service("ecr", "Amazon ECR", ("ecr", "container registry", "elastic container registry"), ("AWS::ECR::Repository",), words=("containerregister",)),
    Service("batch", "AWS Batch", ("batch", "aws batch"), ("AWS::Batch::ComputeEnvironment",)),
    Service("elasticbeanstalk", "AWS Elastic Beanstalk", ("elastic beanstalk", "beanstalk"), ("AWS::ElasticBeanstalk::Environment",)),
    Service("apprunner", "AWS App Runner", ("app runner", "apprunner"), ("AWS::AppRunner::Service",)),
    # --- network and delivery
    Service("alb", "Elastic Load Balancing", ("alb", "elb", "nlb", "load balancer", "application load balancer", "network load balancer", "elastic load balancer", "elastic load balancing"), ("AWS::ElasticLoadBalancingV2::LoadBalancer",), words=("lastverteiler", "lastenverteiler", "lastausgleich", "loadbalancer", "balanceador", "répartiteur", "equilibreur")),
    Service("cloudfront", "Amazon CloudFront", ("cloudfront", "cdn", "cloud front", "content delivery network"), ("AWS::CloudFront::Distribution",), words=("inhaltsverteilung",)),
    Service("route53", "Amazon Route 53", ("route53", "route 53", "dns", "hosted zone"), ("AWS::Route53::HostedZone", "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"), words=("namensauflösung", "domäne", "domaene")),
    Service("apigateway", "Amazon API Gateway", ("api gateway", "apigateway", "apigw", "rest api", "http api", "websocket api"), ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"), words=("schnittstelle", "api", "pasarela", "passerelle")),
    Service("appsync", "AWS AppSync", ("appsync", "app sync", "graphql api"), ("AWS::AppSync::GraphQLApi",)),
    Service("nat", "NAT gateway", ("nat gateway", "nat", "nat gw", "natgw"), ("AWS::EC2::NatGateway",)),
    Service("igw", "Internet gateway", ("internet gateway", "igw", "internet gw"), ("AWS::EC2::InternetGateway",)),
    Service("vpcendpoint", "VPC endpoint", ("vpc endpoint", "vpc endpoints", "gateway endpoint", "privatelink", "interface endpoint"), ("AWS::EC2::VPCEndpoint",)),
    Service("transitgateway", "AWS Transit Gateway", ("transit gateway", "tgw"), ("AWS::EC2::TransitGateway",)),
    Service("vpn", "AWS VPN", ("vpn", "vpn gateway", "site-to-site vpn", "vpn connection"), ("AWS::EC2::VPNGateway",)),
    Service("waf", "AWS WAF", ("waf", "web application firewall", "aws waf"), ("AWS::WAFv2::WebACL",), words=("firewall", "brandmauer")),
    Service("acm", "AWS Certificate Manager", ("acm", "certificate manager", "certificate", "tls certificate"), ("AWS::CertificateManager::Certificate",), words=("zertifikat", "zertifikate", "certificado", "certificat")),  # codespell:ignore certificat
    Service("globalaccelerator", "AWS Global Accelerator", ("global accelerator",), ("AWS::GlobalAccelerator::Accelerator",)),
    # --- data
    Service("s3", "Amazon S3", ("s3", "s3 bucket", "bucket", "simple storage service"), ("AWS::S3::Bucket",), words=("speicher", "objektspeicher", "dateispeicher", "dateiablage", "ablage", "almacenamiento", "stockage")),
    Service("dynamodb", "Amazon DynamoDB", ("dynamodb", "dynamo", "dynamo db", "dynamodb table"), ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"), words=("tabelle", "tabellen", "tabla")),
    Service("rds", "Amazon RDS", ("rds", "postgres", "postgresql", "mysql", "mariadb", "aurora", "sql database", "relational database", "sql server", "rds instance"), ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster"), words=("datenbank", "datenbanken", "datenbankserver", "base de datos", "base de données", "bdd")),
    Service("elasticache", "Amazon ElastiCache", ("elasticache", "elasti cache", "redis", "memcached", "valkey", "cache"), ("AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ServerlessCache"), words=("zwischenspeicher", "caché")),
    Service("efs", "Amazon EFS", ("efs", "elastic file system"), ("AWS::EFS::FileSystem",), words=("dateisystem", "netzlaufwerk")),
    Service("ebs", "Amazon EBS", ("ebs", "ebs volume", "elastic block store"), ("AWS::EC2::Volume",)),
    Service("opensearch", "Amazon OpenSearch Service", ("opensearch", "open search", "elasticsearch"), ("AWS::OpenSearchService::Domain", "AWS::OpenSearchServerless::Collection"), words=("suche", "suchindex", "suchmaschine", "búsqueda", "recherche")),
    Service("redshift", "Amazon Redshift", ("redshift",), ("AWS::Redshift::Cluster", "AWS::RedshiftServerless::Workgroup"), words=("datenlager",)),
    Service("documentdb", "Amazon DocumentDB", ("documentdb", "docdb", "mongodb"), ("AWS::DocDB::DBCluster",)),
    Service("neptune", "Amazon Neptune", ("neptune",), ("AWS::Neptune::DBCluster",)),
    Service("backup", "AWS Backup", ("aws backup", "backup vault"), ("AWS::Backup::BackupPlan",), words=("sicherung", "datensicherung")),
    # --- messages and workflows
    Service("sqs", "Amazon SQS", ("sqs", "sqs queue", "queue", "message queue", "simple queue service"), ("AWS::SQS::Queue",), words=("warteschlange", "warteschlangen", "cola de mensajes", "file d'attente", "file d attente")),
    Service("sns", "Amazon SNS", ("sns", "sns topic", "topic", "simple notification service"), ("AWS::SNS::Topic",), words=("benachrichtigung", "benachrichtigungen", "notificaciones", "notificación", "notifications", "notification")),
    Service("eventbridge", "Amazon EventBridge", ("eventbridge", "event bridge", "event bus", "cloudwatch events", "scheduler", "eventbridge scheduler"), ("AWS::Events::Rule", "AWS::Events::EventBus", "AWS::Scheduler::Schedule"), words=("zeitplan", "zeitplaner", "ereignisbus", "zeitsteuerung")),
    Service("stepfunctions", "AWS Step Functions", ("step functions", "stepfunctions", "step function", "state machine"), ("AWS::StepFunctions::StateMachine",), words=("ablauf", "ablaufsteuerung", "arbeitsablauf", "zustandsmaschine")),
    Service("kinesis", "Amazon Kinesis Data Streams", ("kinesis", "kinesis data streams", "kinesis stream", "data stream"), ("AWS::Kinesis::Stream",), words=("datenstrom", "datenströme", "flujo de datos")),
    Service("firehose", "Amazon Data Firehose", ("firehose", "kinesis firehose", "data firehose", "delivery stream"), ("AWS::KinesisFirehose::DeliveryStream",)),
    Service("msk", "Amazon MSK", ("msk", "kafka", "managed kafka", "managed streaming for kafka", "managed streaming for apache kafka"), ("AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster")),
    Service("mq", "Amazon MQ", ("amazon mq", "rabbitmq", "activemq"), ("AWS::AmazonMQ::Broker",)),
    Service("ses", "Amazon SES", ("ses", "simple email service"), ("AWS::SES::EmailIdentity", "AWS::SES::ConfigurationSet"), words=("mailversand", "e-mail-versand", "emailversand", "correo")),
    # --- people, secrets, watching
    Service("cognito", "Amazon Cognito", ("cognito", "user pool", "cognito user pool"), ("AWS::Cognito::UserPool",), words=("anmeldung", "benutzerverwaltung", "authentifizierung", "autenticación", "authentification")),  # codespell:ignore authentification
    Service("secretsmanager", "AWS Secrets Manager", ("secrets manager", "secretsmanager", "secret"), ("AWS::SecretsManager::Secret",), words=("geheimnis", "geheimnisse", "secreto")),
    Service("kms", "AWS KMS", ("kms", "key management service", "kms key"), ("AWS::KMS::Key",), words=("schlüssel", "schlüsselverwaltung")),
    Service("iam", "AWS IAM", ("iam", "iam role", "identity and access management"), ("AWS::IAM::Role",)),
    Service("parameterstore", "Parameter Store", ("parameter store", "ssm parameter", "ssm parameter store"), ("AWS::SSM::Parameter",)),
    Service("cloudwatch", "Amazon CloudWatch", ("cloudwatch", "cloud watch", "cloudwatch logs", "cloudwatch alarm", "alarm"), ("AWS::CloudWatch::Alarm", "AWS::Logs::LogGroup", "AWS::CloudWatch::Dashboard"), words=("überwachung", "protokolle", "protokollierung", "alarme", "supervisión")),
    Service("cloudtrail", "AWS CloudTrail", ("cloudtrail", "cloud trail"), ("AWS::CloudTrail::Trail",)),
    Service("xray", "AWS X-Ray", ("x-ray", "xray"), ("AWS::XRay::Group",)),
    # --- analysis, learning, building
    Service("glue", "AWS Glue", ("glue", "aws glue", "glue job", "glue crawler"), ("AWS::Glue::Job", "AWS::Glue::Database", "AWS::Glue::Crawler")),
    Service("athena", "Amazon Athena", ("athena",), ("AWS::Athena::WorkGroup",)),
    Service("emr", "Amazon EMR", ("emr", "elastic mapreduce"), ("AWS::EMR::Cluster", "AWS::EMRServerless::Application")),
    Service("quicksight", "Amazon QuickSight", ("quicksight", "quick sight"), ("AWS::QuickSight::Dashboard",)),
    Service("sagemaker", "Amazon SageMaker", ("sagemaker", "sage maker"), ("AWS::SageMaker::Endpoint", "AWS::SageMaker::NotebookInstance")),
    Service("bedrock", "Amazon Bedrock", ("bedrock", "amazon bedrock"), ("AWS::Bedrock::Agent",)),
    Service("iot", "AWS IoT Core", ("iot core", "aws iot", "iot"), ("AWS::IoT::TopicRule",)),
    Service("codepipeline", "AWS CodePipeline", ("codepipeline", "code pipeline"), ("AWS::CodePipeline::Pipeline", "AWS::CodeStarConnections::Connection")),
    Service("codebuild", "AWS CodeBuild", ("codebuild", "code build"), ("AWS::CodeBuild::Project",)),
    Service("amplify", "AWS Amplify", ("amplify",), ("AWS::Amplify::App",)),
    Service("transfer", "AWS Transfer Family", ("transfer family", "sftp"), ("AWS::Transfer::Server",)),
    # --- migration, files, desktops
    Service("fsx", "Amazon FSx", ("fsx", "fsx for lustre", "fsx for windows"), ("AWS::FSx::FileSystem",)),
    Service("dms", "AWS Database Migration Service", ("dms", "database migration service"), ("AWS::DMS::ReplicationInstance",)),
    Service("datasync", "AWS DataSync", ("datasync", "data sync"), ("AWS::DataSync::Task",)),
    Service("directoryservice", "AWS Directory Service", ("directory service", "managed microsoft ad", "simple ad"), ("AWS::DirectoryService::MicrosoftAD", "AWS::DirectoryService::SimpleAD")),
    Service("workspaces", "Amazon WorkSpaces", ("workspaces", "amazon workspaces"), ("AWS::WorkSpaces::Workspace",)),
    Service("b2bi", "AWS B2B Data Interchange", ("b2bi", "b2b data interchange"), ("AWS::B2BI::Transformer", "AWS::B2BI::Profile")),
    Service("memorydb", "Amazon MemoryDB", ("memorydb", "memory db"), ("AWS::MemoryDB::Cluster",)),
    Service("timestream", "Amazon Timestream", ("timestream",), ("AWS::Timestream::InfluxDBInstance", "AWS::Timestream::Table")),
    Service("keyspaces", "Amazon Keyspaces", ("keyspaces", "cassandra"), ("AWS::Cassandra::Table",)),
    Service("lakeformation", "AWS Lake Formation", ("lake formation", "lakeformation"), ("AWS::LakeFormation::Resource",)),
    # --- an account, its rules and its bills
    Service("ipam", "Amazon VPC IP Address Manager", ("ipam", "ip address manager"), ("AWS::EC2::IPAM",)),
    Service("macie", "Amazon Macie", ("macie",), ("AWS::Macie::Session",)),
    Service("guardduty", "Amazon GuardDuty", ("guardduty", "guard duty"), ("AWS::GuardDuty::Detector",)),
    Service("config", "AWS Config", ("aws config", "config rule", "config recorder"), ("AWS::Config::ConfigRule", "AWS::Config::ConfigurationRecorder")),
    Service("securityhub", "AWS Security Hub", ("security hub", "securityhub"), ("AWS::SecurityHub::Hub",)),
    Service("inspector", "Amazon Inspector", ("inspector", "amazon inspector"), ("AWS::Inspector::AssessmentTarget",)),
    Service("accessanalyzer", "IAM Access Analyzer", ("access analyzer", "iam access analyzer"), ("AWS::AccessAnalyzer::Analyzer",)),
    Service("budgets", "AWS Budgets", ("aws budgets", "aws budget", "cost budget"), ("AWS::Budgets::Budget",)),
    Service("resourcegroups", "AWS Resource Groups", ("resource groups", "resource group"), ("AWS::ResourceGroups::Group",)),
    Service("appconfig", "AWS AppConfig", ("appconfig", "app config"), ("AWS::AppConfig::Application",)),
    Service("servicecatalog", "AWS Service Catalog", ("service catalog", "servicecatalog"), ("AWS::ServiceCatalog::Portfolio",)),
    # --- network beyond one VPC
    Service("vpcpeering", "VPC peering", ("vpc peering", "peering connection"), ("AWS::EC2::VPCPeeringConnection",)),
    Service("networkfirewall", "AWS Network Firewall", ("network firewall", "networkfirewall"), ("AWS::NetworkFirewall::Firewall",)),
    Service("cloudmap", "AWS Cloud Map", ("cloud map", "cloudmap", "service discovery"), ("AWS::ServiceDiscovery::PrivateDnsNamespace", "AWS::ServiceDiscovery::HttpNamespace")),
    Service("clientvpn", "AWS Client VPN", ("client vpn",), ("AWS::EC2::ClientVpnEndpoint",)),
    # --- events and building
    Service("pipes", "Amazon EventBridge Pipes", ("eventbridge pipe", "eventbridge pipes", "event bridge pipe"), ("AWS::Pipes::Pipe",)),
    Service("imagebuilder", "EC2 Image Builder", ("image builder", "ec2 image builder", "imagebuilder"), ("AWS::ImageBuilder::ImagePipeline",)),
    Service("codecommit", "AWS CodeCommit", ("codecommit", "code commit"), ("AWS::CodeCommit::Repository",)),
    Service("codedeploy", "AWS CodeDeploy", ("codedeploy", "code deploy"), ("AWS::CodeDeploy::Application",)),
    Service("codeartifact", "AWS CodeArtifact", ("codeartifact", "code artifact"), ("AWS::CodeArtifact::Repository",)),
    Service("synthetics", "CloudWatch Synthetics", ("cloudwatch synthetics", "synthetics canary"), ("AWS::Synthetics::Canary",)),
    Service("prometheus", "Amazon Managed Service for Prometheus", ("managed prometheus", "amazon managed service for prometheus"), ("AWS::APS::Workspace",)),
    Service("grafana", "Amazon Managed Grafana", ("managed grafana", "amazon managed grafana"), ("AWS::Grafana::Workspace",)),
    Service("location", "Amazon Location Service", ("location service", "amazon location"), ("AWS::Location::Map",)),
    Service("lex", "Amazon Lex", ("amazon lex", "lex bot"), ("AWS::Lex::Bot",)),
    # --- what stands around AWS, or cannot be named
    Service("user", "Users", ("user", "users", "customer", "customers", "end users", "developer", "admin"), outside=True, words=("nutzer", "benutzer", "anwender", "kunde", "kunden", "kundin", "kundinnen", "mitarbeiter", "besucher", "usuario", "usuarios", "cliente", "clientes", "utilisateur", "utilisateurs")),  # codespell:ignore cliente
    Service("client", "Client", ("client", "browser", "web browser", "mobile", "mobile app", "mobile client", "web client", "desktop", "frontend", "laptop", "phone"), outside=True, words=("browser", "handy", "mobilgerät", "endgerät", "navegador", "navigateur", "anwendung am gerät")),
    Service("internet", "Internet", ("internet", "www", "public internet"), outside=True),
    Service("onpremises", "On premises", ("on-premises", "on premises", "data center", "data centre", "datacenter", "corporate data center", "office"), outside=True, words=("rechenzentrum", "eigenes rechenzentrum", "büro", "centro de datos")),
    Service("external", "Outside AWS", ("external", "third party", "3rd party", "external service", "external system"), outside=True, words=("fremdsystem", "drittanbieter", "drittsystem", "extern")),
    Service("unknown", "Unknown service", (), ()),
)  # fmt: skip

SERVICES: Mapping[str, Service] = MappingProxyType({one.name: one for one in _ALL})
UNKNOWN = "unknown"

_ALIASES = {alias: one.name for one in reversed(_ALL) for alias in (*one.aliases, one.name)}
_PREFIX = re.compile(r"^(amazon|aws)\s+")


def named(text: str) -> str | None:
    """The service whose name or alias a text is, whatever its case and punctuation; None if it is none."""
    plain = " ".join(re.sub(r"[^a-z0-9-]+", " ", text.lower()).split())
    for wording in (plain, _PREFIX.sub("", plain), plain.removesuffix("s")):
        if wording in _ALIASES:
            return _ALIASES[wording]
    return None


def own_name(label: str, service: str) -> str:
    """A label without the service's name before it: “CustomerDetailsAPI” of “API Gateway CustomerDetailsAPI”."""
    if named(label) is not None:
        return label
    known = SERVICES[service]
    ways = {known.title.lower(), *known.aliases, known.name}
    for way in sorted((_PREFIX.sub("", one) for one in ways), key=len, reverse=True):
        found = re.match(rf"(?:amazon |aws )?{re.escape(way)}\W+(.*)", label, re.IGNORECASE)
        if found and re.search(r"[^\W\d]{2}", found[1]) and named(found[1]) != service:
            return found[1]
    return label


# In German such a word ends others: “Kundendatenbank”. Shorter ones end too many.
_SHORTEST_ENDING = 6
# Several services go by these names, and this is the likeliest.
_VAGUE = frozenset({"rds", "s3", "ec2", "apigateway", "waf", "opensearch"})
LIKELY, GUESSED = 0.7, 0.5
_WORDS = {word: one.name for one in reversed(_ALL) for word in one.words}


def named_loosely(text: str) -> tuple[str, float] | None:
    """The service that a word of a label means in common speech, and how sure that is; None if it means none."""
    words = re.findall(r"[^\W_]+", text.casefold())
    runs = (
        " ".join(words[at : at + length])
        for length in range(min(len(words), 4), 0, -1)
        for at in range(len(words) - length + 1)
    )
    whole = [_WORDS[run] for run in runs if run in _WORDS]
    found = [*whole, *filter(None, map(_ending, words))]
    if not found:
        return None
    # “Kunden-Datenbank” is no customer.
    service = next((one for one in found if not SERVICES[one].outside), found[0])
    return service, GUESSED if service in _VAGUE else LIKELY


def _ending(word: str) -> str | None:
    """The longest of the words that a compound ends with."""
    endings = (one for one in _WORDS if len(one) >= _SHORTEST_ENDING and word.endswith(one))
    longest = max(endings, key=len, default=None)
    return None if longest is None else _WORDS[longest]
