"""What a judge is asked about a frame, made from the plan, and the form of the answer.

What belongs here: questions and the answer's fields. Pure. What does not: the words around them (resources/prompts/
judge), which frames are shown (`sampling.py`), what the answers amount to (`judgement.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from sparkle_motion_dagster.backends.protocols import ShotWords
from sparkle_motion_dagster.backends.writer.answers import schema_of
from sparkle_motion_dagster.film.qa import Hands

MOST_CHARACTERS = 8
MOST_PROPS = 6
_MOST_COUNTED = 40
_MOST_LISTED = 4
_LONGEST_WORDS = 400
"""Of one text of the plan inside a question."""

Told = Literal["yes", "partly", "no", "unclear"]
FAULTS: Mapping[str, str] = {
    "extra_body_part": "a limb, head or eye too many",
    "missing_body_part": "a limb, head or eye that should be seen and is missing",
    "distorted_face": "a face out of shape",
    "distorted_body": "a body out of shape, or joined with something",
    "distorted_object": "a thing out of shape, melted, or two things in one",
    "impossible_space": "something floating, cut off, or standing inside something else",
    "duplicate": "the same person or thing twice",
    "stray_writing": "letters, a watermark or a logo that nobody asked for",
    "noise": "blocks, smears, bands, flicker or a border",
}
UNSAFE: Mapping[str, str] = {
    "sexual": "nakedness or sexual acts",
    "child_harm": "a child in a sexual or cruel setting",
    "gore": "open wounds, mutilation or torture",
    "self_harm": "somebody hurting themselves",
    "hate": "a sign of hate, or people shown as less than people",
}
_FRAMINGS = {"close": "a close-up", "insert": "a close view of a thing", "two_shot": "a shot of two"}


@dataclass(frozen=True)
class Point:
    """One thing that the plan asks for."""

    id: str
    """A word for the answer: "who1", "place", "happens"."""
    asks: str


class FrameAnswer(BaseModel):
    """What a judge says of one frame: closed, every field there, of its own type. `frame_answer` adds the points.

    The order is that of looking: first what is seen, last what it amounts to.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    seen: Annotated[str, Field(max_length=200, pattern=r"^[^\p{C}]*$")]
    people: Annotated[int, Field(ge=0, le=_MOST_COUNTED)]
    animals: Annotated[int, Field(ge=0, le=_MOST_COUNTED)]
    points: BaseModel
    hands: Hands
    faults: Annotated[list[Literal[tuple(FAULTS)]], Field(max_length=_MOST_LISTED)]  # type: ignore[valid-type]
    fault_words: Annotated[str, Field(max_length=160, pattern=r"^[^\p{C}]*$")]
    unsafe: Annotated[list[Literal[tuple(UNSAFE)]], Field(max_length=_MOST_LISTED)]  # type: ignore[valid-type]
    match_percent: Annotated[int, Field(ge=0, le=100)]


def points_of(words: ShotWords) -> tuple[Point, ...]:
    """What the plan asks for, as questions that a look at the picture answers: who, where, when, what, with what."""
    found = [
        Point(f"who{number}", f"{one.name} is in it" + (f": {_short(one.description)}" if one.description else ""))
        for number, one in enumerate(words.characters[:MOST_CHARACTERS], start=1)
    ]
    inside = {True: ", inside", False: ", outside", None: ""}[words.interior]
    if words.place:
        found.append(Point("place", f"the place is {_short(words.place)}{inside}"))
    if not words.interior:
        weather = "" if words.weather == "clear" else f", and the weather {words.weather}"
        found.append(Point("light", f"the light is that of {words.time_of_day}{weather}"))
    if words.happens:
        found.append(Point("happens", f"this happens, or can be seen to be about to: {_short(words.happens)}"))
    found += [
        Point(f"thing{number}", f"there is: {_short(prop)}")
        for number, prop in enumerate(words.props[:MOST_PROPS], start=1)
    ]
    return tuple(found)


def plan_text(words: ShotWords) -> str:
    """What the plan says, as a judge reads it."""
    lines = [f"picture: {_short(words.prompt, 4 * _LONGEST_WORDS)}"]
    if words.happens:
        lines.append(f"happens: {_short(words.happens)}")
    lines.append(f"framing: {_FRAMINGS.get(words.framing, words.framing)}")
    if words.characters:
        named = "; ".join(f"{one.name} ({_short(one.description)})".replace(" ()", "") for one in words.characters)
        lines.append(f"in the picture: {named}")
    return "\n".join(lines)


def figures_expected(words: ShotWords) -> int | None:
    """How many people and animals the picture should have at most; None if the plan does not say."""
    return len(words.characters) or None


def frame_answer(points: tuple[Point, ...]) -> type[FrameAnswer]:
    """The form of the answer about a frame of a shot with these points."""
    fields: dict[str, Any] = {point.id: (Told, ...) for point in points}
    asked = create_model("Points", __config__=FrameAnswer.model_config, **fields)
    return create_model("FrameAnswerOfShot", __base__=FrameAnswer, points=(asked, ...))


def answer_schema(points: tuple[Point, ...]) -> dict[str, Any]:
    """Its JSON schema: every object closed, every text and list bounded."""
    return schema_of(frame_answer(points))


def _short(text: str, most: int = _LONGEST_WORDS) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0] + " …"
