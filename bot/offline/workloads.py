"""What runs on the server and how much memory that wants: one row per workload, each with its source."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

Port: TypeAlias = tuple[Literal["tcp", "udp"], int]
_RULE = "a rule of thumb"


@dataclass(frozen=True, slots=True)
class Workload:
    """One kind of work. `memory` takes how many are served (players, users, visits a day) to GiB."""

    title: str
    pattern: str
    memory: Callable[[int], float]
    source: str
    served: Literal["players", "users", "visits a day", ""] = ""
    usual: int = 0
    """How many are served where nobody says."""
    ports: tuple[Port, ...] = ()
    unless: tuple[str, str] = ("", "")
    """What was taken for granted, unless these words settle it."""
    bursts: bool = False
    """It loads the CPU steadily, so the burstable T3 is worth a word."""


def _bands(*bands: tuple[int, float], more: float) -> Callable[[int], float]:
    """GiB up to each number served; beyond the last one, so many GiB for each that is served."""
    return lambda served: next(
        (memory for most, memory in bands if served <= most), max(bands[-1][1] * 2, more * served)
    )


def _fixed(memory: float) -> Callable[[int], float]:
    return lambda _served: memory


def _each(memory: float, least: float) -> Callable[[int], float]:
    return lambda served: max(least, memory * served)


# Microsoft publishes no figure; max-players is 10 by default and more "have a performance impact"
# (https://learn.microsoft.com/minecraft/creator/documents/bedrockserver).
_BEDROCK_SOURCE = "1 GiB is known to do for 5, 4 GiB for 25"
# playnhost.com/blog/how-much-ram-minecraft; Java gets at most 75 % of the memory.
_JAVA_SOURCE = "2 GB, 0.2 GB a player, and the system"
_MODPACK_SOURCE = "12 to 16 GB is usual"  # space-node.net guide, 2026

WORKLOADS: Mapping[str, Workload] = MappingProxyType(
    {
        "minecraft-modded": Workload(
            "modded Minecraft",
            r"\b(?:modpacks?|modded|forge|neoforge|curseforge|atm\s?\d+|all the mods|ftb)\b(?=.*)",
            lambda served: max(16.0, (2 + 0.2 * served) / 0.75),
            _MODPACK_SOURCE,
            "players",
            10,
            (("tcp", 25565),),
            bursts=True,
        ),
        "minecraft-bedrock": Workload(
            "Minecraft Bedrock",
            r"(?<!amazon )(?<!aws )\bbedrock\b|\bmcpe\b|\b(?:minecraft|mc) (?:pe|pocket)\b|\bpocket edition\b",
            _bands((5, 1), (12, 2), (30, 4), (60, 8), (120, 16), (240, 32), more=32 / 240),
            _BEDROCK_SOURCE,
            "players",
            10,
            (("udp", 19132),),
            bursts=True,
        ),
        "minecraft-java": Workload(
            "Minecraft Java",
            r"\b(?:minecraft|mine craft|papermc|paper ?mc|spigot|bukkit)\b",
            lambda served: (2 + 0.2 * served) / 0.75,
            _JAVA_SOURCE,
            "players",
            20,
            (("tcp", 25565),),
            unless=(
                r"\b(?:java|paper\w*|spigot|bukkit|vanilla)\b",
                "Java edition, as none was said; reply “Bedrock” for the other.",
            ),
            bursts=True,
        ),
        "valheim": Workload(
            "Valheim",
            r"\bvalheim\b",
            _bands((10, 4), more=0.5),
            _RULE,
            "players",
            10,
            (("udp", 2456), ("udp", 2457)),
            bursts=True,
        ),
        "terraria": Workload(
            "Terraria",
            r"\bterraria\b",
            _bands((8, 1), (32, 2), more=0.1),
            _RULE,
            "players",
            8,
            (("tcp", 7777),),
            bursts=True,
        ),
        "factorio": Workload(
            "Factorio",
            r"\bfactorio\b",
            _bands((10, 2), (40, 4), more=0.1),
            _RULE,
            "players",
            8,
            (("udp", 34197),),
            bursts=True,
        ),
        "palworld": Workload(
            "Palworld",
            r"\bpalworld\b",
            _bands((32, 16), more=1),
            _RULE,
            "players",
            16,
            (("udp", 8211),),
            bursts=True,
        ),
        "jetbrains": Workload(
            "a JetBrains remote backend",
            r"\b(?:jetbrains|intellij|pycharm|goland|webstorm|rider|clion)\b",
            _each(4, 4),
            "4 GB each, says its documentation",  # jetbrains.com/help, remote development prerequisites
            "users",
            1,
        ),
        "vscode": Workload(
            "VS Code remote development",
            r"\b(?:vs\s?code|visual studio code|code-server)\b",
            _each(2, 2),
            "2 GB each, says its documentation",
            "users",
            1,
        ),
        "jenkins": Workload(
            "a Jenkins controller",
            r"\bjenkins\b(?!\s+(?:agent|runner|worker))",
            _fixed(2),
            "so its tutorials say",
            ports=(("tcp", 8080),),
        ),
        "ci": Workload(
            "CI jobs",
            r"\b(?:ci|ci/cd|github actions|gitlab runner|build (?:agent|server|machine|runner|box)s?|runners?|jenkins (?:agent|runner|worker)s?|buildkite)\b",
            _fixed(4),
            _RULE,
            bursts=True,
        ),
        "gitlab": Workload("GitLab", r"\bgitlab\b", _fixed(8), _RULE, ports=(("tcp", 443),)),
        "database": Workload(
            "a database",
            r"\b(?:postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|databases?|datenbank|sql server|timescaledb|clickhouse)\b",
            _bands((20, 4), (100, 8), (400, 16), more=0.05),
            _RULE,
            "users",
            20,
        ),
        "search": Workload(
            "a search engine", r"\b(?:elasticsearch|opensearch|solr)\b", _fixed(8), _RULE
        ),
        "web": Workload(
            "a website",
            r"\b(?:web\s?(?:site|server|page|shop|app|host)\w*|wordpress|blog|ghost|drupal|joomla|magento|shop|"
            r"nginx|apache|homepage|landing page|django|rails|flask|node\s?(?:\.?js)?\s(?:app|api)|rest api|api|backend|frontend|"
            r"internetseite|webseiten?|onlineshop)\b",
            _bands((10_000, 2), (100_000, 4), (1_000_000, 8), more=8 / 1_000_000),
            _RULE,
            "visits a day",
            10_000,
            (("tcp", 80), ("tcp", 443)),
        ),
        "vpn": Workload(
            "a VPN",
            r"\b(?:vpn server|wireguard|openvpn|vpn (?:box|gateway|endpoint))\b",
            _fixed(1),
            _RULE,
            ports=(("udp", 51820),),
        ),
        "bastion": Workload(
            "a jump host",
            r"\b(?:bastions?|jump ?(?:host|box|server)s?)\b",
            _fixed(0.5),
            _RULE,
        ),
        "bot": Workload(
            "a small bot",
            r"\b(?:discord|slack|telegram|chat)\s?bots?\b|\bcron\s?jobs?\b",
            _fixed(1),
            _RULE,
        ),
        "cache": Workload("a cache", r"\b(?:redis|memcached|valkey)\b", _fixed(4), _RULE),
        "monitoring": Workload(
            "monitoring", r"\b(?:grafana|prometheus|zabbix|nagios|monitoring)\b", _fixed(4), _RULE
        ),
        "files": Workload(
            "a file server",
            r"\b(?:nextcloud|owncloud|file\s?server|sftp server|dateiserver|samba|backup server)\b",
            _bands((20, 2), (100, 4), more=0.05),
            _RULE,
            "users",
            10,
        ),
        "containers": Workload(
            "containers", r"\b(?:docker|containers?|k3s|podman)\b", _fixed(4), _RULE
        ),
        "dev": Workload(
            "development",
            r"\b(?:dev|development|developers?|devs|coding|programming|entwickler|entwicklung|workstation)\b",
            _each(2, 4),
            _RULE,
            "users",
            1,
        ),
        "desktop": Workload(
            "a remote desktop",
            r"\b(?:remote desktop|desktops?|vdi|workspace)\b",
            _each(2, 4),
            _RULE,
            "users",
            1,
        ),
        "test": Workload(
            "tests",
            r"\b(?:tests?|testing|testserver|experiment\w*|playground|sandbox|staging|demo|play around|try(?:ing)? (?:out|things))\b",
            _fixed(2),
            _RULE,
        ),
    }
)
_PATTERNS = {key: re.compile(workload.pattern) for key, workload in WORKLOADS.items()}
GAME = re.compile(r"\b(?:game\w*|gaming|spiel(?:e|en|server)?|multiplayer)\b")


_EDITIONS = MappingProxyType({"minecraft-java": re.compile(r"\b(?:java|vanilla)\b")})


def edition(low: str, earlier: str) -> tuple[str, tuple[int, int]] | None:
    """`java edition`, said of a Minecraft server that is already being talked about."""
    for key, pattern in _EDITIONS.items():
        if earlier.startswith("minecraft") and (match := pattern.search(low)):
            return key, match.span()
    return None


def recognised(low: str) -> tuple[str, tuple[int, int]] | None:
    """The first row of the table that the words name, and where."""
    for key, pattern in _PATTERNS.items():
        if match := pattern.search(low):
            return key, match.span()
    return None
