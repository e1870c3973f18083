"""How a film's characters keep their looks: a sheet for each, made once, or a person's own picture in its place.

What belongs here: whose picture a shot is painted after, and the parts by which shots get them. What does not: painting
(`backends/images`), deciding (`binding.py`). A backend that paints from words alone has none of this.

A sheet is a part, as a spoken line is: one artifact (`character_sheets`), made before the first shot that needs it, and
kept by its own recipe. That holds the character's description, the style, the model and a seed, and nothing of any shot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.protocols import ImageBackend, ImageRequest, KeepsCharacters, Reference
from sparkle_motion_dagster.crafts.craft import Made, Material, Part, ShotOrder
from sparkle_motion_dagster.crafts.own_files import ROLE, OwnPart
from sparkle_motion_dagster.crafts.sizes import Size
from sparkle_motion_dagster.errors import StoreError
from sparkle_motion_dagster.film.cast import character_slug, check_bound, lost_references, seen_characters
from sparkle_motion_dagster.film.picture import Picture
from sparkle_motion_dagster.film.plan import Character
from sparkle_motion_dagster.film.prompts import sheet_prompt
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.staging import stable_seed
from sparkle_motion_dagster.film.takes import OwnFile

SHEET_ASSET = "character_sheets"
SHEET = "sheet"
SHEET_PX = 1024
"""Each way, whatever the film's size: the encoders of references look at squares."""
CODE_VERSION = "1"


@dataclass(frozen=True)
class SheetPart:
    """The picture of one character."""

    name: str
    character: Character
    backend: ImageBackend
    inputs: Mapping[str, Any]
    """The backend, as the sheet's recipe holds it."""

    @property
    def recipe(self) -> Recipe:
        """What it shows, who paints it, and the seed."""
        request = self._request()
        inputs = {
            "prompt": request.prompt,
            "seed": request.seed,
            "size_px": SHEET_PX,
            "backend": dict(self.inputs),
            "code_version": CODE_VERSION,
        }
        return Recipe(SHEET_ASSET, self.name, inputs)

    @property
    def size(self) -> Size:
        """One picture."""
        return {"call": 1.0, "megapixel": round(SHEET_PX**2 / 1e6, 4)}

    def make(self, folder: Path) -> Made:
        """Paint it."""
        made = self.backend.make(self._request(), folder)
        told = {"character": self.character.name, "notes": list(made.notes)}
        return Made({SHEET: made.start}, {**made.facts, **told})

    def _request(self) -> ImageRequest:
        who = self.character
        prompt = sheet_prompt(who)
        picture = Picture(
            place="", interior=None, time_of_day="day", weather="clear", framing="close", camera="hold", figures=(),
            focus=None, props=(), description=prompt, scene_seed=0, seed=0, width_px=SHEET_PX, height_px=SHEET_PX,
        )  # fmt: skip
        seed = stable_seed("character", who.id)
        return ImageRequest(f"the sheet of {who.name}", picture, prompt, prompt, seed, ends=False)


@dataclass(frozen=True)
class OwnReferencePart(OwnPart):
    """A person's own picture of a character: it is in the store already, or it is lost."""

    def make(self, folder: Path) -> Made:
        """It cannot be made again. Raises StoreError saying what to do."""
        film = self.name.partition("~")[0]
        raise StoreError(
            f"your own reference picture {self.file.name} is no longer in the store: put it in again with "
            f"sparkle use {film} --character NAME FILE"
        )


def reference_name(film: str, character_id: str) -> str:
    """The key of a character's sheet, and of its own picture."""
    return f"{film}~{character_slug(character_id)}"


def own_reference(film: str, character_id: str, own: OwnFile) -> OwnReferencePart:
    """A person's picture of a character, as a part."""
    return OwnReferencePart(f"{reference_name(film, character_id)}~reference", own)


def character_parts(backend: ImageBackend, order: ShotOrder) -> tuple[Part, ...]:
    """The pictures that the shot is painted after; none while an own picture is of nobody: `references` refuses it."""
    bound = _bound(backend, order)
    return tuple(part for _, part in bound) if not lost_references(order.plan, order.references) else ()


def reference_inputs(backend: ImageBackend, order: ShotOrder) -> dict[str, Any]:
    """What a shot's recipe holds of them; {} for a shot that is painted from words alone."""
    bound, told = _bound(backend, order), _inputs(backend)
    if not bound or told is None:
        return {}
    after = {
        who.id: f"own {part.file.sha256}" if isinstance(part, OwnPart) else f"sheet {part.recipe.digest}"
        for who, part in bound
    }
    return {"references": {**told["reference"], "after": after, "order": [who.id for who, _ in bound]}}


def references(
    backend: ImageBackend, order: ShotOrder, materials: Mapping[str, Material]
) -> tuple[tuple[Reference, ...], dict[str, str]]:
    """The pictures for the backend, from left to right; and, for a person, whose each is.

    Raises InputError if an own picture is of somebody who is not in the film.
    """
    if _inputs(backend) is None:
        return (), {}
    check_bound(order.film, order.plan, order.references)
    found, told = [], {}
    for who, part in _bound(backend, order):
        own = isinstance(part, OwnPart)
        found.append(Reference(who.name, materials[part.name].files[ROLE if own else SHEET]))
        told[who.name] = f"your own {part.file.name}" if isinstance(part, OwnPart) else "its sheet"
    return tuple(found), told


def _bound(backend: ImageBackend, order: ShotOrder) -> tuple[tuple[Character, SheetPart | OwnReferencePart], ...]:
    told = _inputs(backend)
    if told is None:
        return ()
    bound: list[tuple[Character, SheetPart | OwnReferencePart]] = []
    for who in seen_characters(order.plan, order.shot):
        own = order.references.own.get(who.id)
        name = reference_name(order.film, who.id)
        part = SheetPart(name, who, backend, told["sheet"]) if own is None else own_reference(order.film, who.id, own)
        bound.append((who, part))
    return tuple(bound)


def _inputs(backend: ImageBackend) -> dict[str, Any] | None:
    return backend.character_inputs() if isinstance(backend, KeepsCharacters) else None
