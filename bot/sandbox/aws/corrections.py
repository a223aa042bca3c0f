"""Where moto differs from AWS in ways a launch notices, changed while a simulated AWS runs.

CloudFormation is not here: it has an engine of its own.

moto 5.2.5                                                  instead
RunInstances ignores ClientToken, MaxCount and              `Account.run_instances`
  DisableApiTermination, checks no root volume,
  and instances run at once
DeleteSecurityGroup deletes a group that is in use          refused, as EC2 does
1,300 images are loaded per region (over a second),         the few of `images.py`
  none of Ubuntu's, Debian's or Windows' parameters
image ids and instance types are not checked                checked (moto's own settings)
Lambda and Batch run what they are given, in Docker         nothing is run (moto's own settings)
"""

import copy
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from moto import settings
from moto.core.config import default_user_config
from moto.core.responses import ActionResult
from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models.amis import AmiBackend
from moto.ec2.models.security_groups import SecurityGroupBackend
from moto.ec2.responses.instances import InstanceResponse
from moto.ssm.models import SimpleSystemManagerBackend

from bot.sandbox.aws.account import Account
from bot.sandbox.aws.images import load_images, load_parameters

_lock = threading.Lock()
_accounts: dict[str, Account] = {}
_undo = ExitStack()


def open_account(account: Account) -> None:
    """Let requests for an account in; the first one puts the corrections in place."""
    with _lock:
        if not _accounts:
            _apply()
        _accounts[account.number] = account


def close_account(account: Account) -> None:
    """Drop an account; the last one takes the corrections out again."""
    with _lock:
        _accounts.pop(account.number, None)
        account.forget()
        if not _accounts:
            _undo.close()


def _apply() -> None:
    _undo.callback(default_user_config.update, copy.copy(default_user_config))
    default_user_config.update({"batch": {"use_docker": False}, "lambda": {"use_docker": False}})
    _replace(settings, "ENABLE_AMI_VALIDATION", with_=True)
    _replace(settings, "EC2_ENABLE_INSTANCE_TYPE_VALIDATION", with_=True)
    _replace(AmiBackend, "_load_amis", with_=load_images)
    _replace(
        SimpleSystemManagerBackend,
        "__init__",
        with_=_with_parameters(SimpleSystemManagerBackend.__init__),
    )
    _replace(
        InstanceResponse, "run_instances", with_=_run_instances(InstanceResponse.run_instances)
    )
    _replace(
        SecurityGroupBackend,
        "delete_security_group",
        with_=_delete_unused(SecurityGroupBackend.delete_security_group),
    )


def _replace(owner: Any, name: str, *, with_: Any) -> None:
    _undo.callback(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, with_)


def _run_instances(
    moto: Callable[[InstanceResponse], ActionResult],
) -> Callable[[InstanceResponse], ActionResult]:
    def run_instances(request: InstanceResponse) -> ActionResult:
        return _accounts[request.current_account].run_instances(moto, request)

    return run_instances


def _with_parameters(moto: Callable[..., None]) -> Callable[..., None]:
    def __init__(self: Any, region_name: str, account_id: str) -> None:  # noqa: N807 it stands in for one
        moto(self, region_name, account_id)
        load_parameters(self)

    return __init__


def _delete_unused(moto: Callable[..., None]) -> Callable[..., None]:
    def delete_security_group(
        self: Any, name: str | None = None, group_id: str | None = None
    ) -> None:
        for instance in self.all_instances():
            ids = {group.id for group in instance.security_groups}
            if group_id in ids and instance.state != "terminated":
                raise DependencyViolationError(f"resource {group_id} has a dependent object")
        moto(self, name, group_id)

    return delete_security_group
