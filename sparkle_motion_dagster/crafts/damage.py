"""What to do when a stored file turns out to be damaged while a film is made.

What belongs here: finding all of a film's damage at once, so that one more round makes it again. What does not: the
whole store (`store/checking.py`), making.
"""

import logging

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import latest_plan
from sparkle_motion_dagster.errors import ArtifactCorruptError, ArtifactMissingError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore

log = logging.getLogger(__name__)


def put_aside_damage(store: ArtifactStore, film: str) -> None:
    """Read every file that the film has now; what does not match its hash goes to quarantine and counts as missing."""
    plan = latest_plan(store, film)
    keys = [shot_key(film, shot.id) for shot in plan.shots] if plan else []
    held = [*store.heads(PLAN_ASSET, [film]).values(), *store.heads(MOVIE_ASSET, [film]).values()]
    for asset in SHOT_ASSETS:
        held += store.heads(asset, keys).values()
    for artifact in held:
        _read(artifact)


def _read(artifact: Artifact) -> None:
    for role in artifact.files:
        try:
            artifact.path(role)
        except (ArtifactCorruptError, ArtifactMissingError) as error:
            log.warning("%s: %s", artifact.uri, error)
