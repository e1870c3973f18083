"""What a person may ask of a shot: another take, an older one, a file of their own, a lock.

What belongs here: checking what is asked against the film as it is planned and made, and writing the decision down.
What does not: the rules of takes (`film/takes.py`), making (`shoot.py`): nothing is made or loaded here.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sparkle_motion_dagster.crafts.briefs import listed
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.gates import plan_waits
from sparkle_motion_dagster.crafts.locked import made_of_others
from sparkle_motion_dagster.crafts.own_files import keep_own
from sparkle_motion_dagster.crafts.own_takes import too_short
from sparkle_motion_dagster.crafts.plan_state import films_planned, plan_held, plan_now
from sparkle_motion_dagster.crafts.planning import film_plan
from sparkle_motion_dagster.crafts.slice import shot_version
from sparkle_motion_dagster.crafts.state import film_state
from sparkle_motion_dagster.crafts.take_list import made_as
from sparkle_motion_dagster.errors import ApprovalNeededError, InputError
from sparkle_motion_dagster.film.ids import check_film_id, shot_key
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.takes import (
    CLIP,
    LIPSYNC,
    PICTURE_ASSETS,
    SPEECH,
    STILLS,
    TAKE_ASSETS,
    Approval,
    OwnFile,
    PlanApproval,
    ShotTakes,
    StillsApproval,
    check_take_asset,
    line_role,
)
from sparkle_motion_dagster.store.decisions import decide, film_takes, shot_takes
from sparkle_motion_dagster.store.failures import clear, failures
from sparkle_motion_dagster.store.store import ArtifactStore

IMAGE_ROLES = ("start", "end")


def find_film(store: ArtifactStore | None, film: str) -> MoviePlan:
    """The film's plan. Raises InputError naming the films that there are; `store` None: there is no studio yet."""
    films = films_planned(store) if store else set()
    if store is None or check_film_id(film) not in films:
        raise InputError(
            f"film {film} is not made in this studio; it has: {listed(films)}; make it with: sparkle make FILE --film {film}"
        )
    return film_plan(store, film)


def find_shot(store: ArtifactStore | None, film: str, shot_id: str) -> tuple[MoviePlan, Shot]:
    """The film's plan and the shot in it. Raises InputError naming the films, or the shots, that there are."""
    plan = find_film(store, film)
    return plan, _shot_of(plan, film, shot_id)


def _shot_of(plan: MoviePlan, film: str, shot_id: str) -> Shot:
    for shot in plan.shots:
        if shot.id == shot_id:
            return shot
    shots = ", ".join(shot.id for shot in plan.shots)
    raise InputError(f"film {film} has no shot {shot_id[:80]!r}; it has: {shots}")


def retake(store: ArtifactStore, film: str, shot_id: str, asset: str | None = None, note: str = "") -> ShotTakes:
    """One more take, circled: of one asset, or (None) of all its pictures. Raises InputError, FilmBusyError, StoreError."""
    find_shot(store, film, shot_id)
    assets: Iterable[str] = PICTURE_ASSETS if asset is None else (check_take_asset(asset),)
    return decide(store, film, shot_id, lambda takes: takes.retaken(assets, note, _now()))


def circle(store: ArtifactStore, film: str, shot_id: str, number: int, asset: str | None = None) -> ShotTakes:
    """This take in the film: of one asset, or (None) of the shot. Raises InputError, FilmBusyError, StoreError."""
    find_shot(store, film, shot_id)
    return decide(store, film, shot_id, lambda takes: takes.circling(number, asset))


def lock(store: ArtifactStore, film: str, shot_id: str) -> ShotTakes:
    """Keep the shot as it is made now. Raises InputError if it is not all made, or its circled take is not."""
    find_shot(store, film, shot_id)
    key = shot_key(film, shot_id)

    def locking(takes: ShotTakes) -> ShotTakes:
        if takes.lock is not None:
            return takes
        held = {asset: artifact for asset in SHOT_ASSETS if (artifact := store.head(asset, key)) is not None}
        missing = [asset for asset in SHOT_ASSETS if asset not in held]
        missing += [a for a in TAKE_ASSETS if a in held and not made_as(held[a], a, takes.take(a))]
        if missing:
            raise InputError(
                f"{film} {shot_id} cannot be locked: {', '.join(missing)} of its circled take not in the film yet; "
                f"put it there first, what is made is reused: sparkle make {film}"
            )
        if others := made_of_others(held):
            raise InputError(
                f"{film} {shot_id} cannot be locked: {', '.join(others)} were not made of what the shot has now, part of "
                f"which was made anew; finish it first: sparkle make {film}"
            )
        return takes.locking({asset: artifact.digest for asset, artifact in held.items()}, _now())

    return decide(store, film, shot_id, locking)


def unlock(store: ArtifactStore, film: str, shot_id: str) -> ShotTakes:
    """Let the shot follow its plan again; nothing happens if it does. Raises InputError, FilmBusyError, StoreError."""
    find_shot(store, film, shot_id)
    return decide(store, film, shot_id, lambda takes: takes.unlocking())


def approve(store: ArtifactStore, crew: Crew, film: str, shot_id: str, note: str = "") -> Approval:
    """Accept the shot's clip as it is, whatever QA says of it.

    Raises InputError if the shot is not made as its plan and takes say now (another clip would be approved than the
    one that is going to be in the film), or if QA has approved it itself; FilmBusyError, StoreError.
    """
    plan, _ = find_shot(store, film, shot_id)
    cells = [cell for cell in film_state(store, crew, film, plan).cells if cell.shot == shot_id]
    held = {cell.asset: cell.held for cell in cells}
    report, clip = held[SHOT_ASSETS[-1]], held[LIPSYNC]
    if report is None or clip is None or any(cell.status != "fresh" for cell in cells):
        raise InputError(
            f"{film} {shot_id} cannot be approved: it is not made as it is now; make it: sparkle make {film}"
        )
    decision, reasons = report.facts["decision"], tuple(report.facts.get("reasons", ()))
    if decision == "approve":
        raise InputError(f"{film} {shot_id}: QA has approved it; there is nothing to decide")
    approval = Approval(approved_at=_now(), note=note, clip=clip.content_hash, decision=decision, reasons=reasons)
    decide(store, film, shot_id, lambda takes: takes.approving(approval))
    clear(store, film, None, MOVIE_ASSET)  # a run that Dagster was asked for may have failed for want of this
    return approval


def approve_stills(store: ArtifactStore, crew: Crew, film: str, shot_id: str | None, note: str = "") -> tuple[str, ...]:
    """Let clips be made of a shot's stills as they are, or (None) of those of all shots that wait; which shots.

    Raises InputError if the shot's stills are not made as its plan and takes say now, or if none wait; FilmBusyError,
    StoreError.
    """
    plan = find_film(store, film) if shot_id is None else find_shot(store, film, shot_id)[0]
    state = film_state(store, crew, film, plan)
    chosen = state.asking_shots("stills") if shot_id is None else (shot_id,)
    stills = {cell.shot: cell for cell in state.cells if cell.asset == STILLS and cell.shot in chosen}
    unmade = [cell.shot for cell in stills.values() if cell.status != "fresh" or cell.held is None]
    if unmade:
        raise InputError(
            f"{film} {unmade[0]}: its stills cannot be approved: they are not made as they are now; "
            f"make them: sparkle make {film}"
        )
    if not chosen:
        raise InputError(f"film {film}: no stills wait for approval (the profile: {crew.profile.name})")
    for shot, cell in stills.items():
        if shot is not None and cell.held is not None:
            approval = StillsApproval(approved_at=_now(), note=note, stills=cell.held.content_hash)
            decide(store, film, shot, partial(ShotTakes.approving_stills, approval=approval))
            clear(store, film, shot, CLIP)  # a run that Dagster was asked for may have failed for want of this
    return chosen


def approve_plan(
    store: ArtifactStore, crew: Crew, films_folder: Path, film: str, shot_id: str | None, note: str = ""
) -> tuple[str, ...]:
    """Let a shot be made as its brief says now, or (None) all shots of which that is not approved yet; which shots.

    Raises InputError if the profile asks nobody, or if none wait; FilmBusyError, StoreError.
    """
    before, state = plan_held(store, film)
    plan = plan_now(store, crew, films_folder, film, before, state)[0] or find_film(store, film)
    takes = film_takes(store, film)
    asked = plan.shots if shot_id is None else (_shot_of(plan, film, shot_id),)
    chosen = [shot for shot in asked if plan_waits(crew.order(film, plan, shot, takes.get(shot.id)))]
    if not chosen:
        raise InputError(f"film {film}: no plan waits for approval (the profile: {crew.profile.name})")
    for shot in chosen:
        approval = PlanApproval(approved_at=_now(), note=note, slice=shot_version(plan, shot))
        decide(store, film, shot.id, partial(ShotTakes.approving_plan, approval=approval))
    names = tuple(shot.id for shot in chosen)
    for failure in failures(store, film):  # a run that Dagster was asked for may have failed for want of this
        if failure.shot in names and failure.error_type == ApprovalNeededError.__name__:
            clear(store, film, failure.shot, failure.asset)
    return names


def use_image(store: ArtifactStore, film: str, shot_id: str, role: str, source: Path, note: str = "") -> ShotTakes:
    """A person's picture as the shot's first or last (`role`: start, end). Raises InputError, FilmBusyError, StoreError."""
    if role not in IMAGE_ROLES:
        raise InputError(f"{film} {shot_id}: --image {role[:40]!r}: expected start or end, then a file")
    _check_free(store, film, shot_id)
    return _use(store, film, shot_id, STILLS, role, keep_own(store, film, shot_id, role, source), note)


def use_clip(store: ArtifactStore, film: str, shot_id: str, source: Path, fps: int, note: str = "") -> ShotTakes:
    """A person's clip as the shot's. Raises InputError if the shot's lines, where they are spoken already, need more."""
    _check_free(store, film, shot_id)
    own = keep_own(store, film, shot_id, "clip", source)
    spoken = store.head(SPEECH, shot_key(film, shot_id))
    lines = spoken.facts["line_artifacts"] if spoken else ()
    needed_s = max((float(line["end_s"]) for line in lines), default=0.0)
    if needed_s * fps > round((own.duration_s or 0.0) * fps):
        raise InputError(f"{film} {shot_id}: {too_short(own, needed_s)}: sparkle takes {film} {shot_id}")
    return _use(store, film, shot_id, CLIP, "clip", own, note)


def use_line(store: ArtifactStore, film: str, shot_id: str, number: int, source: Path, note: str = "") -> ShotTakes:
    """A person's recording of the shot's line `number` (1 is the first). Raises InputError naming the lines."""
    shot = _check_free(store, film, shot_id)
    texts = [line.text for line in shot.dialogue]
    if not 1 <= number <= len(texts):
        lines = "; ".join(f"{at} {text!r}" for at, text in enumerate(texts, 1)) or "none: nobody speaks in it"
        raise InputError(f"{film} {shot_id} has no line {number}; its lines: {lines}")
    role = line_role(texts, number - 1)
    own = keep_own(store, film, shot_id, role, source, says=texts[number - 1])
    return _use(store, film, shot_id, SPEECH, role, own, note)


def _use(store: ArtifactStore, film: str, shot_id: str, asset: str, role: str, own: OwnFile, note: str) -> ShotTakes:
    return decide(store, film, shot_id, lambda takes: takes.using(asset, role, own, note, _now()))


def _check_free(store: ArtifactStore, film: str, shot_id: str) -> Shot:
    """The shot, if something may be put into it: asked before a file is looked at and kept."""
    _, shot = find_shot(store, film, shot_id)
    shot_takes(store, film, shot_id).check_unlocked()
    return shot


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
