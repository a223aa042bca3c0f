"""AWS over boto3: machine images, EC2 instances and CloudFormation stacks. SDK types and SDK exceptions stop here."""

from bot.adapters.aws.clients import Clients
from bot.adapters.aws.images import SsmImages
from bot.adapters.aws.instances import Ec2Instances
from bot.adapters.aws.launch import run_instances_parameters
from bot.adapters.aws.probe import check
from bot.adapters.aws.stacks import CloudFormationStacks

__all__ = [
    "Clients",
    "CloudFormationStacks",
    "Ec2Instances",
    "SsmImages",
    "check",
    "run_instances_parameters",
]
