"""How a stack comes and goes, one step at a time; every step gives the seconds until the next.

CREATE_IN_PROGRESS ─┬─> CREATE_COMPLETE
                    └─> ROLLBACK_IN_PROGRESS ─┬─> ROLLBACK_COMPLETE
                                              └─> ROLLBACK_FAILED
DELETE_IN_PROGRESS ─┬─> DELETE_COMPLETE
                    └─> DELETE_FAILED

How it changes while it stands is in `updating`.
"""

from collections.abc import Collection, Iterator

from moto.core.utils import utcnow

from bot.sandbox.aws.cloudformation.clearing import clear, on_deletion, on_rollback
from bot.sandbox.aws.cloudformation.making import Refused, is_modelled
from bot.sandbox.aws.cloudformation.records import Resource
from bot.sandbox.aws.cloudformation.refusals import ValidationError
from bot.sandbox.aws.cloudformation.site import Site


def create(site: Site) -> Iterator[float]:
    stack = site.stack
    stack.stand("CREATE_IN_PROGRESS", "User Initiated")
    yield site.seconds
    needs = dict(site.wanted)
    begun: list[Resource] = []
    while needs or begun:
        _begin(site, needs, begun)
        yield site.pace / 2
        resource = begun.pop(0)
        try:
            site.make(resource)
        except Refused as error:
            yield from _fail(site, resource, begun, error.reason(resource.type))
            return
        stack.mark(resource, "CREATE_IN_PROGRESS", "Resource creation Initiated")
        yield site.pace / 2
        stack.mark(resource, "CREATE_COMPLETE")
    yield from _finish(site)


def delete(site: Site, *, retained: Collection[str] = ()) -> Iterator[float]:
    stack = site.stack
    stack.stand("DELETE_IN_PROGRESS", "User Initiated")
    yield site.seconds

    def kept(one: Resource) -> bool:
        return one.logical_id in retained or on_deletion(site, one)

    failed = yield from clear(site, stack.resources.values(), kept)
    if failed:
        names = ", ".join(one.logical_id for one in failed)
        stack.stand("DELETE_FAILED", f"The following resource(s) failed to delete: [{names}]. ")
    else:
        stack.deleted_at = utcnow()
        stack.stand("DELETE_COMPLETE")


def _begin(site: Site, needs: dict[str, frozenset[str]], begun: list[Resource]) -> None:
    """Start on every resource that has what it waits for."""
    stack = site.stack
    there = {name for name, one in stack.resources.items() if one.status == "CREATE_COMPLETE"}
    for name in [name for name, waits_for in needs.items() if waits_for <= there]:
        del needs[name]
        type_ = site.said(name)["Type"]
        resource = Resource(name, type_, is_modelled(type_), "", utcnow())
        stack.resources[name] = resource
        stack.mark(resource, "CREATE_IN_PROGRESS")
        begun.append(resource)


def _finish(site: Site) -> Iterator[float]:
    try:
        site.stack.outputs = site.outputs()
    except ValidationError as error:
        yield from _undo(site, error.message)
        return
    site.stack.stand("CREATE_COMPLETE")


def _fail(site: Site, resource: Resource, begun: list[Resource], reason: str) -> Iterator[float]:
    site.stack.mark(resource, "CREATE_FAILED", reason)
    for other in begun:
        site.stack.mark(other, "CREATE_FAILED", "Resource creation cancelled")
    names = ", ".join(one.logical_id for one in (resource, *begun))
    yield from _undo(site, f"The following resource(s) failed to create: [{names}].")


def _undo(site: Site, why: str) -> Iterator[float]:
    stack = site.stack
    if site.asked.on_failure == "DO_NOTHING":
        stack.stand("CREATE_FAILED", why)
        return
    yield site.seconds
    if site.asked.on_failure == "DELETE":
        yield from delete(site)
        return
    stack.stand("ROLLBACK_IN_PROGRESS", f"{why} Rollback requested by user.")
    yield site.seconds
    failed = yield from clear(site, stack.resources.values(), lambda one: on_rollback(site, one))
    stack.stand("ROLLBACK_FAILED" if failed else "ROLLBACK_COMPLETE")
