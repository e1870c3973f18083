"""dialogue_audio: every line spoken, measured, and laid out in its shot.

What belongs here: one artifact for each line, the shot's timing, the mixed track. What does not: the voices
(`backends/speech`), the film's mix (`media/movie.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.protocols import CastsRoles, SpeechBackend, SpeechRequest
from sparkle_motion_dagster.backends.versions import backend_inputs, voice_notation
from sparkle_motion_dagster.crafts.craft import Made, Material, ShotOrder
from sparkle_motion_dagster.crafts.own_files import OwnPart, part_name
from sparkle_motion_dagster.crafts.own_lines import OWN_VERSION, own_line, unused_recordings
from sparkle_motion_dagster.crafts.own_takes import own_clip_frames
from sparkle_motion_dagster.crafts.sizes import Size, line_size
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.delivery import delivery
from sparkle_motion_dagster.film.plan import Line, MoviePlan
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.staging import speaks_on_screen, stable_seed
from sparkle_motion_dagster.film.takes import SPEECH, line_role
from sparkle_motion_dagster.film.timeline import LineTime, place_lines, shot_frames

CODE_VERSION = "1"
LINE_ASSET = "line_audio"


def speech_request(plan: MoviePlan, line: Line, sample_rate_hz: int, take: int = 1) -> SpeechRequest:
    """How a line is to be spoken: its character's voice, paced by its parenthetical and punctuation."""
    profile = plan.character(line.character_id).voice_profile
    voice = profile.get("voice")
    if not voice:
        raise InputError(
            f"character {line.character_id}: voice_profile.voice is missing; make the plan again to cast it"
        )
    manner = delivery(line.parenthetical, line.text)
    try:
        pace = float(profile.get("pace", "1"))
    except ValueError as error:
        raise InputError(
            f"character {line.character_id}: voice_profile.pace is {profile['pace']!r}: expected a number like 0.9"
        ) from error
    return SpeechRequest(
        text=line.text,
        voice=voice,
        pace=round(pace * manner.pace, 3),
        gain_db=manner.gain_db,
        sample_rate_hz=sample_rate_hz,
        seed=stable_seed("line", line.text, voice, *([] if take == 1 else [take])),
        take=take,
        provider=profile.get("provider", ""),
    )


def spoken_inputs(request: SpeechRequest, backend: SpeechBackend) -> dict[str, Any]:
    """A line's request as recipes hold it, with what its voice is to the engine."""
    notation = voice_notation(backend, request.voice)
    inputs = {name: value for name, value in asdict(request).items() if name not in ("provider", "role")}
    if request.take == 1:
        del inputs["take"]
    return inputs | ({} if notation is None else {"notation": notation})


@dataclass(frozen=True)
class SpokenPart:
    """One line's WAV."""

    name: str
    request: SpeechRequest
    backend: SpeechBackend
    """Who is asked."""
    engine: SpeechBackend
    """Who speaks: the backend itself, or the one that it chose for the role."""

    @property
    def recipe(self) -> Recipe:
        """The words, the voice and the engine; not who says them nor where in the film."""
        return Recipe(
            LINE_ASSET,
            self.name,
            {
                "speech": spoken_inputs(self.request, self.engine),
                "backend": backend_inputs(self.engine),
                "code_version": CODE_VERSION,
            },
        )

    @property
    def size(self) -> Size:
        """Seconds of speech, guessed from the words."""
        return line_size(self.request)

    def make(self, folder: Path) -> Made:
        """Speak it."""
        spoken = self.backend.speak(self.request, folder / "line.wav")
        facts = asdict(spoken) | {"wav": None, "bit_depth": 16}
        del facts["wav"]
        return Made({"wav": spoken.wav}, facts)


@dataclass(frozen=True)
class Dialogue:
    """The craft of dialogue_audio."""

    backend: SpeechBackend
    sample_rate_hz: int
    draft_profile: bool
    asset: str = "dialogue_audio"
    needs: tuple[str, ...] = ()

    @property
    def workers(self) -> int | None:
        """As the voice allows."""
        return self.backend.workers

    @property
    def backend_name(self) -> str:
        """The voice engine."""
        return f"{self.backend.name} {self.backend.version}"

    @property
    def draft(self) -> bool:
        """Voices of a draft profile are drafts."""
        return self.draft_profile

    def parts(self, order: ShotOrder) -> tuple[SpokenPart | OwnPart, ...]:
        """One for each line: spoken, or a person's own recording."""
        return tuple(self._part(order, index) for index in range(len(order.shot.dialogue)))

    def _part(self, order: ShotOrder, index: int) -> SpokenPart | OwnPart:
        take = order.take(SPEECH)
        role = line_role([line.text for line in order.shot.dialogue], index)
        if role in take.own:
            return OwnPart(part_name(order.film, order.shot.id, role), take.own[role])
        line = order.shot.dialogue[index]
        request = speech_request(order.plan, line, self.sample_rate_hz, take.seed_take)
        name = f"{order.key}~l{index + 1:02d}"
        if not isinstance(self.backend, CastsRoles):
            return SpokenPart(name, request, self.backend, self.backend)
        request, engine = self.backend.cast(replace(request, role=f"{order.film}~{line.character_id}"))
        return SpokenPart(name, request, self.backend, engine)

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        """The lines in order with their voices, and the planned length."""
        names = {c.id: c.name for c in order.plan.characters}
        lines = [
            {
                "character": names[line.character_id],
                "character_id": line.character_id,
                "text": line.text,
                "dual": line.dual,
                "on_screen": speaks_on_screen(line, order.shot),
                **self._said(order, line, part),
            }
            for line, part in zip(order.shot.dialogue, self.parts(order), strict=True)
        ]
        take = order.take(SPEECH).seed_take
        return Recipe(
            self.asset,
            order.key,
            {
                "lines": lines,
                "length": planned_length(order) | {"sample_rate_hz": self.sample_rate_hz},
                "backend": backend_inputs(self.backend),
                "code_version": CODE_VERSION,
                **({"take": take} if take > 1 else {}),
            },
        )

    def _said(self, order: ShotOrder, line: Line, part: SpokenPart | OwnPart) -> dict[str, Any]:
        if isinstance(part, SpokenPart):
            inputs = part.recipe.inputs
            by = {} if part.engine is part.backend else {"backend": inputs["backend"]}
            return {"speech": inputs["speech"], **by}
        gain_db = delivery(line.parenthetical, line.text).gain_db
        return {"own": {"sha256": part.file.sha256, "gain_db": gain_db, "version": OWN_VERSION}}

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        """Lay the spoken lines out and mix them. Speech is never cut: the shot grows."""
        from sparkle_motion_dagster.media.audio import mix_lines, write_wav

        parts = self.parts(order)
        spoken = [
            materials[part.name]
            if isinstance(part, SpokenPart)
            else own_line(part.file, materials[part.name], line, self.sample_rate_hz, folder / f"own{index}.wav")
            for index, (part, line) in enumerate(zip(parts, order.shot.dialogue, strict=True))
        ]
        placed = place_lines(
            [float(line.facts["duration_s"]) for line in spoken], [line.dual for line in order.shot.dialogue]
        )
        length = planned_length(order)
        frames = spoken_frames(order, placed)
        track = mix_lines(
            [(line.files["wav"], time.start_s) for line, time in zip(spoken, placed, strict=True)],
            frames / length["fps"],
            self.sample_rate_hz,
        )
        path = folder / "dialogue.wav"
        write_wav(path, track, self.sample_rate_hz)
        facts = {
            "frames": frames,
            "fps": length["fps"],
            "duration_s": round(frames / length["fps"], 6),
            "sample_rate_hz": self.sample_rate_hz,
            "bit_depth": 16,
            "line_artifacts": [
                _line_facts(order, index, line, time, made)
                for index, (line, time, made) in enumerate(zip(order.shot.dialogue, placed, spoken, strict=True))
            ],
        }
        own = [part.file for part in parts if isinstance(part, OwnPart)]
        notes = [note for line in spoken for note in line.facts.get("notes", ())] + unused_recordings(order, own)
        if notes:
            facts["notes"] = notes
        all_own = bool(own) and len(own) == len(parts)
        return Made({"track": path}, facts, "own recordings" if all_own else None, False if all_own else None)


def planned_length(order: ShotOrder) -> dict[str, Any]:
    """The length asked for. Of a speaking shot made from a text it is only an estimate, so it is left out."""
    estimate = order.plan.metadata.get("kind") != "plan"
    planned_s = 0.0 if estimate and order.shot.dialogue else order.shot.duration_sec
    own = own_clip_frames(order)
    clip = {} if own is None else {"own_clip_frames": own}
    return {"planned_s": planned_s, "is_estimate": estimate, "fps": order.fps, **clip}


def spoken_frames(order: ShotOrder, placed: Sequence[LineTime]) -> int:
    """Exact length of the shot: what its lines need, or all of a person's own clip if they fit into it.

    With a clip that is too short for its lines the shot is as long as they need, and the clip is then refused.
    """
    length = planned_length(order)
    own = length.get("own_clip_frames")
    if own is not None and max((line.end_s for line in placed), default=0.0) * order.fps <= own:
        return int(own)
    return shot_frames(length["planned_s"], placed, length["fps"], length["is_estimate"])


def _line_facts(order: ShotOrder, index: int, line: Line, time: LineTime, made: Material) -> dict[str, Any]:
    shifted = [
        {"symbol": p["symbol"], "start_s": p["start_s"] + time.start_s, "end_s": p["end_s"] + time.start_s}
        for p in made.facts["phones"]
    ]
    return {
        "index": index,
        "character_id": line.character_id,
        "character": order.plan.character(line.character_id).name,
        "text": line.text,
        "start_s": time.start_s,
        "end_s": time.end_s,
        "on_screen": speaks_on_screen(line, order.shot),
        "voice_id": order.plan.character(line.character_id).voice_profile["voice"],
        "phones": shifted,
        "sha256": made.content_hash,
        **{
            name: made.facts[name]
            for name in (
                "provider_id",
                "provider_voice_id",
                "duration_s",
                "sample_rate_hz",
                "bit_depth",
                "watermarked",
                "attempts",
                "cost_usd",
            )
        },
    }
