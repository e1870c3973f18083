"""What a script says of a speaker: sex, age, size and temper, from a name and a description.

What belongs here: words to traits, pure. What does not: which voice they ask for (`casting.py`), how a character
looks (`backends/drawing`).
"""

import re
from dataclasses import dataclass
from typing import Literal

from sparkle_motion_dagster.film.sexes import plain, sex_of, sex_of_ending

Sex = Literal["female", "male", "neutral"]
Age = Literal["child", "young", "adult", "old"]
Size = Literal["small", "human", "large"]


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(text.split())})\b")


_CHILD = _words(
    "child children kid boy girl toddler baby infant schoolboy schoolgirl lad lass son daughter kitten puppy cub "
    "chick duckling lamb foal tween"
)
_YOUNG = _words("young teen teenage teenager adolescent student youth youthful apprentice twenties 20s lass lad")
_OLD = re.compile(
    r"\b(?:elderly|aged|ancient|grandmother|grandma|granny|gran|nana|nan|nonna|abuela|grandfather|grandpa|granddad|grandad|gramps|nonno|abuelo|crone|hag|"
    r"pensioner|retired|wizened|wrinkled|gr[ae]y[- ](?:haired|bearded)|white[- ](?:haired|bearded)|sixties|seventies|"
    r"eighties|nineties|[6-9]0s|elder|veteran|old(?![- ](?:coat|hat|cap|jacket|dress|shirt|boots?|shoes?|clothes|suit|"
    r"sweater|scarf|umbrella|house|friends?|school|car|uniform|raincoat|oilskin|cardigan|jeans|bag|book)s?))\b"
)
_SMALL = _words(
    "tiny mouse mice rat shrew squirrel chipmunk sparrow robin wren finch bird canary chick kitten hedgehog "
    "rabbit bunny hare frog bee ladybug ladybird cricket grasshopper ant butterfly moth fairy pixie elf sprite "
    "gnome imp snail hamster bat duckling beetle firefly fly spider newt lizard goldfish minnow mosquito "
    "hummingbird weasel vole mole doll leaf seed snowflake bug"
)
_LARGE = _words(
    "giant giantess bear whale elephant ogre troll dragon ox bull gorilla lion hippo hippopotamus rhino "
    "rhinoceros bison buffalo mammoth dinosaur monster golem yeti sasquatch mountain cyclops titan huge enormous "
    "colossal hulking kraken walrus moose oak"
)
_ROBOT = _words("robot android computer machine cyborg automaton drone ai droid bot spaceship satellite hologram")
_NARRATOR = _words("narrator narration storyteller announcer chorus voiceover commentator newsreader")
TEMPERS = {
    "warm": "warm kind kindly gentle friendly loving caring tender motherly fatherly good-hearted sweet generous",
    "lively": "lively cheerful happy merry bubbly energetic excitable playful eager curious jolly funny",
    "calm": "calm wise patient serene quiet thoughtful peaceful composed steady measured careful stoic",
    "grave": "grave stern serious solemn strict severe dignified brooding sombre somber melancholy sad weary tired",
    "gruff": "gruff grumpy rough weathered tough cranky surly gravelly bitter cynical hardened stubborn crusty",
    "bold": "bold brave fierce proud confident commanding strong heroic determined daring fearless angry cruel evil",
    "shy": "shy timid nervous anxious soft-spoken soft meek awkward frightened scared fragile lonely mysterious",
    "formal": "formal polite elegant noble aristocratic posh british proper refined educated royal butler professor",
    "sharp": "sharp sly cunning clever witty sarcastic quick scheming wicked crafty mean cold",
}
_TEMPERS = {temper: _words(words) for temper, words in TEMPERS.items()}
_AGE_NUMBER = re.compile(
    r"\b(?:aged?\s+|about\s+|around\s+)?(\d{1,3})(?:\s*[-–]?\s*(?:years?|yrs?)(?:[-\s]*old)?\b|\s*yo\b|(?=\s*[,.;)]|\s*$))"
)
_DECADE = re.compile(r"\b(?:(?:early|mid|late)[- ]*)?([1-9])0'?s\b")


@dataclass(frozen=True)
class Traits:
    """What is known of a speaker; None where the script says nothing."""

    sex: Sex | None = None
    age: Age | None = None
    size: Size | None = None
    robot: bool = False
    narrator: bool = False
    tempers: frozenset[str] = frozenset()

    @property
    def stated(self) -> int:
        """How much the script says: who is described best chooses first."""
        known = (self.sex, self.age, self.size, self.robot, self.narrator)
        return 2 * sum(bool(trait) for trait in known) + len(self.tempers)


def traits_of(name: str, description: str) -> Traits:
    """Traits of a character. What the description says outweighs what the name suggests."""
    said, called = plain(description), plain(name)
    both = f"{called} . {said}"
    size = _size(called, said)
    return Traits(
        sex=sex_of(name, description) or sex_of_ending(name),
        age=_age(both, size),
        size=size,
        robot=bool(_ROBOT.search(both)),
        narrator=bool(_NARRATOR.search(called)),
        tempers=frozenset(temper for temper, words in _TEMPERS.items() if words.search(both)),
    )


def _age(both: str, size: Size | None) -> Age | None:
    years = _years(both)
    if years is not None:
        return "child" if years < 13 else "young" if years < 30 else "adult" if years < 60 else "old"
    if _OLD.search(both):
        return "old"
    if _CHILD.search(both) or (re.search(r"\blittle\b", both) and size is None):
        return "child"
    return "young" if _YOUNG.search(both) else None


def _years(both: str) -> int | None:
    if match := _DECADE.search(both):
        return int(match[1]) * 10 + 5
    match = _AGE_NUMBER.search(both)
    return int(match[1]) if match and 1 <= int(match[1]) <= 120 else None


def _size(called: str, said: str) -> Size | None:
    for text in (called, said):
        small, large = _SMALL.search(text), _LARGE.search(text)
        if small and (not large or small.start() < large.start()):
            return "small"
        if large:
            return "large"
    return None
