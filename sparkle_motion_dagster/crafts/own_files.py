"""A person's own pictures, clips and recordings: checked, kept in the store, handed to the crafts.

What belongs here: looking at a file before it is taken, and the part a craft gets it by. What does not: what a craft
makes of it (`own_takes.py`, `dialogue.py`), deciding that it is used (`directing.py`).

The file is kept as it came. What the film needs of it (its size, its rate) is made in the craft, so that another
profile makes it anew from the original.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sparkle_motion_dagster.crafts.craft import Made, ShotOrder
from sparkle_motion_dagster.crafts.sizes import Size
from sparkle_motion_dagster.errors import InputError, MediaError, StoreError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.takes import LINE, OwnFile
from sparkle_motion_dagster.film.timeline import SHORTEST_SHOT_S
from sparkle_motion_dagster.store.shelf import file_sha256
from sparkle_motion_dagster.store.store import ArtifactStore

ASSET = "own_files"
ROLE = "file"
_SMALLEST_PX = 64
_SHORTEST_LINE_S = 0.1
_SILENT_DB = -60.0
_WORDS = {"start": "first picture", "end": "last picture", "clip": "clip"}


@dataclass(frozen=True)
class OwnPart:
    """One file of a person, as a craft's part: it is in the store already, or it is lost."""

    name: str
    file: OwnFile

    @property
    def recipe(self) -> Recipe:
        """The file's bytes."""
        return Recipe(ASSET, self.name, {"sha256": self.file.sha256})

    @property
    def size(self) -> Size:
        """Nothing is made: only how long it is spoken counts."""
        return {"call": 1.0, "speech_s": self.file.duration_s or 0.0}

    def make(self, folder: Path) -> Made:
        """It cannot be made again. Raises StoreError saying what to do."""
        film, shot, role = self.name.split("~", 2)
        raise StoreError(
            f"your own {role_words(role)} {self.file.name} is no longer in the store: put it in again with "
            f"sparkle use {film} {shot} {_option(role)} FILE, or choose another take: sparkle takes {film} {shot}"
        )


def part_name(film: str, shot: str, role: str) -> str:
    """The name a file goes by: whose it is and in which role."""
    return f"{shot_key(film, shot)}~{role}"


def own_parts(order: ShotOrder, asset: str) -> tuple[OwnPart, ...]:
    """The files of the asset's circled take."""
    own = order.take(asset).own
    return tuple(OwnPart(part_name(order.film, order.shot.id, role), file) for role, file in sorted(own.items()))


def keep_own(store: ArtifactStore, film: str, shot: str, role: str, source: Path, says: str | None = None) -> OwnFile:
    """Look at a person's file and keep a copy in the store. The same file again is kept once.

    Raises InputError for a file that is not there or not what its role needs; then nothing is kept.
    """
    why = f"put in by hand as the {role_words(role)}"
    made = partial(OwnPart, part_name(film, shot, role))
    return _keep(store, film, shot, _kind(role), source, says, why, made)


def keep_picture(
    store: ArtifactStore, film: str, source: Path, what: str, as_part: Callable[[OwnFile], OwnPart]
) -> OwnFile:
    """`keep_own` of a picture that belongs to no shot; `what` it is, for its record."""
    return _keep(store, film, None, "picture", source, None, f"put in by hand as {what}", as_part)


def _keep(
    store: ArtifactStore,
    film: str,
    shot: str | None,
    kind: str,
    source: Path,
    says: str | None,
    why: str,
    as_part: Callable[[OwnFile], OwnPart],
) -> OwnFile:
    where = film if shot is None else f"{film} {shot}"
    if not source.is_file():
        raise InputError(f"{where}: {source}: no such file; expected {_EXPECTED[kind]}")
    with store.workbench() as folder:
        copy = folder / f"own{source.suffix.lower()}"
        shutil.copyfile(source, copy)
        try:
            duration_s = _LOOKS[kind](copy)
        except MediaError as error:
            fault = str(error).replace(str(copy), source.name).replace(copy.name, source.name)
            raise InputError(f"{where}: {fault}; expected {_EXPECTED[kind]}") from error
        own = OwnFile(name=source.name, sha256=file_sha256(copy), duration_s=duration_s, says=says)
        facts = {"name": source.name, "duration_s": duration_s}
        recipe = as_part(own).recipe
        store.adopt(recipe, {ROLE: copy}, facts, film=film, shot=shot, backend="own file", draft=False, reason=why)
    return own


def _kind(role: str) -> str:
    return {"start": "picture", "end": "picture", "clip": "clip"}.get(role, "recording")


def _option(role: str) -> str:
    option = {"start": "--image start", "end": "--image end", "clip": "--clip"}.get(role)
    return option or "--line N"


def role_words(role: str) -> str:
    """A role for a person."""
    return "recording" if role.startswith(LINE) else _WORDS[role]


def _look_at_picture(path: Path) -> float | None:
    from sparkle_motion_dagster.media.images import open_picture

    picture = open_picture(path)
    if min(picture.size) < _SMALLEST_PX:
        raise MediaError(f"{path.name}: {picture.width}×{picture.height} pixels; at least {_SMALLEST_PX} each way")
    return None


def _look_at_clip(path: Path) -> float | None:
    from sparkle_motion_dagster.media.cover import clip_facts

    facts = clip_facts(path)
    if facts.duration_s < SHORTEST_SHOT_S:
        raise MediaError(f"{path.name}: {facts.duration_s:.2f} s long; a shot has at least {SHORTEST_SHOT_S:g} s")
    if min(facts.width_px, facts.height_px) < _SMALLEST_PX:
        raise MediaError(f"{path.name}: {facts.width_px}×{facts.height_px} pixels; at least {_SMALLEST_PX} each way")
    return round(facts.duration_s, 6)


def _look_at_recording(path: Path) -> float | None:
    from sparkle_motion_dagster.media.audio import active_level_db, read_wav
    from sparkle_motion_dagster.media.reading import kind_of

    if kind_of(path) != "wav":
        raise MediaError(f"{path.name}: not a WAV")
    samples, rate_hz = read_wav(path)
    if len(samples) < _SHORTEST_LINE_S * rate_hz:
        raise MediaError(f"{path.name}: {len(samples) / rate_hz:.3f} s long; a line has at least {_SHORTEST_LINE_S} s")
    level_db = active_level_db(samples, rate_hz)
    if not level_db > _SILENT_DB:
        raise MediaError(f"{path.name}: silent ({level_db:.0f} dBFS; at least {_SILENT_DB:.0f} expected)")
    return round(len(samples) / rate_hz, 6)


_LOOKS: dict[str, Callable[[Path], float | None]] = {
    "picture": _look_at_picture,
    "clip": _look_at_clip,
    "recording": _look_at_recording,
}
_EXPECTED = {
    "picture": "a PNG, JPEG or WebP picture",
    "clip": "an MP4 or MOV clip",
    "recording": "a WAV recording of the line",
}
