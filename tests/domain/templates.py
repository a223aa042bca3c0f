"""Bodies of templates, in the long form the linter hands over; and any body there could be."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st


def made_of(**resources: Mapping[str, Any]) -> dict[str, Any]:
    return {"Resources": dict(resources)}


def of_type(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties}


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def arn(name: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, "Arn"]}


def sub(text: str) -> dict[str, str]:
    return {"Fn::Sub": text}


def role(*statements: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A role of Lambda with these statements, inline."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
    return of_type(
        "AWS::IAM::Role",
        AssumeRolePolicyDocument={"Statement": [trust | {"Action": "sts:AssumeRole"}]},
        Policies=[{"PolicyName": "own", "PolicyDocument": {"Statement": list(statements)}}],
        **more,
    )


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


_FUNCTIONS = (
    "Ref",
    "Fn::GetAtt",
    "Fn::Sub",
    "Fn::Join",
    "Fn::If",
    "Fn::Select",
    "Fn::FindInMap",
    "Fn::Split",
    "Fn::ImportValue",
)
_KEYS = (
    *_FUNCTIONS,
    "Type",
    "Properties",
    "Statement",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "Principal",
    "Policies",
    "PolicyDocument",
    "ManagedPolicyArns",
    "Roles",
    "Tags",
    "SecurityGroupIngress",
    "CidrIp",
    "FromPort",
    "Default",
    "MasterUserPassword",
    "PublicAccessBlockConfiguration",
)
_TYPES = (
    "AWS::IAM::Role",
    "AWS::IAM::Policy",
    "AWS::EC2::SecurityGroup",
    "AWS::S3::Bucket",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::RDS::DBInstance",
    "AWS::KMS::Key",
    "Custom::Thing",
)
_TEXTS = (
    *_TYPES,
    "A",
    "B",
    "A.Arn",
    "*",
    "${A}",
    "${A.Arn}/${B}",
    "s3:*",
    "Allow",
    "0.0.0.0/0",
    '{"Statement": [',
    "{{resolve:ssm:x}}",
    "",
)
_scalars = (
    st.sampled_from(_TEXTS)
    | st.text(max_size=5)
    | st.none()
    | st.booleans()
    | st.integers(-1, 70000)
    | st.floats(allow_nan=False)
)
_values: st.SearchStrategy[Any] = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)
_resources = st.dictionaries(
    st.sampled_from(("A", "B", "C", "Fn::If")),
    st.fixed_dictionaries(
        {"Type": st.sampled_from(_TYPES) | _values},
        optional={
            "Properties": st.dictionaries(st.sampled_from(_KEYS), _values, max_size=4) | _values
        },
    )
    | _values,
    max_size=3,
)
bodies: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "Resources": _resources | _values,
        "Parameters": st.dictionaries(st.sampled_from(("A", "B")), _values, max_size=2) | _values,
        "Mappings": _values,
        "Transform": _values,
        "Outputs": _values,
    },
)
"""What a linter may hand over for the worst that a model writes."""
