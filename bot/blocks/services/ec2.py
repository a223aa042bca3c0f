"""Amazon EC2: instances without SSH, with an encrypted disk and a page that says they are there."""

from collections.abc import Iterator, Sequence

from bot.blocks.block import Block
from bot.blocks.intrinsics import Call, GetAtt, Ref, Sub
from bot.blocks.naming import pascal
from bot.blocks.network.build import name_tag
from bot.blocks.network.groups import open_to_all, security_group
from bot.blocks.permissions import keep_role, role
from bot.blocks.placing.egress import has_public_address
from bot.blocks.services.efs import Mount
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

PORT = 80
TYPE = "t3.micro"
DISK = {
    "DeviceName": "/dev/xvda",
    "Ebs": {"VolumeSize": 16, "VolumeType": "gp3", "Encrypted": True, "DeleteOnTermination": True},
}
IMDSV2 = {"HttpTokens": "required", "HttpPutResponseHopLimit": 1}
_AMI = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
_SESSIONS = "AmazonSSMManagedInstanceCore"
# A unit, so that the page is there again after a restart.
_FIRST_PAGE = (
    "cat > /etc/systemd/system/first-page.service <<'UNIT'",
    "[Unit]",
    "Description=A first page, until there is a program",
    "After=network.target",
    "",
    "[Service]",
    "EnvironmentFile=-/etc/app.env",
    "ExecStart=/usr/bin/python3 -m http.server 80 --directory /srv/www",
    "DynamicUser=yes",
    "AmbientCapabilities=CAP_NET_BIND_SERVICE",
    "Restart=always",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "UNIT",
    "systemctl daemon-reload",
    "systemctl enable --now first-page.service",
)


def image(template: Template) -> Ref:
    """The newest Amazon Linux, looked up by CloudFormation."""
    return template.parameter(
        "AmazonLinux",
        "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
        _AMI,
        "Where AWS publishes the id of the newest Amazon Linux 2023 image",
    )


def profile(template: Template, component: Component, *, reaches_ssm: bool) -> str:
    """An instance profile with the component's role in it."""
    name = template.id(component)
    managed = [_SESSIONS] if reaches_ssm else []
    assumed = role(template, f"{name}Role", "ec2.amazonaws.com", managed=managed)
    keep_role(template, component, assumed)
    return template.add(f"{name}Profile", "AWS::IAM::InstanceProfile", {"Roles": [Ref(assumed)]})


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    public = has_public_address(template.drawing, component) and place.tier == "public"
    reaches_ssm = public or bool(place.vpc.egress.nats) or place.vpc.egress.added_nat
    group = security_group(template, component)
    interface = {
        "DeviceIndex": "0",
        "SubnetId": Ref(place.subnets[0].id),
        "GroupSet": [GetAtt(group.name, "GroupId")],
        "AssociatePublicIpAddress": public,
    }
    template.add(
        name,
        "AWS::EC2::Instance",
        {
            "ImageId": image(template),
            "InstanceType": TYPE,
            "IamInstanceProfile": Ref(profile(template, component, reaches_ssm=reaches_ssm)),
            "NetworkInterfaces": [interface],
            "BlockDeviceMappings": [DISK],
            "MetadataOptions": IMDSV2,
            "Tags": name_tag(title),
        },
    )
    _say(template, component, public=public, reaches_ssm=reaches_ssm)
    template.output(f"{name}Id", Ref(name), f"Instance id of {title}")
    if public:
        template.depends(name, template.known("way in", place.vpc.id) or "")
        template.output(f"{name}Address", GetAtt(name, "PublicIp"), f"Public address of {title}")


def _say(template: Template, component: Component, *, public: bool, reaches_ssm: bool) -> None:
    title = template.title(component)
    template.assume(
        f"Instances are {TYPE} with Amazon Linux 2023 and an encrypted disk of 16 GB.", Stake.MONEY
    )
    if reaches_ssm:
        template.assume("People log in to instances with Session Manager; no SSH port is open.")
    else:
        template.assume(
            "Instances in private subnets have no way out to the internet, so nobody can log in to them."
        )
    if public and template.drawing.entered(component):
        open_to_all(template, component, PORT)
        template.assume(
            f"{title} answers anyone on port {PORT}, since the internet is drawn to reach it.",
            Stake.DATA,
        )


def _finish(template: Template, component: Component) -> None:
    name = template.id(component)
    if name in template.resources:
        template.properties(name)["UserData"] = user_data(template, component)


def user_data(template: Template, component: Component) -> Call:
    """A first page from what the image carries, so that a balancer finds the instance healthy; then file systems."""
    settings = template.settings(component)
    keys = {variable: pascal(variable.title()) for variable in settings}
    mounts: list[Mount] = template.mounted.get(component.id, [])
    lines = [
        "#!/bin/bash",
        "mkdir -p /srv/www",
        *(f'echo "{variable}=${{{key}}}" >> /etc/app.env' for variable, key in keys.items()),
        f"echo '{template.title(component)}: put your program here' > /srv/www/index.html",
        *_FIRST_PAGE,
        *_mounting(mounts),
        "",
    ]
    values = {key: settings[variable] for variable, key in keys.items()}
    text = "\n".join(lines)
    return Call("Base64", Sub(text, values or None) if values or mounts else text)


def _mounting(mounts: Sequence[Mount]) -> Iterator[str]:
    """Also after a restart; the way to the packages and the mount targets take a while to be there."""
    if not mounts:
        return
    for one in mounts:
        options = f"_netdev,nofail,noresvport,tls,iam,accesspoint=${{{one.point}}}"
        yield f"mkdir -p {one.folder}"
        yield f'echo "${{{one.system}}}:/ {one.folder} efs {options} 0 0" >> /etc/fstab'
    ready = "dnf install -y amazon-efs-utils && mount -a -t efs"
    yield f"for attempt in $(seq 30); do {ready} && break; sleep 10; done"


BLOCK = Block("ec2", "Instance", _build, _finish)
