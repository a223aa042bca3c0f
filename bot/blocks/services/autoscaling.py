"""EC2 Auto Scaling: a group of equal instances that follows the load."""

import re
from typing import Any

from bot.blocks.asked import EMAIL
from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import name_tag, subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import document, statement
from bot.blocks.services.ec2 import profile, reaches_ssm
from bot.blocks.services.kms import key
from bot.blocks.services.machines import IMDSV2, disk, image, machine_type, user_data
from bot.blocks.services.sns import write_to
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_BUSY, _MOST = 60, 100
# Five fields as Unix writes them; six as AWS does, whose year is always every year here.
_FIVE = re.compile(r"(?:[0-9*,/-]{1,20} ){4}[0-9A-Z*,/-]{1,20}")
_WRAPPED = re.compile(r"(?:cron\()?([^()]*?)(?: \*)?\)?")


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    kind = machine_type(template, component)
    managed = reaches_ssm(component, place, public=False)
    data: dict[str, Any] = {
        "ImageId": image(template, component),
        "InstanceType": kind,
        "IamInstanceProfile": {
            "Arn": GetAtt(profile(template, component, reaches_ssm=managed), "Arn")
        },
        "SecurityGroupIds": [group_id(template, component)],
        "BlockDeviceMappings": [disk(template, component)],
        "MetadataOptions": IMDSV2,
        "TagSpecifications": [{"ResourceType": "instance", "Tags": name_tag(title)}],
    }
    launch = template.add(
        f"{name}Template", "AWS::EC2::LaunchTemplate", {"LaunchTemplateData": data}
    )
    template.remember(("launch", component.id), launch)
    smallest, wanted, largest = _sizes(template, component)
    template.add(
        name,
        "AWS::AutoScaling::AutoScalingGroup",
        {
            "MinSize": str(smallest),
            "MaxSize": str(largest),
            **({"DesiredCapacity": str(wanted)} if wanted != smallest else {}),
            "VPCZoneIdentifier": subnet_refs(place.subnets),
            "LaunchTemplate": {
                "LaunchTemplateId": Ref(launch),
                "Version": GetAtt(launch, "LatestVersionNumber"),
            },
        },
    )
    busy = template.asked(component).number("cpu-percent", 1, 100) or _BUSY
    low = template.asked(component).number("cpu-low-percent", 1, 99)
    if largest > smallest and low is not None and low < busy:
        _by_alarms(template, name, busy, low)
        size = f"{smallest} to {largest} instances of {kind}, grows above {busy} % CPU and shrinks below {low} %"
    elif largest > smallest:
        _follow_load(template, name, busy)
        size = f"{smallest} to {largest} instances of {kind} and grows above {busy} % CPU"
    else:
        size = f"{smallest} × {kind}, always"
    _by_the_clock(template, component, wanted)
    _tell(template, component)
    template.assume(f"{title} has {size}.", Stake.MONEY)
    template.output(f"{name}Name", Ref(name), f"Name of the Auto Scaling group {title}")


def _sizes(template: Template, component: Component) -> tuple[int, int, int]:
    """The smallest, the wanted and the largest, put in order where they contradict each other."""
    asked = template.asked(component)
    wanted = asked.number("desired", 0, _MOST)
    least = asked.number("min", 0, _MOST)
    most = asked.number("max", 1, _MOST)
    smallest = least if least is not None else min(wanted or component.count, most or _MOST)
    largest = max(most or max(2 * smallest, wanted or 0, 2), smallest)
    found = min(max(wanted if wanted is not None else smallest, smallest), largest)
    if wanted is not None and found != wanted:
        asked.cannot("desired", f"{found}, since it has {smallest} to {largest} instances")
    return smallest, found, largest


def _follow_load(template: Template, name: str, busy: int) -> None:
    template.add(
        f"{name}Load",
        "AWS::AutoScaling::ScalingPolicy",
        {
            "AutoScalingGroupName": Ref(name),
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingConfiguration": {
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "ASGAverageCPUUtilization"
                },
                "TargetValue": busy,
            },
        },
    )


def _by_alarms(template: Template, name: str, high: int, low: int) -> None:
    """One instance more when it is busy for ten minutes, one fewer when it is idle as long."""
    for word, comparison, percent, change in (
        ("Grow", "GreaterThanThreshold", high, 1),
        ("Shrink", "LessThanThreshold", low, -1),
    ):
        policy = template.add(
            f"{name}{word}",
            "AWS::AutoScaling::ScalingPolicy",
            {
                "AutoScalingGroupName": Ref(name),
                "PolicyType": "SimpleScaling",
                "AdjustmentType": "ChangeInCapacity",
                "ScalingAdjustment": change,
                "Cooldown": "300",
            },
        )
        template.add(
            f"{policy}Alarm",
            "AWS::CloudWatch::Alarm",
            {
                "AlarmDescription": f"CPU {'above' if change > 0 else 'below'} {percent} % for ten minutes",
                "Namespace": "AWS/EC2",
                "MetricName": "CPUUtilization",
                "Dimensions": [{"Name": "AutoScalingGroupName", "Value": Ref(name)}],
                "Statistic": "Average",
                "Period": 300,
                "EvaluationPeriods": 2,
                "ComparisonOperator": comparison,
                "Threshold": percent,
                "AlarmActions": [Ref(policy)],
            },
        )


def _tell(template: Template, component: Component) -> None:
    """Mails of every instance that comes or goes, where an address was said."""
    emails = template.asked(component).each("email", EMAIL)
    if not emails:
        return
    name = template.id(component)
    # The role in which Auto Scaling publishes by itself is there only once there was a group; so a rule does it.
    own = key(template, f"{name}EventsKey", f"Encrypts what {name} tells", [_EVENTBRIDGE])
    topic = template.add(f"{name}Events", "AWS::SNS::Topic", {"KmsMasterKeyId": Ref(own)})
    publishes = {
        **statement("Publish", ["sns:Publish"], [Ref(topic)]),
        "Principal": {"Service": _EVENTBRIDGE},
    }
    template.add(
        f"{topic}Policy",
        "AWS::SNS::TopicPolicy",
        {"Topics": [Ref(topic)], "PolicyDocument": document(publishes)},
    )
    template.add(
        f"{topic}Rule",
        "AWS::Events::Rule",
        {
            "State": "ENABLED",
            "EventPattern": {
                "source": ["aws.autoscaling"],
                "detail-type": list(_EVENTS),
                "detail": {"AutoScalingGroupName": [Ref(name)]},
            },
            "Targets": [{"Id": "mail", "Arn": Ref(topic)}],
        },
    )
    for one in emails:
        write_to(template, topic, one)


_EVENTBRIDGE = "events.amazonaws.com"
_EVENTS = tuple(
    f"EC2 Instance {what} {how}"
    for what in ("Launch", "Terminate")
    for how in ("Successful", "Unsuccessful")
)


def _by_the_clock(template: Template, component: Component, wanted: int) -> None:
    said = template.asked(component).text("schedule", re.compile(r"[0-9A-Za-z*?,/() -]{9,60}"))
    found = _WRAPPED.fullmatch(said.replace("?", "*")) if said else None
    if found is None:
        return
    if not _FIVE.fullmatch(found[1]):
        template.asked(component).refuse("schedule")
        return
    name = template.id(component)
    template.add(
        f"{name}Schedule",
        "AWS::AutoScaling::ScheduledAction",
        {
            "AutoScalingGroupName": Ref(name),
            "Recurrence": found[1],
            "DesiredCapacity": max(wanted, 1),
        },
    )
    template.assume(
        f"{template.title(component)} is brought to {max(wanted, 1)} instances at “{found[1]}” (UTC)."
    )


def _finish(template: Template, component: Component) -> None:
    launch = template.known("launch", component.id)
    if launch:
        data = template.properties(launch)["LaunchTemplateData"]
        data["UserData"] = user_data(template, component)


BLOCK = Block("autoscaling", "Group", _build, _finish)
