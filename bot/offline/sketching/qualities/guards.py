"""What can be said of who is let in and out."""

import re

from bot.offline.sketching.qualities.quality import Quality, quality

# Stands in for domains that were not told.
NO_DOMAIN = ".example.invalid"
_HOST = r"\.?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,24}"
_HOSTS = rf"{_HOST}(?:(?:,| and|, and| or) {_HOST}){{0,12}}"
_NAMES = r"(?:domains?|domain names?|hosts?|host ?names?|fqdns?|sites?|websites?)"
_SIGN_UP = r"(?:self[- ]?(?:service )?(?:sign[- ]?ups?|registration|registering)|selbst-?registrierung|public sign[- ]?ups?|sign[- ]?ups?|registration)"


def _domains(match: re.Match[str]) -> str:
    hosts = match.groupdict().get("v")
    return ",".join(re.findall(_HOST, hosts)) if hosts else NO_DOMAIN


QUALITIES: tuple[Quality, ...] = (
    quality("cognito", "admin-only", rf"\b(?:no|without|disabled?|kein\w*|ohne|forbid\w*|never|not? allow\w*)(?: any| user)?[ -]{_SIGN_UP}\b"),
    quality("cognito", "admin-only", rf"\b{_SIGN_UP}(?: is| must be| should be)?[ :=]+(?:disabled|off|not allowed|forbidden|switched off|turned off|aus|false)\b|\b(?:users?|people|nobody|customers?) (?:can ?not|can['’]?t|must not|may not|can|may) (?:register|sign(?:ing)? up) (?:themselves|by themselves|on their own)\b", lambda match: None if re.search(r"^(?:users?|people|customers?) (?:can|may) [rs]", match[0]) else "on"),
    quality("networkfirewall", "allow-domains", rf"\b(?:allow(?:s|ing|ed)?|permit(?:s|ting|ted)?|let(?:s|ting)?(?: through)?)(?: traffic)?(?: only| just)(?: traffic| calls| access| connections)?(?: to| for)? (?P<v>{_HOSTS})", _domains),
    quality("networkfirewall", "allow-domains", rf"\bonly (?:allow(?:s|ing|ed)?|permit(?:s|ting)?|let(?:s|ting)?(?: through)?)(?: traffic| calls| access)?(?: to| for)? (?P<v>{_HOSTS})", _domains),
    quality("networkfirewall", "allow-domains", rf"\b(?:allow(?:s|ing|ed)?|permit(?:s|ting)?)(?: traffic| access)?(?: to)? only(?: traffic)?(?: to| for)?(?: an?| some| the| certain| given| listed)?(?: \w+)? ?(?:list|set)? ?(?:of )?{_NAMES}\b|\bonly (?:allow|permit|let)\w*(?: \w+){{0,4}} {_NAMES}\b|\b(?:allow|white)[- ]?list(?:s|ed|ing)?\b(?= (?:of|for|with) {_NAMES}|[^.;\n]{{0,30}}\b{_NAMES}\b)", _domains),
    quality("networkfirewall", "deny-domains", rf"\b(?:block|den(?:y|ie)|reject|refuse|forbid)(?:s|ing|ed)?(?: traffic| access| calls)?(?: to)? (?P<v>{_HOSTS})", _domains),
    quality("networkfirewall", "drop", r"\b(?:drop|block|den(?:y|ie)|discard)(?:s|ing|ped|ping|ed)?(?: all| any)?(?: inbound| outbound)? (?P<v>icmp|udp|tcp)\b", lambda match: match["v"]),
)  # fmt: skip
