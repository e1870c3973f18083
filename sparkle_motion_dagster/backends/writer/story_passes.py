"""A person's story, filmed: a model says who, where and what is seen; the words stay the person's.

What belongs here: the passes over a story, and putting its own words back. What does not: stories made up from an idea
(`idea_passes.py`), shots (`writing/cutting.py`).

The model never writes a word that is spoken. It gets numbered units and answers for each number, in order, how it is
filmed: of narration, what is seen, and whether a narrator speaks it; of a speech, who says it. The answer's shape has
every number exactly once, so no line can be lost, doubled or moved. Where the prose itself names the speaker, the
prose is right.
"""

from collections.abc import Sequence

from sparkle_motion_dagster.backends.writer.answers import CastAnswer, passage_answer
from sparkle_motion_dagster.backends.writer.asking import Conversation
from sparkle_motion_dagster.backends.writer.cast import Cast, cast_of, plain
from sparkle_motion_dagster.backends.writer.manuscript import Manuscript, Unit, shown, windows
from sparkle_motion_dagster.backends.writer.prompts import fenced, filled
from sparkle_motion_dagster.backends.writer.scenes import SceneMaker
from sparkle_motion_dagster.errors import PlanError
from sparkle_motion_dagster.writing.characters import NARRATOR
from sparkle_motion_dagster.writing.script import Action, Scene, Script, Speech

_CAST_WINDOWS = 2
"""A passage read for its people may be this many times as long as one that is filmed."""


def script_of_story(manuscript: Manuscript, conversation: Conversation, window_chars: int, window_units: int) -> Script:
    """The script of a story. Raises PlanError, BackendError."""
    title, cast = _cast(manuscript, conversation, window_chars * _CAST_WINDOWS, window_units * _CAST_WINDOWS)
    scenes = SceneMaker(cast)
    passages = windows(manuscript.units, window_chars, window_units)
    before: Sequence[Unit] = ()
    for number, passage in enumerate(passages, 1):
        purpose = "scenes" if len(passages) == 1 else f"scenes, part {number} of {len(passages)}"
        _film(passage, before, cast, conversation, purpose, scenes)
        before = passage[-4:]
    made = scenes.finished()
    if _speeches(made) != [unit.text for unit in manuscript.units if unit.spoken]:
        raise PlanError(
            f"{conversation.source}: a speech was lost or changed between text and script: please report it"
        )
    return Script(
        manuscript.title or title,
        manuscript.credits,
        made,
        "story",
        manuscript.closing,
        notes=cast.notes,
        people=tuple(cast.people.values()),
    )


def _cast(
    manuscript: Manuscript, conversation: Conversation, window_chars: int, window_units: int
) -> tuple[str | None, Cast]:
    """Who and where, passage by passage; the film's title as the first passage suggests it."""
    answers: list[CastAnswer] = []
    passages = windows(manuscript.units, window_chars, window_units)
    for number, passage in enumerate(passages, 1):
        known = cast_of(answers)
        answers.append(
            conversation.ask(
                "characters and places" + (f", part {number} of {len(passages)}" if len(passages) > 1 else ""),
                filled("system"),
                filled(
                    "cast",
                    people=known.listed_people() if answers else "nobody yet",
                    places=known.listed_places() if answers else "nowhere yet",
                    text=fenced(shown(passage)),
                ),
                CastAnswer,
            )
        )
    return (plain(answers[0].title) or None) if answers else None, cast_of(answers, manuscript.units)


def _film(
    passage: Sequence[Unit],
    before: Sequence[Unit],
    cast: Cast,
    conversation: Conversation,
    purpose: str,
    scenes: SceneMaker,
) -> None:
    answer = conversation.ask(
        purpose,
        filled("system"),
        filled(
            "scenes",
            people=cast.listed_people(),
            places=cast.listed_places(),
            now=scenes.now(),
            before=fenced(shown(before)) if before else "(the story begins here)",
            text=fenced(shown(passage)),
        ),
        passage_answer({unit.id: unit.spoken for unit in passage}, tuple(cast.people), tuple(cast.places)),
    )
    told = answer.model_dump()
    begins = {scene["begins_at"]: scene for scene in reversed(told["scenes"])}
    for unit in passage:
        scene = begins.get(unit.id)
        if scene is not None or unit.opens_scene:
            scenes.begin(scene, unit.line, parted=unit.opens_scene)
        filmed = told["filmed"][unit.id]
        if unit.spoken:
            speaker = cast.id_of(unit.who) or filmed["speaker"]
            manner = unit.manner or (plain(filmed["manner"]) if filmed["manner"] else None)
            scenes.add(Speech(cast.people[speaker].name, unit.text, unit.line, manner))
            continue
        picture = _picture(filmed["picture"], unit, passage) or (unit.text if scenes.empty else "")
        if picture:
            scenes.add(Action(picture, unit.line))
        if filmed["narrated"]:
            scenes.add(Speech(NARRATOR, unit.text, unit.line, None, "V.O."))


def _picture(told: str | None, unit: Unit, passage: Sequence[Unit]) -> str:
    """What is seen, as the model says it; a number in place of words means the words of that line. "": nothing new."""
    words = plain(told or "")
    by_number = {one.id: one.text for one in passage if not one.spoken}
    if words.rstrip(":.") in {one.id for one in passage}:
        return by_number.get(words.rstrip(":."), unit.text)
    return words


def _speeches(scenes: Sequence[Scene]) -> list[str]:
    """Every speech but the narrator's, in order."""
    beats = [beat for scene in scenes for beat in scene.beats]
    return [beat.text for beat in beats if isinstance(beat, Speech) and beat.extension is None]
