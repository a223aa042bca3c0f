"""manifest.yml, what the handlers listen to, and what the cards send belong together."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import jsonschema
import pytest
import yaml
from slack_bolt import App

import handlers
from bot.adapters.slack.probe import SCOPES
from bot.domain.plan import Plan, PlanRecord, PlanState, digest
from bot.domain.policy import Policy
from bot.sandbox.workspace.settings import SUBSCRIPTIONS
from handlers.cards import home_view, plan_card, render_editor
from tests.architecture.repository import ROOT, read
from tests.fakes.aws import instance_plan
from tests.handlers.cards.stacks import STACK, blocking, stack_plan

SCHEMA = ROOT.parent / "shared" / "slack-manifest-schema" / "manifest.schema.2.0.0.json"

# Slack's schema takes any word as a scope or an event. These are the ones there are, as far as a bot
# like this could want them: https://docs.slack.dev/reference/scopes and .../reference/events
KNOWN_SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "reactions:read",
        "reactions:write",
        "team:read",
        "usergroups:read",
        "users:read",
        "users:read.email",
    }
)
# Each event, with the scope without which Slack never sends it.
SCOPE_OF_EVENT = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load(read("manifest.yml")))


def scopes(manifest: dict[str, Any]) -> set[str]:
    return set(manifest["oauth_config"]["scopes"]["bot"])


def events(manifest: dict[str, Any]) -> set[str]:
    return set(manifest["settings"]["event_subscriptions"]["bot_events"])


@dataclass
class Recorder:
    """A Bolt app that only writes down what is registered."""

    events: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    views: set[str] = field(default_factory=set)

    def event(self, name: str) -> Callable[[object], None]:
        return self._into(self.events, name)

    def action(self, name: str) -> Callable[[object], None]:
        return self._into(self.actions, name)

    def view(self, name: str) -> Callable[[object], None]:
        return self._into(self.views, name)

    @staticmethod
    def _into(names: set[str], name: str) -> Callable[[object], None]:
        names.add(name)
        return lambda _listener: None


class Anything:
    """Stands for workflows that are never called."""

    def __getattr__(self, name: str) -> object:
        return self


@pytest.fixture(scope="module")
def registered() -> Recorder:
    recorder = Recorder()
    handlers.register(cast("App", recorder), cast("handlers.Workflows", Anything()))
    return recorder


def record(plan: Plan, state: PlanState) -> PlanRecord:
    now = datetime(2026, 1, 5, tzinfo=UTC)
    return PlanRecord(
        id="plan-1",
        plan=plan,
        digest=digest(plan),
        state=state,
        channel="C0INFRA",
        thread_ts="1.0",
        card_ts="1.1",
        proposed_at=now,
        expires_at=now + timedelta(hours=24),
        decided_by="U0BOSS",
        failure="AWS said no." if state is PlanState.FAILED else None,
        cleared_at=now + timedelta(hours=24) if state is PlanState.FAILED else None,
        resources=(STACK,) if plan.kind == "stack" else (),
    )


def surfaces() -> Iterator[Any]:
    """Everything with something to press."""
    plans: tuple[Plan, ...] = (instance_plan(), stack_plan(), stack_plan(checks=(blocking(),)))
    for plan in plans:
        for state in PlanState:
            for rehearsal in (True, False):
                yield plan_card.build(record(plan, state), rehearsal=rehearsal)[1]
        yield home_view.build([record(plan, PlanState.RUNNING)])
        yield render_editor(record(plan, PlanState.PROPOSED), Policy())


def pressable(node: Any) -> Iterator[str]:
    """The action ids Slack reports as soon as they are used; inputs of a form wait for its button."""
    if isinstance(node, dict):
        if node.get("type") == "input" and not node.get("dispatch_action"):
            return
        if "action_id" in node:
            yield node["action_id"]
        for value in node.values():
            yield from pressable(value)
    elif isinstance(node, list):
        for value in node:
            yield from pressable(value)


def test_the_manifest_is_valid_by_slacks_own_schema(manifest: dict[str, Any]) -> None:
    if not SCHEMA.is_file():
        pytest.skip("Slack's manifest schema is not beside this repository (../shared)")
    jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(manifest)


def test_the_manifest_asks_for_scopes_that_exist(manifest: dict[str, Any]) -> None:
    assert scopes(manifest) <= KNOWN_SCOPES


def test_the_manifest_asks_for_exactly_the_scopes_that_check_looks_for(
    manifest: dict[str, Any],
) -> None:
    assert scopes(manifest) == set(SCOPES)


def test_every_subscribed_event_exists_and_has_its_scope(manifest: dict[str, Any]) -> None:
    assert events(manifest) <= SCOPE_OF_EVENT.keys()
    needed = {SCOPE_OF_EVENT[event] for event in events(manifest)} - {None}
    assert needed <= scopes(manifest)


def test_the_handlers_listen_to_exactly_the_subscribed_events(
    manifest: dict[str, Any], registered: Recorder
) -> None:
    """Slack subscribes to kinds of messages, and sends each as the event "message"."""
    assert {event.partition(".")[0] for event in events(manifest)} == registered.events


def test_the_sandbox_sends_exactly_the_subscribed_events(manifest: dict[str, Any]) -> None:
    assert events(manifest) == SUBSCRIPTIONS


def test_every_button_has_a_handler_and_every_handler_a_button(registered: Recorder) -> None:
    assert {action for surface in surfaces() for action in pressable(surface)} == registered.actions


def test_every_form_has_a_handler_and_every_handler_a_form(registered: Recorder) -> None:
    forms = {
        surface["callback_id"]
        for surface in surfaces()
        if isinstance(surface, dict) and surface["type"] == "modal"
    }
    assert forms == registered.views


def test_interactivity_is_on_because_there_are_buttons(
    manifest: dict[str, Any], registered: Recorder
) -> None:
    assert registered.actions
    assert manifest["settings"]["interactivity"]["is_enabled"]


def test_the_manifest_is_for_socket_mode_and_says_what_http_mode_needs(
    manifest: dict[str, Any],
) -> None:
    assert manifest["settings"]["socket_mode_enabled"]
    assert read("manifest.yml").count("# HTTP: ") == 3
