"""`sparkle estimate`: what making a film would take.

What belongs here: the command, its tables and its JSON. What does not: finding out (`crafts/estimator.py`).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.cli.source import film_of, is_idea
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.step import STAGES as STAGE_NAMES
from sparkle_motion_dagster.settings import Settings, load_settings

if TYPE_CHECKING:
    from sparkle_motion_dagster.backends.profile import Profile
    from sparkle_motion_dagster.crafts.estimate import Estimate, Step
    from sparkle_motion_dagster.crafts.planning import Planned
    from sparkle_motion_dagster.store.store import ArtifactStore

_NAMES = {**STAGE_NAMES, "line_audio": "lines", "character_sheets": "sheets"}


def estimate(
    source: Annotated[
        str, typer.Argument(metavar="INPUT|FILM", help="Screenplay, story or plan file; an idea in quotes; or a film.")
    ],
    film: Annotated[str | None, typer.Option("--film", help="The film's id (from the file's name).")] = None,
    profile: ProfileName = None,
    home: Home = None,
    shots: Annotated[bool, typer.Option("--shots", help="A row for every step of every shot.")] = False,
    as_json: AsJson = False,
) -> None:
    """What making a film would take, and what would be reused. Makes nothing."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.crew import gather
    from sparkle_motion_dagster.crafts.estimator import Estimator
    from sparkle_motion_dagster.crafts.history import read_history
    from sparkle_motion_dagster.store.viewing import view

    settings = load_settings(home, profile)
    chosen = load_profile(settings.profile)
    store = view(settings.store)
    film_id, planned = _planned(source, film, settings, chosen, store)
    estimator = Estimator(store, gather(chosen), read_history(store, settings.cores), settings.cores)
    found = estimator.estimate(film_id, planned)
    if as_json:
        print(json.dumps(estimate_json(found, chosen.name), ensure_ascii=False))
        return
    print_estimate(found, chosen.name, shots)


def _planned(
    source: str, film: str | None, settings: Settings, profile: "Profile", store: "ArtifactStore | None"
) -> "tuple[str, Planned]":
    """The film's id and its plan as a run would write it now."""
    from sparkle_motion_dagster.crafts.briefs import briefs_in
    from sparkle_motion_dagster.crafts.planning import held_plan, plan_brief
    from sparkle_motion_dagster.crafts.script_room import ScriptRoom
    from sparkle_motion_dagster.writing.brief import idea_brief
    from sparkle_motion_dagster.writing.read import SUFFIXES, read_brief

    path = Path(source)
    filed = [settings.films / f"{source}{suffix}" for suffix in SUFFIXES] if "/" not in source else []
    if not is_idea(source) and path.suffix.lower() not in SUFFIXES and not path.exists():
        briefs = [file for file in filed if file.is_file()]
        if not briefs:
            known = briefs_in(settings.films)
            raise InputError(
                f"{source}: neither a file nor a film of this studio ({settings.home}); "
                f"it has: {', '.join(known) or 'none'}"
            )
        path = briefs[0]
    film_id = film_of(source, film)
    before = held_plan(store, film_id) if store else None
    brief = idea_brief(source) if is_idea(source) else read_brief(path)
    room = ScriptRoom(store, film_id, may_ask=False) if store else None
    return film_id, plan_brief(brief, profile, before, room)


def estimate_json(found: "Estimate", profile: str) -> dict[str, Any]:
    """The JSON of `estimate`. Seconds, megabytes, hours; null where nothing is known."""
    return {
        "film": found.film,
        "title": found.title,
        "profile": profile,
        "film_s": round(found.film_s, 2),
        "steps": [{**asdict(step), "seconds": _rounded(step.seconds)} for step in found.steps],
        "totals": {
            "made": len(found.made),
            "reused": len(found.steps) - len(found.made),
            "work_s": _rounded(found.work_s),
            "wall_s": _rounded(found.wall_s),
            "cores": found.cores,
            "gpu_hours": round(found.gpu_hours, 4),
            "memory_mb": round(found.memory_mb),
            "expected_takes": round(found.expected_takes, 2),
            "retake_share": found.retake_share,
        },
        "unknown": list(found.unknown),
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def print_estimate(found: "Estimate", profile: str, shots: bool) -> None:
    """A row for each stage (with `shots`, for each step), and the totals."""
    console = Console()
    table = Table(title=f"{found.title}: about {found.film_s:.0f} s of film, profile {profile}", title_justify="left")
    if shots:
        _step_rows(table, found.steps)
    else:
        _stage_rows(table, found.steps)
    console.print(table)
    made, reused = len(found.made), len(found.steps) - len(found.made)
    facts = [
        f"make {made}, reuse {reused}: about {_time(found.work_s)} of work, {_time(found.wall_s)} on {found.cores} cores",
        f"memory about {found.memory_mb:.0f} MB, GPU {found.gpu_hours:.2f} h, "
        f"takes {found.expected_takes:.1f}"
        + (f" ({found.retake_share:.0%} of past reports asked for another)" if found.retake_share is not None else ""),
    ]
    facts += [f"unknown, not in the totals: {name}" for name in found.unknown]
    for fact in facts:
        console.print(fact, markup=False, highlight=False)


def _stage_rows(table: Table, steps: "Sequence[Step]") -> None:
    for title in ("stage", "backend", "device", "make", "reuse", "seconds", "MB", "seconds are from"):
        table.add_column(title, justify="right" if title in ("make", "reuse", "seconds", "MB") else "left")
    for asset in dict.fromkeys(step.asset for step in steps):
        of_stage = [step for step in steps if step.asset == asset]
        made = [step for step in of_stage if not step.reused]
        table.add_row(
            _NAMES[asset],
            of_stage[0].backend,
            of_stage[0].device,
            str(len(made)),
            str(len(of_stage) - len(made)),
            _seconds(made),
            f"{max((step.memory_mb or 0 for step in made), default=0):.0f}" if made else "",
            made[0].source if made else "",
        )


def _step_rows(table: Table, steps: "Sequence[Step]") -> None:
    for title in ("shot", "step", "model", "device", "seconds", "MB", "from"):
        table.add_column(title, justify="right" if title in ("seconds", "MB") else "left")
    for step in sorted(steps, key=lambda step: step.shot or ""):
        name = _NAMES[step.asset] + (f" {step.key.rpartition('~')[2]}" if step.asset == "line_audio" else "")
        seconds = "reuse" if step.reused else _seconds([step])
        memory = f"{step.memory_mb:.0f}" if step.memory_mb else ""
        table.add_row(step.shot or "film", name, step.model, step.device, seconds, memory, step.source)


def _seconds(made: "Sequence[Step]") -> str:
    if not made:
        return ""
    if any(step.seconds is None for step in made):
        return "?"
    return f"{sum(step.seconds or 0.0 for step in made):.1f}"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{int(seconds // 60)} min {int(seconds % 60):02d} s"
