"""What is put before, beside or under something: firewalls, file systems, repositories, search, delivery."""

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.naming import variable
from bot.blocks.network.groups import let_in
from bot.blocks.permissions import grant, statement
from bot.blocks.services import efs, fargate, opensearch, ses
from bot.blocks.services.alb import is_network
from bot.blocks.services.machines import finds_mount_helper, system
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_PULL = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
)
_MACHINES = ("ec2", "autoscaling")
_MOUNT = ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite")
_SEARCH = ("es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut")


def turned(wire: Wire) -> Wire:
    return Wire(wire.target, wire.source, wire.label)


def guards(template: Template, wire: Wire) -> None:
    """A firewall before a balancer or an API."""
    guarded = wire.target
    if is_network(guarded):
        template.assume(
            f"{template.title(guarded)} passes on connections, and no web firewall can stand before that."
        )
        return
    arn: Ref | Sub | GetAtt = Ref(template.id(guarded))
    if guarded.service == "apigateway":
        api, stage = template.id(guarded), template.known("stage", guarded.id)
        path = f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}::/restapis/${{{api}}}"
        arn = Sub(f"{path}/stages/${{{stage}}}")
    if guarded.service in ("appsync", "cognito"):
        arn = GetAtt(template.id(guarded), "Arn")
    acl = template.known("regional", wire.source.id) or template.id(wire.source)
    template.once(
        ("guard", wire.source.id, guarded.id),
        lambda: template.add(
            f"{acl}Before{template.id(guarded)}",
            "AWS::WAFv2::WebACLAssociation",
            {"ResourceArn": arn, "WebACLArn": GetAtt(acl, "Arn")},
        ),
    )


def guards_distribution(template: Template, wire: Wire) -> None:
    config = template.properties(template.id(wire.target))["DistributionConfig"]
    config["WebACLId"] = GetAtt(template.id(wire.source), "Arn")


def behind_guard(template: Template, wire: Wire) -> None:
    rule = guards_distribution if wire.source.service == "cloudfront" else guards
    rule(template, turned(wire))


def mounts(template: Template, wire: Wire) -> None:
    """Everything that mounts a file system does so in its role, over TLS, and once it can be reached."""
    let_in(template, wire, efs.PORT)
    if not template.network.together(wire.source, wire.target):
        return
    made, name = efs.mount(template, wire.target), template.id(wire.target)
    grant(template, wire.source, statement(f"Mount{name}", _MOUNT, [GetAtt(name, "Arn")]))
    if wire.source.service in _MACHINES and not finds_mount_helper(template, wire.source):
        template.assume(
            f"{template.title(wire.source)} may mount {template.title(wire.target)} and does not yet: "
            f"{system(template, wire.source).title} has no package of amazon-efs-utils, so install that yourself.",
            Stake.ACT,
        )
        return
    template.setting(wire.source, f"{variable(name)}_PATH", made.folder)
    _mount(template, wire.source, made)
    rule = template.known("reach", wire.source.id, wire.target.id, str(efs.PORT))
    for one in (*template.mounts.get(wire.target.id, ()), *([rule] if rule else ())):
        template.depends(template.id(wire.source), one)


def mounted(template: Template, wire: Wire) -> None:
    """An arrow from the file system says the same."""
    if not template.drawing.replied(wire):
        mounts(template, turned(wire))


def _mount(template: Template, caller: Component, made: efs.Mount) -> None:
    if caller.service == "lambda":
        # A function takes one file system.
        template.properties(template.id(caller))["FileSystemConfigs"] = [
            {"Arn": GetAtt(made.point, "Arn"), "LocalMountPath": made.folder}
        ]
        return
    already = template.mounted.setdefault(caller.id, [])
    if made in already:
        return
    already.append(made)
    task = template.known("task", caller.id)
    if task:
        fargate.add_volume(template, task, made)
    template.assume(
        f"{template.title(caller)} has {made.system} mounted at {made.folder}, encrypted on the way."
    )


def may_search(template: Template, wire: Wire) -> None:
    name = template.id(wire.target)
    let_in(template, wire, opensearch.PORT)
    grant(template, wire.source, statement(f"Search{name}", _SEARCH, [Sub(f"${{{name}.Arn}}/*")]))
    opensearch.let_search(template, wire.target, wire.source, _SEARCH)
    template.setting(wire.source, f"{variable(name)}_HOST", GetAtt(name, "DomainEndpoint"))


def may_read_parameter(template: Template, wire: Wire) -> None:
    name = template.id(wire.target)
    arn = f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter/${{{name}}}"
    grant(template, wire.source, statement(f"Read{name}", ["ssm:GetParameter"], [Sub(arn)]))
    template.setting(wire.source, variable(name), Ref(name))


def may_send_mail(template: Template, wire: Wire) -> None:
    domain = ses.sender(template, wire.target)
    arn = f"arn:${{AWS::Partition}}:ses:${{AWS::Region}}:${{AWS::AccountId}}:identity/${{{domain}}}"
    grant(template, wire.source, statement("SendMail", ["ses:SendEmail"], [Sub(arn)]))
    template.setting(wire.source, "SENDER_DOMAIN", Ref(domain))


def pulls_image(template: Template, wire: Wire) -> None:
    """What starts the containers may pull, or else the code itself."""
    name = template.id(wire.target)
    # Signing in to ECR knows no narrower resource.
    wanted = [
        statement(f"Pull{name}", _PULL, [GetAtt(name, "Arn")]),
        statement("SignIn", ["ecr:GetAuthorizationToken"], ["*"]),
    ]
    starts = template.known("start role", wire.source.id)
    if starts is None:
        for one in wanted:
            grant(template, wire.source, one)
        return
    statements = template.properties(starts)["Policies"][0]["PolicyDocument"]["Statement"]
    statements.extend(one for one in wanted if one not in statements)


def image_pulled(template: Template, wire: Wire) -> None:
    if not template.drawing.replied(wire):
        pulls_image(template, turned(wire))
