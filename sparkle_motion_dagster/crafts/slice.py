"""A shot's slice of the plan: all that the plan says which can change anything of that shot.

What belongs here: gathering it, at no picture size and for no backend. What does not: recipes (each craft makes its
own, from the same parts). Names of neighbours, positions and the film's title are in no slice.
"""

from typing import Any

from sparkle_motion_dagster.crafts.craft import ShotOrder
from sparkle_motion_dagster.crafts.dialogue import planned_length
from sparkle_motion_dagster.film.cast import FilmReferences, seen_characters
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.prompts import motion_prompt, picture_prompt
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.staging import picture, shot_seed
from sparkle_motion_dagster.film.takes import ShotTakes


def shot_slice(
    plan: MoviePlan, shot: Shot, takes: ShotTakes | None = None, references: FilmReferences | None = None
) -> dict[str, Any]:
    """The slice, as inputs of a recipe: the data version of `shot_spec`, equal as long as nothing of the shot changed.

    `takes`: what people decided about the shot; it is in the slice only if there is any other take than the first.
    `references`: their own pictures of the film's characters; of those that the shot shows.
    """
    decided = takes.inputs() if takes else {}
    own = references.own if references else {}
    after = {who.id: own[who.id].sha256 for who in seen_characters(plan, shot) if who.id in own}
    length = planned_length(ShotOrder("slice", plan, shot, 0, 0, 0))
    return {
        "picture": picture(plan, shot, 0, 0).model_dump(mode="json", exclude={"width_px", "height_px"}),
        "prompt": picture_prompt(plan, shot, shot.start_base_image_id),
        "end_prompt": picture_prompt(plan, shot, shot.end_base_image_id) if shot.chained else None,
        "motion": motion_prompt(shot),
        "transition": shot.transition,
        "seed": shot_seed(shot),
        "setting": shot.setting,
        "planned_s": length["planned_s"],
        "lines": [
            {
                **line.model_dump(mode="json", exclude={"metadata", "character_id"}),
                "character": plan.character(line.character_id).name,
                "voice": plan.character(line.character_id).voice_profile,
            }
            for line in shot.dialogue
        ],
        **({"caption": shot.caption} if shot.caption else {}),
        **({"takes": decided} if decided else {}),
        **({"stills_approved": takes.stills_approvals[-1].stills} if takes and takes.stills_approvals else {}),
        **({"plan_approved": takes.plan_approvals[-1].slice} if takes and takes.plan_approvals else {}),
        **({"references": after} if after else {}),
    }


def shot_version(
    plan: MoviePlan, shot: Shot, takes: ShotTakes | None = None, references: FilmReferences | None = None
) -> str:
    """Hash of everything in the plan that concerns the shot, of its takes, and of its people's own pictures.

    Without those it is what a person approves before anything is made.
    """
    return Recipe("shot_spec", shot.id, shot_slice(plan, shot, takes, references)).digest
