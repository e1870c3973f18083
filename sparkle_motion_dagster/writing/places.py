"""Where, when and in what weather: read from scene headings and from prose.

What belongs here: place names, times of day and weather in words. What does not: what a place looks like when drawn.
"""

import re

from sparkle_motion_dagster.film.plan import TimeOfDay, Weather
from sparkle_motion_dagster.writing.script import Place

_INSIDE = re.compile(r"^(INT|EXT|EST|I)\b[./ ]*(?:(INT|EXT|E)\b[. ]*)?", re.IGNORECASE)
_TIMES: tuple[tuple[TimeOfDay, str], ...] = (
    ("dawn", r"dawn|sun ?rise|first light|day ?break"),
    ("dusk", r"dusk|sun ?set|twilight|nightfall|magic hour|golden hour|last light"),
    ("afternoon", r"late afternoon|afternoon"),
    ("night", r"night|midnight|moonlight|moonlit|starlight|under the stars"),
    ("morning", r"morning|breakfast"),
    ("evening", r"evening|supper"),
    ("day", r"day|noon|midday|daylight|daytime"),
)
_STATES = r"moving|in motion|travell?ing|driving|parked|stationary|flying|at sea|underway|under way"
"""What a car or ship of a heading does: it is the same place."""
_GOES_ON = r"continuous|later|moments later|same(?: time)?|meanwhile|then"
_WEATHERS: tuple[tuple[Weather, str], ...] = (
    ("storm", r"thunder\w*|lightning|(?:the|a|storm\w*) storm|storm|stormy|tempest|hurricane"),
    (
        "snow",
        r"snow(?!\s?(?:globe|man|ball|shoe|white))(?:ing|s|y|flakes?|fall|storm|drifts?)?|blizzard|flurries|sleet",
    ),
    ("rain", r"rain(?!\s?(?:coat|boots?|bow|hat))(?:s|ing|y|drops?|storm)?|drizzle|downpour|pouring|sodden|wet street"),
    ("fog", r"fog|foggy|mist|misty|haze|hazy"),
    ("wind", r"wind(?!\s?(?:ow|s? (?:up|down)))|windy|gale|gusts?|breeze|blustery"),
    ("cloudy", r"overcast|cloudy|grey sky|gray sky|clouds gather\w*|clouds"),
    ("clear", r"clear sky|cloudless|sunlight|sunny|sunshine|the sun (?:shines|comes out|breaks through)|blue sky"),
)
_ENDS = r"stops|stopped|eases|eased|clears|cleared|passes|passed|dies|ends|ended|lifts|lifted|is over|fades|moves on"

_PLACE_WORDS: dict[bool, str] = {
    True: "living room|sitting room|lamp room|kitchen|bedroom|attic|bathroom|hallway|office|library|workshop|"
    "studio|bakery|"
    "cafe|café|bar|pub|tavern|inn|restaurant|diner|shop|store|classroom|school|hospital|museum|theatre|theater|church|"
    "spaceship|cockpit|space station|cave|cavern|cabin|cottage|castle|great hall|hall|train|carriage|compartment|"
    "cellar|"
    "basement|barn|stable|room|house|tower|laboratory|lab",
    False: "street|alley|road|lane|city|rooftop|square|market|bridge|park|playground|forest|woods?|jungle|meadow|field|"
    "farm|orchard|mountain|mountains|peak|hill|hilltop|valley|desert|dunes?|beach|shore|coast|sea|ocean|lake|pond|river|"
    "stream|ship|boat|harbour|harbor|quay|pier|dock|lighthouse|cliffs?|island|garden|yard|snow field|snowfield|ice|"
    "station|platform|village|moor|marsh|planet|moon",
}  # fmt: skip
_LED = (
    r"(?:in|at|on|into|onto|to|inside|through|across|along|reach(?:es|ed)?|near|by|under|outside|beyond|over|above|below|"
    r"of|from|enter(?:s|ed)?|beside|behind|down|up|around|toward|towards)"
)


def _first(table: tuple[tuple[TimeOfDay, str], ...] | tuple[tuple[Weather, str], ...], text: str) -> str | None:
    """The entry whose word stands first in the text."""
    found = [(match.start(), name) for name, words in table if (match := re.search(rf"\b(?:{words})\b", text, re.I))]
    return min(found)[1] if found else None


def read_heading(heading: str) -> Place:
    """A scene heading taken apart: "INT. LIGHTHOUSE - LAMP ROOM - NIGHT (RAIN)"."""
    opened = _INSIDE.match(heading)
    interior = None
    rest = heading
    if opened:
        interior = opened.group(1).upper() in ("INT", "I")
        rest = heading[opened.end() :]
    bracketed = " ".join(re.findall(r"\(([^)]*)\)", rest))
    parts = [part.strip() for part in re.split(r"\s+[-–—]+\s+|\s*[–—]\s*", re.sub(r"\([^)]*\)", " ", rest))]
    names: list[str] = []
    told = [bracketed]
    for part in parts:
        when = re.sub(
            rf"\b(?:{'|'.join(words for _, words in _TIMES)}|{_GOES_ON}|{_STATES}|early|late|next|the|very)\b",
            "",
            part,
            flags=re.I,
        )
        weather = re.sub(rf"\b(?:{'|'.join(words for _, words in _WEATHERS)})\b", "", when, flags=re.I)
        if weather.strip(" ,.;/'-–—"):
            names.append(part)
        else:
            told.append(part)
    name = ", ".join(names).strip(" .-")
    time_words = " ".join(told) if len(parts) > 1 or bracketed or not names else ""
    return Place(
        name=sentence_case(name) or None,
        interior=interior,
        time_of_day=time_in(time_words),
        weather=weather_in(f"{' '.join(told)} {name}"),
        goes_on=bool(re.search(rf"\b(?:{_GOES_ON})\b", " ".join(told), re.I)),
    )


def sentence_case(name: str) -> str:
    """Capitals turned into a sentence's letters; a name that already mixes them stays."""
    text = re.sub(r"\s+", " ", name).strip()
    return text[:1].upper() + text[1:].lower() if text == text.upper() else text


def time_in(text: str) -> TimeOfDay | None:
    """The first time of day named, or None."""
    return _first(_TIMES, text)  # type: ignore[return-value]


def time_in_prose(text: str) -> TimeOfDay | None:
    """A time of day that a sentence sets: "At dawn …", "that night"; not "the day", which seldom does."""
    told = re.search(
        r"\b(?:at|by|before|after|past|near|nearly|almost|until|that|this|one|next|the next|in the|it (?:is|was)|every|all) "
        r"(?:early |late |cold |dark |warm )?(dawn|sunrise|first light|daybreak|noon|midday|morning|afternoon|dusk|"
        r"sunset|"
        r"twilight|nightfall|evening|midnight|night)\b",
        text,
        re.I,
    )
    return time_in(told.group(1)) if told else None


def weather_in(text: str) -> Weather | None:
    """The weather after these words, or None if they do not say: rain that stops leaves it clear."""
    found = _first(_WEATHERS, text)
    if found is None:
        return None
    words = dict(_WEATHERS)[found]  # type: ignore[index]
    if re.search(rf"\b(?:{words})\b(?:\s+\w+){{0,2}}\s+(?:{_ENDS})\b|\bno (?:{words})\b", text, re.I):
        return "clear"
    return found  # type: ignore[return-value]


def weather_turns(text: str) -> bool:
    """Whether these words tell of a change of weather and not of a state."""
    return bool(
        re.search(
            rf"\b(?:{_ENDS}|begins?|began|starts?|started|rolls? in|rolled in|breaks?|broke|comes?|came)\b", text, re.I
        )
    )


def place_in_prose(text: str) -> Place | None:
    """The first place that a sentence leads to ("in the old library"), or None."""
    best: tuple[int, Place] | None = None
    for interior, words in _PLACE_WORDS.items():
        pattern = rf"\b{_LED}\s+((?:[\w'’-]+\s+){{0,3}}?(?:{words}))\b(?!'s|’s)"
        found = re.search(pattern, text, re.I)
        if found and (best is None or found.start() < best[0]):
            name = re.sub(
                r"^(?:(?:the|a|an|his|her|their|its|my|our|that|this|of|edge|top|middle|end)\s+)+",
                "",
                found.group(1),
                flags=re.I,
            )
            best = found.start(), Place(name=sentence_case(name)[:1].upper() + name[1:], interior=interior)
    return best[1] if best else None


def is_place_word(word: str) -> bool:
    """Whether a word is a kind of place: park, street."""
    return any(re.fullmatch(words, word, re.I) for words in _PLACE_WORDS.values())


def place_kind(name: str) -> str:
    """The place word of a name, so that "the dark forest" and "forest" are one place."""
    both = "|".join(_PLACE_WORDS.values())
    found = re.findall(rf"\b(?:{both})\b", name, re.I)
    return found[-1].casefold() if found else name.casefold()
