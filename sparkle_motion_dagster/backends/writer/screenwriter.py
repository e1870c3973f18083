"""A brief becomes a script by a language model.

What belongs here: which briefs a model writes, how large they may be, and the record of how it was done. What does
not: the passes, shots.

Screenplays and plans are never shown to a model: their words and scenes are the writer's, and code reads them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sparkle_motion_dagster.backends.profile import WriterLimits
from sparkle_motion_dagster.backends.writer.asking import Answers, Conversation, Turn
from sparkle_motion_dagster.backends.writer.idea_passes import script_of_idea
from sparkle_motion_dagster.backends.writer.manuscript import number
from sparkle_motion_dagster.backends.writer.prompts import prompts_hash
from sparkle_motion_dagster.backends.writer.protocol import LanguageModel
from sparkle_motion_dagster.backends.writer.story_passes import script_of_story
from sparkle_motion_dagster.errors import BriefError, SparkleError
from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.script import Script

VERSION = "1"
"""Of the passes: bump it whenever the same answers would give another script."""
_WINDOW_UNITS = 60
_LONGEST_SHOWN = 2000


@dataclass(frozen=True)
class Scripted:
    """A script, and every question that was asked for it."""

    script: Script
    turns: tuple[Turn, ...]


class ScriptFailure(Exception):
    """Why no script came of it, with the questions asked so far; for the caller that keeps the record."""

    def __init__(self, error: SparkleError, turns: tuple[Turn, ...]):
        self.error = error
        self.turns = turns
        super().__init__(str(error))


def is_prose(brief: Brief) -> bool:
    """Whether a model may write this brief's script: a story or an idea."""
    return brief.kind in ("story", "idea")


def check_size(brief: Brief, limits: WriterLimits) -> None:
    """Raises BriefError for a text that is longer than a model is to be paid for."""
    if len(brief.text) > limits.max_story_chars:
        raise BriefError(
            brief.source,
            [
                f"{len(brief.text)} characters, and a model is given at most {limits.max_story_chars}: cut it into "
                "several films, raise writer.limits.max_story_chars, or use the writer 'rules'"
            ],
        )


def write_script(brief: Brief, model: LanguageModel, limits: WriterLimits, answers: Answers) -> Scripted:
    """The script of a story or an idea. Raises BriefError, ScriptFailure."""
    check_size(brief, limits)
    conversation = Conversation(model, answers, brief.source, limits.max_repairs, limits.max_calls)
    manuscript = number(brief.text)
    try:
        if brief.kind == "idea" and not any(unit.spoken for unit in manuscript.units):
            script = script_of_idea(" ".join(brief.text.split()), conversation, limits.max_scenes)
        elif not manuscript.units:
            raise BriefError(brief.source, ["nothing in it can be filmed: expected a sentence or a speech"])
        else:
            script = script_of_story(manuscript, conversation, limits.window_chars, _WINDOW_UNITS)
    except SparkleError as error:
        raise ScriptFailure(error, tuple(conversation.turns)) from error
    return Scripted(script, tuple(conversation.turns))


def writer_inputs(model: LanguageModel, limits: WriterLimits) -> dict[str, Any]:
    """The writer as a plan's recipe holds it. Raises WeightsError if a local model's files are not there."""
    return {
        "backend": model.name,
        "version": f"{VERSION}.{model.version}",
        "prompts": prompts_hash(),
        "window_chars": limits.window_chars,
        "max_scenes": limits.max_scenes,
        "max_repairs": limits.max_repairs,
        **model.model_inputs(),
    }


def writer_facts(turns: Iterable[Turn]) -> dict[str, Any]:
    """What writing took, in all; tokens and dollars are None where a server does not tell. JSON."""
    every = list(turns)
    told = [turn.answer for turn in every]
    notes = list(dict.fromkeys(note for answer in told for note in answer.notes))
    return {
        "written_by": "model",
        "writer_model": ", ".join(dict.fromkeys(answer.model for answer in told)),
        "writer_calls": sum(not turn.reused for turn in every),
        "writer_answers_reused": sum(turn.reused for turn in every),
        "writer_repairs": sum(bool(turn.problems) for turn in every),
        "writer_input_tokens": _sum([answer.input_tokens for answer in told]),
        "writer_output_tokens": _sum([answer.output_tokens for answer in told]),
        "writer_cost_usd": _sum([answer.cost_usd for answer in told]),
        "writer_seconds": round(sum(answer.seconds for answer in told), 3),
        "writer_notes": [note[:_LONGEST_SHOWN] for note in notes],
    }


def _sum(values: list[Any]) -> Any:
    known = [value for value in values if value is not None]
    return round(sum(known), 8) if known and len(known) == len(values) else None
