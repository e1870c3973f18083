"""A brief becomes a plan: the front door of `writing/`.

What belongs here: which reader takes which kind of brief. What does not: reading, cutting. Pure.
"""

from collections.abc import Iterator
from dataclasses import replace

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.film.rules import Limits, broken_rules
from sparkle_motion_dagster.writing.brief import Brief, Written
from sparkle_motion_dagster.writing.cues import parted_cues
from sparkle_motion_dagster.writing.fdx import read_fdx
from sparkle_motion_dagster.writing.fountain import read_fountain
from sparkle_motion_dagster.writing.idea import read_idea
from sparkle_motion_dagster.writing.plan_file import read_plan_file
from sparkle_motion_dagster.writing.play import read_play
from sparkle_motion_dagster.writing.script import Action, Script, Speech
from sparkle_motion_dagster.writing.sentences import speaking_s
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
    return plan_script(_script(brief), brief, limits)


def plan_script(script: Script, brief: Brief, limits: Limits = GENEROUS) -> Written:
    """The plan of a script, sound by every rule. Raises BriefError with everything that is wrong."""
    if not any(scene.beats or scene.heading for scene in script.scenes):
        raise BriefError(brief.source, ["nothing in it can be filmed: expected a scene, an action or a speech"])
    if too_large := tuple(_surely_too_large(script, limits)):
        raise BriefError(brief.source, list(too_large))
    written = plan_of(script, brief)
    broken = broken_rules(written.plan, limits)
    if broken:
        raise BriefError(brief.source, [str(rule) for rule in broken])
    return written


def _surely_too_large(script: Script, limits: Limits) -> Iterator[str]:
    """What can be said of a very large script before a minute is spent on cutting it: each action is a shot or more."""
    beats = [beat for scene in script.scenes for beat in scene.beats]
    actions = sum(1 for beat in beats if isinstance(beat, Action) and any(c.isalnum() for c in beat.text))
    spoken_s = sum(speaking_s(beat.text) for beat in beats if isinstance(beat, Speech) and not beat.dual)
    remedy = "shorten the film or raise limits.{} in the profile"
    if actions > limits.max_shots:
        yield f"{actions} shots or more: expected at most {limits.max_shots}; {remedy.format('max_shots')}"
    if spoken_s > limits.max_duration_s:
        most = f"expected at most {limits.max_duration_s:g} s"
        yield f"{spoken_s:.0f} s of speech or more: {most}; {remedy.format('max_duration_s')}"


def _with_cues(brief: Brief) -> Script:
    if brief.kind == "fdx":
        return read_fdx(brief.text, brief.source)
    return read_play(brief.text) if brief.kind == "play" else read_fountain(brief.text)


def _script(brief: Brief) -> Script:
    if brief.kind in ("fountain", "fdx", "play"):
        script = _with_cues(brief)
        return replace(script, scenes=parted_cues(script.scenes))
    if brief.kind == "idea":
        return read_idea(brief.text)
    return read_story(brief.text)
