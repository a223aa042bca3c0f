"""Who is in the workspace: a small team, its channels and the bot. Ids are fixed."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    real_name: str
    title: str
    color: str


@dataclass(frozen=True)
class Channel:
    id: str
    name: str
    topic: str = ""
    is_private: bool = False
    has_bot: bool = True
    user: str | None = None

    @property
    def is_im(self) -> bool:
        return self.user is not None

    @property
    def kind(self) -> str:
        """The word Slack uses for this kind of conversation in scopes and event names."""
        if self.is_im:
            return "im"
        return "groups" if self.is_private else "channels"


@dataclass(frozen=True)
class Bot:
    user_id: str = "U0GPTAWS01"
    bot_id: str = "B0GPTAWS01"
    app_id: str = "A0GPTAWS01"
    name: str = "gpt-to-aws"


MAYA = Person("U0MAYA0001", "maya", "Maya Okafor", "Platform engineer", "#2f6f4f")
JONAS = Person("U0JONAS001", "jonas", "Jonas Lindqvist", "Game developer", "#b35a1f")
PRIYA = Person("U0PRIYA001", "priya", "Priya Raman", "Head of engineering", "#6b4fa0")
TOM = Person("U0TOM00001", "tom", "Tom Becker", "Intern, second week", "#2a6fa8")

INFRASTRUCTURE = Channel("C0INFRA001", "infrastructure", "Servers, stacks and what they cost")
GAMES = Channel("C0GAMES001", "games", "Friday evenings need a server")
RANDOM = Channel("C0RANDOM01", "random", "Everything else")


@dataclass(frozen=True)
class Team:
    id: str = "T0SANDBOX1"
    name: str = "Blockworks"
    domain: str = "blockworks"
    bot: Bot = field(default_factory=Bot)
    people: tuple[Person, ...] = (MAYA, JONAS, PRIYA, TOM)
    rooms: tuple[Channel, ...] = (INFRASTRUCTURE, GAMES, RANDOM)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The rooms, then one direct conversation with the bot for each person."""
        direct = (Channel("D" + person.id[1:], "", user=person.id) for person in self.people)
        return (*self.rooms, *direct)

    def person(self, user: str) -> Person | None:
        return next((p for p in self.people if p.id == user), None)

    def channel(self, name_or_id: str) -> Channel | None:
        wanted = name_or_id.removeprefix("#")
        by_id = (c for c in self.channels if c.id == name_or_id)
        by_name = (c for c in self.rooms if c.name == wanted)
        return next(by_id, None) or next(by_name, None)

    def direct(self, user: str) -> Channel | None:
        return next((c for c in self.channels if c.user == user), None)
