"""moto behind the front door, with one account in use at a time. Importing this loads moto."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from moto.ec2.models import ec2_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.ssm.models import ssm_backends

from bot.domain.policy import Policy
from bot.sandbox.aws.account import Account
from bot.sandbox.aws.corrections import close_account, open_account
from bot.sandbox.aws.faults import Faults
from bot.sandbox.aws.front_door import FrontDoor

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from bot.sandbox.aws.cloudformation.stacks import Stacks


class Simulation:
    """An account, and the application that serves it."""

    def __init__(
        self,
        *,
        number: Callable[[], str],
        boot_seconds: float,
        resource_seconds: float,
        faults: Faults,
        changed: Callable[[], None],
    ) -> None:
        self._number = number
        self._boot_seconds = boot_seconds
        self._resource_seconds = resource_seconds
        self._faults = faults
        self._changed = changed
        self._stacks: Stacks | None = None
        self._account = self._open()
        self.front_door = FrontDoor(
            moto=DomainDispatcherApplication(self._application),  # type: ignore[arg-type] # any WSGI application does
            faults=faults,
            account=lambda: self._account,
            changed=changed,
        )

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        account = self._account
        with account.lock:
            stacks = self._stacks.snapshot() if self._stacks is not None else []
            return account.snapshot() | {"stacks": stacks}

    def reset(self) -> None:
        self._close_stacks()
        before, self._account = self._account, self._open()
        close_account(before)

    def close(self) -> None:
        self._close_stacks()
        close_account(self._account)

    def _open(self) -> Account:
        account = Account(self._number(), self._boot_seconds, self._changed)
        open_account(account)
        # The region most launches go to is ready before the first of them.
        for backends in (ec2_backends, ssm_backends):
            backends[account.number][Policy().default_region]
        return account

    def _close_stacks(self) -> None:
        with self._account.lock:
            if self._stacks is not None:
                self._stacks.close()
            self._stacks = None

    def _application(self, service: Any) -> "WSGIApplication":
        """What serves a service; the first request for one makes it."""
        if service != "cloudformation":
            moto: WSGIApplication = create_backend_app(service)
            return moto
        from bot.sandbox.aws.cloudformation.requests import (  # noqa: PLC0415 it loads over thirty services
            application,
        )

        return application(self._open_stacks)

    def _open_stacks(self) -> "Stacks":
        from bot.sandbox.aws.cloudformation.stacks import open_stacks  # noqa: PLC0415 as above

        if self._stacks is None:
            account = self._account
            self._stacks = open_stacks(
                account.number,
                lock=account.lock,
                changed=self._changed,
                adopt=account.adopt,
                faults=self._faults,
                resource_seconds=self._resource_seconds,
            )
        return self._stacks
