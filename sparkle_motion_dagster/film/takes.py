"""Takes: how often a shot was made, which take is in the film, and what a person decided about it.

What belongs here: the decisions about one shot as data, and each change of them. Pure. What does not: where they are
kept (`store/decisions.py`), what a craft does with a take (`crafts/`).

Take numbers are the shot's, as on a slate: take 3 is one moment in the shot's life, in which one or several of its
assets got something new. Take 1 is the shot as its plan alone makes it. Exactly one take of each asset is circled: the
one in the film. Nothing is ever taken out of this record.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.plan import FilmModel
from sparkle_motion_dagster.film.qa import Decision

SPEECH, STILLS, CLIP, LIPSYNC = "dialogue_audio", "shot_images", "video_clips", "lipsynced_clips"
TAKE_ASSETS = (SPEECH, STILLS, CLIP, LIPSYNC)
"""What there can be another take of. A report is no matter of takes: it judges what there is."""
PICTURE_ASSETS = (STILLS, CLIP, LIPSYNC)
"""What a retake makes anew unless told otherwise: the voices stay."""
FIRST = 1
LONGEST_NOTE = 500
LINE = "line-"
"""Begins the role of every recording."""
By = Literal["person", "qa"]
"""Who decides: a person, or QA, which asks for another take of what it rejects."""


class OwnFile(FilmModel):
    """A file that a person put in. Its bytes are in the store; this is what recipes and people know of it."""

    name: str
    """As the person called it: "kitchen.png"."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    duration_s: float | None = None
    """Measured by decoding; None for a picture."""
    says: str | None = None
    """Of a recording: the line it was given for. It is used while the shot has a line of these words."""


class AssetTake(FilmModel):
    """One take of one asset."""

    number: Annotated[int, Field(ge=1)] = FIRST
    seed_take: Annotated[int, Field(ge=1)] = FIRST
    """The take whose seed it is made with: its own number, or (if it only puts in a file) that of the take before it."""
    own: dict[str, OwnFile] = Field(default_factory=dict)
    """A person's files by role: `start`, `end`, `clip`, or a line's (`line_role`)."""

    def inputs(self) -> dict[str, Any]:
        """What a recipe holds of it; nothing for take 1, so that recipes without takes stay as they are."""
        told: dict[str, Any] = {"take": self.seed_take} if self.seed_take > FIRST else {}
        return told | ({"own": {role: file.sha256 for role, file in self.own.items()}} if self.own else {})


class ShotTake(FilmModel):
    """What one decision made new."""

    number: Annotated[int, Field(ge=2)]
    decided_at: datetime
    note: str = ""
    """Why, in the person's words, or QA's: "QA: frozen: nothing changes for 1.20 s of 2.00 s"."""
    by: By = "person"
    new: dict[str, AssetTake]
    """By asset."""
    circled: dict[str, int]
    """The take of each asset while this one was the latest: what circling it as a whole brings back."""


class Lock(FilmModel):
    """The shot as it is, whatever changes around it."""

    locked_at: datetime
    artifacts: dict[str, str]
    """Recipe digest by asset, the report too."""


class Approval(FilmModel):
    """A person has looked at a shot's clip and accepts it, whatever QA says."""

    approved_at: datetime
    note: str = ""
    clip: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Content hash of the clip that was looked at: another clip needs another look."""
    decision: Decision
    """QA's verdict on it."""
    reasons: tuple[str, ...] = ()
    """Of that verdict."""


class StillsApproval(FilmModel):
    """A person has looked at a shot's stills, and a clip may be made of them."""

    approved_at: datetime
    note: str = ""
    stills: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Content hash of the stills that were looked at: others need another look."""


class PlanApproval(FilmModel):
    """A person has read how a shot is going to be made, and it may be."""

    approved_at: datetime
    note: str = ""
    slice: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Hash of the shot's slice of the plan that was read: another needs another look."""


class ShotTakes(FilmModel):
    """All decisions about one shot."""

    film: str
    shot: str
    takes: tuple[ShotTake, ...] = ()
    """From take 2 on, in order."""
    circled: dict[str, int] = Field(default_factory=dict)
    """By asset; one that is not named has take 1."""
    chosen_by: By | None = None
    """Who chose what is circled. What a person chose (by circling it, or putting in a file) QA leaves alone, until the
    person asks for another take. None: nobody chose yet."""
    lock: Lock | None = None
    approvals: tuple[Approval, ...] = ()
    stills_approvals: tuple[StillsApproval, ...] = ()
    plan_approvals: tuple[PlanApproval, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _chosen_before_qa_chose(cls, data: Any) -> Any:
        """Records from before QA asked for takes: a person decided all of them."""
        if isinstance(data, dict) and "chosen_by" not in data and (data.get("takes") or data.get("circled")):
            return {**data, "chosen_by": "person"}
        return data

    def numbers(self, asset: str | None = None) -> tuple[int, ...]:
        """The takes of an asset (None: of the shot), the first one first."""
        return (FIRST, *(take.number for take in self.takes if asset is None or asset in take.new))

    def of(self, asset: str, number: int) -> AssetTake:
        """A take of an asset. Raises InputError naming those there are."""
        if number == FIRST:
            return AssetTake()
        found = next((take.new[asset] for take in self.takes if take.number == number and asset in take.new), None)
        if found is None:
            raise InputError(f"{self._name}: {asset} has no take {number}; it has {_listed(self.numbers(asset))}")
        return found

    def take(self, asset: str) -> AssetTake:
        """The circled take of an asset."""
        return self.of(asset, self.circled.get(asset, FIRST))

    def note(self, number: int) -> str:
        """The note of a take; empty if it has none."""
        return next((take.note for take in self.takes if take.number == number), "")

    def by(self, number: int) -> By | None:
        """Who asked for a take; None for the first, which is the plan's."""
        return next((take.by for take in self.takes if take.number == number), None)

    def as_whole(self, number: int) -> "ShotTakes":
        """The shot as it was when this take was its latest, whoever may decide it."""
        circled = next((take.circled for take in self.takes if take.number == number), {})
        return self.model_copy(update={"circled": {a: n for a, n in circled.items() if n != FIRST}})

    def rivals(self) -> tuple[int, ...]:
        """The takes between which QA may choose: the last that the plan or a person asked for, and QA's own since."""
        base = max((take.number for take in self.takes if take.by == "person"), default=FIRST)
        return (base, *(take.number for take in self.takes if take.number > base))

    def approval(self, clip: str, decision: Decision, reasons: Iterable[str]) -> Approval | None:
        """The approval of this very clip (content hash), under a verdict that asks nothing graver than was accepted."""
        for given in reversed(self.approvals):
            if given.clip == clip and (decision != "escalate" or set(reasons) <= set(given.reasons)):
                return given
        return None

    def stills_approval(self, stills: str) -> StillsApproval | None:
        """The approval of these very stills (content hash)."""
        return next((given for given in self.stills_approvals if given.stills == stills), None)

    def plan_approval(self, slice_digest: str) -> PlanApproval | None:
        """The approval of this very slice of the plan (its hash)."""
        return next((given for given in self.plan_approvals if given.slice == slice_digest), None)

    def inputs(self) -> dict[str, Any]:
        """What of it can change the shot: the circled takes, by asset; empty for a shot nothing was decided about."""
        told = {asset: self.take(asset).inputs() for asset in TAKE_ASSETS}
        return {asset: inputs for asset, inputs in told.items() if inputs}

    def retaken(self, assets: Iterable[str], note: str, now: datetime, by: By = "person") -> "ShotTakes":
        """One more take of these assets, circled: made by the backends again, with another seed. Whether it stays is
        QA's to say, also when a person asked for it.

        Raises InputError if the shot is locked, for an asset that has no takes and for a note that is too long.
        """
        number = self.numbers()[-1] + 1
        new = {check_take_asset(a): AssetTake(number=number, seed_take=number) for a in assets}
        return self._with(new, note, now, by).model_copy(update={"chosen_by": by if by == "qa" else None})

    def using(self, asset: str, role: str, own: OwnFile, note: str, now: datetime) -> "ShotTakes":
        """One more take of the asset with a person's file in this role, circled; all else of it as in the circled one.

        A take that is just that already is circled instead. Raises InputError as `retaken` does.
        """
        before = self.take(asset)
        wanted = {**before.own, role: own}
        for number in self.numbers(asset):
            known = self.of(asset, number)
            if (known.own, known.seed_take) == (wanted, before.seed_take):
                return self.circling(number, asset)
        number = self.numbers()[-1] + 1
        new = {asset: AssetTake(number=number, seed_take=before.seed_take, own=wanted)}
        return self._with(new, note, now, "person").model_copy(update={"chosen_by": "person"})

    def circling(self, number: int, asset: str | None = None, by: By = "person") -> "ShotTakes":
        """This take in the film: of one asset, or (None) of all assets as they were when it was the latest.

        Raises InputError if there is no such take, or if the shot is locked.
        """
        self.check_unlocked()
        if number not in self.numbers():
            raise InputError(f"{self._name} has no take {number}; it has {_listed(self.numbers())}")
        if asset is not None:
            self.of(check_take_asset(asset), number)
            circled = {a: n for a, n in {**self.circled, asset: number}.items() if n != FIRST}
        else:
            circled = self.as_whole(number).circled
        return self.model_copy(update={"circled": circled, "chosen_by": by})

    def approving(self, approval: Approval) -> "ShotTakes":
        """One more approval; one that says no more than an earlier one changes nothing. Raises InputError for a note
        that is too long. A locked shot can be approved: it is kept as it is."""
        self._check_note(approval.note)
        told = {"approved_at"}
        if any(given.model_dump(exclude=told) == approval.model_dump(exclude=told) for given in self.approvals):
            return self
        return self.model_copy(update={"approvals": (*self.approvals, approval)})

    def approving_stills(self, approval: StillsApproval) -> "ShotTakes":
        """The same for stills. Raises InputError for a note that is too long."""
        self._check_note(approval.note)
        if self.stills_approval(approval.stills) is not None:
            return self
        return self.model_copy(update={"stills_approvals": (*self.stills_approvals, approval)})

    def approving_plan(self, approval: PlanApproval) -> "ShotTakes":
        """The same for its slice of the plan. Raises InputError for a note that is too long."""
        self._check_note(approval.note)
        if self.plan_approval(approval.slice) is not None:
            return self
        return self.model_copy(update={"plan_approvals": (*self.plan_approvals, approval)})

    def locking(self, artifacts: Mapping[str, str], now: datetime) -> "ShotTakes":
        """Keep the shot as these artifacts (recipe digests by asset), whatever changes. Again: nothing changes."""
        if self.lock is not None:
            return self
        return self.model_copy(update={"lock": Lock(locked_at=now, artifacts=dict(artifacts))})

    def unlocking(self) -> "ShotTakes":
        """Let the shot follow its plan and its circled takes again."""
        return self.model_copy(update={"lock": None})

    @property
    def _name(self) -> str:
        return f"{self.film} {self.shot}"

    def check_unlocked(self) -> None:
        """Raises InputError saying how to unlock it, if the shot is locked."""
        if self.lock is not None:
            since = self.lock.locked_at.strftime("%Y-%m-%d %H:%M")
            raise InputError(
                f"{self._name} is locked since {since} UTC; unlock it first: sparkle lock {self.film} {self.shot} --off"
            )

    def _check_note(self, note: str) -> None:
        if len(note) > LONGEST_NOTE:
            raise InputError(f"{self._name}: the note has {len(note)} characters; at most {LONGEST_NOTE} are kept")

    def _with(self, new: dict[str, AssetTake], note: str, now: datetime, by: By) -> "ShotTakes":
        self.check_unlocked()
        self._check_note(note)
        circled = {**self.circled, **{asset: take.number for asset, take in new.items()}}
        number = self.numbers()[-1] + 1
        made = ShotTake(number=number, decided_at=now, note=note, by=by, new=new, circled=circled)
        return self.model_copy(update={"takes": (*self.takes, made), "circled": circled})


def check_take_asset(asset: str) -> str:
    """The asset, if there can be takes of it. Raises InputError."""
    if asset not in TAKE_ASSETS:
        raise InputError(f"asset {asset[:80]!r} has no takes: expected {', '.join(TAKE_ASSETS)}")
    return asset


def line_role(texts: Sequence[str], index: int) -> str:
    """The role of a recording of a line: its words, so that it stays with them when lines move, and is no longer used
    when they change. `texts`: all lines of the shot; `index`: 0 is the first."""
    words = [_words(text) for text in texts[: index + 1]]
    again = words.count(words[index])
    return f"{LINE}{hashlib.sha256(words[index].encode()).hexdigest()[:12]}" + (f"-{again}" if again > 1 else "")


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)
