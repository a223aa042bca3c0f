"""The words that readers look for, where more than one reader does."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType


def wordset(text: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(text.split())


def _table(rows: Mapping[Fraction, str]) -> Mapping[str, Fraction]:
    return MappingProxyType(
        {word: factor for factor, words in rows.items() for word in words.split()}
    )


# In GiB. A terabyte counts as 1000 and a gigabyte as one GiB: what people mean by "1/4 TB" is 250.
BYTES = _table(
    {
        Fraction(10**6): "pb petabyte petabytes pib",
        Fraction(1000): "tb tbs terabyte terabytes tera teras terrabyte terrabytes terabytte",
        Fraction(1024): "tib tibs tebibyte tebibytes",
        Fraction(1): (
            "gb gbs gib gibs gig gigs gigabyte gigabytes gibibyte gibibytes giga gigas gbyte gbytes "
            "gigabites gigabite gigabtyes"
        ),
        Fraction(1, 1024): "mb mbs mib mibs meg megs megabyte megabytes mebibyte mebibytes",
    }
)
CPUS = wordset(
    "vcpu vcpus cpu cpus core cores vcore vcores thread threads processor processors "
    "kern kerne kernen prozessor prozessoren prozessorkerne"
)
HOURS = _table(
    {
        Fraction(1, 60): "minute minutes min mins minuten",
        Fraction(1): "hour hours hr hrs h stunde stunden std",
        Fraction(24): "day days tag tage tagen",
        Fraction(24 * 7): "week weeks wk wks woche wochen fortnightly",
        Fraction(24 * 14): "fortnight fortnights",
        Fraction(24 * 30): "month months monat monate monaten",
        Fraction(24 * 365): "year years yr yrs jahr jahre jahren",
    }
)
PEOPLE = wordset(
    "cousin cousins brothers sisters siblings neighbours neighbors relatives nephews nieces "
    "player players user users people person persons friend friends developer developers dev devs "
    "engineer engineers client clients customer customers kid kids colleague colleagues coworker "
    "coworkers tester testers student students pupil pupils gamer gamers folk folks teammate "
    "teammates member members employee employees guest guests seat seats slot slots analyst "
    "ppl peeps pals lads boys girls classmates roommates geschwister brüder schwestern mitschüler "
    "analysts programmer programmers coder coders human humans participant participants attendee "
    "attendees buddies buddy mates guys children men women family families "
    "spieler spielern spielerinnen nutzer nutzern benutzer benutzern leute leuten personen freunde "
    "freunden kollegen entwickler entwicklern schüler studenten mitarbeiter mitspieler kinder mann "
    "teilnehmer anwender gäste menschen connections ccu"
)
CROWDS = wordset("party group team crew class gang clan guild family squad gruppe runde klasse")
SERVERS = wordset(
    "server servers instance instances box boxes machine machines vm vms node nodes host hosts "
    "runner runners worker workers computer computers replica replicas webserver webservers "
    "gameserver gameservers ec2 ec2s copies workstation workstations desktop desktops bastion "
    "bastions agent agents vps vpses linuxserver "
    "servern instanz instanzen maschine maschinen rechner rechnern kiste kisten kopien"
)
SINGULAR_SERVERS = wordset(
    "server instance box machine vm node host runner worker computer webserver gameserver ec2 "
    "workstation desktop instanz maschine rechner kiste"
)
VISITS = wordset(
    "visit visits visitor visitors hit hits request requests pageview pageviews view views session "
    "sessions order orders besucher besuche besuchern aufrufe zugriffe anfragen"
)
