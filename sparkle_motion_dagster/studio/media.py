"""The media of the store on the studio's page: pictures, clips, sounds, plans, by artifact and role.

What belongs here: finding an artifact's file and sending it. What does not: the addresses' form (`graph/links.py`),
who may ask (`guard.py`). An address names an artifact by its digest and a file by its role; no part of it is ever
used as a path, so there is nothing to climb out of and nothing to list.
"""

from functools import lru_cache, partial
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from sparkle_motion_dagster.errors import ArtifactMissingError, InputError, SparkleError
from sparkle_motion_dagster.graph.links import CONTENT, MEDIA, THUMBNAILS
from sparkle_motion_dagster.media.thumbnails import thumbnail_jpeg
from sparkle_motion_dagster.store.artifact import URI_PREFIX, Artifact
from sparkle_motion_dagster.store.store import ArtifactStore

CONTENT_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".mp4": "video/mp4",
    ".wav": "audio/wav",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
}
"""What a browser may show. Anything else (HTML, SVG …) is sent as bytes to save, never run in the page's origin."""

_FOREVER = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
_ASKING_AGAIN = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
_NEVER = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def media_routes(store: ArtifactStore) -> list[Route]:
    """Routes for GET and HEAD, with Range requests, so that a film can be wound."""
    return [
        Route(THUMBNAILS + "/{asset}/{digest}/{name}", partial(_thumbnail, store)),
        Route(MEDIA + "/{asset}/{digest}/{name}", partial(_file, store)),
        Route(MEDIA + "{anything:path}", _nothing),
    ]


async def _file(store: ArtifactStore, request: Request) -> Response:
    try:
        artifact, role, path = await run_in_threadpool(_find, store, **request.path_params)
    except SparkleError as error:
        return _refused(error)
    stored = artifact.file(role)
    content_type = CONTENT_TYPES.get(stored.suffix)
    headers = _kept(request, stored.sha256)
    if content_type is None:
        headers["Content-Disposition"] = "attachment"
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, headers=headers, media_type=content_type or "application/octet-stream")


def _find(store: ArtifactStore, asset: str, digest: str, name: str) -> tuple[Artifact, str, Path]:
    """The artifact, the role and the checked file that an address names. Raises SparkleError."""
    artifact = store.get(f"{URI_PREFIX}{asset}/{digest}")
    for role, stored in artifact.files.items():
        if f"{role}{stored.suffix}" == name:
            return artifact, role, artifact.path(role)
    raise ArtifactMissingError(f"{artifact.uri} has no file of that name; it has: {', '.join(sorted(artifact.files))}")


async def _thumbnail(store: ArtifactStore, request: Request) -> Response:
    try:
        picture, sha256 = await run_in_threadpool(_picture, store, **request.path_params)
    except SparkleError as error:
        return _refused(error)
    return Response(picture, headers=_kept(request, sha256), media_type="image/jpeg")


def _kept(request: Request, sha256: str) -> dict[str, str]:
    """How long a browser may keep it: for ever if the address names these very bytes."""
    named = request.query_params.get(CONTENT)
    return {**(_FOREVER if named and sha256.startswith(named) else _ASKING_AGAIN), "ETag": f'"{sha256}"'}


def _picture(store: ArtifactStore, asset: str, digest: str, name: str) -> tuple[bytes, str]:
    """The small picture, and the hash of what it is made from."""
    artifact = store.get(f"{URI_PREFIX}{asset}/{digest}")
    role = name.removesuffix(".jpg")
    if role == name or artifact.file(role).suffix not in (".png", ".jpg", ".mp4"):
        raise ArtifactMissingError(f"{artifact.uri}: no picture of that name")
    return _made_small(artifact.path(role)), artifact.file(role).sha256


@lru_cache(maxsize=512)  # about 10 kB each
def _made_small(path: Path) -> bytes:
    return thumbnail_jpeg(path)


async def _nothing(request: Request) -> Response:
    del request  # Starlette's signature
    return PlainTextResponse("not found: media are asked for by artifact and file\n", 404, headers=_NEVER)


def _refused(error: SparkleError) -> Response:
    """404 for what is not there or not a name; 500 for a damaged or unreadable file."""
    missing = isinstance(error, ArtifactMissingError | InputError)
    return PlainTextResponse(f"{error}\n", 404 if missing else 500, headers=_NEVER)
