"""Who may talk to the server: only this machine, under its own name, and only pages of its own."""

from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

ELSEWHERE = {"cross-site", "same-site"}
NAMES = {"127.0.0.1", "localhost"}


def refusal(status: HTTPStatus, sentence: str) -> web.Response:
    return web.json_response({"ok": False, "error": sentence}, status=status)


def _is_foreign(request: web.Request, host: str) -> bool:
    """Sent by a page of another site? Links that lead to the page itself are welcome."""
    if request.method != hdrs.METH_GET:
        return request.headers.get(hdrs.ORIGIN) not in {None, f"http://{host}"}
    leads_here = request.path == "/" or request.path.startswith("/archives/")
    return request.headers.get("Sec-Fetch-Site") in ELSEWHERE and not leads_here


def guard(port: int) -> Middleware:
    """Against DNS rebinding (the Host header) and against pages of other sites."""
    hosts = NAMES | {f"{name}:{port}" for name in NAMES}

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get(hdrs.HOST, "")
        if host not in hosts:
            return refusal(HTTPStatus.FORBIDDEN, "Only this machine may ask, as 127.0.0.1.")
        if _is_foreign(request, host):
            return refusal(HTTPStatus.FORBIDDEN, "Only the sandbox's own page may do that.")
        return await handler(request)

    return check
