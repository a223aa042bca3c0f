"""The ports that services are known by."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

SERVICES: Mapping[str, tuple[tuple[Literal["tcp", "udp"], int], ...]] = MappingProxyType(
    {
        "ssh": (("tcp", 22),),
        "sftp": (("tcp", 22),),
        "http": (("tcp", 80),),
        "https": (("tcp", 443),),
        "rdp": (("tcp", 3389),),
        "postgres": (("tcp", 5432),),
        "postgresql": (("tcp", 5432),),
        "mysql": (("tcp", 3306),),
        "mariadb": (("tcp", 3306),),
        "redis": (("tcp", 6379),),
        "mongodb": (("tcp", 27017),),
        "smtp": (("tcp", 25),),
        "dns": (("tcp", 53), ("udp", 53)),
        "wireguard": (("udp", 51820),),
        "openvpn": (("udp", 1194),),
        "vnc": (("tcp", 5900),),
        "bedrock": (("udp", 19132),),
        "minecraft": (("tcp", 25565),),
    }
)
WEB_PORTS = frozenset({80, 443, 8080, 8443})
GAME_PORTS = frozenset({19132, 19133, 25565, 27015, 2456, 2457, 7777, 34197, 8211, 51820, 1194})
