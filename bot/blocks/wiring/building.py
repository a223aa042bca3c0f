"""The stages of a pipeline: where the code comes from, what builds it, and where it is rolled out to."""

from collections.abc import Mapping, Sequence

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import Statement, grant, role, statement
from bot.blocks.services import fargate
from bot.blocks.services.codecommit import BRANCH
from bot.blocks.services.codedeploy import MARK
from bot.blocks.services.codepipeline import (
    BUILT,
    SOURCE,
    STAGES,
    action,
    add_action,
    from_bucket,
    has,
)
from bot.blocks.template import Template
from bot.blocks.wiring.attached import turned
from bot.domain.architecture import Component

_FETCH = (
    "codecommit:CancelUploadArchive",
    "codecommit:GetBranch",
    "codecommit:GetCommit",
    "codecommit:GetRepository",
    "codecommit:GetUploadArchiveStatus",
    "codecommit:UploadArchive",
)
_READ = ("s3:GetBucketVersioning", "s3:GetObject", "s3:GetObjectVersion")
_PUSH = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
_FED = [{"Name": SOURCE}]
_AS_MADE = {"StringEquals": {"ecs:CreateAction": "RegisterTaskDefinition"}}
_HERE = "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:"
_TASKS = f"{_HERE}task-definition/"


def _allow(template: Template, who: Component, *given: Statement) -> None:
    for one in given:
        grant(template, who, one)


def _objects(bucket: str) -> Sequence[Sub | GetAtt]:
    return [GetAtt(bucket, "Arn"), Sub(f"${{{bucket}.Arn}}/*")]


# --- where the code comes from -----------------------------------------------------------------


def from_repository(template: Template, wire: Wire) -> None:
    """A rule starts the pipeline when somebody pushes to the branch."""
    repository, pipeline = template.id(wire.source), template.id(wire.target)
    _allow(
        template, wire.target, statement(f"Fetch{repository}", _FETCH, [GetAtt(repository, "Arn")])
    )
    add_action(
        template,
        wire.target,
        STAGES[0],
        action(
            f"Fetch{repository}",
            "Source",
            "CodeCommit",
            Configuration={
                "RepositoryName": GetAtt(repository, "Name"),
                "BranchName": BRANCH,
                "PollForSourceChanges": "false",
            },
            OutputArtifacts=[{"Name": _output(template, wire.target)}],
        ),
    )
    template.once(
        ("push", wire.source.id, wire.target.id), lambda: _on_push(template, repository, pipeline)
    )


def _output(template: Template, pipeline: Component) -> str:
    """The first source is what is built; others lie beside it."""
    again = len(template.steps.get(pipeline.id, [])) + 1
    return f"{SOURCE}{again}" if has(template, pipeline, STAGES[0]) else SOURCE


def _on_push(template: Template, repository: str, pipeline: str) -> str:
    arn = Sub(
        f"arn:${{AWS::Partition}}:codepipeline:${{AWS::Region}}:${{AWS::AccountId}}:${{{pipeline}}}"
    )
    start = statement("Start", ["codepipeline:StartPipelineExecution"], [arn])
    acts = role(template, f"{pipeline}StartRole", "events.amazonaws.com", [start])
    return template.add(
        f"{pipeline}OnPush",
        "AWS::Events::Rule",
        {
            "State": "ENABLED",
            "EventPattern": {
                "source": ["aws.codecommit"],
                "detail-type": ["CodeCommit Repository State Change"],
                "resources": [GetAtt(repository, "Arn")],
                "detail": {"referenceType": ["branch"], "referenceName": [BRANCH]},
            },
            "Targets": [{"Id": pipeline, "Arn": arn, "RoleArn": GetAtt(acts, "Arn")}],
        },
    )


def repository_behind(template: Template, wire: Wire) -> None:
    if not template.drawing.replied(wire):
        from_repository(template, turned(wire))


def bucket_feeds(template: Template, wire: Wire) -> None:
    bucket = template.id(wire.source)
    _allow(template, wire.target, statement(f"Read{bucket}", _READ, _objects(bucket)))
    if not has(template, wire.target, STAGES[0]):
        add_action(template, wire.target, STAGES[0], from_bucket(bucket))


# --- what builds it ----------------------------------------------------------------------------


def builds(template: Template, wire: Wire) -> None:
    project, pipeline = template.id(wire.target), wire.source
    given = ["codebuild:BatchGetBuilds", "codebuild:StartBuild"]
    _allow(template, pipeline, statement(f"Build{project}", given, [GetAtt(project, "Arn")]))
    first = not has(template, pipeline, STAGES[1])
    add_action(
        template,
        pipeline,
        STAGES[1],
        action(
            project,
            "Build",
            "CodeBuild",
            Configuration={"ProjectName": Ref(project)},
            InputArtifacts=_FED,
            OutputArtifacts=[{"Name": BUILT if first else f"{BUILT}{project}"[:100]}],
        ),
    )
    artifacts = template.known("artifacts", pipeline.id) or ""
    works = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
    _allow(
        template,
        wire.target,
        statement(f"Artifacts{artifacts}", works, [Sub(f"${{{artifacts}.Arn}}/*")]),
    )


def built_in(template: Template, wire: Wire) -> None:
    if not template.drawing.replied(wire):
        builds(template, turned(wire))


def clones(template: Template, wire: Wire) -> None:
    """A build fetches its code itself; a pipeline around it starts with that repository."""
    repository = template.id(wire.source)
    pull = statement(f"Pull{repository}", ["codecommit:GitPull"], [GetAtt(repository, "Arn")])
    _allow(template, wire.target, pull)
    for pipeline in template.drawing.beside(wire.target, "codepipeline"):
        from_repository(template, Wire(wire.source, pipeline))


def cloned(template: Template, wire: Wire) -> None:
    clones(template, turned(wire))


def pushes_image(template: Template, wire: Wire) -> None:
    name = template.id(wire.target)
    # Signing in to ECR knows no narrower resource.
    sign_in = statement("SignIn", ["ecr:GetAuthorizationToken"], ["*"])
    _allow(template, wire.source, statement(f"Push{name}", _PUSH, [GetAtt(name, "Arn")]), sign_in)
    template.setting(wire.source, "REPOSITORY_URI", GetAtt(name, "RepositoryUri"))


# --- where it is rolled out to -----------------------------------------------------------------


def to_bucket(template: Template, wire: Wire) -> None:
    bucket = template.id(wire.target)
    given = statement(f"Write{bucket}", ["s3:PutObject"], [Sub(f"${{{bucket}.Arn}}/*")])
    _allow(template, wire.source, given)
    _roll_out(template, wire, "S3", {"BucketName": Ref(bucket), "Extract": "true"})


def to_service(template: Template, wire: Wire) -> None:
    """A new image for a service of containers, named in imagedefinitions.json."""
    service = template.id(wire.target)
    roles = [template.known("role", wire.target.id), template.known("start role", wire.target.id)]
    passed = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    hand_over = statement(
        f"HandOver{service}", ["iam:PassRole"], [GetAtt(one, "Arn") for one in roles if one]
    )
    family = f"{_TASKS}{fargate.family(service).text}:*"
    cluster = fargate.cluster(template)
    within = {"Condition": {"ArnEquals": {"ecs:cluster": GetAtt(cluster, "Arn")}}}
    _allow(
        template,
        wire.source,
        statement(
            f"Update{service}", ["ecs:DescribeServices", "ecs:UpdateService"], [Ref(service)]
        ),
        # Describing them knows no narrower resource.
        statement("DescribeTasks", ["ecs:DescribeTaskDefinition"], ["*"]),
        statement(f"Register{service}", ["ecs:RegisterTaskDefinition"], [Sub(family)]),
        {**statement(f"Tag{service}", ["ecs:TagResource"], [Sub(family)]), "Condition": _AS_MADE},
        statement("WatchTasks", ["ecs:DescribeTasks"], [Sub(f"{_HERE}task/${{{cluster}}}/*")]),
        # Listing them knows no narrower resource, only the cluster that they run in.
        {**statement("ListTasks", ["ecs:ListTasks"], ["*"]), **within},
        {**hand_over, "Condition": passed},
    )
    known = {"ClusterName": Ref(cluster), "ServiceName": GetAtt(service, "Name")}
    _roll_out(template, wire, "ECS", {**known, "FileName": "imagedefinitions.json"})


def to_machines(template: Template, wire: Wire) -> None:
    """CodeDeploy tells the machines where the revision is; they fetch it themselves."""
    artifacts = template.known("artifacts", wire.source.id) or ""
    for machine in template.drawing.beside(wire.target, "ec2", "autoscaling"):
        fetches = statement(f"Fetch{artifacts}", _READ[1:], [Sub(f"${{{artifacts}.Arn}}/*")])
        _allow(template, machine, fetches)
    application = template.id(wire.target)
    group = template.known("deployments", wire.target.id) or ""
    arn = "arn:${AWS::Partition}:codedeploy:${AWS::Region}:${AWS::AccountId}:"
    _allow(
        template,
        wire.source,
        statement(
            f"RollOut{application}",
            ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
            [Sub(f"{arn}deploymentgroup:${{{application}}}/${{{group}}}")],
        ),
        statement(
            f"Revise{application}",
            [
                "codedeploy:GetApplication",
                "codedeploy:GetApplicationRevision",
                "codedeploy:RegisterApplicationRevision",
            ],
            [Sub(f"{arn}application:${{{application}}}")],
        ),
        statement(
            "ReadConfig", ["codedeploy:GetDeploymentConfig"], [Sub(f"{arn}deploymentconfig:*")]
        ),
    )
    known = {"ApplicationName": Ref(application), "DeploymentGroupName": Ref(group)}
    _roll_out(template, wire, "CodeDeploy", known)


def invokes(template: Template, wire: Wire) -> None:
    function = template.id(wire.target)
    call = statement(f"Invoke{function}", ["lambda:InvokeFunction"], [GetAtt(function, "Arn")])
    _allow(template, wire.source, call)
    add_action(
        template,
        wire.source,
        STAGES[2],
        action(function, "Invoke", "Lambda", Configuration={"FunctionName": Ref(function)}),
    )


def _roll_out(
    template: Template, wire: Wire, provider: str, configuration: Mapping[str, object]
) -> None:
    made = action(template.id(wire.target), "Deploy", provider, Configuration=configuration)
    add_action(template, wire.source, STAGES[2], made)


def marks(template: Template, wire: Wire) -> None:
    """The instances that a deployment is for carry its tag, and functions too; groups it names itself."""
    if wire.target.service in ("ec2", "lambda"):
        tags = template.properties(template.id(wire.target)).setdefault("Tags", [])
        mark = {"Key": MARK, "Value": Ref(template.id(wire.source))}
        if all(one["Key"] != MARK for one in tags):
            tags.append(mark)


def marked(template: Template, wire: Wire) -> None:
    marks(template, turned(wire))
