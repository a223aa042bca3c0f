"""Draws diagrams nobody has seen before, each with what it says; the same seed draws the same picture.

`boxes` and `icons` are laid out by Graphviz; the icons come from the folder of the package `diagrams`.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import cv2
import numpy as np
import numpy.typing as npt
import resvg_py

Pixels = npt.NDArray[np.uint8]

# For each service, how people label it; and the icon in the old package and in the new one.
POOL: dict[str, tuple[tuple[str, ...], str, str]] = {
    "lambda": (("Lambda", "Lambda function", "AWS Lambda"), "compute/lambda", "AWSLambda"),
    "ec2": (("EC2", "EC2 instance", "Web server"), "compute/ec2", "AmazonEC2"),
    "fargate": (("Fargate", "ECS Fargate"), "compute/fargate", "AWSFargate"),
    "eks": (("EKS", "Amazon EKS"), "compute/elastic-kubernetes-service", "AmazonElasticKubernetesService"),
    "alb": (("ALB", "Load Balancer", "Application Load Balancer"), "network/elastic-load-balancing", "ElasticLoadBalancing"),
    "cloudfront": (("CloudFront", "Amazon CloudFront"), "network/cloudfront", "AmazonCloudFront"),
    "route53": (("Route 53", "Route53"), "network/route-53", "AmazonRoute53"),
    "apigateway": (("API Gateway", "Amazon API Gateway"), "network/api-gateway", "AmazonAPIGateway"),
    "s3": (("S3", "S3 bucket", "Amazon S3"), "storage/simple-storage-service-s3", "AmazonSimpleStorageService"),
    "dynamodb": (("DynamoDB", "DynamoDB table"), "database/dynamodb", "AmazonDynamoDB"),
    "rds": (("RDS", "RDS Postgres", "Amazon RDS"), "database/rds", "AmazonRDS"),
    "elasticache": (("ElastiCache", "Redis"), "database/elasticache", "AmazonElastiCache"),
    "sqs": (("SQS", "SQS queue", "Amazon SQS"), "integration/simple-queue-service-sqs", "AmazonSimpleQueueService"),
    "sns": (("SNS", "SNS topic"), "integration/simple-notification-service-sns", "AmazonSimpleNotificationService"),
    "eventbridge": (("EventBridge",), "integration/eventbridge", "AmazonEventBridge"),
    "stepfunctions": (("Step Functions",), "integration/step-functions", "AWSStepFunctions"),
    "kinesis": (("Kinesis", "Kinesis Data Streams"), "analytics/kinesis", "AmazonKinesisDataStreams"),
    "firehose": (("Firehose", "Data Firehose"), "analytics/kinesis-data-firehose", "AmazonDataFirehose"),
    "cognito": (("Cognito", "Cognito user pool"), "security/cognito", "AmazonCognito"),
    "secretsmanager": (("Secrets Manager",), "security/secrets-manager", "AWSSecretsManager"),
    "cloudwatch": (("CloudWatch",), "management/cloudwatch", "AmazonCloudWatch"),
    "opensearch": (("OpenSearch",), "analytics/amazon-opensearch-service", "AmazonOpenSearchService"),
    "efs": (("EFS",), "storage/elastic-file-system-efs", "AmazonEFS"),
    "ecr": (("ECR",), "compute/ec2-container-registry", "AmazonElasticContainerRegistry"),
}  # fmt: skip
CONTAINERS = ("VPC", "Private subnet", "Public subnet", "Security group", "Backend")
WORDS = ("writes", "reads", "events", "HTTPS", "queries", "invoke", "upload", "JSON", "TCP 5432")
NAMES = ("orders", "users", "jobs", "audit log", "images", "front door", "billing", "sessions")


@dataclass(frozen=True)
class Drawn:
    """A picture, and what it says."""

    data: bytes
    services: tuple[str, ...]
    edges: tuple[tuple[int, int], ...]
    contains: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Plot:
    """What a picture is to say."""

    services: tuple[str, ...]
    labels: tuple[str, ...]
    edges: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    contains: dict[str, tuple[int, ...]]


def plot(dice: Random, *, most: int = 9) -> Plot:
    count = dice.randint(4, most)
    services = tuple(dice.choice(list(POOL)) for _ in range(count))
    labels = tuple(dice.choice(POOL[one][0]) for one in services)
    edges = {(dice.randrange(max(0, one - 3), one), one) for one in range(1, count)}
    for _ in range(dice.randint(0, count // 2)):
        source, target = sorted(dice.sample(range(count), 2))
        if target - source <= 4:
            edges.add((source, target))
    words = tuple(dice.choice(WORDS) if dice.random() < 0.25 else "" for _ in edges)
    contains = {}
    if dice.random() < 0.6:
        first = dice.randrange(1, count - 1)
        members = tuple(range(first, min(count, first + dice.randint(1, 3))))
        contains[dice.choice(CONTAINERS)] = members
    return Plot(services, labels, tuple(sorted(edges)), words, contains)


def drawn(plan: Plot, pixels: Pixels, finish: str = "png") -> Drawn:
    return Drawn(encoded(pixels, finish), plan.services, plan.edges, plan.contains)


def encoded(pixels: Pixels, finish: str = "png") -> bytes:
    """The file: `png`, or spoiled as `jpeg`, `half`, `double`, `turned`."""
    if finish == "half":
        pixels = _sized(pixels, 0.5)
    elif finish == "double":
        pixels = _sized(pixels, 2)
    elif finish == "turned":
        pixels = _turned(pixels)
    kind, options = (".jpg", [cv2.IMWRITE_JPEG_QUALITY, 35]) if finish == "jpeg" else (".png", [])
    return cv2.imencode(kind, pixels, options)[1].tobytes()


def _sized(pixels: Pixels, by: float) -> Pixels:
    way = cv2.INTER_CUBIC if by > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, None, fx=by, fy=by, interpolation=way), np.uint8)


def _turned(pixels: Pixels) -> Pixels:
    high, wide = pixels.shape[:2]
    padded = cv2.copyMakeBorder(pixels, 30, 30, 30, 30, cv2.BORDER_REPLICATE)
    turn = cv2.getRotationMatrix2D((wide / 2 + 30, high / 2 + 30), 2, 1)
    page = [float(one) for one in pixels[2, 2]]
    return cv2.warpAffine(padded, turn, (wide + 60, high + 60), borderValue=page).astype(np.uint8)


# --- laid out by Graphviz


def boxes(seed: int, finish: str = "png", *, most: int = 9) -> Drawn:
    """Boxes and ellipses of many styles, on a light or dark page."""
    dice = Random(f"boxes {seed}")  # noqa: S311 - pictures, not secrets
    plan = plot(dice, most=most)
    dark = dice.random() < 0.2
    ink, page = (
        ("#dddddd", "#1e1e24") if dark else (dice.choice(("black", "#444444", "#7B8894")), "white")
    )
    shape = dice.choice(("box", "ellipse", "box", "cylinder", "mixed", "oval"))
    fill = "" if dark or dice.random() < 0.6 else dice.choice(("#ffe6cc", "#dae8fc", "#d5e8d4"))
    nodes = []
    for number, label in enumerate(plan.labels):
        own = dice.choice(("box", "ellipse", "diamond", "hexagon")) if shape == "mixed" else shape
        style = ",".join(filter(None, ("filled" if fill else "", "rounded" if own == "box" and dice.random() < 0.4 else "")))  # fmt: skip
        nodes.append(
            f'n{number} [label="{label}" shape={own} style="{style}" fillcolor="{fill or page}"]'
        )
    head = dice.choice(("normal", "normal", "vee", "open", "empty", "normal"))
    return drawn(
        plan,
        _graphviz(
            plan,
            nodes,
            graph=f'bgcolor="{page}" rankdir={dice.choice(("LR", "TB"))} splines={dice.choice(("true", "true", "ortho", "polyline", "line"))}'
            f' nodesep={dice.choice((0.3, 0.5))} ranksep={dice.choice((0.5, 0.8))} fontcolor="{ink}" pad=0.3',
            node=f'fontname="{_face(dice)}" fontsize={dice.choice((12, 14, 16))} color="{ink}" fontcolor="{ink}"',
            edge=f'color="{ink}" fontcolor="{ink}" arrowhead={head} arrowsize={dice.choice((0.6, 1, 1))} fontsize=11'
            f" style={dice.choice(('solid', 'solid', 'solid', 'dashed'))} penwidth={dice.choice((1, 1, 1.5, 2))}",
            cluster=f'style={dice.choice(("solid", "dashed", "filled"))} color="{ink}" fillcolor="{"#2a2a33" if dark else "#eef5fb"}"'
            f" labeljust={dice.choice('lc')}",
        ),
        finish,
    )


def icons(seed: int, folder: Path, finish: str = "png", *, most: int = 9) -> Drawn:
    """As the package `diagrams` draws them: an icon with its name under it, pale areas around some."""
    dice = Random(f"icons {seed}")  # noqa: S311 - pictures, not secrets
    plan = plot(dice, most=most)
    nodes = []
    for number, service in enumerate(plan.services):
        picture = folder / f"{POOL[service][1]}.png"
        label = plan.labels[number] if dice.random() < 0.6 else dice.choice(NAMES)
        nodes.append(f'n{number} [label="{label}" image="{picture}" height=1.9 shape=none]')
    return drawn(
        plan,
        _graphviz(
            plan,
            nodes,
            graph=f"rankdir={dice.choice(('LR', 'TB'))} splines={dice.choice(('ortho', 'spline', 'curved'))} pad=1 nodesep=0.60 ranksep=0.75",
            node='shape=box style=rounded fixedsize=true width=1.4 height=1.4 labelloc=b imagescale=true fontname="DejaVu Sans" fontsize=13 fontcolor="#2D3436"',
            edge='color="#7B8894" fontsize=11 fontname="DejaVu Sans"',
            cluster=f'style=rounded labeljust=l pencolor="#AEB6BE" fontname="DejaVu Sans" fontsize=12 bgcolor="{dice.choice(("#E5F5FD", "#EBF3E7", "#ECE8F6"))}"',
        ),
        finish,
    )


def _face(dice: Random) -> str:
    return dice.choice(("DejaVu Sans", "Liberation Sans", "Liberation Serif"))


def _graphviz(plan: Plot, nodes: list[str], **styles: str) -> Pixels:
    program = shutil.which("graphviz-pure", path=str(Path(sys.executable).parent))
    assert program is not None
    lines = [
        f"graph [{styles['graph']}]",
        f"node [{styles['node']}]",
        f"edge [{styles['edge']}]",
        *nodes,
    ]
    for label, members in plan.contains.items():
        inner = " ".join(f"n{one};" for one in members)
        lines.append(
            f'subgraph "cluster_{label}" {{ graph [label="{label}" {styles["cluster"]}] {inner} }}'
        )
    for (source, target), word in zip(plan.edges, plan.words, strict=True):
        lines.append(
            f"n{source} -> n{target}"
            + (f' [label="{word}"]' if word and "ortho" not in styles["graph"] else "")
        )
    source_text = "digraph {\n" + "\n".join(lines) + "\n}\n"
    svg = subprocess.run(  # noqa: S603 - the layout program of the test dependencies
        [program, "-Tsvg"], input=source_text.encode(), capture_output=True, check=True
    ).stdout.decode()
    png = bytes(
        resvg_py.svg_to_bytes(svg_string=svg, resources_dir="/", dpi=96.0, background="white")
    )
    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR), np.uint8)
