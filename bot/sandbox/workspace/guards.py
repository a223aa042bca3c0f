"""Who may talk to the server: only this machine, under its own name, and only pages of its own."""

from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

NAMES = {"127.0.0.1", "localhost"}


def refusal(status: HTTPStatus, sentence: str) -> web.Response:
    return web.json_response({"ok": False, "error": sentence}, status=status)


def guard(port: int) -> Middleware:
    """Against DNS rebinding (the Host header) and against other pages (the Origin header)."""
    hosts = NAMES | {f"{name}:{port}" for name in NAMES}

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get(hdrs.HOST, "")
        if host not in hosts:
            return refusal(HTTPStatus.FORBIDDEN, "Only this machine may ask, as 127.0.0.1.")
        origin = request.headers.get(hdrs.ORIGIN)
        if request.method != hdrs.METH_GET and origin not in {None, f"http://{host}"}:
            return refusal(HTTPStatus.FORBIDDEN, "Only the sandbox's own page may do that.")
        return await handler(request)

    return check
