"""Who is in the film: names, ids that last, and looks as the text introduces them.

What belongs here: the roster of a script and finding its people in a sentence. What does not: voices, drawing, and
which shot shows whom (`cutting.py`).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from sparkle_motion_dagster.film.given_names import woman_or_man
from sparkle_motion_dagster.film.plan import Character
from sparkle_motion_dagster.film.sexes import sex_told
from sparkle_motion_dagster.writing.cues import same_name
from sparkle_motion_dagster.writing.epithets import NOUN, meaning, named_next, named_nouns, owned_nouns
from sparkle_motion_dagster.writing.looks import introduction, pronoun_sex
from sparkle_motion_dagster.writing.prose_names import DOES, acting_names, full_names
from sparkle_motion_dagster.writing.script import Action, Script, Speech
from sparkle_motion_dagster.writing.sentences import sentences
from sparkle_motion_dagster.writing.things import ANIMALS, PEOPLE, SEX_WORDS

NARRATOR = "Narrator"
DEVICE = re.compile(r"\b(?:VOICE|INTERCOM|ON (?:THE )?(?:RADIO|PHONE|TV|SPEAKER|TAPE))\b", re.I)
"""In the name of who is only heard."""
_SMALL = "the a an of and on in at with from by for to mr mrs ms dr old young little big uncle aunt captain king queen sir lady"
_SMALL_WORDS = frozenset(_SMALL.split())
_SIGNS_AND_SOUNDS = """
int ext pov close on angle cut to fade in out super title insert back cu ecu montage end the tv ok vo os usa uk sos fx
sfx bang crash boom thud click snap beep ring smash wham pop whoosh knock slam crack splash hiss
"""
_NOT_NAMES = frozenset(_SIGNS_AND_SOUNDS.split())
_BEARDED = re.compile(r"\b(?<!no )(?:beard|bearded|unshaven|moustache|mustache|stubble)\b", re.I)
_TOYS = r"(?:paper|toy|wooden|stuffed|painted|stone|clay|glass|carved|tin|plush|snow)\b"
_CAPITALS = re.compile(r"(?<!\w)(?:[^\W\d_a-z][\w'’.-]*)(?:\s+[^\W\d_a-z][\w'’.-]*)*")


_ACTS = re.compile(
    rf"\W*(?:(?:an?|the|one|another|his|her|their|my|our)\s+(?:(?!{_TOYS}|of\b|and\b|with\b|in\b|on\b)[\w-]+,?\s+){{0,3}}?)?"
    rf"({NOUN})\s+"
    rf"(?:\w+ly\s+)?{DOES}\b",
    re.I,
)
"""A sentence that begins with who does something."""


_ONLY_TOLD_OF = re.compile(
    r"(?:\b(?:photo|photograph|picture|portrait|painting|statue|drawing|image|memory|memories|grave|letters?|note|message|story|"
    r"stories|thinks?|thought|dreams?|name)\s+(?:of|from|to|about|for|by)|\b(?:about|remembers?|misses|missed|without)|"
    r"\blike(?:\s+(?:an?|the))?)\s+(?:(?:an?|the|his|her|their|my|old|little|young)\s+)*$",
    re.I,
)
_BODY = (
    "face|eyes?|hands?|fingers?|hair|head|mouth|lips|voice|smile|gaze|shoulders?|feet|foot|arms?|legs?|back|cheeks?|jaw|brow|"
    "forehead|chest|breath|nose|lip|chin|neck|throat|heart|teeth|ears?|coat|hat|cap|paws?|tail|wings?|expression|tears?|grip|body|knees?|fist|fists|sleeve"
)
_OF_OTHERS = re.compile(rf"['’]s\s+(?!(?:[\w-]+\s+)?(?:{_BODY})\b)")


def _is_there(match: re.Match[str], text: str) -> bool:
    """Whether who is named is there to be seen: not in "a photograph of Vera", "Leo's mother", "like a bird"."""
    return not _ONLY_TOLD_OF.search(text[: match.start()]) and not _OF_OTHERS.match(text[match.end() :])


def slug(name: str) -> str:
    """An ASCII id for a name in any script; the same name gives the same id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:40].strip("-")
    return made if re.search(r"[a-z]", made) else f"c-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Person:
    """A character while the script is being read."""

    id: str
    name: str
    description: str
    pattern: re.Pattern[str]
    sex: str | None
    """ "woman" or "man", as the text says or the name suggests; for whom "she" and "he" may mean."""
    speaks: bool


@dataclass
class Roster:
    """Everybody, in order of appearance."""

    people: list[Person] = field(default_factory=list)

    def of_cue(self, speaker: str) -> str:
        """Id of the character with this cue."""
        wanted = same_name(speaker)
        return next(p.id for p in self.people if same_name(p.name) == wanted)

    def mentioned(self, text: str) -> tuple[str, ...]:
        """Ids of everybody named in the text, in order."""
        spans = [(m.span(), p.id) for p in self.people for m in p.pattern.finditer(text) if _is_there(m, text)]
        found: dict[str, int] = {}
        for (start, end), person in spans:
            if not any(a <= start and end <= b and b - a > end - start for (a, b), other in spans if other != person):
                found[person] = min(start, found.get(person, start))  # YOUNG MAGDA is not MAGDA
        return tuple(sorted(found, key=found.__getitem__))

    def sex(self, person_id: str) -> str | None:
        """ "woman", "man" or None if the text does not say."""
        return next((p.sex for p in self.people if p.id == person_id), None)

    def name(self, person_id: str) -> str:
        """The name as written."""
        return next(p.name for p in self.people if p.id == person_id)

    def characters(self) -> tuple[Character, ...]:
        """As the plan has them."""
        return tuple(Character(id=p.id, name=p.name, description=p.description) for p in self.people)


def read_roster(script: Script) -> Roster:
    """Everybody who speaks or acts in the script."""
    beats = [beat for scene in script.scenes for beat in scene.beats]
    told = _paragraphs([beat for beat in beats if isinstance(beat, Action)])
    speakers: dict[str, str] = {}
    for beat in beats:
        if isinstance(beat, Speech):
            speakers.setdefault(same_name(beat.speaker), beat.speaker)
    found = _Found.of(script, speakers, told)
    spoken = set(speakers.values())
    roster = Roster()
    taken: set[str] = set()
    for name in found.names:
        person_id = slug(name)
        number = 2
        while person_id in taken:
            person_id = f"{slug(name)}-{number}"
            number += 1
        taken.add(person_id)
        description, sex = found.looks[name], found.sex(name)
        if same_name(name) == same_name(NARRATOR):
            description = description or "storyteller, calm, warm; heard, not seen"
        look = _with_sex(description, sex, name)
        likely = sex or woman_or_man(name)
        roster.people.append(Person(person_id, name, look, found.patterns[name], likely, name in spoken))
    if any(not p.speaks for p in roster.people) or not spoken:
        roster.people.sort(key=lambda p: (not p.speaks,))
    return roster


def _paragraphs(actions: list[Action]) -> list[str]:
    """What is told, a paragraph each, also where a narrator speaks between its sentences."""
    grouped = groupby(enumerate(actions), key=lambda pair: pair[1].line or -pair[0])
    return [" ".join(action.text for _, action in group) for _, group in grouped]


@dataclass
class _Found:
    """People while they are being looked for: names, what is said of their looks, and how a sentence names them."""

    told: list[str]
    names: list[str]
    looks: dict[str, str]
    patterns: dict[str, re.Pattern[str]]

    @classmethod
    def of(cls, script: Script, speakers: dict[str, str], told: list[str]) -> "_Found":
        """Those who speak, are introduced, or act, in this order."""
        known = {person.name: person for person in script.people}
        told_of = {same_name(person.name): person.name for person in script.people}
        names = [*told_of.values(), *(name for key, name in speakers.items() if key not in told_of)]
        if not known:
            names += [name for name in _introduced(told) if not _known(name, names)]
            if script.kind == "story":
                whole = full_names(told)
                acting = [whole.get(name.casefold(), name) for name in acting_names(told)]
                acting = [*([script.teller] if script.teller else []), *acting]
                names += [name for name in dict.fromkeys(acting) if not _known(name, names)]
        looks = {name: person.look for name, person in known.items()} | script.looks
        patterns = {name: _pattern(name, names, known[name].also_called if name in known else ()) for name in names}
        looks |= {name: introduction(name, pattern, told) for name, pattern in patterns.items() if not looks.get(name)}
        found = cls(told, names, looks, patterns)
        for name in names:
            brought_in = rf"\b(?:an?|the)\s+(?:[a-z-]+\s+){{0,3}}{re.escape(name)}\b"
            if name.isupper() and name.isalpha() and any(re.search(brought_in, text, re.I) for text in told):
                found._also(name, rf"(?<!\w)(?:[Tt]he|[Tt]his|[Tt]hat)\s+(?:[a-z-]+\s+){{0,2}}?{name.lower()}(?!\w)")
        owned = owned_nouns(looks, told)
        if not known:
            found._add_nameless({*owned.values(), *named_nouns(told)})
        for name, noun in owned.items():
            found._also(name, meaning(noun))
        for said, name in named_next("\n".join(told)):
            if name in patterns and name in owned:
                found._also(name, rf"(?<!\w)[Aa]n?\s+{said}(?!\w)")
        if script.teller in patterns:
            found._also(script.teller, r"(?<!\w)I(?!\w)")
        return found

    def sex(self, name: str) -> str | None:
        """ "woman" or "man", if the text says."""
        others = [pattern for whose, pattern in self.patterns.items() if whose != name]
        return _sex(name, self.looks[name], self.told, self.patterns[name], others)

    def _also(self, name: str, pattern: str) -> None:
        self.patterns[name] = re.compile(f"{self.patterns[name].pattern}|{pattern}")

    def _add_nameless(self, somebody: set[str]) -> None:
        """Animals and people without a name; `somebody`: nouns that stand for one who has a name."""
        told = [self._without_introductions(text) for text in self.told]
        nameless = [n for n in _common_nouns(told) if n.casefold() not in somebody and not _known(n, self.names)]
        for name in sorted(nameless, key=lambda name: name.casefold() in _ANYBODYS):
            only = self._only_one(name.casefold())
            if only is not None:
                self._also(only, meaning(name.casefold()))
                continue
            self.names.append(name)
            self.patterns[name] = _pattern(name, self.names)
            self.looks[name] = introduction(name, self.patterns[name], self.told)

    def _without_introductions(self, text: str) -> str:
        """What is told without "(a small rusty robot)" after a name: that robot has one."""
        for pattern in self.patterns.values():
            text = re.sub(rf"({pattern.pattern})(?:\s*\([^()]*\)|,\s+(?:an?|the|his|her|their)\s[^,.;]*)", r"\1", text)
        return text

    def _only_one(self, noun: str) -> str | None:
        """Whom "the man" means if no man is brought in by that word and there is only one."""
        brought_in = rf"\b(?:an?|another|one|two|some)\s+(?:[\w-]+\s+){{0,3}}?{noun}\b"
        if noun not in _ANYBODYS or re.search(brought_in, " ".join(self.told), re.I):
            return None
        fitting = [name for name in self.names if (self.sex(name) or woman_or_man(name)) == PEOPLE[noun]]
        return fitting[0] if len(fitting) == 1 else None


_ANYBODYS = frozenset(("man", "woman", "boy", "girl", "lady"))
"""Nouns by which a text may call somebody it has named otherwise."""


def _known(name: str, names: Iterable[str]) -> bool:
    words = set(same_name(name).split()) - _SMALL_WORDS
    return any(words & (set(same_name(other).split()) - _SMALL_WORDS) for other in names) or not words


def _introduced(told: list[str]) -> list[str]:
    """Names in capitals inside action that a look, an age or a noun of people or animals marks as somebody."""
    found: dict[str, str] = {}
    for text in told:
        if text == text.upper():
            continue
        for match in _CAPITALS.finditer(text):
            name = re.sub(r"^(?:AN?|THE)\s+", "", match.group().strip(" .,-'’"))
            words = name.casefold().split()
            if len(name) < 2 or name != name.upper() or not any(c.isalpha() for c in name) or _NOT_NAMES & set(words):
                continue
            after = text[match.end() : match.end() + 40]
            marked = re.match(
                r"\s*\(\s*(?:\d|[a-z]+ies|[a-z]+teen|early|late|mid)|,\s+(?:an?|the|his|her|their)\s", after, re.I
            )
            called = re.search(r"\b(?:called|named)\s+$", text[: match.start()])
            if ((marked or called) and len(words) <= 4) or words[-1] in ANIMALS or words[-1] in PEOPLE:
                found.setdefault(same_name(name), name)
    return list(found.values())


def _common_nouns(told: list[str]) -> list[str]:
    """Animals and people without a name of their own, told of twice or as who does something: "A waiter brings tea." """
    joined = " ".join(told)
    acting = {act.group(1).casefold() for text in told for s in sentences(text) if (act := _ACTS.match(s))}
    found: list[tuple[int, str]] = []
    for noun in sorted(ANIMALS | set(PEOPLE)):
        uses = list(
            re.finditer(
                rf"\b(?:an?|the|his|her|their|my|our)\s+(?:(?!{_TOYS})[\w-]+\s+){{0,3}}?{noun}\b(?!'s|’s|\s+of\b)",
                joined,
                re.I,
            )
        )
        if len(uses) >= 2 or (uses and noun in acting):
            found.append((uses[0].start(), noun.capitalize()))
    return [name for _, name in sorted(found)]


def _pattern(name: str, names: list[str], also_called: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Finds the character in prose: the whole name, another that is known, or a word of it that is nobody else's."""
    words = [w for w in re.split(r"\s+", name) if len(w) > 1 and w.casefold().strip(".") not in _SMALL_WORDS]
    words = [] if DEVICE.search(name) else words  # VOICE ON PHONE is no phone
    others = {w.casefold() for other in names if other != name for w in re.split(r"\s+", other)}
    forms = [any_case(name), *(re.escape(form) for form in also_called)]
    for word in words:
        if word.casefold() not in others:
            common = word.casefold() in ANIMALS or word.casefold() in PEOPLE
            forms.append(f"(?i:{re.escape(word)})" if common else any_case(word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(dict.fromkeys(forms))})(?!\w)")


def any_case(name: str) -> str:
    """A pattern of the name in capitals or not, as long as each word begins with the letter it has: McTAVISH, McTavish."""
    words = [re.sub("['’]", "['’]", re.escape(word)) for word in name.split()]
    return r"\s+".join(f"{word[0]}(?i:{word[1:]})" if word[0].isalpha() else word for word in words)


def _sex(
    name: str, description: str, told: list[str], pattern: re.Pattern[str], others: list[re.Pattern[str]]
) -> str | None:
    if said := sex_told(name, description):
        return "woman" if said == "female" else "man"
    if _BEARDED.search(description):
        return "man"
    return pronoun_sex(pattern, others, told)


def _with_sex(description: str, sex: str | None, name: str) -> str:
    """The look, with a word for the sex that the text's pronouns tell, so that voice and pen know it."""
    words = set(re.findall(r"\w+", f"{name} {description}".casefold()))
    if sex is None or SEX_WORDS.search(f"{name} {description}"):
        return description
    age = re.search(r"\b(\d{1,2})\b", description)
    child = {"woman": "girl", "man": "boy"}[sex]
    word = child if age and int(age.group(1)) < 16 else sex
    if words & ANIMALS:
        word = {"woman": "female", "man": "male"}[sex]
    return f"{description}, {word}" if description else word
