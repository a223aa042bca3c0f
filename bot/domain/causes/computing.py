"""Instances, functions, containers and clusters.

https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html · https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
"""

from bot.domain.causes.cause import ACCOUNT, CHANGE, Cause

CAUSES = (
    Cause(
        "no-such-image",
        r"InvalidAMIID|image id '?\[?ami-[^']{0,40}\]?'? does not exist|AMI .{0,60}(?:does not exist|not found|invalid|not available)",
        "The machine image is not in this region, or is gone: ids differ from region to region.",
        "Have the image looked up by its public parameter in place of a fixed id.",
        CHANGE,
    ),
    Cause(
        "type-not-in-zone",
        r"requested instance type .{0,80}not supported in your requested Availability Zone|Unsupported: .{0,80}instance type",
        "This Availability Zone does not have this type of instance.",
        "Use another zone, or a newer type such as t3.",
        CHANGE,
    ),
    Cause(
        "no-such-type",
        r"Invalid value '[^']{1,60}' for InstanceType|instance types? (?:do|does) not exist|InvalidInstanceType|instance type.{0,60}(?:not (?:a )?valid|invalid|is not supported)",
        "There is no such type of instance here.",
        "Use a current type, such as t3.small.",
        CHANGE,
    ),
    Cause(
        "architecture",
        r"architecture '?\w+'? of the specified instance type does not match|exec format error",
        "The instance and its image are of different processors: one is Arm (Graviton), the other Intel or AMD.",
        "Choose an image for the instance’s processor, or another type of instance.",
        CHANGE,
    ),
    Cause(
        "disk-too-small",
        r"smaller than snapshot|expect size >=",
        "The disk is smaller than the image that goes onto it.",
        "Ask for a larger disk.",
        CHANGE,
    ),
    Cause(
        "no-such-key-pair",
        r"key pair '?[^']{1,255}'? does not exist|InvalidKeyPair",
        "There is no SSH key of this name in the region.",
        "Leave the key out and connect through Session Manager, or name one that is there.",
        CHANGE,
    ),
    Cause(
        "runtime",
        r"runtime parameter of|runtime.{0,80}(?:no longer supported|not supported|deprecated)|at 'runtime' failed",
        "AWS no longer makes functions for this version of the language.",
        "Use a current runtime.",
        CHANGE,
    ),
    Cause(
        "code-too-large",
        r"Unzipped size must be smaller|must be smaller than \d+ bytes|CodeStorageExceeded|RequestEntityTooLarge|request must be smaller|zipfile.{0,60}(?:4096|4 ?MB|too large|length)",
        "The function’s code is too large for where it stands.",
        "Put the code into a bucket or a container image.",
        CHANGE,
    ),
    Cause(
        "image-not-pulled",
        r"CannotPull|pull image|failed to pull|repository .{0,200}(?:not found|does not exist)",
        "The container image could not be fetched: it is not there, or there is no way to it from its subnet.",
        "Name an image that is there, and give the tasks a way out (NAT gateway or endpoints).",
        CHANGE,
    ),
    Cause(
        "no-code",
        r"Error occurred while GetObject|NoSuchKey|source image .{0,300}does not exist|image manifest",
        "The code or the image that it is to run is not where the template says.",
        "Upload it first, or start with code that stands in the template.",
        ACCOUNT,
    ),
    Cause(
        "reserved-variables",
        r"reserved keys|environment variables you have provided",
        "AWS keeps some names of environment variables to itself, such as AWS_REGION.",
        "Leave these variables out: the function has them anyway.",
        CHANGE,
    ),
    Cause(
        "visibility",
        r"Queue visibility timeout",
        "The queue would hand a message out again while the function still works on it.",
        "Give the queue a visibility timeout of at least six times the function’s timeout.",
        CHANGE,
    ),
    Cause(
        "fargate-size",
        r"No Fargate configuration exists|CPU.{0,40}memory.{0,80}(?:not valid|invalid|unsupported)|invalid (?:cpu|'cpu'|memory) setting",
        "Fargate takes only certain pairs of CPU and memory.",
        "Use a pair that there is, such as 256 CPU units with 512 MB.",
        CHANGE,
    ),
    Cause(
        "service-unstable",
        r"circuit breaker|did not stabilize|timed? ?out|exceeded attempts|NotStabilized",
        "The containers never became healthy: the image cannot be fetched, the program stops, or the health check finds nobody on its port.",
        "Look at the stopped tasks and their logs in the ECS console, then change image, port, health check or memory.",
        CHANGE,
        types=r"::ECS::",
    ),
    Cause(
        "no-signal",
        r"resource signal|SUCCESS signal|MinSuccessfulHealthyInstances|WaitCondition timed out|CreationPolicy",
        "The instances never said that they were ready: their start-up script failed, or has no way out to install what it needs.",
        "Look at the instance’s system log, mend the script, give its subnet a way out, or have nothing wait for the signal.",
        CHANGE,
    ),
    Cause(
        "nodes-not-joined",
        r"failed to join the kubernetes cluster|NodeCreationFailure|Ec2SubnetInvalidConfiguration|AccessEntry",
        "The nodes came up and could not reach or join the cluster: no way out of their subnets, or a role without the policies of a node.",
        "Give the subnets a way out (or public addresses), and the nodes’ role the three EKS policies.",
        CHANGE,
    ),
    Cause(
        "kubernetes-version",
        r"unsupported Kubernetes version|kubernetes version.{0,60}(?:not supported|invalid)",
        "EKS no longer makes clusters of this version.",
        "Use a current version, or none: then AWS takes its newest.",
        CHANGE,
    ),
    Cause(
        "compute-environment",
        r"compute environment.{0,120}(?:invalid|not valid)|CLIENT_ERROR",
        "The Batch environment that this needs is invalid, most often for a role or a network without a way out.",
        "Look at the environment’s status reason in the Batch console, and mend its role or network.",
        CHANGE,
        types=r"::Batch::",
    ),
)
