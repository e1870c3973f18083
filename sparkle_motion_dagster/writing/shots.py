"""A script as a movie plan: ids, lengths, images, timeline, cards.

What belongs here: putting the plan together. What does not: reading a format, which shots there are (`cutting.py`).
Pure, and the same script gives the same plan.
"""

from sparkle_motion_dagster.film.plan import BaseImage, Card, MoviePlan, Shot
from sparkle_motion_dagster.film.staging import heard_only
from sparkle_motion_dagster.writing.brief import Brief, Written
from sparkle_motion_dagster.writing.characters import Roster, read_roster
from sparkle_motion_dagster.writing.cutting import NOWHERE, RoughShot, cut
from sparkle_motion_dagster.writing.layout import lay_out, lines_s
from sparkle_motion_dagster.writing.script import Script

_BASE_S = {"wide": 3.6, "full": 3.0, "two_shot": 2.6, "medium": 2.4, "close": 2.2, "insert": 2.4}
_PER_WORD_S = 0.11
_PER_READ_WORD_S = 0.35
_LONGEST_SILENT_S = 7.0
_TITLE_MOST = 120


def plan_of(script: Script, brief: Brief) -> Written:
    """The plan of a script."""
    roster = read_roster(script)
    rough = cut(script, roster)
    notes = list(script.notes)
    title = (script.title or "").strip()
    if len(title) > _TITLE_MOST:
        notes.append(f"the title has {len(title)} characters; cut to {_TITLE_MOST}")
        title = title[:_TITLE_MOST].rstrip()
    if not title:
        title = brief.title
        notes.append(f"no title in the text; called {title!r} after the file")
    if any(shot.place == NOWHERE for shot in rough) and NOWHERE.casefold() not in brief.text.casefold():
        notes.append(f"the text names no place to begin with; set in the {NOWHERE.casefold()}")
    shots = tuple(_shot(shot, index) for index, shot in enumerate(rough))
    plan = MoviePlan(
        title=title,
        characters=roster.characters(),
        base_images=_images(rough, roster),
        shots=shots,
        dialogue_timeline=lay_out(shots),
        title_card=Card(heading=title, lines=script.credits, duration_sec=3.0),
        end_card=Card(heading=script.closing or "The End", duration_sec=2.5),
        metadata={"kind": script.kind, "notes": "\n".join(notes)},
    )
    return Written(plan, tuple(notes))


def _shot(rough: RoughShot, index: int) -> Shot:
    on_screen = {line.character_id for line in rough.lines if line.character_id in rough.cast and not heard_only(line)}
    return Shot(
        id=f"s{(index + 1) * 10:03d}",
        duration_sec=_length_s(rough),
        setting=rough.setting,
        visual_description=rough.description[:4000],
        start_base_image_id=f"i{index:03d}",
        end_base_image_id=f"i{index + 1:03d}",
        motion_prompt=(rough.motion or rough.description)[:4000],
        is_talking_closeup=rough.framing in ("close", "medium") and len(on_screen) == 1 and len(rough.cast) == 1,
        dialogue=rough.lines,
        scene=rough.scene,
        framing=rough.framing,
        camera=rough.camera,
        place=rough.place,
        interior=rough.interior,
        time_of_day=rough.time_of_day,
        weather=rough.weather,
        cast=rough.cast,
        focus=rough.focus,
        props=rough.props,
        transition=rough.transition,
        caption=rough.caption,
    )


def _length_s(rough: RoughShot) -> float:
    seen_s = _BASE_S[rough.framing] + _PER_WORD_S * len(rough.description.split())
    if rough.lines:
        seen_s = min(seen_s, 2.0)
    read_s = 1.5 + _PER_READ_WORD_S * len(rough.caption.split()) if rough.caption else 0.0
    return round(max(min(seen_s, _LONGEST_SILENT_S), lines_s(rough.lines), read_s), 2)


def _images(rough: list[RoughShot], roster: Roster) -> tuple[BaseImage, ...]:
    """One picture to start each shot and one to end the film; looks are added where a prompt is sent to a model."""
    images = [BaseImage(id=f"i{index:03d}", prompt=_prompt(shot, roster)) for index, shot in enumerate(rough)]
    return (
        *images,
        BaseImage(id=f"i{len(rough):03d}", prompt=f"{_prompt(rough[-1], roster)} The last picture of the film."),
    )


def _prompt(shot: RoughShot, roster: Roster) -> str:
    where = f"{shot.place}, {'interior' if shot.interior else 'exterior'}" if shot.place else "no particular place"
    who = f" With {', '.join(roster.name(person) for person in shot.cast)}." if shot.cast else ""
    weather = "" if shot.weather == "clear" else f", {shot.weather}"
    return f"{shot.description[:3000].rstrip()} {where}, {shot.time_of_day}{weather}.{who}"
