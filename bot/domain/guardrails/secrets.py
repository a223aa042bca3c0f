"""No password and no key in plain sight."""

import re
from collections.abc import Iterator
from typing import Any

from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import Path, function, mapping, walk
from bot.domain.judged import Judged

# What keys look like wherever they stand.
KEYS = re.compile(
    r"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    r"|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bgithub_pat_\w{30,}"
    r"|\bsk-[A-Za-z0-9_-]{30,}"
    r"|\bsk_live_[A-Za-z0-9]{20,}"
    r"|\bAIza[A-Za-z0-9_-]{35}"
    r"|\b[a-z][a-z+]*://[^/\s:@$]+:[^/\s:@$]{3,}@"
)
# Properties and variables that hold a secret, and what merely names one.
_SECRET = re.compile(
    r"pass(word|wd|phrase)|secret|auth_?token|api_?key|private_?key|access_?key|credential",
    re.IGNORECASE,
)
_NAMES_ONE = re.compile(
    r"(arn|name|id|url|uri|path|key_?id|ref|version|policy|rotation|length|enabled|management|manager"
    r"|expir\w*|expression|required|source|strategy|days|status|type|encryption\w*|field|header|managed?|prefix|region|template\w*|table|store"
    r"|managemasteruserpassword|generatesecretstring|generatesecret|generatestringkey)$|^(manage|generate|exclude|require)",
    re.IGNORECASE,
)
# What is on or off, an age or a length, or only stands for a secret is none; nor is a setting of a database that
# is called after one.
_SWITCH = re.compile(r"(?:true|false|on|off|\d{1,5}|\*+)?", re.IGNORECASE)
_OF_A_DATABASE = re.compile(r"::(?:\w*ParameterGroup)$")
# A setting's value is as plain as the setting.
_ELSEWHERE = re.compile(r"\$\{(?![^}]*\.Value\})")
_HOLDERS = ("Properties", "Metadata")
_NAMES = ("Name", "OptionName")
# Stands for a variable's name that only AWS works out: it may be any.
_UNREADABLE = "secret"
# A build's variable that is the name of a secret.
_LOOKED_UP = frozenset({"PARAMETER_STORE", "SECRETS_MANAGER"})


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for path, one in walk(judged.body):
        if any(KEYS.search(text) for text in _texts(judged, one)):
            yield Flaw(path, f"{_place(path)} holds what looks like a key or a password.")
    for made in judged.made:
        if _OF_A_DATABASE.search(made.type):
            continue
        for path, one in walk(made.properties, made.path):
            for name, value in ((path[-1], one), *_pairs(judged, one)):
                if _is_plain_secret(judged, name, value):
                    where = path if name == path[-1] else (*path, name)
                    yield Flaw(path, f"{_place(where)} is in plain sight in the template.")


def _pairs(judged: Judged, entry: Any) -> Iterator[tuple[str, Any]]:
    """A variable as containers and builds have it: its name and its value side by side."""
    inside = mapping(entry)
    if "Value" in inside and _LOOKED_UP.isdisjoint(judged.scope.texts(inside.get("Type"))):
        for key in _NAMES:
            for name in judged.scope.texts(inside.get(key)):
                yield (_UNREADABLE if "${" in name else name), inside["Value"]


def _is_plain_secret(judged: Judged, name: str, value: Any) -> bool:
    if not _SECRET.search(name) or _NAMES_ONE.search(name):
        return False
    return any(_is_written_out(one) for one in _texts(judged, value))


def _texts(judged: Judged, value: object) -> tuple[str, ...]:
    is_one = isinstance(value, str | int) or function(value)
    return judged.scope.texts(value) if is_one else ()


def _is_written_out(text: str) -> bool:
    elsewhere = text.startswith("arn:") or "{{resolve:" in text or _ELSEWHERE.search(text)
    return not _SWITCH.fullmatch(text.strip()) and not elsewhere


def _place(path: Path) -> str:
    inside = [one for one in path[2:] if one not in _HOLDERS]
    return f"{path[1]} ({'.'.join(inside)})" if len(path) > 1 and inside else ".".join(path)


GUARDRAIL = Guardrail(
    id="plaintext-secret",
    title="No password and no key in plain sight",
    why="A template is shown in the thread and kept by AWS for everybody who may read the stack.",
    fix="Have AWS make it: ManageMasterUserPassword for a database, or AWS::SecretsManager::Secret with "
    "GenerateSecretString and its ARN handed over.",
    flaws=_flaws,
)
