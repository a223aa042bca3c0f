"""Draws diagrams nobody has seen before, each with what it says; the same seed draws the same picture.

`boxes` and `icons` are laid out by Graphviz, `grid` is drawn stroke by stroke, also as if by hand. Icons
come from the folder of an icon package, where there is one.
"""

import math
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import cv2
import numpy as np
import numpy.typing as npt
import resvg_py
from PIL import Image, ImageDraw, ImageFont

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
    spoil: dict[str, Callable[[Pixels], Pixels]] = {
        "half": lambda one: cv2.resize(one, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8),
        "double": lambda one: cv2.resize(one, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC).astype(np.uint8),
        "turned": _turned,
    }  # fmt: skip
    pixels = spoil.get(finish, lambda one: one)(pixels)
    kind, options = (".jpg", [cv2.IMWRITE_JPEG_QUALITY, 35]) if finish == "jpeg" else (".png", [])
    return cv2.imencode(kind, pixels, options)[1].tobytes()


def _turned(pixels: Pixels) -> Pixels:
    high, wide = pixels.shape[:2]
    padded = cv2.copyMakeBorder(pixels, 30, 30, 30, 30, cv2.BORDER_REPLICATE)
    turn = cv2.getRotationMatrix2D((wide / 2 + 30, high / 2 + 30), 2, 1)
    page = [float(one) for one in pixels[2, 2]]
    return cv2.warpAffine(padded, turn, (wide + 60, high + 60), borderValue=page).astype(np.uint8)


# --- laid out by Graphviz


def boxes(seed: int, finish: str = "png", *, most: int = 9) -> Drawn:
    """Boxes and ellipses of many styles, on a light or dark page."""
    dice = Random(f"boxes {seed}")
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
    dice = Random(f"icons {seed}")
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


# --- drawn stroke by stroke


@dataclass(frozen=True)
class Hand:
    """How strokes are made: with a steady hand or not, and with which heads."""

    dice: Random
    draw: ImageDraw.ImageDraw
    ink: tuple[int, int, int]
    wide: int
    head: str
    shaky: float = 0

    def stroke(self, *points: tuple[float, float], dashed: bool = False) -> None:
        for one, other in zip(points, points[1:], strict=False):
            self._leg(one, other, dashed=dashed)

    def _leg(self, one: tuple[float, float], other: tuple[float, float], *, dashed: bool) -> None:
        length = math.dist(one, other)
        steps = max(2, int(length / (7 if dashed else 14)))
        bend = self.dice.uniform(-1, 1) * self.shaky * 2
        dots = []
        for step in range(steps + 1):
            part = step / steps
            sway = math.sin(part * math.pi) * bend
            dots.append(
                (
                    one[0]
                    + part * (other[0] - one[0])
                    + sway
                    + self.dice.uniform(-1, 1) * self.shaky * 0.5,
                    one[1]
                    + part * (other[1] - one[1])
                    + sway
                    + self.dice.uniform(-1, 1) * self.shaky * 0.5,
                )
            )
        for number, (start, end) in enumerate(zip(dots, dots[1:], strict=False)):
            if not dashed or number % 2 == 0:
                self.draw.line([start, end], fill=self.ink, width=self.wide)

    def point(self, at: tuple[float, float], angle: float) -> None:
        size = 11 if self.head == "small" else 16
        spread = 0.55 if self.head == "vee" else 0.4
        sides = [
            (at[0] - size * math.cos(angle + way), at[1] - size * math.sin(angle + way))
            for way in (spread, -spread)
        ]
        if self.head == "vee":
            self.stroke(sides[0], at, sides[1])
        else:
            self.draw.polygon([at, *sides], fill=self.ink)


def grid(
    seed: int, finish: str = "png", *, folder: Path | None = None, sketch: bool = False
) -> Drawn:
    """Nodes in rows and columns, straight or angled arrows; with icons of today where a folder has them."""
    dice = Random(f"grid {seed} {sketch}")
    plan = _small_plot(dice)
    columns = math.ceil(len(plan.services) / 2)
    across, down = (250, 220) if folder else (270, 170)
    size = (columns * across + 160, 2 * down + 220)
    page = (246, 245, 240) if sketch else (255, 255, 255)
    image = Image.new("RGB", size, page)
    ink = (30, 30, 45) if sketch else dice.choice(((0, 0, 0), (80, 80, 90), (35, 47, 62)))
    hand = Hand(
        dice,
        ImageDraw.Draw(image),
        ink,
        3 if sketch else 2,
        "vee" if sketch else dice.choice(("vee", "filled", "small")),
        2.2 if sketch else 0,
    )
    places = {
        number: (140 + (number // 2) * across, 170 + (number % 2) * down + dice.randint(-14, 14))
        for number in range(len(plan.services))
    }
    font = ImageFont.truetype(
        "DejaVuSans.ttf"
        if sketch
        else dice.choice(("DejaVuSans.ttf", "LiberationSans-Regular.ttf")),
        19,
    )
    for label, members in plan.contains.items():
        _container(
            hand,
            font,
            label,
            [places[one] for one in members],
            (across, down),
            icon=folder is not None,
        )
    halves = {}
    for number, place in places.items():
        halves[number] = _node(image, hand, font, plan, number, place, folder)
    angled = not sketch and dice.random() < 0.4
    for source, target in plan.edges:
        _arrow(
            hand,
            places[source],
            halves[source],
            places[target],
            halves[target],
            angled=angled,
            dashed=False,
        )
    pixels = np.asarray(image)[:, :, ::-1].copy()
    if sketch:
        noise = np.random.default_rng(seed).normal(0, 4, pixels.shape)
        shade = np.linspace(0, -22, pixels.shape[0])[:, None, None]
        pixels = np.clip(pixels + noise + shade, 0, 255).astype(np.uint8)
    return drawn(plan, pixels, finish)


def _small_plot(dice: Random) -> Plot:
    """Arrows between neighbours only, so that none runs through a node."""
    count = dice.randint(4, 8)
    services = tuple(dice.choice(list(POOL)) for _ in range(count))
    labels = tuple(POOL[one][0][0] for one in services)
    edges = set()
    for one in range(1, count):
        above = one % 2 == 1
        edges.add(
            (one - 1, one) if above and dice.random() < 0.5 else (one - 2 if one >= 2 else 0, one)
        )
    if count > 3 and dice.random() < 0.6:
        edges.add((1, 2) if dice.random() < 0.5 else (0, 3))
    contains = {}
    if dice.random() < 0.6 and count >= 4:
        first = dice.randrange(1, count // 2) * 2
        contains[dice.choice(CONTAINERS)] = tuple(one for one in (first, first + 1) if one < count)
    return Plot(services, labels, tuple(sorted(edges)), ("",) * len(edges), contains)


def _container(hand: Hand, font: ImageFont.FreeTypeFont, label: str, places: list[tuple[int, int]], pitch: tuple[int, int], *, icon: bool) -> None:  # fmt: skip
    left = min(x for x, _ in places) - pitch[0] * (0.36 if icon else 0.46)
    right = max(x for x, _ in places) + pitch[0] * (0.36 if icon else 0.46)
    top = min(y for _, y in places) - (100 if icon else 85)
    bottom = max(y for _, y in places) + (100 if icon else 60)
    hand.stroke(
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
        dashed=hand.dice.random() < 0.4,
    )
    hand.draw.text((left + 12, top + 6), label, font=font, fill=hand.ink)


def _node(image: Image.Image, hand: Hand, font: ImageFont.FreeTypeFont, plan: Plot, number: int, place: tuple[int, int], folder: Path | None) -> tuple[float, float, float]:  # fmt: skip
    """Draws a node; half its width, and how far it reaches up and down."""
    label = plan.labels[number]
    wide = font.getlength(label)
    x, y = place
    if folder is None:
        half = wide / 2 + 18
        hand.stroke(
            (x - half, y - 28),
            (x + half, y - 28),
            (x + half, y + 28),
            (x - half, y + 28),
            (x - half, y - 28),
        )
        hand.draw.text((x, y), label, font=font, fill=hand.ink, anchor="mm")
        return half, 28, 28
    data = bytes(
        resvg_py.svg_to_bytes(
            svg_path=str(folder / f"architecture-service/{POOL[plan.services[number]][2]}.svg"),
            width=72,
            height=72,
        )
    )
    tile = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    image.paste(Image.fromarray(tile[:, :, [2, 1, 0]].astype(np.uint8)), (x - 36, y - 36))
    hand.draw.text((x, y + 52), label, font=font, fill=hand.ink, anchor="mm")
    return 36, 36, 64


def _arrow(hand: Hand, one: tuple[int, int], reach: tuple[float, float, float], other: tuple[int, int], into: tuple[float, float, float], *, angled: bool, dashed: bool) -> None:  # fmt: skip
    start, end = _leaving(one, reach, other), _leaving(other, into, one)
    if angled and abs(start[0] - end[0]) > 40 and abs(start[1] - end[1]) > 6 and one[0] != other[0]:
        middle = (start[0] + end[0]) / 2
        start, end = (
            (one[0] + reach[0] + 4, float(one[1])),
            (other[0] - into[0] - 4, float(other[1])),
        )
        hand.stroke(start, (middle, start[1]), (middle, end[1]), end, dashed=dashed)
        hand.point(end, 0.0)
        return
    hand.stroke(start, end, dashed=dashed)
    hand.point(end, math.atan2(end[1] - start[1], end[0] - start[0]))


def _leaving(
    one: tuple[int, int], reach: tuple[float, float, float], other: tuple[int, int]
) -> tuple[float, float]:
    """Where the line from one middle to another leaves the first's outline, and a little more."""
    across, down = other[0] - one[0], other[1] - one[1]
    wide, high = reach[0] + 4, (reach[2] if down > 0 else reach[1]) + 4
    scale = min(wide / abs(across) if across else math.inf, high / abs(down) if down else math.inf)
    return one[0] + across * scale, one[1] + down * scale
