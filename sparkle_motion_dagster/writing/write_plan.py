"""A brief becomes a plan: the front door of `writing/`.

What belongs here: which reader takes which kind of brief. What does not: reading, cutting. Pure.
"""

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.film.rules import Limits, broken_rules
from sparkle_motion_dagster.writing.brief import Brief, Written
from sparkle_motion_dagster.writing.fdx import read_fdx
from sparkle_motion_dagster.writing.fountain import read_fountain
from sparkle_motion_dagster.writing.idea import read_idea
from sparkle_motion_dagster.writing.plan_file import read_plan_file
from sparkle_motion_dagster.writing.script import Script
from sparkle_motion_dagster.writing.shots import plan_of
from sparkle_motion_dagster.writing.story import read_story

GENEROUS = Limits(max_shots=400, max_duration_s=3 * 3600)


def write_plan(brief: Brief, limits: Limits = GENEROUS) -> Written:
    """The plan of a brief, sound by every rule, and what was invented or odd.

    Args:
        brief: the person's text.
        limits: how large the film may be.

    Raises:
        BriefError: with everything that is wrong.
    """
    if brief.kind == "plan":
        return read_plan_file(brief, limits)
    script = _script(brief)
    if not any(scene.beats or scene.heading for scene in script.scenes):
        raise BriefError(brief.source, ["nothing in it can be filmed: expected a scene, an action or a speech"])
    written = plan_of(script, brief)
    broken = broken_rules(written.plan, limits)
    if broken:
        raise BriefError(brief.source, [str(rule) for rule in broken])
    return written


def _script(brief: Brief) -> Script:
    if brief.kind == "fountain":
        return read_fountain(brief.text)
    if brief.kind == "fdx":
        return read_fdx(brief.text, brief.source)
    if brief.kind == "idea":
        return read_idea(brief.text)
    return read_story(brief.text)
