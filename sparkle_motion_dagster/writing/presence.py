"""Who is in a scene, in which order they stand, and who has come or gone.

What belongs here: presence while a scene plays. What does not: who is in one shot's frame.
"""

import re
from dataclasses import dataclass, field

from sparkle_motion_dagster.film.staging import UNSEEN
from sparkle_motion_dagster.writing.characters import DEVICE, Roster
from sparkle_motion_dagster.writing.script import Scene, Speech
from sparkle_motion_dagster.writing.sentences import sentences

_ENTERS = re.compile(
    r"\b(?:enters?|arrives?|appears?|comes? in|steps? in|walks? in|bursts? in|emerges?|returns?|came in|entered|"
    r"arrived|appeared)\b",
    re.I,
)
_LEAVES = re.compile(
    r"\b(?:exits?|leaves?(?! of)|walks? (?:out|away|off)|runs? (?:out|off|away)|is gone|disappears?|vanish(?:es)?|left|"
    r"went away|flies (?:off|away)|flew (?:off|away)|(?:walks?|runs?|goes|hurries|drives?|flies|walked|ran|went|flew|passe[sd]) "
    r"(?:by|past)|passe[sd](?=\.))\b",
    re.I,
)


def heard_only(speech: Speech) -> bool:
    """Whether the speaker is heard but not seen: V.O., O.S., O.C., or a cue like PILOT ON RADIO."""
    return bool((speech.extension and UNSEEN.search(speech.extension)) or DEVICE.search(speech.speaker))


@dataclass
class Presence:
    """The people of one scene."""

    order: tuple[str, ...]
    """Everybody ever seen in it, from left to right; fixed for the scene."""
    here: set[str] = field(default_factory=set)
    last: str | None = None
    """Who was on screen last, for "she" and "he"."""

    @classmethod
    def of(cls, scene: Scene, roster: Roster, met: frozenset[str] = frozenset()) -> "Presence":
        """Before the scene's first beat.

        Args:
            scene: what happens.
            roster: everybody in the film.
            met: who was seen in the film before; whoever is introduced in a later action was not there yet.
        """
        order: list[str] = []
        late: set[str] = set()
        for at, beat in enumerate(scene.beats):
            if isinstance(beat, Speech):
                people: tuple[str, ...] = () if heard_only(beat) else (roster.of_cue(beat.speaker),)
                entering: set[str] = set()
            else:
                people = roster.mentioned(beat.text)
                entering = {who for s in sentences(beat.text) if _ENTERS.search(s) for who in roster.mentioned(s)[:1]}
                entering |= {who for who in people if at > 0 and who not in met}
            late |= {who for who in people if who not in order and who in entering}
            order += [who for who in people if who not in order]
        here = {who for who in order if who not in late}
        return cls(tuple(order), here)

    def seen(self) -> tuple[str, ...]:
        """Everybody present now, from left to right."""
        return self.ordered(self.here)

    def ordered(self, people: set[str] | tuple[str, ...]) -> tuple[str, ...]:
        """These people in the scene's order from left to right."""
        return tuple(who for who in self.order if who in people)

    def after(self, text: str, named: tuple[str, ...]) -> None:
        """Take note of who came and went in a sentence that has been shown."""
        self.here |= {who for who in named if who in self.order}
        if _LEAVES.search(text) and named:
            self.here -= {named[0]}
