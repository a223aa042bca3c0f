"""Asks the embedded model through the real OpenAI client and reads its answer as one flat row."""

import json
from collections.abc import Sequence
from typing import Any

import httpx2
from openai import OpenAI

from bot.offline import OfflineTransport

T3 = ("t3.nano", "t3.micro", "t3.small", "t3.medium", "t3.large", "t3.xlarge", "t3.2xlarge")
SYSTEMS = (
    "al2023",
    "amazon-linux-2",
    "ubuntu-24.04",
    "ubuntu-22.04",
    "debian-13",
    "debian-12",
    "windows-2025",
    "windows-2022",
)
SUNDAY_NOON = 1_795_348_800.0  # 2026-11-22T12:00:00Z
LINUX_DISK, WINDOWS_DISK = 20, 30


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def run_instances_schema(types: Sequence[str] = T3) -> dict[str, Any]:
    integer, string = {"type": "integer"}, {"type": "string"}
    rule = closed(
        {
            "protocol": {"type": "string", "enum": ["tcp", "udp"]},
            "from_port": integer,
            "to_port": integer,
            "source": string,
        }
    )
    return closed(
        {
            "InstanceType": {"type": "string", "enum": list(types)},
            "VolumeSize": integer,
            "DisableApiTermination": {"type": "boolean"},
            "count": nullable(integer),
            "name": nullable(string),
            "operating_system": nullable({"type": "string", "enum": list(SYSTEMS)}),
            "volume_type": nullable({"type": "string", "enum": ["gp3"]}),
            "inbound_ports": nullable({"type": "array", "items": rule}),
            "lease_hours": nullable(integer),
            "region": nullable(string),
            "reasons": {
                "type": "array",
                "items": closed({"parameter": string, "reason": string}),
            },
            "assumptions": {"type": "array", "items": string},
        }
    )


REPLY_SCHEMA = closed(
    {
        "kind": {"type": "string", "enum": ["answer", "question", "refusal"]},
        "text": {"type": "string"},
    }
)


def chat_tools(types: Sequence[str] = T3) -> list[Any]:
    return [
        {"type": "function", "function": {"name": name, "parameters": schema, "strict": True}}
        for name, schema in (
            ("run_instances", run_instances_schema(types)),
            ("reply", REPLY_SCHEMA),
        )
    ]


def client() -> OpenAI:
    transport = OfflineTransport(clock=lambda: SUNDAY_NOON, new_id=lambda: "0" * 24)
    return OpenAI(
        api_key="offline",
        base_url="http://offline.invalid/v1",
        http_client=httpx2.Client(transport=transport),
        max_retries=0,
    )


_CLIENT = client()


def converse(messages: Sequence[str], types: Sequence[str] = T3) -> tuple[str, dict[str, Any]]:
    """Says the messages one after the other, with the model's answers between; its last call."""
    history: list[Any] = []
    name, arguments = "", "{}"
    for number, message in enumerate(messages):
        history.append({"role": "user", "content": message})
        completion = _CLIENT.chat.completions.create(
            model="any", messages=history, tools=chat_tools(types), tool_choice="required"
        )
        calls: Any = completion.choices[0].message.tool_calls
        name, arguments = calls[0].function.name, calls[0].function.arguments
        call = {
            "id": f"call_{number}",
            "type": "function",
            "function": {"name": name, "arguments": arguments},
        }
        history.append({"role": "assistant", "content": None, "tool_calls": [call]})
        history.append({"role": "tool", "tool_call_id": f"call_{number}", "content": "shown"})
    return name, json.loads(arguments)


def row(messages: Sequence[str], types: Sequence[str] = T3) -> dict[str, Any]:
    name, arguments = converse(messages, types)
    if name == "reply":
        return {"kind": arguments["kind"], "text": arguments["text"]}
    return {
        "kind": "instance",
        "type": arguments["InstanceType"],
        "disk": arguments["VolumeSize"],
        "protected": arguments["DisableApiTermination"],
        "count": arguments["count"] or 1,
        "name": arguments["name"],
        "os": arguments["operating_system"],
        "region": arguments["region"],
        "lease": arguments["lease_hours"],
        "ports": sorted(_port(rule) for rule in arguments["inbound_ports"] or []),
    }


def _port(rule: dict[str, Any]) -> str:
    first, last = rule["from_port"], rule["to_port"]
    span = str(first) if first == last else f"{first}-{last}"
    return f"{rule['protocol']} {span} {rule['source']}"


def differences(got: dict[str, Any], want: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What is not as wanted; whatever is not named has to be the default, so nothing is invented."""
    if want.get("kind", "instance") != "instance":
        kinds = want["kind"] if isinstance(want["kind"], list) else [want["kind"]]
        return {} if got["kind"] in kinds else {"kind": (want["kind"], got["kind"])}
    windows = str(want.get("os", "")).startswith("windows")
    defaults: dict[str, Any] = {
        "kind": "instance",
        "disk": WINDOWS_DISK if windows else LINUX_DISK,
        "protected": False,
        "count": 1,
        "name": None,
        "os": None,
        "region": None,
        "lease": None,
        "ports": [],
    }
    wanted = defaults | want
    wanted["ports"] = sorted(wanted["ports"])
    return {key: (value, got.get(key)) for key, value in wanted.items() if got.get(key) != value}
