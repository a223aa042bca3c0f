"""The simulated AWS as one object: a socket, its state, and failures on request."""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from typing_extensions import override
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.sandbox.aws.failures import FAILURES
from bot.sandbox.aws.faults import Faults, LostAnswer, Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from bot.sandbox.aws.simulation import Simulation

ACCESS_KEY_ID = "sandbox"
SECRET_ACCESS_KEY = "sandbox"  # noqa: S105 opens nothing: the simulated AWS takes any key


class _Quiet(WSGIRequestHandler):
    @override
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """A line per request would bury what people read in the terminal."""


class SimulatedAws:
    """EC2, CloudFormation and what stacks are made of on 127.0.0.1, with state for as long as it runs.

    `start` returns as soon as the socket is open; moto is loaded meanwhile (over a second), and a
    request that comes early waits for it. `boot_seconds` is how long an instance is pending,
    `resource_seconds` how long each resource of a stack takes (a sixth of that unless it says otherwise).
    `on_change` is called, from a thread of the simulation, when an instance, a group or a stack has changed.
    Several can run in one process: each has an account of its own.
    """

    def __init__(
        self,
        *,
        boot_seconds: float = 2.0,
        resource_seconds: float | None = None,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        self._boot_seconds = boot_seconds
        self._resource_seconds = boot_seconds / 6 if resource_seconds is None else resource_seconds
        self.on_change = on_change
        self._faults = Faults()
        self._simulation: Future[Simulation] = Future()
        # Port 0: the system picks one that is free.
        self._server = make_server(
            "127.0.0.1", 0, self._serve, threaded=True, request_handler=_Quiet
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="simulated-aws", daemon=True
        )

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        loader = ThreadPoolExecutor(1, thread_name_prefix="simulated-aws-loader")
        self._simulation = loader.submit(self._load)
        loader.shutdown(wait=False)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._simulation.result().close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """All instances, stacks and the security groups made, in the form of GET /sandbox/aws.

        With them the failures that can be asked for, and which of them wait.
        """
        failures = [
            {
                "id": id_,
                "title": one.title,
                "waiting": self._faults.are_waiting(one.where, one.refusal),
            }
            for id_, one in FAILURES.items()
        ]
        return self._simulation.result().snapshot() | {"failures": failures}

    def reset(self) -> None:
        """Begin again with an empty account and no failures waiting."""
        self._faults.clear()
        self._simulation.result().reset()

    def fail_next(
        self,
        operation: str,
        *,
        code: str,
        message: str = "Simulated failure.",
        status: int = 400,
        times: int = 1,
    ) -> None:
        """Refuse the next calls of an operation with an error code; nothing is done."""
        self._faults.add(operation, Refusal(code, message, status), times)

    def ask_to_fail(self, failure: str, wanted: bool = True) -> None:  # noqa: FBT001, FBT002 it is a switch
        """Let the next thing that one of FAILURES can hit run into it, once; or not after all.

        Raises LookupError when there is no such failure.
        """
        asked = FAILURES.get(failure)
        if asked is None:
            raise LookupError("there is no such failure")
        self._faults.drop(asked.where, asked.refusal)
        if wanted:
            self._faults.add(asked.where, asked.refusal, 1)
        self._changed()

    def lose_answer(self, operation: str, *, times: int = 1) -> None:
        """Carry out the next calls of an operation and break the connection before answering."""
        self._faults.add(operation, LostAnswer(), times)

    def _load(self) -> "Simulation":
        from bot.sandbox.aws.simulation import Simulation  # noqa: PLC0415 moto loads in this thread

        return Simulation(
            number=lambda: f"{secrets.randbelow(10**12):012}",
            boot_seconds=self._boot_seconds,
            resource_seconds=self._resource_seconds,
            faults=self._faults,
            changed=self._changed,
        )

    def _serve(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        return self._simulation.result().front_door(environ, start_response)

    def _changed(self) -> None:
        if self.on_change is not None:
            self.on_change()
