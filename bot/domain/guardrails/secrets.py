"""No password and no key in plain sight."""

import re
from collections.abc import Iterator
from typing import Any

from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import Path, function, walk
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
# A setting's value is as plain as the setting.
_ELSEWHERE = re.compile(r"\$\{(?![^}]*\.Value\})")
_HOLDERS = ("Properties", "Metadata")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for path, one in walk(judged.body):
        if any(KEYS.search(text) for text in _texts(judged, one)):
            yield Flaw(path, f"{_place(path)} holds what looks like a key or a password.")
    for made in judged.made:
        for path, one in walk(made.properties, made.path):
            if _is_plain_secret(judged, path, one):
                yield Flaw(path, f"{_place(path)} is in plain sight in the template.")


def _is_plain_secret(judged: Judged, path: Path, value: Any) -> bool:
    name = path[-1]
    if not _SECRET.search(name) or _NAMES_ONE.search(name):
        return False
    return any(_is_written_out(one) for one in _texts(judged, value))


def _texts(judged: Judged, value: object) -> tuple[str, ...]:
    return judged.scope.texts(value) if isinstance(value, str) or function(value) else ()


def _is_written_out(text: str) -> bool:
    elsewhere = text.startswith("arn:") or "{{resolve:" in text or _ELSEWHERE.search(text)
    return bool(text.strip()) and not elsewhere


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
