"""Asking a model until its answer is right: checked, mended a few times, kept, counted.

What belongs here: the loop around one question, the record of all of them. What does not: the questions.

An answer that was right once is kept under its question, so that a run that was stopped, or a story that was edited in
one place, asks only what is new.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from sparkle_motion_dagster.backends.writer.answers import schema_of
from sparkle_motion_dagster.backends.writer.prompts import fenced, filled
from sparkle_motion_dagster.backends.writer.protocol import Answer, LanguageModel, Question
from sparkle_motion_dagster.errors import PlanError

M = TypeVar("M", bound=BaseModel)
MOST_ANSWER_CHARS = 200_000
_SHOWN_AGAIN = 6000
_MOST_PROBLEMS = 12


class Answers(Protocol):
    """Right answers by their question."""

    def find(self, question: Mapping[str, Any]) -> Answer | None:
        """The answer that is kept, or None."""
        ...

    def keep(self, question: Mapping[str, Any], answer: Answer) -> None:
        """Keep a right answer."""
        ...


@dataclass(frozen=True)
class Turn:
    """One answer, right or wrong, and what it answered."""

    question: Question
    answer: Answer
    problems: tuple[str, ...]
    reused: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the record that is stored beside the plan."""
        answer = self.answer
        return {
            "purpose": self.question.purpose,
            "system": self.question.system,
            "user": self.question.user,
            "seed": self.question.seed,
            "answer": answer.text,
            "model": answer.model,
            "ended": answer.ended,
            "problems": list(self.problems),
            "reused": self.reused,
            "input_tokens": answer.input_tokens,
            "output_tokens": answer.output_tokens,
            "cost_usd": answer.cost_usd,
            "seconds": round(answer.seconds, 3),
            "notes": list(answer.notes),
            **dict(answer.facts),
        }


@dataclass
class Conversation:
    """All questions of one film."""

    model: LanguageModel
    answers: Answers
    source: str
    """What errors call the film's brief."""
    max_repairs: int
    max_calls: int
    turns: list[Turn] = field(default_factory=list)
    calls: int = 0

    def ask(
        self, purpose: str, system: str, user: str, shape: type[M], check: Callable[[M], list[str]] | None = None
    ) -> M:
        """A right answer of this shape.

        Args:
            purpose: for errors: "characters and places".
            system: the instructions.
            user: the data.
            shape: what the answer must be.
            check: what is wrong with an answer of the right shape, in sentences that its writer can act on.

        Raises:
            PlanError: after `max_repairs` attempts to mend it.
            BackendError: the model cannot be asked.
        """
        first = Question(purpose, system, user, schema_of(shape))
        identity = self._identity(first)
        kept = self.answers.find(identity)
        if kept is not None:
            found, problems = _read(kept, shape, check)
            if found is not None:
                self.turns.append(Turn(first, kept, (), reused=True))
                return found
        question = first
        for attempt in range(self.max_repairs + 1):
            if self.calls >= self.max_calls:
                raise PlanError(
                    f"{self.source}: {purpose}: the model was asked {self.calls} times, the most that "
                    "writer.limits.max_calls allows: raise it, or shorten the story"
                )
            self.calls += 1
            answer = self.model.answer(question)
            found, problems = _read(answer, shape, check)
            self.turns.append(Turn(question, answer, tuple(problems)))
            if found is not None:
                self.answers.keep(identity, answer)
                return found
            question = _mended(first, answer, problems, attempt + 1)
        raise PlanError(
            f"{self.source}: {purpose}: {self.model.name} gave no answer that can be filmed, in "
            f"{self.max_repairs + 1} tries. Its last one:\n"
            + "\n".join(f"  - {problem}" for problem in problems[:_MOST_PROBLEMS])
            + "\nName a larger model in the profile, shorten the story, or use the writer 'rules'.",
            tuple(problems),
        )

    def _identity(self, question: Question) -> dict[str, Any]:
        asked = {"system": question.system, "user": question.user, "schema": dict(question.schema)}
        hashes = {
            name: hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]
            for name, value in asked.items()
        }
        model = {"name": self.model.name, "version": self.model.version, **self.model.model_inputs()}
        return {"purpose": question.purpose, "writer": model, **hashes}


def _read(answer: Answer, shape: type[M], check: Callable[[M], list[str]] | None) -> tuple[M | None, list[str]]:
    """The answer as its shape, or what is wrong with it."""
    text = answer.text.strip()
    if answer.ended == "length":
        return None, [f"it was cut off after {answer.output_tokens or 'too many'} tokens: answer more briefly"]
    if not text:
        return None, [f"it was empty (it ended with {answer.ended!r}): answer with one JSON object"]
    if len(text) > MOST_ANSWER_CHARS:
        return None, [f"it had {len(text)} characters: answer with at most {MOST_ANSWER_CHARS}"]
    try:
        found = shape.model_validate_json(_unwrapped(text))
    except ValidationError as error:
        return None, [_problem(dict(one)) for one in error.errors(include_url=False)[:_MOST_PROBLEMS]]
    problems = check(found) if check else []
    return (None, problems) if problems else (found, [])


def _unwrapped(text: str) -> str:
    """JSON out of a Markdown fence, which models that are not constrained like to put around it."""
    if text.startswith("```") and text.endswith("```") and "\n" in text:
        return text[text.index("\n") + 1 : -3]
    return text


def _problem(error: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"]) or "the answer"
    given = error.get("input")
    shown = f" (you wrote {str(given)[:80]!r})" if isinstance(given, str | int | float) else ""
    return f"{where}: {error['msg']}{shown}"


def _mended(first: Question, answer: Answer, problems: list[str], attempt: int) -> Question:
    """The question again, with the answer that was wrong and why."""
    again = filled(
        "repair",
        answer=fenced(answer.text[:_SHOWN_AGAIN]),
        problems="\n".join(f"- {problem}" for problem in problems[:_MOST_PROBLEMS]),
    )
    return replace(first, user=f"{first.user}\n\n{again}", seed=attempt)
