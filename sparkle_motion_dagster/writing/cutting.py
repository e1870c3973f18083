"""Scenes to shots, as a storyboard artist cuts them.

What belongs here: which shots a scene has, who is in them and what is said in each. What does not: cutting an action
(`action_shots.py`), how a dialogue is covered (`coverage.py`), ids, images and the timeline (`shots.py`).

A new place opens wide. A new action is a new shot. Two who begin to talk are seen together, then one by one with
reverse angles, together again now and then. A voice that is not seen speaks over the picture before it.
"""

import re
from dataclasses import dataclass, field, replace

from sparkle_motion_dagster.film.plan import CameraMove, Framing, Line, TimeOfDay, Transition, Weather
from sparkle_motion_dagster.writing.action_shots import Pictured, pictured, tension
from sparkle_motion_dagster.writing.captions import caption_in
from sparkle_motion_dagster.writing.characters import Roster
from sparkle_motion_dagster.writing.coverage import Talk, cover, heard_only, lines_of
from sparkle_motion_dagster.writing.places import (
    place_in_prose,
    place_kind,
    read_heading,
    time_in_prose,
    weather_in,
    weather_turns,
)
from sparkle_motion_dagster.writing.presence import Presence
from sparkle_motion_dagster.writing.script import Action, Place, Scene, Script, Speech
from sparkle_motion_dagster.writing.things import props_in

_MOST_WORDS_OVER_A_PICTURE = 40
NOWHERE = "Countryside"
"""Where a scene plays that names no place: one place for all its shots."""
_OFF_SCREEN = re.compile(r"O\.?\s?[SC]\b", re.I)


@dataclass(frozen=True)
class RoughShot:
    """A shot before it has an id, a length and images."""

    description: str
    framing: Framing
    camera: CameraMove = "hold"
    cast: tuple[str, ...] = ()
    focus: str | None = None
    lines: tuple[Line, ...] = ()
    props: tuple[str, ...] = ()
    motion: str = ""
    weather: Weather = "clear"
    time_of_day: TimeOfDay = "day"
    transition: Transition = "cut"
    scene: str = ""
    setting: str | None = None
    place: str | None = None
    interior: bool | None = None
    caption: str | None = None

    @property
    def words_spoken(self) -> int:
        """Words in all its lines."""
        return sum(len(line.text.split()) for line in self.lines)


@dataclass
class _SceneState:
    """What is true while a scene is being cut."""

    number: int
    scene: Scene
    place: Place
    time_of_day: TimeOfDay
    weather: Weather
    presence: Presence
    talk: Talk
    shots: list[RoughShot] = field(default_factory=list)
    caption: str | None = None
    """What the next picture has to show."""
    things: dict[str, int] = field(default_factory=dict)
    """Props by when they were first seen: a line put in between does not turn their order round."""


def cut(script: Script, roster: Roster) -> list[RoughShot]:
    """Every shot of the script, in order."""
    shots: list[RoughShot] = []
    before = Place(time_of_day="day", weather="clear")
    met: frozenset[str] = frozenset()
    for number, scene in enumerate(script.scenes, 1):
        place = _where(scene, before)
        told = [beat.text for beat in scene.beats if isinstance(beat, Action)]
        presence = Presence.of(scene, roster, met)
        weather = place.weather or _opening_weather(told) or "clear"
        state = _SceneState(number, scene, place, place.time_of_day or "day", weather, presence, Talk(presence, roster))
        met |= set(presence.order)
        _cut_scene(state, roster, new_place=number == 1 or not _same_place(scene, place, before))
        if state.shots:
            state.shots[0] = replace(state.shots[0], transition=_transition(scene, place, before, first=not shots))
            if scene.goes_dark and state.shots[-1].transition == "cut":  # a shot begins or ends in the dark, not both
                state.shots[-1] = replace(state.shots[-1], transition="fade_out")
        shots += state.shots
        before = replace(place, time_of_day=state.time_of_day, weather=state.weather)
    if shots and shots[-1].framing in ("wide", "full", "two_shot") and shots[-1].camera == "hold":
        shots[-1] = replace(shots[-1], camera="pull")
    return shots


def _where(scene: Scene, before: Place) -> Place:
    """The scene's place; what it does not say goes on from the scene before, weather only at the same hour."""
    place = scene.place or (read_heading(scene.heading) if scene.heading else Place(goes_on=True))
    actions = [beat.text for beat in scene.beats if isinstance(beat, Action)]
    told = " ".join(beat.text for beat in scene.beats[:2] if isinstance(beat, Action))
    same_hour = place.time_of_day is not None and place.time_of_day == before.time_of_day
    same = place.name is None or _same_place(scene, place, before)
    found = None if place.name or before.name else place_in_prose(" ".join(actions))
    before = replace(before, name=before.name or (found.name if found else "Room" if place.interior else NOWHERE))
    interior = found.interior if found and place.interior is None else place.interior
    return replace(
        place,
        name=place.name or before.name,
        interior=interior if interior is not None or not same else before.interior,
        time_of_day=place.time_of_day or time_in_prose(told) or before.time_of_day,
        weather=place.weather or (None if weather_in(told) or not (place.goes_on or same_hour) else before.weather),
    )


def _same_place(scene: Scene, place: Place, before: Place) -> bool:
    """Whether a scene stays where the one before was; prose calls one place by several names, headings do not."""
    if place.name is None or before.name is None:
        return place.name == before.name
    if scene.heading:
        return place.name.casefold() == before.name.casefold()
    return place_kind(place.name) == place_kind(before.name)


def _opening_weather(told: list[str]) -> Weather | None:
    """The weather at the scene's beginning: what is first told of it, unless that tells of a turn."""
    for text in told:
        found = weather_in(text)
        if found:
            return None if weather_turns(text) else found
    return None


def _transition(scene: Scene, place: Place, before: Place, first: bool) -> Transition:
    if first:
        return "fade_in"
    if scene.transition:
        return scene.transition
    return "dissolve" if place.time_of_day != before.time_of_day else "cut"


def _cut_scene(state: _SceneState, roster: Roster, new_place: bool) -> None:
    beats = list(state.scene.beats)
    while beats and (caption := _caption(beats[0])):
        _show(state, caption)
        beats.pop(0)
    if new_place and (not beats or isinstance(beats[0], Speech)):
        _add(state, _establishing(state))
        new_place = False
    run: list[Speech] = []
    for beat in [*beats, None]:
        if isinstance(beat, Speech):
            run.append(beat)
            continue
        _talk(state, roster, run)
        run = []
        caption = _caption(beat)
        if caption and beat is not None:
            _show(state, caption)
        elif beat is not None:
            _act(state, roster, beat, opens=new_place)
            new_place = False
    if state.caption:
        _add(state, _establishing(state))


def _caption(beat: Action | Speech | None) -> str | None:
    return caption_in(beat.text) if isinstance(beat, Action) else None


def _show(state: _SceneState, caption: str) -> None:
    """Write a caption over the picture before it, or over the next one if people speak in it."""
    last = state.shots[-1] if state.shots else None
    if last is None or last.lines or last.caption:
        state.caption = f"{state.caption} {caption}" if state.caption else caption
    else:
        state.shots[-1] = replace(last, caption=caption)


def _establishing(state: _SceneState) -> RoughShot:
    name = state.place.name or "An open place"
    return RoughShot(
        description=f"{name}, {state.time_of_day}.",
        framing="wide",
        camera="push" if state.place.interior else ("pan_right" if state.number % 2 else "pan_left"),
        cast=state.presence.seen(),
        motion=f"{name} lies still",
    )


def _act(state: _SceneState, roster: Roster, beat: Action, opens: bool) -> None:
    for part in pictured(
        beat.text, roster, state.presence, state.place.interior, opens and not state.shots, state.number
    ):
        found = weather_in(part.text)
        if found and (not state.place.interior or found not in ("clear", "fog")):
            state.weather = found
        _add(state, _of_action(part))


def _of_action(part: Pictured) -> RoughShot:
    return RoughShot(
        description=part.text,
        framing=part.framing,
        camera=part.camera,
        cast=part.cast,
        focus=part.focus,
        props=part.props,
        motion=part.text,
    )


def _talk(state: _SceneState, roster: Roster, run: list[Speech]) -> None:
    rest: list[Speech] = []
    for speech in run:
        if heard_only(speech) and not rest and _speak_over(state, roster, speech):
            continue
        rest.append(speech)
    if rest:
        _join_or_cover(state, roster, rest)


def _speak_over(state: _SceneState, roster: Roster, speech: Speech) -> bool:
    """Lay a voice over the picture before it, if that picture has room for it."""
    if not state.shots:
        return False
    last = state.shots[-1]
    speaker = roster.of_cue(speech.speaker)
    over = last.lines == () or all(heard_only_line(line) for line in last.lines)
    over = over and not (speaker in last.cast and _OFF_SCREEN.search(speech.extension or ""))
    if not over or last.words_spoken + len(speech.text.split()) > _MOST_WORDS_OVER_A_PICTURE:
        return False
    state.shots[-1] = replace(last, lines=(*last.lines, *lines_of(speech, speaker)))
    return True


def heard_only_line(line: Line) -> bool:
    """Whether a line of a shot is a voice that is not seen."""
    return heard_only(Speech("", line.text, extension=line.extension))


def _join_or_cover(state: _SceneState, roster: Roster, run: list[Speech]) -> None:
    """Speech that follows a short action of its speaker is spoken in the action's shot; the rest is covered."""
    first = run[0]
    speaker = roster.of_cue(first.speaker)
    last = state.shots[-1] if state.shots else None
    joins = (
        last is not None
        and not last.lines
        and not heard_only(first)
        and last.focus == speaker
        and speaker in last.cast
        and len(last.cast) == 1
        and last.framing in ("medium", "close", "full")
        and len(last.description.split()) <= 14
        and len(first.text.split()) <= 30
        and not (len(run) > 1 and run[1].dual)
    )
    if joins and last is not None:
        framing: Framing = "medium" if last.framing == "full" else last.framing
        state.shots[-1] = replace(last, lines=lines_of(first, speaker), framing=framing, camera="hold")
        state.talk.spoken.append(speaker)
        state.talk.singles += 1
        run = run[1:]
    for take in cover(run, state.talk):
        _add(
            state,
            RoughShot(
                description=take.description,
                framing=take.framing,
                camera="push" if tension(take.description) else take.camera,
                cast=take.cast,
                focus=take.focus,
                lines=take.lines,
                motion=take.motion,
            ),
        )


def _add(state: _SceneState, shot: RoughShot) -> None:
    props = shot.props or (props_in(shot.description) if not shot.lines else ())
    if not props and state.shots and shot.framing in ("medium", "two_shot", "close"):
        held = {p for s in state.shots[-2:] for p in s.props if set(s.cast) & set(shot.cast)}
        props = tuple(sorted(held, key=state.things.__getitem__))[:2] if shot.lines else ()
    inside = (state.place.name or "").split(",")[0].casefold().split()[-1:]
    props = tuple(thing for thing in props if thing.split()[-1:] != inside)  # in a taxi no taxi stands about
    for thing in props:
        state.things.setdefault(thing, len(state.things))
    caption, state.caption = state.caption or shot.caption, None
    state.shots.append(
        replace(
            shot,
            caption=caption,
            props=props,
            scene=f"c{state.number:02d}",
            setting=state.scene.heading,
            place=state.place.name,
            interior=state.place.interior,
            time_of_day=state.time_of_day,
            weather=state.weather,
        )
    )
