"""What a recipe has made before, if all of it is still as it was.

What belongs here: the one look that everything kept is reused by. What does not: making what is not there.
"""

from sparkle_motion_dagster.crafts.shoot import material
from sparkle_motion_dagster.errors import ArtifactCorruptError, ArtifactMissingError
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore


def kept(store: ArtifactStore, recipe: Recipe) -> Artifact | None:
    """The recipe's artifact, every byte of it checked, and now what its key holds; None: it must be made."""
    found = store.find(recipe)
    if found is None:
        return None
    try:
        material(found)
        store.point(recipe.asset, recipe.key, found)
    except (ArtifactCorruptError, ArtifactMissingError):
        return None  # in quarantine now, or swept by gc since the look
    return found
