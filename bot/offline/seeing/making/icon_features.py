"""Computes `icons.npz`, what the icons look like, from folders of icon packages.

python -m bot.offline.seeing.making.icon_features FOLDER... , each the unpacked PyPI package `diagrams`
(its `resources/aws`) or the npm package `aws-icons` (its `icons`).
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import resvg_py

from bot.domain.services import named
from bot.offline.seeing.boxes import Pixels
from bot.offline.seeing.glyphs import Look, in_lines, on_tile

OUT = Path(__file__).parents[1] / "icons.npz"
_SIZE = 96
_OPAQUE = 3  # channels
_SEEN, _SOLID, _LIGHT = 12, 128, 170
_MOST = 0.7
_WHITE = np.array([255.0, 255.0, 255.0])

# What stands at the corner of a container, by the file's name in lower case without punctuation.
_BADGES = {
    "virtualprivatecloudvpc": "vpc",
    "amazonvirtualprivatecloud": "vpc",
    "amazonvpcvirtualprivatecloudvpc": "vpc",
    "vpc": "vpc",
    "publicsubnet": "public-subnet",
    "privatesubnet": "private-subnet",
    "region": "region",
    "awsaccount": "account",
    "awscloud": "cloud",
    "awsclouddark": "cloud",
    "awscloudlogo": "cloud",
    "awscloudlogodark": "cloud",
    "autoscalinggroup": "auto-scaling-group",
    "ec2instancecontents": "group",
    "servercontents": "group",
    "corporatedatacenter": "group",
}
# The first that a file's name begins with, or contains after a package's own prefix.
_SERVICES = (
    ("amazonec2autoscaling|^awsautoscaling|^ec2autoscaling|^autoscaling|applicationautoscaling", "autoscaling"),
    ("containerregistry", "ecr"),
    ("imagebuilder$", "imagebuilder"),
    ("computeoptimizer|ec2rescue|elasticipaddress|ec2ami$|microserviceextractor", ""),
    ("^(amazon)?ec2", "ec2"),
    ("fargate", "fargate"),
    ("ecsanywhere|copiiotcli", ""),
    ("containerservice", "ecs"),
    ("kubernetesservice", "eks"),
    ("iotlambda|iottopic|iotthing|iotalexa", ""),
    ("^(aws)?lambda", "lambda"),
    ("^(aws)?batch", "batch"),
    ("beanstalk", "elasticbeanstalk"),
    ("apprunner", "apprunner"),
    ("loadbalanc", "alb"),
    ("cloudfront", "cloudfront"),
    ("route53(routetable|readiness|routing|resolverdns)", ""),
    ("route53", "route53"),
    ("apigateway", "apigateway"),
    ("appsync", "appsync"),
    ("natgateway", "nat"),
    ("internetgateway", "igw"),
    ("vpcendpoints|^endpoint$|privatelink", "vpcendpoint"),
    ("transitgateway", "transitgateway"),
    ("vpcpeering", "vpcpeering"),
    ("clientvpn", "clientvpn"),
    ("vpngateway|vpnconnection|sitetositevpn", "vpn"),
    ("networkfirewall", "networkfirewall"),
    ("cloudmap(namespace)?$", "cloudmap"),
    ("^(aws)?waf", "waf"),
    ("certificatemanager", "acm"),
    ("globalaccelerator", "globalaccelerator"),
    ("glacier|s3onoutposts", ""),
    ("simplestorageservice", "s3"),
    ("dynamodb", "dynamodb"),
    ("^(amazon)?(rds|aurora)", "rds"),
    ("elasticache", "elasticache"),
    ("^amazonefs|elasticfilesystem", "efs"),
    ("elasticblockstore", "ebs"),
    ("opensearch|elasticsearch", "opensearch"),
    ("redshift", "redshift"),
    ("documentdb", "documentdb"),
    ("neptune", "neptune"),
    ("^(aws)?backup", "backup"),
    ("simplequeueservice", "sqs"),
    ("simplenotificationservice", "sns"),
    ("eventbridgepipes", "pipes"),
    ("eventbridge", "eventbridge"),
    ("stepfunctions", "stepfunctions"),
    ("datafirehose|kinesisdatafirehose|kinesisfirehose", "firehose"),
    ("kinesisvideo|kinesisdataanalytics", ""),
    ("kinesis", "kinesis"),
    ("streamingforapachekafka|streamingforkafka|amazonmsk", "msk"),
    ("^(amazon)?mq", "mq"),
    ("simpleemailservice", "ses"),
    ("cognito", "cognito"),
    ("secretsmanager", "secretsmanager"),
    ("keymanagementservice", "kms"),
    ("identityandaccessmanagementiam$|^awsidentityandaccessmanagement$|iamrole|managementrole|iampermissions", "iam"),
    ("accessmanagementiamaccessanalyzer", "accessanalyzer"),
    ("parameterstore", "parameterstore"),
    ("cloudwatchsynthetics", "synthetics"),
    ("cloudwatchevent", "eventbridge"),
    ("cloudwatch", "cloudwatch"),
    ("cloudtrail", "cloudtrail"),
    ("xray", "xray"),
    ("databrew", ""),
    ("^(aws)?glue", "glue"),
    ("athena", "athena"),
    ("^(amazon)?emr", "emr"),
    ("quicksuite|quicksight", "quicksight"),
    ("sagemaker", "sagemaker"),
    ("bedrock", "bedrock"),
    ("iotcore$", "iot"),
    ("codepipeline", "codepipeline"),
    ("codebuild", "codebuild"),
    ("^(aws)?amplify", "amplify"),
    ("transferfamily|transferforsftp", "transfer"),
    ("^(amazon)?fsx", "fsx"),
    ("databasemigrationservice$", "dms"),
    ("datasync$", "datasync"),
    ("directoryservice|microsoftad$|simplead$", "directoryservice"),
    ("workspaces$", "workspaces"),
    ("b2bdatainterchange", "b2bi"),
    ("memorydb", "memorydb"),
    ("timestream", "timestream"),
    ("keyspaces", "keyspaces"),
    ("lakeformation$", "lakeformation"),
    ("^(amazon)?macie", "macie"),
    ("guardduty", "guardduty"),
    ("appconfig", "appconfig"),
    ("^(aws)?config$", "config"),
    ("securityhub$", "securityhub"),
    ("^(amazon)?inspector$", "inspector"),
    ("^(aws)?budgets$", "budgets"),
    ("servicecatalog$", "servicecatalog"),
    ("codecommit", "codecommit"),
    ("codedeploy", "codedeploy"),
    ("codeartifact", "codeartifact"),
    ("^amazonmanaged(servicefor)?prometheus$", "prometheus"),
    ("managedgrafana", "grafana"),
    ("locationservice(map)?$", "location"),
    ("^(amazon)?lex$", "lex"),
    ("^(authenticated)?users?$", "user"),
    ("^client$|mobileclient", "client"),
    ("^(internet|globe)(alt\\d)?$", "internet"),
    ("traditionalserver|officebuilding", "onpremises"),
)  # fmt: skip
# Frames with a word in them, and pictures too plain to be told from other things.
_SKIPPED = re.compile(
    r"rounded|dark-bg|light-bg|MariaDB|PIOPS|Oracle|SQLServer|PostgreSQL|MySQL|sql|mariadb|CacheNode|cache-node"
    r"|for-memcached|Memcached|Valkey|forRedis|attribute|Attribute|item|Item|SMS|email-|http|HTTP|EmailN|ServiceEmail"
    r"|Alternate|Aternate|TableClass|Objects?$|object$|Message|message|Volume|VMware|vmware|logoDark|PIOPS"
)


def main(folders: list[str]) -> None:
    found = list(_looks(folders))
    names = sorted({name for name, _ in found})
    np.savez_compressed(
        OUT,
        names=np.array(names),
        of=np.array([names.index(name) for name, _ in found], np.uint16),
        shapes=np.stack([np.round(look.shape * 400) for _, look in found])
        .clip(-127, 127)
        .astype(np.int8),
        colours=np.stack([np.round(look.colour * 100) for _, look in found]).astype(np.int8),
    )
    sys.stdout.write(f"{len(found)} icons of {len(names)} names, {OUT.stat().st_size} bytes\n")


def _looks(folders: list[str]) -> Iterator[tuple[str, Look]]:
    for folder in folders:
        for path in sorted((*Path(folder).rglob("*.png"), *Path(folder).rglob("*.svg"))):
            if not _SKIPPED.search(path.stem):
                yield from _looks_of(path)


def _looks_of(path: Path) -> Iterator[tuple[str, Look]]:
    name = _name(path)
    if name is None:
        return
    picture, filled = _drawn(path)
    look = on_tile(picture) if filled else in_lines(picture, _WHITE)
    if look is not None:
        yield name, look


def _name(path: Path) -> str | None:
    """A service's name, `@kind` for a container's badge, `=Title` for what the vocabulary lacks; None to skip."""
    plain = re.sub(r"[^a-z0-9]", "", path.stem.lower())
    if plain in _BADGES:
        return f"@{_BADGES[plain]}"
    if service := named(path.stem.replace("-", " ")):
        return service
    for pattern, service in _SERVICES:
        if re.search(pattern, plain):
            return service or None
    return f"={_title(path.stem)}" if path.parent.name == "architecture-service" else None


def _title(stem: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", stem)


def _drawn(path: Path) -> tuple[Pixels, bool]:
    """The picture on white, cropped to what it shows; and whether it is a filled tile."""
    pixels = _pixels(path)
    alpha = pixels[:, :, 3]
    rows = np.flatnonzero(alpha.max(axis=1) > _SEEN)
    columns = np.flatnonzero(alpha.max(axis=0) > _SEEN)
    pixels = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    cover = pixels[:, :, 3:].astype(np.float64) / 255
    flat = (pixels[:, :, :3] * cover + _WHITE * (1 - cover)).astype(np.uint8)
    return flat, float(_rim(flat, pixels[:, :, 3])) > _MOST


def _rim(flat: Pixels, alpha: npt.NDArray[np.uint8]) -> float:
    """How much of a band just inside the edge is one dark or coloured ground."""
    high, wide = alpha.shape
    band = np.zeros((high, wide), bool)
    a, b = round(min(high, wide) * 0.05), round(min(high, wide) * 0.1)
    band[a : high - a, a : wide - a] = True
    band[b : high - b, b : wide - b] = False
    return float(((flat.min(axis=2) < _LIGHT) & (alpha > _SOLID))[band].mean())


def _pixels(path: Path) -> npt.NDArray[np.uint8]:
    data = (
        bytes(resvg_py.svg_to_bytes(svg_path=str(path), width=_SIZE, height=_SIZE))
        if path.suffix == ".svg"
        else path.read_bytes()
    )
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise ValueError(path)
    if pixels.shape[2] == _OPAQUE:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA)
    return cv2.resize(pixels, (_SIZE, _SIZE), interpolation=cv2.INTER_AREA).astype(np.uint8)


if __name__ == "__main__":
    main(sys.argv[1:])
