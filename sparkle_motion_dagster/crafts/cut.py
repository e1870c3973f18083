"""final_movie: the finished shots joined, mixed and measured.

What belongs here: the film's recipe, its timeline, its report. What does not: joining and mixing (`media/movie.py`).
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.backends.versions import library_versions
from sparkle_motion_dagster.crafts.craft import Material
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.film_cards import card_frames, kept_card
from sparkle_motion_dagster.crafts.final_mix import ambience_inputs, kept_mix, mix_underway
from sparkle_motion_dagster.crafts.gates import check_gate
from sparkle_motion_dagster.crafts.inspection import seen_through
from sparkle_motion_dagster.crafts.kept import kept
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.result import Result
from sparkle_motion_dagster.crafts.shoot import material, why
from sparkle_motion_dagster.crafts.verdicts import decided_verdicts, with_verdicts
from sparkle_motion_dagster.crafts.workers import Workers
from sparkle_motion_dagster.errors import (
    ArtifactMissingError,
    BackendError,
    SparkleError,
    StoreError,
)
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.policy import join
from sparkle_motion_dagster.film.qa import QAReport, ShotFindings
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.takes import ShotTakes
from sparkle_motion_dagster.film.timeline import starts
from sparkle_motion_dagster.media.engines import ENGINES
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.failures import recorded
from sparkle_motion_dagster.store.store import ArtifactStore

if TYPE_CHECKING:
    from sparkle_motion_dagster.media.film_picture import FilmPicture
    from sparkle_motion_dagster.media.film_sound import FilmSound
    from sparkle_motion_dagster.media.film_stills import FilmStills
    from sparkle_motion_dagster.media.movie import MadeMovie
    from sparkle_motion_dagster.media.movie_request import MovieCard, MovieRequest, MovieShot

T = TypeVar("T")
ASSET = "final_movie"
CODE_VERSION = "3"


def cut_recipe(
    film: str,
    plan: MoviePlan,
    profile: Profile,
    made: Mapping[str, Sequence[Artifact]],
    takes: Mapping[str, ShotTakes] | None = None,
) -> Recipe:
    """Everything that can change the film's bytes.

    Args:
        film: film id.
        plan: its plan.
        profile: size, sound and whether it is a draft.
        made: for each asset of a shot, the artifacts in film order.
        takes: what was decided about its shots; what of it is about QA's verdicts is in the film's report.
    """
    decided = decided_verdicts(plan, takes or {}, made)
    shots = [
        {
            "id": shot.id,
            "clip": made["lipsynced_clips"][i].content_hash,
            "speech": made["dialogue_audio"][i].content_hash,
            "report": made["qa_report"][i].content_hash,
            "words": _words(shot, made["dialogue_audio"][i]),
            "ambience": ambience_inputs(shot),
            **({"verdict": decided[shot.id]} if shot.id in decided else {}),
        }
        for i, shot in enumerate(plan.shots)
    ]
    inputs = {
        "title": plan.title,
        "shots": shots,
        "title_card": plan.title_card.model_dump(mode="json") if plan.title_card else None,
        "end_card": plan.end_card.model_dump(mode="json") if plan.end_card else None,
        "video": profile.video.model_dump(),
        "sound": profile.sound.model_dump(),
        "draft": is_draft(profile, made),
        "libraries": library_versions((*ENGINES, "resources/fonts")),
        "code_version": CODE_VERSION,
    }
    return Recipe(ASSET, film, inputs)


def is_draft(profile: Profile, made: Mapping[str, Sequence[Artifact]]) -> bool:
    """Whether the film is marked DRAFT: by its profile, or because any part of it is one."""
    return profile.draft or any(artifact.draft for artifacts in made.values() for artifact in artifacts)


def _words(shot: Shot, spoken: Artifact) -> Any:
    """What is read of a shot: its subtitles, and on the contact sheet what is seen where nobody speaks."""
    lines = spoken.facts["line_artifacts"]
    if not lines:
        return shot.visual_description
    return [[line["character"], line["text"], line["start_s"], line["end_s"]] for line in lines]


def timeline(plan: MoviePlan, dialogue: Sequence[Artifact], fps: int) -> dict[str, Any]:
    """Where every shot and line stands in the finished film, in seconds from its first frame."""
    frames = [int(shot.facts["frames"]) for shot in dialogue]
    first = card_frames(plan.title_card, fps)
    shots = []
    for shot, made, start, length in zip(plan.shots, dialogue, starts(frames, first), frames, strict=True):
        start_s = start / fps
        lines = [
            {
                "character": line["character"],
                "text": line["text"],
                "start_s": round(start_s + line["start_s"], 3),
                "end_s": round(start_s + line["end_s"], 3),
            }
            for line in made.facts["line_artifacts"]
        ]
        shots.append(
            {"id": shot.id, "start_s": round(start_s, 3), "duration_s": round(length / fps, 3), "dialogue": lines}
        )
    end_frames = card_frames(plan.end_card, fps)
    total = first + sum(frames) + end_frames
    return {"fps": fps, "title_card_s": first / fps, "end_card_s": end_frames / fps, "frames": total, "shots": shots}


def _movie_shot(shot: Shot, spoken: Material, clip: Material, report: Material) -> "MovieShot":
    from sparkle_motion_dagster.media.movie_request import MovieShot, SpokenWords

    return MovieShot(
        id=shot.id,
        clip=clip.files["video"],
        frames=int(spoken.facts["frames"]),
        lines=tuple(
            SpokenWords(start_s=x["start_s"], end_s=x["end_s"], speaker=x["character"], text=x["text"])
            for x in spoken.facts["line_artifacts"]
        ),
        description=shot.visual_description,
        seen=seen_through(report),
    )


def _film_picture(request: "MovieRequest", folder: Path) -> "FilmPicture":
    from sparkle_motion_dagster.media.film_picture import film_picture

    return film_picture(request, folder)


def _film_stills(request: "MovieRequest", folder: Path) -> "FilmStills":
    from sparkle_motion_dagster.media.film_stills import film_stills

    return film_stills(request, folder)


def _make_movie(
    request: "MovieRequest", picture: "FilmPicture", stills: "FilmStills", sound: "FilmSound", folder: Path
) -> "MadeMovie":
    from sparkle_motion_dagster.media.movie import make_movie

    return make_movie(request, picture, stills, sound, folder)


@dataclass(frozen=True)
class CutRoom:
    """Where films are cut."""

    store: ArtifactStore
    profile: Profile
    pool: Workers | None = None
    """Its workers have imported what cutting needs, beside whatever was done before; None: the calling process does it."""

    def cut(self, film: str, plan: MoviePlan) -> Result:
        """Make the film from its finished shots, or reuse it. A failure is in the result, with the reason."""
        try:
            check_gate(self.store, self.profile, film, plan)
            with recorded(self.store, film, None, ASSET, unless=ArtifactMissingError):
                return self._cut(film, plan)
        except SparkleError as error:
            return Result(film, "failed", f"film {film}: {error}", error=error)
        except BrokenProcessPool as error:
            died = BackendError(
                f"film {film}: the worker that cut the film died (killed, or out of memory); all shots are kept: run "
                "again, with fewer SPARKLE_CORES if memory is short"
            )
            died.__cause__ = error
            return Result(film, "failed", str(died), error=died)
        except OSError as error:
            fault = StoreError(
                f"film {film}: {error.strerror}: free space or fix rights, and run again; all shots are kept"
            )
            fault.__cause__ = error
            return Result(film, "failed", str(fault), error=fault)

    def _cut(self, film: str, plan: MoviePlan) -> Result:
        made = self._finished_shots(film, plan)
        takes = film_takes(self.store, film)
        recipe = cut_recipe(film, plan, self.profile, made, takes)
        with self.store.recipe_lock(recipe):
            found = kept(self.store, recipe)
            if found is not None:
                return Result(film, "reused", "unchanged", found)
            reason = why(self.store, recipe)
            with self.store.workbench() as folder:
                started_s, started_cpu_s = time.perf_counter(), time.process_time()
                files, facts = self._make(film, plan, made, folder, takes)
                facts["seconds"] = round(time.perf_counter() - started_s, 3)
                facts["cpu_seconds"] = round(time.process_time() - started_cpu_s, 3)
                artifact = self.store.adopt(
                    recipe,
                    files,
                    facts,
                    film=film,
                    shot=None,
                    backend=f"cut {CODE_VERSION}",
                    draft=is_draft(self.profile, made),
                    reason=reason,
                    parents=tuple(artifact.uri for artifact in made["lipsynced_clips"]),
                )
        return Result(film, "succeeded", reason, artifact)

    def _finished_shots(self, film: str, plan: MoviePlan) -> dict[str, list[Artifact]]:
        keys = [shot_key(film, shot.id) for shot in plan.shots]
        heads = held_shots(self.store, film, plan)
        unfinished = [key for key in keys if any(key not in heads[asset] for asset in SHOT_ASSETS)]
        if unfinished:
            listed = ", ".join(key.partition("~")[2] for key in unfinished[:12])
            raise ArtifactMissingError(
                f"{len(unfinished)} of {len(keys)} shots are not finished: {listed}; materialize them up to qa_report first"
            )
        return {asset: [heads[asset][key] for key in keys] for asset in SHOT_ASSETS}

    def _make(
        self,
        film: str,
        plan: MoviePlan,
        made: Mapping[str, Sequence[Artifact]],
        folder: Path,
        takes: Mapping[str, ShotTakes],
    ) -> tuple[dict[str, Path], dict[str, Any]]:
        times = timeline(plan, made["dialogue_audio"], self.profile.video.fps)
        report = self._report(plan, made, takes)
        request = self._request(film, plan, made, is_draft(self.profile, made))
        of_mix = self.store, film, plan, self.profile, made["dialogue_audio"]
        # The longest begins first; but a worker that only waits for a mix begun before would be missed by the others.
        begun = mix_underway(*of_mix)
        first = None if begun else self._beside(kept_mix, *of_mix)
        joining, drawing = (self._beside(call, request, folder) for call in (_film_picture, _film_stills))
        mixing = first or self._beside(kept_mix, *of_mix)
        made_of = joining.result(), drawing.result(), mixing.result()
        movie = self._beside(_make_movie, request, *made_of, folder).result()
        files = {
            "movie": movie.movie,
            "srt": movie.srt,
            "vtt": movie.vtt,
            "poster": movie.poster,
            "contact_sheet": movie.contact_sheet,
            "timeline": folder / "timeline.json",
            "qa_report": folder / "qa_report.json",
        }
        files["timeline"].write_text(json.dumps(times, indent=1, ensure_ascii=False), encoding="utf-8")
        files["qa_report"].write_text(report.model_dump_json(indent=1), encoding="utf-8")
        facts = {
            "title": plan.title,
            "shots": len(plan.shots),
            "profile": self.profile.name,
            **movie.facts,
            "decision": report.decision,
            "issues": report.issues_found or 0,
            "notes": list(movie.notes),
        }
        return files, facts

    def _beside(self, call: Callable[..., T], *arguments: Any) -> "Future[T]":
        """The call in one of the pool's processes; without a pool, here and at once."""
        if self.pool is not None:
            return self.pool.submit(call, *arguments)
        made: Future[T] = Future()
        made.set_result(call(*arguments))
        return made

    def _request(
        self, film: str, plan: MoviePlan, made: Mapping[str, Sequence[Artifact]], draft: bool
    ) -> "MovieRequest":
        from sparkle_motion_dagster.media.movie_request import MovieRequest

        video = self.profile.video
        spoken, clips, reports = (
            [material(artifact) for artifact in made[asset]]
            for asset in ("dialogue_audio", "lipsynced_clips", "qa_report")
        )
        return MovieRequest(
            title=plan.title,
            shots=tuple(_movie_shot(*shot) for shot in zip(plan.shots, spoken, clips, reports, strict=True)),
            title_card=self._card(film, plan, "title", draft),
            end_card=self._card(film, plan, "end", draft),
            fps=video.fps,
            size_px=(video.width_px, video.height_px),
            draft=draft,
        )

    def _card(self, film: str, plan: MoviePlan, kind: str, draft: bool) -> "MovieCard | None":
        card = plan.title_card if kind == "title" else plan.end_card
        return kept_card(self.store, film, plan.title, card, kind, self.profile.video, draft)

    def _report(
        self, plan: MoviePlan, made: Mapping[str, Sequence[Artifact]], takes: Mapping[str, ShotTakes]
    ) -> QAReport:
        reports = made["qa_report"]
        findings = [ShotFindings.model_validate(report.facts["findings"]) for report in reports]
        decisions = [report.facts["decision"] for report in reports]
        return with_verdicts(join(findings, plan.title), plan.shots, decisions, decided_verdicts(plan, takes, made))
