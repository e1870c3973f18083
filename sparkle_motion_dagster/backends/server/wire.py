"""What goes between a studio and a model server: the protocol's own requests and answers as JSON, files by their hash.

What belongs here: the five calls, and both directions of their types. What does not: HTTP (`app.py`, `asking.py`), where
files lie (`exchange.py`).
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sparkle_motion_dagster import errors
from sparkle_motion_dagster.backends.profile import Craft
from sparkle_motion_dagster.backends.protocols import (
    ImageRequest,
    InspectionRequest,
    LipsyncRequest,
    MadeClip,
    MadeImages,
    MadeLipsync,
    SpeechRequest,
    SpokenLine,
    VideoRequest,
)
from sparkle_motion_dagster.errors import BackendError, SparkleError
from sparkle_motion_dagster.film.qa import ShotFindings

FILE = "$file"
"""Key of the object that stands in JSON for a path: {"$file": sha256, "name": "start.png"}."""

TRAITS = ("draws_itself", "moves_own_drawings", "reads_words", "ignores_seeds")
"""Attributes by which the crafts tell some backends from others (`protocols.py`): true, or not there at all."""


@dataclass(frozen=True)
class CallType:
    """What a craft is asked, and what it answers."""

    request: type
    answer: type
    perform: Callable[[Any, Any, Path], Any]
    """(backend, request, working folder) → answer."""


CALLS: Mapping[Craft, CallType] = {
    "speech": CallType(SpeechRequest, SpokenLine, lambda backend, asked, at: backend.speak(asked, at / "line.wav")),
    "images": CallType(ImageRequest, MadeImages, lambda backend, asked, at: backend.make(asked, at)),
    "video": CallType(VideoRequest, MadeClip, lambda backend, asked, at: backend.render(asked, at)),
    "lipsync": CallType(LipsyncRequest, MadeLipsync, lambda backend, asked, at: backend.sync(asked, at)),
    "inspection": CallType(InspectionRequest, ShotFindings, lambda backend, asked, at: backend.inspect(asked)),
}


@cache
def _adapter(of: type) -> TypeAdapter[Any]:
    return TypeAdapter(of)


@cache
def protocol_of(craft: Craft) -> str:
    """12 hex digits that change when the craft's request or answer changes: both sides must have the same."""
    schemas = [_adapter(of).json_schema() for of in (CALLS[craft].request, CALLS[craft].answer)]
    return hashlib.sha256(json.dumps(schemas, sort_keys=True).encode()).hexdigest()[:12]


def identity(hello: dict[str, Any]) -> str:
    """Hash of everything of a server that enters recipes."""
    told = [hello["inputs"], hello.get("characters")]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def to_wire(of: type, value: Any, place: Callable[[Path], str]) -> Any:
    """The value as JSON. `place`: called with each file in it, returns the file's sha256."""
    return _outward(_adapter(of).dump_python(value, mode="python"), place)


def _outward(value: Any, place: Callable[[Path], str]) -> Any:
    if isinstance(value, PurePath):
        return {FILE: place(Path(value)), "name": value.name}
    if isinstance(value, Mapping):
        return {str(name): _outward(item, place) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_outward(item, place) for item in value]
    return value


def from_wire(of: type, told: Any, fetch: Callable[[str, str], Path]) -> Any:
    """The value of JSON. `fetch`: called with sha256 and name of each file, returns where it lies now.

    Raises BackendError if it is not what the protocol says.
    """
    sent: set[Path] = set()

    def note(sha256: str, name: str) -> Path:
        path = fetch(sha256, name)
        sent.add(path)
        return path

    try:
        value = _adapter(of).validate_python(_inward(told, note))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "it"
        raise BackendError(f"not a {of.__name__} ({error.error_count()} faults; {where}: {first['msg']})") from error
    if not set(_paths(_adapter(of).dump_python(value, mode="python"))) <= sent:
        raise BackendError(
            f"not a {of.__name__}: it names a file by its path, and files are named by their hashes alone"
        )
    return value


def _paths(value: Any) -> Iterator[Path]:
    """Every path in a value: one that was not sent would be a file of the reader's own machine."""
    if isinstance(value, PurePath):
        yield Path(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _paths(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _paths(item)


def _inward(told: Any, fetch: Callable[[str, str], Path]) -> Any:
    if isinstance(told, Mapping):
        if FILE in told:
            return str(fetch(checked_hash(told[FILE]), plain_name(told.get("name"))))
        return {name: _inward(item, fetch) for name, item in told.items()}
    if isinstance(told, list):
        return [_inward(item, fetch) for item in told]
    return told


def files_of(told: Any) -> dict[str, str]:
    """Name of every file in the JSON, by its hash."""
    found: dict[str, str] = {}

    def note(sha256: str, name: str) -> Path:
        found[sha256] = name
        return Path(name)

    _inward(told, note)
    return found


def checked_hash(text: Any) -> str:
    """A sha256 in hex. Raises BackendError for anything else: hashes name files."""
    if isinstance(text, str) and len(text) == 64 and not text.strip("0123456789abcdef"):
        return text
    raise BackendError(f"{str(text)[:80]!r} is not a sha256 in small hex digits")


def plain_name(text: Any) -> str:
    """A file's own name without any folder; "file" for what is no name."""
    name = text if isinstance(text, str) else ""
    plain = "".join(letter for letter in name if letter.isalnum() or letter in "._-")[-80:].lstrip(".")
    return plain or "file"


def error_json(error: Exception) -> dict[str, str]:
    """An error as it is told to the other side."""
    if isinstance(error, SparkleError):
        return {"type": type(error).__name__, "message": str(error)}
    return {"type": "BackendError", "message": f"{type(error).__name__}: {error}; the server's log tells more"}


def error_of(told: Any, host: str) -> SparkleError:
    """The error that the other side told, of the same class as there."""
    told = told if isinstance(told, Mapping) else {}
    known = getattr(errors, str(told.get("type", "")), BackendError)
    message = f"{host}: {str(told.get('message') or 'failed, and does not say why')[:4000]}"
    if not (isinstance(known, type) and issubclass(known, BackendError | errors.InputError | errors.MediaError)):
        return BackendError(message)
    try:
        return known(message)
    except TypeError:  # an error that is made of more than its message
        return BackendError(message)
