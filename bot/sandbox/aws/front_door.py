"""What every request passes on its way to moto: the account it belongs to, faults, news of changes."""

import contextlib
import io
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from bot.sandbox.aws.account import Account
from bot.sandbox.aws.faults import Faults, LostAnswer, Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHANGES = frozenset(
    {
        "RunInstances",
        "TerminateInstances",
        "StopInstances",
        "StartInstances",
        "ModifyInstanceAttribute",
        "CreateSecurityGroup",
        "DeleteSecurityGroup",
        "AuthorizeSecurityGroupIngress",
        "RevokeSecurityGroupIngress",
        "CreateTags",
        "DeleteTags",
    }
)


@dataclass(frozen=True)
class FrontDoor:
    """A WSGI application around moto's."""

    moto: "WSGIApplication"
    faults: Faults
    account: Callable[[], Account]
    changed: Callable[[], None]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        operation = _operation(environ)
        fault = self.faults.take(operation)
        if isinstance(fault, Refusal):
            return _refuse(fault, environ, start_response)
        account = self.account()
        # moto keeps its state per account; this header is its way of choosing one.
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = account.number
        with account.lock:
            answer = list(self.moto(environ, start_response))
        if operation in CHANGES:
            self.changed()
        if isinstance(fault, LostAnswer):
            _hang_up(environ)
        return answer


def _operation(environ: "WSGIEnvironment") -> str:
    """`RunInstances`, from the form (EC2, CloudFormation, STS) or the target header (SSM)."""
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return str(target).rpartition(".")[2]
    if not str(environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form-urlencoded"):
        return ""
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]


def _refuse(
    refusal: Refusal, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    if "HTTP_X_AMZ_TARGET" in environ:
        start_response(refusal.status_line, [("Content-Type", "application/x-amz-json-1.1")])
        return [refusal.json()]
    start_response(refusal.status_line, [("Content-Type", "text/xml;charset=UTF-8")])
    return [refusal.xml()]


def _hang_up(environ: "WSGIEnvironment") -> None:
    connection: socket.socket = environ["werkzeug.socket"]
    with contextlib.suppress(OSError):  # the caller hung up first
        connection.shutdown(socket.SHUT_RDWR)
