"""Turnover: a finished film handed to an editor, as cut lists with the clips and sounds that they name.

What belongs here: which files an editor gets, and what is told of each shot. What does not: the lists
(`media/cut_list.py`), the stems (`media/soundtrack.py`). Files are copies: what another program does to them leaves the
store as it is.
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, gather
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.cut import is_draft
from sparkle_motion_dagster.crafts.film_cards import kept_card
from sparkle_motion_dagster.crafts.final_mix import film_stems
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.planning import film_plan
from sparkle_motion_dagster.crafts.state import film_state
from sparkle_motion_dagster.errors import ArtifactMissingError, ArtifactStaleError, InputError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.media.cut_list import CutClip, CutLine, CutSound, write_cut_lists
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.faults import told
from sparkle_motion_dagster.store.store import ArtifactStore

LISTING = ".turnover.json"
"""Marks a folder as ours: only such a one, or an empty one, is ever replaced."""


@dataclass(frozen=True)
class Turnover:
    """What an editor was handed."""

    folder: Path
    lists: tuple[Path, ...]
    clips: int
    sounds: tuple[Path, ...]
    frames: int
    fps: int


def turn_over(store: ArtifactStore, profile: Profile, film: str, folder: Path) -> Turnover:
    """Copy the film's clips, dialogue and stems into `folder`, with the lists that put them together.

    The folder appears whole or not at all.

    Raises:
        InputError: the folder holds something else.
        FilmBusyError: it is being made now.
        ArtifactMissingError, ArtifactStaleError: the film is not made as its text and the profile say now.
        SparkleError: a file is damaged, or cannot be written.
    """
    _check_folder(folder)
    with store.film_lock(film):
        plan = film_plan(store, film)
        _check_fresh(store, profile, film, plan)
        return _copied(store, profile, film, plan, folder)


def _copied(store: ArtifactStore, profile: Profile, film: str, plan: MoviePlan, folder: Path) -> Turnover:
    with told("write the turnover in", folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        try:
            clips, sounds = _filled(store, profile, film, plan, fresh)
            lists = write_cut_lists(plan.title, clips, sounds, profile.video.fps, fresh, film, lies_in=folder)
            if folder.exists():
                shutil.rmtree(folder)
            fresh.chmod(0o755)
            fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return Turnover(
        folder,
        tuple(folder / name for name in lists),
        len(clips),
        tuple(folder / sound.file for sound in sounds),
        sum(clip.frames for clip in clips),
        profile.video.fps,
    )


def _check_folder(folder: Path) -> None:
    """Raises InputError if the folder is not empty and none of ours, or is a file."""
    if not folder.exists():
        return
    if not folder.is_dir() or (not (folder / LISTING).exists() and any(folder.iterdir())):
        raise InputError(
            f"{folder} is there already and was not made by sparkle export: choose another with --to FOLDER"
        )


def _check_fresh(store: ArtifactStore, profile: Profile, film: str, plan: MoviePlan) -> None:
    state = film_state(store, gather(profile), film, plan)
    if state.fresh:
        return
    if store.head(MOVIE_ASSET, film) is None:
        raise ArtifactMissingError(f"film {film} is not made yet; make it first: sparkle make {film}")
    cell = next(cell for cell in state.cells if cell.status != "fresh")
    raise ArtifactStaleError(
        f"film {film} is not made as its plan and the profile {profile.name} say now "
        f"({cell.shot or 'film'} {cell.asset}: {'; '.join(cell.reasons)}); make it first: sparkle make {film}"
    )


def _filled(
    store: ArtifactStore, profile: Profile, film: str, plan: MoviePlan, folder: Path
) -> tuple[tuple[CutClip, ...], tuple[CutSound, ...]]:
    """Copy everything; what the lists name."""
    held = held_shots(store, film, plan)
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    made = {asset: [held[asset][key] for key in keys] for asset in SHOT_ASSETS}
    for name in ("clips", "dialogue", "stems"):
        (folder / name).mkdir()
    shots = tuple(
        _shot_clip(shot, clip, spoken, report, folder)
        for shot, clip, spoken, report in zip(
            plan.shots, made["lipsynced_clips"], made["dialogue_audio"], made["qa_report"], strict=True
        )
    )
    title, end = (
        _card_clip(store, film, plan, kind, profile, is_draft(profile, made), folder) for kind in ("title", "end")
    )
    movie = store.head(MOVIE_ASSET, film)
    assert movie is not None
    shutil.copyfile(movie.path("srt"), folder / f"{film}.srt")
    sounds = _stems(plan, profile, made["dialogue_audio"], folder)
    (folder / LISTING).write_text(json.dumps({"film": film, "movie": movie.uri}), encoding="utf-8")
    return (*title, *shots, *end), sounds


def _shot_clip(shot: Shot, clip: Artifact, spoken: Artifact, report: Artifact, folder: Path) -> CutClip:
    file = f"clips/{shot.id}.mp4"
    shutil.copyfile(clip.path("video"), folder / file)
    lines = spoken.facts["line_artifacts"]
    if lines:
        shutil.copyfile(spoken.path("track"), folder / f"dialogue/{shot.id}.wav")
    notes: dict[str, Any] = {
        "shot": shot.id,
        "setting": shot.setting or "",
        "description": shot.visual_description,
        "framing": shot.framing,
        "backend": clip.backend,
        "draft": clip.draft,
        "qa": report.facts["decision"],
        "artifact": clip.uri,
    }
    said = tuple(CutLine(x["start_s"], x["end_s"], f"{x['character']}: {x['text']}") for x in lines)
    return CutClip(shot.id, file, int(spoken.facts["frames"]), said, notes)


def _card_clip(
    store: ArtifactStore, film: str, plan: MoviePlan, kind: str, profile: Profile, draft: bool, folder: Path
) -> tuple[CutClip, ...]:
    card = kept_card(
        store, film, plan.title, plan.title_card if kind == "title" else plan.end_card, kind, profile.video, draft
    )
    if card is None:
        return ()
    file = f"clips/{kind}.mp4"
    shutil.copyfile(card.clip, folder / file)
    return (CutClip(f"{kind} card", file, card.frames),)


def _stems(plan: MoviePlan, profile: Profile, spoken: Sequence[Artifact], folder: Path) -> tuple[CutSound, ...]:
    from sparkle_motion_dagster.media.audio import write_stem

    sounds = []
    for name, samples in film_stems(plan, profile, spoken).items():
        write_stem(folder / f"stems/{name}.wav", samples, profile.sound.sample_rate_hz)
        sounds.append(CutSound(name, f"stems/{name}.wav"))
    return tuple(sounds)
