"""Words for picture and video models, composed from the plan.

What belongs here: pure composition of prompts. What does not: templates of an LLM writer, any model's own syntax.
"""

import re

from sparkle_motion_dagster.film.plan import Character, MoviePlan, Shot
from sparkle_motion_dagster.film.seating import says_who_sits, seats

_FRAMINGS = {
    "wide": "wide establishing shot",
    "full": "full shot",
    "medium": "medium shot",
    "two_shot": "two shot",
    "close": "close-up",
    "insert": "insert shot of an object",
}


def picture_prompt(plan: MoviePlan, shot: Shot, image_id: str) -> str:
    """The base image's own prompt, with the framing and the looks of everyone seen."""
    looks = [f"{plan.character(c).name}: {plan.character(c).description}" for c in shot.cast]
    told = plan.base_image(image_id).prompt
    sitting = (
        []
        if says_who_sits(told)
        else [f"{plan.character(who).name} is sitting on a {seat}" for who, seat in seats(plan, shot).items()]
    )
    parts = [told, _FRAMINGS[shot.framing], *sitting, *[look for look in looks if look[-2:] != ": "]]
    return "; ".join(part.strip() for part in parts if part.strip())


def sheet_prompt(character: Character) -> str:
    """One character alone, for the picture that shots keep its looks by. Its name is no help to a model, if it has looks."""
    looks = re.sub(r"^(\d+)\b", r"a \1-year-old", character.description.strip()) or character.name
    return f"portrait of {looks}; head and shoulders, facing the camera, plain light background, even light"


def motion_prompt(shot: Shot) -> str:
    """What moves in the shot, and the camera."""
    camera = "static camera" if shot.camera == "hold" else f"camera {shot.camera.replace('_', ' ')}"
    return f"{shot.motion_prompt or shot.visual_description}; {camera}"
