"""A film made up by a model from one line: the only writer that invents what is said.

What belongs here: the passes over an idea. What does not: a person's own story (`story_passes.py`): its words are not
for a model to write.
"""

from typing import Any

from sparkle_motion_dagster.backends.writer.answers import CastAnswer, outline_answer, scene_answer
from sparkle_motion_dagster.backends.writer.asking import Conversation
from sparkle_motion_dagster.backends.writer.cast import Cast, cast_of, plain
from sparkle_motion_dagster.backends.writer.prompts import fenced, filled
from sparkle_motion_dagster.backends.writer.scenes import SceneMaker
from sparkle_motion_dagster.writing.script import Action, Script, Speech

_MOST_BEATS = 10


def script_of_idea(idea: str, conversation: Conversation, most_scenes: int) -> Script:
    """The script of an idea. Raises PlanError, BackendError."""
    text = fenced(idea)
    told = conversation.ask("characters and places", filled("system"), filled("idea_cast", text=text), CastAnswer)
    cast = cast_of([told])
    outline = conversation.ask(
        "outline",
        filled("system"),
        filled(
            "idea_outline",
            text=text,
            title=plain(told.title),
            people=cast.listed_people(),
            places=cast.listed_places(),
            most_scenes=str(most_scenes),
        ),
        outline_answer(tuple(cast.places), tuple(cast.people), most_scenes),
    ).model_dump()["scenes"]
    made = SceneMaker(cast)
    for number, scene in enumerate(outline, 1):
        made.begin(scene, parted=number > 1 and scene["time_of_day"] != outline[number - 2]["time_of_day"])
        for beat in _beats(number, outline, cast, conversation, text):
            made.add(beat)
    note = f"everything but the idea itself was made up by {_models(conversation)}"
    people = tuple(cast.people.values())
    return Script(plain(told.title), (), made.finished(), "idea", notes=(*cast.notes, note), people=people)


def _beats(
    number: int, outline: list[dict[str, Any]], cast: Cast, conversation: Conversation, text: str
) -> list[Action | Speech]:
    scene = outline[number - 1]
    people = [person for person in dict.fromkeys(scene["characters"]) if person in cast.people]

    def check(answer: Any) -> list[str]:
        said = [beat.text for beat in answer.beats if beat.kind == "speech"]
        blank = [text for text in said if not any(c.isalnum() for c in plain(text))]
        return [f"the speech {text!r} has no word in it: write words, or leave it out" for text in blank]

    answer = conversation.ask(
        f"scene {number} of {len(outline)}",
        filled("system"),
        filled(
            "idea_scene",
            text=text,
            outline="\n".join(
                f"{n}. {cast.places[s['place']].name}, {s['time_of_day']}: {plain(s['happens'])}"
                for n, s in enumerate(outline, 1)
            ),
            number=str(number),
            people="\n".join(f"{i}: {cast.people[i].name}; {cast.people[i].look}" for i in people) or "nobody",
            place=cast.places[scene["place"]].name,
            most_beats=str(_MOST_BEATS),
        ),
        scene_answer(people, _MOST_BEATS),
        check,
    ).model_dump()
    beats: list[Action | Speech] = []
    for beat in answer["beats"]:
        words = plain(beat["text"])
        if beat["kind"] == "action":
            beats.append(Action(words if words[-1:] in ".!?…" else f"{words}."))
        else:
            manner = plain(beat["manner"]) if beat["manner"] else None
            beats.append(Speech(cast.people[beat["speaker"]].name, words, 0, manner))
    return beats


def _models(conversation: Conversation) -> str:
    return ", ".join(dict.fromkeys(turn.answer.model for turn in conversation.turns)) or "a model"
