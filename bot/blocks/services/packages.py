"""What people call a program, and the package that it is in: each system has names of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

AMAZON, DEBIAN = "dnf", "apt"
_REFRESH: Mapping[str, str] = MappingProxyType(
    {AMAZON: "dnf makecache", DEBIAN: "apt-get update -o APT::Update::Error-Mode=any"}
)
_INSTALL: Mapping[str, str] = MappingProxyType(
    {AMAZON: "dnf install -y", DEBIAN: "DEBIAN_FRONTEND=noninteractive apt-get install -y"}
)


@dataclass(frozen=True, slots=True)
class Package:
    """`unit` is what Amazon Linux is to start after `first`; Debian's kind starts what it installs."""

    amazon: str
    debian: str
    unit: str = ""
    first: str = ""


def _same(name: str, unit: str = "") -> Package:
    return Package(name, name, unit)


_APACHE = Package("httpd", "apache2", "httpd")
_MYSQL = Package("mariadb105-server", "default-mysql-server", "mariadb")
_MARIADB = Package("mariadb105-server", "mariadb-server", "mariadb")
_POSTGRES = Package("postgresql16-server", "postgresql", "postgresql", "postgresql-setup --initdb")
_JAVA = Package("java-21-amazon-corretto-headless", "default-jre-headless")
KNOWN: Mapping[str, Package] = MappingProxyType(
    {
        **dict.fromkeys(("apache", "apache2", "httpd"), _APACHE),
        **dict.fromkeys(("mysql", "mysql-server"), _MYSQL),
        **dict.fromkeys(("mariadb", "mariadb-server"), _MARIADB),
        **dict.fromkeys(("postgres", "postgresql", "postgresql-server"), _POSTGRES),
        **dict.fromkeys(("java", "openjdk"), _JAVA),
        **dict.fromkeys(("docker", "docker.io"), Package("docker", "docker.io", "docker")),
        **dict.fromkeys(("redis", "redis-server"), Package("redis6", "redis-server", "redis6")),
        **dict.fromkeys(("python", "python3"), _same("python3")),
        **{one: _same(one, one) for one in ("nginx", "haproxy", "squid", "memcached")},
        **{one: _same(one) for one in ("git", "jq", "unzip", "htop", "tmux", "nodejs")},
        "pip": _same("python3-pip"),
        "php": Package("php8.3", "php"),
    }
)  # fmt: skip


def installing(kind: str, wanted: Sequence[str]) -> Iterator[str]:
    """One by one, so that a name which the system does not have stops nothing.

    The way to the packages takes a while to be there.
    """
    if wanted:
        yield f"for attempt in $(seq 30); do {_REFRESH[kind]} && break; sleep 10; done"
    for name in wanted:
        found = KNOWN.get(name, Package(name, name))
        yield f"{_INSTALL[kind]} {found.amazon if kind == AMAZON else found.debian}"
        if kind == AMAZON and found.unit:
            yield from filter(None, (found.first, f"systemctl enable --now {found.unit}"))


def unknown(wanted: Sequence[str]) -> list[str]:
    return [one for one in wanted if one not in KNOWN]
