"""Who is who: auth, bots, team, users; and blocks.validate."""

from typing import Any

from bot.sandbox.workspace import limits
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.web_api.arguments import Arguments, Refused

Json = dict[str, Any]


def api_test(_: Slack, arguments: Arguments) -> Json:
    if arguments.optional("error"):
        raise Refused(arguments.text("error"), args=dict(arguments.values))
    return {"args": dict(arguments.values)}


def auth_test(slack: Slack, _: Arguments) -> Json:
    team, bot = slack.team, slack.team.bot
    return {
        "url": f"{slack.shapes.base_url}/",
        "team": team.name,
        "user": bot.name,
        "team_id": team.id,
        "user_id": bot.user_id,
        "bot_id": bot.bot_id,
        "is_enterprise_install": False,
    }


def bots_info(slack: Slack, arguments: Arguments) -> Json:
    bot = slack.team.bot
    if arguments.text("bot", bot.bot_id) != bot.bot_id:
        raise Refused("bot_not_found")
    shape = {
        "id": bot.bot_id,
        "deleted": False,
        "name": bot.name,
        "user_id": bot.user_id,
        "app_id": bot.app_id,
        "updated": 0,
    }
    return {"bot": shape}


def team_info(slack: Slack, _: Arguments) -> Json:
    team = slack.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}


def users_info(slack: Slack, arguments: Arguments) -> Json:
    wanted = arguments.required("user")
    if wanted == slack.team.bot.user_id:
        return {"user": slack.shapes.bot_user()}
    person = slack.team.person(wanted)
    if person is None:
        raise Refused("user_not_found")
    return {"user": slack.shapes.user(person)}


def users_list(slack: Slack, _: Arguments) -> Json:
    people = [slack.shapes.user(person) for person in slack.team.people]
    return {"members": [*people, slack.shapes.bot_user()], "cache_ts": int(slack.state.clock())}


def blocks_validate(_: Slack, arguments: Arguments) -> Json:
    given = [name for name in ("blocks", "message", "view") if name in arguments]
    if len(given) != 1:
        raise Refused("invalid_arguments")
    (name,) = given
    value = arguments.parsed(name, f"invalid_{name}")
    if name == "view":
        complaints = limits.view_faults(value)
    else:
        blocks = value if name == "blocks" else (value or {}).get("blocks")
        if not isinstance(blocks, list):
            raise Refused(f"invalid_{name}")
        complaints = limits.faults(blocks, "message")
    if complaints:
        raise Refused(f"invalid_{name}", errors=[_error(line) for line in complaints])
    return {}


def _error(line: str) -> Json:
    said, _, pointer = line.removeprefix("[ERROR] ").partition(" [json-pointer:")
    return {"pointer": pointer.rstrip("]"), "code": "failed_constraint", "message": said}
