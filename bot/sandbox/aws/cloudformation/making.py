"""Making single resources: in moto where it has a model, else on paper."""

import logging
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

from moto.cloudformation.parsing import (
    generate_resource_name,
    get_model_map,
    resource_name_property_from_type,
)
from moto.core.exceptions import ServiceException
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.models.instances import Instance
from typing_extensions import override
from werkzeug.exceptions import HTTPException

from bot.sandbox.aws.cloudformation import notifying
from bot.sandbox.aws.cloudformation.additions import ADDITIONS
from bot.sandbox.aws.cloudformation.mending import mended
from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.placeholders import Paper
from bot.sandbox.aws.cloudformation.records import Resource, Stack
from bot.sandbox.aws.cloudformation.removing import REMOVALS
from bot.sandbox.aws.cloudformation.template import as_text
from bot.sandbox.aws.cloudformation.updates import UPDATES

_LOG = logging.getLogger(__name__)

_LOWER_CASE = frozenset({"AWS::ECR::Repository", "AWS::RDS::DBSubnetGroup"})
# How long a name may be; CloudFormation cuts those that it makes up.
_LONGEST: Mapping[str, int] = MappingProxyType(
    {
        "AWS::ElastiCache::CacheCluster": 40,
        "AWS::ElastiCache::ReplicationGroup": 40,
        "AWS::Events::Rule": 64,
        "AWS::IAM::Role": 64,
        "AWS::KinesisFirehose::DeliveryStream": 64,
        "AWS::Lambda::Function": 64,
        "AWS::RDS::DBCluster": 63,
        "AWS::RDS::DBInstance": 63,
        "AWS::Redshift::Cluster": 63,
        "AWS::SQS::Queue": 75,
        "AWS::StepFunctions::StateMachine": 80,
    }
)
_LONGEST_ELSE = 128
_GONE = re.compile(r"NotFound|NoSuch|NonExistent|DoesNotExist")
# Where moto's models have what Ref gives; some have no name for it.
_NAMES = ("physical_resource_id", "access_point_id", "db_parameter_group_name", "name", "id")


class Refused(Exception):
    """A service said no."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def about(self, action: str, account: str) -> Self:
        """The same of what was tried, and where."""
        said = str(self).replace("{action}", action).replace("{account}", account)
        return type(self)(self.code, said)

    def reason(self, type_: str) -> str:
        """In the words of CloudFormation's handler of a resource type."""
        service = type_.split("::")[1]
        return (
            f'Resource handler returned message: "{self} (Service: {service}, Status Code: 400, '
            f'Request ID: {uuid.uuid4()})" (RequestToken: {uuid.uuid4()}, '
            f"HandlerErrorCode: {_handler_code(self.code)})"
        )


class NameTaken(Refused):
    """Another of its name cannot take its place."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "AlreadyExists",
            "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
            f"Rename {name} and update the stack again.",
        )

    @override
    def reason(self, type_: str) -> str:
        return str(self)


def is_modelled(type_: str) -> bool:
    return type_ in ADDITIONS or (type_ in REMOVALS and type_ in get_model_map())


@dataclass(frozen=True)
class Workshop:
    """Makes and removes the resources of one stack."""

    stack: Stack
    place: Place
    tags: Mapping[str, str]
    adopt: Callable[[Any], None]

    def make(self, resource: Resource, properties: Mapping[str, Any], *, lenient: bool) -> None:
        """Raises Refused. `lenient`: a refusal may be due to what only exists on paper, and is none."""
        _check(resource.type, properties)
        resource.properties = properties
        if resource.modelled:
            try:
                self._make_in_moto(resource)
            except Refused:
                if not lenient:
                    raise
                resource.modelled, resource.thing = False, None
        if not resource.modelled:
            resource.physical_id = self._paper(resource).id

    def change(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        """Make it what it is now said to be, where it stands. Raises Refused."""
        _check(resource.type, properties)
        before, resource.properties = resource.properties, properties
        if resource.thing is None:
            return
        try:
            self._change_in_moto(resource, before)
        except Refused:
            resource.properties = before
            raise
        self._tag(resource)

    def _change_in_moto(self, resource: Resource, before: Mapping[str, Any]) -> None:
        update = UPDATES.get(resource.type)
        if update is None:
            return
        try:
            update(self.place, resource, before)
        except (ServiceException, HTTPException) as error:
            raise _refused(error) from error
        except Exception:  # noqa: BLE001 moto trips over properties that it does not know
            _LOG.info("moto cannot change this %s", resource.type, exc_info=True)

    def remove(self, resource: Resource) -> None:
        """Raises Refused."""
        if resource.thing is None:
            return
        known_as = _tagged(resource)
        addition = ADDITIONS.get(resource.type)
        remove = addition.remove if addition else REMOVALS[resource.type]
        try:
            remove(self.place, resource)
        except (ServiceException, HTTPException) as error:
            refused = _refused(error)
            if not _GONE.search(refused.code):
                raise refused from error
        except Exception:  # noqa: BLE001 whatever moto trips over, what is left disturbs nobody
            _LOG.info("moto cannot remove %s", resource.type, exc_info=True)
        self._untag(resource, known_as)
        resource.thing = None

    def attribute(self, resource: Resource, name: str) -> Any:
        """What Fn::GetAtt gives of a resource that exists."""
        if resource.thing is not None:
            try:
                value = resource.thing.get_cfn_attribute(name)
            except Exception:  # noqa: BLE001 moto also trips over attributes that it does not know
                _LOG.debug("moto has no %s of %s", name, resource.type)
            else:
                if value is not None:
                    return value
        return self._paper(resource).attribute(name)

    def _make_in_moto(self, resource: Resource) -> None:
        try:
            thing = self._made(resource)
        except (ServiceException, HTTPException) as error:
            raise _refused(error) from error
        except Exception:  # noqa: BLE001 moto trips over properties that it does not know
            _LOG.info("moto cannot make this %s", resource.type, exc_info=True)
            resource.modelled = False
            return
        resource.thing = thing
        known_as = next(filter(None, (getattr(thing, name, None) for name in _NAMES)), None)
        resource.physical_id = str(known_as or self._paper(resource).id)
        self._tag(resource)
        self.adopt(thing)

    def _made(self, resource: Resource) -> Any:
        name = self._name(resource)
        if resource.type in ADDITIONS:
            return ADDITIONS[resource.type].make(self.place, resource.properties, name)
        thing = get_model_map()[resource.type].create_from_cloudformation_json(
            name,
            {"Type": resource.type, "Properties": mended(resource, name)},
            self.place.account,
            self.place.region,
            LogicalId=resource.logical_id,
            StackId=self.stack.id,
            ResourceType=resource.type,
        )
        thing.logical_resource_id, thing.cf_resource_type = resource.logical_id, resource.type
        return thing

    def _name(self, resource: Resource) -> str:
        wanted = resource_name_property_from_type(resource.type)
        given = resource.properties.get(wanted) if wanted else None
        if given is not None:
            return as_text(given)
        made = str(generate_resource_name(resource.type, self.stack.name, resource.logical_id))
        name = _cut(made, _LONGEST.get(resource.type, _LONGEST_ELSE))
        if resource.type == "AWS::SQS::Queue" and resource.properties.get("FifoQueue"):
            return f"{name}.fifo"
        return name.lower() if resource.type in _LOWER_CASE else name

    def _tag(self, resource: Resource) -> None:
        if isinstance(resource.thing, TaggedEC2Resource):
            own = {
                "aws:cloudformation:stack-name": self.stack.name,
                "aws:cloudformation:stack-id": self.stack.id,
                "aws:cloudformation:logical-id": resource.logical_id,
            }
            self.place.ec2.create_tags([_tagged(resource)], {**self.tags, **own})

    def _untag(self, resource: Resource, known_as: str) -> None:
        """Only an instance stays visible for a while."""
        if isinstance(resource.thing, TaggedEC2Resource) and not isinstance(
            resource.thing, Instance
        ):
            self.place.ec2.tags.pop(known_as, None)

    def _paper(self, resource: Resource) -> Paper:
        return Paper(
            type=resource.type,
            logical_id=resource.logical_id,
            stack_id=self.stack.id,
            account=self.place.account,
            region=self.place.region,
            properties=resource.properties,
            generation=resource.generation,
        )


def _cut(name: str, longest: int) -> str:
    """The random end is what tells it from others."""
    start, _, end = name.rpartition("-")
    return f"{start[: longest - len(end) - 1].rstrip('-')}-{end}" if start else name


def _check(type_: str, properties: Mapping[str, Any]) -> None:
    """What a service refuses and moto takes. Raises Refused."""
    if type_ == "AWS::S3::Bucket" and notifying.overlap(properties):
        raise Refused(notifying.CODE, notifying.OVERLAP)


def _tagged(resource: Resource) -> str:
    """An address is known by itself, and tagged by its allocation."""
    return str(getattr(resource.thing, "allocation_id", None) or resource.physical_id)


def _refused(error: ServiceException | HTTPException) -> Refused:
    code = getattr(error, "error_type", None) or getattr(error, "code", None) or "InternalFailure"
    return Refused(str(code), str(getattr(error, "message", None) or error))


def _handler_code(code: str) -> str:
    for part, handlers in (
        ("Exist", "AlreadyExists"),
        ("Duplicate", "AlreadyExists"),
        ("NotFound", "NotFound"),
        ("NoSuch", "NotFound"),
        ("Limit", "ServiceLimitExceeded"),
        ("Throttl", "Throttling"),
        ("Denied", "AccessDenied"),
        ("Unauthorized", "AccessDenied"),
        ("Quota", "ServiceLimitExceeded"),
        ("NotStabilized", "NotStabilized"),
        ("Internal", "InternalFailure"),
        ("Capacity", "GeneralServiceException"),
    ):
        if part in code:
            return handlers
    return "InvalidRequest"
