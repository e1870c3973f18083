"""Where a language model's script is kept while it is written: every right answer is an artifact of its own.

What belongs here: answers in the store, the record of a failure, saying why a film must be written again. What does
not: writing (`backends/writer/`), planning (`planning.py`).

An answer is found by its question, whatever the film is called: planning again an unchanged brief asks nothing; an
edited story asks only about the passages that changed; `sparkle make` films what `sparkle plan` has shown.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.backends.writer.asking import Turn
from sparkle_motion_dagster.backends.writer.choice import asks_model, build_writer, check_writer
from sparkle_motion_dagster.backends.writer.protocol import Answer, LanguageModel
from sparkle_motion_dagster.errors import ArtifactCorruptError, SparkleError, UnwrittenError
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.writing.brief import Brief

if TYPE_CHECKING:  # only films that a model writes need the writing
    from sparkle_motion_dagster.backends.writer.screenwriter import Scripted, ScriptFailure

ANSWER_ASSET = "writer_answer"
FAILURE_ASSET = "writer_failure"


def needs_model(brief: Brief, profile: Profile) -> bool:
    """Whether a language model writes this brief's script."""
    from sparkle_motion_dagster.backends.writer.screenwriter import is_prose

    return asks_model(profile) and is_prose(brief)


def check_prose(brief: Brief, profile: Profile) -> None:
    """Whether a brief may be given to the profile's writer. Asks nobody. Raises BriefError, ProfileError."""
    from sparkle_motion_dagster.backends.writer.screenwriter import check_size

    check_writer(profile)
    check_size(brief, profile.writer.limits)


@dataclass(frozen=True)
class ScriptRoom:
    """One film's script being written."""

    store: ArtifactStore
    film: str
    may_ask: bool = True
    """False: only answers that are kept already; what is missing raises UnwrittenError."""

    def script(self, brief: Brief, profile: Profile) -> "Scripted":
        """The script of a story or idea, by the profile's model.

        Raises BriefError, ProfileError; PlanError and other BackendErrors, after the record of what was asked has been
        kept; UnwrittenError.
        """
        from sparkle_motion_dagster.backends.writer.screenwriter import ScriptFailure, write_script

        model = build_writer(profile)
        try:
            return write_script(brief, self._asker(model), profile.writer.limits, _KeptAnswers(self.store, self.film))
        except ScriptFailure as failure:
            raise self._told(failure, model) from failure.error

    def inputs(self, profile: Profile) -> dict[str, Any]:
        """The writer as the plan's recipe holds it."""
        from sparkle_motion_dagster.backends.writer.screenwriter import writer_inputs

        return writer_inputs(build_writer(profile), profile.writer.limits)

    def _asker(self, model: LanguageModel) -> LanguageModel:
        return model if self.may_ask else _Silent(model, self.film)

    def _told(self, failure: "ScriptFailure", model: LanguageModel) -> SparkleError:
        """The error, with where the record of the questions is."""
        error = failure.error
        if not failure.turns or isinstance(error, UnwrittenError):
            return error
        record = json.dumps([turn.as_json() for turn in failure.turns], indent=1, ensure_ascii=False)
        inputs = {"record": hashlib.sha256(record.encode()).hexdigest(), "writer": model.name}
        with self.store.workbench() as folder:
            path = folder / "conversation.json"
            path.write_text(record, encoding="utf-8")
            kept = self.store.adopt(
                Recipe(FAILURE_ASSET, self.film, inputs),
                {"conversation": path},
                {"error": str(error)[:4000]},
                film=self.film,
                shot=None,
                backend=f"{model.name} {model.version}",
                draft=True,
                reason="the model wrote nothing that can be filmed",
            )
        error.args = (f"{error}\nWhat was asked and answered: {kept.path('conversation')}", *error.args[1:])
        return error


@dataclass(frozen=True)
class _KeptAnswers:
    """Right answers in the store."""

    store: ArtifactStore
    film: str

    def find(self, question: Mapping[str, Any]) -> Answer | None:
        """The answer that is kept, or None; a damaged one counts as none."""
        found = self.store.find(self._recipe(question))
        if found is None:
            return None
        try:
            told = json.loads(found.path("answer").read_text(encoding="utf-8"))
        except ArtifactCorruptError:
            return None  # in quarantine now; it is asked for again
        return Answer(**{**told, "notes": tuple(told["notes"])})

    def keep(self, question: Mapping[str, Any], answer: Answer) -> None:
        """Keep a right answer."""
        with self.store.workbench() as folder:
            path = folder / "answer.json"
            plain = {**vars(answer), "notes": list(answer.notes), "facts": dict(answer.facts)}
            path.write_text(json.dumps(plain, indent=1, ensure_ascii=False), encoding="utf-8")
            facts = {"model": answer.model, "seconds": round(answer.seconds, 3), "cost_usd": answer.cost_usd}
            self.store.adopt(
                self._recipe(question),
                {"answer": path},
                facts,
                film=self.film,
                shot=None,
                backend=f"{question['writer']['name']} {question['writer']['version']}",
                draft=False,
                reason=str(question["purpose"]),
            )

    def _recipe(self, question: Mapping[str, Any]) -> Recipe:
        asked = hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()[:16]
        return Recipe(ANSWER_ASSET, f"{self.film}~w{asked}", dict(question))


class _Silent:
    """A model that is not asked."""

    def __init__(self, model: LanguageModel, film: str):
        self.name, self.version = model.name, model.version
        self._model, self._film = model, film

    def model_inputs(self) -> dict[str, Any]:
        """The model's own."""
        return self._model.model_inputs()

    def answer(self, question: Any) -> Answer:
        """Raises UnwrittenError."""
        raise UnwrittenError(
            f"film {self._film}: the writer {self.name} ({self._model.model_inputs()['model']}) has not written it yet, "
            f"and asking it is work: run `sparkle plan` or `sparkle make` first ({question.purpose} is not asked yet)"
        )

    def readiness(self) -> tuple[bool, str]:
        """The model's own."""
        return self._model.readiness()


def conversation_json(turns: tuple[Turn, ...]) -> list[dict[str, Any]]:
    """What was asked and answered, for the record beside the plan."""
    return [turn.as_json() for turn in turns]
