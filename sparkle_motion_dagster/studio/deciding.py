"""Decisions about a shot that a person makes on the page: the same as the commands make.

What belongs here: what the page may ask, as data, and asking it. What does not: the rules (`film/takes.py`), writing a
decision down (`crafts/directing.py`), the request and the answer (`screening_room.py`).
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import dagster as dg
from pydantic import Field, TypeAdapter, ValidationError

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts import directing
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.take_list import decision_json
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.plan import FilmModel
from sparkle_motion_dagster.film.takes import ShotTakes
from sparkle_motion_dagster.graph.decided import check_undisturbed, tell_dagster, tell_dagster_of_approval
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.decisions import shot_takes
from sparkle_motion_dagster.store.store import ArtifactStore

_LINE = re.compile(r"line-([1-9][0-9]{0,3})")


class Retake(FilmModel):
    """One more take, of an asset or of all pictures."""

    do: Literal["retake"]
    asset: str | None = None
    note: str = ""


class Circle(FilmModel):
    """This take in the film."""

    do: Literal["circle"]
    take: int
    asset: str | None = None


class Lock(FilmModel):
    """Keep the shot as it is."""

    do: Literal["lock"]


class Unlock(FilmModel):
    """Let it follow its plan again."""

    do: Literal["unlock"]


class Approve(FilmModel):
    """Accept the clip as it is."""

    do: Literal["approve"]
    note: str = ""


class ApproveStills(FilmModel):
    """Let a clip be made of the stills as they are."""

    do: Literal["approve_stills"]
    note: str = ""


class ApprovePlan(FilmModel):
    """Let the shot be made as the plan says."""

    do: Literal["approve_plan"]
    note: str = ""


Decision = Annotated[Retake | Circle | Lock | Unlock | Approve | ApproveStills | ApprovePlan, Field(discriminator="do")]
_decision: TypeAdapter[Decision] = TypeAdapter(Decision)


def read_decision(body: bytes) -> Decision:
    """What the page asks. Raises InputError naming the fields that are wrong."""
    try:
        return _decision.validate_json(body)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'decision'}: {e['msg']}" for e in error.errors()[:5])
        raise InputError(
            f"this is no decision about a shot: {told}; expected do: retake, circle, lock, unlock, approve, approve_stills "
            "or approve_plan"
        ) from error


@dataclass(frozen=True)
class DecidingRoom:
    """Where a person decides."""

    settings: Settings
    profile: Profile
    store: ArtifactStore
    instance: dg.DagsterInstance

    def decide(self, film: str, shot: str, decision: Decision) -> dict[str, Any]:
        """Write it down and tell Dagster; what the next run makes and reuses of it, as the commands' `--json` say it.

        Raises InputError, FilmBusyError while the shot or film is being made, StoreError; then nothing is decided.
        """
        if isinstance(decision, ApprovePlan):  # a shot that is new in its text is in no plan yet
            return self.approve_plan(film, shot, decision.note)
        self._check(film, shot)
        match decision:
            case Retake():
                takes = directing.retake(self.store, film, shot, decision.asset or None, decision.note)
            case Circle():
                takes = directing.circle(self.store, film, shot, decision.take, decision.asset or None)
            case Lock():
                takes = directing.lock(self.store, film, shot)
            case Unlock():
                takes = directing.unlock(self.store, film, shot)
            case Approve():
                directing.approve(self.store, gather(self.profile), film, shot, decision.note)
                tell_dagster_of_approval(self.settings, self.profile, self.store, film, self.instance)
                takes = shot_takes(self.store, film, shot)
            case ApproveStills():
                directing.approve_stills(self.store, gather(self.profile), film, shot, decision.note)
                takes = shot_takes(self.store, film, shot)
        return self._told(takes)

    def approve_plan(self, film: str, shot: str | None, note: str = "") -> dict[str, Any]:
        """The plan of a shot as it is written now, or (None) of all that wait. Raises as `decide` does."""
        directing.find_film(self.store, film)
        shots = directing.approve_plan(self.store, gather(self.profile), self.settings.films, film, shot, note)
        tell_dagster(self.settings, self.store, film, self.instance)
        return {"film": film, "plan_approved": list(shots)}

    def approve_all_stills(self, film: str) -> dict[str, Any]:
        """All stills of the film that wait. Raises as `decide` does."""
        directing.find_film(self.store, film)
        check_undisturbed(self.settings, film, None, self.instance)
        shots = directing.approve_stills(self.store, gather(self.profile), film, None)
        tell_dagster(self.settings, self.store, film, self.instance)
        return {"film": film, "stills_approved": list(shots)}

    def use(self, film: str, shot: str, role: str, file: Path) -> dict[str, Any]:
        """A person's own file as a take; `role`: start, end, clip or line-N. Answers and raises as `decide` does."""
        self._check(film, shot)
        line = _LINE.fullmatch(role)
        if role in directing.IMAGE_ROLES:
            return self._told(directing.use_image(self.store, film, shot, role, file))
        if role == "clip":
            return self._told(directing.use_clip(self.store, film, shot, file, self.profile.video.fps))
        if line is not None:
            return self._told(directing.use_line(self.store, film, shot, int(line[1]), file))
        raise InputError(f"{film} {shot}: a file as {role[:40]!r}: expected start, end, clip or line-N")

    def _check(self, film: str, shot: str) -> None:
        directing.find_shot(self.store, film, shot)
        check_undisturbed(self.settings, film, shot, self.instance)

    def _told(self, takes: ShotTakes) -> dict[str, Any]:
        tell_dagster(self.settings, self.store, takes.film, self.instance)
        plan, shot = directing.find_shot(self.store, takes.film, takes.shot)
        return decision_json(self.store, gather(self.profile), plan, shot, takes)
