"""AWS CodePipeline: from the source through the build to where it is rolled out, as drawn beside it."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.services.buckets import private_bucket
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

SOURCE, BUILT = "Source", "Built"
STAGES = ("Source", "Build", "Deploy")
OBJECT = "source.zip"
_ARTIFACT_DAYS = 30
_ARTIFACTS = ("s3:GetBucketVersioning", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject")
Action = dict[str, Any]


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    artifacts = private_bucket(template, f"{name}Artifacts", expire_days=_ARTIFACT_DAYS)
    template.remember(("artifacts", component.id), artifacts)
    acts = role(
        template,
        f"{name}Role",
        "codepipeline.amazonaws.com",
        [
            statement(
                "Artifacts", _ARTIFACTS, [GetAtt(artifacts, "Arn"), Sub(f"${{{artifacts}.Arn}}/*")]
            )
        ],
    )
    keep_role(template, component, acts)
    template.add(
        name,
        "AWS::CodePipeline::Pipeline",
        {
            "PipelineType": "V2",
            "RoleArn": GetAtt(acts, "Arn"),
            "ArtifactStore": {"Type": "S3", "Location": Ref(artifacts)},
            "Stages": [],
        },
    )
    template.output(f"{name}Name", Ref(name), f"Name of the pipeline {template.title(component)}")


def action(name: str, category: str, provider: str, **further: Any) -> Action:
    kind = {"Category": category, "Owner": "AWS", "Provider": provider, "Version": "1"}
    return {"Name": name, "ActionTypeId": kind, **further}


def add_action(template: Template, pipeline: Component, stage: str, made: Action) -> None:
    stages: list[tuple[str, Action]] = template.steps.setdefault(pipeline.id, [])
    if all(one["Name"] != made["Name"] for _, one in stages):
        stages.append((stage, made))


def has(template: Template, pipeline: Component, stage: str) -> bool:
    return any(one == stage for one, _ in template.steps.get(pipeline.id, []))


def _finish(template: Template, component: Component) -> None:
    actions: list[tuple[str, Action]] = template.steps.get(component.id, [])
    if not has(template, component, STAGES[0]):
        actions = [(STAGES[0], _own_source(template, component)), *actions]
    if len({stage for stage, _ in actions}) == 1:
        template.assume(
            f"{template.title(component)} waits for somebody's approval, since no build and no target is drawn."
        )
        actions.append(("Approve", action("Approve", "Approval", "Manual")))
    order = (*STAGES[:2], "Approve", STAGES[2])
    built = any(stage == STAGES[1] for stage, _ in actions)
    template.properties(template.id(component))["Stages"] = [
        {
            "Name": stage,
            "Actions": [_fed(one, stage, built=built) for at, one in actions if at == stage],
        }
        for stage in order
        if any(at == stage for at, _ in actions)
    ]


def _fed(one: Action, stage: str, *, built: bool) -> Action:
    """What a rollout works on: what was built, or else the source."""
    if stage != STAGES[2]:
        return one
    return {**one, "InputArtifacts": [{"Name": BUILT if built else SOURCE}]}


def _own_source(template: Template, component: Component) -> Action:
    """A bucket of its own, since no source is drawn."""
    bucket = private_bucket(template, f"{template.id(component)}Source")
    template.assume(
        f"{template.title(component)} starts when {OBJECT} is put into its source bucket.",
        Stake.ACT,
    )
    acts = template.known("role", component.id) or ""
    base = template.properties(acts)["Policies"][0]["PolicyDocument"]["Statement"]
    base.append(
        statement(
            "ReadSource", _ARTIFACTS[:3], [GetAtt(bucket, "Arn"), Sub(f"${{{bucket}.Arn}}/*")]
        )
    )
    return from_bucket(bucket)


def from_bucket(bucket: str) -> Action:
    return action(
        "Fetch",
        "Source",
        "S3",
        Configuration={
            "S3Bucket": Ref(bucket),
            "S3ObjectKey": OBJECT,
            "PollForSourceChanges": "true",
        },
        OutputArtifacts=[{"Name": SOURCE}],
    )


BLOCK = Block("codepipeline", "Pipeline", _build, _finish)
