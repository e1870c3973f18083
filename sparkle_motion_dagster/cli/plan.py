"""`sparkle plan`: how a text would be filmed.

What belongs here: the command. What does not: planning (`crafts/planning.py`).
"""

from pathlib import Path
from typing import Annotated

import typer

from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.cli.source import film_of, is_idea
from sparkle_motion_dagster.settings import load_settings


def plan(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="Screenplay, story or plan file; or an idea in quotes.")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Write the plan here (JSON).")] = None,
    film: Annotated[str | None, typer.Option("--film", help="The film's id (from the file's name).")] = None,
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show how a text would be filmed. Makes nothing; what a language model wrote is kept for `make`."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.planning import plan_brief
    from sparkle_motion_dagster.crafts.script_room import ScriptRoom, needs_model
    from sparkle_motion_dagster.store.store import ArtifactStore
    from sparkle_motion_dagster.writing.brief import idea_brief
    from sparkle_motion_dagster.writing.read import read_brief

    settings = load_settings(home, profile)
    brief = idea_brief(source) if is_idea(source) else read_brief(Path(source))
    chosen = load_profile(settings.profile)
    room = None
    if needs_model(brief, chosen):
        room = ScriptRoom(ArtifactStore.open(settings.store), film_of(source, film))
    planned = plan_brief(brief, chosen, None, room)
    if out is not None:
        out.write_text(planned.plan.model_dump_json(indent=1), encoding="utf-8")
    if as_json:
        print(planned.plan.model_dump_json())
        return
    print(
        f"{planned.plan.title}: {len(planned.plan.shots)} shots, about {sum(s.duration_sec for s in planned.plan.shots):.0f} s"
    )
    for shot in planned.plan.shots:
        print(f"  {shot.id} {shot.framing:8} {shot.camera:9} {shot.place or '-'}: {shot.visual_description[:90]}")
        for line in shot.dialogue:
            print(f"         {planned.plan.character(line.character_id).name}: {line.text}")
    for note in planned.notes:
        print(f"  note: {note}")
