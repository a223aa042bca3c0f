"""A Slack workspace on this machine: Web API, events, Socket Mode, files, and the page's server."""

from bot.sandbox.workspace.clicks import Outcome
from bot.sandbox.workspace.outages import Outage
from bot.sandbox.workspace.record import ApiCall, Delivery, Rejection
from bot.sandbox.workspace.settings import SCOPES, SUBSCRIPTIONS, Mood, PageSettings, Settings
from bot.sandbox.workspace.state import File, Message, View
from bot.sandbox.workspace.team import (
    GAMES,
    INFRASTRUCTURE,
    JONAS,
    MAYA,
    PRIYA,
    RANDOM,
    TOM,
    Bot,
    Channel,
    Person,
    Team,
)
from bot.sandbox.workspace.workspace import PAGE_FOLDER, Workspace

__all__ = [
    "GAMES",
    "INFRASTRUCTURE",
    "JONAS",
    "MAYA",
    "PAGE_FOLDER",
    "PRIYA",
    "RANDOM",
    "SCOPES",
    "SUBSCRIPTIONS",
    "TOM",
    "ApiCall",
    "Bot",
    "Channel",
    "Delivery",
    "File",
    "Message",
    "Mood",
    "Outage",
    "Outcome",
    "PageSettings",
    "Person",
    "Rejection",
    "Settings",
    "Team",
    "View",
    "Workspace",
]
