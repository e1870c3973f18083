"""Who says what in a story: by name, by noun, by pronoun, by turn.

What belongs here: giving a quoted speech to its speaker. What does not: finding quotes (`quotes.py`), names
(`prose_names.py`), scenes (`story.py`).
"""

import re
from dataclasses import dataclass, field

from sparkle_motion_dagster.film.given_names import woman_or_man
from sparkle_motion_dagster.writing.characters import NARRATOR
from sparkle_motion_dagster.writing.cues import same_name
from sparkle_motion_dagster.writing.prose_names import people_named, subject, thing_acting
from sparkle_motion_dagster.writing.quotes import Quoted, parted
from sparkle_motion_dagster.writing.sentences import sentences
from sparkle_motion_dagster.writing.things import ANIMALS, PEOPLE

_PRONOUNS = {"she": "woman", "he": "man", "they": None, "it": None}
_FIRST_PERSON = ("i", "we")
_LATELY = 40
"""Names back to which a pronoun may reach."""


@dataclass
class Speakers:
    """What has been read so far of who there is."""

    nouns: dict[str, str]
    """Whom "the robot" means."""
    me: str | None = None
    """Who tells the story as "I"; None if they have no name."""
    notes: list[str] = field(default_factory=list)
    """What had to be guessed, in words for a person."""
    _talkers: list[str] = field(default_factory=list)
    """Who spoke, latest last."""
    _named: list[str] = field(default_factory=list)
    """Who was named in narration, latest last."""
    _subject: str | None = None
    """Who does what is told last: whom "she" most likely means."""
    _sexes: dict[str, str] = field(default_factory=dict)
    """What pronouns have told."""
    _thing: str | None = None
    """The thing that does what is told last: what "it said" means."""
    _things: set[str] = field(default_factory=set)
    """Speakers that are things: heard, and not drawn as people."""
    _spoke_last: int = 0
    """Line of the speech after which nothing has been told; 0 after narration."""

    def told(self, text: str) -> None:
        """Take note of whom a stretch of narration names."""
        for sentence in sentences(text):
            names = [self._known(name) for name in people_named(sentence)]
            opening = subject(sentence)
            if opening in ("they", "it"):
                who = None
            elif opening in _PRONOUNS or opening in _FIRST_PERSON:
                who = self._of_pronoun(opening)
            else:
                who = self._known(opening) if opening else None
            acting = thing_acting(sentence)
            self._thing = acting.capitalize() if acting else self._thing
            self._named += names
            self._subject = who or (names[0] if names else self._subject)
        self._spoke_last = 0

    def of(self, quoted: Quoted, paragraph: str, number: int) -> str:
        """The speaker of a speech in the paragraph at line `number`."""
        who = re.sub(r"^(?:the|a|an|his|her|their|my)\s+", "", quoted.who or "", flags=re.I).strip()
        pronoun = who.casefold()
        if pronoun in _FIRST_PERSON:
            name = self.me or NARRATOR
        elif pronoun == "it" and self._thing:
            name = self._thing
            self._things.add(name)
        elif pronoun in _PRONOUNS:
            name = self._answering(pronoun, number) or self._of_pronoun(pronoun) or self._turn(number)
        else:
            name = self._called(who) if who else self._unattributed(quoted, paragraph, number)
        known = next((t for t in self._talkers if same_name(t) == same_name(name)), name)
        self._talkers.append(known)
        self._subject, self._spoke_last = known, number
        return known

    def _unattributed(self, quoted: Quoted, paragraph: str, number: int) -> str:
        told = " ".join(part.text for part in parted(paragraph) if not isinstance(part, Quoted))
        here = people_named(paragraph[: paragraph.find(quoted.text)]) or people_named(told)
        if self._spoke_last == number and self._talkers:
            return self._talkers[-1]
        if here:
            return self._known(here[0])
        return self._subject if self._subject and told and subject(told) else self._turn(number)

    def _called(self, who: str) -> str:
        """The name of whom the prose calls so: "the old fox" is Fox, or Rusty if the fox is named Rusty."""
        if who[:1].isupper():
            return self._known(who)
        noun = who.split()[-1]
        name = self._known((noun if noun in ANIMALS or noun in PEOPLE else who).capitalize())
        if name.casefold() == who.casefold() and noun not in ANIMALS and noun not in PEOPLE:
            self._things.add(name)
            self._thing = name
        return name

    def unseen(self, name: str) -> bool:
        """Whether a speaker is only heard: the narrator, and things."""
        return name == NARRATOR or name in self._things

    def _known(self, name: str) -> str:
        return self.nouns.get(name.casefold(), name)

    def _answering(self, pronoun: str, number: int) -> str | None:
        """ "he said" right after another's speech: the other one of the two, if "he" can mean them."""
        last = self._talkers[-1] if self._talkers and 0 < self._spoke_last != number else None
        other = next((name for name in reversed(self._talkers) if name != last), None) if last else None
        return other if other and self._may_be(other, pronoun) else None

    def _of_pronoun(self, pronoun: str) -> str | None:
        if pronoun in _FIRST_PERSON:
            return self.me
        wanted = _PRONOUNS[pronoun]
        if self._subject and self._may_be(self._subject, pronoun):
            found: str | None = self._subject
        else:
            lately = dict.fromkeys([*self._named[: -_LATELY - 1 : -1], *self._talkers[: -_LATELY - 1 : -1]])
            recent = [name for name in lately if self._may_be(name, pronoun)]
            found = next(
                (name for name in recent if wanted and self._sex(name) == wanted), recent[0] if recent else None
            )
        if found and wanted:
            self._sexes.setdefault(found, wanted)
        return found

    def _may_be(self, name: str, pronoun: str) -> bool:
        return name not in (NARRATOR, self.me) and (
            _PRONOUNS[pronoun] is None or self._sex(name) in (None, _PRONOUNS[pronoun])
        )

    def _sex(self, name: str) -> str | None:
        """As a noun tells, as the given name suggests, as pronouns told before."""
        nouns = [name.split()[-1].casefold(), *(noun for noun, whose in self.nouns.items() if whose == name)]
        told = next((PEOPLE[noun] for noun in nouns if PEOPLE.get(noun)), None)
        return told or woman_or_man(name) or self._sexes.get(name)

    def _turn(self, number: int) -> str:
        """Nobody is named: the one of the last two speakers whose turn it is."""
        last = self._talkers[-1] if self._talkers else None
        people = [name for name in reversed(self._talkers) if name != last and name not in self._things]
        other = people[0] if people else None
        other = other or next((name for name in reversed(self._named) if name != last), None)
        if other is None:
            self.notes.append(f"line {number}: the story does not say who speaks; given to {last or 'Voice'!r}")
        return other or last or "Voice"
