"""The engines of Amazon RDS: versions, ports, and how each is told to take encrypted connections alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.architecture import Component


@dataclass(frozen=True, slots=True)
class Engine:
    """`versions` are the newest of each line, the one to take first; `tls_only` is a parameter and its value.

    `dms` is what the migration service calls it, `smallest` the smallest class that it runs on.
    """

    name: str
    title: str
    port: int
    versions: Mapping[str, str]
    tls_only: tuple[str, str] | None
    dms: str
    smallest: str = "db.t4g.micro"

    @property
    def is_aurora(self) -> bool:
        return self.name.startswith("aurora")

    @property
    def is_free(self) -> bool:
        """Whether AWS asks for no license."""
        return not self.name.startswith(("sqlserver", "oracle"))

    @property
    def speaks_postgres(self) -> bool:
        return "postgres" in self.name

    @property
    def dms_tls(self) -> str:
        """How the migration service encrypts: for some, only once it holds the certificate of the authority.

        https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html
        """
        return "require" if self.speaks_postgres or self.name.startswith("sqlserver") else "none"

    @property
    def dms_database(self) -> str:
        """What the migration service opens where no database is named; empty where it is to open none."""
        if self.speaks_postgres:
            return "postgres"
        return {"sqlserver": "master", "oracle": "ORCL"}.get(self.dms, "")

    def line(self, wanted: str) -> str | None:
        """The line that a version belongs to: 8.0 of 8.0.35."""
        return next((one for one in self.versions if f"{wanted}.".startswith(f"{one}.")), None)

    def family(self, line: str) -> str:
        """Of its parameter groups."""
        return (
            f"{self.name}-{line}.0" if self.name.startswith("sqlserver") else f"{self.name}{line}"
        )


_MYSQL_TLS = ("require_secure_transport", "1")
_POSTGRES_TLS = ("rds.force_ssl", "1")
_POSTGRES = Engine(
    "postgres",
    "PostgreSQL",
    5432,
    {"17": "17.11", "18": "18.4", "16": "16.15", "15": "15.19", "14": "14.24"},
    _POSTGRES_TLS,
    "postgres",
)
_ALL = (
    Engine(
        "aurora-postgresql",
        "Aurora PostgreSQL",
        5432,
        {"17": "17.7", "16": "16.13", "15": "15.18", "14": "14.24"},
        _POSTGRES_TLS,
        "aurora-postgresql",
        "db.t4g.medium",
    ),
    Engine(
        "aurora-mysql",
        "Aurora MySQL",
        3306,
        {"8.0": "8.0.mysql_aurora.3.12.0"},
        ("require_secure_transport", "ON"),
        "aurora",
        "db.t4g.medium",
    ),
    _POSTGRES,
    Engine("mysql", "MySQL", 3306, {"8.4": "8.4.11", "8.0": "8.0.46"}, _MYSQL_TLS, "mysql"),
    Engine(
        "mariadb",
        "MariaDB",
        3306,
        {"11.4": "11.4.12", "11.8": "11.8.8", "10.6": "10.6.28"},
        _MYSQL_TLS,
        "mariadb",
    ),
    Engine(
        "sqlserver-ex",
        "SQL Server Express",
        1433,
        {"16": "16.00.4255.1.v1", "15": "15.00.4480.2.v1"},
        _POSTGRES_TLS,
        "sqlserver",
        "db.t3.small",
    ),
    Engine("oracle-se2", "Oracle SE2", 1521, {}, None, "oracle", "db.t3.small"),
)
ENGINES: Mapping[str, Engine] = MappingProxyType({one.name: one for one in _ALL})
_ALSO: Mapping[str, Engine] = MappingProxyType(
    {
        "aurora": ENGINES["aurora-postgresql"],
        "postgresql": _POSTGRES,
        "sqlserver": ENGINES["sqlserver-ex"],
        "sql server": ENGINES["sqlserver-ex"],
        "oracle": ENGINES["oracle-se2"],
    }
)
_BURSTS = r"db\.t(?:3|4g)\.(?:micro|small|medium|large|xlarge|2xlarge)"
_OTHERS = r"db\.(?:m5|m6g|m6i|m7g|m7i|r5|r6g|r6i|r7g|r7i)\.(?:large|(?:2|4|8|12|16)?xlarge)"
CLASS = re.compile(f"{_BURSTS}|{_OTHERS}")
# Aurora runs on fewer of them.
AURORA_CLASS = re.compile(
    r"db\.t(?:3|4g)\.(?:medium|large)|db\.(?:r5|r6g|r6i|r7g|r7i)\.(?:large|(?:2|4|8|12|16)?xlarge)"
)


def engine(component: Component) -> Engine:
    """As it is asked for, or else as its label says."""
    return (
        named(component.setting("engine") or "") or _of_label(component.label.lower()) or _POSTGRES
    )


def named(text: str) -> Engine | None:
    plain = text.strip().lower()
    return ENGINES.get(plain) or _ALSO.get(plain)


def _of_label(label: str) -> Engine | None:
    if "aurora" in label:
        return ENGINES["aurora-mysql" if "mysql" in label else "aurora-postgresql"]
    known = {**_ALSO, **ENGINES}
    return next((one for name, one in known.items() if name in label), None)
