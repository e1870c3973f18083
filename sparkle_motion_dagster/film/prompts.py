"""Words for picture and video models, composed from the plan.

What belongs here: pure composition of prompts. What does not: templates of an LLM writer, any model's own syntax.
"""

from sparkle_motion_dagster.film.plan import MoviePlan, Shot

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
    parts = [plan.base_image(image_id).prompt, _FRAMINGS[shot.framing], *[look for look in looks if look[-2:] != ": "]]
    return "; ".join(part.strip() for part in parts if part.strip())


def motion_prompt(shot: Shot) -> str:
    """What moves in the shot, and the camera."""
    camera = "static camera" if shot.camera == "hold" else f"camera {shot.camera.replace('_', ' ')}"
    return f"{shot.motion_prompt or shot.visual_description}; {camera}"
