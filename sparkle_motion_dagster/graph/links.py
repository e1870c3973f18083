"""Where the studio serves the media of the store: the addresses written into asset metadata.

What belongs here: their form, and that of the film's page. What does not: serving them (`studio/`). They have no host: Dagster's page
resolves them against its own address, so they hold whatever port the studio stands on, and their bytes never
change, because an artifact's digest is in them.
"""

from sparkle_motion_dagster.store.artifact import Artifact

MEDIA = "/media"
THUMBNAILS = "/media/thumbnails"
SCREENING = "/screening"


def media_link(artifact: Artifact, role: str) -> str:
    """`/media/<asset>/<digest>/<role><suffix>`. Raises ArtifactMissingError for an unknown role."""
    return f"{MEDIA}/{artifact.asset}/{artifact.digest}/{role}{artifact.file(role).suffix}"


def thumbnail_link(artifact: Artifact, role: str) -> str:
    """`/media/thumbnails/<asset>/<digest>/<role>.jpg`: a small picture of a still or of a clip's middle frame."""
    return f"{THUMBNAILS}/{artifact.asset}/{artifact.digest}/{role}.jpg"


def screening_link(film: str) -> str:
    """`/screening/<film>`: the film's page."""
    return f"{SCREENING}/{film}"
