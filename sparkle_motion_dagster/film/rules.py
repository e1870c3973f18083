"""The rules that join a plan's fields: what makes a well-formed plan a film that can be made.

What belongs here: every rule across fields, all reported at once. What does not: the fields themselves (`plan.py`),
reading a file as a plan (`writing/plan_file.py`), mending one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sparkle_motion_dagster.film.ids import SHOT_ID
from sparkle_motion_dagster.film.plan import Beat, DialogueBeat, MoviePlan

CHARACTER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
LONGEST_NAME = 120
LONGEST_TITLE = 200
GAP_TOLERANCE_S = 1e-3
OVERLAP_TOLERANCE_S = 1e-6
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Limits:
    """How large a film may be; the settings may raise them."""

    max_shots: int = 20
    max_duration_s: float = 600.0


@dataclass(frozen=True)
class BrokenRule:
    """One fault: where, what stands there, what should, and what to do."""

    path: str
    value: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path} is {self.value}: expected {self.expected}; {self.remedy}"


def broken_rules(plan: MoviePlan, limits: Limits) -> list[BrokenRule]:
    """Every rule the plan breaks, in the order of its fields; empty for a sound plan. Raises nothing."""
    return [
        *_texts(plan),
        *_characters(plan),
        *_size(plan, limits),
        *_images(plan),
        *_shots(plan),
        *_timeline(plan),
    ]


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:96]}…'"


def _duplicates(ids: list[str], path: str, what: str) -> Iterator[BrokenRule]:
    first: dict[str, int] = {}
    for index, name in enumerate(ids):
        if name in first:
            yield BrokenRule(
                f"{path}[{index}].id",
                _shown(name),
                f"an id of its own (it is {path}[{first[name]}] already)",
                f"give one of the two {what} another id",
            )
        first.setdefault(name, index)


def _text(path: str, value: str, most: int | None = None) -> Iterator[BrokenRule]:
    if not value.strip():
        yield BrokenRule(path, _shown(value), "text that is not blank", "write it")
    found = _UNPRINTABLE.search(value)
    if found:
        yield BrokenRule(
            path,
            _shown(value),
            "text without control characters",
            f"take out U+{ord(found.group()):04X} at character {found.start() + 1}",
        )
    if most is not None and len(value) > most:
        yield BrokenRule(path, f"{len(value)} characters long", f"at most {most} characters", "shorten it")


def _texts(plan: MoviePlan) -> Iterator[BrokenRule]:
    yield from _text("title", plan.title, LONGEST_TITLE)
    for name, card in (("title_card", plan.title_card), ("end_card", plan.end_card)):
        if card is not None:
            yield from _text(f"{name}.heading", card.heading, LONGEST_TITLE)
            for index, line in enumerate(card.lines):
                yield from _text(f"{name}.lines[{index}]", line, LONGEST_TITLE)


def _characters(plan: MoviePlan) -> Iterator[BrokenRule]:
    for index, character in enumerate(plan.characters):
        path = f"characters[{index}]"
        if not CHARACTER_ID.fullmatch(character.id):
            yield BrokenRule(
                f"{path}.id",
                _shown(character.id),
                "1 to 64 of A-Z a-z 0-9 _ -, starting with a letter or digit",
                "rename the id; the name may be written in any script",
            )
        yield from _text(f"{path}.name", character.name, LONGEST_NAME)
        if character.description.strip():
            yield from _text(f"{path}.description", character.description)
    yield from _duplicates([c.id for c in plan.characters], "characters", "characters")


def _size(plan: MoviePlan, limits: Limits) -> Iterator[BrokenRule]:
    count, length_s = len(plan.shots), sum(shot.duration_sec for shot in plan.shots)
    remedy = "shorten the film or raise limits.{} in the profile"
    if count == 0:
        yield BrokenRule("shots", "empty", "at least one shot", "write one")
    if count > limits.max_shots:
        yield BrokenRule("shots", f"{count} shots", f"at most {limits.max_shots}", remedy.format("max_shots"))
    if length_s > limits.max_duration_s:
        most = f"at most {limits.max_duration_s:g} s"
        yield BrokenRule("shots", f"{length_s:g} s long together", most, remedy.format("max_duration_s"))


def _images(plan: MoviePlan) -> Iterator[BrokenRule]:
    wanted = len(plan.shots) + 1
    if len(plan.base_images) != wanted:
        yield BrokenRule(
            "base_images",
            f"{len(plan.base_images)} images",
            f"{wanted}, one more than there are shots",
            "shot i goes from image i to image i + 1; add or take out images",
        )
    for index, image in enumerate(plan.base_images):
        yield from _text(f"base_images[{index}].id", image.id, LONGEST_TITLE)
        yield from _text(f"base_images[{index}].prompt", image.prompt)
    yield from _duplicates([image.id for image in plan.base_images], "base_images", "base images")


def _chain(plan: MoviePlan, index: int) -> Iterator[BrokenRule]:
    shot, path = plan.shots[index], f"shots[{index}]"
    ends = (
        ("start_base_image_id", shot.start_base_image_id, index),
        ("end_base_image_id", shot.end_base_image_id, index + 1),
    )
    for name, image_id, at in ends:
        if at < len(plan.base_images) and image_id != plan.base_images[at].id:
            yield BrokenRule(
                f"{path}.{name}",
                _shown(image_id),
                f"{_shown(plan.base_images[at].id)}, the id of base_images[{at}]",
                "pictures chain: shot i goes from image i to image i + 1",
            )
        elif at >= len(plan.base_images) and image_id not in {image.id for image in plan.base_images}:
            yield BrokenRule(f"{path}.{name}", _shown(image_id), "the id of a base image", "add that base image")


def _shots(plan: MoviePlan) -> Iterator[BrokenRule]:
    known = {character.id for character in plan.characters}
    listed = ", ".join(sorted(known)[:12]) or "none"
    for index, shot in enumerate(plan.shots):
        path = f"shots[{index}]"
        if not SHOT_ID.fullmatch(shot.id):
            expected = "1 to 64 of a-z 0-9 _ -, starting with a letter or digit"
            yield BrokenRule(f"{path}.id", _shown(shot.id), expected, "rename it, as in s010")
        yield from _text(f"{path}.visual_description", shot.visual_description)
        yield from _chain(plan, index)
        people = [(f"{path}.cast[{at}]", who) for at, who in enumerate(shot.cast)]
        if shot.focus is not None:
            people.append((f"{path}.focus", shot.focus))
        for at, line in enumerate(shot.dialogue):
            people.append((f"{path}.dialogue[{at}].character_id", line.character_id))
            yield from _text(f"{path}.dialogue[{at}].text", line.text)
        for where, who in people:
            if who not in known:
                remedy = "add the character or mend the id"
                yield BrokenRule(where, _shown(who), f"the id of a character of the plan ({listed})", remedy)
    yield from _duplicates([shot.id for shot in plan.shots], "shots", "shots")


def _timeline(plan: MoviePlan) -> Iterator[BrokenRule]:
    if not plan.shots:
        return
    end_s = 0.0
    for index, beat in enumerate(plan.dialogue_timeline):
        yield from _joined(f"dialogue_timeline[{index}]", beat, end_s, first=index == 0)
        end_s = max(end_s, beat.start_time_sec + beat.duration_sec)
    shots_s = sum(shot.duration_sec for shot in plan.shots)
    if abs(end_s - shots_s) > GAP_TOLERANCE_S:
        yield BrokenRule(
            "dialogue_timeline",
            f"{end_s:g} s long",
            f"{shots_s:g} s, as long as the shots together",
            "leave dialogue_timeline out to have it laid out, or add or shorten silence",
        )
    yield from _agreement(plan)


def _joined(path: str, beat: Beat, end_s: float, first: bool) -> Iterator[BrokenRule]:
    step_s = beat.start_time_sec - end_s
    if first and abs(step_s) > GAP_TOLERANCE_S:
        expected = "0: the timeline starts with the film"
        yield BrokenRule(f"{path}.start_time_sec", f"{beat.start_time_sec:g}", expected, "put silence before it")
    elif not first and step_s > GAP_TOLERANCE_S:
        expected = f"{end_s:g}, where the beat before ends"
        yield BrokenRule(f"{path}.start_time_sec", f"{beat.start_time_sec:g}", expected, "fill the gap with silence")
    elif step_s < -OVERLAP_TOLERANCE_S:
        expected = f"at least {end_s:g}, where the beat before ends"
        yield BrokenRule(f"{path}.start_time_sec", f"{beat.start_time_sec:g}", expected, "beats may not overlap")


def _agreement(plan: MoviePlan) -> Iterator[BrokenRule]:
    """The first place where the words of the shots and of the timeline part; the rest would only follow from it."""
    in_shots = [
        (f"shots[{at}].dialogue[{line_at}]", line.character_id, line.text)
        for at, shot in enumerate(plan.shots)
        for line_at, line in enumerate(shot.dialogue)
    ]
    on_timeline = [
        (f"dialogue_timeline[{at}]", beat.character_id, beat.text)
        for at, beat in enumerate(plan.dialogue_timeline)
        if isinstance(beat, DialogueBeat)
    ]
    remedy = "make the timeline say what the shots say, in their order, or leave dialogue_timeline out"
    for spoken, timed in zip(in_shots, on_timeline, strict=False):
        if spoken[1:] != timed[1:]:
            yield BrokenRule(timed[0], _shown(timed[1:]), f"{_shown(spoken[1:])}, as {spoken[0]} has it", remedy)
            return
    if len(in_shots) > len(on_timeline):
        missing = in_shots[len(on_timeline)]
        yield BrokenRule("dialogue_timeline", f"without {_shown(missing[1:])}", f"the line of {missing[0]}", remedy)
    elif len(on_timeline) > len(in_shots):
        extra = on_timeline[len(in_shots)]
        yield BrokenRule(extra[0], _shown(extra[1:]), "no line: no shot has it", remedy)
