"""The answers that are asked of a language model: their fields, bounds and JSON schema.

What belongs here: shapes. What does not: what makes an answer of the right shape good (the passes).

Every text and list is bounded, so that a model which is constrained to the schema comes to an end. Ids that an answer
may use are enumerated for each question: a constrained model cannot name anybody or any line that does not exist.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from sparkle_motion_dagster.film.plan import TimeOfDay, Weather

MOST_PEOPLE = 16
MOST_PLACES = 12
_LETTER_FIRST = r"^\p{L}[^\p{C}]*$"
_WORD_FIRST = r"^[\p{L}\p{N}¿¡…(‘“'\-][^\p{C}]*$"

Name = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^\p{L}[\p{L}\p{M}\p{N} .'’\-]*$")]
Sentence = Annotated[str, Field(min_length=2, max_length=240, pattern=_LETTER_FIRST)]
Said = Annotated[str, Field(min_length=1, max_length=200, pattern=_WORD_FIRST)]
Manner = Annotated[str, Field(min_length=2, max_length=30, pattern=r"^[\p{L}][\p{L} ,\-]*$")]


class AnswerModel(BaseModel):
    """Base: closed, and every field has to be there."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonAnswer(AnswerModel):
    """Somebody of the film."""

    name: Name
    also_called: Annotated[list[Name], Field(max_length=3)]
    look: Annotated[str, Field(max_length=160)]


class PlaceAnswer(AnswerModel):
    """Somewhere the film is set."""

    name: Name
    interior: bool


class CastAnswer(AnswerModel):
    """Characters and places."""

    title: Name
    characters: Annotated[list[PersonAnswer], Field(max_length=MOST_PEOPLE)]
    places: Annotated[list[PlaceAnswer], Field(min_length=1, max_length=MOST_PLACES)]


def _ids(ids: Sequence[str]) -> Any:
    return Literal[tuple(ids)]


def _listed(item: Any, least: int, most: int) -> Any:
    """A required field: a list of so many items."""
    return Annotated[list[item], Field(min_length=least, max_length=most)], ...


def outline_answer(places: Sequence[str], people: Sequence[str], most_scenes: int) -> type[AnswerModel]:
    """The scenes of a film made up from an idea, in order."""
    somebody: Any = _ids(people or ("nobody",))
    scene: Any = create_model(
        "SceneOutline",
        __base__=AnswerModel,
        place=(_ids(places), ...),
        time_of_day=(TimeOfDay, ...),
        weather=(Weather, ...),
        characters=_listed(somebody, 0, 5),
        happens=(Sentence, ...),
    )
    return create_model("OutlineAnswer", __base__=AnswerModel, scenes=_listed(scene, 1, most_scenes))


def scene_answer(people: Sequence[str], most_beats: int) -> type[AnswerModel]:
    """The beats of one scene made up from an idea: what is seen, and what is said."""
    action: Any = create_model("ActionBeat", __base__=AnswerModel, kind=(_ids(["action"]), ...), text=(Sentence, ...))
    beat: Any = action
    if people:
        speech: Any = create_model(
            "SpeechBeat",
            __base__=AnswerModel,
            kind=(_ids(["speech"]), ...),
            speaker=(_ids(people), ...),
            text=(Said, ...),
            manner=(Manner | None, ...),
        )
        beat = action | speech
    return create_model("SceneAnswer", __base__=AnswerModel, beats=_listed(beat, 1, most_beats))


def passage_answer(
    units: Mapping[str, bool], people: Sequence[str], places: Sequence[str], most_scenes: int = 8
) -> type[AnswerModel]:
    """A passage of a story, unit by unit: how each is filmed. The words are not in it: only their ids are.

    Args:
        units: ids in order of the text; True for speech, False for narration.
        people: ids of those who may speak.
        places: ids of places.
        most_scenes: that may begin in the passage.
    """
    scene: Any = create_model(
        "SceneBegins",
        __base__=AnswerModel,
        begins_at=(_ids(tuple(units)), ...),
        place=(_ids(places), ...),
        time_of_day=(TimeOfDay, ...),
        weather=(Weather, ...),
    )
    told = create_model("Told", __base__=AnswerModel, picture=(Sentence | None, ...), narrated=(bool, ...))
    spoken = create_model(
        "Spoken", __base__=AnswerModel, speaker=(_ids(people or ("nobody",)), ...), manner=(Manner | None, ...)
    )
    fields: dict[str, Any] = {unit: (spoken if is_speech else told, ...) for unit, is_speech in units.items()}
    filmed = create_model("Filmed", __base__=AnswerModel, **fields)
    scenes = _listed(scene, 1, most_scenes)
    return create_model("PassageAnswer", __base__=AnswerModel, scenes=scenes, filmed=(filmed, ...))


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema that a model is constrained to: pydantic's, without titles and descriptions."""
    found: dict[str, Any] = _bare(model.model_json_schema())
    return found


def for_servers(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without what some servers refuse (lengths and patterns of texts); the answer is checked here anyway."""
    lean: dict[str, Any] = _without(schema, frozenset({"minLength", "maxLength", "pattern"}))
    return lean


def _bare(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    bare: dict[str, Any] = {}
    for name, value in schema.items():
        if name in ("properties", "$defs"):
            bare[name] = {inner: _bare(of) for inner, of in value.items()}
        elif name == "const":
            bare["enum"] = [value]
        elif name not in ("title", "description", "default"):
            bare[name] = _bare(value)
    return bare


def _without(schema: Any, dropped: frozenset[str]) -> Any:
    if isinstance(schema, list):
        return [_without(item, dropped) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: {inner: _without(of, dropped) for inner, of in value.items()}
        if name in ("properties", "$defs")
        else _without(value, dropped)
        for name, value in schema.items()
        if name not in dropped
    }
