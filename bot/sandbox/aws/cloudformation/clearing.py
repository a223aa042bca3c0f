"""Removing resources of a stack, those first that no other needs, but for what is to be kept."""

from collections.abc import Callable, Generator, Iterable

from bot.sandbox.aws.cloudformation.making import Refused
from bot.sandbox.aws.cloudformation.records import Resource
from bot.sandbox.aws.cloudformation.site import Site
from bot.sandbox.aws.cloudformation.snapshots import snapshot
from bot.sandbox.aws.failures import ANY


def clear(
    site: Site, resources: Iterable[Resource], kept: Callable[[Resource], bool]
) -> Generator[float, None, list[Resource]]:
    """Returns what would not go. `kept` tells what is left where it is."""
    stack, failed = site.stack, list[Resource]()
    left = [one for one in reversed([*resources]) if one.status != "DELETE_COMPLETE"]
    while resource := _removable(site, left, failed):
        if resource.physical_id and kept(resource):
            stack.mark(resource, "DELETE_SKIPPED")
            left.remove(resource)
            continue
        if resource.physical_id:
            stack.mark(resource, "DELETE_IN_PROGRESS")
            yield site.pace / 2
        try:
            _remove(site, resource)
        except Refused as error:
            stack.mark(resource, "DELETE_FAILED", error.reason(resource.type))
            failed.append(resource)
        else:
            stack.mark(resource, "DELETE_COMPLETE")
            left.remove(resource)
        yield site.pace / 4
    return failed


def on_deletion(site: Site, resource: Resource) -> bool:
    """Whether a resource stays when its stack lets go of it."""
    return _policy(site, resource) in {"Retain", "RetainExceptOnCreate"}


def on_rollback(site: Site, resource: Resource) -> bool:
    """Whether a resource stays when its creation is taken back."""
    return _policy(site, resource) == "Retain"


def on_replacement(site: Site, resource: Resource) -> bool:
    """Whether a resource stays when another has taken its place."""
    return bool(site.said(resource.logical_id).get("UpdateReplacePolicy") == "Retain")


def _policy(site: Site, resource: Resource) -> str:
    return str(site.said(resource.logical_id).get("DeletionPolicy", "Delete"))


def _removable(site: Site, left: list[Resource], failed: list[Resource]) -> Resource | None:
    """One that no other that is left depends on."""
    needed = frozenset[str]().union(*(site.needs[one.logical_id] for one in left))
    free = (one for one in left if one.logical_id not in needed and one not in failed)
    return next(free, None)


def _remove(site: Site, resource: Resource) -> None:
    """Raises Refused."""
    site.refuse("Delete", resource, f"Delete {resource.type}", f"Delete {ANY}")
    if resource.thing is not None and _policy(site, resource) == "Snapshot":
        site.stack.left.extend(snapshot(site.workshop.place, resource))
    site.workshop.remove(resource)
