"""The names that things go by in running text, and what each says of the thing beyond its kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.services import SERVICES

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Noun:
    """`loose` is a word that other things go by too, such as software that people install on a server;
    `refers` one that means something spoken of before and makes nothing by itself.
    """

    service: str
    settings: Pairs = ()
    loose: bool = False
    refers: bool = False


# Aliases that are words for much else in running text, or that are said of something else here.
_NOT_ALONE = frozenset(
    {
        "batch", "instance", "vm", "virtual machine", "ses", "config", "iot", "function", "inspector", "scheduler", "bedrock",
        "transfer", "location", "external", "office", "admin", "developer", "user", "users", "customer", "customers", "client",
        "browser", "mobile", "desktop", "phone", "laptop", "frontend", "www", "internet", "public internet", "unknown",
        "backup", "nat", "igw", "internet gateway", "internet gw", "nat gateway", "nat gw", "natgw", "gateways", "dns", "glue",
        "amplify", "lex", "synthetics", "prometheus", "grafana", "workspaces", "pipes", "resource group", "resource groups",
        "cache", "kafka", "redis", "memcached", "valkey", "postgres", "postgresql", "mysql", "mariadb", "sql server",
        "sql database", "relational database", "cassandra", "mongodb", "rabbitmq", "activemq", "elasticsearch", "kubernetes",
        "k8s", "sftp", "vpn", "waf", "container service", "web server", "app server", "bastion", "topic", "queue", "bucket",
        "secret", "certificate", "alarm", "data stream", "stream", "event bus", "end users", "emr", "service discovery",
        "third party", "3rd party", "external service", "external system", "data center", "data centre", "datacenter",
        "corporate data center", "on-premises", "on premises", "web client", "mobile app", "mobile client", "web browser",
        "config rule", "cloudwatch alarm", "cloudwatch logs", "iam role", "user pool", "nlb", "network load balancer",
        "lambda", "macie", "connect", "aurora", "ebs",
    }
)  # fmt: skip
_POSTGRES, _MYSQL, _MARIADB = (
    (("engine", "postgres"),),
    (("engine", "mysql"),),
    (("engine", "mariadb"),),
)
_REDIS = (("engine", "redis"),)
_MORE: tuple[tuple[str, Noun], ...] = (
    # --- compute
    (r"(?:lambdas?|lambda)(?: ?functions?)?|serverless functions?|functions?(?! app| url| name| arn)", Noun("lambda")),
    (r"ec2(?: linux| web| application| app)?(?: instances?| servers?| machines?| hosts?| vms?)?|virtual machines?|vms?", Noun("ec2")),
    (r"(?:linux |windows |ubuntu |debian )?(?:web|app|application|linux|windows|ubuntu|game|jump|vpn|dev|development|test|build)[ -]?(?:servers?|instances?|machines?|hosts?|box(?:es)?)", Noun("ec2")),
    (r"bastions?(?: hosts?| servers?| instances?)?", Noun("ec2", (("public", "on"),))),
    (r"servers?|(?:virtual )?machines?|box(?:es)?", Noun("ec2", loose=True)),
    (r"instances?|[tmcr]\d[a-z]{0,2}\.(?:nano|micro|small|medium|\d*x?large)", Noun("ec2", loose=True)),
    (r"(?:ec2 )?auto[ -]?scaling(?: ec2| instance)?(?: groups?)?|asgs?|launch configurations?", Noun("autoscaling")),
    (r"auto[ -]?scal(?:ed|ing) (?:ec2 |linux |sample )?(?:web|app|application|backend|frontend)? ?(?:servers?|instances?|machines?|web ?sites?|tiers?|fleets?)", Noun("autoscaling")),
    (r"(?:aws |ecs |ecs on |ecs with )?fargate(?: services?| tasks?| containers?| clusters?)?|ecs (?:on |with )?fargate(?: services?| clusters?)?", Noun("fargate")),
    (r"container(?:ized)? (?:services?|applications?|apps?|web applications?)", Noun("fargate", loose=True)),
    (r"ecs(?: clusters?| services?| tasks?)?", Noun("ecs")),
    (r"(?:eks|kubernetes|k8s)(?: clusters?)", Noun("eks")),
    (r"(?:managed )?(?:kubernetes|k8s)", Noun("eks", loose=True)),
    (r"(?:aws )?batch (?:environments?|job(?:s| queue| definition| processing pipeline| processing| pipeline)?|compute environments?|jobs?)|aws batch", Noun("batch")),
    (r"containerized batch jobs?|batch jobs?|job (?:queues?|definitions?)|compute environments?", Noun("batch", refers=True)),
    (r"(?:private )?(?:ecr|container|docker)(?: image)? (?:repositor(?:y|ies)|registr(?:y|ies))|image (?:repositor(?:y|ies)|registr(?:y|ies))", Noun("ecr")),
    # --- data
    (r"(?:s3 )?(?:(?:static )?web ?site )?buckets?|s3(?: storage)?", Noun("s3")),
    (r"(?:s3 )?data lakes?", Noun("s3", (("lake", "on"),), loose=True)),
    (r"tables?(?! of)", Noun("dynamodb", loose=True)),
    (r"dynamo ?db(?: streams?)", Noun("dynamodb", (("stream", "on"),))),
    (r"(?:dynamo ?db|dynamo)(?: tables?| databases?)?|nosql (?:tables?|databases?|stores?)", Noun("dynamodb")),
    (r"rds(?: db| database)?(?: instances?| clusters?| databases?)?|db instances?|relational databases?|sql databases?", Noun("rds")),
    (r"(?:rds |amazon )?aurora (?:serverless )?(?:v2 )?postgres(?:ql)?(?: serverless)?(?: v2)?(?: db| database)?(?: clusters?)?|postgres(?:ql)? aurora(?: clusters?)?|postgres(?:ql)?-compatible aurora", Noun("rds", (("engine", "aurora-postgresql"),))),
    (r"(?:rds |amazon )?aurora (?:serverless )?(?:v2 )?mysql(?: serverless)?(?: v2)?(?: db| database)?(?: clusters?)?|mysql aurora(?: clusters?)?", Noun("rds", (("engine", "aurora-mysql"),))),
    (r"(?:rds |amazon )?aurora(?: serverless)?(?: v2)?(?: db| database)?(?: clusters?| instances?)?", Noun("rds", (("engine", "aurora-postgresql"),))),
    (r"(?:rds |managed )(?:for )?postgres(?:ql)?(?: db)?(?: instances?| databases?| servers?)?|postgres(?:ql)? (?:rds|on rds)(?: db)?(?: instances?| databases?)?|postgres(?:ql)? db instances?", Noun("rds", _POSTGRES)),
    (r"(?:rds |managed )(?:for )?mysql(?: db)?(?: instances?| databases?| servers?)?|mysql (?:rds|on rds)(?: db)?(?: instances?| databases?)?|mysql db instances?", Noun("rds", _MYSQL)),
    (r"(?:rds |managed )(?:for )?mariadb(?: instances?| databases?)?|mariadb rds(?: instances?| databases?)?", Noun("rds", _MARIADB)),
    (r"(?:rds (?:for )?)(?:sql server|mssql)(?: databases?| instances?)?|sql server rds(?: instances?)?", Noun("rds", (("engine", "sqlserver-ex"),))),
    (r"(?:rds (?:for )?)oracle(?: databases?| instances?)?|oracle rds(?: instances?)?", Noun("rds", (("engine", "oracle-se2"),))),
    (r"postgres(?:ql)?(?: databases?| db| instances?)?", Noun("rds", _POSTGRES, loose=True)),
    (r"mysql(?: databases?| db| instances?)?", Noun("rds", _MYSQL, loose=True)),
    (r"mariadb(?: databases?| db| instances?)?", Noun("rds", _MARIADB, loose=True)),
    (r"(?:sql server|mssql)(?: databases?| db| instances?)?", Noun("rds", (("engine", "sqlserver-ex"),), loose=True)),
    (r"databases?|db", Noun("rds", loose=True)),
    (r"(?:redis |valkey |memcached )?elasti ?cache(?: for)?(?: redis| memcached| valkey)?(?: replication groups?| clusters?| nodes?)?|(?:redis|valkey|memcached) (?:elasti ?cache|replication groups?)(?: clusters?)?|(?:redis|valkey) clusters?", Noun("elasticache")),
    (r"(?:redis|valkey|memcached)(?: caches?| caching(?: solution| layer)?| stores?| instances?)?", Noun("elasticache", loose=True)),
    (r"caches?(?: clusters?| nodes?)?|caching layers?", Noun("elasticache", loose=True)),
    (r"(?:shared |network |elastic )?file ?systems?|efs(?: file ?systems?| shares?| volumes?)?", Noun("efs")),
    (r"ebs(?: volumes?| disks?)|(?:extra |additional |separate |data )?ebs volumes?", Noun("ebs", loose=True)),
    (r"open ?search(?: service)?(?: domains?| clusters?)?|elasticsearch (?:domains?|clusters?|service)", Noun("opensearch")),
    (r"elasticsearch", Noun("opensearch", loose=True)),
    (r"redshift(?: serverless)?(?: clusters?| data ?warehouses?| warehouses?)?|data ?warehouses?", Noun("redshift")),
    (r"doc(?:ument)? ?db(?: clusters?| databases?)?|mongodb-compatible (?:databases?|clusters?)", Noun("documentdb")),
    (r"mongo ?db", Noun("documentdb", loose=True)),
    (r"neptune(?: clusters?| databases?| graph databases?)?|graph databases?", Noun("neptune")),
    (r"timestream(?: databases?| tables?)?|time ?series databases?", Noun("timestream")),
    (r"keyspaces(?: tables?)?", Noun("keyspaces")),
    (r"cassandra(?: tables?| clusters?)?", Noun("keyspaces", loose=True)),
    (r"memory ?db(?: clusters?)?", Noun("memorydb")),
    (r"(?:aws )?backup (?:plans?|vaults?)|aws backup(?: plans?| vaults?)?", Noun("backup")),
    (r"fsx(?: for (?:lustre|windows(?: file server)?|(?:netapp )?ontap|openzfs))?(?: file ?systems?)?", Noun("fsx")),
    # --- messages
    (r"(?:sqs )?fifo queues?|fifo sqs queues?|sqs fifo(?: queues?)?", Noun("sqs", (("fifo", "on"),))),
    (r"(?:sqs |message |standard )queues?|sqs|queues?", Noun("sqs")),
    (r"(?:sns )?fifo topics?", Noun("sns", (("fifo", "on"),))),
    (r"(?:sns |notification )(?:topics?)|sns", Noun("sns")),
    (r"topics?", Noun("sns", loose=True)),
    (r"load[ -]balanced", Noun("alb", loose=True)),
    (r"(?:custom |own |separate )(?:eventbridge )?(?:event )?bus(?:es)?|event ?bridge (?:event )?bus(?:es)?|event bus(?:es)?", Noun("eventbridge", (("bus", "on"),))),
    (r"event ?bridge(?: scheduled)?(?: rules?| schedules?| scheduler)?|(?:event|scheduled|cron) rules?|cloudwatch events?(?: rules?)?|cloudwatch scheduled (?:events?|rules?)", Noun("eventbridge")),
    (r"(?:the )bus", Noun("eventbridge", refers=True)),
    (r"event ?bridge pipes?|pipes?", Noun("pipes")),
    (r"(?:aws )?step ?functions?(?: workflows?| state machines?)?|state machines?", Noun("stepfunctions")),
    (r"workflows?", Noun("stepfunctions", refers=True)),
    (r"kinesis(?: data)?(?: streams?)?|data streams?", Noun("kinesis")),
    (r"streams?", Noun("kinesis", refers=True)),
    (r"(?:kinesis )?(?:data )?firehose(?: delivery)?(?: streams?)?|delivery streams?", Noun("firehose")),
    (r"(?:amazon )?msk(?: clusters?)?|managed kafka(?: clusters?)?|kafka clusters?", Noun("msk")),
    (r"kafka", Noun("msk", loose=True)),
    (r"amazon mq(?: brokers?)?|(?:rabbitmq|activemq) brokers?|message brokers?", Noun("mq")),
    (r"rabbitmq|activemq", Noun("mq", loose=True)),
    (r"ses(?: domain| email)?(?: identit(?:y|ies)| domains?)?|simple email service", Noun("ses")),
    # --- network and delivery
    (r"(?:internet-facing |internal )?(?:application |elastic )load[ -]?balancers?|albs?|elbs?", Noun("alb")),
    (r"load[ -]?balancers?", Noun("alb")),
    (r"network load[ -]?balancers?|nlbs?", Noun("alb", (("kind", "network"),))),
    (r"cloud ?front(?: cdn)?(?: web)?(?: distributions?)?|cdns?|distributions?|content delivery networks?", Noun("cloudfront")),
    (r"(?:route ?53 )?(?:public )?hosted zones?|route ?53(?: dns)?(?: zones?)?|dns zones?", Noun("route53")),
    (r"(?:route ?53 )?private (?:hosted|dns) zones?|private route ?53 (?:hosted )?zones?", Noun("route53", (("private", "on"),))),
    (r"(?:api ?gateway |apigw )?rest[ -]?apis?(?: gateway)?|(?:amazon )?api[ -]?gateway rest[ -]?apis?", Noun("apigateway", (("kind", "rest"),))),
    (r"(?:api ?gateway )?http[ -]?apis?(?: gateway)?", Noun("apigateway", (("kind", "http"),))),
    (r"(?:api ?gateway )?web ?socket[ -]?apis?(?: gateway)?", Noun("apigateway", (("kind", "websocket"),))),
    (r"api[ -]?gateways?(?: apis?)?|apigw", Noun("apigateway")),
    (r"(?:public |private |serverless |backend )?apis?", Noun("apigateway", loose=True)),
    (r"(?:app ?sync )?graphql[ -]?apis?|app ?sync(?: apis?)?", Noun("appsync")),
    (r"waf(?:v2)?(?: web)?(?: acls?)?|web acls?|web application firewalls?", Noun("waf")),
    (r"(?:acm |tls |ssl )?certificates?|acm", Noun("acm")),
    (r"(?:s3 |dynamodb )?(?:vpc |gateway |interface )endpoints?", Noun("vpcendpoint", refers=True)),
    (r"transit gateways?(?: attachments?)?", Noun("transitgateway")),
    (r"customer gateways?|(?:aws |site-to-site )vpns?(?: connections?| gateways?)?|vpn (?:connections?|gateways?)|virtual private gateways?", Noun("vpn")),
    (r"(?:aws )?client vpns?(?: endpoints?)?", Noun("clientvpn")),
    (r"vpc peerings?(?: connections?)?|peering connections?", Noun("vpcpeering")),
    (r"network firewalls?", Noun("networkfirewall")),
    # --- people, secrets, watching
    (r"(?:aws |amazon )?cognito(?: user pools?| user management(?: system)?| authorizers?)?|user pools?", Noun("cognito")),
    (r"(?:cognito )?identity pools?", Noun("cognito", (("identity-pool", "on"),))),
    (r"secrets? ?manager(?: secrets?)?|secrets?", Noun("secretsmanager")),
    (r"kms(?: keys?)?|(?:customer[- ]managed|encryption) keys?|cmks?", Noun("kms")),
    (r"(?:the |this )keys?", Noun("kms", refers=True)),
    (r"(?:iam |execution |service |instance )(?:roles?)", Noun("iam")),
    (r"roles?", Noun("iam", refers=True)),
    (r"(?:aws )?(?:ssm )?parameter store|ssm param(?:eter)?s?", Noun("parameterstore")),
    (r"(?:cloudwatch |billing |metric |cpu )alarms?|cloudwatch billing alarms?|alarms?", Noun("cloudwatch", (("alarm", "on"),))),
    (r"(?:cloudwatch )?dashboards?", Noun("cloudwatch", (("dashboard", "on"),))),
    (r"(?:cloudwatch )?log groups?", Noun("cloudwatch", (("log-group", "on"),))),
    (r"cloudwatch(?: logs?| monitoring)?", Noun("cloudwatch", refers=True)),
    (r"(?:aws )?cloud ?trails?(?: trails?)?", Noun("cloudtrail")),
    (r"x-?ray(?: tracing)?", Noun("xray", refers=True)),
    (r"(?:amazon )?macie(?: sessions?)?", Noun("macie")),
    (r"aws config(?: rules?| recorders?)?|config rules?|configuration recorders?", Noun("config")),
    (r"budgets?", Noun("budgets", loose=True)),
    (r"aws budgets?|(?:monthly|cost) budgets?", Noun("budgets")),
    (r"(?:amazon )?inspector assessments?|amazon inspector|inspector assessment (?:targets?|templates?)", Noun("inspector")),
    (r"(?:ec2 )?(?:ip address manager|ipam)(?: pools?)?", Noun("ipam")),
    (r"(?:tag-based )?resource groups?", Noun("resourcegroups")),
    (r"service catalog(?: portfolios?| products?)?", Noun("servicecatalog")),
    (r"app ?config(?: applications?)?", Noun("appconfig")),
    # --- analysis and building
    (r"(?:aws )?glue(?: etl)? jobs?|etl jobs?", Noun("glue", (("job", "on"),))),
    (r"(?:aws )?glue crawlers?|crawlers?", Noun("glue", (("crawler", "on"),))),
    (r"(?:aws )?glue (?:data ?catalogs?|databases?|tables?)|data catalogs?", Noun("glue", (("database", "on"),))),
    (r"(?:aws )?glue", Noun("glue")),
    (r"athena(?: work ?groups?)?", Noun("athena")),
    (r"emr(?: serverless)?(?: clusters?| applications?)?", Noun("emr")),
    (r"sage ?maker(?: notebooks?)?(?: instances?| endpoints?| domains?)?", Noun("sagemaker")),
    (r"amazon bedrock(?: agents?| knowledge bases?)?|aws bedrock|bedrock (?:agents?|models?|knowledge bases?)", Noun("bedrock")),
    (r"(?:aws )?iot core|aws iot|iot (?:topic )?rules?|iot things?", Noun("iot")),
    (r"(?:aws )?code ?pipelines?|(?:ci/?cd|deployment|build) pipelines?", Noun("codepipeline")),
    (r"code ?build(?: projects?)?", Noun("codebuild")),
    (r"code ?commit(?: repositor(?:y|ies)| repos?)?", Noun("codecommit")),
    (r"code ?deploy(?: applications?| deployment groups?)?", Noun("codedeploy")),
    (r"(?:ec2 )?image ?builder(?: pipelines?)?", Noun("imagebuilder")),
    (r"(?:aws )?amplify(?: apps?| hosting)?", Noun("amplify")),
    (r"(?:aws )?transfer family(?: servers?)?|sftp (?:servers?|endpoints?)", Noun("transfer")),
    (r"(?:aws )?dms(?: replication)?(?: instances?| tasks?)?|database migration service|replication instances?", Noun("dms")),
    (r"(?:aws )?b2b data interchange(?: \(b2bi\))?|b2bi", Noun("b2bi")),
    (r"(?:amazon |managed )grafana(?: workspaces?)?", Noun("grafana")),
    (r"(?:amazon managed service for |managed )prometheus(?: workspaces?)?", Noun("prometheus")),
    (r"(?:cloudwatch )?synthetics(?: canar(?:y|ies))?|canar(?:y|ies)", Noun("synthetics")),
    (r"(?:amazon )?lex bots?|amazon lex", Noun("lex")),
    (r"amazon workspaces|workspaces desktops?", Noun("workspaces")),
)  # fmt: skip


_SHORTEST_ALIAS = 3


def _aliases() -> Iterator[tuple[str, Noun]]:
    for service in SERVICES.values():
        for alias in (*service.aliases, service.name):
            if alias not in _NOT_ALONE and not service.outside and len(alias) >= _SHORTEST_ALIAS:
                yield re.escape(alias).replace(r"\ ", r"[ -]?"), Noun(service.name)


# Things whose names hold the name of another, and which every template has where it needs them.
_PARTS = Noun("", refers=True)
_SWALLOWED = (
    r"(?:route|routing|partition|hash|mapping|lookup) tables?|key[- ]value|functions? (?:url|app)s?|launch templates?|target groups?|"
    r"machine learning|server[- ]side|client[- ]side|instance (?:types?|metadata|connect|class|size|storage)|"
    r"(?:instance|server|database|db|api|queue|bucket|table|topic|function|cluster|volume|file system) (?:names?|ids?|arns?|urls?)|"
    r"database (?:name|user|users|credentials|password|administrator|engine|port|schema)s?|db (?:name|user|password|port|engine)s?|"
    r"(?:amazon )?machine images?|iam (?:users?|groups?|access keys?)|instance profiles?|web ?sites?|secrets? rotation|secret (?:key|access key)s?|api keys?|access keys?|ssh keys?|key ?pairs?|partition keys?|sort keys?|"
    r"composite keys?|hash keys?|range keys?|primary keys?|certificate authority|alarm(?:ing)? actions?|stack|stream records?|"
    r"app(?:lication)? servers? logs?|cache (?:polic(?:y|ies)|behaviou?rs?|control)|caching \(|auto[- ]scaling polic(?:y|ies)|"
    r"managed polic(?:y|ies)|role-based|public apis?|aws apis?|api (?:calls?(?! (?:an?|the|its|each|every|this|some|another|one|two|three|both|lambdas?|functions?)\b)|activit(?:y|ies)|usage|actions?|requests?|events?)|(?:rds )?data apis?|db ?hosts?|ec2 user data|event source mappings?|event notifications?|"
    r"(?:vpc|subnet|stack|cluster|api|database) outputs?|topic polic(?:y|ies)|queue polic(?:y|ies)|key polic(?:y|ies)|bucket polic(?:y|ies)"
)

_ALL: tuple[tuple[str, Noun], ...] = (*_MORE, (_SWALLOWED, _PARTS), *_aliases())
_BRAND = "(?:(?:aws|amazon) )?"
_EACH = tuple((re.compile(rf"{_BRAND}(?:{pattern})s?(?!\w)"), noun) for pattern, noun in _ALL)
_ANY = re.compile(
    rf"(?<![\w/.@-]){_BRAND}(?:{'|'.join(f'(?:{pattern})s?' for pattern, _ in _ALL)})(?!\w)"
)


def nouns(low: str) -> Iterator[tuple[int, int, Noun]]:
    """Every name of a thing, the longest one at each place."""
    at = 0
    while match := _ANY.search(low, at):
        found = [
            (longer.end(), noun)
            for pattern, noun in _EACH
            if (longer := pattern.match(low, match.start()))
        ]
        at, noun = max(found, key=lambda one: one[0])
        if noun.service:
            yield match.start(), at, noun
