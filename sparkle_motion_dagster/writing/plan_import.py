"""Older and looser forms of plans, brought into ours.

What belongs here: the seed-era plan (shots with `start_frame_prompt` and `end_frame_prompt`, no base images) and loose
request shots (`shot_id`, `prompt`, "5 seconds", dialogue as plain text). Each import tells what it invented. What does
not: mending a plan that is already in our form; it is read strictly, so a fault there is told, not guessed away.
"""

import re
from typing import Any

from sparkle_motion_dagster.writing.characters import slug
from sparkle_motion_dagster.writing.sentences import speaking_s

_SEED_FIELDS = ("start_frame_prompt", "end_frame_prompt")
_LOOSE_FIELDS = ("shot_id", "prompt", "desc", "description", "duration", "duration_s", "seconds")
_UNITS_S = {
    "": 1.0,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "ms": 0.001,
    "millisecond": 0.001,
    "m": 60.0,
    "min": 60.0,
    "minute": 60.0,
}
_USUAL_S = 4.0


def imported(data: dict[str, Any], title: str) -> tuple[dict[str, Any], list[str]]:
    """The data in our form and what was invented; data that is in our form already is returned untouched."""
    shots = data.get("shots")
    if not isinstance(shots, list) or not shots or not all(isinstance(shot, dict) for shot in shots):
        return data, []
    seed = any(field in shot for shot in shots for field in _SEED_FIELDS)
    loose = any(field in shot for shot in shots for field in _LOOSE_FIELDS)
    if not (seed or loose) or "base_images" in data:
        return data, []
    importer = _Importer(dict(data), title)
    return importer.plan(), importer.notes


class _Importer:
    """One plan on its way into our form."""

    def __init__(self, data: dict[str, Any], title: str):
        self.data = data
        self.notes: list[str] = []
        self.characters: list[Any] = list(data.get("characters") or [])
        if not str(data.get("title") or "").strip():
            self.data["title"] = title
            self.notes.append(f"title was not given; called {title!r}")

    def plan(self) -> dict[str, Any]:
        """Everything together."""
        self.characters = [self._character(character) for character in self.characters]
        prompts: list[tuple[str, str]] = []
        shots = [self._shot(shot, index, prompts) for index, shot in enumerate(self.data["shots"])]
        images = self._images(prompts)
        for index, shot in enumerate(shots):
            shot["start_base_image_id"], shot["end_base_image_id"] = images[index]["id"], images[index + 1]["id"]
        return {**self.data, "characters": self.characters, "shots": shots, "base_images": images}

    def _character(self, character: Any) -> Any:
        if isinstance(character, str):
            self.notes.append(f"character {character!r}: id {slug(character)!r} made from the name")
            return {"id": slug(character), "name": character}
        return character

    def _shot(self, loose: dict[str, Any], index: int, prompts: list[tuple[str, str]]) -> dict[str, Any]:
        shot = dict(loose)
        where = f"shots[{index}]"
        shot["id"] = self._id(shot, index, where)
        shot["visual_description"] = self._description(shot, where)
        start = shot.pop("start_frame_prompt", None) or shot["visual_description"]
        end = shot.pop("end_frame_prompt", None) or start
        prompts.append((str(start), str(end)))
        shot["dialogue"] = [
            self._line(line, f"{where}.dialogue[{at}]") for at, line in enumerate(_as_list(shot.get("dialogue")))
        ]
        shot["duration_sec"] = self._duration(shot, where)
        return shot

    def _id(self, shot: dict[str, Any], index: int, where: str) -> Any:
        given = shot.pop("shot_id", None)
        given = shot.get("id", given)
        if given is None or not str(given).strip():
            given = f"s{(index + 1) * 10:03d}"
            self.notes.append(f"{where}.id was not given; {given}")
        made = re.sub(r"[^a-z0-9_-]+", "-", str(given).strip().lower()).strip("-_")
        if made != given:
            self.notes.append(f"{where}.id {given!r} became {made!r}")
        return made

    def _description(self, shot: dict[str, Any], where: str) -> Any:
        names = ("visual_description", "prompt", "desc", "description")
        given = [(name, shot.pop(name)) for name in names if name in shot]
        words = [(name, value) for name, value in given if str(value or "").strip()]
        if not words:
            found = shot.get("start_frame_prompt") or shot.get("setting")
            self.notes.append(f"{where}.visual_description was not given; taken from its other words")
            return found or ""
        for name, value in words[1:]:
            if value != words[0][1]:
                self.notes.append(f"{where}.{name} {str(value)[:60]!r} left out: {words[0][0]} says what is seen")
        return words[0][1]

    def _line(self, line: Any, where: str) -> Any:
        if isinstance(line, str):
            found = re.match(r"\s*([^:\"“]{1,40}?)\s*:\s+(.+)", line, re.DOTALL)
            name, text = (found.group(1), found.group(2)) if found else ("Narrator", line)
            if not found:
                self.notes.append(f"{where} names no speaker; given to the Narrator")
            return {
                "character_id": self._known(name, where),
                "text": text.strip(),
                **({} if found else {"extension": "V.O."}),
            }
        if not isinstance(line, dict):
            return line
        mended = dict(line)
        start = mended.pop("start_time_sec", None)
        if start is not None:
            self.notes.append(f"{where}.start_time_sec {start!r} left out: lines stand one after another")
        speaker = mended.pop("character", None) or mended.pop("speaker", None)
        if speaker is not None and "character_id" not in mended:
            mended["character_id"] = self._known(str(speaker), where)
        return mended

    def _known(self, name: str, where: str) -> str:
        for character in self.characters:
            if isinstance(character, dict) and name.casefold() in (
                str(character.get("id")).casefold(),
                str(character.get("name")).casefold(),
            ):
                return str(character["id"])
        made = slug(name)
        self.notes.append(f"{where}: the character {name!r} was not listed; added with id {made!r}")
        self.characters.append({"id": made, "name": name})
        return made

    def _duration(self, shot: dict[str, Any], where: str) -> Any:
        names = ("duration_sec", "duration", "duration_s", "seconds")
        given = next((shot[name] for name in names if shot.get(name) is not None), None)
        for name in names:
            shot.pop(name, None)
        if given is None:
            texts = [str(line.get("text", "")) for line in shot["dialogue"] if isinstance(line, dict)]
            length_s = max(_USUAL_S, round(sum(speaking_s(text) for text in texts) + 1.0, 1)) if texts else _USUAL_S
            self.notes.append(f"{where}.duration_sec was not given; {length_s:g}")
            return length_s
        found = (
            re.fullmatch(r"\s*(?:about |~)?(\d+(?:\.\d+)?)\s*-?\s*([a-z]*?)s?\s*\.?\s*", given, re.I)
            if isinstance(given, str)
            else None
        )
        unit = (found.group(2) or "").casefold() if found else None
        if found and unit is not None and (unit in _UNITS_S or f"{unit}s" in _UNITS_S):
            length_s = round(float(found.group(1)) * _UNITS_S.get(unit, 1.0), 6)
            self.notes.append(f"{where}.duration_sec {given!r} read as {length_s:g} s")
            return length_s
        return given

    def _images(self, prompts: list[tuple[str, str]]) -> list[dict[str, Any]]:
        images: list[dict[str, Any]] = [
            {"id": f"i{index:03d}", "prompt": start} for index, (start, _) in enumerate(prompts)
        ]
        images.append({"id": f"i{len(prompts):03d}", "prompt": prompts[-1][1]})
        self.notes.append(f"base_images were not given; {len(images)} made from the shots' words")
        for index, (_, end) in enumerate(prompts[:-1]):
            if end != prompts[index][0] and end != prompts[index + 1][0]:
                images[index + 1]["metadata"] = {"end_frame_prompt": end}
                self.notes.append(
                    f"shots[{index}].end_frame_prompt differs from the start of shots[{index + 1}], whose picture "
                    f"it shares; "
                    f"kept as metadata of {images[index + 1]['id']}"
                )
        return images


def _as_list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
