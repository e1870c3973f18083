"""Plan files (.json, .yaml): a movie plan as a person or a program wrote it.

What belongs here: which form a plan file has, and every fault of it at once. What does not: parsing the text safely
(`plan_text.py`), the older forms (`plan_import.py`), the rules (`film/rules.py`).
"""

import shlex
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.rules import Limits, broken_rules
from sparkle_motion_dagster.writing.brief import Brief, Written
from sparkle_motion_dagster.writing.layout import lay_out
from sparkle_motion_dagster.writing.plan_import import imported
from sparkle_motion_dagster.writing.plan_text import parse_plan_text

_REMEDIES = {
    "extra_forbidden": "take it out, or mend its name",
    "missing": "write it",
    "string_type": "write text, in quotes",
    "float_parsing": "write a number of seconds",
    "literal_error": "choose one of these",
}


def read_plan_file(brief: Brief, limits: Limits) -> Written:
    """The plan of a plan file, and what its import invented. Raises BriefError with every fault found."""
    data = parse_plan_text(brief.text, brief.source)
    if not isinstance(data, dict):
        kind = type(data).__name__
        raise BriefError(brief.source, [f"holds a {kind}: expected a mapping with title, shots and base_images"])
    data, notes = imported(data, brief.title)
    try:
        plan = MoviePlan.model_validate(data)
    except ValidationError as error:
        raise BriefError(brief.source, [*_faults(error), *_rule_faults_of_the_rest(data, limits)]) from error
    if not plan.dialogue_timeline and plan.shots:
        plan = plan.model_copy(update={"dialogue_timeline": lay_out(plan.shots)})
        notes.append("dialogue_timeline was not given; laid out from the shots' lengths and lines")
    broken = broken_rules(plan, limits)
    if broken:
        raise BriefError(brief.source, [str(rule) for rule in broken])
    notes += _pictures_named(plan)
    metadata = {**plan.metadata, "kind": "plan", **({"notes": "\n".join(notes)} if notes else {})}
    return Written(plan.model_copy(update={"metadata": metadata}), tuple(notes))


def _pictures_named(plan: MoviePlan) -> Iterator[str]:
    """What becomes of pictures that the plan names: reading a plan fetches and opens nothing."""
    for image in plan.base_images:
        named = image.asset_uri or image.local_path
        if not named:
            continue
        opens = next((shot.id for shot in plan.shots if shot.start_base_image_id == image.id), None)
        ends = next((shot.id for shot in plan.shots if shot.end_base_image_id == image.id), None)
        where = f"{opens} --image start" if opens else f"{ends} --image end"
        plain = "".join(letter if letter.isprintable() else "?" for letter in named)
        yield (
            f"base image {image.id} names {plain[:300]!r}, which a plan does not bring along; the picture is made from its "
            f"prompt. To use it: sparkle use FILM {where} {shlex.quote(plain)}"
        )


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"]).lstrip(".")
        shown = repr(fault["input"])
        shown = shown if len(shown) <= 80 else f"{shown[:77]}…"
        if fault["type"] == "missing":
            yield f"{path} is missing: expected a value; write it"
        elif fault["type"] == "extra_forbidden":
            yield f"{path} is {shown}: expected no such field; {_REMEDIES['extra_forbidden']}"
        else:
            said = fault["msg"][:1].lower() + fault["msg"][1:]
            yield f"{path} is {shown}: {said}; {_REMEDIES.get(fault['type'], 'mend it')}"


def _rule_faults_of_the_rest(data: dict[str, Any], limits: Limits) -> list[str]:
    """The rules that the well-formed parts of a malformed plan break: one reading shows all there is to mend."""
    sound = _sound(data)
    if sound is None:
        return []
    return [str(rule) for rule in broken_rules(sound, limits) if not rule.path.startswith("dialogue_timeline")]


def _sound(data: dict[str, Any]) -> MoviePlan | None:
    """The plan with what is malformed mended just enough to look at the rest, or None if that cannot be done."""
    mended: Any = data
    for _ in range(40):
        try:
            return MoviePlan.model_validate(mended)
        except ValidationError as error:
            before = mended
            for fault in error.errors(include_url=False):
                mended = _patched(
                    mended,
                    [p for p in fault["loc"] if p not in ("dialogue", "silence") or p in _keys(mended, fault["loc"])],
                    fault["type"],
                )
            if mended == before:
                return None
    return None


def _keys(data: Any, loc: tuple[int | str, ...]) -> set[str]:
    """Names of fields along a path; tells a field called dialogue from a union's tag of that name."""
    names: set[str] = set()
    for part in loc:
        if isinstance(data, dict):
            names |= {key for key in data if isinstance(key, str)}
            data = data.get(part, data)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
    return names


def _patched(data: Any, path: list[int | str], kind: str) -> Any:
    """A copy with the faulty value taken out; a missing or wrong one gets a harmless stand-in."""
    if not path:
        return data
    head, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(head, int) and head < len(data):
        return (
            [*data[:head], _patched(data[head], rest, kind), *data[head + 1 :]]
            if rest
            else [*data[:head], *data[head + 1 :]]
        )
    if not isinstance(data, dict):
        return data
    if rest and head in data:
        return {**data, head: _patched(data[head], rest, kind)}
    if kind == "missing":
        stand_in: Any = (
            1.0
            if str(head) in ("duration_sec", "start_time_sec")
            else []
            if str(head) in ("shots", "base_images")
            else "?"
        )
        return {**data, head: stand_in}
    if head in ("duration_sec", "start_time_sec"):
        return {**data, head: 1.0}
    if head in ("id", "title", "text", "prompt", "visual_description", "name", "character_id"):
        return {**data, head: "?"}
    return {key: value for key, value in data.items() if key != head}
