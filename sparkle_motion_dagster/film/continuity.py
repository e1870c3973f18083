"""Continuity between two versions of a film: what a shot keeps when only the script around it was edited.

What belongs here: camera and framing, voices of renamed characters. What does not: ids (`ids.py`).

A cutter alternates pans, and comes nearer the third time somebody speaks, so a shot's camera depends on the shots
before it. Once a shot exists, an edit somewhere else does not film it anew: it keeps the camera it had. Nor do other words
in the mouths that spoke before: their sound is another, and their picture is not.
"""

from collections import Counter

from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.traits import traits_of

_OF_THE_CUTTER = frozenset({"framing", "camera", "is_talking_closeup"})
_OF_POSITION = frozenset({"scene", "start_base_image_id", "end_base_image_id", "transition"})
_OF_WORDS = frozenset({"dialogue", "duration_sec"})


def keep_camera(old: MoviePlan | None, new: MoviePlan) -> MoviePlan:
    """The new plan, with the old camera and framing in every shot (matched by id) of whose own script at most the words
    of its lines have changed.

    Plans that a person wrote (metadata `kind` = plan) are returned as they are.
    """
    if old is None or new.metadata.get("kind") == "plan":
        return new
    before = {shot.id: shot for shot in old.shots}
    shots = tuple(_as_filmed(before[shot.id], shot) if shot.id in before else shot for shot in new.shots)
    return new if shots == new.shots else new.model_copy(update={"shots": shots})


def _as_filmed(old: Shot, new: Shot) -> Shot:
    own = set(Shot.model_fields) - _OF_THE_CUTTER - _OF_POSITION - _OF_WORDS
    same = all(getattr(new, name) == getattr(old, name) for name in own) and _speakers(new) == _speakers(old)
    return new.model_copy(update={name: getattr(old, name) for name in _OF_THE_CUTTER}) if same else new


def _speakers(shot: Shot) -> list[str]:
    return [line.character_id for line in shot.dialogue]


def kept_voices(old: MoviePlan | None, new: MoviePlan) -> dict[str, str]:
    """Voices that characters of the new plan had in the old one, by their id now.

    A character keeps its voice as long as its age, sex, size and temper are the same, whatever it wears now; a
    renamed one is known by the words it says.
    """
    if old is None:
        return {}
    before = {character.id: character for character in old.characters}
    said = _said(new)
    said_before = _said(old)
    gone = [character for character in old.characters if character.id not in {c.id for c in new.characters}]
    kept: dict[str, str] = {}
    for character in new.characters:
        earlier = before.get(character.id)
        renamed = earlier is None
        if earlier is None:
            words = said.get(character.id, Counter())
            earlier = max(gone, key=lambda c: (said_before.get(c.id, Counter()) & words).total(), default=None)
            if earlier is None or not said_before.get(earlier.id, Counter()) & words:
                continue
            gone.remove(earlier)
        same_looks = earlier.description == character.description
        traits, traits_before = (traits_of(c.name, c.description) for c in (character, earlier))
        voice = earlier.voice_profile.get("voice")
        if voice is not None and (traits == traits_before or (same_looks and not renamed)):
            kept[character.id] = voice
    return kept


def _said(plan: MoviePlan) -> dict[str, Counter[str]]:
    """The texts of each character's lines."""
    said: dict[str, Counter[str]] = {}
    for shot in plan.shots:
        for line in shot.dialogue:
            said.setdefault(line.character_id, Counter())[line.text] += 1
    return said
