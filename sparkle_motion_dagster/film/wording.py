"""Why something must be made again, in a writer's words.

What belongs here: the words for the fields that our crafts put into recipes. What does not: finding what differs
(`changes.py`); a field without words here is told by its name. Consequences of a change that is told (a seed made
from the text, a prompt made from the place) are not told again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sparkle_motion_dagster.film.changes import Change, compare, sentence, shown, shown_pair

_NAMED_SHOTS = 6
_CONSEQUENCES = frozenset({"seed", "scene_seed", "prompt", "end_prompt", "rig", "character_id", "motion"})
"""Fields that follow from others; told only if nothing else is."""
_PARTS = {"clip": "its clip", "speech": "its sound", "images": "its stills", "report": "its QA report"}
_OWN = {"start": "first picture", "end": "last picture", "clip": "clip"}
_OF_SHOT = {
    "script": "script",
    "clip": "clip",
    "speech": "sound",
    "words": "words",
    "report": "QA report",
    "ambience": "surroundings",
}


def in_words(wanted: Mapping[str, Any], stored: Mapping[str, Any]) -> tuple[str, ...]:
    """What changed from `stored` to `wanted`, both inputs of recipes of one asset; empty if nothing did.

    One clause for each thing a person could have changed: "line 2 changed: 'Go.' → 'Run.'", "voice of ADA changed:
    man → old_man", "time of day: day → night", "backend kokoro 1 → 2".
    """
    cut = isinstance(wanted.get("shots"), list) and isinstance(stored.get("shots"), list)
    told = shots_in_words(wanted["shots"], stored["shots"]) if cut else []
    changes = [c for c in compare(_by_name(wanted), _by_name(stored)) if not (cut and c.path[0] == "shots")]
    changes = [c for c in changes if c.path[0] == "own"] or [c for c in changes if not _follows(c, changes)]
    first = [c for c in changes if not _CONSEQUENCES & set(c.path)] or changes
    told += [_told(change, wanted, stored) for change in first]
    return tuple(dict.fromkeys(told))


def _by_name(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The inputs with a picture's figures by who they are, so that one who comes or goes changes nobody else."""
    picture = inputs.get("picture")
    if not isinstance(picture, Mapping) or not isinstance(picture.get("figures"), list):
        return inputs
    figures = {figure["character_id"]: figure for figure in picture["figures"]}
    return {**inputs, "picture": {**picture, "figures": figures}}


def _follows(change: Change, changes: Sequence[Change]) -> bool:
    """Whether a line's voice and manner changed only because somebody else, or something else, is said there now."""
    if change.path[0] == "references":
        theirs = any(_after(value) == "your picture" for value in (change.before, change.after))
        return not theirs and any(c.path[:2] == ("picture", "figures") for c in changes)
    if change.path[0] != "lines" or "speech" not in change.path or change.path[-1] == "text":
        return False
    others = {c.path for c in changes}
    if (*change.path[:2], "own") in others:
        return True
    speaker_changed = (*change.path[:2], "character") in others
    return speaker_changed or (change.path[-1] == "notation" and (*change.path[:-1], "voice") in others)


def _told(change: Change, wanted: Mapping[str, Any], stored: Mapping[str, Any]) -> str:
    path = change.path
    match path:
        case ("lines", int(index)):
            return f"line {index + 1} {change.kind}: {shown(_text(change.after or change.before))}"
        case ("lines", int(index), *field):
            return _of_line(change, index, str(field[-1]), wanted)
        case ("picture", *_) if len(path) > 1:
            return _of_picture(change, wanted["picture"])
        case ("writer", *names):
            return _of_writer(names, change, wanted["writer"])
        case ("own", *role):
            return _of_own(change, role)
        case ("references", *names):
            return _of_references(change, names, wanted, stored)
        case ("backend", "libraries", str(library)):
            return f"library {library} {change.before} → {change.after}"
        case ("backend", "version"):
            return f"backend {wanted['backend']['name']} {change.before} → {change.after}"
        case ("backend", "name"):
            return f"backend {change.before} → {change.after}"
    return _of_field(change)


def _of_writer(names: Sequence[Any], change: Change, writer: Mapping[str, Any]) -> str:
    name, before, after = str(names[-1]) if names else "writer", change.before, change.after
    match name:
        case "backend":
            return f"writer {before} → {after}"
        case "prompts":
            return "the writer's prompts changed"
    if change.kind != "changed":
        return f"writer's {name} {change.kind}" if writer.get("backend") else "the writer changed"
    return f"writer's {name}: {_bare(before)} → {_bare(after)}"


def _of_own(change: Change, role: Sequence[Any]) -> str:
    if change.kind == "gone":
        return f"your own {_own_words(role or change.before)} is no longer used"
    return f"your own {_own_words(role or change.after)} is {'used' if change.kind == 'new' else 'another one'}"


def _of_references(change: Change, names: Sequence[Any], *inputs: Mapping[str, Any]) -> str:
    """`after` is by the character's id; the picture knows its name."""
    match names:
        case ["after", str(who)]:
            figures = [one for each in inputs for one in each.get("picture", {}).get("figures", ())]
            name = next((one["name"] for one in figures if one["character_id"] == who), who)
            before, after = _after(change.before), _after(change.after)
            if before == after:
                return f"{name} is painted after another {'sheet' if after == 'its sheet' else 'picture of yours'}"
            return f"{name} is painted after {after or 'no picture'}" + (f" (was {before})" if before else "")
        case ["scale"]:
            return f"references weigh {change.after} (was {change.before})"
        case []:
            return f"people are {'now' if change.after else 'no longer'} painted after reference pictures"
    return "how people are painted after references changed"


def _after(value: Any) -> str:
    return "" if value is None else "your picture" if str(value).startswith("own ") else "its sheet"


def _own_words(roles: Iterable[str]) -> str:
    return " and ".join(_OWN.get(role, role) for role in sorted(roles, reverse=True))


def _text(line: Any) -> Any:
    return line.get("text", line) if isinstance(line, Mapping) else line


def _of_line(change: Change, index: int, field: str, wanted: Mapping[str, Any]) -> str:
    number, before, after = index + 1, change.before, change.after
    line = wanted["lines"][index]
    match field:
        case "text":
            return "line {} changed: {} → {}".format(number, *shown_pair(before, after))
        case "voice" | "notation":
            who = line.get("character", f"line {number}")
            return f"voice of {who} changed: {before} → {after}"
        case "pace":
            return f"line {number} is spoken {'faster' if after > before else 'slower'} (pace {before} → {after})"
        case "gain_db":
            return f"line {number} is spoken {'louder' if after > before else 'softer'} ({before} → {after} dB)"
        case "character":
            return f"speaker of line {number} changed: {before} → {after}"
        case "own":
            heard = {"new": "is your own recording", "gone": "is no longer your own recording"}
            return f"line {number} {heard.get(change.kind, 'is another recording of yours')}"
        case "sha256":
            return f"line {number} is another recording of yours"
        case "on_screen":
            return f"the speaker of line {number} is {'now' if after else 'no longer'} seen"
        case "dual":
            return f"line {number} is {'now' if after else 'no longer'} spoken together with the line before"
        case "start_s" | "end_s":
            return f"line {number} is spoken at another time"
        case "sounds":
            return f"the sounds of line {number} changed"
    return sentence(change)


def _of_picture(change: Change, picture: Mapping[str, Any]) -> str:
    before, after = change.before, change.after
    match change.path[1:]:
        case ("figures", str(who), str(field)):
            names = {figure["character_id"]: figure["name"] for figure in picture["figures"]}
            return _of_figure(field, names[who], before, after)
        case ("figures", str()):
            return f"{(after or before)['name']} is {'now' if after else 'no longer'} in the picture"
        case ("props", int()) if change.kind == "changed":
            return f"prop changed: {before} → {after}"
        case ("props", int()):
            return f"prop {change.kind}: {after or before}"
        case ("description",):
            return "what is seen changed: {} → {}".format(*shown_pair(before, after))
        case ("interior",):
            return f"the scene is now {'inside' if after else 'outside'}"
        case ("width_px",) | ("height_px",):
            return f"picture size changed to {picture['width_px']}×{picture['height_px']}"
        case (str(field),):
            return f"{field.replace('_', ' ')}: {_bare(before)} → {_bare(after)}"
    return sentence(change)


def _of_figure(field: str, name: str, before: Any, after: Any) -> str:
    match field:
        case "description":
            return "look of {} changed: {} → {}".format(name, *shown_pair(before, after))
        case "name" | "character_id":
            return f"{before} is called {after} now" if field == "name" else f"{name} has another id"
        case "x":
            return f"{name} stands elsewhere"
        case "facing":
            return f"{name} faces {after}"
        case "expression":
            return f"{name} looks {after} (was {before})"
        case "seat":
            return f"{name} sits on a {after}" if after else f"{name} does not sit"
        case "walk":
            return f"{name} {after['gait']}s" if after else f"{name} stays in place"
        case "speaking":
            return f"{name} {'speaks' if after else 'does not speak'} in the shot now"
    return f"{name}: {field} changed"


def _of_field(change: Change) -> str:
    before, after = change.before, change.after
    simple: dict[str, Callable[[], str]] = {
        "frames": lambda: f"length {before} → {after} frames",
        "planned_s": lambda: f"planned length {before} → {after} s",
        "fps": lambda: f"{before} → {after} frames a second",
        "transition": lambda: f"transition {before} → {after}",
        "subtitles": lambda: f"subtitles are {'now' if after else 'no longer'} burned in",
        "policy": lambda: "the QA policy changed",
        "code_version": lambda: f"this step's code {before} → {after}",
        "loudness_lufs": lambda: f"loudness {before:g} → {after:g} LUFS",
        "title": lambda: f"title changed: {_bare(before)} → {_bare(after)}",
        "draft": lambda: "it is a draft now" if after else "it is no longer a draft",
        "mouths_moved": lambda: f"the mouths are {'now' if after else 'no longer'} moved",
    }
    field = str(change.path[-1])
    if field == "take":
        return f"take {before or 1} → {after or 1}"
    if field == "caption":
        return (
            f"caption {_bare(before)} → {_bare(after)}"
            if before and after
            else f"caption {'put in' if after else 'taken out'}"
        )
    if field == "subtitles_of_dual":
        return "subtitles of lines spoken together stand under each other"
    if field == "own_clip_frames":
        return f"as long as your own clip, {after} frames" if after else "no longer as long as your own clip"
    if change.path[0] in ("title_card", "end_card"):
        return f"{str(change.path[0]).replace('_', ' ')} changed: {_bare(before)} → {_bare(after)}"
    if field in _PARTS and isinstance(before, str):
        return f"{_PARTS[field]} changed"
    if change.kind == "changed" and field in simple:
        return simple[field]()
    if change.path[0] == "libraries":
        return f"library {field} {before} → {after}"
    return sentence(change)


def _bare(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= 60 else shown(value)


def shots_in_words(wanted: Sequence[Mapping[str, Any]], stored: Sequence[Mapping[str, Any]]) -> list[str]:
    """What changed in a film's list of shots, by their `id`; shots with the same changes in one clause."""
    new, old = {s["id"]: s for s in wanted}, {s["id"]: s for s in stored}
    told = []
    for ids, fate in (([i for i in new if i not in old], "put in"), ([i for i in old if i not in new], "taken out")):
        if ids:
            told.append(f"{_shots(ids)} {fate}")
    if [i for i in new if i in old] != [i for i in old if i in new]:
        told.append("the order of the shots changed")
    by_change: dict[tuple[str, ...], list[str]] = {}
    for shot_id in new:
        if shot_id in old:
            fields = sorted({str(change.path[0]) for change in compare(new[shot_id], old[shot_id])})
            if fields:
                words = tuple(dict.fromkeys(_OF_SHOT.get(field, field) for field in fields))
                by_change.setdefault(words, []).append(shot_id)
    return [*told, *(f"{_shots(ids)} changed ({', '.join(words)})" for words, ids in by_change.items())]


def _shots(ids: Iterable[str]) -> str:
    names = list(ids)
    listed = ", ".join(names[:_NAMED_SHOTS])
    more = f" and {len(names) - _NAMED_SHOTS} more" if len(names) > _NAMED_SHOTS else ""
    return f"{'shot' if len(names) == 1 else 'shots'} {listed}{more}"
