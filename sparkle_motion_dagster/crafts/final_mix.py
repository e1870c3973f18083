"""The film's sound, mixed and kept: it needs the lines and how long shots are, not their pictures.

What belongs here: the mix's recipe, keeping it, beginning it beside the pictures. What does not: mixing itself
(`media/film_sound.py`). The mix is a part of `final_movie`, as a line is of `dialogue_audio`: another picture in the
film does not mix its sound again.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.backends.versions import library_versions
from sparkle_motion_dagster.crafts.film_cards import card_frames
from sparkle_motion_dagster.crafts.kept import kept
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.shoot import material
from sparkle_motion_dagster.crafts.workers import Workers
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan, Shot, TimeOfDay, Weather
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.staging import stable_seed
from sparkle_motion_dagster.media.engines import ENGINES
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.locks import recipe_maker
from sparkle_motion_dagster.store.store import ArtifactStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sparkle_motion_dagster.media.film_sound import FilmSound
    from sparkle_motion_dagster.media.soundtrack import SoundPart

ASSET = "final_mix"
CODE_VERSION = "2"


def ambience_inputs(shot: Shot) -> dict[str, Any]:
    """What is heard around a shot: neighbours with equal values share one unbroken bed."""
    place = shot.place or shot.setting or ""
    return {
        "place": place,
        "interior": shot.interior,
        "weather": shot.weather,
        "time_of_day": shot.time_of_day,
        "seed": stable_seed("ambience", place.lower()),
    }


def mix_recipe(film: str, plan: MoviePlan, profile: Profile, spoken: Sequence[Artifact]) -> Recipe:
    """Everything that can change the sound's bytes. `spoken`: dialogue_audio of the shots, in film order."""
    shots = [
        {
            "frames": int(made.facts["frames"]),
            "speech": made.content_hash if made.facts["line_artifacts"] else None,
            "ambience": ambience_inputs(shot),
        }
        for shot, made in zip(plan.shots, spoken, strict=True)
    ]
    inputs: dict[str, Any] = {
        "heard": shots,
        "title_card_frames": card_frames(plan.title_card, profile.video.fps),
        "end_card_frames": card_frames(plan.end_card, profile.video.fps),
        "fps": profile.video.fps,
        "sound": profile.sound.model_dump(),
        "music_seed": _music_seed(plan),
        "libraries": library_versions(ENGINES),
        "code_version": CODE_VERSION,
    }
    return Recipe(ASSET, f"{film}~mix", inputs)


def kept_mix(
    store: ArtifactStore, film: str, plan: MoviePlan, profile: Profile, spoken: Sequence[Artifact]
) -> "FilmSound":
    """The film's sound, mixed if there is none yet; a mix begun by another process is waited for. Raises SparkleError."""
    from sparkle_motion_dagster.media.film_sound import FilmSound

    recipe = mix_recipe(film, plan, profile, spoken)
    with store.recipe_lock(recipe):
        found = kept(store, recipe) or _mix(store, recipe, film, plan, profile, spoken)
    facts = found.facts
    return FilmSound(found.path("sound"), facts["loudness_lufs"], facts["true_peak_db"], tuple(facts["notes"]))


def mix_underway(
    store: ArtifactStore, film: str, plan: MoviePlan, profile: Profile, spoken: Sequence[Artifact]
) -> bool:
    """Whether a process of this machine mixes the film's sound now: `kept_mix` would only wait for it."""
    return recipe_maker(store.room / "locks", mix_recipe(film, plan, profile, spoken).digest) is not None


def begin_mix(store: ArtifactStore, pool: Workers, film: str, plan: MoviePlan, profile: Profile) -> None:
    """Mix in one of the pool's processes beside whatever comes next, once every shot has spoken.

    Whoever cuts the film finds the mix kept, waits for it, or makes it and says what is wrong: nothing is asked of this
    call's outcome.
    """
    heads = held_shots(store, film, plan)["dialogue_audio"]
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    if all(key in heads for key in keys):
        pool.submit(kept_mix, store, film, plan, profile, [heads[key] for key in keys])


def film_stems(plan: MoviePlan, profile: Profile, spoken: Sequence[Artifact]) -> "dict[str, NDArray[np.float32]]":
    """Dialogue, ambience and music apart, at the film's level but before its limiter: laid together they are its mix.

    Raises SparkleError.
    """
    from sparkle_motion_dagster.media.film_sound import stems_at_level

    return stems_at_level(
        _parts(plan, profile, spoken),
        fps=profile.video.fps,
        sample_rate_hz=profile.sound.sample_rate_hz,
        loudness_lufs=profile.sound.loudness_lufs,
        true_peak_db=profile.sound.true_peak_db,
        seed=_music_seed(plan),
    )


def _mix(
    store: ArtifactStore, recipe: Recipe, film: str, plan: MoviePlan, profile: Profile, spoken: Sequence[Artifact]
) -> Artifact:
    from sparkle_motion_dagster.media.film_sound import film_sound

    with store.workbench() as folder:
        made = film_sound(
            _parts(plan, profile, spoken),
            folder / "sound.mp4",
            title=plan.title,
            fps=profile.video.fps,
            sample_rate_hz=profile.sound.sample_rate_hz,
            loudness_lufs=profile.sound.loudness_lufs,
            true_peak_db=profile.sound.true_peak_db,
            seed=_music_seed(plan),
        )
        return store.adopt(
            recipe,
            {"sound": made.path},
            {"loudness_lufs": made.loudness_lufs, "true_peak_db": made.true_peak_db, "notes": list(made.notes)},
            film=film,
            shot=None,
            backend=f"mix {CODE_VERSION}",
            draft=any(artifact.draft for artifact in spoken),
            reason="what is heard in the film changed" if store.head(ASSET, recipe.key) else "not made before",
        )


def _parts(plan: MoviePlan, profile: Profile, spoken: Sequence[Artifact]) -> "list[SoundPart]":
    from sparkle_motion_dagster.media.soundtrack import SoundPart

    title, end = (
        [SoundPart(name, card_frames(card, profile.video.fps), None, None, card=True)] if card else []
        for name, card in (("title card", plan.title_card), ("end card", plan.end_card))
    )
    return [*title, *(_shot_part(shot, made) for shot, made in zip(plan.shots, spoken, strict=True)), *end]


def _shot_part(shot: Shot, spoken: Artifact) -> "SoundPart":
    from sparkle_motion_dagster.media.soundtrack import Place, SoundPart

    heard: Mapping[str, Any] = ambience_inputs(shot)
    kind = _sound_of_place(heard["place"], shot.interior, shot.time_of_day, shot.weather)
    speech = material(spoken).files["track"] if spoken.facts["line_artifacts"] else None
    place = Place(kind, shot.weather, shot.time_of_day, heard["seed"])
    return SoundPart(shot.id, int(spoken.facts["frames"]), speech, place)


@cache
def _sound_of_place(place: str, interior: bool | None, time_of_day: TimeOfDay, weather: Weather) -> str:
    """What kind of sound a place has: its drawing knows. Once for all shots there."""
    from sparkle_motion_dagster.backends.drawing.places.kit import draw_place

    return draw_place(place, interior, time_of_day, weather, 0).ambience


def _music_seed(plan: MoviePlan) -> int:
    return stable_seed("music", plan.title)
