"""Title and end card as clips that are kept: another line in the film does not draw its title again.

What belongs here: a card's recipe and keeping its clip. What does not: drawing (`media/cards.py`), fading and encoding
(`media/card_clips.py`). A card is a part of `final_movie`, as a line is of `dialogue_audio`: no asset of its own.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparkle_motion_dagster.backends.profile import Size
from sparkle_motion_dagster.backends.versions import library_versions
from sparkle_motion_dagster.crafts.kept import kept
from sparkle_motion_dagster.crafts.shoot import why
from sparkle_motion_dagster.film.plan import Card
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.staging import stable_seed
from sparkle_motion_dagster.media.engines import ENGINES
from sparkle_motion_dagster.store.store import ArtifactStore

if TYPE_CHECKING:
    from sparkle_motion_dagster.media.movie_request import MovieCard

ASSET = "card_clips"
CODE_VERSION = "2"


def card_frames(card: Card | None, fps: int) -> int:
    """Length of a card; 0 if there is none."""
    return max(1, round(card.duration_sec * fps)) if card else 0


def card_recipe(film: str, title: str, card: Card, kind: str, video: Size, draft: bool) -> Recipe:
    """Everything that can change the card's bytes. `kind`: "title" or "end"."""
    inputs: dict[str, Any] = {
        "card": card.model_dump(mode="json"),
        "kind": kind,
        "seed": stable_seed("card", title),
        "video": video.model_dump(),
        "draft": draft,
        "libraries": library_versions((*ENGINES, "resources/fonts")),
        "code_version": CODE_VERSION,
    }
    return Recipe(ASSET, f"{film}~{kind}-card", inputs)


def kept_card(
    store: ArtifactStore, film: str, title: str, card: Card | None, kind: str, video: Size, draft: bool
) -> "MovieCard | None":
    """The card's clip, made if there is none yet; None if the film has no such card. Raises SparkleError."""
    from sparkle_motion_dagster.media.movie_request import MovieCard

    if card is None:
        return None
    recipe = card_recipe(film, title, card, kind, video, draft)
    with store.recipe_lock(recipe):
        found = kept(store, recipe)
        if found is None:
            with store.workbench() as folder:
                clip = _draw(card, kind, video, draft, stable_seed("card", title), folder)
                found = store.adopt(
                    recipe,
                    {"video": clip},
                    {"frames": card_frames(card, video.fps)},
                    film=film,
                    shot=None,
                    backend=f"cards {CODE_VERSION}",
                    draft=draft,
                    reason=why(store, recipe),
                )
    return MovieCard(clip=found.path("video"), frames=int(found.facts["frames"]))


def _draw(card: Card, kind: str, video: Size, draft: bool, seed: int, folder: Path) -> Path:
    from sparkle_motion_dagster.media.card_clips import card_clip
    from sparkle_motion_dagster.media.cards import card_image

    pixels = card_image(card.heading, card.lines, video.width_px, video.height_px, seed, kind, draft)
    return card_clip(pixels, folder / f"{kind}_card.mp4", frames=card_frames(card, video.fps), fps=video.fps)
