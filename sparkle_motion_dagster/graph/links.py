"""Where the studio serves the media of the store: the addresses written into asset metadata.

What belongs here: their form, and that of the film's page. What does not: serving them (`studio/`). They have no host: Dagster's page
resolves them against its own address, so they hold whatever port the studio stands on. Each says of which bytes it is: what
was lost and made again by a model that never makes the same twice has another address.
"""

from sparkle_motion_dagster.store.artifact import Artifact

MEDIA = "/media"
THUMBNAILS = "/media/thumbnails"
SCREENING = "/screening"
CONTENT = "content"
"""Of an address's query: how the hash of the file begins."""
_LETTERS = 12


def media_link(artifact: Artifact, role: str) -> str:
    """`/media/<asset>/<digest>/<role><suffix>?content=…`. Raises ArtifactMissingError for an unknown role."""
    suffix = artifact.file(role).suffix
    return f"{MEDIA}/{artifact.asset}/{artifact.digest}/{role}{suffix}?{_content(artifact, role)}"


def thumbnail_link(artifact: Artifact, role: str) -> str:
    """`/media/thumbnails/<asset>/<digest>/<role>.jpg?content=…`: a small picture of a still or of a clip's middle frame."""
    return f"{THUMBNAILS}/{artifact.asset}/{artifact.digest}/{role}.jpg?{_content(artifact, role)}"


def _content(artifact: Artifact, role: str) -> str:
    return f"{CONTENT}={artifact.file(role).sha256[:_LETTERS]}"


def screening_link(film: str) -> str:
    """`/screening/<film>`: the film's page."""
    return f"{SCREENING}/{film}"
