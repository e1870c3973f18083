"""From a shot of the plan to the picture it shows: who stands where, facing whom, in what mood.

What belongs here: pure staging, so that drawn and photographed pictures agree. What does not: the drawing, the
camera's crop (`backends/drawing`), the model's prompt wording (`prompts.py`).
"""

import hashlib
import re

from sparkle_motion_dagster.film.picture import Expression, Facing, Figure, Picture, Walk
from sparkle_motion_dagster.film.plan import Line, MoviePlan, Shot
from sparkle_motion_dagster.film.seating import seats
from sparkle_motion_dagster.film.walking import walks

_MOODS: tuple[tuple[Expression, str], ...] = (
    ("afraid", r"afraid|fear|scared|terrif|trembl|nervous|anxious|panic|frighten|worried"),
    (
        "angry",
        r"angr|furious|shout|yell|\brag(?:e|es|ing)\b|\bsnaps?\b|glare|growl|bitter|\b(?:is|very|rather) cross\b",
    ),
    ("sad", r"\bsad|weep|\bcry|cries|crying|\btears?\b|\bsob|grief|mourn|\bsigh|lonely|heartbroken"),
    ("surprised", r"surpris|gasp|startl|astonish|amazed|shock|wide-eyed|stunned"),
    ("happy", r"happ|smil|laugh|grin|\bjoy|cheer|delight|\bbeam(?:s|ed|ing)\b|giggl|warmly|excited|chuckl"),
    ("thoughtful", r"think|thought|ponder|wonder|quiet|soft|gentl|whisper|hesitat|remember|careful"),
)


UNSEEN = re.compile(
    r"\bV\.?\s?O\b|\bO\.?\s?[SC]\b|\bPRE-?LAP\b|\bFILTERED\b|\b(?:VOICE|PHONE|TELEPHONE|RADIO|INTERCOM|SPEAKER|TV|TAPE)\b",
    re.I,
)
"""In a cue's extension: the speaker is heard and not seen."""


def stable_seed(*parts: object) -> int:
    """A 31-bit seed that depends only on the words given; the same on every machine."""
    joined = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(joined.encode()).digest()[:4], "big") & 0x7FFFFFFF


def shot_seed(shot: Shot) -> int:
    """The shot's own seed, moved by its take so that a retake differs."""
    base = shot.seed if shot.seed is not None else stable_seed("shot", shot.id)
    return (base + 7919 * (shot.take - 1)) & 0x7FFFFFFF


def mood(text: str) -> Expression | None:
    """The first mood named in a direction or description, or None."""
    lowered = text.lower()
    return next((name for name, pattern in _MOODS if re.search(pattern, lowered)), None)


def heard_only(line: Line) -> bool:
    """Whether the speaker is heard but not seen: V.O., O.S., O.C., ON PHONE and the like."""
    return bool(line.extension and UNSEEN.search(line.extension))


def speaks_on_screen(line: Line, shot: Shot) -> bool:
    """Whether the line's mouth can be seen in the shot."""
    return line.character_id in shot.cast and not heard_only(line)


def scene_cast(plan: MoviePlan, shot: Shot) -> tuple[str, ...]:
    """Everyone seen in the shot's scene, from left to right; the same for all its shots, so eye-lines match."""
    if shot.scene is None:
        return shot.cast
    ordered: list[str] = []
    shots = [other for other in plan.shots if other.scene == shot.scene]
    for other in sorted(shots, key=lambda s: -len(s.cast)):
        ordered.extend(c for c in other.cast if c not in ordered)
    return tuple(ordered)


def _facing(index: int, count: int, focus_alone: bool) -> Facing:
    if count == 1:
        return "front" if focus_alone else "right"
    return "right" if index < count / 2 else "left"


def _heading(shot: Shot, walk: Walk, index: int, count: int) -> Facing:
    """Which way somebody walks: with the camera; else in from their own side of the scene, and out to it."""
    if walk.way == "across":
        return "left" if shot.camera == "pan_left" else "right"
    comes_from_left = index < count / 2
    return "right" if comes_from_left == (walk.way == "in") else "left"


def _expression(shot: Shot, character_id: str) -> Expression:
    for line in shot.dialogue:
        if line.character_id == character_id:
            found = mood(line.parenthetical or "")
            if found:
                return found
            if line.text.rstrip().endswith("!") and line.text.isupper():
                return "angry"
    return (mood(shot.visual_description) if shot.cast and character_id in shot.cast else None) or "neutral"


def picture(plan: MoviePlan, shot: Shot, width_px: int, height_px: int) -> Picture:
    """What the shot shows. Depends on the shot, its characters' looks, who else is in its scene and who has sat down in it."""
    everyone = scene_cast(plan, shot)
    count = len(everyone)
    speaking = {line.character_id for line in shot.dialogue if speaks_on_screen(line, shot)}
    seated, walking = seats(plan, shot), walks(plan, shot, speaking)
    figures = []
    for index, character_id in enumerate(everyone):
        if character_id not in shot.cast:
            continue
        character = plan.character(character_id)
        figures.append(
            Figure(
                character_id=character_id,
                name=character.name,
                description=character.description,
                x=round((index + 1) / (count + 1), 4),
                facing=(
                    _heading(shot, walking[character_id], index, count)
                    if character_id in walking
                    else _facing(index, count, focus_alone=not shot.dialogue)
                ),
                expression=_expression(shot, character_id),
                seat=seated.get(character_id),
                walk=walking.get(character_id),
                speaking=character_id in speaking,
            )
        )
    place = shot.place or shot.setting or shot.visual_description
    return Picture(
        place=place,
        interior=shot.interior,
        time_of_day=shot.time_of_day,
        weather=shot.weather,
        framing=shot.framing,
        camera=shot.camera,
        figures=tuple(figures),
        focus=shot.focus if shot.focus in shot.cast else None,
        props=shot.props,
        description=shot.visual_description,
        scene_seed=stable_seed("place", place.lower()),
        seed=shot_seed(shot),
        width_px=width_px,
        height_px=height_px,
    )
