"""moto behind the front door, with one account in use at a time. Importing this loads moto."""

from collections.abc import Callable
from typing import Any

from moto.ec2.models import ec2_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.ssm.models import ssm_backends

from bot.domain.policy import Policy
from bot.sandbox.aws.account import Account
from bot.sandbox.aws.corrections import close_account, open_account
from bot.sandbox.aws.faults import Faults
from bot.sandbox.aws.front_door import FrontDoor


class Simulation:
    """An account, and the application that serves it."""

    def __init__(
        self,
        *,
        number: Callable[[], str],
        boot_seconds: float,
        faults: Faults,
        changed: Callable[[], None],
    ) -> None:
        self._number = number
        self._boot_seconds = boot_seconds
        self._changed = changed
        self._account = self._open()
        self.front_door = FrontDoor(
            moto=DomainDispatcherApplication(create_backend_app),
            faults=faults,
            account=lambda: self._account,
            changed=changed,
        )

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        return self._account.snapshot()

    def reset(self) -> None:
        before, self._account = self._account, self._open()
        close_account(before)

    def close(self) -> None:
        close_account(self._account)

    def _open(self) -> Account:
        account = Account(self._number(), self._boot_seconds, self._changed)
        open_account(account)
        # The region most launches go to is ready before the first of them.
        for backends in (ec2_backends, ssm_backends):
            backends[account.number][Policy().default_region]
        return account
