"""`sparkle approve`: a person has looked at a shot, its stills or its plan, and accepts them.

What belongs here: the command. What does not: deciding (`crafts/directing.py`), making (`sparkle make`).
"""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sparkle_motion_dagster.cli.decided import FilmId, Note, open_studio, store_with
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.settings import Settings, load_settings

if TYPE_CHECKING:
    from sparkle_motion_dagster.store.store import ArtifactStore


def approve(
    film: FilmId,
    shot: Annotated[
        str | None,
        typer.Argument(metavar="[SHOT]", help="The shot's id: s020; none with --plan or --stills: all that wait."),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="What the plan says of it, where the profile makes nothing of it before.")
    ] = False,
    stills: Annotated[
        bool, typer.Option("--stills", help="Its stills, where the profile makes no clip of them before.")
    ] = False,
    note: Note = "",
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Accept a shot as it is, whatever QA says of it; or its plan, or its stills. What is changed later asks again."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts import directing
    from sparkle_motion_dagster.crafts.crew import gather
    from sparkle_motion_dagster.graph.decided import tell_dagster_of_approval

    settings = load_settings(home, profile)
    if plan and stills:
        raise InputError("sparkle approve: --plan or --stills, one after the other: stills are made of the plan")
    if plan or stills:
        (_approve_plan if plan else _approve_stills)(settings, film, shot, note, as_json)
        return
    if shot is None:
        raise InputError(
            f"sparkle approve: which shot of {film}? sparkle approve {film} SHOT; or all, with --plan or --stills"
        )
    chosen = load_profile(settings.profile)
    store = open_studio(settings, film, shot)
    approval = directing.approve(store, gather(chosen), film, shot, note)
    tell_dagster_of_approval(settings, chosen, store, film)
    if as_json:
        print(json.dumps({"film": film, "shot": shot, **approval.model_dump(mode="json")}, ensure_ascii=False))
        return
    told = f" ({'; '.join(approval.reasons)})" if approval.reasons else ""
    print(f"{film} {shot}: approved, though QA says {approval.decision}{told}")
    print(f"sparkle make {film} cuts the film with it")


def _approve_plan(settings: Settings, film: str, shot: str | None, note: str, as_json: bool) -> None:
    """Also while other shots of the film are being made: nothing that is under way follows from it."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.crew import gather
    from sparkle_motion_dagster.crafts.directing import approve_plan

    store = store_with(settings, film)
    shots = approve_plan(store, gather(load_profile(settings.profile)), settings.films, film, shot, note)
    words = (f"the plan of {', '.join(shots)} is approved", "makes them")
    _tell_approved(settings, store, film, {"plan_approved": list(shots)}, words, as_json)


def _approve_stills(settings: Settings, film: str, shot: str | None, note: str, as_json: bool) -> None:
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.crew import gather
    from sparkle_motion_dagster.crafts.directing import approve_stills

    store = open_studio(settings, film, shot)
    shots = approve_stills(store, gather(load_profile(settings.profile)), film, shot, note)
    words = (f"the stills of {', '.join(shots)} are approved", "makes their clips")
    _tell_approved(settings, store, film, {"stills_approved": list(shots)}, words, as_json)


def _tell_approved(
    settings: Settings,
    store: "ArtifactStore",
    film: str,
    approved: dict[str, list[str]],
    words: tuple[str, str],
    as_json: bool,
) -> None:
    """Tell Dagster, then the person: as JSON, or in words what is approved and what `sparkle make` does next."""
    from sparkle_motion_dagster.graph.decided import tell_dagster

    tell_dagster(settings, store, film)
    if as_json:
        print(json.dumps({"film": film, **approved}, ensure_ascii=False))
        return
    done, follows = words
    print(f"{film}: {done}")
    print(f"sparkle make {film} {follows}")
