"""`sparkle plan`: how a text would be filmed.

What belongs here: the command. What does not: planning (`crafts/planning.py`).
"""

from pathlib import Path
from typing import Annotated

import typer

from sparkle_motion_dagster.cli.options import AsJson, ProfileName
from sparkle_motion_dagster.cli.source import is_idea
from sparkle_motion_dagster.settings import load_settings


def plan(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="Screenplay, story or plan file; or an idea in quotes.")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Write the plan here (JSON).")] = None,
    profile: ProfileName = None,
    as_json: AsJson = False,
) -> None:
    """Show how a text would be filmed. Makes nothing."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.planning import plan_brief
    from sparkle_motion_dagster.writing.brief import idea_brief
    from sparkle_motion_dagster.writing.read import read_brief

    settings = load_settings(None, profile)
    brief = idea_brief(source) if is_idea(source) else read_brief(Path(source))
    planned = plan_brief(brief, load_profile(settings.profile), None)
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
