"""Small pictures for tests of the animatic."""

from typing import Any

from sparkle_motion_dagster.film.picture import Figure, Picture

ADA = {"character_id": "ada", "name": "ADA", "description": "a woman of 30 with dark curly hair and a green coat"}
TOM = {"character_id": "tom", "name": "TOM", "description": "an old man with a white beard and a blue sweater"}
FOX = {"character_id": "fox", "name": "VIX", "description": "a red fox"}
WIDTH_PX, HEIGHT_PX, FPS = 320, 176, 24


def figure(who: dict[str, str], x: float, facing: str = "right", speaking: bool = True) -> Figure:
    return Figure.model_validate({**who, "x": x, "facing": facing, "speaking": speaking})


PAIR = (figure(ADA, 0.33), figure(TOM, 0.67, "left"))


def picture(**changes: Any) -> Picture:
    """A two-shot in a kitchen, changed as asked."""
    plain: dict[str, Any] = {
        "place": "kitchen",
        "interior": True,
        "time_of_day": "day",
        "weather": "clear",
        "framing": "two_shot",
        "camera": "hold",
        "figures": PAIR,
        "focus": "ada",
        "props": (),
        "description": "",
        "scene_seed": 3,
        "seed": 7,
        "width_px": WIDTH_PX,
        "height_px": HEIGHT_PX,
    }
    return Picture(**(plain | changes))
