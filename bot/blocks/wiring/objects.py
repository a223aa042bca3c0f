"""Who learns of new objects in a bucket through EventBridge: each by a rule of its own."""

from bot.blocks.drawing import Wire
from bot.blocks.services.s3 import new_objects, notifications
from bot.blocks.template import Template


def events_on(template: Template, bucket: str) -> None:
    notifications(template, bucket)["EventBridgeConfiguration"] = {"EventBridgeEnabled": True}


def objects_rule(template: Template, wire: Wire) -> str:
    """The rule by which the target of an arrow learns of new objects."""
    bucket, target = template.id(wire.source), template.id(wire.target)
    events_on(template, bucket)
    template.assume(
        f"Amazon EventBridge passes on what is new in {template.title(wire.source)}, by a rule for each that is told."
    )
    properties = {"State": "ENABLED", "EventPattern": new_objects(bucket), "Targets": []}
    return template.once(
        ("objects", wire.source.id, wire.target.id),
        lambda: template.add(f"{bucket}To{target}", "AWS::Events::Rule", properties),
    )
