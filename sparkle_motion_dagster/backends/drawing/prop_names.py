"""From a writer's words for a thing to the name of its drawing, its colour and its height.

What belongs here: pure reading of words. What does not: the tables (`prop_aliases.py`, `prop_sizes.py`), drawing
(`props.py`).
"""

import re

from sparkle_motion_dagster.backends.drawing.prop_aliases import ALIASES, ALSO_OTHER_WORDS, COLOURS, MEASURES, SCENERY
from sparkle_motion_dagster.backends.drawing.prop_sizes import HEIGHTS

_WORD = re.compile(r"[a-z]+")
_LEADS_AWAY = frozenset(
    "on in with from under at by for that which who beside behind inside near over into onto and or full made tied left".split()
)
"""After these words a phrase tells of something else: "a lantern on a hook"."""
_DETERMINERS = frozenset(
    "a an the his her its their my your our this that these those two three four five six seven eight nine ten some "
    "several many every each another no one".split()
)
_DESCRIBING = frozenset(
    "old small little tiny big huge new broken wooden iron glass paper lit empty rusty dusty folded torn heavy large long "
    "round tall worn battered ancient shiny glowing burning cracked".split()
)
_IRREGULAR = {
    "knives": "knife", "leaves": "leaf", "loaves": "loaf", "scarves": "scarf", "shelves": "shelf", "mice": "mouse",
    "geese": "goose", "teeth": "tooth", "wolves": "wolf", "dice": "die", "potatoes": "potato", "tomatoes": "tomato",
    "oxen": "ox", "fish": "fish", "halves": "half", "axes": "axe", "shoes": "shoe", "horseshoes": "horseshoe",
}  # fmt: skip
_LONGEST = 4


def singular(word: str) -> str:
    """A plain English singular; good enough for things."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4 and word != "cookies":
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _named(words: list[str], icons: frozenset[str]) -> str | None:
    """The drawing of exactly these words, as they stand or in the singular."""
    for last in dict.fromkeys((words[-1], singular(words[-1]))):
        spoken = " ".join([*words[:-1], last])
        icon = ALIASES.get(spoken, spoken.replace(" ", "-"))
        if icon in icons:
            return icon
    return None


def _head(words: list[str]) -> list[str]:
    """The words up to where the phrase turns to something else."""
    for index, word in enumerate(words):
        if index and word in _LEADS_AWAY:
            return words[:index]
    return words


def icon_of(phrase: str, icons: frozenset[str]) -> str | None:
    """The drawing that shows what a phrase names ("an old brass telescope", "a slice of pie"), or None.

    The longest ending that names a drawing wins, so an adjective never does: an orange scarf is a scarf.
    """
    words = _head(_WORD.findall(phrase.lower().replace("'s", "")))
    if "of" in words[1:]:
        whole = next((icon for i in range(words.index("of")) if (icon := _named(words[i:], icons))), None)
        at = words.index("of")
        first, second = words[:at], words[at + 1 :]
        if whole is not None:
            return whole
        measured = singular(first[-1]) in MEASURES
        return _ending(second, icons) if measured else _ending(first, icons)
    return _ending(words, icons)


def _ending(words: list[str], icons: frozenset[str]) -> str | None:
    return next((icon for start in range(len(words)) if (icon := _named(words[start:], icons))), None)


def colour_of(phrase: str) -> str | None:
    """The colour that a phrase gives its thing, as `#rrggbb`; None if it gives none ("a tangerine orange" gives none)."""
    words = _head(_WORD.findall(phrase.lower()))
    if "of" in words:
        words = words[: words.index("of")]
    return next((COLOURS[word] for word in words[:-1] if word in COLOURS), None)


def things_in(text: str, icons: frozenset[str]) -> tuple[str, ...]:
    """Things named in a sentence that can be drawn, in order, each drawing once, with the colour they are given.

    Words that are as often verbs or something else ("watch", "box", "leaves") count only after an article, a
    possessive, a number or a describing word. Places, skies and animals are no props.
    """
    words = _WORD.findall(text.lower().replace("'s", " s"))
    found: dict[str, str] = {}
    position = 0
    while position < len(words):
        length, icon = _longest_here(words, position, icons)
        if length and icon and _is_a_thing(words, position, length, icon):
            before = words[position - 1] if position else ""
            spoken = words[position : position + length]
            found.setdefault(icon, " ".join([before, *spoken] if before in COLOURS else spoken))
        position += max(length, 1)
    return tuple(found.values())


def _longest_here(words: list[str], position: int, icons: frozenset[str]) -> tuple[int, str | None]:
    for length in range(min(_LONGEST, len(words) - position), 0, -1):
        icon = _named(words[position : position + length], icons)
        if icon is not None:
            return length, icon
    return 0, None


def _is_a_thing(words: list[str], position: int, length: int, icon: str) -> bool:
    if icon in SCENERY:
        return False
    before = words[position - 1] if position else ""
    after = words[position + length] if position + length < len(words) else ""
    if length == 1 and words[position] in COLOURS and _named([after], frozenset(HEIGHTS)) is not None:
        return False  # "orange scarf"
    return (
        length > 1
        or words[position] not in ALSO_OTHER_WORDS
        or before in _DETERMINERS
        or before in _DESCRIBING
        or before in COLOURS
    )


def height_of(icon: str) -> float:
    """How tall a drawing stands, in stage units. Raises KeyError for a name that is no drawing."""
    return HEIGHTS[icon]
