"""What was said of a part, in words: “memory 512 MiB” for the setting `memory-mib` of 512."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.architecture import Setting
from handlers.cards.blocks import tidy

# The last word of a name is the unit of its value.
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "gib": "GiB",
        "mib": "MiB",
        "mbs": "MB/s",
        "seconds": "seconds",
        "minutes": "minutes",
        "hours": "hours",
        "days": "days",
        "percent": "%",
        "usd": "USD",
    }
)
PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "archive-days": "moved to Glacier after",
        "backup-days": "backups kept for",
        "expire-days": "deleted after",
        "infrequent-days": "moved to Standard-IA after",
        "retention-days": "kept for",
        "retention-hours": "kept for",
        "rotation-days": "rotated every",
        "buffer-seconds": "buffered for",
        "snapshot-hours": "snapshot every",
        "visibility-seconds": "messages hidden for",
        "multi-az": "Multi-AZ",
        "os": "operating system",
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "acl": "ACL",
        "az": "AZ",
        "cidr": "CIDR",
        "cors": "CORS",
        "cpu": "CPU",
        "fifo": "FIFO",
        "ip": "IP",
        "ips": "IPs",
        "mfa": "MFA",
        "nat": "NAT",
        "ssm": "SSM",
        "ttl": "TTL",
        "url": "URL",
        "usd": "USD",
        "vcpus": "vCPUs",
        "vpc": "VPC",
    }
)
ONE = {"seconds", "minutes", "hours", "days"}


def setting_words(setting: Setting) -> str:
    """On one line; a value that brings its unit along keeps it."""
    name, value = tidy(setting.name), tidy(setting.value)
    thing, _, last = name.rpartition("-")
    unit = UNITS.get(last, "") if value.replace(".", "", 1).isdecimal() else ""
    if unit in ONE and value == "1":
        unit = unit.removesuffix("s")
    called = PHRASES.get(name) or _spelled(thing if last in UNITS else name)
    return tidy(f"{called} {value} {unit}")


def _spelled(name: str) -> str:
    return " ".join(WORDS.get(one, one) for one in name.split("-"))
