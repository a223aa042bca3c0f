"""Architectures to alter, and what of one has changed, in a form that is read at a glance."""

from bot.domain.architecture import Architecture, Component, Connection, Container


def component(
    service: str, label: str = "", *, inside: str | None = None, count: int = 1
) -> Component:
    name = (label or service).lower().replace(" ", "-")
    return Component(id=name, service=service, label=label, inside=inside, count=count)


def arrows(*written: str) -> tuple[Connection, ...]:
    """`a>b` each, by id."""
    ends = (each.split(">") for each in written)
    return tuple(Connection(source=source, target=target) for source, target in ends)


SERVERLESS = Architecture(
    components=(
        component("user", "Users"),
        component("apigateway", "CustomerDetailsAPI"),
        component("lambda", "GetCustomer", inside="vpc"),
        component("dynamodb", "Customers"),
        component("elasticache", inside="vpc"),
        component("s3", "Uploads"),
    ),
    containers=(Container(id="vpc", kind="vpc", label="VPC"),),
    connections=arrows(
        "users>customerdetailsapi",
        "customerdetailsapi>getcustomer",
        "getcustomer>customers",
        "getcustomer>elasticache",
    ),
)
WEB = Architecture(
    components=(
        component("client", "Browser"),
        component("alb", inside="public"),
        component("ec2", "Web", inside="private"),
        component("rds", "Orders", inside="private"),
        component("sqs", "Jobs"),
        component("lambda", "Worker"),
        component("lambda", "Mailer"),
        component("nat", inside="public"),
    ),
    containers=(
        Container(id="cloud", kind="cloud", label="AWS Cloud"),
        Container(id="vpc", kind="vpc", inside="cloud"),
        Container(id="public", kind="public-subnet", inside="vpc"),
        Container(id="private", kind="private-subnet", inside="vpc"),
    ),
    connections=arrows(
        "browser>alb", "alb>web", "web>orders", "web>jobs", "jobs>worker", "jobs>mailer"
    ),
)
LOOSE = Architecture(
    components=(
        component("ec2", "Shop"),
        component("rds"),
        component("lambda", "Report"),
        component("sqs", "Orders"),
        component("s3", "Pictures"),
        component("elasticache"),
        component("onpremises", "Office"),
    ),
    containers=(
        Container(id="region", kind="region", label="us-east-1"),
        Container(id="net", kind="subnet", label="Backend", inside="region"),
    ),
    connections=arrows("shop>rds", "shop>orders", "shop>report"),
)
NAMED = Architecture(
    components=(
        component("user", "Users"),
        component("route53", "Zone"),
        component("cloudfront"),
        component("s3"),
    ),
    connections=arrows("users>zone", "zone>cloudfront", "cloudfront>s3"),
)
DRAWINGS = {"serverless": SERVERLESS, "web": WEB, "loose": LOOSE, "named": NAMED}


def facts(architecture: Architecture) -> set[str]:
    """Everything it says: things with their service, number and place, frames, and arrows by name."""
    names = _names(architecture)
    things = {
        f"{names[one.id]}:{one.service}"
        + (f" x{one.count}" if one.count > 1 else "")
        + (f" in {_frame(architecture, one)}" if one.inside else "")
        for one in architecture.components
    }
    frames = {f"[{one.kind}]" for one in architecture.containers}
    drawn = {f"{names[one.source]}>{names[one.target]}" for one in architecture.connections}
    holders: list[Component | Container] = [*architecture.components, *architecture.containers]
    settings = {
        f"{names.get(one.id, one.id)}.{each.name}={each.value}"
        for one in holders
        for each in one.settings
    }
    return things | frames | drawn | settings


def _names(architecture: Architecture) -> dict[str, str]:
    return {one.id: one.label or one.id for one in architecture.components}


def _frame(architecture: Architecture, one: Component) -> str:
    return architecture.around(one)[0].kind
