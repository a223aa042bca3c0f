"""The names of services, the sure ones and the likely ones."""

import pytest

from bot.domain.services import GUESSED, LIKELY, SERVICES, named, named_loosely


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("Datenbank Kunden", ("rds", GUESSED)),
        ("Kundendatenbank", ("rds", GUESSED)),
        ("Kunden-Datenbank", ("rds", GUESSED)),
        ("Speicher", ("s3", GUESSED)),
        ("Warteschlange Versand", ("sqs", LIKELY)),
        ("Bestell-Warteschlange", ("sqs", LIKELY)),
        ("Funktion", ("lambda", LIKELY)),  # codespell:ignore funktion
        ("Zahlungsfunktion", ("lambda", LIKELY)),
        ("Lastverteiler", ("alb", LIKELY)),
        ("Nutzer", ("user", LIKELY)),
        ("Benachrichtigung", ("sns", LIKELY)),
        ("SCHLÜSSEL", ("kms", LIKELY)),
        ("Base de datos", ("rds", GUESSED)),
        ("Cola de mensajes", ("sqs", LIKELY)),
        ("Utilisateurs", ("user", LIKELY)),
        ("Funktionstest", None),
        ("Payments", None),
        ("", None),
    ],
)
def test_a_common_noun_is_a_likely_name(label: str, meant: tuple[str, float] | None) -> None:
    assert named_loosely(label) == meant


def test_no_common_noun_is_the_name_of_another_service() -> None:
    for service in SERVICES.values():
        for word in service.words:
            assert named(word) in (None, service.name)
