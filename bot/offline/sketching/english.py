"""Says a German request in English, word by word, as far as nouns and verbs of infrastructure go."""

import re

from bot.offline.reading.said import said

_NP = r"(?P<object>(?:(?!\b(?:und|oder|die|der|das|welche[rs]?)\b[^,.;]*$)[^,.;\n])+?)"
_END = r"(?=\s*(?:[,.;\n]|$|\bund\b|\boder\b))"
_RELATIVE = r",?\s*\b(?:die|der|das|den|welche[rs]?)\s+"

# The verb stands last in a German clause beside another, and may come apart in a main clause.
_VERBS = (
    ("triggers", r"auslös(?:t|en)|anstö(?:ß|ss)t|starte[tn]|anstö(?:ß|ss)en"),
    ("calls", r"aufruf(?:t|en)|nutz(?:t|en)|benutz(?:t|en)|verwende[tn]|abfrag(?:t|en)|anspr(?:icht|echen)"),
    ("writes", r"schreib(?:t|en)|speicher[tn]|ableg(?:t|en)|sende[tn]|schick(?:t|en)|liefer[tn]|veröffentlich(?:t|en)|weiterleite[tn]"),
    ("reads", r"lies(?:t)|lesen|verarbeite[tn]|empfäng(?:t)|empfangen|abhol(?:t|en)"),
    ("protects", r"schütz(?:t|en)|absicher[tn]"),
    ("monitors", r"überwach(?:t|en)"),
)  # fmt: skip
_APART = (
    (r"\b(?:löst|lösen)\s+" + _NP + r"\s+aus" + _END, r"triggers \g<object>"),
    (r"\b(?:stößt|stoßen)\s+" + _NP + r"\s+an" + _END, r"triggers \g<object>"),
    (r"\b(?:ruft|rufen)\s+" + _NP + r"\s+auf" + _END, r"calls \g<object>"),
    (r"\b(?:legt|legen)\s+" + _NP + r"\s+ab" + _END, r"stores \g<object>"),
    (r"\b(?:leitet|leiten)\s+" + _NP + r"\s+weiter" + _END, r"forwards \g<object>"),
)
_WORDS: tuple[tuple[str, str], ...] = (
    (r"\b(sqs|sns|s3|ec2|rds|ecs|eks|efs|kms|iam|waf|lambda|dynamodb|cloudfront|kinesis|rest|http|websocket|redis|postgres(?:ql)?|mysql|cognito|glue|step)-(?=[a-zäöü])", r"\1 "),
    (r"eigene[nmrs]?", "own"),
    (r"(?<=\w)-(?=(?:server|bucket|funktion|warteschlange|tabelle|datenbank|instanz|cluster|lambda|dienst)(?:s|n|en)?\b)", " "),
    (r"nächtlich|jede\s+nacht", "every night"),
    (r"täglich|jeden\s+tag", "daily"),
    (r"stündlich|jede\s+stunde", "hourly"),
    (r"wöchentlich|jede\s+woche", "weekly"),
    (r"jeden\s+morgen", "every morning"),
    (r"jeden\s+abend", "every evening"),
    (r"werktags|an\s+werktagen|jeden\s+werktag", "on weekdays"),
    (r"montags?", "monday"),
    (r"dienstags?", "tuesday"),
    (r"mittwochs?", "wednesday"),
    (r"donnerstags?", "thursday"),
    (r"freitags?", "friday"),
    (r"samstags?", "saturday"),
    (r"sonntags?", "sunday"),
    (r"um\s+(?=\d)", "at "),
    (r"mitternacht", "midnight"),
    (r"alle(?:n|r|s)?", "every"),
    (r"nacheinander|hintereinander|der\s+reihe\s+nach", "one after the other"),
    (r"(?:bei|im)\s+(?:einem\s+)?(?:fehlerfall|fehlern?)|wenn\s+(?:etwas|was|eine?r?)\s+(?:fehlschlägt|schiefgeht|schief\s+geht)", "on failure"),
    (r"(?:bei|nach)\s+(?:jedem|einem)\s+upload|beim\s+(?:upload|hochladen)", "on every upload"),
    (r"(?:bei|für|über)\s+neue[nr]?\s+(?:dateien|objekte[n]?|uploads?)", "on every new file"),
    (r"benachrichtigt\s+(?:wird|werden)", "is notified"),
    (r"abonnenten?", "subscriber"),
    (r"(?:bei|für)\s+jede[rm]?\s+neuen?\s+(?:datei|objekt)", "on every new file"),
    (r"sobald|wenn", "when"),
    (r"hochgeladen\s+(?:wird|werden|wurde)", "is uploaded"),
    (r"(?:ankommt|eintrifft|landet|abgelegt\s+wird)", "arrives"),
    (r"dateien", "files"),
    (r"datei", "file"),
    (r"sichtbarkeit(?:s-?timeout)?", "visibility"),
    (r"versuchen?", "attempts"),
    (r"läuft|laufen", "runs"),
    (r"startet|starten", "starts"),
    (r"regel", "rule"),
    (r"regeln", "rules"),
    (r"zeitplan", "schedule"),
    (r"über", "via"),
    (r"auf(?=\s+[\w]+(?:\s+(?:und|mit|,)|\s*[,.;]|\s*$))", "on"),
    (r"dead[- ]letter[- ](?:queue|warteschlange)", "dead-letter queue"),
    (r"warteschlangen", "queues"),
    (r"warteschlange", "queue"),
    (r"funktionen", "functions"),
    (r"funktion", "function"),
    (r"tabellen", "tables"),
    (r"tabelle", "table"),
    (r"datenbanken", "databases"),
    (r"datenbank(?:server)?", "database"),
    (r"themen", "topics"),
    (r"thema", "topic"),
    (r"zwischenspeicher", "cache"),
    (r"lastverteiler|lastenverteiler|load ?balancer", "load balancer"),
    (r"verteilung", "distribution"),
    (r"zustandsmaschine", "state machine"),
    (r"dateisystem", "file system"),
    (r"datenstrom", "data stream"),
    (r"zertifikat", "certificate"),
    (r"geheimnis", "secret"),
    (r"schlüssel", "key"),
    (r"rolle", "role"),
    (r"instanzen", "instances"),
    (r"instanz", "instance"),
    (r"rechner", "machine"),
    (r"webserver", "web server"),
    (r"subnetz(?:e[n]?|en)?", "subnets"),
    (r"verfügbarkeitszonen?", "availability zones"),
    (r"öffentliche[nrsm]?", "public"),
    (r"private[nrsm]?", "private"),
    (r"interne[nrsm]?", "internal"),
    (r"versionierte[nrsm]?", "versioned"),
    (r"versionierung", "versioning"),
    (r"verschlüsselte[nrsm]?", "encrypted"),
    (r"aufbewahrung", "retention"),
    (r"(?:ein|zu)?(?:schalte?n?|aktiviere?n?)", "enable"),
    (r"ich\s+(?:brauche|möchte|hätte gern(?:e)?|will)|wir\s+(?:brauchen|wollen|möchten|hätten gern(?:e)?)", "we need"),
    (r"bitte", "please"),
    (r"anstelle\s+(?:von|de[rsm])|anstatt|statt", "instead of"),
    (r"(?:bereits |schon )?(?:bestehende|vorhandene|existierende)[nmrs]?", "existing"),
    (r"meine[nmrs]?|mein", "my"),
    (r"unsere?[nmrs]?", "our"),
    (r"eigene[nmrs]?", "own"),
    (r"kein(?:e[nmrs]?)?", "no"),
    (r"nicht", "not"),
    (r"ohne", "without"),
    (r"davor", "in front of it"),
    (r"dahinter", "behind it"),
    (r"zwischen", "between"),
    (r"vor", "in front of"),
    (r"hinter", "behind"),
    (r"für", "for"),
    (r"namens", "named"),
    (r"ins|in\s+(?:eine[nmrs]?|d(?:as|en|ie|er|em))", "in the"),
    (r"(?:noch\s+eine?[nmrs]?|weitere[nrs]?)", "another"),
    (r"eine?[nmrs]?", "a"),
    (r"der|die|das|den|dem|des", "the"),
    (r"zwei", "two"),
    (r"drei", "three"),
    (r"vier", "four"),
    (r"fünf", "five"),
    (r"sechs", "six"),
    (r"jede[nrms]?", "each"),
    (r"und", "and"),
    (r"oder", "or"),
    (r"mit", "with"),
    (r"von", "from"),
    (r"aus", "from"),
    (r"nach|zu[rm]?", "to"),
    (r"tage[n]?", "days"),
    (r"wochen?", "weeks"),
    (r"minuten", "minutes"),
    (r"stunden?", "hours"),
)  # fmt: skip
# Whoever writes shortly writes few of the words that give a language away.
_ALSO_GERMAN = re.compile(
    r"\b(?:alle[nrs]?|jede[nmrs]?|auf|aus|bei|beim|eigene[nmrs]?|eine[nmrs]?|ein|er|fehler|ich|ist|keine?|laufen|läuft|mit|minuten|nach|nacht|"
    r"oder|bestehende[nmrs]?|vorhandene[nmrs]?|meine[nmrs]?|unsere?[nmrs]?|kein(?:e[nmrs])?|ohne|vor|brauch\w*|ne|der|die|das|für|hinter|sein|sobald|soll|stunden?|täglich|stündlich|tabelle[n]?|datenbank|warteschlange[n]?|uhr|und|verschlüsselt|versuche[n]?|von|wenn|wird|zwei|drei|über)\b"
)
_ENOUGH = 2
LONGEST_GERMAN = 2000


def _is_german(text: str) -> bool:
    return said(text).german or len(_ALSO_GERMAN.findall(text.lower())) >= _ENOUGH


def in_english(text: str) -> str:
    """The text itself unless it is German; a German text beyond any request stays as it is too."""
    if not _is_german(text) or len(text) > LONGEST_GERMAN:
        return text
    for pattern, english in _APART:
        text = re.sub(pattern, english, text, flags=re.IGNORECASE)
    for english, verb in _VERBS:
        text = re.sub(
            rf"{_RELATIVE}{_NP}\s+(?:{verb}){_END}",
            rf" that {english} \g<object>",
            text,
            flags=re.IGNORECASE,
        )
        text = re.sub(rf"\b(?:{verb})\b", english, text, flags=re.IGNORECASE)
    for german, english in _WORDS:
        bounded = german if german.startswith(r"\b") else rf"\b(?:{german})\b"
        text = re.sub(bounded, english, text, flags=re.IGNORECASE)
    return re.sub(r"[ \t]+", " ", text)
