"""AWS CodePipeline: from the source through the build to where it is rolled out, as drawn beside it."""

import re
from typing import Any

from bot.blocks.asked import Asked
from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, Sub, own_name
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.services.buckets import private_bucket
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

SOURCE, BUILT = "Source", "Built"
STAGES = ("Source", "Build", "Deploy")
APPROVE = "Approve"
OBJECT = "source.zip"
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,60}/[A-Za-z0-9_.-]{1,90}")
_BRANCH = re.compile(r"[A-Za-z0-9_./-]{1,80}")
_PLACEHOLDER = "your-name/your-repository"
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
    asked = template.asked(component)
    if not has(template, component, STAGES[0]):
        source = _on_github if _is_on_github(asked) else _own_source
        actions = [(STAGES[0], source(template, component)), *actions]
    if asked.is_on("approval"):
        actions = _approved(actions)
    if len({stage for stage, _ in actions} - {APPROVE}) == 1 and not asked.is_on("approval"):
        template.assume(
            f"{template.title(component)} waits for somebody's approval, since it has no build and no target."
        )
        actions.append((APPROVE, action(APPROVE, "Approval", "Manual")))
    order = (*STAGES[:2], APPROVE, STAGES[2])
    built = any(stage == STAGES[1] for stage, _ in actions)
    template.properties(template.id(component))["Stages"] = [
        {
            "Name": stage,
            "Actions": [_fed(one, stage, built=built) for at, one in actions if at == stage],
        }
        for stage in order
        if any(at == stage for at, _ in actions)
    ]
    # Its first run starts at once, and may nothing until then.
    policy = template.known("policy", component.id)
    if policy:
        template.depends(template.id(component), policy)


def _approved(actions: list[tuple[str, Action]]) -> list[tuple[str, Action]]:
    """Somebody approves what was built, before it is rolled out; a second build after that rolls out itself."""
    builds = [one for one in actions if one[0] == STAGES[1]]
    if len(builds) > 1 and all(stage != STAGES[2] for stage, _ in actions):
        last = builds[-1]
        actions = [(STAGES[2], last[1]) if one is last else one for one in actions]
    return [*actions, (APPROVE, action(APPROVE, "Approval", "Manual"))]


def _is_on_github(asked: Asked) -> bool:
    return (asked.choice("source", ("github",)) or asked.one.setting("repository")) is not None


def _on_github(template: Template, component: Component) -> Action:
    """By a connection, which waits until somebody signs in to GitHub for it."""
    asked, name = template.asked(component), template.id(component)
    repository = asked.text("repository", _NAME) or _PLACEHOLDER
    connection = template.add(
        f"{name}Connection",
        "AWS::CodeStarConnections::Connection",
        {"ConnectionName": own_name("github"), "ProviderType": "GitHub"},
    )
    use = statement("UseConnection", ["codestar-connections:UseConnection"], [Ref(connection)])
    _allow_base(template, component, use)
    said = (
        f"The code is fetched from {repository}"
        if repository != _PLACEHOLDER
        else f"Say which repository it is (“repository owner/name”): {_PLACEHOLDER} stands in for it"
    )
    template.assume(
        f"{said}; the connection to GitHub waits until you complete it in the console under Developer Tools, Connections.",
        Stake.ACT,
    )
    return action(
        "Fetch",
        "Source",
        "CodeStarSourceConnection",
        Configuration={
            "ConnectionArn": Ref(connection),
            "FullRepositoryId": repository,
            "BranchName": asked.text("branch", _BRANCH) or "main",
            "DetectChanges": "true",
        },
        OutputArtifacts=[{"Name": SOURCE}],
    )


def _allow_base(template: Template, component: Component, given: dict[str, Any]) -> None:
    acts = template.known("role", component.id) or ""
    base = template.properties(acts)["Policies"][0]["PolicyDocument"]["Statement"]
    base.append(given)


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
    objects = [GetAtt(bucket, "Arn"), Sub(f"${{{bucket}.Arn}}/*")]
    _allow_base(template, component, statement("ReadSource", _ARTIFACTS[:3], objects))
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
