"""What a voice says for a text: numbers as words, abbreviations in full, foreign scripts in Latin letters.

What belongs here: text to speakable English text, pure. What does not: sounds (`phonemes.py`). The text itself,
its subtitles and the plan are never changed: this is for the voice alone.
"""

import re
import unicodedata
from collections.abc import Callable

from sparkle_motion_dagster.backends.speech import numerals

ABBREVIATIONS = {
    "mr": "Mister",
    "mrs": "Missus",
    "ms": "Miz",
    "messrs": "Messieurs",
    "dr": "Doctor",
    "prof": "Professor",
    "capt": "Captain",
    "cpt": "Captain",
    "sgt": "Sergeant",
    "lt": "Lieutenant",
    "col": "Colonel",
    "gen": "General",
    "cmdr": "Commander",
    "det": "Detective",
    "insp": "Inspector",
    "rev": "Reverend",
    "hon": "Honorable",
    "jr": "Junior",
    "sr": "Senior",
    "mt": "Mount",
    "ave": "Avenue",
    "blvd": "Boulevard",
    "vs": "versus",
    "etc": "et cetera",
    "approx": "approximately",
    "dept": "department",
}
DOTTED = (
    (re.compile(r"\be\.\s?g\.,?", re.I), "for example,"),
    (re.compile(r"\bi\.\s?e\.,?", re.I), "that is,"),
    (re.compile(r"\ba\.\s?k\.\s?a\.?", re.I), "also known as"),
    (re.compile(r"\ba\.m\.?(?=\W|$)", re.I), "A.M."),
    (re.compile(r"\bp\.m\.?(?=\W|$)", re.I), "P.M."),
    (re.compile(r"\bw/o\b", re.I), "without"),
    (re.compile(r"\bw/(?=\s)", re.I), "with"),
)
SYMBOLS = {
    "&": " and ",
    "+": " plus ",
    "=": " equals ",
    "@": " at ",
    "%": " percent ",
    "°": " degrees ",
    "½": " one half ",
    "¼": " one quarter ",
    "¾": " three quarters ",
    "×": " times ",
}
CURRENCIES = {
    "$": ("dollar", "cent"),
    "£": ("pound", "penny"),
    "€": ("euro", "cent"),
    "¥": ("yen", "sen"),
}
UNCOUNTED_PLURALS = {"yen": "yen", "sen": "sen", "penny": "pence"}
ACRONYMS = frozenset(
    {
        "AI", "BBC", "CEO", "CIA", "DJ", "DNA", "EU", "FBI", "GPS", "ID", "IOU", "IQ", "NASA", "OK", "SOS", "TV",
        "UFO", "UK", "UN", "USA", "VIP",
    }
)  # fmt: skip
"""Read as the dictionary has them even among shouted words."""
_MONEY = re.compile(
    r"([$£€¥])\s?(\d+(?:,\d{3})*)(?:\.(\d{1,2})(?!\d))?(?:\s(hundred|thousand|million|billion|trillion)\b)?"
)
_NUMBER = re.compile(r"(?<![\w.])[-−](?=\d)|\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+")
_STUTTER = re.compile(r"\b([A-Za-z]{1,3})-(?=\1)", re.I)
_ELONGATED = re.compile(r"\b\w*([A-Za-z])\1{2,}\w*\b")
_CONTROL_MARKS = re.compile(r"\{\\[^{}]*\}|</?[A-Za-z][^<>]{0,80}>|https?://\S+|%\{[^{}]*\}")


def spoken_text(text: str, known_word: Callable[[str], bool] = lambda word: True) -> str:
    """The text as it is to be said: ASCII letters, apostrophes, hyphens and `, . ? ! ; : — … " ( )`.

    Args:
        known_word: tells whether a word is in the voice's dictionary: finds "so" in "sooo", "please" in "pleeease".
    """
    said = _plain_marks(text)
    said = _abbreviations(said)
    said = _figures(said)
    for symbol, words in SYMBOLS.items():
        said = said.replace(symbol, words)
    said = _latin(said)
    said = _STUTTER.sub("", said)
    said = _ELONGATED.sub(lambda match: _shortened(match[0], known_word), said)
    said = _quiet_capitals(said)
    said = re.sub(r"[^A-Za-z' ,.?!;:—…\"()-]+", " ", said)
    said = re.sub(r"(?<![A-Za-z])-+|-+(?![A-Za-z])", " ", said)
    said = re.sub(r"\s+([,.?!;:…])", r"\1", said)
    return re.sub(r"\s+", " ", said).strip()


def is_speakable(said: str) -> bool:
    """True if a spoken text has anything to say: a letter."""
    return any(character.isalpha() for character in said)


def _plain_marks(text: str) -> str:
    said = unicodedata.normalize("NFC", text)
    said = _CONTROL_MARKS.sub(" ", said)
    said = re.sub(r"[‘’ʼ`´]", "'", said)
    said = re.sub(r"[“”„«»]", '"', said)
    said = re.sub(r"\.\s?\.\s?\.+|…+", "…", said)
    said = re.sub(r"\s*(?:--+|[—–―])\s*|\s+-\s+", lambda m: "–" if "–" in m[0] else "—", said)
    said = re.sub(r"(?<=\d)–(?=\d)", "-", said).replace("–", "—")
    said = re.sub(r"[。．]", ". ", said)
    said = re.sub(r"[、，]", ", ", said)
    said = said.replace("！", "! ").replace("？", "? ").replace("¿", " ").replace("¡", " ")
    said = re.sub(r"\r?\n\s*\n", ". ", said)
    return re.sub(r"[*_~#|\\^\[\]]+(?=\D|$)", " ", said)


def _abbreviations(said: str) -> str:
    for pattern, words in DOTTED:
        said = pattern.sub(words, said)
    said = re.sub(r"(\b[A-Z][a-z]+ )St\.(\s+[A-Z]|\s*$)", r"\1Street.\2", said)
    said = re.sub(r"\bSt\.(?=\s+[A-Z])", "Saint", said)
    said = re.sub(r"\bSt\.", "Street", said)
    said = re.sub(r"(?<=\d)\s?([AaPp])[Mm]\b\.?", lambda match: f" {match[1].upper()}.M.", said)
    said = re.sub(r"\b(\d)'(\d{1,2})\"?(?!\d)", r"\1 foot \2", said)
    said = re.sub(r"\b[Nn]o\.\s?(?=\d)|#(?=\d)", "number ", said)
    return re.sub(
        r"\b([A-Za-z]{2,6})\.(?=\s|,|$)(?=(\s+[A-Z0-9a-z])?)",
        lambda match: _abbreviation(match[1], said[match.end() :]),
        said,
    )


def _abbreviation(word: str, rest: str) -> str:
    full = ABBREVIATIONS.get(word.lower())
    ordinary_word_ends = word.lower() in {"hon", "gen", "col", "det", "mt", "ave", "sr", "ms"} and word[0].islower()
    if full is None or ordinary_word_ends:
        return f"{word}."
    ends_sentence = not rest.strip() and word.lower() in {"etc", "jr", "sr", "ave", "blvd"}
    return f"{full}." if ends_sentence else full


def _figures(said: str) -> str:
    said = _MONEY.sub(_money, said)
    said = re.sub(r"\b([01]?\d|2[0-3]):([0-5]\d)\b", lambda m: numerals.clock(int(m[1]), int(m[2])), said)
    said = re.sub(r"\bo'clock (?=[AP]\.?M)", "", said, flags=re.I)
    said = re.sub(r"'?\b((?:1[1-9]|20)\d0|[2-9]0)'?s\b", lambda m: numerals.decade(m[1]), said)
    said = re.sub(r"\b(\d{1,17})(?:st|nd|rd|th)\b", lambda m: numerals.ordinal(m[1]), said, flags=re.I)
    said = re.sub(r"\b1/2\b", "one half", said)
    said = re.sub(r"\b([13])/4\b", lambda m: "one quarter" if m[1] == "1" else "three quarters", said)
    said = re.sub(r"\b(\d{3})-(\d{4})\b", lambda m: f"{numerals.digits(m[1])}, {numerals.digits(m[2])}", said)
    said = re.sub(r"(?<=\d)\s?-\s?(?=\d)", " to ", said)
    said = re.sub(r"(?<=\d)/(?=\d)", " over ", said)
    said = re.sub(r"(\d)([A-Za-z]|°)", r"\1 \2", said)
    said = re.sub(r"([A-Za-z])-?(\d)", r"\1 \2", said)
    return _NUMBER.sub(_number, said)


def _money(match: re.Match[str]) -> str:
    unit, subunit = CURRENCIES[match[1]]
    amount, cents, scale = match[2].replace(",", ""), match[3], match[4]
    if scale:
        number = numerals.decimal(amount, cents) if cents else numerals.cardinal(amount)
        return f"{number} {scale} {_plural(unit, '2')}"
    said = f"{numerals.cardinal(amount)} {_plural(unit, amount)}"
    if cents and int(cents):
        small = str(int(cents.ljust(2, "0")))
        said += f" and {numerals.cardinal(small)} {_plural(subunit, small)}"
    return said


def _plural(unit: str, amount: str) -> str:
    return unit if amount == "1" else UNCOUNTED_PLURALS.get(unit, f"{unit}s")


def _number(match: re.Match[str]) -> str:
    figure = match[0]
    if figure in "-−":
        return "minus "
    if "." in figure:
        whole, fraction = figure.replace(",", "").split(".")
        return numerals.decimal(whole, fraction)
    if re.fullmatch(r"1[1-9]\d\d|20[1-9]\d", figure):
        return numerals.year(figure)
    return numerals.cardinal(figure.replace(",", ""))


def _latin(said: str) -> str:
    """Letters of any script in ASCII letters; emoji and other signs are not said."""
    if said.isascii():
        return said
    from anyascii import anyascii

    pieces = []
    for character in said:
        if character.isascii() or character in "—…":
            pieces.append(character)
        elif unicodedata.category(character)[0] in "LMN":
            letters = anyascii(character)
            syllabic = unicodedata.category(character) == "Lo" and len(letters) > 1
            pieces.append(f" {letters} " if syllabic else letters)
        else:
            pieces.append(" ")
    # A digit of another script has become an ASCII one.
    return _NUMBER.sub(_number, "".join(pieces))


def _shortened(word: str, known_word: Callable[[str], bool]) -> str:
    """An elongated word ("nooo", "pleeease") as the dictionary has it, else with its letters doubled at most."""
    single = re.sub(r"([A-Za-z])\1{2,}", r"\1", word)
    double = re.sub(r"([A-Za-z])\1{2,}", r"\1\1", word)
    for candidate in (double, single) if len(single) > 2 else (single, double):
        if known_word(candidate.lower()):
            return candidate
    return double


def _quiet_capitals(said: str) -> str:
    """SHOUTED WORDS in small letters, so that they are read as words; known acronyms stay."""
    return re.sub(r"\b[A-Z][A-Z']{2,}\b", lambda m: m[0] if m[0] in ACRONYMS else _lowered(m[0], said), said)


def _lowered(word: str, said: str) -> str:
    shouted = [other for other in re.findall(r"\b[A-Z][A-Z']{1,}\b", said) if other not in ACRONYMS]
    vowels = sum(letter in "AEIOUY" for letter in word)
    # Alone among small letters and without a vowel, capitals are initials ("the NHS").
    return word.lower() if vowels or len(shouted) > 1 else word
